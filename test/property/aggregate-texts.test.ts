/**
 * Aggregates over past events as authors write them, against their definition: drawn `over`, `is new` and features, several in one
 * file so that they share what is kept, in outputs and in conditions, on streams with equal times, missing values, late arrivals
 * within the lateness and restarts in between.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { aggregateOf, agrees, inWindow, type RawEvent, type RawWindow } from "../reference/aggregates.ts"
import { compileText, type Delivery, hear } from "../support/compiled.ts"
import { arrivals } from "./arrivals.ts"

const minute = 60_000
const base = Date.parse("2026-01-31T10:00:00Z")
const lateness = 20 * minute
const runs = { numRuns: Number(process.env.RUNS ?? 60) }

interface Entry {
  readonly type: "A" | "B"
  readonly id: number
  readonly k: string
  readonly j: string | null
  readonly s: string
  readonly n: number | null
  readonly at: number
}

const streams = fc
  .array(
    fc.record({
      type: fc.constantFrom("A" as const, "A" as const, "B" as const),
      k: fc.constantFrom("a", "b"),
      j: fc.option(fc.constantFrom("x", "y"), { freq: 4 }),
      s: fc.constantFrom("p", "q", "r"),
      n: fc.option(fc.integer({ min: -5, max: 20 }), { freq: 4 }),
      after: fc.constantFrom(0, 0, 1, 2, 5, 30, 90),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps) => {
    let at = base
    return steps.map(({ after, ...rest }, id): Entry => {
      at += after * minute
      return { ...rest, id, at }
    })
  })

type Key = readonly ("k" | "j")[]

interface Question {
  readonly op: string
  /** What it is made of; null: `count()`. */
  readonly value: "n" | "s" | null
  /** `own`: the past event has the same `s` as the one at hand. */
  readonly filter: "none" | "word" | "own"
  readonly window: RawWindow
  readonly key: Key
  /** A feature of the events B, asked at events A. */
  readonly feature: boolean
}

const length = fc.constantFrom(1, 5, 30, 100, 1000)
const windows: fc.Arbitrary<RawWindow> = fc.oneof(
  fc.record({ kind: fc.constant("time" as const), length, previous: fc.boolean(), ending: fc.constant(0) }),
  fc.record({ kind: fc.constant("time" as const), length, previous: fc.constant(false), ending: length }),
  fc.record({
    kind: fc.constant("count" as const),
    count: fc.integer({ min: 1, max: 6 }),
    previous: fc.boolean(),
  }),
  fc.constant({ kind: "forever" as const }),
)
const ofNumbers = ["count", "sum", "avg", "min", "max", "first", "last", "list", "distinct", "median", "stddev"]
const ofTexts = ["count", "min", "max", "first", "last", "list", "distinct"]
const constantSize = ["count", "sum", "avg", "min", "max", "stddev", "first", "last"]

const made = fc.oneof(
  fc.constant({ op: "count", value: null }),
  fc.record({ op: fc.constantFrom(...ofNumbers), value: fc.constant("n" as const) }),
  fc.record({ op: fc.constantFrom(...ofTexts), value: fc.constant("s" as const) }),
  fc.record({ op: fc.constant("new"), value: fc.constantFrom("n" as const, "s" as const) }),
)
const questions: fc.Arbitrary<readonly Question[]> = fc.array(
  fc
    .record({
      made,
      filter: fc.constantFrom("none" as const, "word" as const, "own" as const),
      window: windows,
      key: fc.constantFrom<Key>(["k"], ["k"], ["j"], ["k", "j"]),
      feature: fc.boolean(),
    })
    .map(({ made: { op, value }, filter, window, key, feature }): Question => {
      const isNew = op === "new"
      const forever = window.kind === "forever" && !isNew && !constantSize.includes(op)
      // An ending or `last 1 events` leaves nothing to ask of `is new`.
      const other = forever || (isNew && window.kind === "count" && window.count === 1 && !window.previous)
      return {
        op,
        value,
        window: other ? { kind: "time", length: 30, previous: false, ending: 0 } : window,
        filter: isNew ? "none" : filter === "own" && (feature || window.kind === "forever") ? "word" : filter,
        key,
        feature: feature && !isNew,
      }
    }),
  { minLength: 1, maxLength: 5 },
)

function windowText(window: RawWindow): string {
  if (window.kind === "forever") return "over forever"
  if (window.kind === "count") return `over ${window.previous ? "previous" : "last"} ${window.count} events`
  const ending = window.ending === 0 ? "" : ` ending ${window.ending} minutes ago`
  return `over ${window.previous ? "previous " : ""}${window.length} minutes${ending}`
}

