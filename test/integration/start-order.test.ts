/** Jobs that are started before the servers that they need, and slices that are taken over while one of those is away. */
import { setTimeout as pause } from "node:timers/promises"
import pg from "pg"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { type Postgres, startPostgres } from "../support/postgres.ts"
import { cep, makeFolder } from "./cep.ts"
import { begins, type Member, startMember, stop, until } from "./members.ts"

const partitions = 4
let kafka: Kafka
let topics: Topics
let server: Postgres
let place: ReturnType<typeof makeFolder>

const rules = (table: string, topic: string, more = "") => `
event Payment { account: string, n: integer, at: time } timed by at
table Names key account { account: string, name: string } from postgres("select account, name from names", url: "${server.url}")
source Payment from kafka("${topic}", brokers: "${kafka.brokers}"${more})
sink out to postgres("${table}", url: "${server.url}")
rule Each { when Payment as it where it.n % 10 == 0 per account alert "{it.n}" to out }
`

beforeAll(async () => {
  kafka = await startKafka()
  server = await startPostgres()
  topics = await openTopics(kafka.brokers)
  await topics.create("whole", 1)
  await topics.create("divided", partitions)
  await server.run("create table names (account text, name text); insert into names values ('a1', 'x')")
  await server.run("create table whole (message text); create table divided (message text)")
  place = makeFolder({
    "whole.cep": rules("whole", "whole"),
    "divided.cep": rules("divided", "divided", ", partitioned by account"),
    "unknown.cep": rules("whole", "missing"),
    "refused.cep": rules("nothing", "whole"),
  })
})
afterAll(async () => {
  await topics?.close()
  await server?.remove()
  await kafka?.remove()
  place?.remove()
})

const checkpoints = ["--checkpoint-dir", "checkpoints", "--checkpoint-interval", "100ms", "--idle-after", "1h"]

async function send(topic: string, from: number, count: number): Promise<void> {
  const messages = Array.from({ length: count }, (_, place) => {
    const n = from + place
    return { key: `a${n % 17}`, value: `{"account":"a${n % 17}","n":${n},"at":${1.7e12 + n}}` }
  })
  await topics.send(topic, messages)
}

/** An event far behind in every partition, whose number is none that counts. */
async function sendEnd(topic: string, count: number): Promise<void> {
  for (let partition = 0; partition < count; partition++) {
    await topics.send(topic, [{ partition, value: `{"account":"end${partition}","n":1,"at":${1.8e12}}` }])
  }
}

async function inTable(table: string): Promise<number[]> {
  const reader = new pg.Client(server.url)
  await reader.connect()
  try {
    const { rows } = await reader.query<{ message: string }>(`select message from ${table}`)
    return rows.map(({ message }) => Number(message)).sort((a, b) => a - b)
  } finally {
    await reader.end()
  }
}

async function reached(table: string, count: number, member: Member): Promise<number[]> {
  for (;;) {
    const found = await inTable(table)
    if (found.length >= count) return found
    if (member.child.exitCode !== null) throw new Error(`the process ended: ${member.said()}`)
    await pause(50)
  }
}

const tens = (count: number) => Array.from({ length: count / 10 }, (_, at) => at * 10)
const waits = (member: Member, what: RegExp) => until(() => what.test(member.said()), member)

test("a job waits for its broker and its database, whichever comes first", async () => {
  await send("whole", 0, 1000)
  await sendEnd("whole", 1)
  await kafka.stop()
  await server.stop()
  const member = startMember(["run", "whole.cep", ...checkpoints], place.folder)
  try {
    await waits(member, /cannot read topic whole .*; the start waits for it, 60 s at most/)
    await kafka.start()
    await waits(member, /table Names: cannot read from PostgreSQL .*; the start waits for it, 60 s at most/)
    await server.start()
    expect(await reached("whole", 100, member)).toEqual(tens(1000))
    await stop(member)
  } finally {
    member.child.kill("SIGKILL")
  }
})

test("it does not wait for ever, nor for what waiting does not bring", async () => {
  const at = performance.now()
  const unknown = await cep(["run", "unknown.cep", ...checkpoints], place.folder)
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringMatching(/has no topic missing/)])
  const refused = await cep(["run", "refused.cep", ...checkpoints], place.folder)
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/nothing/)])
  expect(`${unknown.stderr} ${refused.stderr}`).not.toMatch(/waits for it/)
  await server.stop()
  const short = ["--start-timeout", "1s"]
  const away = await cep(["run", "whole.cep", ...checkpoints, ...short], place.folder)
  expect(away.code).toBe(3)
  expect(away.stderr).toMatch(/error: table Names: .*\(it was waited for, 1 s at most: --start-timeout\)/)
  await server.start()
  expect(performance.now() - at).toBeGreaterThan(1000)
})

test("slices that are taken over while the database is away begin when it is back", async () => {
  const start = () => startMember(["run", "divided.cep", ...checkpoints], place.folder)
  const first = start()
  await begins(first, partitions)
  const second = start()
  try {
    await begins(second, partitions / 2)
    await send("divided", 0, 1000)
    await reached("divided", 1, second)
    await server.stop()
    await send("divided", 1000, 1000)
    first.child.kill("SIGKILL")
    await first.ended
    await waits(second, /slice \d: .*; the start waits for it, 60 s at most/)
    await server.start()
    await send("divided", 2000, 1000)
    await sendEnd("divided", partitions)
    expect(await reached("divided", 300, second)).toEqual(tens(3000))
    await stop(second)
    expect(await inTable("divided")).toEqual(tens(3000))
  } finally {
    first.child.kill("SIGKILL")
    second.child.kill("SIGKILL")
  }
})
