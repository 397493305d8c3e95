/** Readers and slices as they are, on a topic in memory whose sends fail, arrive in part, or arrive late: together they say what one job says that reads the sources itself. */
import fc from "fast-check"
import { expect, test } from "vitest"
import type { RuleSet } from "../../../../runtime/abi/rule-set.ts"
import {
  type Batch,
  ConnectorError,
  type ExchangePlace,
  type ExchangeWriter,
  type Partition,
  type Position,
  type Source,
  type SourceRecord,
} from "../../../../runtime/connectors/contract.ts"
import { KeyRouter } from "../../../../runtime/engine/routes.ts"
import { decodeJson } from "../../../../runtime/formats/json.ts"
import { createEngine } from "../../../../runtime/index.ts"
import { namedTypes, RecordReader } from "../../../../runtime/job/inputs.ts"
import { Job } from "../../../../runtime/job/job.ts"
import { Pressure } from "../../../../runtime/job/repartition/pressure.ts"
import {
  endingSource,
  type ReadSource,
  readPartitions,
  sliceProcessing,
} from "../../../../runtime/job/repartition/processing.ts"
import { PartitionReader } from "../../../../runtime/job/repartition/reader.ts"
import type { Clock } from "../../../../runtime/platform/clock.ts"
import { runSize } from "../../../property/run-size.ts"
import { compileRules, TestSink } from "../../../support/job.ts"

const { pairs, seed, timeout } = runSize()
const slices = 3

const text = `
event P { account: string, device: string, n: integer, at: time } timed by at, up to 20 seconds late
rule Pair { when P as a then P as b where b.n > a.n within 30 seconds per account alert "{a.n} {b.n}" }
rule Many { when P as it where (sum(n) over 40 seconds) > 4 per device alert "{it.n}" }
rule Quiet { when P as a then no P for 15 seconds per account, device alert "{a.n}" }
rule Rare { when P as it where it.n == 3 alert "{it.n}" }
`

/** Time passes as soon as everybody waits for it. */
function quickClock(): Clock {
  let time = 1_000_000
  return {
    now: () => time,
    every: () => () => {},
    after(milliseconds, act) {
      const handle = setImmediate(() => {
        time += Math.max(milliseconds, 1)
        act()
      })
      return () => clearImmediate(handle)
    },
  }
}

/** A partition of a source: texts by offset. */
class Texts implements Partition {
  readonly name: string
  readonly #number: number
  readonly #texts: readonly string[]
  readonly #atOnce: number
  #next = 0

  constructor(number: number, texts: readonly string[], atOnce: number) {
    this.name = `p/${number}`
    this.#number = number
    this.#texts = texts
    this.#atOnce = atOnce
  }

  async read(): Promise<Batch | null> {
    if (this.#next >= this.#texts.length) return null
    const from = this.#next
    this.#next = Math.min(from + this.#atOnce, this.#texts.length)
    const records = this.#texts.slice(from, this.#next).map((each, at) => recordOf(each, this.#positionOf(from + at)))
    return { records, values: "json" }
  }

  #positionOf(offset: number): Position {
    return { partition: this.#number, offset }
  }

  position(): Position {
    return this.#positionOf(this.#next)
  }

  async seek({ offset }: Position): Promise<void> {
    this.#next = Number(offset)
  }
}

function recordOf(line: string, position: Position): SourceRecord {
  const { value: raw, problem } = decodeJson(line)
  return { raw, text: line, position, problem }
}

/** What becomes of a send: by partition, it arrives, never arrives, or arrives before the next one does. */
type Fate = "arrives" | "lost" | "late"
interface Fault {
  /** After so many sends that went well. */
  readonly after: number
  readonly fates: readonly Fate[]
}

class MemoryExchange {
  readonly logs: string[][] = Array.from({ length: slices }, () => [])
  readonly places = new Map<string, ExchangePlace>()
  readonly #faults: Fault[]
  readonly #late: { readonly partition: number; readonly texts: readonly string[] }[] = []
  readonly #waiting: (() => void)[] = []
  #sends = 0
  failures = 0

