import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { EventSchema } from "../../../runtime/abi/rule-set.ts"
import type { ValueType } from "../../../runtime/abi/value.ts"
import { step } from "../../support/patterns.ts"
import { collect, field, letters, payment, single } from "../../support/payments.ts"
import { ruleSet } from "../../support/rule-set.ts"

const at = 1_700_000_000_000

/** What becomes of a value of a type: its inside form, or the dead letter's code. */
function read(type: ValueType, value: unknown, values: "json" | "text" = "json", optional = false): unknown {
  const schema: EventSchema = { ...payment, name: "E", fields: [field("v", type, optional), field("at", "time")] }
  let inside: unknown = "nothing came"
  const rule = letters("R", [step(0)], {
    keys: [],
    conditions: [
      (event) => {
        inside = event.fields.v
        return true
      },
    ],
  })
  const run = collect(ruleSet([schema], [rule]), {})
  run.engine.ingest({ type: "E", raw: { v: value, at: values === "text" ? String(at) : at }, text: "{}", values })
  run.engine.end()
  return run.dead.length > 0 ? run.dead[0]!.code : inside
}

const decimal: ValueType = { kind: "decimal", scale: 2 }
const wrong = "wrong-type"

describe("declared types of JSON", () => {
  test.each<[ValueType, unknown, unknown]>([
    [{ kind: "string" }, "x", "x"],
    [{ kind: "string" }, 5, wrong],
    [{ kind: "number" }, 1.5, 1.5],
    [{ kind: "number" }, "1.5", wrong],
    [{ kind: "number" }, Number.NaN, wrong],
    [{ kind: "number" }, Number.POSITIVE_INFINITY, wrong],
    [{ kind: "number" }, 5n, wrong],
    [{ kind: "integer" }, 2 ** 53 - 1, 2 ** 53 - 1],
    [{ kind: "integer" }, 2 ** 53, wrong],
    [{ kind: "integer" }, 1.5, wrong],
    [{ kind: "boolean" }, false, false],
    [{ kind: "boolean" }, 0, wrong],
    [{ kind: "duration" }, 1500, 1500],
    [decimal, 66.4, 6640],
    [decimal, -0.07, -7],
    [decimal, 66.401, wrong],
    [decimal, 1e15, wrong],
    [{ kind: "time" }, "2026-01-31T10:00:00Z", Date.UTC(2026, 0, 31, 10)],
    [{ kind: "time" }, new Date(5), 5],
    [{ kind: "time" }, new Date(Number.NaN), wrong],
    [{ kind: "time" }, 5.9, 5],
    [{ kind: "time" }, 1e300, wrong],
    [{ kind: "time" }, "yesterday", wrong],
    [{ kind: "time", seconds: true }, 1.5, 1500],
    [{ kind: "enum", values: ["card", "wire"] }, "wire", "wire"],
    [{ kind: "enum", values: ["card", "wire"] }, "cash", wrong],
    [{ kind: "list", of: { kind: "integer" } }, [1, 2], [1, 2]],
    [{ kind: "list", of: { kind: "integer" } }, [1, null], wrong],
    [{ kind: "list", of: { kind: "integer" } }, { 0: 1, length: 1 }, wrong],
    [{ kind: "record", fields: [field("n", "integer"), field("o", "string", true)] }, { n: 1 }, { n: 1, o: undefined }],
    [{ kind: "record", fields: [field("n", "integer")] }, { n: "1" }, wrong],
    [{ kind: "record", fields: [field("n", "integer")] }, {}, "missing-field"],
    [{ kind: "record", fields: [field("n", "integer")] }, [], "not-an-object"],
    [{ kind: "string" }, null, "missing-field"],
  ])("%j from %s", (type, value, expected) => expect(read(type, value)).toEqual(expected))
})

describe("declared types of text", () => {
  test.each<[ValueType, unknown, unknown]>([
    [{ kind: "number" }, " 1.5e2 ", 150],
    [{ kind: "number" }, "0x10", wrong],
    [{ kind: "number" }, "Infinity", wrong],
    [{ kind: "integer" }, "12", 12],
    [decimal, "66.40", 6640],
    [{ kind: "boolean" }, "TRUE", true],
    [{ kind: "boolean" }, "yes", wrong],
    [{ kind: "time" }, "1700000000000", 1_700_000_000_000],
    [{ kind: "time", seconds: true }, "1700000000", 1_700_000_000_000],
    [{ kind: "time" }, "2026-01-31", Date.UTC(2026, 0, 31)],
    [{ kind: "list", of: { kind: "integer" } }, "[1,2]", [1, 2]],
    [{ kind: "list", of: { kind: "integer" } }, "[1,", wrong],
    [{ kind: "string" }, "", "missing-field"],
    [{ kind: "number" }, 5, wrong],
  ])("%j from %s", (type, value, expected) => expect(read(type, value, "text")).toEqual(expected))

  test("an empty cell is missing", () => expect(read({ kind: "number" }, "", "text", true)).toBeUndefined())
})

