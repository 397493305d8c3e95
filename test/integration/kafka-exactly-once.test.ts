import { Buffer } from "node:buffer"
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { readMark } from "../../runtime/connectors/kafka/publisher.ts"
import { sortedTexts } from "../support/kafka/reading.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { cep, finish, jsonLines, makeFolder, startCep } from "./cep.ts"

/** `EXACTLY_ONCE=long`: a million events, twenty kills of the job and three of the broker among them. */
const isLong = process.env.EXACTLY_ONCE === "long"
const events = isLong ? 1_000_000 : 150_000
const kills = isLong ? 20 : 6
const accounts = 50

let kafka: Kafka
let folder: string
let removeFolder: () => void
/** By sink: what a job writes that nobody disturbs. */
let wanted: Readonly<Record<"first" | "second", readonly string[]>>

const rules = (brokers: string) => `
event Payment { account: string, n: integer, at: time } timed by at
source Payment from kafka("payments", brokers: "${brokers}", until: "end")
sink first to kafka("first", brokers: "${brokers}")
sink second to kafka("second", brokers: "${brokers}", compression: "gzip")
rule Pair {
  when Payment as a where a.n % 5 == 0
  then Payment as b where b.n % 7 == 0
  within 10 minutes
  per account
  alert "{a.n} and {b.n}" to first
}
rule Tenth {
  when Payment as it where it.n % 10 == 0
  per account
  alert "{it.n}" to second
}
`

beforeAll(async () => {
  kafka = await startKafka()
  const topics = await openTopics(kafka.brokers)
  await topics.create("payments", 3)
  await sendPayments(topics, "payments", 0, events)
  await topics.close()
  const made = makeFolder({ "rules.cep": rules(kafka.brokers) })
  folder = made.folder
  removeFolder = made.remove
  const sinks = ["--sink", "first=file:first.jsonl", "--sink", "second=file:second.jsonl"]
  const { code, stderr } = await cep(["run", "rules.cep", ...sinks], folder)
  expect(code, stderr).toBe(0)
  const lines = (name: string) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n").sort()
  wanted = { first: lines("first.jsonl"), second: lines("second.jsonl") }
  expect(wanted.second).toHaveLength(events / 10)
  expect(wanted.first.length).toBeGreaterThan(1000)
})
afterAll(async () => {
  await kafka?.remove()
  removeFolder?.()
})

/** Sends the events with these numbers. */
async function sendPayments(topics: Topics, topic: string, first: number, end: number): Promise<void> {
  for (let from = first; from < end; from += 5000) {
    const messages = Array.from({ length: Math.min(5000, end - from) }, (_, at) => {
      const n = from + at
      const account = `a${(n * 7919) % accounts}`
      return { key: account, value: `{"account":"${account}","n":${n},"at":${1.7e12 + n * 10}}` }
    })
    await topics.send(topic, messages)
  }
}

const seen = (topic: string) => sortedTexts(kafka.brokers, topic)

