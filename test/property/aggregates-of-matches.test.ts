/**
 * Whatever the pattern, and however its matches and timeouts come about: aggregates in its outputs are those of the match's last
 * event by their definition, also when the output is made long after it, and through restarts.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { Alert } from "../../runtime/abi/engine.ts"
import { aggregateOf, inWindow, type RawWindow } from "../reference/aggregates.ts"
import { batches, type RuleEvent, toCep } from "../reference/generate.ts"
import { bothForms, type Delivery, type Heard, hear, numbered } from "../support/compiled.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()
const streamsOfRule = 3

const time = (length: number, previous = false, ending = 0): RawWindow => ({ kind: "time", length, previous, ending })
const asked = {
  size: { text: "count() over 300 ms", op: "count", window: time(300), value: () => true },
  before: { text: "list(i) over previous 200 ms", op: "list", window: time(200, true), value: (e: Event) => e.i },
  earlier: {
    text: "list(i) over 200 ms ending 50 ms ago",
    op: "list",
    window: time(200, false, 50),
    value: (e: Event) => e.i,
  },
  different: { text: "distinct(w) over 300 ms", op: "distinct", window: time(300), value: (e: Event) => e.w },
  fresh: { text: "w is new over 100 ms", op: "new", window: time(100, true), value: (e: Event) => e.w },
  three: {
    text: "list(i) over last 3 events",
    op: "list",
    window: { kind: "count", count: 3, previous: false },
    value: (e: Event) => e.i,
  },
} as const

type Event = RuleEvent & { readonly i: number }

const record = Object.entries(asked).map(([name, { text }]) => `${name}: ${text}`)

/** What the aggregates are by their definition at an event of the stream, which is in the order in which events are judged. */
function expectedAt(last: Event, stream: readonly Event[]): Record<string, unknown> {
  const found = Object.entries(asked).map(([name, { op, window, value }]) => {
    const raw = stream.map((e, order) => ({ at: e.at, order, key: e.k, counts: true, value: value(e) as unknown }))
    const now = raw[stream.indexOf(last)]!
    const inside = inWindow(raw, window, last.k, now, window.kind === "count")
    return [name, op === "new" ? inside.every((each) => each.value !== now.value) : aggregateOf(op, inside)]
  })
  return Object.fromEntries(found)
}

function lastOf({ events = {} }: Alert, stream: readonly Event[]): Event {
  const taken = Object.values(events).flatMap((one) => (Array.isArray(one) ? one : one === null ? [] : [one]))
  const numbers = new Set((taken as Event[]).map(({ i }) => i))
  return stream.findLast(({ i }) => numbers.has(i))!
}

function check(deliveries: readonly Delivery[], { alerts, late, dead }: Heard): void {
  expect(dead).toEqual([])
  const tooLate = new Set(late.map(({ event }) => (event as Event).i))
  const events = deliveries.map(([, event]) => event as Event).filter(({ i }) => !tooLate.has(i))
  const stream = events.sort((a, b) => a.at - b.at || a.i - b.i)
  for (const alert of alerts) expect(alert.data).toEqual(expectedAt(lastOf(alert, stream), stream))
}

test("aggregates in outputs are those of the match's last event", { timeout }, async () => {
  let checked = 0
  await fc.assert(
    fc.asyncProperty(
      batches(streamsOfRule, { beyond: true }),
      fc.integer({ min: 0, max: 4 }),
      async (batch, restartEvery) => {
        const text = toCep(batch.rule).replace(/^( {2}(?:on timeout )?alert)$/gm, `$1 { ${record.join(", ")} }`)
        const { rules, diagnostics } = await compile([{ path: "rules.cep", text }])
        const errors = diagnostics.filter(({ level }) => level === "error").map(({ slug }) => slug)
        expect(
          errors.every((slug) => slug === "unbounded-lookback"),
          `${errors}\n${text}`,
        ).toBe(true)
        if (rules === undefined) return
        for (const events of batch.streams) {
          const deliveries = numbered(events)
          for (const timeSteps of ["deadline", "watermark"] as const) {
            for (const forms of bothForms) {
              const heard = hear(rules, deliveries, { restartEvery, timeSteps, forms })
              check(deliveries, heard)
              checked += heard.alerts.length
            }
          }
        }
      },
    ),
    { numRuns: Math.ceil(pairs / 10), seed },
  )
  expect(checked).toBeGreaterThan(pairs)
})
