/** Lines that are made of columns are those that are made of results. */
import fc from "fast-check"
import { afterEach, describe, expect, test, vi } from "vitest"
import type { EngineOptions } from "../../../runtime/abi/engine.ts"
import type { Lines } from "../../../runtime/abi/lines.ts"
import { decoderPadding } from "../../../runtime/abi/rows.ts"
import { RowLine } from "../../../runtime/engine/row-line.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileRules } from "../../support/job.ts"
import { linesInto } from "../../support/lines-into.ts"

const event = `
  event P {
    id: integer, card: string?, m: string, n: integer, o: number?, d: decimal(2), b: boolean, w: duration,
    t: time, x: string?, at: time
  } timed by at
`
const all = (of: string): string =>
  ["id", "n", "o", "d", "b", "w", "t", "at"].map((name) => `${of}_${name}: ${of}(p).${name}`).join(", ")
const rules = compileRules(`
  ${event}
  rule Ends "two" { when 2 P as p within 1 minute per card tags "two", "ends" alert high { ${all("first")}, ${all("last")}, card: card } without events }
  rule Three { when 3 P as p within 20 ms per card alert { id: first(p).id, last: last(p).id } without events }
  rule Same { when 3 P as p within 20 ms per card alert low {} without events }
  rule Several { when 2 P as p within 20 ms per m, n, b alert { m: m, n: last(p).n, card: last(p).card } without events }
  rule Times { when 2 P as p within 20 ms per t alert { t: t } without events }
  rule Then {
    when 2 P as p where n > 0 then P as z where n < 1 within 50 ms per card
    alert { first: first(p).id, last: last(p).id, z: z.id, o: last(p).o, b: z.b } without events
  }
  rule Chain {
    when P as p next 1+ consecutive P as q where n > previous.n next P as z where n < p.n within 1 hour per card
    alert { ${all("first")}, q: last(q).o, z: z.id, zt: z.t, card: card } without events
  }
  rule Own { when 2 P as p within 20 ms per card alert { x: last(p).x, first: first(p).id, card: card } without events }
  rule Keyless { when 2 P as p within 1 ms alert { id: first(p).id } without events }
`)

/** Rules of one event, each alone in its set: of several the lines are copied from each other. */
const filters = [
  `when P as p where n > 0 per card alert { ${all("first")}, ${all("last")}, card: card } without events`,
  "when P as p where n < 1 per o, b alert { id: p.id, o: o, b: p.b } without events",
  "when P as p alert high { t: p.t } without events",
  "when P as p alert { x: p.x, again: last(p).x } without events",
].map((rule) => compileRules(`${event} rule One { ${rule} }`))

interface Row {
  readonly card: string | null
  readonly m: string
  readonly n: number
  readonly o: number | null
  readonly d: number
  readonly b: boolean
  readonly after: number
  readonly x?: string | null
  readonly pad?: string
  /** The same event as the one before. */
  readonly isTwin?: true
}

function linesOf(rows: readonly Row[]): Lines {
  return blockOf("P", textsOf(rows))
}

function textsOf(rows: readonly Row[]): string[] {
  let at = Date.UTC(2026, 0, 31, 23, 59, 59, 990)
  let id = -1
  return rows.map(({ after, card, isTwin, ...row }) => {
    if (isTwin !== true) id++
    at += after
    const t = new Date(id % 5 === 0 ? -62198755200000 - id : at).toISOString()
    return JSON.stringify({ id, ...(card === null ? {} : { card }), ...row, w: id * 7, t, at })
  })
}

function blockOf(type: string, texts: readonly string[]): Lines {
  const text = texts.map((line) => `${line}\n`).join("")
  const length = Buffer.byteLength(text)
  const bytes = Buffer.concat([Buffer.from(text), Buffer.alloc(decoderPadding)])
  return {
    type,
    bytes,
    from: 0,
    to: length - 1,
    ascii: length === text.length,
    line: 1,
    byte: 0,
    text: (from, to) => bytes.toString("utf8", from, to),
    position: (line) => ({ line }),
    slow: (line, _byte, one) => [{ type, raw: JSON.parse(one), text: one, values: "json", position: { line } }],
    source: 0,
    partition: 0,
    arrivedAt: 0,
    highest: Number.NEGATIVE_INFINITY,
    latenessMs: 0,
    ceiling: Number.POSITIVE_INFINITY,
  }
}

