import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http"

export interface Received {
  readonly body: string
  readonly headers: IncomingHttpHeaders
}

/** An HTTP service of a test's own, which keeps what it gets. */
export interface HttpReceiver {
  readonly url: string
  readonly received: readonly Received[]
  /** Answers to the next requests, in order; afterwards each gets 204. `hang`: no answer. `cut`: the connection breaks. */
  answers: (
    | number
    | "hang"
    | "cut"
    | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  )[]
  /** Called when a request is complete, before it is answered. */
  onRequest: () => void
  close(): Promise<void>
}

/** Listens on a free port. */
export async function startHttpReceiver(): Promise<HttpReceiver> {
  const received: Received[] = []
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on("data", (chunk) => chunks.push(chunk))
    request.on("end", () => {
      received.push({ body: Buffer.concat(chunks).toString(), headers: request.headers })
      receiver.onRequest()
      const answer = receiver.answers.shift() ?? 204
      if (answer === "hang") return
      if (answer === "cut") return request.socket.destroy()
      const { status, headers = {}, body = "" } = typeof answer === "number" ? { status: answer } : answer
      response.writeHead(status, headers).end(body)
    })
  }
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the receiver has no port")
  const receiver: HttpReceiver = {
    url: `http://127.0.0.1:${address.port}/alerts`,
    received,
    answers: [],
    onRequest: () => {},
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}
