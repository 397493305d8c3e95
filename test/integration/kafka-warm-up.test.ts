/** A rule that comes while a job reads a real broker knows of the events that came before it: read again from their topic, or kept by the job. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { WarmUpPlan } from "../../runtime/abi/reload.ts"
import { eventually } from "../support/eventually.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { cep, finish, jsonLines, makeFolder, startCep, told } from "./cep.ts"

const partitions = 3
const accounts = 60

let kafka: Kafka
let topics: Topics
let place: ReturnType<typeof makeFolder>

beforeAll(async () => {
  kafka = await startKafka()
  topics = await openTopics(kafka.brokers)
  place = makeFolder({})
})
afterAll(async () => {
  await topics?.close()
  await kafka?.remove()
  place?.remove()
})

const declarations = (topic: string) => `
event Payment { account: string, n: integer, at: time } timed by at, up to 1 second late
source Payment from kafka("${topic}", brokers: "${kafka.brokers}")
rule Large { when Payment as p where n > 1000 per account alert }
`
const third = "rule Third { when 3 Payment as p within 1 hour per account alert { n: sum(p.n) } without events }"

interface Answer {
  readonly outcome: string
  readonly plan: { readonly warmUp: WarmUpPlan }
}

/** Read again: the first payment of each account in one partition was deleted behind the job. */
test.each([
  { kind: "read again", options: ["--keep-recent", "0s"], parallelism: 2, gone: true },
  { kind: "kept", options: [], parallelism: 1, gone: false },
])("past events are $kind", async ({ kind, options, parallelism, gone }) => {
  const topic = `payments-${kind.replace(" ", "-")}`
  await topics.create(topic, partitions)
  const start = Date.now() - 60_000
  const send = (n: number, at: number) =>
    topics.send(
      topic,
      Array.from({ length: accounts }, (_, account) => {
        const value = JSON.stringify({ account: `a${account}`, n, at: new Date(at + account).toISOString() })
        return { partition: account % partitions, value }
      }),
    )
  // Of an hour ago and more: too old to count, if the job had them.
  await send(100, start - 7_200_000)
  await send(1, start)
  await send(2, start + 2000)
  const listen = ["--listen", "127.0.0.1:0", "--log", "json", "--parallelism", String(parallelism)]
  const file = `${topic}.cep`
  writeFileSync(join(place.folder, file), declarations(topic))
  const child = startCep(["run", file, "--idle-after", "1h", ...listen, ...options], place.folder)
  const ended = finish(child)
  try {
    const url = await told(child, /"url":"([^"]+)"/)
    const read = async (): Promise<number> => {
      const answer = await fetch(`${url}/status`)
      const { parts } = (await answer.json()) as { parts: { events: number }[] }
      return parts[0]?.events ?? 0
    }
    await eventually(async () => expect(await read()).toBe(3 * accounts))
    writeFileSync(join(place.folder, file), `${declarations(topic)}${third}`)
    const reload = async (...more: readonly string[]) => {
      const { code, stdout, stderr } = await cep(["reload", url, file, "--warm-up", "--json", ...more], place.folder)
      return { code, stderr, ...(JSON.parse(stdout) as Answer) }
    }
    if (gone) {
      await topics.deleteBefore(topic, 0, (2 * accounts) / partitions)
      const refused = await reload("--refuse-loss")
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("would lack some of them") })
    }
    const planned = await reload("--plan")
    expect([planned.outcome, planned.plan.warmUp]).toEqual([
      "planned",
      { rules: [{ rule: "Third", rebuilds: "all", reachMs: 3_600_000, reach: "1 hour" }], without: [] },
    ])
    const { plan, outcome } = await reload()
    expect(outcome).toBe("applied")
    const isKept = kind === "kept"
    expect(plan.warmUp.done).toMatchObject({
      events: 2 * accounts - (gone ? accounts / partitions : 0),
      outputs: 0,
      readAgain: isKept ? [] : ["Payment"],
      kept: isKept ? ["Payment"] : [],
      isComplete: !gone,
    })
    await send(4, start + 3000)
    // Time goes on behind them.
    await send(0, start + 10_000)
    await eventually(async () => expect(await read()).toBe(5 * accounts))
  } finally {
    child.kill("SIGTERM")
  }
  const { stdout } = await ended
  const found = jsonLines(stdout).map(({ rule, data }) => [rule, data])
  const knowing = gone ? accounts - accounts / partitions : accounts
  expect(found).toEqual(Array.from({ length: knowing }, () => ["Third", { n: 7 }]))
})
