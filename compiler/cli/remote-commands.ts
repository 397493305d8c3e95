/** The commands that ask a running job. */
import type { Command } from "commander"
import type { ReloadOptions } from "./commands/remote-rules.ts"
import { CliError } from "./error.ts"
import type { RemoteOptions } from "./remote.ts"

type Done = (exitCode: number) => void

const aboutUrls = `
URL is the address of --listen, as in http://127.0.0.1:8080. A token comes from --token-file or from CEPHEUS_TOKEN.
Exit codes: 1 the job refused, or the rules have errors; 2 wrong use; 3 no answer, or it failed.`

/** Adds them; each loads its code only when it runs. */
export function addRemoteCommands(program: Command, done: Done): void {
  const remote = (name: string, description: string, ...lines: string[]) =>
    addOptions(program.command(name).description(description), lines)
  remote(
    "status <url>",
    "how a running job stands: sources, rules, time, checkpoints",
    "cep status localhost:8080",
  ).action(async (url: string, options: RemoteOptions) =>
    done(await (await import("./commands/remote-status.ts")).status(url, options)),
  )
  remote(
    "shadows <url> [rules...]",
    "compare rules on trial with those that they shadow: counts, and the last alerts that one of them alone had",
    "cep shadows localhost:8080",
    "cep shadows localhost:8080 Stricter --json",
  ).action(async (url: string, rules: string[], options: RemoteOptions) =>
    done(await (await import("./commands/remote-shadows.ts")).shadows(url, rules, options)),
  )
  remote(
    "reload <url> <files...>",
    "give a running job other rules, with what they import",
    "cep reload localhost:8080 fraud.cep --plan",
    "cep reload localhost:8080 rules/ --refuse-loss --note 'refunds count, ticket 123'",
  )
    .option("--plan", "only say what would be kept and lost")
    .option("--refuse-loss", "change nothing where something that is held would go")
    .option("--warm-up", "judge past events by rules that would begin empty, before they come")
    .option("--if-version <version>", "change nothing where the job runs another version: somebody was faster")
    .option("--note <text>", "why, for the audit log")
    .action(async (url: string, files: string[], options: ReloadOptions) =>
      done(await (await import("./commands/remote-rules.ts")).reload(url, files, options)),
    )
  remote(
    "rollback <url>",
    "give a running job the rules back that it had before, with what the change has dropped",
    "cep rollback localhost:8080 --plan",
    "cep rollback localhost:8080",
  )
    .option("--plan", "only say what comes back, and what it has not seen meanwhile")
    .action(async (url: string, options: RemoteOptions & { plan?: boolean }) =>
      done(await (await import("./commands/remote-rules.ts")).rollback(url, options)),
    )
  remote(
    "params <url> [values...]",
    "show the parameters of a running job, or set some: all at one moment",
    "cep params localhost:8080",
    "cep params localhost:8080 limit=800 'window=10 minutes'",
  ).action(async (url: string, values: string[], options: RemoteOptions) =>
    done(await (await import("./commands/remote-operate.ts")).params(url, values, options)),
  )
  remote("stop <url>", "stop a running job behind a last checkpoint", "cep stop localhost:8080 --savepoint")
    .option("--savepoint", "and copy that checkpoint, for --from-savepoint; where that fails the job goes on")
    .action(async (url: string, options: RemoteOptions & { savepoint?: boolean }) =>
      done(await (await import("./commands/remote-operate.ts")).stop(url, options)),
    )
}

/** The options of all of them, and what their help ends with. */
export function addOptions(command: Command, lines: readonly string[]): Command {
  return command
    .option("--token-file <file>", "a file with the secret that the job asks for")
    .option("--timeout <duration>", "how long to wait for the answer", "5min")
    .option("--json", "the answer as JSON on standard output")
    .addHelpText("after", aboutUrls)
    .addHelpText("after", `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}\n`)
}

export interface SavepointOptions extends RemoteOptions {
  readonly job?: string
}

/** `cep savepoint`: of a running job (a URL), or of the checkpoints in a folder. */
export async function savepoint(from: string, to: string | undefined, options: SavepointOptions): Promise<number> {
  if (/^https?:\/\//i.test(from)) {
    if (options.job !== undefined) throw new CliError("--job is for folders: at one address there is one job")
    return (await import("./commands/remote-operate.ts")).remoteSavepoint(from, to, options)
  }
  if (to === undefined) {
    throw new CliError(
      "where should the savepoint go? cep savepoint FOLDER TO copies the newest checkpoint in a folder; cep savepoint http://… asks a running job for one",
    )
  }
  return (await import("./commands/checkpoints.ts")).savepoint(from, to, options)
}
