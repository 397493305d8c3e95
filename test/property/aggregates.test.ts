/**
 * Every aggregate in every window equals its definition, whatever was kept for it: drawn series, drawn streams with equal times,
 * missing values, silent keys, restarts, changed parameters, and questions about events that are past.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import type { EventRecord } from "../../runtime/abi/event.ts"
import type { EventSchema, SeriesProgram } from "../../runtime/abi/rule-set.ts"
import type { MeasureSchema, SeriesSchema, SeriesWindow } from "../../runtime/abi/series.ts"
import type { Fields } from "../../runtime/abi/value.ts"
import { History } from "../../runtime/aggregate/history.ts"
import { MemoryBackend } from "../../runtime/state/memory.ts"
import { aggregateOf, agrees, inWindow, type RawEvent, type RawWindow } from "../reference/aggregates.ts"
import { runSize } from "./run-size.ts"

const { pairs, timeout } = runSize()

const ops = {
  number: ["count", "sum", "avg", "min", "max", "first", "last", "list", "distinct", "median", "percentile", "stddev"],
  string: ["count", "min", "max", "first", "last", "list", "distinct"],
  forever: ["count", "sum", "avg", "min", "max", "first", "last", "stddev"],
} as const

type Filter = "none" | "word" | "limit"

interface Drawn {
  readonly kind: "log" | "recent" | "total"
  readonly column: "n" | "s"
  readonly optional: boolean
  readonly keyed: 0 | 1 | 2
  readonly filter: Filter
  readonly windows: readonly SeriesWindow[]
  readonly lookback: number | null
  readonly counted: boolean
}

type Action =
  | { readonly kind: "event"; readonly wait: number; readonly type: number; readonly fields: Fields }
  | { readonly kind: "restart" }
  | { readonly kind: "forget" }
  | { readonly kind: "param"; readonly name: "limit" | "span"; readonly value: number }

const duration = fc.oneof(
  fc.constantFrom(1, 2, 3, 5, 7, 13, 15, 20).map((ms) => ({ kind: "fixed", ms }) as const),
  fc.constant({ kind: "param", name: "span" } as const),
)
const timeWindow: fc.Arbitrary<SeriesWindow> = fc.oneof(
  fc.record({ kind: fc.constant("time" as const), length: duration, previous: fc.boolean() }),
  fc.record({ kind: fc.constant("time" as const), length: duration, previous: fc.constant(false), ending: duration }),
)
const countWindow: fc.Arbitrary<SeriesWindow> = fc.record({
  kind: fc.constant("count" as const),
  count: fc.integer({ min: 1, max: 5 }),
  previous: fc.boolean(),
})
const forever: SeriesWindow = { kind: "forever" }
const noEnding = (window: SeriesWindow): boolean => window.kind !== "time" || window.ending === undefined

const shape = fc.record({
  column: fc.constantFrom("n" as const, "s" as const),
  optional: fc.boolean(),
  keyed: fc.constantFrom(0 as const, 1 as const, 2 as const),
  filter: fc.constantFrom<Filter>("none", "word", "limit"),
})
const several = (window: fc.Arbitrary<SeriesWindow>) => fc.array(window, { minLength: 1, maxLength: 4 })
const drawn = fc.oneof(
  fc
    .tuple(shape, several(fc.oneof({ weight: 3, arbitrary: timeWindow }, countWindow)), fc.constantFrom(null, 0, 7, 25))
    .map(([one, windows, lookback]) => ({ ...one, kind: "log" as const, windows, lookback, counted: false })),
  fc
    .tuple(shape, several(countWindow), fc.constantFrom(null, 0, 7))
    .map(([one, windows, lookback]) => ({ ...one, kind: "log" as const, windows, lookback, counted: true })),
  fc.tuple(shape, several(fc.oneof(timeWindow.filter(noEnding), fc.constant(forever)))).map(([one, windows]) => ({
    ...one,
    kind: "recent" as const,
    optional: false,
    windows,
    lookback: null,
    counted: false,
  })),
  fc.tuple(shape, several(countWindow)).map(([one, windows]) => ({
    ...one,
    kind: "recent" as const,
    optional: false,
    windows,
    lookback: null,
    counted: true,
  })),
  shape.map((one) => ({ ...one, kind: "total" as const, windows: [forever], lookback: null, counted: false })),
)

const money = fc.oneof(
  fc.constantFrom(-0.1, 0.1, 0.2, 0.3, 10.1, -0, 5e-324, 1e-20, 3e22, -3e22),
  fc.integer({ min: -3, max: 3 }),
)
const sometimes = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 5 })
const fields: fc.Arbitrary<Fields> = fc.record({
  a: fc.oneof({ weight: 8, arbitrary: fc.constantFrom("x", "y") }, fc.constantFrom("__proto__", undefined)),
  b: fc.constantFrom("x", "y"),
  n: sometimes(money),
  s: sometimes(fc.constantFrom("", "p", "q", "r", "__proto__")),
})
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant("event" as const),
      wait: fc.constantFrom(0, 0, 0, 1, 1, 2, 5, 13, 60),
      type: fc.constantFrom(0, 0, 0, 0, 1),
      fields,
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom<Action>({ kind: "restart" }, { kind: "forget" }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("param" as const),
      name: fc.constantFrom("limit" as const, "span" as const),
      value: fc.integer({ min: 1, max: 15 }),
    }),
  },
)

const text = { kind: "string" } as const
const events: EventSchema[] = ["Pay", "Other"].map((name) => ({
  name,
  fields: [],
  timeField: "at",
  latenessMs: 0,
  derived: false,
}))

function schemaOf({ kind, column, optional, keyed, filter, windows, lookback, counted }: Drawn): SeriesSchema {
  return {
    name: "drawn",
    kind,
    event: 0,
    keys: ["a", "b"].slice(0, keyed).map((name) => ({ type: text, path: [name] })),
    columns: [{ name: "v", type: column === "n" ? { kind: "number" } : text, optional }],
    counted,
    windows,
    params: filter === "limit" ? ["limit"] : [],
    lookback: lookback === null ? null : [{ kind: "fixed", ms: lookback }],
  }
}

function measuresOf({ kind, column, windows }: Drawn): MeasureSchema[] {
  return windows.flatMap((_, window) => {
    const common = { series: 0, window }
    if (kind === "recent") {
      const one = { ...common, op: "new" as const }
      return windows[window]!.kind === "forever" ? [one] : [one, { ...common, op: "distinct" as const, column: 0 }]
    }
    const known = column === "n" ? ops.number : ops.string
    const asked = known.filter((op) => kind !== "total" || (ops.forever as readonly string[]).includes(op))
    const all: MeasureSchema[] = asked.map((op) => ({
      ...common,
      op,
      column: 0,
      ...(op === "percentile" && { fraction: 0.3 }),
    }))
    if (kind === "log") all.push({ ...common, op: "new" }, { ...common, op: "sum" }, { ...common, op: "list" })
    return all
  })
}

/** The series under test beside all events of the stream. */
class Bench {
  readonly params: Record<string, unknown> = { limit: 3, span: 6 }
  readonly raw: { readonly event: EventRecord; readonly raw: RawEvent }[] = []
  private readonly drawn: Drawn
  private readonly measures: readonly MeasureSchema[]
  private readonly program: SeriesProgram
  private history: History
  private backend: MemoryBackend
  private now = 0
  private order = 0

