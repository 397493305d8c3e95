/** Two processes share a job whose outputs go to tables, a folder and a webhook: one is frozen past its takeover, then the other is killed. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import pg from "pg"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type HttpReceiver, startHttpReceiver } from "../support/http-receiver.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { type Postgres, startPostgres } from "../support/postgres.ts"
import { cep, jsonLines, makeFolder } from "./cep.ts"
import { begins, type Member, startMember, stop, until } from "./members.ts"

const partitions = 4
const partEvents = 4000

let kafka: Kafka
let topics: Topics
let server: Postgres
let receiver: HttpReceiver
let reader: pg.Client
let place: ReturnType<typeof makeFolder>

beforeAll(async () => {
  kafka = await startKafka()
  topics = await openTopics(kafka.brokers)
  await topics.create("payments", partitions)
  server = await startPostgres()
  receiver = await startHttpReceiver()
  reader = new pg.Client(server.url)
  await reader.connect()
  await reader.query("create table plain (message text, id text); create table whole (output jsonb)")
  place = makeFolder({ "rules.cep": rules("payments"), "alone.cep": rules("payments", false) })
})
afterAll(async () => {
  await reader?.end()
  await receiver?.close()
  await server?.remove()
  await topics?.close()
  await kafka?.remove()
  place?.remove()
})

/** `isShared`: in slices, to all sinks; else by one process to a file. */
const rules = (topic: string, isShared = true) => `
event Payment { account: string, n: integer, at: time } timed by at
source Payment from kafka("${topic}", brokers: "${kafka.brokers}"${isShared ? ", partitioned by account" : ', until: "end"'})
${
  isShared
    ? `sink plain to postgres("plain", url: "${server.url}")
sink whole to postgres("whole", url: "${server.url}")
sink parts to file("parts/")
sink calls to webhook("${receiver.url}")`
    : 'sink alone to file("alone.jsonl")'
}
rule Many {
  when Payment as it where (sum(n) over 1 hour) % 7 == 0
  per account
  ${isShared ? ["plain", "whole", "parts", "calls"].map((sink) => `alert "{it.n}" to ${sink}`).join("\n  ") : 'alert "{it.n}" to alone'}
}
`

let sent = 0

async function send(): Promise<void> {
  const messages = Array.from({ length: partEvents }, () => {
    const n = sent++
    const account = `a${(n * 7919) % 40}`
    return { key: account, value: `{"account":"${account}","n":${n},"at":${1.7e12 + n * 1000}}` }
  })
  await topics.send("payments", messages)
}

/** An event far behind in every partition, which makes no alert: time comes to the end of all others. */
async function sendEnd(): Promise<void> {
  for (let partition = 0; partition < partitions; partition++) {
    const value = `{"account":"end${partition}","n":1,"at":${1.8e12}}`
    await topics.send("payments", [{ partition, value }])
  }
}

const start = (): Member => {
  const live = ["--idle-after", "1h", "--checkpoint-dir", "checkpoints", "--checkpoint-interval", "100ms"]
  return startMember(["run", "rules.cep", "--job", "sinks", ...live], place.folder)
}

const numbers = (messages: readonly unknown[]): number[] => messages.map(Number).sort((a, b) => a - b)

async function inTable(query: string): Promise<number[]> {
  const { rows } = await reader.query<{ message: string }>(query)
  return numbers(rows.map(({ message }) => message))
}

const inPlain = () => inTable("select message from plain")
const inWhole = () => inTable("select output->>'message' as message from whole")

function inParts(): number[] {
  const folder = join(place.folder, "parts")
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith(".")) : []
  return numbers(
    names.flatMap((name) => jsonLines(readFileSync(join(folder, name), "utf8"))).map((each) => each.message),
  )
}

/** What a service has that takes each key once. */
function inService(): number[] {
  const byKey = new Map<unknown, unknown>()
  for (const { body, headers } of receiver.received) {
    const key = headers["idempotency-key"]
    const { message } = JSON.parse(body) as { message: string }
    expect(byKey.get(key) ?? message, "what comes again is what it was").toBe(message)
    byKey.set(key, message)
  }
  return numbers([...byKey.values()])
}

const all = async () => [await inPlain(), await inWhole(), inParts(), inService()]

/** Waits until every sink has so many outputs. */
async function reached(count: number, ...members: Member[]): Promise<void> {
  for (;;) {
    if ((await all()).every(({ length }) => length >= count)) return
    const dead = members.find(({ child }) => child.exitCode !== null)
    if (dead !== undefined) throw new Error(`a process ended: ${dead.said()}`)
    await pause(50)
  }
}

test("tables, a folder and a webhook have each output once, whoever ran the slices when", async () => {
  const members: Member[] = []
  const begin = (): Member => {
    members.push(start())
    return members.at(-1)!
  }
  try {
    const first = begin()
    await begins(first, partitions)
    const second = begin()
    await begins(second, partitions / 2)
    await send()
    await reached(1, first, second)
    // Under way: what the frozen one has begun to write lies in the middle of anything.
    const sending = send()
    first.child.kill("SIGSTOP")
    await sending
    await begins(second, partitions)
    await send()
    const before = Math.max(...(await all()).map(({ length }) => length))
    await reached(before + 1, second)
    first.child.kill("SIGCONT")
    await until(() => first.said().includes("is dropped here"), first, second)
    // It has slices again.
    await begins(first, partitions + 1)
    await send()
    second.child.kill("SIGKILL")
    await second.ended
    await send()
    await sendEnd()

    const alone = await cep(["run", "alone.cep"], place.folder)
    expect(alone.code, alone.stderr).toBe(0)
    const wanted = numbers(
      jsonLines(readFileSync(join(place.folder, "alone.jsonl"), "utf8")).map((each) => each.message),
    )
    expect(wanted.length).toBeGreaterThan(1000)
    await reached(wanted.length, first)
    const [plain, whole, parts, service] = await all()
    expect(plain).toEqual(wanted)
    expect(whole).toEqual(wanted)
    expect(parts).toEqual(wanted)
    expect(service).toEqual(wanted)
    await stop(first)
    expect(await all()).toEqual([wanted, wanted, wanted, wanted])
    expect(readdirSync(join(place.folder, "parts")).filter((name) => name.startsWith(".part"))).toEqual([])
    const { rows } = await reader.query("select slice from cep_marks where job = 'sinks' order by slice")
    expect(rows.map(({ slice }) => slice)).toEqual(["0", "1", "2", "3"])
  } finally {
    for (const { child } of members) child.kill("SIGKILL")
  }
})
