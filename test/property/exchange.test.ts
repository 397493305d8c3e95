/** Workers that are given the events of their own keys make together what one process makes: outputs, late events, dead letters, counts; also when as many others go on. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { Batch, Sink } from "../../runtime/connectors/contract.ts"
import { createEngine } from "../../runtime/index.ts"
import type { Restored } from "../../runtime/job/checkpoints.ts"
import { Counter } from "../../runtime/job/counts.ts"
import type { InputPartition } from "../../runtime/job/inputs.ts"
import { recordsOf } from "../../runtime/job/lines.ts"
import { type OutputSinks, Outputs } from "../../runtime/job/outputs.ts"
import { LocalProcessing, type Processing } from "../../runtime/job/processing.ts"
import { sameThread } from "../support/worker-threads.ts"
import { event, shapes, textOf } from "./divided-rules.ts"
import { latenessMs, set } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

const now = 5000
const clock = { now: () => now, every: () => () => {}, after: () => () => {} }

/** What stands where an event should. */
const odd = [
  "",
  "no json {",
  '{"type":"A"}',
  "[1]",
  '{"type":"Other","at":1}',
  `{"type":"A","id":1,"m":"x","b":true,"n":1,"at":99999999999}`,
  '{"n":1.0e0,"type":"B","id":7,"m":"\\u0078","k":"x","at":1050}',
]
const step = fc.record({
  event,
  odd: fc.option(fc.constantFrom(...odd), { nil: undefined, freq: 4 }),
  /** The batch ends behind it. */
  ends: fc.nat(5).map((drawn) => drawn === 0),
  idle: fc.nat(30).map((drawn) => drawn === 0),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** Lines of a partition, or partitions that fall silent. */
interface Piece {
  readonly partition: number
  readonly lines: readonly string[]
  readonly idle: boolean
}

function piecesOf(steps: readonly Step[], mixed: boolean): Piece[] {
  const pieces: Piece[] = []
  let open: string[][] = [[], []]
  let at = 1000
  for (const [id, { event: drawn, odd: other, ends, idle }] of steps.entries()) {
    const { type, k, m, b, n, o, after } = drawn
    at += after
    const line = JSON.stringify({ type, id, k, m, n, ...(type === "A" && { b, o }), at })
    open[mixed || type === "A" ? 0 : 1]!.push(...(other === undefined ? [] : [other]), line)
    if (!ends && id < steps.length - 1) continue
    for (const [partition, lines] of open.entries()) if (lines.length > 0) pieces.push({ partition, lines, idle })
    open = [[], []]
  }
  return pieces
}

function partitionOf(name: string, rank: number): InputPartition {
  const input = { name, typeField: "type", source: { partitions: [], bounded: false, close: async () => {} } }
  const partition = { name: "p", read: async () => null, position: () => ({}), seek: async () => {} }
  const facts = { bounded: false, key: name, latenessMs, sourceRank: rank, partitionRank: 0, name, typeField: "type" }
  const state = { progress: Number.NEGATIVE_INFINITY, reading: false, ready: undefined, ended: false, idle: false }
  return { input, partition, ...facts, ...state, heardAt: 0, read: 0, place: {} }
}

function batchOf(lines: readonly string[], line: number, byte: number, asLines: boolean): Batch {
  const text = `${lines.join("\n")}\n`
  const bytes = Buffer.from(`${text}${" ".repeat(32)}`)
  const position = (of: number, at: number) => ({ file: "f", line: of, byte: at })
  if (asLines) {
    const block = { bytes, from: 0, to: text.length - 1, ascii: true, line, byte, lines: undefined }
    const release = () => void bytes.fill(" ")
    return {
      records: [],
      values: "json",
      block: { lines: block, position, places: { common: { file: "f" } }, release },
    }
  }
  let at = byte
  const records = lines.flatMap((each, place) => {
    const found = recordsOf(each, () => position(line + place, at))
    at += each.length + 1
    return found
  })
  return { records, values: "json" }
}

/** What left a job. */
class Written {
  readonly alerts: string[] = []
  readonly dead: string[] = []
  readonly late: string[] = []

  sinks(asLines: boolean): OutputSinks {
    const of = (lines: string[]): Sink => ({
      write: async (records) => void lines.push(...records.map(({ line }) => line)),
      ...(asLines && {
        writeLines: async (bytes: Uint8Array) =>
          void lines.push(...Buffer.from(bytes).toString().split("\n").filter(Boolean)),
      }),
      flush: async () => {},
      close: async () => {},
    })
    return { named: new Map(), standardOutput: of(this.alerts), deadLetters: of(this.dead), late: of(this.late) }
  }
}

interface Runs {
  readonly pieces: readonly Piece[]
  readonly mixed: boolean
  readonly asLines: boolean
  /** How many workers there are from the beginning, and behind each place; 0: the job judges by itself. */
  readonly workers: readonly number[]
  readonly places: readonly number[]
  readonly full: boolean
}

async function run(rules: RuleSet, { pieces, mixed, asLines, workers, places, full }: Runs) {
  const written = new Written()
  const lines = [1, 1]
  const bytes = [0, 0]
  const ends = [...places, pieces.length]
  let restored: Restored | undefined
  let result: Awaited<ReturnType<Processing["stats"]>> | undefined
  let idle: readonly boolean[] = []
  const counted = { read: 0, passedOver: 0, alerts: 0, deadLetters: 0 }
  for (const [at, count] of workers.entries()) {
    const partitions = mixed ? [partitionOf("*", 0)] : [partitionOf("A", 0), partitionOf("B", 1)]
    // A silent partition is silent, also for who goes on.
    for (const [place, was] of idle.entries()) partitions[place]!.idle = was
    const sinks = written.sinks(asLines)
    const counter = new Counter()
    const outputs = new Outputs(sinks, counter, () => {}, rules.manifest.version)
    const to = { outputs, counter, partitions, wake: () => {} }
    const settings = { params: {}, strict: false, maxAheadMs: 1000, clock, log: () => {}, restored }
    const processing: Processing =
      count === 0
        ? new LocalProcessing(rules, createEngine, settings, to)
        : sameThread(count, rules, sinks, clock)(settings, to)
    await processing.start()
    for (const { partition, lines: own, idle: falls } of pieces.slice(ends[at - 1] ?? 0, ends[at])) {
      const from = partitions[partition]!
      const batch = batchOf(own, lines[partition]!, bytes[partition]!, processing.takesLines(from, "json"))
      lines[partition]! += own.length
      bytes[partition]! += own.join("\n").length + 1
      await processing.process(batch, from)
      if (falls) {
        from.idle = true
        processing.idle([from], undefined)
      }
      await outputs.send()
    }
    idle = partitions.map((partition) => partition.idle)
    const isLast = at === workers.length - 1
    await processing.finish(isLast)
    const { cuts, watermarks } = await processing.cut(full)
    const state = await Promise.all(
      cuts.map(async (cut) => {
        const own: Uint8Array[] = []
        for (let piece = await cut.next(); piece !== undefined; piece = await cut.next()) own.push(piece.slice())
        return own
      }),
    )
    restored = { checkpoint: at, state, dividedAnew: false, sources: [], watermarks }
    result = await processing.stats()
    for (const name of ["read", "passedOver", "alerts", "deadLetters"] as const) counted[name] += result.counts[name]
    await outputs.flush()
    processing.check()
    await processing.close()
  }
  const { engine, counts } = result!
  const ofRules = engine.rules.map(
    ({ partialMatches: _held, states: _states, keys: _keys, silences: _silences, ...rest }) => rest,
  )
  const told = { ...counted, late: counts.late, events: engine.events, letters: engine.deadLetters, rules: ofRules }
  return { alerts: written.alerts.sort(), dead: written.dead.sort(), late: written.late, told }
}

test(
  "any number of workers makes what one process makes, and goes on with what any other number has kept",
  async () => {
    const seen = { alerts: 0, dead: 0, late: 0 }
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(set, fc.constant([])),
        fc.uniqueArray(fc.nat(shapes.length - 1), { minLength: 1, maxLength: 5 }),
        fc.array(step, { minLength: 30, maxLength: 90 }),
        fc.array(fc.constantFrom(1, 2, 3, 4), { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(99), { minLength: 3, maxLength: 3 }),
        fc.boolean(),
        fc.boolean(),
        async (drawn, chosen, steps, workers, percents, mixed, asLines) => {
          const text = textOf(drawn.slice(0, 5), chosen)
          const { rules, diagnostics } = await compile([{ path: "a.cep", text }])
          if (rules === undefined) throw new Error(`${diagnostics.map((each) => each.text).join("\n")}\n${text}`)
          const pieces = piecesOf(steps, mixed)
          const places = workers.slice(1).map((_, at) => Math.floor((pieces.length * percents[at]!) / 100))
          places.sort((a, b) => a - b)
          const common = { pieces, mixed, asLines, full: percents[2]! > 50 }
          const one = await run(rules, { ...common, workers: [0], places: [] })
          const several = await run(rules, { ...common, workers, places })
          expect(several).toEqual(one)
          seen.alerts += one.alerts.length
          seen.dead += one.dead.length
          seen.late += one.late.length
        },
      ),
      { numRuns: Math.ceil(0.1 * pairs), seed },
    )
    expect(Math.min(seen.alerts, seen.dead, seen.late)).toBeGreaterThan(0.1 * pairs)
  },
  timeout,
)
