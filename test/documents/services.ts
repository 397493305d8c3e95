/** The services that the documents' commands name, brought up when the first command does. */
import type { Message } from "kafkajs"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { type Postgres, startPostgres } from "../support/postgres.ts"
import { type S3Service, s3Environment, startS3 } from "../support/s3.ts"
import { framed, register, startRegistry, type TestRegistry } from "../support/schema-registry.ts"

/** A text of the documents that stands for a place, and the place. */
export type Replacement = readonly [text: string | RegExp, place: string]

const transaction = (account: number, amount: number, second: number) => ({
  account: `a${account}`,
  card: `c${account}`,
  amount,
  at: new Date(Date.UTC(2026, 0, 31, 10, 0, second)).toISOString(),
})

/** Small payments and a large one on each of four cards: what `given/fraud.cep` finds. The message's key is the account. */
const transactions = [0, 1, 2, 3].flatMap((account) =>
  [1, 1.5, 0.5, 900].map((amount, at) => transaction(account, amount, account * 60 + at * 10)),
)
const keyed: Message[] = transactions.map((each) => ({ key: each.account, value: JSON.stringify(each) }))
const logins: Message[] = transactions.map(({ account, at }) => ({
  key: account,
  value: JSON.stringify({ user: account, at }),
}))

/** Fields of `transactions` but for the account, which is the message's key. */
const schema = {
  type: "record",
  name: "Transaction",
  fields: [
    { name: "card", type: "string" },
    { name: "amount", type: "double" },
    { name: "at", type: { type: "long", logicalType: "timestamp-millis" } },
  ],
}

/** As Avro writes the three fields: a text with its length, eight bytes, a zigzag number of variable length. */
function avroOf({ card, amount, at }: (typeof transactions)[number]): Buffer {
  const double = Buffer.alloc(8)
  double.writeDoubleLE(amount)
  return Buffer.concat([varint(BigInt(card.length)), Buffer.from(card), double, varint(BigInt(Date.parse(at)))])
}

function varint(value: bigint): Buffer {
  const bytes: number[] = []
  for (let rest = value * 2n; ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)])
    bytes.push(Number(rest & 127n) | 128)
  }
}

/** Each is started once, when it is first asked for; `close` ends those that were. */
export class Services {
  #kafka: Promise<{ readonly broker: Kafka; readonly topics: Topics; readonly registry: TestRegistry }> | undefined
  #s3: Promise<S3Service> | undefined
  #postgres: Promise<Postgres> | undefined

  /** What a text has to say instead, and the environment of who runs it, so that its places are those of the services. */
  async placesIn(
    text: string,
  ): Promise<{ readonly replacements: Replacement[]; readonly env: Record<string, string> }> {
    const [kafka, store] = await Promise.all([
      /\bk1:9092/.test(text) ? (this.#kafka ??= startCluster()) : undefined,
      text.includes("s3://") ? (this.#s3 ??= startStore()) : undefined,
    ])
    const replacements: Replacement[] = []
    if (kafka !== undefined)
      replacements.push(
        [/\bk1:9092(,k2:9092)?/g, kafka.broker.brokers],
        [/http:\/\/registry:8081/g, kafka.registry.url],
      )
    // The address of the documents stays as it is. A machine's address has no room for a bucket's name: it goes into the path.
    const env = store && { ...s3Environment, AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${store.port}` }
    return { replacements, env: env ?? {} }
  }

  /** What the jobs of one document have left with the services is not there for the next. */
  async forgetJobs(): Promise<void> {
    const { topics } = (await this.#kafka) ?? {}
    await topics?.forgetJobs()
  }

  /** Begins to start what a document names, at once and side by side; who uses it hears of a failure. */
  prepareFor(text: string): void {
    this.placesIn(text).catch(() => {})
  }

  async postgres(): Promise<Postgres> {
    return (this.#postgres ??= startPostgres())
  }

  async close(): Promise<void> {
    const kafka = this.#kafka?.then(async ({ broker, topics, registry }) => {
      await topics.close()
      await Promise.all([broker.remove(), registry.stop()])
    })
    const others = [this.#s3, this.#postgres].map((each) => each?.then((service) => service.remove()))
    // One that did not start has been said.
    await Promise.allSettled([kafka, ...others])
  }
}

/** Topics of the documents' names, with events. */
async function startCluster() {
  const broker = await startKafka()
  const registry = await startRegistry()
  const topics = await openTopics(broker.brokers)
  const id = await register(registry.url, "card-transactions-value", schema)
  const avro = transactions.map((each) => ({ key: each.account, value: framed(id, avroOf(each)) }))
  for (const [name, messages] of Object.entries({
    transactions: keyed,
    tx: keyed,
    logins,
    "card-transactions": avro,
  })) {
    await topics.create(name, 2)
    await topics.send(name, messages)
  }
  await topics.create("alerts")
  return { broker, topics, registry }
}

async function startStore(): Promise<S3Service> {
  const service = await startS3()
  const made = await fetch(`http://127.0.0.1:${service.port}/company-jobs`, { method: "PUT" })
  if (!made.ok) throw new Error(`no bucket: ${made.status} ${await made.text()}`)
  return service
}
