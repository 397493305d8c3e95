import { type ChildProcess, execFile, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { serviceJars } from "./jars.ts"
import { freePorts } from "./ports.ts"

/** A Kafka broker of a test's own: one node, also its own controller. */
export interface Kafka {
  /** `host:port`, without encryption. */
  readonly brokers: string
  /** The other listeners that were asked for, by name: `host:port`. */
  readonly listeners: Readonly<Record<string, string>>
  /** Starts it again, on the same ports, with what it held. */
  start(): Promise<void>
  /** Ends it in order. */
  stop(): Promise<void>
  /** Ends it at once, as `kill -9` does. */
  kill(): Promise<void>
  /** Ends it and takes its files away. */
  remove(): Promise<void>
}

export interface KafkaOptions {
  /** More listeners: their protocol by name, as in `{ TLS: "SSL" }`. */
  readonly listeners?: Readonly<Record<string, "PLAINTEXT" | "SSL" | "SASL_PLAINTEXT" | "SASL_SSL">>
  /** `host:port` by listener, where clients are told another place than the one it listens on. */
  readonly advertised?: Readonly<Record<string, string>>
  /** More lines of the broker's settings. */
  readonly settings?: readonly string[]
  /** Users of SCRAM, as `StorageTool format --add-scram` takes them. */
  readonly scram?: readonly string[]
}

const quick = ["-Xshare:auto", "-XX:TieredStopAtLevel=1"]

/** Brings up a broker on free ports. Throws when it cannot: a test that needs one fails then. */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const jars = await serviceJars("kafka", fileURLToPath(new URL("kafka/pom.xml", import.meta.url)))
  const folder = mkdtempSync(join(tmpdir(), "cepheus-kafka-"))
  const names = Object.keys(options.listeners ?? {})
  const [port, controller, ...others] = await freePorts(2 + names.length)
  const broker = new Broker(folder, `${folder}${delimiter}${join(jars, "*")}`)
  const listeners = Object.fromEntries(names.map((name, at) => [name, `127.0.0.1:${others[at]}`]))
  const brokers = `127.0.0.1:${port}`
  try {
    writeFileSync(join(folder, "server.properties"), settingsOf(folder, brokers, controller!, listeners, options))
    writeFileSync(join(folder, "simplelogger.properties"), logSettings)
    await broker.format(options.scram ?? [])
    await broker.start()
  } catch (error) {
    await broker.remove()
    throw error
  }
  return {
    brokers,
    listeners,
    start: () => broker.start(),
    stop: () => broker.end("SIGTERM"),
    kill: () => broker.end("SIGKILL"),
    remove: () => broker.remove(),
  }
}

const logSettings = `org.slf4j.simpleLogger.defaultLogLevel=warn
org.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info
`

/** Small and quick to start: one copy of everything, no waiting for members of groups, a short session with its controller. */
function settingsOf(
  folder: string,
  brokers: string,
  controller: number,
  listeners: Readonly<Record<string, string>>,
  options: KafkaOptions,
): string {
  const more = Object.entries(listeners)
  const protocols = more.map(([name]) => `,${name}:${options.listeners![name]}`).join("")
  const placesOf = (all: Readonly<Record<string, string>>) =>
    Object.entries({ PLAINTEXT: brokers, ...all })
      .map(([name, place]) => `${name}://${place}`)
      .join(",")
  return [
    "process.roles=broker,controller",
    "node.id=1",
    `controller.quorum.voters=1@127.0.0.1:${controller}`,
    "controller.listener.names=CONTROLLER",
    `listeners=${placesOf(listeners)},CONTROLLER://127.0.0.1:${controller}`,
    `advertised.listeners=${placesOf({ ...listeners, ...options.advertised })}`,
    "inter.broker.listener.name=PLAINTEXT",
    `listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT${protocols}`,
    `log.dirs=${join(folder, "data")}`,
    "auto.create.topics.enable=false",
    "offsets.topic.replication.factor=1",
    "offsets.topic.num.partitions=4",
    "transaction.state.log.replication.factor=1",
    "transaction.state.log.min.isr=1",
    "transaction.state.log.num.partitions=4",
    "share.coordinator.state.topic.replication.factor=1",
    "share.coordinator.state.topic.min.isr=1",
    "group.initial.rebalance.delay.ms=0",
    "broker.session.timeout.ms=3000",
    "broker.heartbeat.interval.ms=500",
    "num.network.threads=2",
    "num.io.threads=4",
    "log.cleaner.dedupe.buffer.size=8388608",
    "log.cleaner.threads=1",
    // Messages may have any time: with retention by time, which begins half a minute after the broker, old ones would go in the middle of a slow test.
    "log.retention.ms=-1",
    // What is to be deleted goes soon.
    "log.retention.check.interval.ms=200",
    "log.segment.delete.delay.ms=0",
    ...(options.settings ?? []),
    "",
  ].join("\n")
}

class Broker {
  readonly #folder: string
  readonly #classPath: string
  #process: ChildProcess | undefined

  constructor(folder: string, classPath: string) {
    this.#folder = folder
    this.#classPath = classPath
  }

  async format(scram: readonly string[]): Promise<void> {
    const id = randomBytes(16).toString("base64url")
    const users = scram.flatMap((user) => ["--add-scram", user])
    const tool = ["-cp", this.#classPath, "kafka.tools.StorageTool", "format"]
    const args = [...quick, ...tool, `--cluster-id=${id}`, "-c", join(this.#folder, "server.properties"), ...users]
    await promisify(execFile)("java", args, { cwd: this.#folder })
  }

  async start(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true })
    const log = join(this.#folder, "log")
    const output = openSync(log, "w")
    const memory = ["-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-Xshare:auto", "-Djava.awt.headless=true"]
    const args = [...memory, "-cp", this.#classPath, "kafka.Kafka", join(this.#folder, "server.properties")]
    const begun = spawn("java", args, { cwd: this.#folder, stdio: ["ignore", output, output] })
    closeSync(output)
    this.#process = begun
    let failed: Error | undefined
    begun.once("error", (error) => {
      failed = error
    })
    for (;;) {
      const said = readFileSync(log, "utf8")
      if (said.includes("Kafka Server started")) return
      if (failed !== undefined) throw new Error(`Kafka did not start: ${failed.message}`, { cause: failed })
      if (begun.exitCode !== null || begun.signalCode !== null) {
        throw new Error(`Kafka did not start: ${said.slice(-4000)}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const running = this.#process
    this.#process = undefined
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise((resolve) => running.once("exit", resolve))
    running.kill(signal)
    await ended
  }

  async remove(): Promise<void> {
    await this.end("SIGKILL")
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