describe("hostile input", () => {
  const rules = ruleSet([payment], [single])
  const cyclic: Record<string, unknown> = { kind: "A", account: "x", at }
  cyclic.self = cyclic
  const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as unknown

  test.each<[string, unknown, string]>([
    ["nothing", undefined, "not-an-object"],
    ["null", null, "not-an-object"],
    ["a list", [], "not-an-object"],
    ["text", "{}", "not-an-object"],
    ["a bigint", { kind: "A", account: "x", at, more: 5n }, "not-json"],
    ["a cycle", cyclic, "not-json"],
    ["deep nesting", { kind: "A", account: "x", at, deep }, "not-json"],
    ["a function", () => {}, "not-an-object"],
    [
      "a getter that throws",
      {
        account: "x",
        at,
        get kind() {
          throw new Error("gotcha")
        },
      },
      "unreadable",
    ],
    [
      "a proxy that throws anything",
      new Proxy(
        {},
        {
          get() {
            throw { toString: null }
          },
        },
      ),
      "unreadable",
    ],
    ["toJSON that gives nothing", { kind: "A", account: "x", at, toJSON: () => undefined }, "not-json"],
  ])("%s is a dead letter", (_, event, code) => {
    const run = collect(rules)
    run.engine.push("Payment", event)
    run.engine.push("Payment", { kind: "A", account: "good", at })
    run.engine.end()
    expect(run.dead).toMatchObject([{ code, type: "Payment" }])
    expect(run.alerts.map(({ key }) => key.account)).toEqual(["good"])
  })

  test("unknown types, whatever they are", () => {
    const run = collect(rules)
    for (const type of ["Paymnet", "__proto__", "constructor", undefined, null, Symbol("s"), {}])
      run.engine.push(type as string, {})
    expect(run.dead.map(({ code }) => code)).toEqual(Array(7).fill("unknown-type"))
  })

  test("names of inherited things are only fields when they are the event's own", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"]
    const schema = { ...payment, fields: [...payment.fields, ...names.map((name) => field(name, "string", true))] }
    const seen: unknown[] = []
    const rule = letters("R", [step(0)], {
      conditions: [
        ({ fields }) => {
          seen.push(names.map((name) => Object.getOwnPropertyDescriptor(fields, name)?.value))
          return true
        },
      ],
    })
    const run = collect(ruleSet([schema], [rule]))
    run.engine.push("Payment", { kind: "A", account: "x", at })
    run.engine.push("Payment", JSON.parse(`{"kind":"A","account":"x","at":${at},"__proto__":"p","constructor":"c"}`))
    run.engine.end()
    expect(run.dead).toEqual([])
    expect(seen).toEqual([
      [undefined, undefined, undefined, undefined],
      ["p", "c", undefined, undefined],
    ])
  })

  test("prototypes stay as they are, undeclared fields come out as they went in", () => {
    const run = collect(rules)
    const text = `{"kind":"A","account":"x","at":${at},"__proto__":{"polluted":true},"lone":"\\ud800"}`
    run.engine.ingest({ type: "Payment", raw: JSON.parse(text), text })
    run.engine.end()
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect(run.outputs[0]!.line()).toContain('"__proto__":{"polluted":true},"lone":"\\ud800"')
  })

  test("an object that its owner changes later is as it was", () => {
    const run = collect(rules)
    const event = { kind: "A", account: "x", at }
    run.engine.push("Payment", event)
    event.kind = "Z"
    run.engine.end()
    expect(run.alerts[0]!.events).toMatchObject({ a: [{ kind: "A" }] })
  })

  test("any value at all is taken or dead-lettered, with its position, and breaks nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true })), (values) => {
        const run = collect(rules)
        for (const [position, value] of values.entries()) {
          run.engine.ingest({ type: "Payment", raw: value, position })
          run.engine.ingest({ type: "Payment", raw: { kind: value, account: value, at: value }, position })
        }
        run.engine.push("Payment", { kind: "A", account: "good", at })
        run.engine.end()
        expect(
          run.dead.every(({ position, code, reason }) => position !== undefined && code !== "" && reason !== ""),
        ).toBe(true)
        expect(run.alerts.map(({ key }) => key.account)).toContain("good")
        const { events, late, deadLetters } = run.engine.stats()
        expect(events + late + deadLetters).toBe(2 * values.length + 1)
      }),
    )
  })
})
