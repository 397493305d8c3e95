import process from "node:process"
import { Command, CommanderError } from "commander"
import { addCommands } from "./commands.ts"
import { reportFailure } from "./failure.ts"
import type { RuleCache } from "./kept-rules.ts"
import { flush } from "./terminal.ts"
import { readVersion } from "./version.ts"

/** Runs `cep` with its arguments and ends the process with its exit code. `rules`: what is kept of those that they name. */
export async function main(args: readonly string[], rules?: RuleCache): Promise<void> {
  if (args.includes("--debug")) process.setSourceMapsEnabled(true)
  // A reader that goes away (`cep explain … | head`) ends the output, not the process with an error.
  process.stdout.on("error", () => {})
  process.stderr.on("error", () => {})
  const exitCode = await runCommand(args, rules)
  await flush()
  process.exit(exitCode)
}

async function runCommand(args: readonly string[], rules: RuleCache | undefined): Promise<number> {
  let exitCode = 0
  const program = new Command("cep")
    .description("Complex event processing: rules in .cep files, from events to alerts.")
    .version(readVersion(), "-V, --version")
    .option("--debug", "show the stack of an error of cep itself")
    .exitOverride()
    .showHelpAfterError("(add --help to see what there is)")
  const done = (code: number) => {
    exitCode = code
  }
  addCommands(program, done, rules)
  try {
    if (args.length === 0) program.help({ error: true })
    await program.parseAsync([...args], { from: "user" })
    return exitCode
  } catch (error) {
    // Commander has said what is wrong; help and version are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    return reportFailure(error, args.includes("--debug"))
  }
}

/** Runs in the thread of a worker, in place of `main`. False: this is none. */
export async function runThread(): Promise<boolean> {
  const { serveThread } = await import("./serve-thread.ts")
  return serveThread()
}
