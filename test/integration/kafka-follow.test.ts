/** Two processes share the slices of a job: rules for which one of them is asked run in both. */
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { jsonLines, makeFolder } from "./cep.ts"
import { begins, type Member, startMember, stop, until } from "./members.ts"

const partitions = 4
const token = "a-token-of-20-signs!"
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }

let kafka: Kafka
let topics: Topics
let place: ReturnType<typeof makeFolder>

beforeAll(async () => {
  kafka = await startKafka()
  topics = await openTopics(kafka.brokers)
  await topics.create("payments", partitions)
  place = makeFolder({ "rules.cep": rules(1), "extra.cep": rules(1, " to extra"), token })
})
afterAll(async () => {
  await topics?.close()
  await kafka?.remove()
  place?.remove()
})

const rules = (least: number, to = "") => `
event Payment { account: string, n: integer, at: time } timed by at
source Payment from kafka("payments", brokers: "${kafka.brokers}", partitioned by account)
${to === "" ? "" : 'sink extra to file("extra/")'}
rule Many { when Payment as p where n > ${least} per account alert "{p.n}"${to} }
`

interface Status {
  readonly version: string
  readonly wanted: { readonly version: string; readonly reason: string | null } | null
  readonly parts: readonly { readonly slice: number; readonly version: string }[]
}

/** A process that runs its half of the slices, whatever happens to the other one. */
async function start(half: 1 | 2, file: string) {
  const live = ["--idle-after", "1h", "--checkpoint-dir", "checkpoints", "--checkpoint-interval", "200ms"]
  const control = [
    "--listen",
    "127.0.0.1:0",
    "--token-file",
    "token",
    "--audit",
    `audit-${half}.jsonl`,
    "--log",
    "json",
  ]
  const own = ["--job", "shared", "--member", `${half}/2`, "--sink", `alerts=file:alerts-${half}/`, "--rules", "given"]
  const member = startMember(["run", file, ...own, ...live, ...control], place.folder)
  await begins(member, partitions / 2)
  const url = /"url":"([^"]+)"/.exec(member.said())![1]!
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const given = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }
    return (await (await fetch(url + path, { headers, ...given })).json()) as T
  }
  return { member, ask, status: () => ask<Status>("/status") }
}

type Process = Awaited<ReturnType<typeof start>>

async function comesTo(process: Process, holds: (status: Status) => boolean): Promise<Status> {
  for (;;) {
    const status = await process.status()
    if (holds(status)) return status
    await until(() => true, process.member as Member)
    await pause(300)
  }
}

const versions = ({ parts }: Status) => parts.map(({ slice, version }) => [slice, version])

test("a reload and a rollback at one process reach the other, and a process that cannot follow says so and goes on", async () => {
  const one = await start(1, "extra.cep")
  const other = await start(2, "rules.cep")
  const before = (await other.status()).version
  const reloaded = await one.ask<{ version: string }>("/reload", { files: [{ path: "rules.cep", text: rules(5) }] })
  const followed = await comesTo(other, ({ version }) => version === reloaded.version)
  expect(versions(followed)).toEqual([
    [1, reloaded.version],
    [3, reloaded.version],
  ])
  expect(versions(await one.status())).toEqual([
    [0, reloaded.version],
    [2, reloaded.version],
  ])
  // It returns to what it had before, and so does the first one.
  const back = await other.ask<{ version: string }>("/rollback", {})
  expect(back.version).toBe(before)
  await comesTo(one, ({ version }) => version === before)

  const extra = await one.ask<{ version: string }>("/reload", {
    files: [{ path: "rules.cep", text: rules(7, " to extra") }],
  })
  const unable = await comesTo(other, ({ wanted }) => wanted !== null && wanted.reason !== null)
  expect(unable.wanted).toMatchObject({ version: extra.version, reason: expect.stringContaining("extra") })
  expect(unable.version).toBe(before)
  expect(other.member.said()).toContain(
    `version ${extra.version} of the rules, for which another process of the job was asked, is not taken over`,
  )
  const entries = jsonLines(JSON.stringify(await other.ask("/audit")))[0]!.entries as Record<string, unknown>[]
  expect(entries.map(({ action, outcome }) => [action, outcome]).filter(([, outcome]) => outcome)).toEqual([
    ["reload", "applied"],
    ["rollback", "applied"],
    ["reload", "refused"],
  ])
  const last = await one.ask<{ version: string }>("/reload", { files: [{ path: "rules.cep", text: rules(9) }] })
  expect((await comesTo(other, ({ version }) => version === last.version)).wanted).toBeNull()
  await stop(one.member, other.member)
})
