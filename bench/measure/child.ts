/** Programs in processes of their own, and what they used. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import process from "node:process"

/** What a process used from its start to its end; CPU time is that of all its threads. */
export interface Usage {
  readonly wallSeconds: number
  readonly cpuSeconds: number
  readonly peakBytes: number
}

export interface Finished {
  readonly wallSeconds: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end; throws with what it said when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): Promise<Finished> {
  const started = process.hrtime.bigint()
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] })
  const said = { stdout: "", stderr: "" }
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text
    })
  }
  const [code, signal] = await once(child, "close")
  const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9
  if (code === 0) return { wallSeconds, ...said }
  const words = `${said.stderr}${said.stdout}`.trim().slice(-2000)
  throw new Error(`${basename(command)} ended with ${code ?? signal}:\n${words}\n  ${command} ${args.join(" ")}`)
}

/** Runs a script with this Node, and measures its whole process. */
export async function runNode(script: string, args: readonly string[], flags: readonly string[] = []) {
  const path = join(tmpdir(), `cep-bench-usage-${process.pid}.json`)
  const preload = new URL("./usage.js", import.meta.url).href
  const env = { ...process.env, CEP_BENCH_USAGE: path, NODE_NO_WARNINGS: "1" }
  try {
    const finished = await run(process.execPath, [...flags, "--import", preload, script, ...args], { env })
    const usage = JSON.parse(readFileSync(path, "utf8")) as Omit<Usage, "wallSeconds">
    return { usage: { wallSeconds: finished.wallSeconds, ...usage }, finished }
  } finally {
    rmSync(path, { force: true })
  }
}
