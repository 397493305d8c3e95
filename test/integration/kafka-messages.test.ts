import { Buffer } from "node:buffer"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import avro from "avsc"
import type { Message } from "kafkajs"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { Settings } from "../../runtime/connectors/contract.ts"
import { kafkaConnector } from "../../runtime/connectors/kafka/index.ts"
import { eventually } from "../support/eventually.ts"
import { readSome, textsOf } from "../support/kafka/reading.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { framed, register, startRegistry, type TestRegistry } from "../support/schema-registry.ts"
import { cep, finish, jsonLines, makeFolder, startCep } from "./cep.ts"

let kafka: Kafka
let topics: Topics
let registry: TestRegistry
const opened: { close(): Promise<void> }[] = []
const folders: (() => void)[] = []

beforeAll(async () => {
  kafka = await startKafka()
  topics = await openTopics(kafka.brokers)
  registry = await startRegistry()
})
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()))
  await topics?.close()
  await registry?.stop()
  await kafka?.remove()
  for (const remove of folders) remove()
})

const spec = (topic: string, more: Readonly<Record<string, string>> = {}) => {
  const options = Object.entries({ brokers: kafka.brokers, ...more })
  return `kafka:${topic}?${options.map(([name, value]) => `${name}=${value}`).join("&")}`
}
const avroOptions = () => ({ format: "avro", registry: registry.url })

async function open(topic: string, more: Settings = {}) {
  const source = await kafkaConnector.openSource!({ topic, brokers: kafka.brokers, ...more }, { folder: "." })
  opened.push(source)
  return source
}

/** What readers see of a topic, as objects. */
async function seen(topic: string, more: Settings = {}): Promise<Record<string, unknown>[]> {
  const texts = (await textsOf(await open(topic, { until: "end", ...more }))).flat()
  return texts.map((text) => JSON.parse(text))
}

function makeRules(text: string): string {
  const { folder, remove } = makeFolder({ "rules.cep": text })
  folders.push(remove)
  return folder
}

const paymentSchema = {
  type: "record",
  name: "Payment",
  namespace: "bank",
  fields: [
    { name: "amount", type: { type: "bytes", logicalType: "decimal", precision: 12, scale: 2 } },
    { name: "at", type: { type: "long", logicalType: "timestamp-millis" } },
    { name: "kind", type: { type: "enum", name: "Kind", symbols: ["CARD", "CASH"] } },
    { name: "merchant", type: { type: "record", name: "Merchant", fields: [{ name: "country", type: "string" }] } },
    { name: "note", type: ["null", "string"], default: null },
  ],
} as const satisfies avro.Schema
const payment = avro.Type.forSchema(paymentSchema)
const cents = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const start = Date.parse("2026-01-31T10:00:00Z")
const value = (id: number, amount: number, seconds: number, country = "DE") =>
  framed(
    id,
    payment.toBuffer({
      amount: cents(amount),
      at: start + seconds * 1000,
      kind: "CARD",
      merchant: { country },
      note: null,
    }),
  )

const rules = `
event Payment {
  account: string
  channel: string?
  amount: decimal(2)
  at: time
  kind: "CARD" | "CASH"
  merchant: { country: string }
  note: string?
} timed by at
rule Twice {
  when Payment as a where amount >= 66.40 and kind == "CARD"
  then Payment as b where b.merchant.country != a.merchant.country
  within 10 minutes
  per account
  alert "{account}: {a.amount} by {a.channel ?? "nothing"}, then {b.amount} in {b.merchant.country}"
}
`

