/** What a job with --repartition asks for at its start, and what it refuses. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import type { RunOptions } from "../../../compiler/cli/commands/run-options.ts"
import { openPlaces } from "../../../compiler/cli/places.ts"
import { openRepartition } from "../../../compiler/cli/repartition.ts"
import { divide, failIfDivided, readSlices, writeSlices } from "../../../runtime/checkpoint/slices.ts"
import {
  type Connector,
  ConnectorError,
  type Exchange,
  type ExchangeIdentity,
  type GroupIdentity,
  type Source,
} from "../../../runtime/connectors/contract.ts"
import { connectors } from "../../../runtime/connectors/index.ts"
import { fixedMember } from "../../../runtime/job/slices/members.ts"
import { systemFiles as files } from "../../../runtime/platform/node-files.ts"
import { compileRules, TestClock } from "../../support/job.ts"

const declared = "event Pay { account: string, card: string, n: integer, at: time } timed by at\n"
const rules = `${declared}
rule One { when 2 Pay as p within 1 hour per account alert }
rule Two { when 2 Pay as p within 1 hour per card alert }
`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cep-repartition-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A topic whose name ends with how many partitions it has, each with ten messages. */
function sourceOf(topic: string, from: unknown, bounded: boolean): Source {
  const count = Number(/\d+$/.exec(topic)![0])
  const partitions = Array.from({ length: count }, (_, partition) => ({
    name: `${topic}/${partition}`,
    read: async () => null,
    position: () => ({ topic, topicId: "id", partition, offset: from === "latest" ? 10 : 0 }),
    seek: async () => {},
  }))
  return { partitions, bounded, close: async () => {} }
}

const exchange: Exchange = {
  name: "cep.fraud.by.key",
  facts: { topic: "cep.fraud.by.key", topicId: "x" },
  openWriter: () => Promise.reject(new Error("nothing is run")),
  openPartition: () => Promise.reject(new Error("nothing is run")),
  isPassing: () => false,
}

/** Time passes as soon as it is waited for. */
function quickClock(): TestClock {
  const clock = new TestClock()
  const { after } = clock
  clock.after = (milliseconds, act) => {
    const cancel = after.call(clock, milliseconds, act)
    setImmediate(() => clock.pass(milliseconds))
    return cancel
  }
  return clock
}

interface Given {
  readonly rules?: string
  readonly source?: string
  readonly sink?: string
  readonly options?: Partial<RunOptions>
  readonly openExchange?: (identity: ExchangeIdentity) => Promise<Exchange>
  readonly startTimeoutMs?: number
}

async function open({ rules: text = rules, source = "kafka:pay3?brokers=h:1", sink = "-", ...more }: Given = {}) {
  const asked: ExchangeIdentity[] = []
  const groups: GroupIdentity[] = []
  const logged: string[] = []
  const topics: Connector = {
    ...connectors.find(({ declaration }) => declaration.name === "kafka")!,
    openSource: async ({ topic, from, until }) => sourceOf(String(topic), from, until === "end"),
    async openExchange(_, identity) {
      asked.push(identity)
      return more.openExchange?.(identity) ?? exchange
    },
    async joinGroup(_, group) {
      groups.push(group)
      return fixedMember(group.slices, 1, 1)
    },
  }
  const own = { atEnd: "close" as const, maxAhead: "1h", idleAfter: "30s", parallelism: "1", state: "memory" }
  const options = { ...own, checkpointDir: folder, repartition: "8" as const, ...more.options }
  await openRepartition({
    rules: await compileRules(text),
    files: ["fraud.cep"],
    url: () => "",
    parallelism: 1,
    startTimeoutMs: more.startTimeoutMs ?? 0,
    options,
    places: () => openPlaces(options),
    chosen: { base: undefined, expects: "any" },
    request: {
      sources: new Map([["Pay", source]]),
      sinks: new Map([["alerts", sink]]),
      connectors: [topics, ...connectors.filter(({ declaration }) => declaration.name !== "kafka")],
      context: { folder },
    },
    params: {},
    limits: { strict: false, atEnd: "close", maxAheadMs: 1, idleAfterMs: 1 },
    settings: { clock: quickClock(), stop: new AbortController().signal },
    log: (_, message) => void logged.push(message),
  })
  return { asked, groups, logged }
}

const job = () => join(folder, "fraud")

test("the first start notes how many slices there are, the topic, and where the sources begin; later ones hold to it", async () => {
  const { asked, groups } = await open()
  expect(asked.map(({ known, partitions }) => [known, partitions])).toEqual([
    [undefined, 8],
    [exchange.facts, 8],
  ])
  const noted = await readSlices(files, job())
  expect(noted).toMatchObject({ slices: 8, repartition: { exchange: exchange.facts } })
  const starts = noted?.repartition?.starts
  expect(starts).toHaveLength(3)
  expect(starts?.[2]).toEqual({
    source: "Pay",
    partition: "pay3/2",
    position: { topic: "pay3", topicId: "id", partition: 2, offset: 0 },
  })
  expect(groups).toEqual([{ job: "fraud", slices: 11, kinds: [8, 3], store: noted?.id }])
  const before = readFileSync(join(job(), "SLICES"), "utf8")
  expect((await open()).asked.map(({ known }) => known)).toEqual([exchange.facts])
  expect(readFileSync(join(job(), "SLICES"), "utf8")).toBe(before)
})

