import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { savepoint } from "../../../compiler/cli/commands/checkpoints.ts"
import type { RunOptions } from "../../../compiler/cli/commands/run-options.ts"
import { openPlaces } from "../../../compiler/cli/places.ts"
import { openSlices } from "../../../compiler/cli/slices.ts"
import type { Connector } from "../../../runtime/connectors/contract.ts"
import { connectors } from "../../../runtime/connectors/index.ts"
import { fixedMember } from "../../../runtime/job/slices/members.ts"
import { compileRules, TestClock } from "../../support/job.ts"

const rules = `
  event Pay { account: string, card: string, at: time } timed by at
  event Login { user: string, at: time } timed by at
  rule R { when Login as l then Pay within 1 hour per account (Login.user) alert }
`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cep-slices-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Topics whose names end with how many partitions they have, and a group of one. */
const topics: Connector = {
  ...connectors.find(({ declaration }) => declaration.name === "kafka")!,
  countPartitions: async ({ topic }) => Number(/\d+$/.exec(String(topic))![0]),
  joinGroup: async (_, { slices }) => fixedMember(slices, 1, 1),
}

interface Given {
  readonly rules?: string
  readonly sources?: Readonly<Record<string, string>>
  readonly sinks?: Readonly<Record<string, string>>
  readonly options?: Partial<RunOptions>
}

const spec = (topic: string, field?: string) =>
  `kafka:${topic}?brokers=h:1${field === undefined ? "" : `&partitionedBy=${field}`}`

async function open({ rules: text = rules, sources = {}, sinks = {}, options = {} }: Given) {
  const own = { atEnd: "close" as const, maxAhead: "1h", idleAfter: "30s", parallelism: "1", state: "memory" }
  const deadLetters = options.deadLetter
  const all = { ...own, checkpointDir: folder, ...options }
  return openSlices({
    rules: await compileRules(text),
    files: ["fraud.cep"],
    options: all,
    places: () => openPlaces(all),
    chosen: { base: undefined, expects: "any" },
    request: {
      sources: new Map(Object.entries({ Pay: spec("pay4", "account"), Login: spec("login4", "user"), ...sources })),
      sinks: new Map(Object.entries({ alerts: "-", ...sinks })),
      deadLetters,
      connectors: [topics, ...connectors.filter(({ declaration }) => declaration.name !== "kafka")],
      context: { folder },
    },
    url: () => "",
    parallelism: 1,
    startTimeoutMs: 0,
    params: {},
    limits: { strict: false, atEnd: "close", maxAheadMs: 1, idleAfterMs: 1 },
    settings: { clock: new TestClock(), stop: new AbortController().signal },
    log: () => {},
  })
}

test("a job is divided by its partitions, again and again in the same way", async () => {
  await open({})
  await open({ options: { member: "1/4" } })
  await open({ sinks: { alerts: "file:alerts/" }, options: { deadLetter: "file:dead/" } })
  await expect(open({ sources: { Pay: spec("pay5", "account"), Login: spec("login5", "user") } })).rejects.toThrow(
    /have 5 partitions each, and the job fraud was begun with 4/,
  )
})

test.each<[string, Given, RegExp]>([
  [
    "a source that is not partitioned",
    { sources: { Login: spec("login4") } },
    /the source of Login is not `partitioned/,
  ],
  ["another key", { sources: { Pay: spec("pay4", "card") } }, /cannot be divided.*\n.*rule R has the key account/],
  [
    "other numbers of partitions",
    { sources: { Login: spec("login3", "user") } },
    /has 4 partitions, and .*Login has 3/,
  ],
  ["one file as a sink", { sinks: { alerts: "file:a.jsonl" } }, /alerts is one file, and the job has 4 slices/],
  ["one file of dead letters", { options: { deadLetter: "dead.jsonl" } }, /--dead-letter is one file/],
  [
    "memory that is too little for all slices",
    { options: { state: "disk", stateMemory: "3MiB" } },
    /--state-memory is at least 1MiB for each slice, of which one process may come to have all 4, and got 3MiB/,
  ],
  ["--fresh of a group", { options: { fresh: true } }, /--fresh is for one start.*--member 1\/1/],
  ["--assume-published of a group", { options: { assumePublished: ["alerts=1"] } }, /is for one start/],
  ["a name like a slice's", { options: { job: "fraud.3" } }, /cannot be called fraud\.3/],
  ["a member of none", { options: { member: "0/2" } }, /--member wants k\/K/],
  ["a member behind the last", { options: { member: "3/2" } }, /--member wants k\/K/],
  ["a member without slices", { options: { member: "5/6" } }, /has 4 slices, so that this process would have none/],
  ["a savepoint that is none", { options: { fromSavepoint: "none" } }, /none is no savepoint for 4 slices/],
])("refuses %s", async (_, given, words) => {
  await expect(open(given)).rejects.toThrow(words)
})

test("a savepoint is of all slices or of none", async () => {
  await open({})
  const slice = (n: number) => {
    mkdirSync(join(folder, "fraud", String(n), "0000000001"), { recursive: true })
    writeFileSync(join(folder, "fraud", String(n), "0000000001", "MANIFEST"), "torn")
  }
  slice(0)
  slice(2)
  await expect(savepoint(folder, join(folder, "saved"), { job: "fraud" })).rejects.toThrow(
    /no checkpoint yet of slices 1, 3 .*each of the 4 slices/,
  )
  await open({ options: { fromSavepoint: join(folder, "fraud") } })
  await expect(savepoint(folder, join(folder, "fraud"), { job: "fraud" })).rejects.toThrow(/holds a savepoint already/)
})
