/** A job that returns to the rules before: what the change has dropped comes back, whoever judges, and also in a process that begins in between. */
import { expect, test, vi } from "vitest"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { Checkpoints } from "../../../runtime/checkpoint/coordinator.ts"
import { CheckpointStore } from "../../../runtime/checkpoint/store.ts"
import type { Publisher } from "../../../runtime/connectors/contract.ts"
import { planReload } from "../../../runtime/engine/reload-plan.ts"
import { someRules } from "../../../runtime/engine/some-rules.ts"
import { createEngine } from "../../../runtime/index.ts"
import { checkpointRules } from "../../../runtime/job/checkpoint-rules.ts"
import { Frozen, mostFrozenBytes } from "../../../runtime/job/frozen.ts"
import type { OutputSinks } from "../../../runtime/job/outputs.ts"
import type { WarmUp } from "../../../runtime/job/reload.ts"
import { showPlan } from "../../../runtime/observe/reload-plan-text.ts"
import { seeded } from "../../../samples/seeded.ts"
import { SimulatedDisk } from "../../simulation/files.ts"
import { Scheduler } from "../../simulation/scheduler.ts"
import { compileRules, makeJob, record, source, TestClock, TestPartition, TestSink } from "../../support/job.ts"
import { sameThread, urlOf } from "../../support/worker-threads.ts"

const head = "event A { key: string, n: integer, at: time } timed by at\n"
const stays = "rule Stays { when A as a then A as b within 1 hour per key alert { n: [a.n, b.n] } without events }\n"
/** What goes: partial matches that can go on, ones that cannot, a silence, an aggregate. */
const before = `${head}${stays}
rule Pair { when A as a where n > 1 then A as b where n > a.n within 1 hour per key alert { n: [a.n, b.n] } without events }
rule Three { when 3 A as a where n > 0 within 1 hour per key alert { n: list(a.n) } without events }
rule Alone { when A as a where n > 1 then no A as b where b.n == 0 within 10 minutes per key alert { n: a.n } without events }
rule Often { when A as a where count() over 1 hour > 3 per key once per 2 hours alert { n: a.n } without events }
`
const after = `${head}${stays}`
const at = (minutes: number, n: number, key = "k") => record({ key, n, at: minutes * 60_000 })

/** A sink without marks that nobody reads. */
const publisher: Publisher = {
  kind: "repeatable",
  form: "records",
  claim: async () => undefined,
  publish: async () => {},
  close: async () => {},
}

interface Started {
  readonly give: (...records: ReturnType<typeof record>[]) => Promise<void>
  /** With a warm-up all state is cut. */
  readonly change: (rules: RuleSet, warmUp?: WarmUp) => Promise<unknown>
  readonly said: () => string[]
  readonly job: ReturnType<typeof makeJob>["job"]
  readonly logged: ReturnType<typeof makeJob>["logged"]
  readonly end: () => Promise<unknown>
}

