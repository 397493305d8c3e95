import { describe, expect, test } from "vitest"
import { builtins, declarations } from "../../../runtime/functions/index.ts"
import { evaluate } from "./evaluate.ts"

describe("the examples of the built-in functions", () => {
  for (const { name, examples } of declarations) {
    for (const { call, gives } of examples) test(call, () => expect(evaluate(call), name).toEqual(gives))
  }
})

describe("the declarations", () => {
  test("and the code have the same names", () => {
    expect(Object.keys(builtins).sort()).toEqual([...new Set(declarations.map(({ name }) => name))].sort())
    expect(Object.getPrototypeOf(builtins)).toBeNull()
  })

  test.each(declarations)("$name: each way to call it is explained and shown twice", (declaration) => {
    expect(declaration.doc).toMatch(/[.)]$/)
    for (const { call } of declaration.examples) expect(call).toContain(`${declaration.name}(`)
    expect(declaration.examples.length).toBeGreaterThanOrEqual(2)
    for (const parameter of declaration.parameters) expect(parameter.doc).not.toBe("")
  })

  test("optional parameters come last, and a rest parameter after them", () => {
    for (const { name, parameters } of declarations) {
      const order = parameters.map(({ optional, rest }) => (rest ? 2 : optional ? 1 : 0))
      expect(order, name).toEqual([...order].sort())
    }
  })

  test("do not take the names of aggregates with one argument", () => {
    const aggregates = ["count", "sum", "avg", "min", "max", "stddev", "distinct", "first", "last", "list", "median"]
    for (const { name, parameters } of declarations) {
      if (aggregates.includes(name)) expect(parameters.filter(({ optional }) => !optional).length).toBeGreaterThan(1)
    }
  })
})
