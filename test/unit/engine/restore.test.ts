import { describe, expect, test } from "vitest"
import type { DroppedState } from "../../../runtime/abi/engine.ts"
import { createEngine } from "../../../runtime/engine/engine.ts"
import { absent, step } from "../../support/patterns.ts"
import { collect, field, letters, payment, within } from "../../support/payments.ts"
import { ruleSet } from "../../support/rule-set.ts"

const pair = letters("Pair", [step(0), step(1, "then")])
const wait = letters("Wait", [step(0), absent(1)], { within: within(10) })

function snapshotAfter(...events: string[]): unknown {
  const run = collect(ruleSet([payment], [pair, wait]))
  run.play(...events)
  return JSON.parse(JSON.stringify(run.engine.snapshot()))
}

describe("a snapshot", () => {
  test("holds what waits for the watermark, partial matches, timers and counters", () => {
    const run = collect(ruleSet([payment], [pair, wait]), { restore: snapshotAfter("A1", "C2") })
    expect(run.engine.stats()).toMatchObject({ events: 2, waiting: 1, watermark: 1999 })
    run.play("B3")
    run.engine.end()
    expect(run.shown()).toEqual(["a: A1, b: B3 @3"])
    const quiet = collect(ruleSet([payment], [wait]), { restore: snapshotAfter("A1") })
    quiet.engine.end()
    expect(quiet.shown()).toEqual(["a: A1 @11"])
  })

  test("of other rules: what has the same shape goes on, the rest begins empty and is named", () => {
    const dropped: DroppedState[] = []
    const stricter = { ...pair, conditions: [() => false, pair.conditions[1]!] }
    const reshaped = letters("Wait", [step(0), step(2, "next")], { within: within(10) })
    const added = letters("Added", [step(2)])
    const run = collect(ruleSet([payment], [added, reshaped, stricter]), {
      restore: snapshotAfter("A1", "C2"),
      onDropped: (state) => dropped.push(state),
    })
    run.play("B3")
    run.engine.end()
    expect(run.alerts.map(({ rule }) => rule)).toEqual(["Added", "Pair"])
    const why = "its steps, or what may follow them, were others"
    expect(dropped).toEqual([{ rule: "Wait", reason: "other-shape", why }])
  })

  test("a renamed rule keeps its state", () => {
    const renamed = { ...pair, name: "Couple", was: "Pair" }
    const run = collect(ruleSet([payment], [renamed]), { restore: snapshotAfter("A1", "C2") })
    run.play("B3")
    run.engine.end()
    expect(run.alerts.map(({ rule }) => rule)).toEqual(["Couple"])
  })

  test("events are decoded again: those that break their type by now are dead letters, a rule that kept one begins empty", () => {
    const dropped: DroppedState[] = []
    const stricter = { ...payment, fields: [...payment.fields, field("country", "string")] }
    const run = collect(ruleSet([stricter], [pair]), {
      restore: snapshotAfter("A1", "B2"),
      onDropped: (state) => dropped.push(state),
    })
    run.engine.end()
    expect(run.alerts).toEqual([])
    expect(run.dead).toMatchObject([{ type: "Payment", code: "unreadable" }])
    expect(dropped).toEqual([{ rule: "Pair", reason: "unreadable-events" }])
  })

  test("rows of texts come back as they were", () => {
    const set = ruleSet([payment], [pair])
    const first = createEngine(set)
    const row = (kind: string, at: string) => ({
      type: "Payment",
      raw: { kind, account: "x", amount: "", at },
      text: `${kind},x,,${at}`,
      values: "text" as const,
    })
    first.ingest(row("A", "1000"))
    first.advanceTo(1000)
    const run = collect(set, { restore: JSON.parse(JSON.stringify(first.snapshot())) })
    run.engine.ingest(row("B", "2000"))
    run.engine.end()
    expect(run.alerts[0]!.events).toMatchObject({ a: [{ kind: "A", amount: "", at: "1000" }], b: [{ kind: "B" }] })
  })

  test("that is damaged or foreign is refused with a reason", () => {
    const set = ruleSet([payment], [pair])
    expect(() => createEngine(set, { restore: { some: "thing" } })).toThrow("not the snapshot of an engine")
    const snapshot = snapshotAfter("A1") as { operators: { fingerprint: string }[] }
    snapshot.operators[3]!.fingerprint += " "
    expect(() => createEngine(set, { restore: snapshot })).toThrow("damaged")
  })
})