  constructor(drawn: Drawn) {
    this.drawn = drawn
    this.measures = measuresOf(drawn)
    this.program = {
      ...(drawn.filter !== "none" && { filter: (each: Fields) => this.passes(each) }),
      values: [(each) => each[drawn.column]],
    }
    this.backend = this.newBackend()
    this.history = this.open(Number.NEGATIVE_INFINITY)
  }

  act(action: Action): void {
    if (action.kind === "event") this.take(action)
    else if (action.kind === "forget") this.history.forget(this.now)
    else if (action.kind === "restart") {
      this.backend = this.newBackend(JSON.parse(JSON.stringify(this.backend.snapshot())))
      this.history = this.open(this.now)
    } else {
      const restarts = action.name === "limit" && this.drawn.filter === "limit" && action.value !== this.params.limit
      this.params[action.name] = action.value
      expect(this.history.paramChanged(action.name, this.now)).toEqual(restarts ? [0] : [])
      if (restarts) this.raw.length = 0
    }
  }

  private take({ wait, type, fields }: Extract<Action, { kind: "event" }>): void {
    this.now += wait
    const { filter, column, optional, keyed } = this.drawn
    const parts = [fields.a, fields.b].slice(0, keyed)
    const isOurs = type === 0 && parts.every((part) => part !== undefined)
    const event: EventRecord = { type, at: this.now, sequence: this.order++, fields, raw: {}, text: undefined }
    const counts = (filter === "none" || this.passes(fields)) && (optional || fields[column] !== undefined)
    const value = fields[column] === 0 ? 0 : fields[column]
    const key = isOurs ? JSON.stringify(parts) : undefined
    this.raw.push({ event, raw: { at: this.now, order: event.sequence, key, counts, value } })
    this.history.update(event)
    this.askAll(this.raw.at(-1)!, parts)
    const { lookback } = this.drawn
    if (lookback === null) return
    for (const before of this.raw.slice(-6)) {
      if (before.raw.at + lookback > this.now || before.event === event) this.askAll(before, parts)
    }
  }

