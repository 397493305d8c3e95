/**
 * Aggregates as rules write them, from the text to the alert, equal their definition: on streams out of order with late events, with
 * restarts in between, in outputs at once and at deadlines, in conditions, and through features of another event's rule.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { Alert } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { aggregateOf, agrees, inWindow, type RawEvent, type RawWindow } from "../reference/aggregates.ts"
import { bothForms, type Forms } from "../support/compiled.ts"
import { runSize } from "./run-size.ts"

const { pairs, timeout } = runSize()

interface Payment {
  readonly type: "Payment" | "Login"
  readonly id: number
  readonly account: string
  readonly device?: string | undefined
  readonly merchant: string
  readonly amount: number
  /** A decimal(2). */
  readonly cents: number
  readonly at: number
}

type Where = "" | "amount < 3" | "merchant == t.merchant"

interface Asked {
  readonly op: string
  readonly value: "" | "amount" | "cents" | "device" | "merchant"
  readonly where: Where
  readonly per: "account" | "merchant" | "device"
  readonly window: RawWindow
}

const seconds = (count: number) => `${count} seconds`

function windowText(window: RawWindow): string {
  if (window.kind === "forever") return "over forever"
  const previous = window.previous ? "previous " : ""
  if (window.kind === "count") return `over ${window.previous ? "previous" : "last"} ${window.count} events`
  const ending = window.ending === 0 ? "" : ` ending ${seconds(window.ending / 1000)} ago`
  return `over ${previous}${seconds(window.length / 1000)}${ending}`
}

function askedText({ op, value, where, per, window }: Asked): string {
  const key = per === "account" ? "" : ` per ${per}`
  if (op === "new") return `${value} is new${key} ${windowText(window)}`
  const fraction = op === "percentile" ? ", 0.3" : ""
  const condition = where === "" ? "" : ` where ${where}`
  return `${op}(${value}${fraction}${condition})${key} ${windowText(window)}`
}

/** What the aggregate is by its definition at an event of the stream. */
function expectedOf({ op, value, where, per, window }: Asked, stream: readonly Payment[], at: Payment): unknown {
  const raw = stream.map(
    (each, order): RawEvent => ({
      at: each.at,
      order,
      key: each.type === "Payment" ? each[per] : undefined,
      counts: (where !== "amount < 3" || each.amount < 3) && (!where.includes("t.") || each.merchant === at.merchant),
      value: value === "" ? true : value === "cents" ? Math.round(each.cents * 100) : each[value],
    }),
  )
  const key = at[per]
  const now = raw[stream.indexOf(at)]!
  if (key === undefined) return op === "new" ? false : null
  const found = inWindow(raw, window, key, now, window.kind === "count")
  const result = op === "new" ? undefined : (aggregateOf(op, found, 0.3) ?? null)
  if (op !== "new") return value === "cents" && op !== "count" && op !== "distinct" ? hundredth(result) : result
  return now.value !== undefined && found.every((each) => each.order === now.order || each.value !== now.value)
}

function hundredth(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hundredth)
  return typeof value === "number" ? value / 100 : value
}

const window: fc.Arbitrary<RawWindow> = fc.oneof(
  fc.record({
    kind: fc.constant("time" as const),
    length: fc.constantFrom(1000, 3000, 10_000, 60_000),
    previous: fc.boolean(),
    ending: fc.constant(0),
  }),
  fc.record({
    kind: fc.constant("time" as const),
    length: fc.constantFrom(3000, 10_000),
    previous: fc.constant(false),
    ending: fc.constantFrom(1000, 5000),
  }),
  fc.record({ kind: fc.constant("count" as const), count: fc.integer({ min: 1, max: 4 }), previous: fc.boolean() }),
  fc.constant({ kind: "forever" } as const),
)
const numeric = [
  "sum",
  "avg",
  "min",
  "max",
  "stddev",
  "median",
  "percentile",
  "first",
  "last",
  "list",
  "distinct",
  "count",
]
const constant = ["sum", "avg", "min", "max", "stddev", "first", "last", "count", "new"]
const asked: fc.Arbitrary<Asked> = fc
  .record({
    form: fc.oneof(
      fc.record({ op: fc.constantFrom(...numeric), value: fc.constantFrom("amount" as const, "cents" as const) }),
      fc.record({
        op: fc.constantFrom("distinct", "list", "count", "last", "new", "new"),
        value: fc.constantFrom("device" as const, "merchant" as const),
      }),
      fc.constant({ op: "count", value: "" as const }),
    ),
    where: fc.constantFrom<Where>("", "", "amount < 3", "merchant == t.merchant"),
    per: fc.constantFrom<Asked["per"]>("account", "account", "merchant", "device"),
    window,
  })
  .map(({ form, ...rest }) => ({ ...rest, ...form, ...(form.op === "new" && { where: "" as const }) }))
  .filter(({ op, where, window: { kind } }) => kind !== "forever" || (constant.includes(op) && !where.includes("t.")))

interface Step {
  readonly wait: number
  readonly early: number
  readonly restart: boolean
  readonly payment: Omit<Payment, "id" | "at">
}

const step: fc.Arbitrary<Step> = fc.record({
  wait: fc.constantFrom(0, 0, 0, 1, 999, 1000, 2000, 9000),
  early: fc.constantFrom(0, 0, 0, 1, 1000, 2000, 2001, 30_000),
  restart: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  payment: fc.record({
    type: fc.constantFrom("Payment" as const, "Payment" as const, "Payment" as const, "Login" as const),
    account: fc.constantFrom("a", "b"),
    device: fc.constantFrom("d", "e", undefined),
    merchant: fc.constantFrom("m", "n"),
    amount: fc.constantFrom(0.1, 0.2, 1, 2.5, 10.1, -4),
    cents: fc.constantFrom(0.1, 0.2, 12.34, -0.05, 1e10),
  }),
})

