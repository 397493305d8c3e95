import type { Alert, DeadLetter, Emitted, EngineOptions, LateEvent, Output } from "../../runtime/abi/engine.ts"
import type { Condition, EventSchema, RuleSet } from "../../runtime/abi/rule-set.ts"
import type { FieldSchema, ValueType } from "../../runtime/abi/value.ts"
import { createEngine } from "../../runtime/engine/engine.ts"
import { pattern, step } from "./patterns.ts"
import type { HandRule } from "./rule-set.ts"

/** A required field. */
export function field(name: string, type: ValueType | ValueType["kind"], optional = false): FieldSchema {
  return { name, type: typeof type === "string" ? ({ kind: type } as ValueType) : type, optional }
}

/** Type 0 of most tests: { kind, account, amount?, at }. */
export const payment: EventSchema = {
  name: "Payment",
  fields: [
    field("kind", "string"),
    field("account", "string", true),
    field("amount", "number", true),
    field("at", "time"),
  ],
  timeField: "at",
  latenessMs: 0,
  derived: false,
}

export const perAccount: HandRule["keys"] = [{ name: "account", type: { kind: "string" }, paths: { 0: ["account"] } }]

/** The condition that `kind` is the letter. */
export function kind(letter: string): Condition {
  return (event) => event.fields.kind === letter
}

/** A rule per account whose steps are called a, b, c … and want events of kind A, B, C …. */
export function letters(name: string, elements: Parameters<typeof pattern>, rule: Partial<HandRule> = {}): HandRule {
  const steps = ["a", "b", "c", "d"]
  return {
    name,
    pattern: pattern(...elements),
    steps: steps.map((each) => ({ name: each, shown: true, several: true })),
    conditions: ["A", "B", "C", "D"].map(kind),
    keys: perAccount!,
    ...rule,
  }
}

/** A rule of one event of kind A. */
export const single = letters("Single", [step(0)])

/** An engine that keeps what it gives. */
export function collect(rules: RuleSet, options: EngineOptions = {}) {
  const alerts: Alert[] = []
  const emitted: Emitted[] = []
  const outputs: Output[] = []
  const late: LateEvent[] = []
  const dead: DeadLetter[] = []
  const engine = createEngine(rules, {
    onAlert: (alert) => alerts.push(alert),
    onEmit: (event) => emitted.push(event),
    onOutput: (output) => outputs.push(output),
    onLate: (event) => late.push(event),
    onDeadLetter: (letter) => dead.push(letter),
    ...options,
  })
  /** Events written `A1`: kind and time in seconds (and account: `A1x`). */
  const play = (...texts: string[]): void => {
    for (const text of texts) {
      const [, letter, seconds, account] = /^([A-Z])(\d+)(\w*)$/.exec(text)!
      engine.push("Payment", { kind: letter, account: account || "x", at: Number(seconds) * 1000, text })
    }
  }
  /** Alerts as `a: A1 A2, b: B3 @3` (with `timeout ` before it). */
  const shown = (): string[] =>
    alerts.map(({ events, at, timeout }) => {
      const members = Object.entries(events as Record<string, { text: string }[]>).filter(([, list]) => list.length > 0)
      const text = members.map(([name, list]) => `${name}: ${list.map((each) => each.text).join(" ")}`).join(", ")
      return `${timeout ? "timeout " : ""}${text} @${Date.parse(at) / 1000}`
    })
  return { engine, alerts, emitted, outputs, late, dead, play, shown }
}

/** A window of so many seconds. */
export function within(seconds: number, kind: "whole" | "between-events" = "whole"): HandRule["within"] {
  return { kind, duration: { kind: "fixed", ms: seconds * 1000 } }
}
