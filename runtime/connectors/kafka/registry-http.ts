import { Buffer } from "node:buffer"
import type { Agent, IncomingMessage, RequestOptions } from "node:http"

/** What was answered. */
export interface Answer {
  readonly status: number
  readonly text: string
}

/** Holds secrets: nothing of it goes into a message or a log. */
export interface RegistryLogin {
  /** `user:password`. */
  readonly login: string | undefined
  /** Certificates (PEM) of who may sign the registry's; undefined: those known to Node. */
  readonly ca: string | undefined
}

const timeoutMs = 10_000
/** Schemas are a few kilobytes. */
const mostBytes = 16 << 20
const accepts = "application/vnd.schemaregistry.v1+json, application/json"

/** Asks a schema registry that has one or several places, over connections that are kept. */
export class RegistryHttp {
  readonly #places: readonly URL[]
  readonly #login: RegistryLogin
  readonly #agents = new Map<string, Agent>()
  readonly #closing = new AbortController()
  /** The place that answered last. */
  #first = 0

  constructor(places: readonly URL[], login: RegistryLogin) {
    this.#places = places
    this.#login = login
  }

  /** For messages. */
  get place(): string {
    return this.#places.map(({ href }) => href.replace(/\/$/, "")).join(",")
  }

  /** The answer of the first place that gives one. Rejects where none does, and after `close`. */
  async get(path: string): Promise<Answer> {
    let failure: unknown
    for (let each = 0; each < this.#places.length; each++) {
      const at = (this.#first + each) % this.#places.length
      try {
        const answer = await this.#ask(this.#places[at]!, path)
        this.#first = at
        return answer
      } catch (error) {
        failure ??= error
      }
    }
    throw failure
  }

  async #ask(place: URL, path: string): Promise<Answer> {
    const url = new URL(place.pathname.replace(/\/$/, "") + path, place)
    const { Agent: KeptAgent, request } =
      url.protocol === "https:" ? await import("node:https") : await import("node:http")
    const agent = this.#agents.get(url.protocol) ?? new KeptAgent({ keepAlive: true, maxSockets: 4 })
    this.#agents.set(url.protocol, agent)
    const { login, ca } = this.#login
    const headers = {
      accept: accepts,
      ...(login !== undefined && { authorization: `Basic ${Buffer.from(login).toString("base64")}` }),
    }
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = AbortSignal.any([this.#closing.signal, timeout])
    const options: RequestOptions & { ca?: string } = { agent, headers, signal, ...(ca !== undefined && { ca }) }
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        request(url, options).on("error", reject).on("response", resolve).end()
      })
      return { status: response.statusCode ?? 0, text: await textOf(response) }
    } catch (error) {
      if (timeout.aborted) throw new Error(`no answer within ${timeoutMs / 1000} seconds`, { cause: error })
      throw error
    }
  }

  /** Ends requests that wait. */
  close(): void {
    this.#closing.abort()
    for (const agent of this.#agents.values()) agent.destroy()
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new Error(`its answer has more than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