/** The expression, and the declaration that it needs. */
function textsOf(question: Question, at: number): { readonly asked: string; readonly declared: string } {
  const { op, value, filter, key, feature } = question
  const over = windowText(question.window)
  const per = key.join() === "k" && !feature ? "" : `per ${key.join(", ")} `
  if (op === "new") return { asked: `${value} is new ${per}${over}`, declared: "" }
  const where = { none: "", word: ' where s == "p"', own: " where s == a.s" }[filter]
  if (!feature) return { asked: `${op}(${value ?? ""}${where}) ${per}${over}`, declared: "" }
  const of = value === null ? "B" : `B.${value}`
  return { asked: `f${at}`, declared: `feature f${at} = ${op}(${of}${where}) ${per}${over}\n` }
}

function text(drawn: readonly Question[]): string {
  const fields = "id: integer, k: string, j: string?, s: string, n: integer?, at: time"
  const events = ["A", "B"].map((name) => `event ${name} { ${fields} } timed by at, up to 20 minutes late\n`)
  const rules = drawn.map((question, i) => {
    const { asked, declared } = textsOf(question, i)
    const holds = question.op === "new" ? asked : `(${asked}) is present`
    return `${declared}
      rule Output${i} { when A as a per k alert { v: ${asked} } }
      rule Condition${i} { when A as a where ${holds} per k alert }`
  })
  return `${events.join("")}${rules.join("\n")}`
}

function keyOf(entry: Entry, key: Key): string | undefined {
  const parts = key.map((name) => entry[name])
  return parts.includes(null) ? undefined : JSON.stringify(parts)
}

/** What the question gives at an event, by the definition; undefined: missing. */
function answerOf(question: Question, entries: readonly Entry[], now: Entry): unknown {
  const { op, value, filter, feature } = question
  const key = keyOf(now, question.key)
  const raw = entries
    .filter(({ type }) => type === (feature ? "B" : "A"))
    .map(
      (entry): RawEvent => ({
        at: entry.at,
        order: entry.id,
        key: keyOf(entry, question.key),
        counts: filter === "none" || entry.s === (filter === "own" ? now.s : "p"),
        value: value === null ? true : (entry[value] ?? undefined),
      }),
    )
  const self: RawEvent = { at: now.at, order: now.id, key, counts: true, value: undefined }
  if (op === "new") {
    const asked = value === null ? null : now[value]
    if (key === undefined || asked === null) return false
    const before = inWindow(raw, inMinutes(question.window), key, self, true).filter(({ order }) => order < now.id)
    return !before.some((event) => event.value === asked)
  }
  return key === undefined ? undefined : aggregateOf(op, inWindow(raw, inMinutes(question.window), key, self, true))
}

function inMinutes(window: RawWindow): RawWindow {
  if (window.kind !== "time") return window
  return { ...window, length: window.length * minute, ending: window.ending * minute }
}

function deliveriesOf(entries: readonly Entry[]): Delivery[] {
  return entries.map(({ type, j, n, at, ...rest }) => [
    type,
    { ...rest, ...(j !== null && { j }), ...(n !== null && { n }), at: new Date(at).toISOString() },
  ])
}

test("what is written over past events is what its definition says", async () => {
  await fc.assert(
    fc.asyncProperty(questions, streams, arrivals(), fc.integer({ min: 0, max: 3 }), async (...args) => {
      const [drawn, entries, shuffle, restartEvery] = args
      const rules = await compileText(text(drawn))
      const arrived = shuffle(entries, lateness).map((place) => entries[place]!)
      const heard = hear(rules, deliveriesOf(arrived), { restartEvery })
      // Events B that lack the key of every feature are of no use to anyone.
      const dead = heard.dead.filter(({ code, type }) => code !== "missing-key" || type !== "B")
      expect([...heard.late, ...dead]).toEqual([])
      for (const [i, question] of drawn.entries()) {
        const asked = entries.filter(({ type }) => type === "A")
        const expected = asked.map((now) => answerOf(question, entries, now))
        const outputs = heard.alerts.filter(({ rule }) => rule === `Output${i}`)
        expect(outputs).toHaveLength(asked.length)
        for (const [place, { data }] of outputs.entries()) {
          const { v } = data as { v: unknown }
          const same = agrees(question.op, v ?? undefined, expected[place])
          expect(same ? "" : `${i}: at ${asked[place]!.id} ${JSON.stringify(v)}, not ${expected[place]}`).toBe("")
        }
        const holds = asked.filter((_, place) => expected[place] !== undefined && expected[place] !== false)
        const fired = heard.alerts.filter(({ rule }) => rule === `Condition${i}`)
        expect(fired.map(({ events }) => (events as { a: { id: number } }).a.id)).toEqual(holds.map(({ id }) => id))
      }
    }),
    runs,
  )
})
