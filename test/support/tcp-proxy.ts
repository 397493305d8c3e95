import { createConnection, createServer, type Socket } from "node:net"

/** Stands between a client and a server, and breaks the connection where it is told to. */
export interface TcpProxy {
  readonly port: number
  /**
   * The next time that a client sends this text, its connection breaks: before the server gets it, or after the server has answered. Resolves
   * when that has happened.
   */
  cutAt(text: string, when: "before" | "after"): Promise<void>
  close(): Promise<void>
}

interface Cut {
  readonly text: string
  readonly when: "before" | "after"
  readonly done: () => void
}

/** A proxy to a port of this machine. */
export async function startTcpProxy(to: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let cut: Cut | undefined
  const server = createServer((client) => {
    const upstream = createConnection(to, "127.0.0.1")
    let answering: Cut | undefined
    const destroy = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on("error", destroy)
      socket.on("close", () => {
        sockets.delete(socket)
        destroy()
      })
    }
    client.on("data", (bytes) => {
      if (cut === undefined || !bytes.includes(cut.text)) return upstream.write(bytes)
      const now = cut
      cut = undefined
      if (now.when === "after") {
        answering = now
        return upstream.write(bytes)
      }
      destroy()
      return now.done()
    })
    upstream.on("data", (bytes) => {
      if (answering === undefined) return client.write(bytes)
      destroy()
      return answering.done()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the proxy has no port")
  return {
    port: address.port,
    cutAt: (text, when) =>
      new Promise((done) => {
        cut = { text, when, done }
      }),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
