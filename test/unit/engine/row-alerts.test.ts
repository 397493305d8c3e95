/** Alerts that are made of columns are those that are made of results. */
import fc from "fast-check"
import { afterEach, describe, expect, test, vi } from "vitest"
import type { Alert, EngineOptions } from "../../../runtime/abi/engine.ts"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { FourHashes } from "../../../runtime/engine/four-hashes.ts"
import { RowAlert } from "../../../runtime/engine/row-alert.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileRules } from "../../support/job.ts"

const latenessMs = 10
const event = `
  event P {
    id: integer, card: string?, m: string, n: integer, o: number?, d: decimal(2), b: boolean, w: duration,
    t: time, at: time
  } timed by at, up to ${latenessMs} ms late
`
const all = (of: string): string =>
  ["id", "n", "o", "d", "b", "w", "t", "at"].map((name) => `${of}_${name}: ${of}(p).${name}`).join(", ")
const rules = compileRules(`
  ${event}
  rule Ends "two" { when 2 P as p within 1 minute per card tags "two", "ends" alert high { ${all("first")}, ${all("last")}, card: card } without events }
  rule Three { when 3 P as p within 20 ms per card alert { id: first(p).id, last: last(p).id, m: last(p).m } without events }
  rule Same { when 3 P as p within 20 ms per card alert low {} without events }
  rule Several { when 2 P as p within 20 ms per m, n, b alert { m: m, n: last(p).n, card: last(p).card } without events }
  rule Times { when 2 P as p within 20 ms per t alert { t: t } without events }
  rule Signed { when 2 P as p within 20 ms per o alert { o: o, also: last(p).o } without events }
  rule Keyless { when 2 P as p within 1 ms alert { id: first(p).id } without events }
  rule One { when P as p where n > 1 per card alert { ${all("first")}, card: card, m: p.m } without events }
  rule Chain {
    when P as p next 1+ consecutive P as q where n > previous.n next P as z where n < p.n within 1 hour per card
    alert { ${all("first")}, q: last(q).n, q1: first(q).o, z: z.id, zb: z.b, zt: z.t, card: card } without events
  }
  rule Maybe {
    when P as p where n > 0 then optional P as q where b then P as z where n < 1 within 50 ms per m
    alert { p: p.id, q: last(q).id, qt: last(q).t, z: z.id } without events
  }
  rule Each {
    when P as p where n > 0 then P as z where n < 1 within 50 ms per m skip none
    alert { p: p.id, z: z.id } without events
  }
  rule Texts { when P as p next P as z where n > p.n within 1 minute per card alert { m: p.m, z: z.card } without events }
  rule Proto { when P as p where n == 2 alert { \`__proto__\`: p.id, id: p.id } without events }
  rule Whole { when P as p where n == 0 per card alert }
  rule Silent { when P as p where n == 2 then no P for 30 ms per card alert { id: p.id } }
`)

/** Those whose alerts are all made of columns. */
const only = compileRules(`
  ${event}
  rule Ends { when 2 P as p within 1 minute per card alert { first: first(p).id, m: last(p).m } without events }
  rule One { when P as p where n > 1 per card alert { id: p.id, card: card, m: p.m } without events }
  rule Chain {
    when P as p next 1+ consecutive P as q where n > previous.n next P as z where n < p.n within 1 hour per card
    alert { p: p.id, q: last(q).n, z: z.id } without events
  }
`)

interface Row {
  readonly card: string | null
  readonly m: string
  readonly n: number
  readonly o: number | null
  readonly d: number
  readonly b: boolean
  readonly after: number
  readonly pad?: unknown
  /** The same event as the one before. */
  readonly isTwin?: true
}

type Event = Record<string, unknown>

function eventsOf(rows: readonly Row[]): Event[] {
  let at = Date.UTC(2026, 0, 31, 23, 59, 59, 990)
  let id = -1
  return rows.map(({ after, card, isTwin, ...row }) => {
    if (isTwin !== true) id++
    at += after
    const t = new Date(id % 5 === 0 ? -62198755200000 - id : at).toISOString()
    return { id, ...(card === null ? {} : { card }), ...structuredClone(row), w: id * 7, t, at }
  })
}

interface Way {
  /** Somebody is handed outputs, too. */
  readonly asOutputs?: boolean
  readonly call?: "pushAll" | "push"
  readonly options?: EngineOptions
  /** What an alert does beside being told. */
  readonly told?: (alert: Alert, events: readonly Event[]) => void
  readonly set?: Promise<RuleSet>
}

