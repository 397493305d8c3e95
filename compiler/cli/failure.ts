import process from "node:process"
import { ConnectorError } from "../../runtime/connectors/contract.ts"
import { JobError } from "../../runtime/job/error.ts"
import { CliError, exitCodes } from "./error.ts"
import { painter, say } from "./terminal.ts"

/** Says why a command failed and returns its exit code. What nobody foresaw is a bug of ours, and is said so. */
export async function reportFailure(error: unknown, debug: boolean): Promise<number> {
  const label = painter(process.stderr)("1;31", "error:")
  if (error instanceof CliError) {
    await say(`${label} ${error.message}\n`)
    return error.exitCode
  }
  if (error instanceof ConnectorError || error instanceof JobError) {
    await say(`${label} ${error.message}\n`)
    if (debug && error.cause instanceof Error) await say(`${error.cause.stack}\n`)
    return error.kind === "usage" ? exitCodes.wrongUse : exitCodes.failed
  }
  const message = error instanceof Error ? error.message : String(error)
  await say(`${label} cep itself failed: ${message}\n`)
  if (debug && error instanceof Error) await say(`${error.stack}\n`)
  else
    await say(
      "This is a mistake in cep, not in your rules; sorry. With --debug it shows where, which is what a report needs.\n",
    )
  return exitCodes.failed
}