const fields =
  "{ id: integer, account: string, device: string?, merchant: string, amount: number, cents: decimal(2), at: time }"

/** For each aggregate: in an output at once, in a condition, at the deadline of an absence, and as a feature at a login. */
function rulesText(all: readonly Asked[]): string {
  const events = ["Payment", "Login"].map((name) => `event ${name} ${fields} timed by at, up to 2 seconds late`)
  const rules = all.flatMap((one, i) => {
    const text = askedText(one)
    const alert = (step: string) => `alert { id: ${step}.id, v: ${text} }`
    const at = `rule At${i} { when Payment as t per account ${alert("t")} }`
    const absent = `rule Absent${i} { when Payment as t then no Login within 5 seconds per account skip none ${alert("t")} }`
    const isLater = one.window.kind !== "forever" && one.op !== "new"
    const condition = condition_(one, text)
    const tested = `rule Tested${i} { when Payment as t where ${condition} per account alert { id: t.id } }`
    return [at, tested, ...(isLater ? [absent] : []), ...featureText(one, i)]
  })
  return [...events, ...rules].join("\n")
}

function condition_({ op }: Asked, text: string): string {
  if (op === "new") return text
  return op === "list" ? `length(${text}) >= 2` : `(${text}) is present`
}

/** What makes the condition true, from the aggregate's value. */
function holds({ op }: Asked, value: unknown): boolean {
  if (op === "new") return value === true
  return op === "list" ? (value as unknown[] | null) !== null && (value as unknown[]).length >= 2 : value !== null
}

function featureText({ op, value, where, per, window: over }: Asked, i: number): string[] {
  if (op === "new" || where.includes("t.")) return []
  const fraction = op === "percentile" ? ", 0.3" : ""
  const source = value === "" ? "Payment" : `Payment.${value}`
  const condition = where === "" ? "" : ` where ${where}`
  return [
    `feature f${i} = ${op}(${source}${fraction}${condition}) per ${per} ${windowText(over)}`,
    `rule Feature${i} { when Login as l per account alert { id: l.id, v: f${i} } }`,
  ]
}

async function compiled(text: string): Promise<RuleSet> {
  const { rules, diagnostics } = await compile([{ path: "drawn.cep", text }])
  if (rules === undefined) throw new Error(`${diagnostics.map((one) => `${one.code} ${one.text}`).join("\n")}\n${text}`)
  return rules
}

/** The accepted events in the order in which they are judged, and what came out. */
function run(rules: RuleSet, steps: readonly Step[], forms: Forms): { stream: Payment[]; alerts: Alert[] } {
  const alerts: Alert[] = []
  const late = new Set<unknown>()
  const options = {
    forms,
    onAlert: (alert: Alert) => void alerts.push(alert),
    onLate: ({ event }: { event: unknown }) => void late.add((event as Payment).id),
    onDeadLetter: ({ reason }: { reason: string }) => expect.fail(reason),
  }
  let engine = createEngine(rules, options)
  let now = 1_000_000
  const stream: Payment[] = []
  for (const [id, { wait, early, restart, payment }] of steps.entries()) {
    now += wait
    const { type, ...rest } = payment
    const event = { ...rest, id, at: now - early }
    engine.push(type, event)
    stream.push({ type, ...event })
    if (restart) engine = createEngine(rules, { ...options, restore: JSON.parse(JSON.stringify(engine.snapshot())) })
  }
  engine.end()
  // Sorting keeps equal times in the order of arrival.
  return { stream: stream.filter(({ id }) => !late.has(id)).sort((a, b) => a.at - b.at), alerts }
}

function compare(one: Asked, i: number, stream: readonly Payment[], alerts: readonly Alert[]): void {
  const byId = new Map(stream.map((each) => [each.id, each]))
  for (const { rule, data } of alerts) {
    if (![`At${i}`, `Absent${i}`, `Feature${i}`].includes(rule)) continue
    const at = byId.get(data!.id as number)!
    const expected = expectedOf(one, stream, at)
    const actual = data!.v ?? null
    if (!agrees(one.op, actual, expected)) expect(actual, `${rule}: ${askedText(one)} at ${at.id}`).toEqual(expected)
  }
  const ids = (name: string) => alerts.filter(({ rule }) => rule === `${name}${i}`).map(({ data }) => data!.id)
  const payments = stream.filter(({ type }) => type === "Payment")
  expect(ids("At")).toEqual(payments.map(({ id }) => id))
  const tested = payments.filter((each) => holds(one, expectedOf(one, stream, each)))
  expect(ids("Tested"), `condition with ${askedText(one)}`).toEqual(tested.map(({ id }) => id))
}

test(
  "aggregates in rules equal their definition",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(asked, { minLength: 1, maxLength: 5 }),
        fc.array(step, { maxLength: 40, size: "max" }),
        async (all, steps) => {
          const rules = await compiled(rulesText(all))
          for (const forms of bothForms) {
            const { stream, alerts } = run(rules, steps, forms)
            for (const [i, one] of all.entries()) compare(one, i, stream, alerts)
          }
        },
      ),
      { numRuns: Math.ceil(pairs / 10) },
    )
  },
  timeout,
)