/** What is said, in order; how many matches each rule counts. */
async function run(events: readonly Event[], { asOutputs = false, call = "pushAll", options, told, set = rules }: Way) {
  const said: unknown[] = []
  const engine = createEngine(await set, {
    onAlert: (alert) => {
      said.push(structuredClone(alert), JSON.stringify(alert))
      told?.(alert, events)
    },
    ...(asOutputs && { onOutput: () => {} }),
    onLate: ({ at }) => said.push(`late ${at}`),
    onDeadLetter: ({ code, reason }) => said.push(`${code} ${reason}`),
    ...options,
  })
  const calls = [
    ...(call === "pushAll" ? [() => engine.pushAll("P", events)] : events.map((one) => () => engine.push("P", one))),
    () => engine.end(),
  ]
  for (const one of calls) {
    try {
      one()
    } catch (thrown) {
      said.push(String(thrown))
    }
  }
  for (let left = 0; left < 100; left++) {
    try {
      engine.end()
    } catch (thrown) {
      said.push(String(thrown))
    }
  }
  return { said, matches: engine.stats().rules.map((rule) => rule.matches) }
}

/** Each event twice. */
function twins(rows: readonly Row[]): Row[] {
  return rows.flatMap((one) => [one, { ...one, after: 0, isTwin: true as const }])
}

const made = vi.spyOn(RowAlert.prototype, "make")

/** How many alerts were made of columns, and how many could not be. */
function ways(): readonly [number, number] {
  const results = made.mock.results.map(({ value }) => value as Alert | undefined)
  return [results.filter((way) => way !== undefined).length, results.filter((way) => way === undefined).length]
}

afterEach(() => {
  made.mockClear()
})

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
  "\ud800",
  "\u007f",
  "x".repeat(70),
)
const row = fc.record<Row>({
  card: fc.oneof({ weight: 8, arbitrary: fc.constant("acc-1") }, { weight: 2, arbitrary: texts }, fc.constant(null)),
  m: texts,
  n: fc.constantFrom(0, 0, -0, 1, 1, 2, -3, 1e9, 1234567, 2 ** 53 - 1),
  o: fc.constantFrom(null, 0, -0, 0.1, 1.25, 1e21, 1e-7, -17, 123456789.125, 1000),
  d: fc.constantFrom(0, 0.01, 12.5, 1e7, -3.25),
  b: fc.boolean(),
  after: fc.constantFrom(0, 0, 1, 3, 30, -2, -30),
  pad: fc.constantFrom<unknown>("", "", "", "y".repeat(100), "z".repeat(1000), "é".repeat(310), [1], { a: "x" }, null),
})
const plain: Row = { card: "acc-1", m: "x", n: 1, o: 1.5, d: 12.5, b: true, after: 3 }

