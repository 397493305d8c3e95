/** Asks the control interface of a running job. */
import process from "node:process"
import type { Token } from "../../runtime/control/access.ts"
import { durationOption } from "./commands/run-options.ts"
import { CliError, exitCodes } from "./error.ts"
import { print, say } from "./terminal.ts"
import { isLoopback, readTokenFile } from "./tokens.ts"

/** What all commands that ask a running job take. */
export interface RemoteOptions {
  readonly tokenFile?: string
  readonly json?: boolean
  readonly timeout: string
}

export interface RemoteAnswer {
  readonly code: number
  /** The JSON of the answer. */
  readonly body: Readonly<Record<string, unknown>>
}

/** A running job, and who asks it. */
export interface Remote {
  /** Rejects with `CliError` where there is no answer, or one that no job gives. */
  ask(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<RemoteAnswer>
}

/** The most that is read of an answer: rules have 4 MiB, and their JSON somewhat more. */
const mostAnswerBytes = 64 << 20

/** Prints an answer and gives the exit code: as JSON, or what `show` makes of it; of what was refused why, in words. */
export async function finish(
  { code, body }: RemoteAnswer,
  { json }: RemoteOptions,
  show: (body: RemoteAnswer["body"]) => string,
): Promise<number> {
  if (json === true) await print(`${JSON.stringify(body, null, 2)}\n`)
  else if (code < 400) await print(harmless(show(body)))
  if (code < 400) return exitCodes.done
  if (json !== true && typeof body.text === "string") await say(`${harmless(body.text).trimEnd()}\n`)
  await say(`${harmless(`error: ${body.message ?? `the job answers ${code}`}${adviceOf(code)}`)}\n`)
  return exitCodeOf(code)
}

/** What comes from elsewhere must not steer a terminal. */
function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (char) => (char === "\n" || char === "\t" ? char : "\ufffd"))
}

function adviceOf(code: number): string {
  return code === 401 ? " (here: --token-file FILE, or CEPHEUS_TOKEN)" : ""
}

/** Refused, or rules with errors; asked in the wrong way; or failed, perhaps for a while. */
function exitCodeOf(code: number): number {
  if (code === 409 || code === 422 || code === 501) return exitCodes.ruleErrors
  return code < 500 && code !== 429 ? exitCodes.wrongUse : exitCodes.failed
}

/** Reads URL, token and time limit. Throws `CliError`. */
export async function openRemote(given: string, options: RemoteOptions): Promise<Remote> {
  const url = readUrl(given)
  const token = await readToken(options)
  const timeoutMs = durationOption("--timeout", options.timeout)
  if (timeoutMs < 1) throw new CliError("--timeout must be above 0")
  if (url.protocol === "http:" && !isLoopback(url.hostname.replace(/^\[|\]$/g, ""))) {
    await say(
      `warning: ${url.origin} is not encrypted: whoever is on the way can read the token and the rules, and change both; give https://, or ask on the machine of the job\n`,
    )
  }
  return {
    async ask(method, path, body) {
      const headers = {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(method !== "GET" && { "content-type": "application/json" }),
      }
      const sent = method === "GET" ? {} : { body: JSON.stringify(body ?? {}) }
      const signal = AbortSignal.timeout(timeoutMs)
      try {
        const answer = await fetch(`${url.href}${path}`, { method, headers, ...sent, signal, redirect: "error" })
        return { code: answer.status, body: await readBody(answer, url) }
      } catch (error) {
        throw error instanceof CliError ? error : noAnswer(error, url, { method, timeout: options.timeout })
      }
    },
  }
}

/** `localhost:8080` is meant as `http://localhost:8080`. Ends without a slash. Throws `CliError`. */
export function readUrl(given: string): { readonly href: string } & Pick<URL, "origin" | "protocol" | "hostname"> {
  const wrong = (why: string) =>
    new CliError(`${JSON.stringify(given)} ${why}: give the address of --listen, as in http://127.0.0.1:8080`)
  let url: URL
  try {
    url = new URL(/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(given) ? given : `http://${given}`)
  } catch {
    throw wrong("is no address of a running job")
  }
  const { protocol, origin, hostname, pathname } = url
  if (protocol !== "http:" && protocol !== "https:") throw wrong("is neither http:// nor https://")
  if (url.username !== "" || url.password !== "") {
    throw new CliError(
      "a secret in the address can be seen by everyone on this machine: give --token-file FILE, or set CEPHEUS_TOKEN",
    )
  }
  if (url.search !== "" || url.hash !== "") throw wrong("has something behind its path")
  return { href: origin + pathname.replace(/\/+$/, ""), origin, protocol, hostname }
}

/** Never from an argument: those can be seen by everyone on the machine. Throws `CliError`. */
async function readToken({ tokenFile }: RemoteOptions): Promise<string | undefined> {
  const given = process.env.CEPHEUS_TOKEN
  if (tokenFile === undefined) {
    if (given === undefined || /^[\x21-\x7e]+$/.test(given)) return given
    throw new CliError("CEPHEUS_TOKEN has to hold a token alone, without spaces; unset it where none is needed")
  }
  const said: string[] = []
  const tokens: readonly Token[] = readTokenFile(tokenFile, (_, message) => said.push(message))
  for (const message of said) await say(`warning: ${message}\n`)
  if (tokens.length === 1) return tokens[0]!.secret
  throw new CliError(`--token-file ${tokenFile} holds several tokens: whoever asks needs a file with their own alone`)
}

async function readBody(answer: Response, { origin }: { readonly origin: string }): Promise<RemoteAnswer["body"]> {
  const foreign = new CliError(
    `${origin} answers with ${answer.status}, but not as a job of Cepheus does: is it the address of --listen?`,
    exitCodes.failed,
  )
  const text = await readText(answer, foreign)
  if (answer.ok && answer.headers.get("content-type")?.startsWith("text/plain")) return { text }
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as RemoteAnswer["body"]
  } catch {
    // Below.
  }
  throw foreign
}

async function readText(answer: Response, tooLarge: Error): Promise<string> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of answer.body ?? []) {
    length += piece.length
    if (length > mostAnswerBytes) throw tooLarge
    pieces.push(piece)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return new TextDecoder().decode(bytes)
}

function noAnswer(
  error: unknown,
  { origin, hostname }: { readonly origin: string; readonly hostname: string },
  { method, timeout }: { readonly method: string; readonly timeout: string },
): CliError {
  const { name, message, cause } = error as Error
  const { code, message: reason = message } = (cause ?? {}) as { readonly code?: string; readonly message?: string }
  const failed = (words: string) => new CliError(words, exitCodes.failed)
  if (name === "TimeoutError" || code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_CONNECT_TIMEOUT") {
    const further = method === "GET" ? "" : "; what was asked for may still be done: `cep status` tells"
    return failed(`${origin} did not answer within ${timeout}${further}; wait for longer with --timeout`)
  }
  if (code === "ECONNREFUSED") {
    return failed(`nobody listens at ${origin}: does the job run, and was it started with --listen?`)
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return failed(`there is no machine called ${hostname}`)
  return failed(`${origin} cannot be asked: ${reason}`)
}
