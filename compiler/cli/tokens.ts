/** The secrets of the control interface, and where they need not be. */
import { readFileSync, statSync } from "node:fs"
import process from "node:process"
import { readTokens, type Token, TokenFileError } from "../../runtime/control/access.ts"
import type { Log } from "../../runtime/observe/log.ts"
import type { Clock } from "../../runtime/platform/clock.ts"
import { CliError } from "./error.ts"

/** Whether only this machine reaches the address. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address)
}

/** The tokens of a file; says where others can read it. Throws `CliError`. */
export function readTokenFile(file: string, log: Log): Token[] {
  let text: string
  try {
    text = readFileSync(file, "utf8")
  } catch (error) {
    throw new CliError(`--token-file ${file} cannot be read: ${(error as Error).message}`)
  }
  if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0) {
    log("warn", `--token-file ${file} can be read by other users of this machine: chmod 600 ${file}`, { file })
  }
  try {
    return readTokens(text)
  } catch (error) {
    if (error instanceof TokenFileError) throw new CliError(`--token-file ${file} ${error.message}`)
    throw error
  }
}

const tokenCheckMs = 2000

/** Reads a file of tokens again whenever it was changed; where it is wrong then, the former tokens hold. Returns how to end that. */
export function watchTokenFile(
  file: string,
  clock: Pick<Clock, "every">,
  log: Log,
  take: (tokens: readonly Token[]) => void,
): () => void {
  let known = stampOf(file)
  return clock.every(tokenCheckMs, () => {
    const stamp = stampOf(file)
    if (stamp === known) return
    known = stamp
    try {
      const tokens = readTokenFile(file, log)
      take(tokens)
      log("info", `--token-file ${file} was read again: ${tokens.length} tokens hold`, { file, tokens: tokens.length })
    } catch (error) {
      log("error", `${(error as Error).message}; the former tokens hold`, { file })
    }
  })
}

/** Another one for other contents. */
function stampOf(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? "none" : `${stat.mtimeNs} ${stat.ctimeNs} ${stat.size} ${stat.ino}`
}