describe("a topic of Avro", () => {
  test("is judged by its fields, keys and headers, the same by any number of workers, and alerts say by which rules", async () => {
    const id = await register(registry.url, "avro-value", paymentSchema)
    await topics.create("avro", 3)
    const messages: Message[] = []
    for (let account = 0; account < 40; account++) {
      const key = `a${account}`
      messages.push({ key, value: value(id, 6639 + (account % 2), account), headers: { "x-channel": "web" } })
      messages.push({ key, value: value(id, 100, account + 1, "FR") })
    }
    const broken = framed(id, Buffer.from([200, 1, 2]))
    await topics.send("avro", [
      ...messages,
      { key: "a1", value: broken },
      { key: "a1", value: framed(4711, Buffer.from([1])) },
    ])
    const folder = makeRules(rules)
    const from = spec("avro", { ...avroOptions(), keyField: "account", headers: "x-channel=channel", until: "end" })
    const lines: string[][] = []
    for (const workers of ["1", "3"]) {
      await topics.create(`avro-alerts-${workers}`)
      const sinks = ["--sink", `alerts=${spec(`avro-alerts-${workers}`)}`, "--dead-letter", "dead.jsonl"]
      const args = ["run", "rules.cep", "--source", `Payment=${from}`, ...sinks, "--parallelism", workers]
      const { code, stderr } = await cep(args, folder)
      expect(code, stderr).toBe(0)
      const alerts = await textsOf(await open(`avro-alerts-${workers}`, { until: "end" }))
      lines.push(alerts.flat().sort())
      const dead = jsonLines(readFileSync(join(folder, "dead.jsonl"), "utf8"))
      expect(dead).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ code: "not-avro", rawBase64: broken.toString("base64") }),
          expect.objectContaining({ code: "unknown-schema", reason: expect.stringContaining("no schema 4711") }),
        ]),
      )
      expect(dead).toHaveLength(2)
    }
    expect(lines[0]).toHaveLength(20)
    expect(lines[1]).toEqual(lines[0])
    const first = JSON.parse(lines[0]!.find((line) => line.includes('"a1"'))!)
    expect(first).toMatchObject({
      message: "a1: 66.40 by web, then 1.00 in FR",
      // Whole, as the topic had them.
      events: { a: { amount: 66.4, at: start + 1000, kind: "CARD", account: "a1", channel: "web" } },
    })
    const { rules: compiled } = await compile([{ path: "rules.cep", text: rules }])
    const named = await seen("avro-alerts-1", {
      headers: "cep-id=header,cep-rule=by,cep-version=version,cep-kind=kind",
    })
    for (const alert of named) {
      const { version } = compiled!.manifest
      expect(alert).toMatchObject({ header: alert.id, by: "Twice", version, kind: "alert" })
    }
  })

  test("waits for a registry that is away, and then goes on", async () => {
    const id = await register(registry.url, "waiting-value", "string")
    await topics.create("waiting")
    const source = await open("waiting", { ...avroOptions() })
    const partition = source.partitions[0]!
    await registry.stop()
    await topics.send("waiting", [{ value: framed(id, avro.Type.forSchema("string").toBuffer("x")) }])
    const reading = readSome(partition, 1, { lines: true })
    await eventually(() => expect(partition.isHeldUp).toBe(true))
    expect(partition.position().offset).toBe(0)
    await registry.start()
    expect(await reading).toEqual([{ text: '"x"', offset: 0 }])
    expect(partition.isHeldUp).toBe(false)
  })

  test("is closed while it waits", async () => {
    await topics.create("closed")
    const source = await open("closed", { ...avroOptions() })
    registry.answers.push("hang")
    await topics.send("closed", [{ value: framed(5000, Buffer.from([0])) }])
    const reading = source.partitions[0]!.read().catch((error) => error)
    await eventually(() => expect(source.partitions[0]!.isHeldUp).toBe(true))
    await source.close()
    expect(await reading).toMatchObject({ kind: "closed" })
  })

  test("is a table of its latest values, whose keys are a field", async () => {
    const tier = avro.Type.forSchema({ type: "record", name: "Tier", fields: [{ name: "tier", type: "string" }] })
    const id = await register(registry.url, "tiers-value", tier.schema())
    await topics.create("tiers", 2, { "cleanup.policy": "compact" })
    const row = (key: string, text: string) => ({ key, value: framed(id, tier.toBuffer({ tier: text })) })
    await topics.send("tiers", [row("a", "gold"), row("b", "silver"), { key: "c", value: "odd" }])
    await topics.send("tiers", [row("a", "silver"), { key: "b", value: null }])
    const settings = { topic: "tiers", brokers: kafka.brokers, keyField: "customer", ...avroOptions() }
    const table = await kafkaConnector.openTable!(settings, { folder: "." })
    opened.push(table)
    expect(await table.read()).toMatchObject({
      rows: [{ customer: "a", tier: "silver" }],
      problems: [{ problem: { code: "not-avro" } }],
    })
    await topics.send("tiers", [row("c", "gold")])
    expect((await table.read())!.rows).toEqual([
      { customer: "a", tier: "silver" },
      { customer: "c", tier: "gold" },
    ])
  })
})

test("keys, headers and times of messages are fields of events", async () => {
  await topics.create("keyed-source")
  const at = (seconds: number) => String(start + seconds * 1000)
  const message = (n: number, more: Partial<Message>): Message => ({ value: `{"n":${n}}`, timestamp: at(n), ...more })
  await topics.send("keyed-source", [
    message(1, { key: "a", headers: { region: "eu" } }),
    message(2, { key: "b", headers: { region: "eu" } }),
    message(3, { key: "a" }),
    message(4, { key: null }),
  ])
  const folder = makeRules(`
event Step { account: string, n: integer, region: string?, at: time } timed by at
rule Two {
  when Step as a then Step as b
  within 1 minute
  per account
  alert "{account} {a.n} {b.n} {a.region ?? "-"} {b.region ?? "-"}"
}
`)
  const from = spec("keyed-source", { keyField: "account", headers: "region", timestampField: "at", until: "end" })
  const args = ["run", "rules.cep", "--source", `Step=${from}`, "--dead-letter", "dead.jsonl"]
  const { code, stdout, stderr } = await cep(args, folder)
  expect(code, stderr).toBe(0)
  expect(jsonLines(stdout).map(({ message, at }) => [message, at])).toEqual([
    ["a 1 3 eu -", "2026-01-31T10:00:03.000Z"],
  ])
  expect(jsonLines(readFileSync(join(folder, "dead.jsonl"), "utf8"))).toMatchObject([
    { code: "missing-field", position: { offset: 3 }, raw: `{"n":4,"at":${at(4)}}` },
  ])
})

