/** Modules in the documents: all of them are checked and run at once, since each start loads the compiler. */
import { execFile } from "node:child_process"
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import type { Document } from "./documents.ts"

const run = promisify(execFile)
const root = fileURLToPath(new URL("../..", import.meta.url))

interface Module {
  /** `docs/editors.md:64` */
  readonly place: string
  /** The file that it is written to. */
  readonly name: string
  readonly text: string
}

/** The blocks of `ts` of all documents. */
export function modulesOf(documents: readonly Document[]): Module[] {
  return documents.flatMap(({ path, blocks }) =>
    blocks
      .filter(({ language }) => language === "ts")
      .map(({ text, line }) => {
        const place = `${path}:${line}`
        return { place, name: `${place.replaceAll(/\W/g, "-")}.ts`, text }
      }),
  )
}

/** What the TypeScript compiler says of them, with their places in the documents; nothing: they are right. `folder` is below the root, and theirs. */
export async function typeProblems(modules: readonly Module[], folder: string): Promise<string> {
  write(modules, folder)
  const settings = { extends: join(root, "tsconfig.json"), include: ["*.ts"], exclude: [] }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings))
  const tsc = join(root, "node_modules/typescript/bin/tsc")
  return placed(modules, folder, await saidBy([tsc, "-p", folder], folder))
}

/** Runs each as a module of its own; what those that fail say, with their places. */
export async function runProblems(modules: readonly Module[], folder: string): Promise<string> {
  write(modules, folder)
  const script = `for (const name of process.argv.slice(1))
    await import("./" + name).catch((error) => console.error(\`\${name}: \${error.stack}\`))
  `
  const args = ["--input-type=module", "-e", script, ...modules.map(({ name }) => name)]
  return placed(modules, folder, await saidBy(args, folder, "stderr"))
}

function write(modules: readonly Module[], folder: string): void {
  for (const { name, text } of modules) if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), text)
}

/** What Node says on one of its outputs. Throws where it fails and says nothing there. */
async function saidBy(args: readonly string[], cwd: string, on: "stdout" | "stderr" = "stdout"): Promise<string> {
  const said = await run(process.execPath, args, { cwd }).catch(
    (error: { readonly stdout: string; readonly stderr: string }) => {
      if (error[on] === "") throw error
      return error
    },
  )
  return said[on]
}

function placed(modules: readonly Module[], folder: string, said: string): string {
  return modules.reduce((so, { place, name }) => so.replaceAll(name, place), said.replaceAll(`${folder}/`, ""))
}