/** Numbers that are the same for the same seed (a linear congruential generator, Numerical Recipes). */
function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** A job with topics of its own. */
async function makeJob(job: string, source = "payments") {
  const topics = await openTopics(kafka.brokers)
  const names = { first: `first-${job}`, second: `second-${job}` }
  await topics.create(names.first, 2)
  await topics.create(names.second, 1)
  const sinks = Object.entries(names).flatMap(([name, topic]) => {
    const gzip = name === "second" ? "&compression=gzip" : ""
    return ["--sink", `${name}=kafka:${topic}?brokers=${kafka.brokers}${gzip}`]
  })
  const checkpoints = ["--checkpoint-dir", "checkpoints", "--checkpoint-interval", "40ms", "--job", job]
  return {
    topics,
    /** Live: it does not end by itself. */
    run(live = false) {
      const payments = ["--source", `Payment=kafka:${source}?brokers=${kafka.brokers}${live ? "" : "&until=end"}`]
      const child = startCep(["run", "rules.cep", ...payments, ...sinks, ...checkpoints], folder)
      return { child, ended: finish(child) }
    },
    /** The checkpoint that was made last. */
    made(): number {
      const place = join(folder, "checkpoints", job, "0")
      if (!existsSync(place)) return 0
      return Math.max(
        0,
        ...readdirSync(place)
          .filter((name) => existsSync(join(place, name, "MANIFEST")))
          .map(Number),
      )
    },
    /** The checkpoint that is published last. */
    async published(): Promise<number> {
      const offsets = await topics.committed(`cep.${job}.0`, names.first).catch(() => [])
      return Math.max(0, ...offsets.map(({ metadata }) => readMark(metadata ?? "")?.checkpoint ?? 0))
    },
    async check(): Promise<void> {
      for (const name of ["first", "second"] as const) {
        const lines = await seen(names[name])
        expect(lines.length).toBe(wanted[name].length)
        expect(lines).toEqual(wanted[name])
      }
    },
    close: () => topics.close(),
  }
}

describe("outputs in Kafka are there once, as if nothing had happened", () => {
  test("where the process is killed again and again", async () => {
    const seed = Number(process.env.EXACTLY_ONCE_SEED ?? 20_260_131)
    const random = chance(seed)
    const job = await makeJob("killed", "killed-payments")
    await job.topics.create("killed-payments", 3)
    const part = events / kills
    for (let round = 0; round < kills; round++) {
      const madeBefore = job.made()
      const { child, ended } = job.run(true)
      let isSent = false
      const sending = sendPayments(job.topics, "killed-payments", round * part, (round + 1) * part).then(() => {
        isSent = true
      })
      const target = (await job.published()) + Math.floor(random() * 3)
      while (!isSent && (await job.published()) < target);
      await pause(random() * 150)
      if (isLong && round % 7 === 3) {
        await sending
        // A job that finds no broker when it starts says so and ends: here it reads already.
        while (child.exitCode === null && job.made() === madeBefore) await pause(5)
        await kafka.kill()
        await kafka.start()
        await pause(random() * 1000)
      }
      child.kill("SIGKILL")
      const { code, stderr } = await ended
      expect(code, `seed ${seed}: ${stderr}`).toBeNull()
      await sending
    }
    const { code, stderr } = await job.run().ended
    expect(code, `seed ${seed}: ${stderr}`).toBe(0)
    expect(stderr).not.toContain("TimeoutNegativeWarning")
    await job.check()
    await job.close()
  })

  test("where a process that was frozen wakes up when another has taken over", async () => {
    const job = await makeJob("frozen")
    const old = job.run()
    while (old.child.exitCode === null && (await job.published()) < 1);
    old.child.kill("SIGSTOP")
    expect(old.child.exitCode).toBeNull()
    const before = await job.published()
    // A process of another machine would not see that this one lives.
    const locks = readdirSync(join(folder, "checkpoints", "frozen"), { recursive: true, encoding: "utf8" })
    for (const name of locks) if (name.endsWith("LOCK")) rmSync(join(folder, "checkpoints", "frozen", name))
    const young = job.run()
    while (young.child.exitCode === null && (await job.published()) <= before);
    old.child.kill("SIGCONT")
    const endings = await Promise.all([old.ended, young.ended])
    const codes = endings.map(({ code }) => code)
    // One of them stops when it finds that it is not alone, perhaps each on account of the other; it says so.
    expect(codes).toContain(3)
    for (const { code, stderr } of endings) {
      if (code !== 0) expect(stderr).toMatch(/another process/)
    }
    if (!codes.includes(0)) expect((await job.run().ended).code).toBe(0)
    await job.check()
    await job.close()
  })

  test("where the broker is killed in the middle", async () => {
    const job = await makeJob("broker")
    const { child, ended } = job.run()
    while (child.exitCode === null && (await job.published()) < 1);
    await kafka.kill()
    await kafka.start()
    const { code, stderr } = await ended
    expect(code, stderr).toBe(0)
    await job.check()
    await job.close()
  })
})