/** All lines of the rules' alerts. `direct`: they may be written at once. */
async function alerts(rows: readonly Row[], direct: boolean, options: EngineOptions = {}): Promise<readonly string[]> {
  return (await alertsOf(rules, rows, direct, options))[0]
}

/** Likewise; and how many matches its first rule counts. */
async function alertsOf(
  set: typeof rules,
  rows: readonly Row[],
  direct: boolean,
  options: EngineOptions = {},
): Promise<readonly [lines: readonly string[], matches: number]> {
  const lines: string[] = []
  const engine = createEngine(await set, { ...linesInto(lines, direct), ...options })
  engine.ingestLines(linesOf(rows))
  engine.end()
  return [lines, engine.stats().rules[0]!.matches]
}

/** Each event twice. */
function twins(rows: readonly Row[]): Row[] {
  return rows.flatMap((one) => [one, { ...one, after: 0, isTwin: true as const }])
}

const plain: Row = { card: "acc-1", m: "x", x: "é text", n: 1, o: 1.5, d: 12.5, b: true, after: 3 }
const written = vi.spyOn(RowLine.prototype, "write")

/** How many lines were written straight from columns, and how many could not be. */
function ways(): readonly [number, number] {
  const results = written.mock.results.map(({ value }) => value as boolean)
  return [results.filter((way) => way).length, results.filter((way) => !way).length]
}

afterEach(() => {
  written.mockClear()
})

