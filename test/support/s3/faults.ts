import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http"

/**
 * What becomes of a request: it goes through; it does not reach the service, and the connection breaks; half of what is sent does; the service does what it is asked and its
 * answer is lost; half of the answer comes; it is told to come again; or the condition in it is forgotten. An object: it is answered so.
 */
export type Fate =
  | "pass"
  | "refuse"
  | "cut-request"
  | "lose-answer"
  | "cut-answer"
  | "busy"
  | "forget-condition"
  | Answer

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** What a client asks of the service. */
export interface Asked {
  /** As the interface calls it. */
  readonly operation: Operation
  /** Path and query. */
  readonly url: string
  /** Asks that there be no such object yet. */
  readonly isOnce: boolean
}

export type Operation =
  | "get"
  | "head"
  | "list"
  | "put"
  | "delete"
  | "begin-parts"
  | "put-part"
  | "end-parts"
  | "drop-parts"

/** Stands between clients and an object store. */
export interface FaultyS3 {
  readonly port: number
  /** Decides the fate of each request. */
  fate: (asked: Asked) => Fate
  /** What was asked so far, with its fate. */
  readonly seen: { readonly asked: Asked; readonly fate: Fate }[]
  close(): Promise<void>
}

/** A proxy to a port of this machine. */
export async function startFaultyS3(to: number): Promise<FaultyS3> {
  const server = createServer((client, answer) => {
    const asked = askedOf(client)
    const fate = faulty.fate(asked)
    faulty.seen.push({ asked, fate })
    if (typeof fate === "object") {
      client.resume()
      client.on("end", () => answer.writeHead(fate.status, { ...fate.headers }).end(fate.body ?? ""))
    } else meet(fate, to, client, answer)
  })
  const faulty: FaultyS3 = {
    port: await listen(server),
    fate: () => "pass",
    seen: [],
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return faulty
}

const busy =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>'

function meet(fate: Exclude<Fate, Answer>, to: number, client: IncomingMessage, answer: ServerResponse): void {
  if (fate === "refuse") return void client.socket.destroy()
  if (fate === "busy") {
    client.resume()
    client.on("end", () => answer.writeHead(503, { "content-type": "application/xml" }).end(busy))
    return
  }
  const { "if-none-match": condition, ...others } = client.headers
  const headers = fate === "forget-condition" || condition === undefined ? others : client.headers
  const own = { port: to, host: "127.0.0.1", method: client.method ?? "GET", path: client.url ?? "/", headers }
  const upstream = request(own, (answered) => {
    const pieces: Buffer[] = []
    answered.on("data", (piece: Buffer) => pieces.push(piece))
    answered.on("error", () => client.socket.destroy())
    answered.on("end", () => {
      if (fate === "lose-answer") return client.socket.destroy()
      const body = Buffer.concat(pieces)
      answer.writeHead(answered.statusCode ?? 500, answered.headers)
      if (fate !== "cut-answer") return answer.end(body)
      answer.write(body.subarray(0, body.length >> 1), () => client.socket.destroy())
    })
  })
  upstream.on("error", () => client.socket.destroy())
  client.on("error", () => upstream.destroy())
  if (fate !== "cut-request") return void client.pipe(upstream)
  const length = Number(client.headers["content-length"] ?? 0)
  let sent = 0
  client.on("data", (piece: Buffer) => {
    upstream.write(piece)
    sent += piece.length
    if (sent * 2 < length) return
    upstream.destroy()
    client.socket.destroy()
  })
  if (length === 0) {
    upstream.destroy()
    client.socket.destroy()
  }
}

function askedOf({ method, url = "/", headers }: IncomingMessage): Asked {
  return { operation: operationOf(method ?? "GET", url), url, isOnce: headers["if-none-match"] === "*" }
}

function operationOf(method: string, url: string): Operation {
  const query = new URLSearchParams(url.split("?")[1] ?? "")
  const isPart = query.has("uploadId")
  switch (method) {
    case "HEAD":
      return "head"
    case "PUT":
      return isPart ? "put-part" : "put"
    case "POST":
      return isPart ? "end-parts" : "begin-parts"
    case "DELETE":
      return isPart ? "drop-parts" : "delete"
    default:
      return query.has("list-type") ? "list" : "get"
  }
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the proxy has no port")
  return address.port
}
