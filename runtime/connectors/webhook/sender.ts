import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import type { Clock } from "../../platform/clock.ts"
import { type ConnectorContext, ConnectorError, type Settings, type SinkRecord } from "../contract.ts"
import { webhookDefaults } from "./declare.ts"
import { type Answer, makePoster, type Poster } from "./request.ts"

/** An output is tried so often before the error is told. */
const mostTries = 5
const firstPauseMs = 200
/** Whatever the service asks for. */
const longestPauseMs = 60_000

/** Sends outputs in order; of one that does not get through the error is told after some tries. */
export class Sender {
  readonly #clock: Clock
  readonly #poster: Poster
  readonly #timeoutMs: number
  readonly #tokenFile: string | undefined
  /** Without what may be secret. */
  readonly #place: string
  readonly #closing = new AbortController()

  private constructor(poster: Poster, place: string, timeoutMs: number, tokenFile: string | undefined, clock: Clock) {
    this.#poster = poster
    this.#place = place
    this.#timeoutMs = timeoutMs
    this.#tokenFile = tokenFile
    this.#clock = clock
  }

  /** Asks nobody anything yet. Throws `ConnectorError` (usage). */
  static async open(settings: Settings, context: ConnectorContext, clock: Clock): Promise<Sender> {
    const { url, urlFile, tokenFile, timeoutSeconds = webhookDefaults.timeoutSeconds } = settings
    const timeoutMs = Math.round(Number(timeoutSeconds) * 1000)
    if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) {
      throw new ConnectorError("usage", `timeoutSeconds must be above 0 and at most 2147483, and is ${timeoutSeconds}`)
    }
    if ((url === undefined) === (urlFile === undefined)) {
      throw new ConnectorError("usage", "a webhook has either a URL, as in webhook:https://host/path, or `urlFile`")
    }
    const inFolder = (path: unknown) => resolve(context.folder, String(path))
    const target = urlOf(url === undefined ? await secret(inFolder(urlFile), "urlFile", "usage") : String(url))
    const token = tokenFile === undefined ? undefined : inFolder(tokenFile)
    if (token !== undefined) await secret(token, "tokenFile", "usage")
    const place = url === undefined ? target.origin : `${target.origin}${target.pathname}`
    return new Sender(await makePoster(target, () => clock.now()), place, timeoutMs, token, clock)
  }

  /** Resolves when the service has taken it. Throws `ConnectorError`. */
  async send(record: SinkRecord): Promise<void> {
    let pauseMs = firstPauseMs
    for (let tries = 1; ; tries++) {
      const outcome = await this.#try(record)
      if (outcome === undefined) return
      if (!outcome.again || tries === mostTries) throw this.#failure(record, outcome.reason, tries, outcome.cause)
      await this.#pause(Math.min(outcome.waitMs ?? pauseMs, longestPauseMs))
      pauseMs *= 2
    }
  }

  /** undefined: it was taken. */
  async #try(record: SinkRecord): Promise<Refused | undefined> {
    const token = this.#tokenFile === undefined ? undefined : await secret(this.#tokenFile, "tokenFile", "failure")
    const timeout = new AbortController()
    const cancel = this.#clock.after(this.#timeoutMs, () => timeout.abort())
    try {
      const signal = AbortSignal.any([timeout.signal, this.#closing.signal])
      return refusedBy(await this.#poster.post(record.line, headersOf(record, token), signal))
    } catch (error) {
      if (this.#closing.signal.aborted) throw this.#closed()
      if (timeout.signal.aborted) return { again: true, reason: `no answer within ${this.#timeoutMs / 1000} seconds` }
      return { again: true, reason: reasonOf(error), cause: error }
    } finally {
      cancel()
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#closing
    await new Promise<void>((resolve) => {
      const go = () => {
        cancel()
        signal.removeEventListener("abort", go)
        resolve()
      }
      const cancel = this.#clock.after(milliseconds, go)
      signal.addEventListener("abort", go)
    })
    if (signal.aborted) throw this.#closed()
  }

  #failure({ id, kind }: SinkRecord, reason: string, tries: number, cause: unknown): ConnectorError {
    const what = id === undefined ? `an output (${kind})` : `the output ${id}`
    const often = tries === 1 ? "" : `, tried ${tries} times`
    const advice = "check the service, its URL and the token; it is sent again with the same Idempotency-Key"
    return new ConnectorError("failure", `${this.#place} did not take ${what}: ${reason}${often}; ${advice}`, cause)
  }

  #closed(): ConnectorError {
    return new ConnectorError("closed", `sending to ${this.#place} was ended`)
  }

  /** Also ends what is under way. Twice is harmless. */
  close(): void {
    this.#closing.abort()
    this.#poster.close()
  }
}

interface Refused {
  /** Whether it may be another answer soon. */
  readonly again: boolean
  readonly reason: string
  readonly waitMs?: number | undefined
  readonly cause?: unknown
}

function refusedBy({ status, text, retryAfterMs }: Answer): Refused | undefined {
  if (status >= 200 && status < 300) return undefined
  const said = text === "" ? `it answered ${status}` : `it answered ${status} (${text})`
  const moved = status >= 300 && status < 400 ? `${said}: give the URL to which it points` : said
  // RFC 9110, and 425 and 429: later may be better.
  const again = status >= 500 || status === 408 || status === 425 || status === 429
  return { again, reason: moved, waitMs: retryAfterMs }
}

function headersOf({ line, id, kind }: SinkRecord, token: string | undefined): Record<string, string> {
  // What has no id has its place in a source: its line is the same when it comes again.
  const key = id ?? createHash("sha256").update(line).digest("hex").slice(0, 32)
  return {
    "content-type": "application/json",
    "user-agent": "cepheus",
    "idempotency-key": key,
    "cepheus-kind": kind,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
}

function urlOf(text: string): URL {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    // Not shown: it may be a secret that stands in the wrong place.
    throw new ConnectorError("usage", "the URL of a webhook cannot be read; write it as in https://host/path")
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new ConnectorError("usage", `a webhook is reached by https or http, and not by ${url.protocol}`)
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConnectorError("usage", "a URL is no place for a password: give `tokenFile`, or the URL in `urlFile`")
  }
  return url
}

async function secret(path: string, option: string, kind: "usage" | "failure"): Promise<string> {
  let text: string
  try {
    text = (await readFile(path, "utf8")).trim()
  } catch (error) {
    throw new ConnectorError(kind, `cannot read the \`${option}\` ${path}: ${reasonOf(error)}`, error)
  }
  if (text !== "" && !/[^\x21-\x7e]/.test(text)) return text
  throw new ConnectorError(kind, `the \`${option}\` ${path} must hold one word of plain characters`)
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error && error.message !== "" ? error.message : String(error)
}
