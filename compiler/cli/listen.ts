/** `--listen`: where the control interface of a running job listens, and who may ask it. */
import { isIP } from "node:net"
import { join, resolve } from "node:path"
import { type Audit, openAudit } from "../../runtime/control/audit.ts"
import type { ControlHost } from "../../runtime/control/host.ts"
import { type Control, openControl } from "../../runtime/control/server.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { isUrl, type RunOptions } from "./commands/run-options.ts"
import { readConsole } from "./console-files.ts"
import { CliError } from "./error.ts"
import { isLoopback, readTokenFile, watchTokenFile } from "./tokens.ts"
import { readVersion } from "./version.ts"

export interface ListenOptions {
  readonly listen: string
  readonly tokenFile?: string | undefined
  /** Where changes are written down; undefined: nowhere. */
  readonly audit?: Audit | undefined
}

/** Where the audit log of a job is: as asked for, else beside its checkpoints, where they are on this machine. */
export function auditFile({ audit, checkpointDir }: RunOptions, job: string): string | undefined {
  if (audit !== undefined || checkpointDir === undefined || isUrl(checkpointDir)) return audit
  return join(checkpointDir, job, "audit.jsonl")
}

/** Begins to listen, and says where. Throws `CliError`. */
export async function listen(options: ListenOptions, host: ControlHost, log: Log): Promise<Control> {
  const { listen, tokenFile } = options
  const { address, port } = readAddress(listen)
  const tokens = tokenFile === undefined ? undefined : readTokenFile(tokenFile, log)
  if (tokens === undefined && !isLoopback(address)) {
    throw new CliError(
      `--listen ${listen} can be reached from other machines: give --token-file FILE with a secret that askers must know, or listen on 127.0.0.1`,
    )
  }
  try {
    const page = await readConsole()
    const given = {
      host,
      console: page,
      address,
      port,
      tokens,
      audit: options.audit,
      clock: systemClock,
      programVersion: readVersion(),
    }
    const control = await openControl(given)
    const where = page === undefined ? "" : `the console is ${control.url}/console/, `
    log("info", `listening on ${control.url}: ${where}/openapi.json says what can be asked`, { url: control.url })
    if (tokenFile === undefined) return control
    const forget = watchTokenFile(tokenFile, systemClock, log, (others) => control.replaceTokens(others))
    const close = () => {
      forget()
      return control.close()
    }
    return { ...control, close }
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

/** Opens the audit log of a job; undefined: it has none. Throws `CliError`. */
export async function auditLog(options: RunOptions, job: string, log: Log): Promise<Audit | undefined> {
  const path = auditFile(options, job)
  if (path === undefined) return undefined
  try {
    return await openAudit(resolve(path), systemClock, log)
  } catch (error) {
    throw new CliError(`the audit log ${path} cannot be written: ${reasonOf(error)}; name another file with --audit`)
  }
}

function reasonOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown }
  if (code === "EADDRINUSE") return "another program listens there already; choose another port"
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return "this machine has no such address"
  if (code === "EACCES") return "this user may not listen there; choose a port above 1023"
  return error instanceof Error ? error.message : String(error)
}
