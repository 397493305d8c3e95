import { describe, expect, test } from "vitest"
import type { Expression } from "../../../lang/check/model.ts"
import { showType, describe as words } from "../../../lang/check/show.ts"
import { nearest } from "../../../lang/check/suggest.ts"
import type { Type } from "../../../lang/check/types.ts"
import { decimalsOf, fitTo, scaled, unify, unifyExpressions } from "../../../lang/check/unify.ts"

const span = { path: "x.cep", start: 0, end: 1 }
const number: Type = { kind: "number" }
const integer: Type = { kind: "integer" }
const string: Type = { kind: "string" }
const cents: Type = { kind: "decimal", scale: 2 }
const state: Type = { kind: "enum", values: ["open", "paid"] }
const maybe = (of: Type): Type => ({ kind: "optional", of })
const literal = (value: string | number): Expression => ({
  kind: "literal",
  value,
  type: typeof value === "string" ? string : Number.isInteger(value) ? integer : number,
  span,
})
const local = (type: Type): Expression => ({ kind: "local", name: "x", type, span })

describe("unify", () => {
  test.each<[Type, Type, Type | undefined]>([
    [integer, number, number],
    [integer, cents, cents],
    [cents, number, number],
    [cents, { kind: "decimal", scale: 4 }, { kind: "decimal", scale: 4 }],
    [state, string, string],
    [maybe(integer), number, maybe(number)],
    [{ kind: "missing" }, number, maybe(number)],
    [{ kind: "time" }, { kind: "time", seconds: true }, { kind: "time" }],
    [string, number, undefined],
    [{ kind: "time" }, { kind: "duration" }, undefined],
    [{ kind: "boolean" }, integer, undefined],
    [
      { kind: "list", of: integer },
      { kind: "list", of: number },
      { kind: "list", of: number },
    ],
    [{ kind: "unknown" }, string, string],
  ])("%j and %j meet in %j, whatever their order", (a, b, expected) => {
    expect(unify(a, b)).toEqual(expected)
    if (a.kind !== "time") expect(unify(b, a)).toEqual(expected)
  })

  test("written values adapt to decimals and enums", () => {
    expect(unifyExpressions(literal(9.5), local(cents), false)).toEqual(cents)
    expect(unifyExpressions(literal(0.125), local(cents), false)).toEqual(number)
    expect(unifyExpressions(literal(0.125), local(cents), true)).toEqual({ kind: "decimal", scale: 3 })
    expect(unifyExpressions(literal("paid"), local(state), false)).toEqual(state)
  })
})

describe("fitTo", () => {
  test("a written number becomes a scaled integer", () => {
    expect(fitTo(literal(9.99), cents)).toMatchObject({ kind: "literal", value: 999, type: cents })
    expect(fitTo(literal(0.125), cents)).toBeUndefined()
  })
  test("values are converted where nothing is lost", () => {
    expect(fitTo(local(cents), number)).toMatchObject({ kind: "convert", type: number })
    expect(fitTo(local(integer), cents)).toMatchObject({ kind: "convert", type: cents })
    expect(fitTo(local(number), cents)).toBeUndefined()
    expect(fitTo(local(number), integer)).toBeUndefined()
    expect(fitTo(local(maybe(number)), number)).toBeUndefined()
    expect(fitTo(local(number), maybe(number))).toEqual(local(number))
    expect(fitTo(local(maybe(cents)), maybe(number))).toMatchObject({ kind: "convert", type: maybe(number) })
  })
  test("lists take the type item by item", () => {
    const list: Expression = {
      kind: "list",
      items: [literal(1), literal(2.5)],
      type: { kind: "list", of: number },
      span,
    }
    expect(fitTo(list, { kind: "list", of: cents })).toMatchObject({ items: [{ value: 100 }, { value: 250 }] })
  })
})

test.each([
  [1, 0],
  [0.125, 3],
  [1e-7, 7],
  [1.5e-7, 8],
  [1e21, 0],
])("%d has %d digits after the point", (value, digits) => {
  expect(decimalsOf(value)).toBe(digits)
})

test.each([
  [1.005, 3, 1005],
  [0.1, 2, 10],
  [-2.5, 1, -25],
  [0.1, 0, undefined],
  [1e15, 2, undefined],
  [Number.POSITIVE_INFINITY, 2, undefined],
])("%d in scale %d is %s", (value, scale, expected) => {
  expect(scaled(value, scale)).toBe(expected)
})

test("types are shown as they are written", () => {
  expect(showType({ kind: "list", of: maybe(state) })).toBe('("open" | "paid")?[]')
  expect(showType({ kind: "record", fields: [{ name: "bin", type: string }] })).toBe("{ bin: string }")
  expect(words(maybe(integer))).toBe("an integer that may be missing")
})

test.each([
  ["ammount", ["amount", "account"], "amount"],
  ["Amount", ["amount", "count"], "amount"],
  ["x", ["amount"], undefined],
  ["id", ["at"], undefined],
  ["trasnfer", ["transfer"], "transfer"],
])("near %s in %j is %s", (name, known, expected) => {
  expect(nearest(name, known)).toBe(expected)
})
