/** Processes on several machines share nothing but a broker and an object store: then nobody has a folder with the others. */
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { sortedTexts } from "../support/kafka/reading.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { type S3Service, s3Environment, startS3 } from "../support/s3.ts"
import { cep, finish, jsonLines, makeFolder, startCep } from "./cep.ts"

const partitions = 2
const accounts = 20
const partEvents = 2000

let kafka: Kafka
let service: S3Service
let topics: Topics
beforeAll(async () => {
  for (const [name, value] of Object.entries(s3Environment)) vi.stubEnv(name, value)
  ;[kafka, service] = await Promise.all([startKafka(), startS3()])
  topics = await openTopics(kafka.brokers)
  await topics.create("payments", partitions)
  await topics.create("alerts")
})
afterAll(async () => {
  await topics?.close()
  await kafka?.remove()
  await service?.remove()
  vi.unstubAllEnvs()
})

const rules = (brokers: string) => `
event Payment { account: string, n: integer, at: time } timed by at
source Payment from kafka("payments", brokers: "${brokers}", partitioned by account)
sink alerts to kafka("alerts", brokers: "${brokers}")
rule Many {
  when Payment as it where (sum(n) over forever) % 11 == 0
  per account
  alert "{account} {it.n}"
}
`

let sent = 0
const sums = new Map<string, number>()
const wanted: string[] = []

/** Sends events, and works out what they bring. */
async function send(): Promise<void> {
  const numbers = Array.from({ length: partEvents }, (_, place) => sent + place)
  sent += partEvents
  const account = (n: number) => `a${(n * 7919) % accounts}`
  const messages = numbers.map((n) => ({
    key: account(n),
    value: JSON.stringify({ account: account(n), n, at: 1.7e12 + n * 1000 }),
  }))
  for (const n of numbers) {
    const sum = (sums.get(account(n)) ?? 0) + n
    sums.set(account(n), sum)
    if (sum % 11 === 0) wanted.push(`${account(n)} ${n}`)
  }
  await topics.send("payments", messages)
}

/** Events far behind, which bring nothing: time comes to the end of all others. */
async function sendEnd(): Promise<void> {
  for (let partition = 0; partition < partitions; partition++) {
    const value = JSON.stringify({ account: `end${partition}`, n: 1, at: 1.7e12 + sent * 1000 + 1e9 })
    await topics.send("payments", [{ partition, value }])
  }
}

async function found(): Promise<string[]> {
  const texts = await sortedTexts(kafka.brokers, "alerts")
  return texts.map((text) => String((JSON.parse(text) as { message: unknown }).message)).sort()
}

interface Member {
  readonly child: ReturnType<typeof startCep>
  readonly ended: ReturnType<typeof finish>
  /** Where each slice went on that it began. */
  begun(): readonly unknown[]
}

function start(): Member & { remove(): void } {
  // Each on a machine of its own.
  const { folder, remove } = makeFolder({ "rules.cep": rules(kafka.brokers) })
  const options = ["--checkpoint-dir", service.address("cep"), "--checkpoint-interval", "200ms", "--idle-after", "1h"]
  const child = startCep(["run", "rules.cep", "--job", "shared", ...options], folder)
  let said = ""
  child.stderr.on("data", (text) => {
    said += text
  })
  const ended = finish(child)
  const begun = () => {
    if (child.exitCode !== null) throw new Error(`a process ended: ${said}`)
    const lines = said.split("\n").slice(0, -1)
    return jsonLines(lines.filter((line) => line.startsWith("{")).join("\n")).flatMap(({ slice, checkpoint }) =>
      typeof slice === "number" && checkpoint !== undefined ? [checkpoint] : [],
    )
  }
  return { child, ended, begun, remove }
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await done())) await pause(50)
}

test("one process is killed, the other takes its slice over from what stands in S3: each output once", async () => {
  const first = start()
  const second = start()
  try {
    await send()
    await until(() => first.begun().length >= 1 && second.begun().length >= 1)
    await until(async () => (await found()).length > 20)
    await send()
    first.child.kill("SIGKILL")
    await first.ended
    const before = second.begun().length
    await until(() => second.begun().length > before)
    // It goes on with what the other one has stored.
    expect(typeof second.begun().at(-1)).toBe("number")
    await send()
    await sendEnd()
    await until(async () => {
      second.begun()
      return (await found()).length >= wanted.length
    })
    expect(await found()).toEqual([...wanted].sort())
    second.child.kill("SIGTERM")
    const { code, stderr } = await second.ended
    expect(code, stderr).toBe(0)
    expect(await found()).toEqual([...wanted].sort())
    const listed = await cep(["checkpoints", service.address("cep/shared")], process.cwd())
    expect(listed.code, listed.stdout + listed.stderr).toBe(0)
    for (let slice = 0; slice < partitions; slice++) expect(listed.stdout).toMatch(`shared/${slice} `)
  } finally {
    for (const each of [first, second]) {
      each.child.kill("SIGKILL")
      each.remove()
    }
  }
})