test("a job that nobody disturbs says how it went, and nothing of the client's own", async () => {
  const job = await makeJob("quiet")
  const { code, stderr } = await job.run().ended
  expect(code, stderr).toBe(0)
  for (const { level } of jsonLines(stderr)) expect(level).toBe("info")
  await job.check()
  await job.close()
})

test("a live job that is stopped goes on where it was", async () => {
  const topics = await openTopics(kafka.brokers)
  await topics.create("live")
  await topics.create("live-alerts")
  const begin = Date.now()
  const send = async (from: number, to: number) => {
    const numbers = Array.from({ length: to - from }, (_, at) => from + at)
    await topics.send(
      "live",
      numbers.map((n) => ({ value: `{"account":"a","n":${n},"at":${begin + n}}` })),
    )
  }
  const spec = (topic: string) => `kafka:${topic}?brokers=${kafka.brokers}`
  const run = () => {
    const io = [
      "--source",
      `Payment=${spec("live")}&group=live-watch`,
      "--sink",
      `second=${spec("live-alerts")}`,
      "--sink",
      "first=-",
    ]
    const child = startCep(
      ["run", "rules.cep", ...io, "--checkpoint-dir", "live", "--checkpoint-interval", "50ms"],
      folder,
    )
    return { child, ended: finish(child) }
  }
  const numbers = async () =>
    (await seen("live-alerts")).map((line) => Number(JSON.parse(line).message)).sort((a, b) => a - b)
  const wanted = (to: number) => Array.from({ length: to / 10 }, (_, at) => at * 10)
  let last = 0
  for (const to of [200, 400, 600]) {
    const { child, ended } = run()
    await send(last, to)
    last = to
    // The last event waits for one behind it; it is no alert.
    while (child.exitCode === null && (await numbers()).length < to / 10);
    child.kill("SIGTERM")
    const { code, stderr } = await ended
    expect(code, stderr).toBe(0)
    expect(await numbers()).toEqual(wanted(to))
  }
  expect((await topics.committed("live-watch", "live"))[0]).toMatchObject({ offset: "600" })
  await topics.close()
})

test("a topic may have several event types, and messages that are none go to the dead letters", async () => {
  const topics = await openTopics(kafka.brokers)
  await topics.create("mixed")
  await topics.create("mixed-dead")
  await topics.send("mixed", [
    { value: '{"type":"Payment","account":"a","n":0,"at":1700000000000}' },
    { value: "no event" },
    { key: "a", value: null },
    { value: Buffer.from([0x7b, 0xff, 0x7d]) },
    { value: '{"type":"Other","x":1}' },
    { value: '{"type":"Payment","account":"a","n":10,"at":1700000000010}' },
  ])
  await topics.close()
  const spec = (topic: string) => `kafka:${topic}?brokers=${kafka.brokers}`
  const io = ["--source", `*=${spec("mixed")}&until=end`, "--dead-letter", spec("mixed-dead")]
  const sinks = ["--sink", "first=mixed-first.jsonl", "--sink", "second=-"]
  const { code, stdout, stderr } = await cep(["run", "rules.cep", ...io, ...sinks], folder)
  expect(code, stderr).toBe(0)
  expect(jsonLines(stdout).map(({ message }) => message)).toEqual(["0", "10"])
  const dead = (await seen("mixed-dead")).map((line) => JSON.parse(line))
  const position = (offset: number) => ({ topic: "mixed", partition: 0, offset })
  expect(dead).toHaveLength(3)
  expect(dead).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ source: "*", position: position(1), code: "not-json", raw: "no event" }),
      expect.objectContaining({ position: position(2), code: "no-value" }),
      expect.objectContaining({ position: position(3), code: "invalid-utf8", rawBase64: "e/99" }),
    ]),
  )
})
