import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { createServer as createTlsServer } from "node:https"
import type { AddressInfo } from "node:net"

export interface Reference {
  readonly name: string
  readonly subject: string
  readonly version: number
}

/** A schema registry of a test's own, which speaks as much of Confluent's interface as clients use. */
export interface TestRegistry {
  readonly url: string
  /** Method and path of what was asked. */
  readonly asked: string[]
  /** Answers to the next requests, in order; afterwards its own. `hang`: none. */
  readonly answers: ("hang" | "cut" | { readonly status: number; readonly body?: string })[]
  /** Starts again on the same port, with what it held. */
  start(): Promise<void>
  stop(): Promise<void>
}

export interface RegistryOptions {
  /** `user:password` that every request must have. */
  readonly login?: string
  readonly tls?: { readonly cert: string; readonly key: string }
}

interface Stored {
  readonly id: number
  readonly body: Readonly<Record<string, unknown>>
}

/** Listens on a free port. */
export async function startRegistry(options: RegistryOptions = {}): Promise<TestRegistry> {
  const held = new Held()
  const asked: string[] = []
  const answers: TestRegistry["answers"] = []
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request)
    asked.push(`${request.method} ${request.url}`)
    const given = answers.shift()
    if (given === "hang") return
    if (given === "cut") {
      request.socket.destroy()
      return
    }
    const login = `Basic ${Buffer.from(options.login ?? "").toString("base64")}`
    const isRefused = options.login !== undefined && request.headers.authorization !== login
    const unauthorized = { status: 401, body: '{"error_code":401,"message":"Unauthorized"}' }
    const { status, body: text = "" } = given ?? (isRefused ? unauthorized : held.answer(request, body))
    response.writeHead(status, { "content-type": "application/vnd.schemaregistry.v1+json" }).end(text)
  }
  let server: Server | undefined
  let port = 0
  const start = async (): Promise<void> => {
    const started = options.tls === undefined ? createServer(handle) : createTlsServer(options.tls, handle)
    await new Promise<void>((resolve, reject) => {
      started.once("error", reject).listen(port, "127.0.0.1", resolve)
    })
    port = (started.address() as AddressInfo).port
    server = started
  }
  const stop = async (): Promise<void> => {
    const stopped = server
    server = undefined
    stopped?.closeAllConnections()
    await new Promise((resolve) => (stopped === undefined ? resolve(undefined) : stopped.close(resolve)))
  }
  await start()
  return { url: `${options.tls === undefined ? "http" : "https"}://127.0.0.1:${port}`, asked, answers, start, stop }
}

class Held {
  readonly #byId = new Map<number, Stored>()
  readonly #bySubject = new Map<string, Stored[]>()

  answer({ method, url = "" }: IncomingMessage, body: string): { status: number; body: string } {
    const [, byId] = /^\/schemas\/ids\/(\d+)$/.exec(url) ?? []
    const [, subject, version] = /^\/subjects\/([^/]+)\/versions(?:\/(\d+))?$/.exec(url) ?? []
    if (url === "/schemas/types") return { status: 200, body: '["JSON","PROTOBUF","AVRO"]' }
    if (byId !== undefined) return found(this.#byId.get(Number(byId))?.body, 40403)
    if (subject === undefined) return { status: 404, body: '{"error_code":404,"message":"HTTP 404 Not Found"}' }
    const name = decodeURIComponent(subject)
    if (method === "POST") return { status: 200, body: JSON.stringify({ id: this.#add(name, JSON.parse(body)) }) }
    const stored = this.#bySubject.get(name)?.[Number(version) - 1]
    return found(stored && { subject: name, version: Number(version), id: stored.id, ...stored.body }, 40402)
  }

  /** The same schema has one number, in whatever subject. */
  #add(subject: string, body: Stored["body"]): number {
    const text = JSON.stringify(body)
    const known = [...this.#byId.values()].find((each) => JSON.stringify(each.body) === text)
    const stored = known ?? { id: this.#byId.size + 1, body }
    this.#byId.set(stored.id, stored)
    this.#bySubject.set(subject, [...(this.#bySubject.get(subject) ?? []), stored])
    return stored.id
  }
}

function found(body: object | undefined, code: number): { status: number; body: string } {
  return body === undefined
    ? { status: 404, body: JSON.stringify({ error_code: code, message: "not found" }) }
    : { status: 200, body: JSON.stringify(body) }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Registers a schema, with a registry of Confluent's interface. The number that messages name it by. */
export async function register(
  url: string,
  subject: string,
  schema: unknown,
  more: { readonly references?: readonly Reference[]; readonly schemaType?: string } = {},
): Promise<number> {
  const response = await fetch(`${url}/subjects/${encodeURIComponent(subject)}/versions`, {
    method: "POST",
    headers: { "content-type": "application/vnd.schemaregistry.v1+json" },
    body: JSON.stringify({ schema: JSON.stringify(schema), ...more }),
  })
  const { id } = (await response.json()) as { id?: number }
  if (id === undefined) throw new Error(`the registry did not take the schema of ${subject}: status ${response.status}`)
  return id
}

/** A message as Confluent's serializers write it. */
export function framed(id: number, value: Uint8Array): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(id, 1)
  return Buffer.concat([head, value])
}