/** A job with so many workers; 0: it judges in its own thread. */
async function start(rules: RuleSet, workers: number, store?: CheckpointStore, attempt = "a"): Promise<Started> {
  const clock = new TestClock(1e12)
  const checkpoints =
    store &&
    (await Checkpoints.open({
      store,
      job: "job",
      slice: "0",
      attempt,
      newLineage: "L",
      intervalMs: 1000,
      maxOutboxBytes: 1 << 20,
      publishers: [{ name: "alerts", resource: "alerts", publisher }],
      rules: checkpointRules(rules.manifest),
      params: {},
      fresh: false,
      allowRepeats: false,
      assumePublished: new Map(),
      clock,
      log: () => {},
    }))
  const partition = new TestPartition("p", [], false)
  const output = new TestSink()
  const sinks: OutputSinks = { named: new Map(), standardOutput: output }
  const processingOf = (of: RuleSet) => (workers === 0 ? undefined : sameThread(workers, of, sinks, clock))
  const made = makeJob(
    rules,
    { A: source([partition], false) },
    { clock, sinks, checkpoints, processing: processingOf(rules), atEnd: "stop" },
  )
  const done = made.job.run()
  let failed: { readonly error: unknown } | undefined
  done.catch((error: unknown) => {
    failed = { error }
  })
  const give = async (...records: ReturnType<typeof record>[]): Promise<void> => {
    const { reads } = partition
    partition.give(...records)
    while (partition.reads === reads) {
      if (failed !== undefined) throw failed.error
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  // Without the module of the rules workers cannot go on with what they have.
  const change = (next: RuleSet, warmUp?: WarmUp) => {
    const url = warmUp === undefined ? urlOf(next) : undefined
    return made.job.reload({ rules: next, params: {}, processing: processingOf(next), url, warmUp })
  }
  const said = () =>
    output.records
      .map(({ line }) => JSON.parse(line))
      .map(({ rule, data }) => `${rule} ${JSON.stringify(data.n)}`)
      .sort()
  const end = async () => {
    partition.end()
    const result = await done
    await checkpoints?.close()
    return result
  }
  return { give, change, said, job: made.job, logged: made.logged, end }
}

function emptyStore(): CheckpointStore {
  const disk = new SimulatedDisk(new Scheduler(seeded(1)), { slowMs: 0 })
  return new CheckpointStore(disk.filesFor(), "/checkpoints/job/0")
}

const texts = Promise.all([compileRules(before), compileRules(after)])
const first = [at(1, 2), at(2, 1, "o"), at(3, 5), at(3.5, 5, "p"), at(4, 1, "o"), at(5, 5)]

/** By what becomes of the process: how many workers there are before the change, behind it, and when the rules before come back. */
const kinds = [
  ["in the job's own thread", "stays", 0, 0, 0],
  ["with workers", "stays", 2, 2, 2],
  ["in a process that begins in between", "ends", 0, 0, 0],
  ["in a process that begins where another one has died", "dies", 0, 0, 0],
  ["with workers, where a process has died", "dies", 2, 2, 2],
  ["with other workers each time", "ends", 1, 3, 2],
] as const

test.each(kinds)("what was dropped comes back %s", async (_, process, ...workers) => {
  const [v1, v2] = await texts
  const store = process === "stays" ? undefined : emptyStore()
  let attempt = 0
  const next = async (job: Started, rules: RuleSet, count: number): Promise<Started> => {
    if (store === undefined) return job
    if (process === "ends") await job.end()
    return start(rules, count, store, String(++attempt))
  }
  const one = await start(v1, workers[0], store)
  // Of `o` nothing is lost either: its keys are those of other workers.
  await one.give(...first)
  await one.change(v2)
  expect((await one.job.status()).frozen?.version).toBe(v1.manifest.version)
  const two = await next(one, v2, workers[1])
  await two.give(at(6, 9), at(7, 9, "o"))
  const three = await next(two, v2, workers[2])
  await three.give(at(8, 9), at(9, 9, "o"))
  const status = await three.job.status()
  const plan = planReload(v2, v1, { params: {}, frozen: { ...status.frozen!, until: status.watermark } })
  expect(plan.rules.map(({ rule, verdict }) => [rule, verdict])).toEqual([
    ["Stays", "unchanged"],
    ["Pair", "restored"],
    ["Three", "restored"],
    ["Alone", "added"],
    ["Often", "restored"],
  ])
  const unseen = "it has not seen 1970-01-01T00:04:59.999Z to 1970-01-01T00:08:59.999Z"
  expect(showPlan(plan)).toContain(`Pair: ${unseen}`)
  await three.change(v1)
  const { returned } = await three.job.status()
  expect(returned?.rules.map(({ rule, how }) => [rule, how])).toEqual([
    ["Pair", "part"],
    ["Three", "part"],
    ["Alone", "none"],
    ["Often", "part"],
  ])
  const words = three.logged.map(({ level, message }) => `${level} ${message}`)
  expect(words).toContainEqual(expect.stringContaining(`warn rule Pair goes on with what it had; ${unseen}`))
  expect(words).toContainEqual(expect.stringContaining(`warn rule Alone begins anew; ${unseen}`))
  const earlier = process === "dies" ? [] : three.said()
  const last = process === "dies" ? await next(three, v1, workers[2]) : three
  await last.give(at(10, 6), at(11, 7), at(11.5, 6, "p"), at(12, 1, "o"), at(13, 1, "o"), at(14, 1, "o"))
  await last.give(at(30, 1, "x"), at(31, 1, "x"))
  await last.end()
  const more = last.said().filter((line) => !line.startsWith("Stays") && !earlier.includes(line))
  expect(more).toEqual(expect.arrayContaining(["Pair [5,6]", "Three [2,5,6]", "Three [1,1,9]", "Often 7"]))
  // What they would have to say of a time that they have not seen.
  for (const wrong of ["Alone 2", "Alone 5"]) expect(more).not.toContain(wrong)
})

test.each([0, 2])("with nothing judged in between all of it does, %i workers", async (workers) => {
  const [v1, v2] = await texts
  const job = await start(v1, workers, emptyStore())
  await job.give(...first)
  const there = job.change(v2)
  // Workers make one ready after the other.
  if (workers > 0) await there
  await Promise.all([there, job.change(v1)])
  const { returned } = await job.job.status()
  expect(returned?.gap).toBeUndefined()
  expect(returned?.rules.map(({ rule, how }) => [rule, how])).toEqual(
    ["Pair", "Three", "Alone", "Often"].map((rule) => [rule, "all"]),
  )
  await job.give(at(20, 1, "x"))
  await job.end()
  expect(job.said()).toEqual(expect.arrayContaining(["Alone 5", "Alone 5", "Pair [2,5]", "Three [2,5,5]"]))
})

test.each([0, 2])("other rules than those before begin empty, %i workers", async (workers) => {
  const [[v1, v2], v3] = await Promise.all([
    texts,
    compileRules(`${before}rule More { when A where n > 99 per key alert }`),
  ])
  const job = await start(v1, workers)
  await job.give(...first)
  await job.change(v3)
  await job.change(v2)
  expect((await job.job.status()).frozen?.version).toBe(v3.manifest.version)
  await job.change(v1)
  expect((await job.job.status()).returned).toBeUndefined()
  await job.give(at(6, 6), at(20, 1, "x"))
  await job.end()
  expect(job.said()).not.toContain("Three [2,5,5]")
})

test("what is too much to be kept in memory is not kept, which is said", async () => {
  const logged: string[] = []
  const frozen = new Frozen(undefined, (level, message) => logged.push(`${level} ${message}`))
  const piece = new Uint8Array(mostFrozenBytes / 2)
  const given = (count: number) => {
    const pieces = Array.from({ length: count }, () => piece)
    const part = { next: () => pieces.shift(), abandon: vi.fn() }
    return { part, rules: { version: "v", operators: ["ring R"], converted: [], after: 1, parts: [part] } }
  }
  const much = given(3)
  frozen.keep(much.rules)
  expect(frozen.facts).toEqual({ version: "v", operators: ["ring R"], converted: [], after: 1 })
  expect(await frozen.of("v")).toBeUndefined()
  expect([frozen.facts, logged.length]).toEqual([undefined, 1])
  expect(logged[0]).toContain("not kept for a rollback: it is more than 64 MiB")
  expect(much.part.abandon).toHaveBeenCalled()
  frozen.keep(given(2).rules)
  expect((await frozen.of("v"))!.parts[0]).toHaveLength(2)
  // Of other rules there is nothing.
  expect(await frozen.of("w")).toBeUndefined()
})

test("what was rebuilt from past events is there, too, where a process dies behind a cut of all state", async () => {
  const next = `${after}rule Other { when 3 A as a within 1 hour per n alert { n: list(a.key) } without events }\n`
  const [v1, v2] = await Promise.all([compileRules(after), compileRules(next)])
  const store = emptyStore()
  const job = await start(v1, 2, store)
  await job.give(...first)
  const judged = createEngine(someRules(v2, new Set(["Other"])), { onOutput: () => {} })
  for (const { raw } of first) judged.ingest({ type: "A", raw, source: 0, partition: 0 })
  await job.change(v2, {
    params: {},
    finish: async (watermark) => {
      judged.advanceTo(watermark)
      const cut = judged.cut(true)
      const state: Uint8Array[] = []
      for (let piece = cut.next(); piece !== undefined; piece = cut.next()) state.push(new Uint8Array(piece))
      return { state, withoutSeries: [] }
    },
  })
  const last = await start(v2, 2, store, "b")
  await last.give(at(6, 1, "z"), at(30, 9, "x"))
  await last.end()
  expect(last.said()).toContain('Other ["o","o","z"]')
})
