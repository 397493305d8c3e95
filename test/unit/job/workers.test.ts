/** What workers are sent: the events of their own keys, once read, and nothing of others. */
import { beforeAll, describe, expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { runLength } from "../../../runtime/abi/routed.ts"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import type { RecordBlock, Sink } from "../../../runtime/connectors/contract.ts"
import { Counter } from "../../../runtime/job/counts.ts"
import type { InputPartition } from "../../../runtime/job/inputs.ts"
import { recordsOf } from "../../../runtime/job/lines.ts"
import { Outputs } from "../../../runtime/job/outputs.ts"
import { WorkerEnd } from "../../../runtime/job/workers/end.ts"
import type { BlockPart, Part, Request } from "../../../runtime/job/workers/messages.ts"
import { GivenMemory, SharedBlocks } from "../../../runtime/job/workers/shared-blocks.ts"
import { ownerOf } from "../../../runtime/rows/key-groups.ts"
import { makeJob, record, source, TestClock, TestPartition, TestSink } from "../../support/job.ts"
import { answeredRules } from "../../support/lookups.ts"
import { sameThread } from "../../support/worker-threads.ts"

const declaration = "event A { k: string?, m: string, n: integer, at: time } timed by at, up to 20 ms late"
const clock = { now: () => 5000, every: () => () => {}, after: () => () => {} }
const events = Array.from({ length: 60 }, (_, n) => ({
  ...(n % 7 > 0 && { k: `k${n % 13}` }),
  m: `m${n % 5}`,
  n,
  at: 1000 + n,
}))

function partition(): InputPartition {
  const input = { name: "A", typeField: "type", source: { partitions: [], bounded: true, close: async () => {} } }
  const own = { name: "p", read: async () => null, position: () => ({}), seek: async () => {} }
  const facts = {
    name: "A",
    typeField: "type",
    bounded: true,
    key: "A",
    latenessMs: 20,
    sourceRank: 0,
    partitionRank: 0,
  }
  const state = { progress: Number.NEGATIVE_INFINITY, reading: false, ready: undefined, ended: false, idle: false }
  return { input, partition: own, ...facts, ...state, heardAt: 0, read: 0, place: {} }
}

function blockOf(texts: readonly string[], released: () => void): RecordBlock {
  const text = texts.map((each) => `${each}\n`).join("")
  const bytes = Buffer.from(`${text}${" ".repeat(32)}`)
  const lines = { bytes, from: 0, to: text.length - 1, ascii: true, line: 1, byte: 0, lines: undefined }
  const position = (line: number, byte: number) => ({ file: "f", line, byte })
  return { lines, position, places: { common: { file: "f" } }, release: released }
}

async function rulesOf(text: string): Promise<RuleSet> {
  const { rules, diagnostics } = await compile([{ path: "a.cep", text: `${declaration}\n${text}` }])
  if (rules === undefined) throw new Error(diagnostics.map((each) => each.text).join("\n"))
  return rules
}

/** Workers that are ready. `sent`: as for `sameThread`. */
async function poolOf(
  rules: RuleSet,
  workers: number,
  from: InputPartition,
  sent?: (worker: number, request: Request) => void,
) {
  const alerts: string[] = []
  const sink: Sink = {
    write: async (records) => void alerts.push(...records.map(({ line }) => line)),
    flush: async () => {},
    close: async () => {},
  }
  const sinks = { named: new Map(), standardOutput: sink }
  const counter = new Counter()
  const outputs = new Outputs(sinks, counter, () => {}, "1")
  const to = { outputs, counter, partitions: [from], wake: () => {} }
  const settings = { params: {}, strict: false, maxAheadMs: 1000, clock, log: () => {} }
  const pool = sameThread(workers, rules, sinks, clock, sent)(settings, to)
  await pool.start()
  return { pool, from, outputs, alerts }
}

/** Hands the events to workers: by worker what it was sent. */
async function sentTo(rules: RuleSet, workers: number, asLines: boolean) {
  const parts = Array.from({ length: workers }, (): Part[] => [])
  const memory = parts.map(() => new GivenMemory())
  const numbers = parts.map((): number[] => [])
  const take = (worker: number, request: Request): void => {
    if (request.kind !== "batch") return
    for (const part of request.parts) {
      parts[worker]!.push(part)
      numbers[worker]!.push(...part.records.map(({ raw }) => (raw as { readonly n: number }).n))
      if (part.lines !== undefined) numbers[worker]!.push(...numbersIn(part.lines, memory[worker]!))
    }
  }
  const { pool, from } = await poolOf(rules, workers, partition(), take)
  const texts = events.map((each) => JSON.stringify(each))
  let released = 0
  const block = blockOf(texts, () => released++)
  const records = texts.flatMap((text, line) => recordsOf(text, () => ({ file: "f", line })))
  await pool.process(
    asLines && pool.takesLines(from, "json") ? { records: [], values: "json", block } : { records, values: "json" },
    from,
  )
  await pool.finish(true)
  const { counts, engine, usage } = await pool.stats()
  return { numbers, counts, engine, usage, released, parts }
}

/** The numbers of the events in lines. */
function numbersIn({ block, runs }: BlockPart, memory: GivenMemory): number[] {
  const bytes = memory.of(block)
  const found: number[] = []
  for (let at = 0; at < runs.length; at += runLength) {
    let from = runs[at + 1]!
    for (let left = runs[at + 3]!; left > 0; left--) {
      const end = bytes.indexOf(10, from)
      found.push((JSON.parse(bytes.toString("latin1", from, end)) as { readonly n: number }).n)
      from = end + 1
    }
  }
  return found
}

const all = events.map(({ n }) => n)
const withKey = events.filter(({ k }) => k !== undefined)

describe.each([true, false])("workers are sent (as lines: %s)", (asLines) => {
  let perKey: RuleSet
  beforeAll(async () => {
    perKey = await rulesOf("rule R { when 2 A as a within 25 ms per k alert { n: sum(a.n) } without events }")
  })

  test("the events of their own keys, each once", async () => {
    const { numbers, counts, engine } = await sentTo(perKey, 3, asLines)
    for (const [worker, own] of numbers.entries()) {
      expect(own).toEqual(withKey.filter(({ k }) => ownerOf([k], 3) === worker).map(({ n }) => n))
    }
    expect(numbers.filter(({ length }) => length > 0).length).toBe(3)
    const missing = events.length - withKey.length
    expect(counts).toMatchObject({ read: events.length, deadLetters: missing })
    expect(engine).toMatchObject({ events: withKey.length, deadLetters: missing })
  })

  test("nothing of the block's bytes but what it keeps: they are given back at once", async () => {
    const { released, parts } = await sentTo(perKey, 2, asLines)
    expect(released).toBe(asLines ? 1 : 0)
    expect(parts.flat().some(({ lines }) => lines !== undefined)).toBe(asLines)
  })

  test("what two rules need of an event, once", async () => {
    const rules = await rulesOf(`rule R { when 2 A as a within 25 ms per k alert }
      rule S { when 3 A as a within 25 ms per m alert }`)
    const { numbers, engine, usage } = await sentTo(rules, 3, asLines)
    // Each rule counts an event once, however many workers have it.
    expect(usage.rules.map(({ evaluations }) => evaluations)).toEqual([engine.events, engine.events])
    expect(usage.rules.every(({ stateBytes }) => stateBytes > 0)).toBe(true)
    for (const [worker, own] of numbers.entries()) {
      const needs = events.filter(({ k, m }) => ownerOf([m], 3) === worker || (k && ownerOf([k], 3) === worker))
      expect(own).toEqual(needs.map(({ n }) => n))
    }
  })

  test("everything, the first one, where a rule has no keys", async () => {
    const rules = await rulesOf("rule R { when A as a where n > 50 alert }")
    expect((await sentTo(rules, 3, asLines)).numbers).toEqual([all, [], []])
  })

  test("everything where a rule asks for aggregates, of whichever key", async () => {
    const rules = await rulesOf("rule R { when A as a where sum(n) per m over 10 ms > 20 per k alert }")
    const { numbers } = await sentTo(rules, 2, asLines)
    expect(numbers).toEqual([all, all])
  })

  test("each step of the watermark where it matters how far that moves at once", async () => {
    const rules = await rulesOf("rule R { when A as a then A as b within 25 ms per k skip past last alert }")
    const { parts, numbers } = await sentTo(rules, 2, asLines)
    expect(numbers.flat().sort((a, b) => a - b)).toEqual(withKey.map(({ n }) => n))
    for (const own of parts) {
      const steps = own.flatMap(({ watermark }) => watermark ?? [])
      expect(steps.length).toBe(events.filter(({ k }) => k !== undefined).length)
      expect(steps).toEqual([...new Set(steps)])
    }
  })
})

test("asynchronous functions are asked once, and what they say goes with the event", async () => {
  const { rules, asked } = await answeredRules(`rule Abroad {
    when Login as login where countryOf(address) != "GB" per user
    alert "{login.id}"
  }`)
  const count = 12
  const { pool, from, outputs, alerts } = await poolOf(rules, 3, { ...partition(), name: "Login", key: "Login" })
  const records = Array.from({ length: count }, (_, id) => {
    const raw = { id: `l${id}`, user: `u${id}`, address: `a${id}`, at: id * 1000 }
    return { raw, text: JSON.stringify(raw), position: { line: id }, problem: undefined }
  })
  expect(pool.takesLines(from, "json")).toBe(false)
  const taken = pool.process({ records, values: "json" }, from)
  for (let answered = 0; answered < count; ) {
    for (; answered < asked.length; answered++) asked[answered]!.answer(answered % 2 === 0 ? "NG" : "GB")
    await new Promise((resolve) => setImmediate(resolve))
  }
  await taken
  await pool.finish(true)
  const { calls, counts } = await pool.stats()
  await outputs.flush()
  expect(calls).toMatchObject({ calls: count, timeouts: 0, errors: 0, wrongTypes: 0 })
  expect(counts.alerts).toBe(count / 2)
  const found = alerts.map((line) => (JSON.parse(line) as { readonly message: string }).message)
  expect(found.sort()).toEqual(["l0", "l10", "l2", "l4", "l6", "l8"])
})

test("who asks how a job stands while it asks for its last numbers gets those, and so does the job", async () => {
  const rules = await rulesOf("rule R { when A as a per m alert { n: a.n } }")
  const sinks = { named: new Map(), standardOutput: new TestSink() }
  const clock = new TestClock(5000)
  let asked: Promise<unknown> | undefined
  const processing = sameThread(2, rules, sinks, clock, (worker, { kind }) => {
    if (kind === "result" && worker === 1) asked ??= Promise.resolve().then(() => job.status())
  })
  const records = events.map((event) => record(event))
  const inputs = { A: source([new TestPartition("p", [records])]) }
  const { job } = makeJob(rules, inputs, { clock, sinks, processing, maxAheadMs: 1e15 })
  const { read } = await job.run()
  expect(read).toBe(events.length)
  expect(await asked).toMatchObject({ counts: { read } })
})

test("a worker that has failed rejects what it is asked, so that what others were asked beside it is handled", async () => {
  let fail: (reason: string) => void = () => {}
  const port = { post: () => {}, onMessage: () => {} }
  const started = { port, onEnd: (take: typeof fail) => void (fail = take), stop: async () => {} }
  const listener = { outputs: () => {}, report: () => {}, log: () => {}, failed: () => {} }
  const end = new WorkerEnd(0, started, listener)
  const ready = end.ready.catch(String)
  fail("it was out of memory")
  const counts = { events: 0, late: 0, deadLetters: 0, highest: 0, lateByRule: [], takenByType: [] }
  const asked = [
    end.prepare("rules"),
    end.follow({}, counts, { warmed: undefined, frozen: undefined }),
    end.waiting(["A"]),
    end.result(counts),
    end.cut(true, counts),
  ]
  for (const each of asked) await expect(each).rejects.toThrow("out of memory")
  expect(await ready).toContain("out of memory")
})

describe("shared memory", () => {
  const block = () => blockOf(["a", "b"], () => {})

  test("is handed to each worker once, and used again when all have released it", () => {
    const forgotten: number[] = []
    const blocks = new SharedBlocks((place) => forgotten.push(place))
    const first = blocks.share(block(), 2)
    const [zero, one] = [first.blockFor(0), first.blockFor(1)]
    expect(zero.memory).toBe(one.memory)
    expect(zero.memory).toBeDefined()
    blocks.release(zero.id)
    expect(blocks.share(block(), 1).blockFor(0).place).not.toBe(zero.place)
    blocks.release(one.id)
    const again = blocks.share(block(), 1).blockFor(1)
    expect(again).toMatchObject({ place: zero.place, memory: undefined })
    expect(forgotten).toEqual([])
  })

  test("that a worker keeps has no other use, and is forgotten", () => {
    const forgotten: [number, number][] = []
    const blocks = new SharedBlocks((place, worker) => forgotten.push([place, worker]))
    const shared = blocks.share(block(), 2)
    const [zero, one] = [shared.blockFor(0), shared.blockFor(1)]
    blocks.release(zero.id, true)
    expect(forgotten).toEqual([])
    blocks.release(one.id)
    expect(forgotten).toEqual([
      [zero.place, 0],
      [zero.place, 1],
    ])
    expect(blocks.share(block(), 1).blockFor(0).place).not.toBe(zero.place)
  })
})
