/** Draws rules of all forms, streams for them, and hands these over: for tests of what may not matter. */
import fc from "fast-check"
import type { Engine } from "../../runtime/abi/engine.ts"
import type { Lines } from "../../runtime/abi/lines.ts"
import { decoderPadding } from "../../runtime/abi/rows.ts"

export const latenessMs = 20
/** A condition or output with `huge` throws where `n` is more than 1. */
export const declarations = `
param huge: decimal(2) = 90071992547409.00
param least = 1
param wait = 9 ms
event A { id: integer, k: string?, m: string, b: boolean, n: integer, o: number?, at: time }
  timed by at, up to ${latenessMs} ms late
event B { id: integer, k: string?, m: string, n: integer, at: time } timed by at, up to ${latenessMs} ms late
feature seen = count(A) per k over 15 ms
`
const word = <T extends string>(...words: readonly T[]) => fc.constantFrom(...words)
const where = word(
  "n > 1",
  "n >= least",
  'm == "x"',
  "b",
  "o is present",
  'm in ["x", "y"] and not b',
  "o > n",
  'm == "x" and n > 1',
)
const maybeWhere = fc.oneof(
  where.map((text) => ` where ${text}`),
  fc.constant(""),
)
const key = word("per k", "per k", "per k", "per m", "per k, m", "")
const within = word("within 8 ms", "within 25 ms", "within 1 second")
const aggregate = fc
  .tuple(
    word(
      "count()",
      "count(where b)",
      'count(where m == "x" and n > 1)',
      "sum(n)",
      "avg(o)",
      "max(n)",
      'sum(n where m == "x")',
    ),
    word("", "", " per m", " per k"),
    word("10 ms", "10 ms", "25 ms", "previous 10 ms", "forever"),
    word(">= 2", "> 1", "<= 3", "!= least"),
  )
  .map(([call, per, over, test]) => `${call}${per} over ${over} ${test}`)
const asks = fc.oneof(aggregate, aggregate, word("seen > 1"))
const both = fc.tuple(asks, fc.option(where, { nil: undefined })).map((parts) => parts.filter(Boolean).join(" and "))

/** What a match of `a` shows: of its last event where it holds several. */
const output = word(
  "alert",
  "alert { id: last(a).id, n: sum(a.n) } without events",
  'alert "{count(a)} {last(a).m}" without events',
  "having sum(a.n) > 1 alert without events",
  "once per 15 ms alert without events",
  "alert { n: huge * sum(a.n) } without events",
)
const single = word(
  "alert",
  "alert { id: a.id, m: a.m } without events",
  "once per 10 ms alert { id: a.id } without events",
  "alert { id: a.id, sum: sum(n) over 10 ms } without events",
  "alert { n: huge * a.n } without events",
)

const filter = fc.tuple(maybeWhere, key, single).map((parts) => [`when A as a${parts.join(" ")}`])
const ring = fc
  .tuple(
    word("2", "3", "2..3", "1+"),
    maybeWhere,
    key,
    within,
    output,
    word("", " then B as e", " then A as e where n > 1"),
  )
  .map(([count, test, per, time, out, then]) => {
    const isRun = then !== ""
    return [`when ${count === "1+" && !isRun ? "2" : count} A as a${test}${then} ${time} ${per} ${out}`]
  })
/** Rings of the same events: they share one. */
const rings = fc
  .tuple(maybeWhere, key, fc.array(fc.tuple(word("2", "3", "4"), within, output), { minLength: 2, maxLength: 3 }))
  .map(([test, per, own]) => own.map(([count, time, out]) => `when ${count} A as a${test} ${time} ${per} ${out}`))
/** Conditions that compare the same columns with constants, so that an index finds them. */
const indexed = fc
  .array(
    fc.tuple(
      word("x", "y", "z"),
      fc.nat(3),
      fc.oneof(
        fc.constant(""),
        where.map((text) => ` and (${text})`),
        asks.map((text) => ` and ${text}`),
      ),
      key,
    ),
    { minLength: 8, maxLength: 11 },
  )
  .map((all) =>
    all.map(
      ([m, n, rest, per]) =>
        `when A as a where m == "${m}" and n > ${n}${rest} ${per} alert { id: a.id } without events`,
    ),
  )
