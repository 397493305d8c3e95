/**
 * Reasons that are planted at random among noise: a rule that would fire, and one thing that keeps it from that. `why` must name that
 * thing. `PAIRS=100000 SEED=…` for a long run.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import { type WhyInput, type WhyReport, why } from "../../compiler/why/index.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()
const second = 1000
const minute = 60 * second
const start = Date.UTC(2026, 0, 31, 10)
const lateness = 5 * second

const rules = `event Transaction { card: string, amount: number, at: time } timed by at, up to 5 seconds late
rule Testing {
  when 3+ Transaction as probes where amount < 2
       then Transaction as drain where amount > 500
  within 10 minutes
  per card
  once per 1 hour
  alert high
}`
const sources = [{ path: "rules.cep", text: rules }]
const compiled = await compile(sources, { explains: true })

interface Event {
  readonly card: string
  readonly amount: number | string
  readonly at: number
}

/** Where a planted event stands among those that are given. */
const placeOf = (events: readonly Event[], event: Event) => `e:${events.indexOf(event) + 1}`

async function ask(events: readonly Event[], at?: number): Promise<WhyReport> {
  const inputs = events.map((event): WhyInput => ({ type: "Transaction", event, place: placeOf(events, event) }))
  return why(sources, compiled, inputs, { rule: "Testing", key: ["c1"], ...(at !== undefined && { at }) })
}

const inOrder = (events: readonly Event[]) => events.toSorted((left, right) => left.at - right.at)

/** What is neither a probe nor a drain, before and behind and between, of the card and of others, whose events may be both. */
const noise = fc.array(
  fc.record({
    card: fc.constantFrom("c1", "c2", "c3"),
    amount: fc.integer({ min: 3, max: 300 }),
    at: fc.integer({ min: -20, max: 70 }).map((minutes) => start + minutes * minute + 500),
  }),
  { maxLength: 20 },
)
const others = fc.array(
  fc.record({
    card: fc.constantFrom("c2", "c3"),
    amount: fc.constantFrom(1, 900),
    at: fc.integer({ min: -20, max: 70 }).map((minutes) => start + minutes * minute + 700),
  }),
  { maxLength: 10 },
)
const around = fc.tuple(noise, others).map(([some, more]): readonly Event[] => [...some, ...more])
const probes = [0, 1, 2].map((n): Event => ({ card: "c1", amount: 1 + n / 10, at: start + n * minute }))
const drain = (amount: number | string, at: number): Event => ({ card: "c1", amount, at: start + at })

async function planted<T>(what: fc.Arbitrary<T>, holds: (around: readonly Event[], drawn: T) => Promise<void>) {
  const numRuns = Math.max(1, Math.ceil(pairs / 60))
  await fc.assert(
    fc.asyncProperty(around, what, (noise, drawn) => holds(noise, drawn)),
    { numRuns, seed },
  )
}

const inTime = fc.integer({ min: 125, max: 599 }).map((seconds) => seconds * second)

test("nothing keeps it: it fired", { timeout }, () =>
  planted(inTime, async (noise, at) => {
    expect(await ask(inOrder([...noise, ...probes, drain(900, at)]))).toMatchObject({ reason: "fired", fired: true })
  }),
)

test("a value that is too small", { timeout }, () =>
  planted(fc.tuple(inTime, fc.integer({ min: 400, max: 500 })), async (noise, [at, amount]) => {
    const event = drain(amount, at)
    const events = inOrder([...noise, ...probes, event])
    const { reason, text } = await ask(events)
    expect([reason, text]).toEqual(["condition", expect.stringContaining(`amount > 500: amount is ${amount}`)])
    expect(text).toContain(`at ${placeOf(events, event)},`)
  }),
)

test("a window that is too short, by how much", { timeout }, () =>
  planted(fc.integer({ min: 0, max: 1700 }), async (noise, seconds) => {
    const event = drain(900, 10 * minute + seconds * second)
    const { reason, text, confirmedBy } = await ask(inOrder([...noise, ...probes, event]))
    expect(reason, text).toBe("window")
    const first = text.split(" too late")[0]!
    const minutes = Math.floor(seconds / 60)
    if (minutes > 0) expect(first).toContain(`${minutes} minute`)
    if (seconds % 60 > 0) expect(first).toContain(`${seconds % 60} second`)
    expect(confirmedBy).toContain("it fires")
  }),
)

test("an event that came late", { timeout }, () =>
  planted(inTime, async (noise, at) => {
    const event = drain(900, at)
    const ahead: Event = { card: "c2", amount: 5, at: start + at + lateness + 2 }
    const others = inOrder([...noise.filter((each) => each.at <= start + at), ...probes])
    const events = [...others, ahead, event]
    const { reason, text, confirmedBy } = await ask(events)
    expect([reason, confirmedBy], text).toEqual(["late", "with no event late it fires"])
    expect(text).toContain(`Transaction at ${placeOf(events, event)} came too late`)
  }),
)

test("another order", { timeout }, () =>
  planted(fc.integer({ min: -470, max: -1 }), async (noise, seconds) => {
    const event = drain(900, seconds * second)
    const events = inOrder([...noise, ...probes, event])
    const { reason, text } = await ask(events)
    expect(reason, text).toBe("order")
    expect(text).toContain(`\`drain\` (${placeOf(events, event)},`)
  }),
)

test("too few events", { timeout }, () =>
  planted(fc.tuple(inTime, fc.integer({ min: 0, max: 2 })), async (noise, [at, left]) => {
    const two = probes.filter((_, n) => n !== left)
    const { reason, text } = await ask(inOrder([...noise, ...two, drain(900, at)]))
    expect(["condition", "step-missing"], text).toContain(reason)
    expect(text).toContain("`probes` wants 3 events, and 2 came")
  }),
)

test("an event that cannot be read", { timeout }, () =>
  planted(inTime, async (noise, at) => {
    const event = drain("900,00", at)
    const events = inOrder([...noise, ...probes, event])
    const { text } = await ask(events)
    expect(text).toContain(`${placeOf(events, event)}`)
    expect(text).toContain('field `amount` is "900,00", not a number')
  }),
)

test("a match that was kept silent", { timeout }, () =>
  planted(fc.integer({ min: 12, max: 45 }), async (noise, later) => {
    const again = probes.map((each) => ({ ...each, at: each.at + later * minute }))
    const events = inOrder([...noise, ...probes, drain(900, 3 * minute), ...again, drain(900, (later + 3) * minute)])
    const { reason, text } = await ask(events, start + (later + 3) * minute)
    expect(reason, text).toBe("suppressed")
    expect(text).toContain("silent until 2026-01-31 11:03:00")
  }),
)
