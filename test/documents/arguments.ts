/** Commands of the documents that take too long to be run: whoever reads their arguments reads them. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Command } from "commander"
import { readJobOptions } from "../../bench/jobs/options.ts"
import { readOptions } from "../../bench/options.ts"
import { addCommands } from "../../compiler/cli/commands.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>
}

/** The benchmarks that are given arguments in the documents. Each throws for arguments that it does not know. */
const readers: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
  bench: readOptions,
  "bench:jobs": readJobOptions,
  "bench:peers": (args) => {
    const text = readFileSync(join(root, "bench/peers/run.ts"), "utf8")
    for (const arg of args)
      if (!text.includes(`\n  ${arg} `)) throw new Error(`npm run bench:peers has no option ${arg}`)
  },
  "bench:plot": (args) => {
    if (args.length !== 2) throw new Error("it takes two files")
  },
}

/** Throws where a line is no command of `cep` or `npm run` whose program takes its arguments. A backslash continues a line. */
export async function checkCommands(text: string): Promise<void> {
  const lines = text.replaceAll(/\\\n\s*/g, "").split("\n")
  for (const line of lines.map((each) => each.replace(/\s+#.*$/, "").trim()).filter((each) => each !== "")) {
    if (line.startsWith("npm run ")) checkBenchmark(line)
    else await checkArguments(line)
  }
}

/** Throws for a line that is no `npm run NAME -- ARGUMENTS` of a program that knows them. */
function checkBenchmark(line: string): void {
  const [, name = "", rest] = /^npm run ([\w:]+)(?: -- (.*))?$/.exec(line) ?? []
  const [program, file = ""] = (scripts[name] ?? "").split(/ (?:--\S+ )*/)
  if (program !== "node" || !existsSync(join(root, file))) throw new Error(`package.json has no program for: ${line}`)
  if (rest === undefined) return
  if (readers[name] === undefined)
    throw new Error(`nothing reads the arguments of npm run ${name}: add it to readers in test/documents/arguments.ts`)
  readers[name](rest.split(/\s+/))
}

/** The lines below `Examples:` of a command's help. */
export function examplesOf(help: string): string[] {
  const [, list = ""] = /^Examples:\n((?: {2}.*(?:\n|$))*)/m.exec(help) ?? []
  return list.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]))
}

/** Throws where `cep` refuses the words of a command line: an unknown command, option or choice, too many or too few arguments. */
export async function checkArguments(line: string): Promise<void> {
  const command = line
    .split(/ \| (?=(?:npx )?cep )/)
    .at(-1)!
    .replace(/ > \S+$/, "")
  const words = [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replaceAll(/['"]/g, ""))
  if (words[0] === "npx") words.shift()
  if (words[0] !== "cep") throw new Error(`no command of cep: ${line}`)
  const program = new Command("cep")
  addCommands(program, () => {})
  let said = ""
  let ran = 0
  const quiet = (each: Command): void => {
    each.exitOverride().configureOutput({ writeErr: (text) => (said += text), writeOut: () => {} })
    if (each.commands.length === 0) each.action(() => void ran++)
    for (const below of each.commands) quiet(below)
  }
  quiet(program)
  await program.parseAsync(words.slice(1), { from: "user" }).catch((error: unknown) => {
    throw new Error(`${line}: ${said}`, { cause: error })
  })
  if (ran !== 1) throw new Error(`${line}: no command was run`)
}