describe("lines of rows", () => {
  const texts = fc.constantFrom(
    "acc-1",
    "acc-1",
    "c",
    "",
    'q"',
    "b\\s",
    "a\nb",
    "é",
    "😀",
    "\u007f",
    " ",
    "x".repeat(70),
  )
  const row = fc.record<Row>({
    card: fc.oneof({ weight: 8, arbitrary: fc.constant("acc-1") }, { weight: 2, arbitrary: texts }, fc.constant(null)),
    m: texts,
    n: fc.constantFrom(0, 0, 1, 1, 2, -3, 1e9, 999_999_999, 1234567, 2 ** 53 - 1),
    o: fc.constantFrom(null, 0, -0, 0.1, 1.25, 1e21, 1e-7, -17, 123456789.125, 1000),
    d: fc.constantFrom(0, 0.01, 12.5, 1e7, -3.25),
    b: fc.boolean(),
    after: fc.constantFrom(0, 0, 1, 3, 30),
    x: fc.oneof(texts, fc.constant("y".repeat(5000)), fc.constant(null)),
    pad: fc.constantFrom("", "", "", "y".repeat(100), "z".repeat(1000)),
  })

  test("are those of results, whatever the values are", async () => {
    const counts = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 20, maxLength: 60 }), fc.boolean(), async (drawn, repeats) => {
        // Equal events at one time have ordinals.
        const rows = repeats ? twins(drawn) : drawn
        const lines = await alerts(rows, true)
        for (const line of lines) counts.set(JSON.parse(line).rule, (counts.get(JSON.parse(line).rule) ?? 0) + 1)
        expect(lines).toEqual(await alerts(rows, false))
        expect(lines).toEqual(await alerts(rows, false, { forms: "general" }))
      }),
    )
    expect(counts.size).toBe(9)
    expect(Math.min(...counts.values())).toBeGreaterThan(50)
    const [direct, others] = ways()
    expect(direct).toBeGreaterThan(100)
    expect(others).toBeGreaterThan(100)
  })

  test("of rules of one event are those of results, too", async () => {
    for (const [place, filter] of filters.entries()) {
      let most = 0
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 5, maxLength: 40 }), fc.boolean(), async (drawn, repeats) => {
          const rows = repeats ? twins(drawn) : drawn
          const [lines, matches] = await alertsOf(filter, rows, true)
          most = Math.max(most, lines.length)
          expect([lines, matches]).toEqual(await alertsOf(filter, rows, false))
          expect(lines).toEqual((await alertsOf(filter, rows, false, { forms: "general" }))[0])
        }),
      )
      expect([place, most > 5, ways()[0] > 100]).toEqual([place, true, true])
      written.mockClear()
    }
  })

  test("are written without results where nothing is in the way", async () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({
      ...plain,
      x: `é text ${i}`,
      n: i % 4 === 3 ? 0 : 1,
      m: i % 2 === 0 ? "x" : "y",
    }))
    const lines = await alerts(rows, true)
    const [direct, others] = ways()
    expect(new Set(lines.map((line) => JSON.parse(line).rule))).toEqual(
      new Set(["Ends", "Three", "Same", "Several", "Then", "Own"]),
    )
    expect([direct, others]).toEqual([lines.length, 0])
    expect(lines).toEqual(await alerts(rows, false))
  })

  test("are those of results where there are many, too", async () => {
    const rows = Array.from({ length: 24_000 }, (_, i) => ({
      ...plain,
      card: `acc-${i % 4}`,
      n: i % 7,
      m: `m${i % 3}`,
      after: 1,
    }))
    const lines = await alerts(rows, true)
    expect(ways()[0]).toBe(lines.length)
    expect(lines.length).toBeGreaterThan(24_000)
    expect(new Set(lines.map((line) => line.slice(-34))).size).toBe(lines.length)
    expect(lines).toEqual(await alerts(rows, false))
  })

  test("of many rules about the same events are those of results, however much they show", async () => {
    const shows = [
      "",
      "x: last(p).x, again: last(p).x",
      Array.from({ length: 20 }, (_, i) => `${"long_".repeat(6)}${i}: last(p).n`).join(", "),
    ]
    const rows = Array.from({ length: 60 }, (_, i) => ({
      ...plain,
      n: 10 ** (i % 10) - (i % 2),
      x: `é${"x".repeat(700)}`,
    }))
    for (const show of shows) {
      const many = Array.from(
        { length: 70 },
        (_, i) => `rule R${i} { when 2 P as p within 1 minute per card alert { ${show} } without events }`,
      )
      const set = compileRules(event + many.join("\n"))
      const [lines] = await alertsOf(set, rows, true)
      expect(ways()).toEqual([lines.length, 0])
      expect(lines.length).toBe(70 * 30)
      expect(lines).toEqual((await alertsOf(set, rows, false))[0])
      written.mockClear()
    }
  })

  test("show whole numbers of any length", async () => {
    const numbers = Array.from({ length: 17 }, (_, digits) => [10 ** digits - 1, 10 ** digits, 10 ** digits + 1]).flat()
    const rows = numbers.filter(Number.isSafeInteger).flatMap((n) => [
      { ...plain, n },
      { ...plain, n },
    ])
    expect(await alerts(rows, true)).toEqual(await alerts(rows, false))
    expect(ways()[1]).toBe(0)
  })

  test("about one event have ids of their own where other events are its equals to one of the rules alone", async () => {
    const fields = "{ id: integer, card: string, at: time } timed by at"
    const twoTypes = compileRules(`
      event A ${fields}
      event B ${fields}
      rule One { when 2 B as p within 1 minute per card alert { id: last(p).id } without events }
      rule Both { when 2 A as p then B as z within 1 minute per card alert { id: z.id } without events }
    `)
    const run = async (direct: boolean): Promise<string[]> => {
      const lines: string[] = []
      const engine = createEngine(await twoTypes, linesInto(lines, direct))
      for (const type of ["A", "B"]) {
        const texts = [1, 2].map((id) => `{"id":${id},"card":"c","at":${id * 10 + (type === "A" || id === 2 ? 0 : 1)}}`)
        engine.ingestLines({ ...blockOf(type, texts), latenessMs: 1000 })
      }
      engine.end()
      return lines
    }
    const lines = await run(true)
    expect(ways()).toEqual([2, 0])
    expect(lines).toEqual(await run(false))
  })

  test("are none of events that came as objects, alone and between lines", async () => {
    const objects = (count: number, from: number): object[] =>
      Array.from({ length: count }, (_, i) => {
        const [text] = textsOf([{ ...plain, card: i % 2 === 0 ? "a" : "b" }])
        const own = JSON.parse(text!) as Record<string, unknown>
        return { ...own, id: from + i, at: Date.UTC(2026, 1, 1) + from + i }
      })
    const run = async (parts: readonly string[], direct: boolean): Promise<readonly string[]> => {
      const lines: string[] = []
      const engine = createEngine(await rules, linesInto(lines, direct))
      for (const [number, part] of parts.entries()) {
        const events = objects(20, 100 * number)
        if (part === "objects") engine.pushAll("P", events)
        else
          engine.ingestLines(
            blockOf(
              "P",
              events.map((event) => JSON.stringify(event)),
            ),
          )
      }
      engine.end()
      return lines
    }
    for (const parts of [["objects"], ["objects", "lines"], ["lines", "objects"], ["lines", "objects", "lines"]]) {
      const lines = await run(parts, true)
      expect(lines.length).toBeGreaterThan(10)
      expect(lines).toEqual(await run(parts, false))
    }
  })

  test("show texts with escapes as what they stand for", async () => {
    const showing = compileRules(`
      event P { id: integer, card: string, note: string?, at: time } timed by at
      rule Two { when 2 P as p within 1 minute per card alert { first: first(p).note, last: last(p).note } without events }
    `)
    const notes = [String.raw`a \"b\"`, String.raw`\u00e9\\`, "plain", String.raw`\n`]
    const texts = notes.map((note, id) => `{"id":${id},"card":"c","note":"${note}","at":${id}}`)
    const lines: string[] = []
    const engine = createEngine(await showing, linesInto(lines, true))
    engine.ingestLines(blockOf("P", texts))
    engine.end()
    expect(lines.map((line) => JSON.parse(line).data)).toEqual([
      { first: 'a "b"', last: "é\\" },
      { first: "plain", last: "\n" },
    ])
  })

  test("do not overtake what is handed out before them, and are complete when it is", async () => {
    const failing = compileRules(`
      ${event}
      param huge: decimal(2) = 90071992547409.00
      rule Two { when 2 P as p within 1 minute per card alert { id: last(p).id } without events }
      rule Fails { when P as p alert { n: huge * p.n } without events }
      rule Whole { when P as p where n > 5 alert { id: p.id } }
    `)
    const run = async (direct: boolean): Promise<string[]> => {
      const said: string[] = []
      const engine = createEngine(await failing, {
        ...linesInto(said, direct),
        onDeadLetter: ({ rule, code }) => said.push(`${rule} ${code}`),
      })
      engine.ingestLines(linesOf(Array.from({ length: 30 }, (_, i) => ({ ...plain, n: [1, 1, 7, 1, 200][i % 5]! }))))
      engine.end()
      return said
    }
    const said = await run(true)
    expect(said.filter((line) => line.startsWith("Fails"))).not.toEqual([])
    expect(said).toEqual(await run(false))
  })

  test("are none of rules that show more, of traced ones, nor of those that are silent after an alert", async () => {
    const others = compileRules(`
      ${event}
      rule Whole { when 2 P as p within 1 minute per card alert }
      rule Having { when 2 P as p within 1 minute per card having first(p).n > 0 alert { n: last(p).n } without events }
      rule Message { when 2 P as p within 1 minute per card alert "{card}" without events }
      rule Sum { when 2 P as p within 1 minute per card alert { n: sum(p.n) } without events }
      rule Middle { when 3 P as p within 1 minute per card alert { n: p[1].n } without events }
      rule Score { when 2 P as p within 1 minute per card alert score first(p).n without events }
      rule Once { when 2 P as p within 1 minute per card once per 1 hour alert { n: last(p).n } without events }
      rule Held { when 2 P as p within 1 minute per card alert { m: first(p).card } without events }
      rule Made { when 2 P as p within 1 minute per card emit Pair { n: last(p).n } }
    `)
    const lines: string[] = []
    const expected: string[] = []
    for (const [into, direct] of [
      [lines, true],
      [expected, false],
    ] as const) {
      const engine = createEngine(await others, linesInto(into, direct))
      engine.ingestLines(linesOf(Array.from({ length: 6 }, () => plain)))
      engine.end()
    }
    expect(ways()[0]).toBe(0)
    expect(lines).toEqual(expected)
    expect(new Set(lines.map((line) => JSON.parse(line).rule ?? JSON.parse(line).event)).size).toBe(9)
  })
})
