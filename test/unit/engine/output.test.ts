import { describe, expect, test } from "vitest"
import type { EventSchema } from "../../../runtime/abi/rule-set.ts"
import { Ids, type Occasion } from "../../../runtime/engine/identity.ts"
import { StoredEvent } from "../../../runtime/engine/stored-event.ts"
import { step } from "../../support/patterns.ts"
import { collect, field, letters, payment, single } from "../../support/payments.ts"
import { type HandRule, ruleSet } from "../../support/rule-set.ts"

const at = Date.UTC(2026, 0, 31, 10)

const everything: HandRule["outputs"] = [
  {
    severity: "high",
    message: () => 'said "so"',
    fields: [
      field("money", { kind: "decimal", scale: 2 }),
      field("ratio", "number"),
      field("when", "time"),
      field("wait", "duration"),
      field("gone", "string", true),
      field("list", { kind: "list", of: { kind: "decimal", scale: 1 } }),
      field("inner", { kind: "record", fields: [field("t", "time"), field("__proto__", "string")] }),
      field("first", { kind: "event", events: [0] }),
    ],
    data: (match) => [
      6640,
      Number.POSITIVE_INFINITY,
      at,
      1500,
      undefined,
      [10, -5],
      Object.defineProperty({ t: at }, "__proto__", { value: "p", enumerable: true }),
      match.first(0),
    ],
  },
]

describe("an alert", () => {
  const rule = letters("All", [step(0)], {
    steps: [
      { name: "a", shown: true, several: false },
      { name: "hidden", shown: false, several: false },
      { name: "rest", shown: true, several: true },
      { name: "never", shown: true, several: false },
    ],
    ...(everything && { outputs: everything }),
  })
  const run = collect(ruleSet([payment], [rule]))
  run.engine.ingest({
    type: "Payment",
    raw: { kind: "A", account: "x", at, more: [1.5, { deep: true }] },
    text: '{"kind":"A", "account":"x", "at":1, "more":[1.50,{"deep":true}]}',
  })
  run.engine.end()
  const [output] = run.outputs

  test("is a line with its keys in order, exact decimals, and missing values as null", () => {
    const raw = `{"kind":"A","account":"x","at":${at},"more":[1.5,{"deep":true}]}`
    const inner = '{"t":"2026-01-31T10:00:00.000Z","__proto__":"p"}'
    expect(output!.line()).toBe(
      `{"rule":"All","severity":"high","key":{"account":"x"},"at":"2026-01-31T10:00:00.000Z","message":"said \\"so\\"",` +
        `"data":{"money":66.40,"ratio":null,"when":"2026-01-31T10:00:00.000Z","wait":1500,"gone":null,"list":[1.0,-0.5],` +
        `"inner":${inner},"first":${raw}},"events":{"a":${raw},"rest":[],"never":null},"id":"${run.alerts[0]!.id}"}`,
    )
  })

  test("is an object with the same contents", () => {
    const parsed = JSON.parse(output!.line()) as unknown
    expect(JSON.parse(JSON.stringify(output!.value))).toEqual(parsed)
    expect(Object.keys(output!.value)).toEqual(Object.keys(parsed as object))
    expect(({} as { t?: unknown }).t).toBeUndefined()
  })
})

test("timeout stands after the severity; without events and data they are left out", () => {
  const rule = letters("T", [step(0), step(1, "then")], {
    within: { kind: "whole", duration: { kind: "fixed", ms: 1000 } },
    outputs: [{ onTimeout: true, withEvents: false, severity: "low" }],
  })
  const run = collect(ruleSet([payment], [rule]))
  run.engine.push("Payment", { kind: "A", account: "x", at })
  run.engine.end()
  expect(run.outputs[0]!.line()).toBe(
    `{"rule":"T","severity":"low","timeout":true,"key":{"account":"x"},"at":"2026-01-31T10:00:01.000Z","id":"${run.alerts[0]!.id}"}`,
  )
})

test("an emitted event has its data and the key's fields", () => {
  const made: EventSchema = {
    ...payment,
    name: "Made",
    derived: true,
    fields: [field("n", "integer"), field("at", "time")],
  }
  const rule = letters("E", [step(0)], {
    outputs: [{ kind: "emit", event: 1, fields: [field("n", "integer")], data: () => [7] }],
  })
  const run = collect(ruleSet([payment, made], [rule]))
  run.engine.push("Payment", { kind: "A", account: "x", at })
  run.engine.end()
  expect(run.outputs[0]!.line()).toBe(
    `{"event":"Made","at":"2026-01-31T10:00:00.000Z","data":{"n":7,"account":"x"},"id":"${run.emitted[0]!.id}"}`,
  )
  expect(run.emitted[0]!.data).toEqual({ n: 7, account: "x" })
})

describe("ids", () => {
  const push = (run: ReturnType<typeof collect>, ...events: object[]) => {
    for (const event of events) run.engine.ingest({ type: "Payment", raw: event })
    run.engine.end()
    return run.alerts.map(({ id }) => id)
  }
  const event = { kind: "A", account: "x", at }
  const idOfText = (text: string): string => {
    const stored = StoredEvent.of({ type: 0, at, fields: {}, text, mode: "json" })
    const occasion: Occasion = { key: ["x"], event: stored, ordinal: 0, time: at, until: undefined, index: 0 }
    const ids = new Ids()
    return ids.idOf(ids.baseOf("Single", 0, false), occasion)
  }

  test("are made of documented parts", () => {
    const [id] = push(collect(ruleSet([payment], [single])), event)
    expect(id).toBe(idOfText(JSON.stringify(event)))
    expect(id).toMatch(/^[0-9a-f]{32}$/)
  })

  test("tell equal events of one time apart by their ordinal for the key", () => {
    const other = { ...event, account: "y" }
    const ids = push(collect(ruleSet([payment], [single])), event, other, event, event)
    expect(new Set(ids).size).toBe(4)
    const alone = push(collect(ruleSet([payment], [single])), event, event)
    expect(alone).toEqual([ids[0], ids[2]])
  })

  test("are had alone, and are those of the object and of the line", () => {
    const run = collect(ruleSet([payment], [single]), { onAlert: () => {} })
    run.engine.ingest({ type: "Payment", raw: event })
    run.engine.ingest({ type: "Payment", raw: event })
    run.engine.end()
    const [first, second] = run.outputs
    expect(first!.id).toBe((JSON.parse(first!.line()) as { id: string }).id)
    expect((JSON.parse(second!.line()) as { id: string }).id).toBe(second!.value.id)
    expect(second!.id).toBe(second!.value.id)
  })

  test("are the same whatever else came, and follow a rule that is renamed", () => {
    const noise = { kind: "Z", account: "q", at: at - 5 }
    const [first] = push(collect(ruleSet([payment], [single])), event)
    expect(push(collect(ruleSet([payment], [letters("Other", [step(1)]), single])), noise, event)).toContain(first)
    const renamed = { ...single, name: "Renamed", was: "Single" }
    expect(push(collect(ruleSet([payment], [renamed])), event)).toEqual([first])
  })

  test("are made of the bytes as delivered", () => {
    const run = collect(ruleSet([payment], [single]))
    run.engine.ingest({ type: "Payment", raw: event, text: '{ "spaced": 1 }' })
    run.engine.end()
    expect(run.alerts[0]!.id).toBe(idOfText('{ "spaced": 1 }'))
  })

  test("differ between outputs of one match", () => {
    const two = letters("Two", [step(0)], { outputs: [{}, {}] })
    expect(new Set(push(collect(ruleSet([payment], [two])), event)).size).toBe(2)
  })
})