test("a header may name the type of an event, on the way of lines, too", async () => {
  await topics.create("typed")
  const at = (n: number) => String(start + n * 1000)
  const typed = (n: number, kind: string): Message => ({
    key: "k",
    value: `{"n":${n}}`,
    timestamp: at(n),
    headers: { kind },
  })
  await topics.send("typed", [typed(1, "Start"), typed(2, "Other"), typed(3, "End"), typed(4, "Start")])
  const folder = makeRules(`
event Start { id: string, n: integer, at: time } timed by at
event End { id: string, n: integer, at: time } timed by at
rule Both {
  when Start as a then End as b
  within 1 minute
  per id
  alert "{a.n} {b.n}"
}
`)
  const from = spec("typed", { type: "kind", headers: "kind", keyField: "id", timestampField: "at", until: "end" })
  const { code, stdout, stderr } = await cep(["run", "rules.cep", "--source", `*=${from}`], folder)
  expect(code, stderr).toBe(0)
  expect(jsonLines(stdout).map(({ message }) => message)).toEqual(["1 3"])
})

const faultyRules = `
event Payment { account: string, n: integer, at: time } timed by at
rule Hundredth {
  when Payment as it where it.n % 100 == 0
  per account
  alert "{it.n}"
}
`

test("dead letters and late events are in their topics once, however often the job is killed", async () => {
  const count = 60_000
  await topics.create("faulty", 1)
  const text = (n: number) => {
    if (n % 30 === 7) return `broken ${n}`
    // A minute behind the others, which may be late by nothing.
    return `{"account":"a${n % 9}","n":${n},"at":${start + n * 10 - (n % 30 === 11 ? 60_000 : 0)}}`
  }
  for (let from = 0; from < count; from += 5000) {
    await topics.send(
      "faulty",
      Array.from({ length: 5000 }, (_, at) => ({ value: text(from + at) })),
    )
  }
  for (const name of ["faulty-dead", "faulty-late", "faulty-alerts"]) await topics.create(name)
  const folder = makeRules(faultyRules)
  const outputs = ["--dead-letter", spec("faulty-dead"), "--late", spec("faulty-late")]
  const sinks = ["--sink", `alerts=${spec("faulty-alerts")}`, ...outputs]
  const checkpoints = ["--checkpoint-dir", "checkpoints", "--checkpoint-interval", "30ms", "--job", "faulty"]
  const run = () => {
    const from = spec("faulty", { until: "end", group: "faulty-watch" })
    const child = startCep(["run", "rules.cep", "--source", `Payment=${from}`, ...sinks, ...checkpoints], folder)
    return { child, ended: finish(child) }
  }
  let killed = 0
  for (let round = 0; round < 4; round++) {
    const before = (await seen("faulty-dead")).length
    const { child, ended } = run()
    while (child.exitCode === null && (await seen("faulty-dead")).length <= before);
    await pause(round * 20)
    child.kill("SIGKILL")
    const { code, stderr } = await ended
    expect(code === null || code === 0, stderr).toBe(true)
    if (code === null) killed++
  }
  const { code, stderr } = await run().ended
  expect(code, stderr).toBe(0)
  expect(killed).toBeGreaterThan(0)
  const numbers = Array.from({ length: count }, (_, n) => n)
  const dead = await seen("faulty-dead", { headers: "cep-kind=kind" })
  expect(dead.map(({ raw }) => raw)).toEqual(numbers.filter((n) => n % 30 === 7).map(text))
  expect(new Set(dead.map(({ kind }) => kind))).toEqual(new Set(["dead-letter"]))
  const late = await seen("faulty-late")
  expect(late.map(({ raw }) => raw)).toEqual(numbers.filter((n) => n % 30 === 11).map(text))
  const hundredths = numbers.filter((n) => n % 100 === 0 && n % 30 !== 7 && n % 30 !== 11)
  const alerts = await seen("faulty-alerts", { headers: "cep-version=version" })
  expect(alerts.map(({ message }) => Number(message))).toEqual(hundredths)
  const { rules: compiled } = await compile([{ path: "rules.cep", text: faultyRules }])
  expect(new Set(alerts.map(({ version }) => version))).toEqual(new Set([compiled!.manifest.version]))
  // All of it was published when the job ended.
  expect((await topics.committed("faulty-watch", "faulty"))[0]).toMatchObject({ offset: String(count) })
})
