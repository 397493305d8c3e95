import type { Socket } from "node:net"
import type { Kafka, KafkaConfig, SASLOptions } from "kafkajs"
import { KafkaFault } from "./client.ts"
import type { KafkaConnection } from "./connection.ts"
import { isPassing } from "./error-names.ts"
import { faultOf } from "./kafkajs-faults.ts"
import type { JsBroker, JsCluster, JsRequestQueue } from "./kafkajs-types.ts"
import { type ClusterState, coordinatorRequest, metadataRequest, type Request } from "./requests.ts"

const connectMs = 10_000
const requestMs = 30_000
/** How long a connection that is closed may take for what is under way. */
const graceMs = 500
/** How often a passing error of the cluster is met with another try at once. */
const attempts = 20
const pauseMs = 100
/** How often it is asked who looks after a transactional id: the broker may have to make a topic for that first. */
const firstUseAttempts = 100

/** The sockets of a client: closing it does not wait for a broker that says nothing. */
export class Sockets {
  readonly #open = new Set<Socket>()

  /** As kafkajs makes them, but that small requests leave at once. */
  readonly factory = async (): Promise<NonNullable<KafkaConfig["socketFactory"]>> => {
    const [net, tls] = await Promise.all([import("node:net"), import("node:tls")])
    return ({ host, port, ssl, onConnect }) => {
      const name = net.isIP(host) === 0 ? { servername: host } : {}
      const socket = ssl
        ? tls.connect({ host, port, ...name, ...ssl }, onConnect)
        : net.connect({ host, port }, onConnect)
      socket.setNoDelay(true)
      socket.setKeepAlive(true, 60_000)
      this.#open.add(socket)
      socket.once("close", () => this.#open.delete(socket))
      return socket
    }
  }

  destroy(): void {
    for (const socket of this.#open) socket.destroy(new Error("the connection was closed"))
  }
}

/** What kafkajs is given of a connection. */
export async function configOf({ brokers, tls, sasl }: KafkaConnection, sockets: Sockets): Promise<KafkaConfig> {
  return {
    clientId: "cepheus",
    brokers: [...brokers],
    ...(tls && {
      ssl: { ...(tls.ca && { ca: tls.ca }), ...(tls.cert && { cert: tls.cert }), ...(tls.key && { key: tls.key }) },
    }),
    ...(sasl && { sasl: sasl as SASLOptions }),
    connectionTimeout: connectMs,
    requestTimeout: requestMs,
    socketFactory: await sockets.factory(),
    // Who calls decides about trying again; each broker of the list is tried.
    retry: { retries: brokers.length, initialRetryTime: 50, maxRetryTime: 200, factor: 0 },
    // What goes wrong is in the errors.
    logLevel: 0,
    logCreator: () => () => {},
  }
}

/**
 * Sends requests of Kafka's protocol to the brokers of a cluster. kafkajs connects, secures and authenticates; which broker is asked, and what
 * is asked, is decided here: its own consumer goes on elsewhere in silence where an offset is gone, and shows records of aborted transactions that
 * overlap.
 */
export class Connections {
  readonly #cluster: JsCluster
  readonly #seeds: readonly string[]
  /** Connected, or about to be. */
  readonly #brokers = new Map<number, Promise<JsBroker>>()
  #places = new Map<number, { readonly host: string; readonly port: number }>()
  #seed: Promise<JsBroker> | undefined
  #next = 0
  #closed = false

  constructor(kafka: Kafka, seeds: readonly string[]) {
    this.#cluster = clusterOf(kafka)
    this.#seeds = seeds
  }

  /** The topics that are named, or all. Any broker is asked. */
  async cluster(names: readonly string[] | undefined): Promise<ClusterState> {
    const state = await this.#ask(this.#any(), metadataRequest(names))
    this.#places = new Map(state.brokers.map(({ node, host, port }) => [node, { host, port }]))
    return state
  }

  async send<T>(node: number, request: Request<T>): Promise<T> {
    return this.#ask(this.#broker(node), request)
  }

  /** Asks the broker that looks after a group, or a transactional id. `errorOf`: what is wrong with an answer. */
  async sendToCoordinator<T>(
    of: "group" | "transactions",
    id: string,
    request: Request<T>,
    errorOf: (answer: T) => string | undefined,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const { error, node } = await this.#ask(this.#any(), coordinatorRequest(id, of))
      const answer = error === undefined ? await this.send(node, request) : undefined
      const wrong = answer === undefined ? error : errorOf(answer)
      if (wrong === undefined) return answer!
      if (attempt === attempts || !isPassing(wrong) || wrong === "UNSTABLE_OFFSET_COMMIT") {
        throw new KafkaFault(wrong, `${of} of ${id}: ${wrong}`)
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }

  /**
   * Waits until somebody looks after a transactional id: where it is the first one of a cluster, that takes a while, for which kafkajs does not wait. Rejects where
   * this user must not use it, which kafkajs does not say.
   */
  async findTransactionalId(id: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { error } = await this.#ask(this.#any(), coordinatorRequest(id, "transactions"))
      if (error === undefined) return
      if (!isPassing(error) || attempt === firstUseAttempts) {
        throw new KafkaFault(error, `transactional id ${id}: ${error}`)
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    const open = [...this.#brokers.values(), ...(this.#seed ? [this.#seed] : [])]
    this.#brokers.clear()
    this.#seed = undefined
    await quickly(Promise.allSettled(open.map(async (broker) => (await broker).disconnect())))
  }

  #any(): Promise<JsBroker> {
    if (this.#closed) throw new KafkaFault("CLOSED", "the connection was closed")
    if (this.#seed !== undefined) return this.#seed
    const seed = this.#connectSeed()
    this.#seed = seed
    seed.catch(() => {
      if (this.#seed === seed) this.#seed = undefined
    })
    return seed
  }

  async #connectSeed(): Promise<JsBroker> {
    let reason: unknown
    for (let tried = 0; tried < this.#seeds.length; tried++) {
      const [host, port] = splitPlace(this.#seeds[this.#next++ % this.#seeds.length]!)
      try {
        return await this.#connect(host, port, null)
      } catch (error) {
        reason ??= error
      }
    }
    throw faultOf(reason)
  }

  #broker(node: number): Promise<JsBroker> {
    if (this.#closed) throw new KafkaFault("CLOSED", "the connection was closed")
    const known = this.#brokers.get(node)
    if (known !== undefined) return known
    const broker = this.#connectNode(node)
    this.#brokers.set(node, broker)
    broker.catch(() => {
      if (this.#brokers.get(node) === broker) this.#brokers.delete(node)
    })
    return broker
  }

  async #connectNode(node: number): Promise<JsBroker> {
    if (!this.#places.has(node)) await this.cluster([])
    const place = this.#places.get(node)
    if (place === undefined) throw new KafkaFault("BROKER_NOT_AVAILABLE", `the cluster has no broker ${node} now`)
    return this.#connect(place.host, place.port, node)
  }

  async #connect(host: string, port: number, nodeId: number | null): Promise<JsBroker> {
    const connectionPool = await this.#cluster.connectionPoolBuilder.build({ host, port })
    for (const { requestQueue } of connectionPool.pool) quietTimers(requestQueue)
    const broker = this.#cluster.brokerPool.createBroker({ connectionPool, logger: this.#cluster.rootLogger, nodeId })
    try {
      await broker.connect()
    } catch (error) {
      await quickly(broker.disconnect())
      throw faultOf(error, `${host}:${port}`)
    }
    if (!this.#closed) return broker
    await quickly(broker.disconnect())
    throw new KafkaFault("CLOSED", "the connection was closed")
  }

  async #ask<T>(connected: Promise<JsBroker>, { key, version, name, body, answer }: Request<T>): Promise<T> {
    const broker = await connected
    const known = broker.versions?.[key]
    if (known !== undefined && (version < known.minVersion || version > known.maxVersion)) {
      throw new KafkaFault(
        "UNSUPPORTED_VERSION",
        `the broker does not know ${name} ${version}: Kafka 3.1 or newer is needed`,
      )
    }
    try {
      return await broker.connectionPool.send<T>({
        request: { apiKey: key, apiVersion: version, apiName: name, encode: async () => ({ buf: body, buffer: body }) },
        response: { decode: async (bytes) => answer(bytes), parse: async (value) => value },
        logResponseError: false,
      })
    } catch (error) {
      // The next one that asks connects anew.
      if (!(error instanceof KafkaFault)) this.#forget(connected)
      throw faultOf(error)
    }
  }

  #forget(connected: Promise<JsBroker>): void {
    if (this.#seed === connected) this.#seed = undefined
    for (const [node, each] of this.#brokers) if (each === connected) this.#brokers.delete(node)
    connected.then((broker) => broker.disconnect()).catch(() => {})
  }
}

/** Waits, but not for long. Never rejects. */
export async function quickly(work: Promise<unknown>, milliseconds = graceMs): Promise<void> {
  let end: () => void = () => {}
  const late = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    end = () => clearTimeout(timer)
  })
  await Promise.race([work.catch(() => {}), late])
  end()
}

/** kafkajs asks for timers with negative delays, about which Node warns; they would do nothing. */
export function quietTimers(queue: JsRequestQueue): void {
  const prototype: JsRequestQueue = Object.getPrototypeOf(queue)
  const { scheduleCheckPendingRequests: schedule } = prototype
  if (schedule.name === "scheduleWhereNeeded") return
  prototype.scheduleCheckPendingRequests = function scheduleWhereNeeded(this: JsRequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this)
  }
}

function splitPlace(text: string): [host: string, port: number] {
  const at = text.lastIndexOf(":")
  return [text.slice(0, at), Number(text.slice(at + 1))]
}

function clusterOf(kafka: Kafka): JsCluster {
  const isMaker = (symbol: symbol) => symbol.description === "private:Kafka:createCluster"
  const maker = Object.getOwnPropertySymbols(kafka).find(isMaker)
  if (maker === undefined) throw new Error("this is not kafkajs 2.2.4")
  const make = (kafka as unknown as Record<symbol, (options: object) => JsCluster>)[maker]!
  return make({ metadataMaxAge: 300_000, allowAutoTopicCreation: false })
}