  private askAll(at: Bench["raw"][number], own: readonly unknown[]): void {
    const other = ["y", "x"].slice(0, this.drawn.keyed)
    for (const key of [own, other]) for (let i = 0; i < this.measures.length; i++) this.ask(i, at, key)
  }

  private ask(number: number, { event, raw }: Bench["raw"][number], key: readonly unknown[]): void {
    const { op, column, fraction, window: place } = this.measures[number]!
    const window = this.windowOf(this.drawn.windows[place]!)
    const name = key.some((part) => part === undefined) ? undefined : JSON.stringify(key)
    const past = this.raw.map((each) => each.raw)
    const found = name === undefined ? [] : inWindow(past, window, name, raw, this.drawn.counted)
    if (!this.isComplete(window, raw)) return
    const words = `${op} of ${JSON.stringify(key)} at ${raw.order}`
    if (op === "new") {
      for (const value of ["p", "__proto__", 0.1, raw.value]) {
        const before = found.filter((each) => each.order !== raw.order)
        const isNew = name !== undefined && value !== undefined && before.every((each) => each.value !== value)
        expect(this.history.isNew(number, event, key, [value]), `${words}, ${String(value)}`).toBe(isNew)
      }
      return
    }
    // Without a column: a question that goes through the entries.
    const select = column === undefined ? (each: Fields) => (each.v === 0.2 ? undefined : each.v) : undefined
    const values = column === undefined ? found.map((each) => ({ ...each, value: selected(each.value) })) : found
    if (column === undefined && op === "sum" && this.drawn.column === "s") return
    const actual = this.history.ask(number, event, key, select)
    const expected = name === undefined ? undefined : aggregateOf(op, values, fraction)
    if (!agrees(op, actual, expected)) expect(actual, words).toEqual(expected)
  }

  /** Where a window became longer than what was kept, it says from when on it is complete. */
  private isComplete(window: RawWindow, { at }: RawEvent): boolean {
    if (window.kind !== "time" || !JSON.stringify(this.drawn.windows).includes("span")) return true
    return at - window.ending - window.length >= this.history.facts()[0]!.completeAfter
  }

  private windowOf(window: SeriesWindow): RawWindow {
    if (window.kind !== "time") return window
    const ms = (each: typeof window.length) => (each.kind === "fixed" ? each.ms : Number(this.params[each.name]))
    return {
      kind: "time",
      length: ms(window.length),
      previous: window.previous,
      ending: window.ending === undefined ? 0 : ms(window.ending),
    }
  }

  private passes(each: Fields): boolean {
    if (this.drawn.filter === "word") return each.s !== "q"
    return typeof each.n === "number" && each.n < Number(this.params.limit)
  }

  private newBackend(restore?: unknown): MemoryBackend {
    return new MemoryBackend({ encode: () => null, decode: () => undefined }, restore)
  }

  private open(after: number): History {
    return new History({
      manifest: { events, series: [schemaOf(this.drawn)], measures: this.measures },
      program: { series: [this.program] },
      backend: this.backend,
      params: this.params,
      after,
      onFailure: (_event, _series, thrown) => {
        throw thrown
      },
    })
  }
}

function selected(value: unknown): unknown {
  return value === 0.2 ? undefined : value
}

test(
  "every aggregate in every window equals its definition",
  () => {
    fc.assert(
      fc.property(drawn as fc.Arbitrary<Drawn>, fc.array(action, { maxLength: 50, size: "max" }), (series, actions) => {
        const bench = new Bench(series)
        for (const one of actions) bench.act(one)
      }),
      { numRuns: Math.ceil(pairs / 4) },
    )
  },
  timeout,
)
