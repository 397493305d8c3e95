import { describe, expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { builtins, declarations } from "../../../runtime/functions/index.ts"
import { createEngine } from "../../../runtime/index.ts"

/** The JSON values of expressions, computed by one rule. */
async function evaluate(calls: readonly string[]): Promise<unknown[]> {
  const fields = calls.map((call, at) => `x${at}: ${call}`).join("\n")
  const text = `event Tick { at: time } timed by at\nrule R { when Tick alert {\n${fields}\n} }`
  const { rules, diagnostics } = await compile([{ path: "main.cep", text }])
  expect(diagnostics).toEqual([])
  const lines: string[] = []
  const engine = createEngine(rules!, { onOutput: (output) => lines.push(output.line()) })
  engine.push("Tick", { at: 0 })
  engine.end()
  expect(lines).toHaveLength(1)
  return Object.values(JSON.parse(lines[0]!).data)
}

describe("the examples of the built-in functions", async () => {
  const examples = declarations.flatMap((declaration) => declaration.examples)
  const results = await evaluate(examples.map(({ call }) => call))
  test.each(examples.map(({ call, gives }, at) => ({ call, gives, at })))("$call", ({ gives, at }) => {
    expect(results[at]).toEqual(gives)
  })
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
