/** A slice that goes on from a checkpoint says what one says that was never gone, also of events that are late, whatever its clock says then. */
import fc from "fast-check"
import { expect, test } from "vitest"
import type { RuleSet } from "../../../../runtime/abi/rule-set.ts"
import type { SourceRecord } from "../../../../runtime/connectors/contract.ts"
import { decodeJson } from "../../../../runtime/formats/json.ts"
import { createEngine } from "../../../../runtime/index.ts"
import type { Restored } from "../../../../runtime/job/checkpoints.ts"
import { Counter } from "../../../../runtime/job/counts.ts"
import { Outputs } from "../../../../runtime/job/outputs.ts"
import { writeEvent, writeMarker } from "../../../../runtime/job/repartition/parcel.ts"
import { type ReadSource, sliceProcessing } from "../../../../runtime/job/repartition/processing.ts"
import { runSize } from "../../../property/run-size.ts"
import { compileRules, TestClock, TestSink } from "../../../support/job.ts"

const { pairs, seed, timeout } = runSize()

const text = `
event P { account: string, n: integer, at: time } timed by at
rule Pair { when P as a then P as b where b.n > a.n within 30 ms per account alert "{a.n} {b.n}" }
rule Many { when P as it where (sum(n) over 40 ms) > 4 per account alert "{it.n}" }
rule Quiet { when P as a then no P for 15 ms per account alert "{a.n}" }
`
const sources: readonly ReadSource[] = [
  {
    name: "P",
    typeField: "type",
    bounded: false,
    partitions: [0, 1].map((partition) => ({ name: `p/${partition}`, common: { partition }, end: 0 })),
  },
]

/** What a slice says while it goes through lines, and what it would go on from. */
async function play(
  rules: RuleSet,
  lines: readonly string[],
  atOnce: number,
  restored: Restored | undefined,
  now: number,
) {
  const sinks = [new TestSink(), new TestSink(), new TestSink()] as const
  const [alerts, deadLetters, late] = sinks
  const counter = new Counter()
  const all = { named: new Map([["alerts", alerts]]), standardOutput: alerts, deadLetters, late }
  const outputs = new Outputs(all, counter, () => {}, "test")
  const end = { isReached: false }
  const open = sliceProcessing({ rules, createEngine, sources, slice: 0, slices: 1, end })
  const settings = { params: {}, strict: false, maxAheadMs: 1000, clock: new TestClock(now), log: () => {}, restored }
  const slice = open(settings, { outputs, counter, partitions: [], wake: () => {} })
  for (let at = 0; at < lines.length; at += atOnce) {
    const records = lines.slice(at, at + atOnce).map((line): SourceRecord => {
      return { raw: decodeJson(line).value, text: line, position: {}, problem: undefined }
    })
    await slice.process({ records, values: "json" })
  }
  await outputs.flush()
  const { cuts, watermarks } = await slice.cut(true)
  const pieces: Uint8Array[] = []
  for (let piece = await cuts[0]!.next(); piece !== undefined; piece = await cuts[0]!.next()) pieces.push(piece.slice())
  const next: Restored = {
    checkpoint: 1,
    state: [pieces],
    dividedAnew: false,
    sources: [],
    watermarks: JSON.parse(JSON.stringify(watermarks)),
  }
  return { said: sinks.map(({ records }) => records.map(({ line }) => line)), next }
}

const step = fc.record({
  partition: fc.nat(1),
  account: fc.constantFrom("x", "y"),
  n: fc.integer({ min: 0, max: 4 }),
  kind: fc.constantFrom("event", "event", "event", "ahead", "again", "marker", "idle"),
  after: fc.constantFrom(0, 1, 3, 8, -20),
  by: fc.nat(12),
})
type Drawn = typeof step extends fc.Arbitrary<infer S> ? S : never

/** The lines of a slice's partition: events, some of which come again or are behind the markers, and markers. */
function linesOf(steps: readonly Drawn[]): string[] {
  const next = [0, 0]
  const marks = [100, 100]
  const clock = 5000
  let at = 100
  const lines: string[] = []
  for (const { partition, account, n, kind, after, by } of steps) {
    at = Math.max(100, at + after)
    const place = { source: 0, partition, offset: next[partition]! }
    const own = { ...place, offset: place.offset - 1 }
    if (kind === "marker") marks[partition] = Math.max(marks[partition]!, at - by)
    if (kind === "marker") lines.push(writeMarker(own, { watermark: marks[partition]! }))
    else if (kind === "idle") lines.push(writeMarker(own, { watermark: marks[partition]!, idle: at - by }))
    else if (kind === "again" && lines.length > by) lines.push(lines.at(-1 - by)!)
    else {
      const json = JSON.stringify({ account, n, at: kind === "ahead" ? clock + 1001 : at })
      lines.push(writeEvent(place, clock, { raw: undefined, text: json, problem: undefined }))
      next[partition]!++
    }
  }
  return lines
}

test(
  "a restart changes nothing of what a slice says",
  async () => {
    const rules = await compileRules(text)
    const found = [0, 0, 0]
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.nat(60),
        fc.integer({ min: 1, max: 8 }),
        async (steps, cut, atOnce) => {
          const lines = linesOf(steps)
          const whole = await play(rules, lines, atOnce, undefined, 0)
          const first = await play(rules, lines.slice(0, cut), atOnce, undefined, 0)
          // The clock of the second run has nothing to say.
          const second = await play(rules, lines.slice(cut), atOnce, first.next, 1e12)
          expect(first.said.map((said, at) => [...said, ...second.said[at]!])).toEqual(whole.said)
          whole.said.forEach((said, at) => {
            found[at]! += said.length
          })
        },
      ),
      { numRuns: Math.ceil(0.2 * pairs), seed },
    )
    expect(Math.min(...found), `alerts, dead letters, late events: ${found}`).toBeGreaterThan(0.05 * pairs)
  },
  timeout,
)