describe("alerts of rows", () => {
  test("are those of results, whatever the values are", async () => {
    const counts = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 20, maxLength: 60 }),
        fc.boolean(),
        fc.constantFrom("push" as const, "pushAll" as const),
        async (drawn, repeats, call) => {
          // Equal events at one time have ordinals.
          const rows = repeats ? twins(drawn) : drawn
          const found = await run(eventsOf(rows), { call })
          for (const one of found.said) {
            if (typeof one === "object") counts.set((one as Alert).rule, (counts.get((one as Alert).rule) ?? 0) + 1)
          }
          expect(found).toStrictEqual(await run(eventsOf(rows), { call, asOutputs: true }))
          const { said } = await run(eventsOf(rows), { call, options: { forms: "general" } })
          expect(found.said).toStrictEqual(said)
        },
      ),
      { numRuns: 50 },
    )
    expect(counts.size).toBe(15)
    expect(Math.min(...counts.values())).toBeGreaterThan(10)
    const [direct, others] = ways()
    expect(direct).toBeGreaterThan(1000)
    expect(others).toBeGreaterThan(100)
  })

  test("are made without results where nothing is in the way", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ ...plain, n: [1, 2, 3, 0][i % 4]!, b: i % 3 === 0 }))
    const { said } = await run(eventsOf(rows), { set: only })
    expect(ways()).toEqual([said.length / 2, 0])
    expect(new Set(said.flatMap((one) => (typeof one === "object" ? (one as Alert).rule : [])))).toEqual(
      new Set(["Ends", "One", "Chain"]),
    )
    expect(said).toStrictEqual((await run(eventsOf(rows), { set: only, asOutputs: true })).said)
  })

  test("have their own ids where hashes are made side by side, too", async () => {
    const events = Array.from({ length: 20_000 }, (_, i) => ({
      ...plain,
      card: `acc-${i % 4}`,
      n: i % 7,
      m: `m${i % 3}`,
      after: 1,
    }))
    const hashes = vi.spyOn(FourHashes.prototype, "hash")
    const ids: string[] = []
    const found = await run(eventsOf(events), { set: only, told: ({ id }) => ids.push(id) })
    expect((hashes.mock.contexts.at(-1) as FourHashes).usesVectors).toBe(true)
    expect(hashes.mock.calls.filter(([count]) => count === 4).length).toBeGreaterThan(1000)
    hashes.mockRestore()
    expect(ids.length).toBeGreaterThan(20_000)
    expect(new Set(ids).size).toBe(ids.length)
    expect(found).toStrictEqual(await run(eventsOf(events), { set: only, asOutputs: true }))
  })

  test("belong to those who get them, who may change them and the events", async () => {
    const spoil = (alert: Alert, events: readonly Event[]): void => {
      const { key, data, tags } = alert as { key: Event; data: Event; tags?: string[] }
      for (const own of [key, data ?? {}]) for (const name of Object.keys(own)) own[name] = "spoiled"
      tags?.push("spoiled")
      Object.assign(alert, { id: "spoiled", more: 1 })
      for (const one of events) Object.assign(one, { m: "spoiled", n: 77, more: "spoiled" })
    }
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 20, maxLength: 60 }), async (rows) => {
        const many = [...rows, ...rows, ...rows]
        const found = await run(eventsOf(many), { told: spoil })
        expect(found).toStrictEqual(await run(eventsOf(many), { asOutputs: true, told: spoil }))
        const { said } = await run(eventsOf(many), {})
        expect(found.said).toStrictEqual(said)
      }),
      { numRuns: 30 },
    )
  })

  test("come in their order when those who get them throw, and each once", async () => {
    const throwing = (every: number): ((alert: Alert) => void) => {
      let told = 0
      return ({ rule }) => {
        if (++told % every === 0) throw new Error(`${told} ${rule}`)
      }
    }
    const late = (rows: readonly Row[]): Row[] => rows.map((one, i) => ({ ...one, after: i % 9 === 8 ? -40 : 5 }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 20, maxLength: 60 }),
        fc.constantFrom(1, 2, 3, 7),
        fc.constantFrom("push" as const, "pushAll" as const),
        async (rows, every, call) => {
          const found = await run(eventsOf(late(rows)), { call, told: throwing(every) })
          expect(found).toStrictEqual(await run(eventsOf(late(rows)), { call, asOutputs: true, told: throwing(every) }))
        },
      ),
      { numRuns: 40 },
    )
  })

  test("are none of traced rules, nor of those that are silent after an alert or ask for more", async () => {
    const others = compileRules(`
      ${event}
      rule Having { when 2 P as p within 1 minute per card having first(p).n > 0 alert { n: last(p).n } without events }
      rule Message { when 2 P as p within 1 minute per card alert "{card}" without events }
      rule Sum { when 2 P as p within 1 minute per card alert { n: sum(p.n) } without events }
      rule Once { when 2 P as p within 1 minute per card once per 1 hour alert { n: last(p).n } without events }
      rule Both { when 2 P as p within 1 minute per card alert { n: last(p).n } without events alert low { n: first(p).n } without events }
      rule Held { when 2 P as p within 1 minute per card alert { m: first(p).card } without events }
      rule Made { when 2 P as p within 1 minute per card emit Pair { n: last(p).n } }
    `)
    const rows = Array.from({ length: 6 }, () => plain)
    const { said } = await run(eventsOf(rows), { set: others })
    expect(said.length).toBeGreaterThan(20)
    expect(said).toStrictEqual((await run(eventsOf(rows), { set: others, asOutputs: true })).said)
    const trace = { read: () => {}, result: () => {} }
    await run(eventsOf(rows), { options: { trace: () => trace as never } as never })
    expect(ways()[0]).toBe(0)
  })

  test("of events whose getters fail are asked for on the longer way", async () => {
    const odd = (): Event[] =>
      eventsOf(Array.from({ length: 6 }, () => plain)).map((one, place) => {
        let reads = 0
        const get = (): unknown => {
          if (place === 3 && ++reads > 1) throw new Error("no more")
          return "read"
        }
        return Object.defineProperty({ ...one }, "m", { get, enumerable: true, configurable: true })
      })
    const found = await run(odd(), {})
    expect(found).toStrictEqual(await run(odd(), { asOutputs: true }))
  })
})
