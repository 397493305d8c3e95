import { createServer, type IncomingHttpHeaders, request, type ServerResponse } from "node:http"

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/**
 * Stands before S3Mock, which looks whether there is an object and makes it in two steps, so that of several requests with `If-None-Match: *` for one key more than one may
 * succeed. S3 does it in one. So what writes to a key goes through one after the other.
 */
export async function startInOrder(to: number): Promise<{ readonly port: number; close(): Promise<void> }> {
  /** By key: when the last one that was let through is done. */
  const turns = new Map<string, Promise<void>>()
  const server = createServer((client, answer) => {
    const pieces: Buffer[] = []
    client.on("data", (piece: Buffer) => pieces.push(piece))
    // One that breaks off never happened.
    client.on("end", () => {
      const { method = "GET", url: path = "/", headers } = client
      const sent = { method, path, headers, body: Buffer.concat(pieces) }
      const key = path.split("?")[0]!
      if (method === "GET" || method === "HEAD") return void forward(to, sent, answer)
      const turn = (turns.get(key) ?? Promise.resolve()).then(() => forward(to, sent, answer))
      turns.set(key, turn)
      turn.then(() => {
        if (turns.get(key) === turn) turns.delete(key)
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the proxy has no port")
  return {
    port: address.port,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Resolves when the service has answered, or the connection to it is broken. */
function forward(to: number, { method, path, headers, body }: Sent, answer: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const fail = () => {
      answer.destroy()
      resolve()
    }
    const upstream = request({ port: to, host: "127.0.0.1", method, path, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 500, answered.headers)
      answered.pipe(answer)
      answered.on("end", resolve)
      answered.on("error", fail)
    })
    upstream.on("error", fail)
    upstream.end(body)
  })
}