test("without a number there are 32 slices; one that cannot be is refused", async () => {
  const { groups } = await open({ options: { repartition: true } })
  expect(groups[0]).toMatchObject({ slices: 35 })
  for (const repartition of ["0", "129", "x", "1.5"]) {
    await expect(open({ options: { repartition } }), repartition).rejects.toThrow("a number of slices from 1 to 128")
  }
})

test("of two processes that begin the job at once the later one takes what the first has made", async () => {
  const repartition = {
    exchange: { topic: "t", topicId: "theirs" },
    starts: [{ source: "Pay", partition: "p", position: {} }],
  }
  const { asked } = await open({
    async openExchange({ known }) {
      if (known !== undefined) return exchange
      mkdirSync(job(), { recursive: true })
      await writeSlices(files, job(), { slices: 8, id: "aa", repartition })
      throw new ConnectorError("usage", "the topic holds events")
    },
  })
  expect(asked.map(({ known }) => known)).toEqual([undefined, repartition.exchange])
  rmSync(job(), { recursive: true })
  const openExchange = () => Promise.reject(new ConnectorError("usage", "the topic holds events"))
  await expect(open({ openExchange })).rejects.toThrow("the topic holds events")
})

test("a start waits for a broker that is away, and not for what waiting cannot mend", async () => {
  const away = () => new ConnectorError("failure", "the broker is away", undefined, true)
  let tries = 0
  const { logged } = await open({
    startTimeoutMs: 60_000,
    openExchange: async () => (++tries < 3 ? Promise.reject(away()) : exchange),
  })
  expect(tries).toBe(4)
  expect(logged.filter((message) => message.includes("the start waits for it"))).toHaveLength(2)
  const gone = () => Promise.reject(new ConnectorError("failure", "the topic is gone"))
  await expect(open({ startTimeoutMs: 60_000, openExchange: gone })).rejects.toThrow("the topic is gone")
  await expect(open({ openExchange: () => Promise.reject(away()) })).rejects.toThrow("the broker is away")
})

test("a job is gone on with as it was begun", async () => {
  await open()
  await expect(open({ options: { repartition: "9" } })).rejects.toThrow(/begun with --repartition 8 .*, and 9 is given/)
  const division = { files, folder: job(), job: "fraud", slices: 8, newId: "bb" }
  await expect(divide(division)).rejects.toThrow(/begun with --repartition 8 .*give it again/)
  await expect(failIfDivided(files, job(), "fraud")).rejects.toThrow(/begun with --repartition 8 .*give it again/)
  rmSync(job(), { recursive: true })
  await divide(division)
  await expect(open()).rejects.toThrow(/begun with 8 slices, one for each partition .*leave --repartition out/)
  rmSync(job(), { recursive: true })
  mkdirSync(join(job(), "0", "0000000001"), { recursive: true })
  await expect(open()).rejects.toThrow(/its state cannot be divided/)
})

test("what cannot be run so is refused, with the reason", async () => {
  const refused: readonly (readonly [Given, RegExp])[] = [
    [{ options: { parallelism: "2" } }, /--parallelism shares the keys among threads/],
    [{ options: { state: "disk" } }, /--state disk is not built for jobs with --repartition/],
    [{ options: { fresh: true } }, /--fresh cannot be given with --repartition/],
    [{ options: { fromSavepoint: "saved" } }, /--from-savepoint cannot be given with --repartition/],
    [{ options: { allowRepeats: true } }, /--allow-repeats is for one start/],
    [{ options: { job: "fraud.7" } }, /cannot be called fraud\.7/],
    [{ options: { member: "12/12" } }, /this process would have none/],
    [
      { source: "file:pay.jsonl" },
      /Pay: --repartition is for topics of Kafka, and this source is one of the connector file/,
    ],
    [{ sink: "file:alerts.jsonl" }, /alerts is one file/],
    [
      { rules: `${declared} rule R { when Pay as p where (sum(n) per card over 1 hour) > 5 per account alert }` },
      /cannot be divided by their keys:\n {2}rule R has the key account and asks for aggregates of another one/,
    ],
  ]
  for (const [given, words] of refused) await expect(open(given), String(words)).rejects.toThrow(words)
})

test("topics that are partitioned as all rules need it want no topic between", async () => {
  const source = "kafka:pay3?brokers=h:1&partitionedBy=account"
  const fitting = `${declared} rule R { when 2 Pay as p within 1 hour per account alert }`
  expect((await open({ source, rules: fitting })).logged[0]).toMatch(/without --repartition the job needs no topic/)
  rmSync(job(), { recursive: true })
  expect((await open({ source })).logged.join()).not.toMatch(/without --repartition/)
})