  constructor(faults: readonly Fault[]) {
    this.#faults = [...faults]
  }

  openWriter(reader: string): ExchangeWriter {
    let isBroken = false
    return {
      send: async (messages) => {
        // Somebody else's turn may come between.
        await new Promise((resolve) => setImmediate(resolve))
        if (isBroken) throw new Error("a writer that failed is used again")
        const byPartition = Map.groupBy(messages, ({ partition }) => partition)
        const fault = this.#faults[0]
        isBroken = fault !== undefined && this.#sends >= fault.after
        if (isBroken) this.#faults.shift()
        for (const [partition, own] of byPartition) {
          const texts = own.map((each) => each.text)
          const fate = isBroken ? fault!.fates[partition % fault!.fates.length]! : "arrives"
          if (fate === "arrives") this.#arrive(partition, texts)
          else if (fate === "late") this.#late.push({ partition, texts })
        }
        this.#sends = isBroken ? 0 : this.#sends + 1
        if (isBroken) {
          this.failures++
          throw new ConnectorError("failure", "nobody knows what has arrived")
        }
      },
      committed: async () => this.places.get(reader),
      commit: async (place) => void this.places.set(reader, place),
      close: async () => {},
    }
  }

  #arrive(partition: number, texts: readonly string[]): void {
    this.logs[partition]!.push(...texts)
    for (const late of this.#late.splice(0)) this.logs[late.partition]!.push(...late.texts)
    for (const wake of this.#waiting.splice(0)) wake()
  }

  openPartition(number: number): Source {
    let next = 0
    const log = this.logs[number]!
    const read = async (): Promise<Batch> => {
      while (next >= log.length) await new Promise<void>((resolve) => this.#waiting.push(resolve))
      const from = next
      next = Math.min(log.length, from + 7)
      const records = log.slice(from, next).map((each, at) => recordOf(each, { offset: from + at }))
      return { records, values: "json" }
    }
    const position = () => ({ offset: next })
    return {
      partitions: [{ name: `hop/${number}`, read, position, seek: async () => {} }],
      bounded: false,
      close: async () => {},
    }
  }
}

interface World {
  readonly rules: RuleSet
  readonly partitions: readonly (readonly string[])[]
  readonly atOnce: number
}

interface Found {
  readonly alerts: string[]
  readonly dead: string[]
}

const common = (clock: Clock) => ({
  params: {},
  strict: false,
  atEnd: "close" as const,
  maxAheadMs: Number.POSITIVE_INFINITY,
  idleAfterMs: 1e9,
  clock,
  log: () => {},
  stop: new AbortController().signal,
})

async function whole({ rules, partitions, atOnce }: World): Promise<Found> {
  const [alerts, deadLetters] = [new TestSink(), new TestSink()]
  const own = partitions.map((texts, number) => new Texts(number, texts, atOnce))
  const inputs = [{ name: "P", typeField: "type", source: { partitions: own, bounded: true, close: async () => {} } }]
  const sinks = { named: new Map([["alerts", alerts]]), standardOutput: alerts, deadLetters }
  await new Job(rules, createEngine, { inputs, sinks, ...common(quickClock()) }).run()
  return {
    alerts: alerts.records.map(({ line }) => line).sort(),
    dead: deadLetters.records.map(({ line }) => line).sort(),
  }
}

async function divided({ rules, partitions, atOnce }: World, faults: readonly Fault[], zombies: number) {
  const exchange = new MemoryExchange(faults)
  const clock = quickClock()
  const sources: ReadSource[] = [
    {
      name: "P",
      typeField: "type",
      bounded: true,
      partitions: partitions.map((texts, number) => ({
        name: `p/${number}`,
        common: { partition: number },
        end: texts.length,
      })),
    },
  ]
  const [from] = readPartitions(sources, rules.manifest)
  const pressure = new Pressure()
  const never = new AbortController().signal
  const reader = (number: number) =>
    new PartitionReader({
      name: `p/${number}`,
      partition: `p/${number}`,
      from: from![number]!,
      slices,
      first: { position: { partition: number, offset: 0 }, highest: null, exchange: "x" },
      open: async () => ({
        source: { partitions: [new Texts(number, partitions[number]!, atOnce)], bounded: true, close: async () => {} },
        writer: exchange.openWriter(String(number)),
      }),
      isPassing: (error) => error instanceof ConnectorError,
      records: new RecordReader(new Set(namedTypes(rules.manifest).map(({ name }) => name))),
      router: new KeyRouter(rules.manifest, slices),
      pressure,
      signals: { stop: never, abandon: never },
      clock,
      log: () => {},
      maxAheadMs: Number.POSITIVE_INFINITY,
      idleAfterMs: 1e9,
      latenessMs: 20_000,
      markEveryMs: 1,
    })
  const [alerts, deadLetters] = [new TestSink(), new TestSink()]
  const jobs = Array.from({ length: slices }, (_, slice) => {
    const end = { isReached: false }
    const source = endingSource(exchange.openPartition(slice), end, [])
    const processing = sliceProcessing({ rules, createEngine, sources, slice, slices, end })
    const sinks = { named: new Map([["alerts", alerts]]), standardOutput: alerts, deadLetters }
    const inputs = [{ name: "*", typeField: "type", source }]
    return new Job(rules, createEngine, { inputs, sinks, processing, ...common(clock) })
  })
  const readers = partitions.map((_, number) => reader(number).run())
  const others = Array.from({ length: zombies }, (_, at) => reader(at % partitions.length).run())
  const results = await Promise.all([...jobs.map((job) => job.run()), ...readers, ...others])
  expect(new Set(results.map(({ ending }) => ending))).toEqual(new Set(["end"]))
  const found = {
    alerts: alerts.records.map(({ line }) => line).sort(),
    dead: deadLetters.records.map(({ line }) => line).sort(),
  }
  return { found, failures: exchange.failures }
}

const drawn = fc.record({
  account: fc.constantFrom("x", "y", "z"),
  device: fc.constantFrom("p", "q"),
  n: fc.integer({ min: 0, max: 5 }),
  kind: fc.constantFrom("event", "event", "event", "event", "event", "broken", "wrong"),
  after: fc.constantFrom(0, 1, 2, 5, 9, 12),
  before: fc.constantFrom(0, 0, 3, 15),
})
const fault = fc.record({
  after: fc.nat(6),
  fates: fc.array(fc.constantFrom<Fate>("arrives", "lost", "late"), { minLength: 1, maxLength: slices }),
})

test(
  "whatever becomes of what readers send, each event is judged once by each rule, in its time",
  async () => {
    const rules = await compileRules(text)
    let failures = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(drawn, { maxLength: 25 }), { minLength: 1, maxLength: 3 }),
        fc.array(fault, { maxLength: 5 }),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(2),
        async (parts, faults, atOnce, zombies) => {
          const partitions = parts.map((part) => {
            let at = 5000
            return part.map(({ account, device, n, kind, after, before }, place) => {
              at += after
              if (kind === "broken") return `{"account":"${account}`
              return JSON.stringify({
                account,
                device,
                n: kind === "wrong" ? "many" : n,
                at: (at - before) * 1000 + place,
              })
            })
          })
          const world = { rules, partitions, atOnce }
          const wanted = await whole(world)
          const { found, failures: failed } = await divided(world, faults, zombies)
          expect(found).toEqual(wanted)
          failures += failed
        },
      ),
      { numRuns: Math.ceil(0.1 * pairs), seed },
    )
    expect(failures).toBeGreaterThan(0.05 * pairs)
  },
  timeout,
)
