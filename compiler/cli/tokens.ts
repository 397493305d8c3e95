/** The secrets of the control interface, and where they need not be. */
import { readFileSync, statSync } from "node:fs"
import process from "node:process"
import { readTokens, type Token, TokenFileError } from "../../runtime/control/access.ts"
import type { Log } from "../../runtime/observe/log.ts"
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