const asking = fc.oneof(
  fc.tuple(both, key, single).map(([test, ...rest]) => [`when A as a where ${test} ${rest.join(" ")}`]),
  fc.tuple(both, within, key, output).map(([test, ...rest]) => [`when 2 A as a where ${test} ${rest.join(" ")}`]),
  fc
    .tuple(maybeWhere, both, within, key)
    .map(([first, test, ...rest]) => [
      `when A as a${first} then any A as e where ${test} ${rest.join(" ")} skip none alert { a: a.id, e: e.id } without events`,
    ]),
)
const combination = fc
  .tuple(maybeWhere, word("A", "B"), maybeWhere, within, key, output)
  .map(([first, type, second, time, per, out]) => {
    const test = type === "B" && /\b[bo]\b/.test(second) ? " where n > 0" : second
    return [`when A as a${first} then any ${type} as e${test} ${time} ${per} skip none ${out}`]
  })
/** Partial matches that are a row of cells each. */
const chain = fc
  .tuple(
    maybeWhere,
    word("n > a.n", "m == a.m", "n >= previous.n", "n > 1", "b"),
    word("then", "next"),
    within,
    key,
    word("alert", "alert { a: a.id, e: e.n } without events"),
  )
  .map(([first, test, follow, ...rest]) => [
    `when A as a${first} then A as e where ${test} ${follow} A as f where n > 0 ${rest.join(" ")}`,
  ])
const pattern = fc
  .tuple(
    word(
      "A as a then no B as e where n > a.n",
      "A as a where huge * n > 1.00 then B as e",
      'A as a where m == "x" and n > 1 then no B as e where n > a.n',
      "A as a then no A as e where b for 6 ms then B as f",
      "1+ A as a then B as e where n > sum(a.n)",
      "A as a then optional B as e then A as f where n > a.n",
    ),
    fc.oneof(within, fc.constant("within wait")),
    key,
    word(
      "alert",
      "alert { n: sum(a.n) } without events",
      "alert without events on timeout alert low without events",
      "once per 15 ms alert without events",
      "once per wait alert without events on timeout alert low without events",
    ),
    word("", "skip none"),
  )
  .map(([text, time, per, out, skip]) => [`when ${text} ${time} ${per} ${skip} ${out}`])
/** What runs event by event: then the batch is judged event by event. */
const eventByEvent = word(
  "each 10 ms of A per m alert { n: count() }",
  "when A as a where startsWith(m, k) alert { id: a.id } without events",
  "when A as a where n > 2 emit Found { id: a.id }",
  "when A as a where distinct(n) over 20 ms > 1 alert { id: a.id } without events",
).map((text) => [text])
/** Windows of every kind: their keys stand in no rows. */
const window = fc
  .tuple(
    word(
      "10 ms of A",
      "25 ms of A every 10 ms",
      "30 ms of A every 10 ms",
      "session of A gap 6 ms",
      "session of A gap wait",
      "3 events of A",
      // Open for longer than from one cut of the state to the next.
      "1 second of A",
      "120 ms of A every 40 ms",
      "session of A gap 60 ms",
      "12 events of A",
    ),
    maybeWhere,
    word("per k", "per k", "per m", "per k, m", "per n", "per b", ""),
    word(
      "alert { n: count(), s: sum(n) }",
      "having count() > 1 alert { l: list(id), d: distinct(m), p: percentile(n, 0.5) }",
      "alert { n: count(where n >= least), a: avg(o) }",
      "once per 25 ms alert { m: max(n), f: first(m) }",
      "alert { n: huge * sum(n) }",
    ),
  )
  .map((parts) => `each ${parts.join(" ")}`)
