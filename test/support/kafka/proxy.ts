import { connect, createServer, type Socket } from "node:net"

/** What becomes of the next request that ends a transaction: it does not arrive, or its answer does not. */
export type Cut = "request" | "answer"

/** Stands between a client and a broker, and cuts the connection when a transaction is ended, if it was asked to. */
export interface KafkaProxy {
  readonly place: string
  /** Where the broker is. */
  to(place: string): void
  cutNext(cut: Cut): void
  close(): Promise<void>
}

const endTransaction = 26

/** Listens on a free port. */
export async function startProxy(): Promise<KafkaProxy> {
  let target: { readonly host: string; readonly port: number } | undefined
  let cut: Cut | undefined
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const broker = connect(target!)
    let isCut = false
    const end = () => {
      client.destroy()
      broker.destroy()
    }
    for (const socket of [client, broker]) {
      sockets.add(socket)
      socket.on("error", end)
      socket.on("close", end)
    }
    const pass = splitRequests((request) => {
      const isEnd = request.readInt16BE(4) === endTransaction
      if (isEnd && cut === "request") {
        cut = undefined
        return end()
      }
      if (isEnd && cut === "answer") {
        cut = undefined
        isCut = true
      }
      broker.write(request)
    })
    client.on("data", pass)
    broker.on("data", (data) => {
      if (isCut) end()
      else client.write(data)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return {
    place: `127.0.0.1:${port}`,
    to(place) {
      const [host, brokerPort] = place.split(":")
      target = { host: host!, port: Number(brokerPort) }
    },
    cutNext(next) {
      cut = next
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Each request whole: its length in four bytes stands before it. */
function splitRequests(take: (request: Buffer) => void): (data: Buffer) => void {
  let held: Buffer = Buffer.alloc(0)
  return (data) => {
    held = Buffer.concat([held, data])
    while (held.length >= 4 && held.length >= 4 + held.readInt32BE(0)) {
      const length = 4 + held.readInt32BE(0)
      take(held.subarray(0, length))
      held = held.subarray(length)
    }
  }
}
