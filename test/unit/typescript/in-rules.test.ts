import { describe, expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { createEngine } from "../../../runtime/index.ts"

const events = `event Payment { id: string, amount: number, kind: "card" | "wire", tags: string[], device: string?, at: time } timed by at`

async function alertsOf(typescript: string, rule: string, ...payments: object[]) {
  const { rules, diagnostics } = await compile([
    { path: "main.cep", text: `${events}\n${rule}` },
    { path: "own.ts", text: typescript },
  ])
  expect(diagnostics).toEqual([])
  const alerts: unknown[] = []
  const letters: string[] = []
  const engine = createEngine(rules!, {
    onAlert: (alert) => alerts.push(alert.data),
    onDeadLetter: ({ code, reason }) => letters.push(`${code}: ${reason}`),
  })
  const whole = { id: "p", amount: 5, kind: "card", tags: ["a", "b"], at: "2026-01-31T10:00:00Z" }
  for (const payment of payments.length === 0 ? [{}] : payments) engine.push("Payment", { ...whole, ...payment })
  engine.end()
  return { alerts, letters }
}

const alertWith = (fields: string, names = "f") => `use { ${names} } from "./own.ts"
rule R { when Payment as p alert { ${fields} } }`

describe("a user function in a rule", () => {
  test("gets and gives values of every kind", async () => {
    const { alerts, letters } = await alertsOf(
      `export const later = (at: Date): Date => new Date(at.getTime() + 1000)
export const other = (kind: "card" | "wire"): "card" | "wire" => kind === "card" ? "wire" : "card"
export const joined = (tags: string[]): string[] => [...tags, String(tags.length)]
export interface Part { size: number, when?: Date }
export const part = (size: number): Part => ({ size, when: size > 3 ? new Date(0) : undefined })
export const known = (device?: string): boolean => device !== undefined`,
      alertWith(
        "later: later(p.at), other: other(p.kind), tags: joined(p.tags), part: part(p.amount), when: part(p.amount).when, known: known(p.device)",
        "later, other, joined, part, known",
      ),
    )
    expect(letters).toEqual([])
    expect(alerts).toEqual([
      {
        later: "2026-01-31T10:00:01.000Z",
        other: "wire",
        tags: ["a", "b", "2"],
        part: { size: 5, when: "1970-01-01T00:00:00.000Z" },
        when: "1970-01-01T00:00:00.000Z",
        known: false,
      },
    ])
  })

  test("decides in a condition, under another name", async () => {
    const rule = `use { isLarge as large } from "./own.ts"
rule R { when Payment as p where large(amount) alert { amount: p.amount } }`
    const text = "const limit = () => 100\nexport const isLarge = (x: number) => x > limit()"
    const { alerts } = await alertsOf(text, rule, { amount: 50 }, { amount: 500 })
    expect(alerts).toEqual([{ amount: 500 }])
  })

  test("cannot change an event", async () => {
    const text = "export const f = (tags: string[]): number => tags.push('x')"
    const { alerts } = await alertsOf(text, alertWith("n: f(p.tags), tags: p.tags"))
    expect(alerts).toEqual([{ n: 3, tags: ["a", "b"] }])
  })

  test.each([
    ["number", "'x' as never", 'the result of f is "x" where a value of type number was declared'],
    ["number", "NaN", "the result of f is NaN where a value of type number was declared"],
    ["number", "undefined as never", "the result of f is undefined"],
    ["Date", "new Date(NaN)", "the result of f is an object where a value of type time"],
    ['"a" | "b"', "'c' as never", 'the result of f is "c" where one of ["a","b"] was declared'],
    ["string[]", "[1 as never]", "an item of the result of f is 1"],
    ["{ a: number }", "{ a: 'x' as never }", 'field a of the result of f is "x"'],
    ["number", "(() => { throw new Error('own words') })()", "own words"],
  ])("that promises %s and gives %s makes a dead letter that says so", async (type, value, wanted) => {
    const { alerts, letters } = await alertsOf(`export const f = (): ${type} => (${value})`, alertWith("x: f()"))
    expect(alerts).toEqual([])
    expect(letters).toHaveLength(1)
    expect(letters[0]).toContain(wanted)
  })
})

test("an event type comes from an interface", async () => {
  const { rules, diagnostics } = await compile([
    {
      path: "rules/main.cep",
      text: 'event Login from "../types/events.ts" timed by at\nrule R { when Login as l where not ok alert { user: l.user } }',
    },
    { path: "types/events.ts", text: "export interface Login { user: string; ok: boolean; at: number }" },
  ])
  expect(diagnostics).toEqual([])
  const alerts: unknown[] = []
  const engine = createEngine(rules!, { onAlert: ({ at, data }) => alerts.push([at, data]) })
  engine.push("Login", { user: "u", ok: false, at: 1000 })
  engine.end()
  expect(alerts).toEqual([["1970-01-01T00:00:01.000Z", { user: "u" }]])
})

test("what is wrong in a TypeScript file is found with what is wrong in the rules", async () => {
  const { diagnostics, rules } = await compile([
    { path: "main.cep", text: 'use { f, g } from "./own.ts"\nuse { h } from "./none.ts"' },
    { path: "own.ts", text: "export const f = (a: any): number => a\nexport const b: number = 'x'" },
  ])
  expect(rules).toBeUndefined()
  expect(diagnostics.map(({ code, span }) => `${code} ${span.path}`)).toEqual([
    "CEP5014 main.cep",
    "CEP5012 main.cep",
    "CEP5011 main.cep",
    "CEP5205 own.ts",
  ])
})