/** Rules that keep something of keys and judge events as objects. */
const keptByEvent = fc.oneof(
  window,
  fc
    .tuple(
      word(
        'A as a where startsWith(m, "x") or distinct(n) over 20 ms > 1 then no B as e where n > a.n',
        "A as a where distinct(n) over 40 ms > 0 then A as e where n >= a.n then B as f",
        "1+ A as a where distinct(m) over 30 ms > 0 then B as e where n > sum(a.n)",
        "A as a where huge * n > 1.00 and distinct(m) over 30 ms > 0 then any B as e where e.n != a.n",
      ),
      word("within 8 ms", "within 40 ms", "within 120 ms", "within wait"),
      word("per k", "per k", "per m", "per k, m", "per n", ""),
      word("", "", "skip none", "skip past last"),
      word(
        "alert",
        "alert { n: sum(a.n) } without events",
        "alert without events on timeout alert low without events",
        "once per 15 ms alert without events",
      ),
    )
    .map((parts) => `when ${parts.join(" ")}`),
  fc
    .tuple(
      word("2", "3", "2..3"),
      word("m != upper(m)", 'startsWith(m, "x") or huge * n > 1.00'),
      word("", " then B as e where m != upper(m)", " then A as e where n > 1"),
      word("within 8 ms", "within 40 ms", "within 120 ms"),
      word("per k", "per k", "per m", "per k, m", "per n", ""),
      output,
    )
    .map(([count, test, then, ...rest]) => `when ${count} A as a where ${test}${then} ${rest.join(" ")}`),
)
export const set = fc
  .tuple(
    fc.array(
      fc.oneof(
        filter,
        ring,
        rings,
        asking,
        combination,
        { arbitrary: chain, weight: 2 },
        { arbitrary: pattern, weight: 2 },
      ),
      {
        minLength: 3,
        maxLength: 7,
      },
    ),
    fc.option(indexed, { nil: undefined }),
    fc.oneof({ arbitrary: fc.constant([]), weight: 3 }, { arbitrary: eventByEvent, weight: 1 }),
  )
  .chain(([some, family, odd]) => {
    const all = [...some, ...(family ? [family] : []), odd].flat()
    return fc.shuffledSubarray(all, { minLength: all.length })
  })

/** Likewise, with rules that judge events as objects and keep something more often. */
export const setWithKept = fc.oneof(
  { arbitrary: set, weight: 2 },
  fc
    .tuple(set, fc.array(keptByEvent, { minLength: 1, maxLength: 4 }))
    .map(([some, more]) => [...some.slice(0, 3), ...more]),
)

export const event = fc.record({
  type: word("A", "A", "A", "B"),
  k: fc.option(word("x", "x", "y"), { nil: undefined, freq: 8 }),
  m: word("x", "y", "z"),
  b: fc.boolean(),
  n: fc.integer({ min: 0, max: 3 }),
  o: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  after: fc.constantFrom(0, 0, 1, 2, 3, 5, -2, -8, -30, 14),
  /** The watermark comes to what was read. */
  moves: fc.nat(4).map((drawn) => drawn === 0),
})
export type Drawn = typeof event extends fc.Arbitrary<infer E> ? E : never

export interface Read {
  readonly type: string
  readonly raw: Readonly<Record<string, unknown>>
  readonly place: number
}

/** Hands over events of one type: as lines of JSON, or one by one. */
export function hand(engine: Engine, events: readonly Read[], asLines: boolean): void {
  const [first] = events
  if (first === undefined) return
  if (!asLines || !engine.takesLines(first.type)) {
    for (const { type, raw, place } of events) engine.ingest({ type, raw, position: place })
    return
  }
  const text = `${events.map(({ raw }) => JSON.stringify(raw)).join("\n")}\n`
  const bytes = Buffer.from(text + " ".repeat(decoderPadding))
  const lines: Lines = {
    type: first.type,
    bytes,
    from: 0,
    to: text.length - 1,
    ascii: true,
    line: first.place,
    byte: 0,
    text: (from, to) => bytes.toString("latin1", from, to),
    position: (line) => line,
    slow: (line, _, each) => [{ type: first.type, raw: JSON.parse(each), position: line }],
    source: 0,
    partition: 0,
    arrivedAt: 0,
    highest: Number.NEGATIVE_INFINITY,
    latenessMs,
    ceiling: Number.NEGATIVE_INFINITY,
    release: () => bytes.fill(" "),
  }
  engine.ingestLines(lines)
}
