/** `--listen`: where the control interface of a running job listens, and who may ask it. */
import { readFileSync, statSync } from "node:fs"
import { isIP } from "node:net"
import process from "node:process"
import type { ControlHost } from "../../runtime/control/host.ts"
import { type Control, openControl } from "../../runtime/control/server.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { CliError } from "./error.ts"
import { readVersion } from "./version.ts"

export interface ListenOptions {
  readonly listen: string
  readonly tokenFile?: string | undefined
}

/** Begins to listen, and says where. Throws `CliError`. */
export async function listen({ listen, tokenFile }: ListenOptions, host: ControlHost, log: Log): Promise<Control> {
  const { address, port } = readAddress(listen)
  const token = tokenFile === undefined ? undefined : readToken(tokenFile, log)
  if (token === undefined && !isLoopback(address)) {
    throw new CliError(
      `--listen ${listen} can be reached from other machines: give --token-file FILE with a secret that askers must know, or listen on 127.0.0.1`,
    )
  }
  try {
    const control = await openControl({ host, address, port, token, programVersion: readVersion() })
    log("info", `listening on ${control.url}: /status, /metrics, /ready, /health, /openapi.json`, { url: control.url })
    return control
  } catch (error) {
    throw new CliError(`--listen ${listen} is not possible: ${reasonOf(error)}`)
  }
}

/** `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, `:8080` (the loopback). Port 0: any that is free. */
export function readAddress(text: string): { readonly address: string; readonly port: number } {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(text) ?? []
  const address = bracketed ?? (plain === "" ? "127.0.0.1" : plain)
  const port = Number(digits)
  if (address !== undefined && port <= 65_535 && (bracketed === undefined || isIP(bracketed) === 6))
    return { address, port }
  throw new CliError(
    `--listen wants an address and a port, as in 127.0.0.1:8080 or [::1]:8080, and got ${JSON.stringify(text)}`,
  )
}

function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address)
}

/** Shorter ones can be tried out. */
const shortestToken = 16

/** What stands in the file, without spaces around it. Throws `CliError`. */
function readToken(file: string, log: Log): string {
  let token: string
  try {
    token = readFileSync(file, "utf8").trim()
  } catch (error) {
    throw new CliError(`--token-file ${file} cannot be read: ${reasonOf(error)}`)
  }
  if (!/^[\x21-\x7e]+$/.test(token) || token.length < shortestToken) {
    throw new CliError(
      `--token-file ${file} must hold one line of at least ${shortestToken} letters, digits and signs without spaces, such as \`openssl rand -hex 32\` makes`,
    )
  }
  if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0) {
    log("warn", `--token-file ${file} can be read by other users of this machine: chmod 600 ${file}`, { file })
  }
  return token
}

function reasonOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown }
  if (code === "EADDRINUSE") return "another program listens there already; choose another port"
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return "this machine has no such address"
  if (code === "EACCES") return "this user may not listen there; choose a port above 1023"
  return error instanceof Error ? error.message : String(error)
}
