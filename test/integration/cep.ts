import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../../compiler/cli/main.ts", import.meta.url))

export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts the real `cep`. */
export function startCep(args: readonly string[], cwd: string): ChildProcessWithoutNullStreams {
  const env = { ...process.env, NO_COLOR: "1" }
  return spawn(process.execPath, [main, ...args], { cwd, env })
}

/** Waits for a process and collects what it says. */
export function finish(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  let stdout = ""
  let stderr = ""
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text
  })
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}

/** Resolves with what `find` takes from what the process says on standard error. */
export function told(child: ChildProcessWithoutNullStreams, find: RegExp): Promise<string> {
  let text = ""
  return new Promise((resolve, reject) => {
    child.stderr.on("data", (more) => {
      text += more
      const [, found] = find.exec(text) ?? []
      if (found !== undefined) resolve(found)
    })
    child.once("close", () => reject(new Error(text)))
  })
}

/** Runs the real `cep` to its end. */
export function cep(args: readonly string[], cwd: string, input = ""): Promise<Finished> {
  const child = startCep(args, cwd)
  child.stdin.on("error", () => {})
  child.stdin.end(input)
  return finish(child)
}

/** A folder with files, and how to remove it. */
export function makeFolder(files: Readonly<Record<string, string | Buffer>>) {
  const folder = mkdtempSync(join(tmpdir(), "cep-cli-"))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The values of JSON lines. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Record<string, unknown>]))
}
