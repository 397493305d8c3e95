import { describe, expect, test } from "vitest"
import { readTypes } from "../../../compiler/typescript/index.ts"
import { Report } from "../../../lang/diagnostic.ts"

async function read(files: Readonly<Record<string, string>>) {
  const report = new Report()
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }))
  const types = await readTypes(sources, report)
  return { types, report, problems: report.diagnostics.map(({ code, text }) => `${code} ${text}`) }
}

async function functionsOf(text: string) {
  const { types, problems } = await read({ "geo.ts": text })
  expect(problems).toEqual([])
  return types.functions("geo.ts")!
}

/** The type of a parameter and the type of a result, written the same. */
async function bothWays(written: string, declarations = "") {
  const found = await functionsOf(`${declarations}
export declare function takes(value: ${written}): boolean
export declare function gives(): ${written}`)
  const [takes, gives] = [found.get("takes")!, found.get("gives")!]
  return {
    takes: "problem" in takes ? takes.problem : takes.parameters[0]!.type,
    gives: "problem" in gives ? gives.problem : gives.returns,
  }
}

const number = { kind: "number" }
const string = { kind: "string" }
const time = { kind: "time" }
const boolean = { kind: "boolean" }

describe("a type of TypeScript", () => {
  test.each([
    ["number", number],
    ["string", string],
    ["boolean", boolean],
    ["true", boolean],
    ["Date", time],
    ['"wire" | "card"', { kind: "enum", values: ["card", "wire"] }],
    ['"card"', { kind: "enum", values: ["card"] }],
    ["number | undefined", { kind: "optional", of: number }],
    ["boolean | undefined", { kind: "optional", of: boolean }],
    ['"a" | "b" | undefined', { kind: "optional", of: { kind: "enum", values: ["a", "b"] } }],
    ["Date | undefined", { kind: "optional", of: time }],
    ["readonly string[]", { kind: "list", of: string }],
    ["Array<number[]>", { kind: "list", of: { kind: "list", of: number } }],
    [
      "{ a: number; b?: string }",
      {
        kind: "record",
        fields: [
          { name: "a", type: number },
          { name: "b", type: { kind: "optional", of: string } },
        ],
      },
    ],
    ["Readonly<{ a: Date }>", { kind: "record", fields: [{ name: "a", type: time }] }],
    [
      "{ a: number } & { b: Date }",
      {
        kind: "record",
        fields: [
          { name: "a", type: number },
          { name: "b", type: time },
        ],
      },
    ],
    ["Box<string>", { kind: "record", fields: [{ name: "value", type: string }] }],
  ])("%s becomes one of rules", async (written, wanted) => {
    const { takes, gives } = await bothWays(written, "export interface Box<T> { value: T }")
    expect(takes).toEqual(wanted)
    expect(gives).toEqual(wanted)
  })

  test.each([
    ["any", "is `any`"],
    ["unknown", "is `unknown`"],
    ["bigint", "is `bigint`: rules know number, string"],
    ["symbol", "is `symbol`"],
    ["object", "object"],
    ["Colour", "is an `enum`"],
    ["Colour | undefined", "is an `enum`"],
    ["string | number", "only texts, and `undefined`"],
    ["Promise<number>[]", "is a list whose item is a promise inside of another value"],
    ["Map<string, number>", "is `Map<string, number>`"],
    ["RegExp", "is `RegExp`"],
    ["Account", "is the class `Account`"],
    ["() => number", "is a function"],
    ["[number, string]", "is a list of fixed length"],
    ["(number | undefined)[]", "list whose items can be missing"],
    ["any[]", "is a list whose item is `any`"],
    ["Record<string, number>", "has fields of any name"],
    ["{ a: { b: bigint } }", "has a field `a` that has a field `b` that is `bigint`"],
    ["Tree", "holds a value of its own type"],
    ['{ "my-field": number }', "has no name that rules can write"],
    ['{ "__proto__": number }', "has no name that rules can write"],
    ["string & { brand: 1 }", "rules know number, string"],
  ])("%s is refused", async (written, reason) => {
    const declarations = `export enum Colour { Red, Green }
export class Account { id = 1 }
export interface Tree { left?: Tree }`
    const { takes, gives } = await bothWays(written, declarations)
    expect(takes).toContain(reason)
    expect(gives).toContain(reason)
  })

  test("null means missing in what comes out, and is refused in what goes in", async () => {
    const { takes, gives } = await bothWays("number | null")
    expect(gives).toEqual({ kind: "optional", of: number })
    expect(takes).toContain("can be `null`")
  })

  test("single numbers are numbers as a result, and refused as a parameter", async () => {
    const { takes, gives } = await bothWays("1 | 2")
    expect(gives).toEqual(number)
    expect(takes).toContain("any number may come")
  })
})

describe("an exported function", () => {
  test("is found in all its forms, with inferred results, defaults and places", async () => {
    const text = `export function first(a: number, b = 5, c?: string) { return a > b }
export const second = (at: Date) => at.getTime() > 0 ? "late" : "early"
const hidden = (x: number) => x
export { hidden as third }
export default function (x: number): number { return x }
export type Unused = number`
    const found = await functionsOf(text)
    expect([...found.keys()].sort()).toEqual(["default", "first", "second", "third"])
    expect(found.get("first")).toEqual({
      parameters: [
        { name: "a", type: number },
        { name: "b", type: { kind: "optional", of: number } },
        { name: "c", type: { kind: "optional", of: string } },
      ],
      returns: boolean,
      span: { path: "geo.ts", start: 16, end: 21 },
    })
    expect(found.get("second")).toMatchObject({ returns: { kind: "enum", values: ["early", "late"] } })
    expect(found.get("third")).toMatchObject({ parameters: [{ name: "x", type: number }] })
  })

  test.each([
    ["export const f = 5", "it is no function"],
    ["export class f {}", "it is a class"],
    ["export function f<T>(a: T): T { return a }", "it is generic"],
    ["export function f(...all: number[]): number { return all.length }", "takes any number of values"],
    [
      "export function f(a: number): number\nexport function f(a: string): string\nexport function f(a: any): any { return a }",
      "several ways",
    ],
    ["export async function f(): Promise<void> {}", "its result holds no value"],
    ["export function f(): void {}", "its result holds no value"],
    ["export function* f() { yield 1 }", "its result is `Generator"],
    [
      "export function f(when: Map<string, string>): number { return when.size }",
      "its parameter `when` is `Map<string, string>`",
    ],
  ])("%s is refused", async (text, reason) => {
    expect((await functionsOf(text)).get("f")).toMatchObject({ problem: expect.stringContaining(reason) })
  })

  test("is asynchronous where it gives a promise: its result is what the promise gives", async () => {
    const found = await functionsOf(`
export async function countryOf(address: string): Promise<"GB" | "NG" | undefined> {
  const answer = await fetch(new URL(address, "http://localhost/"), { signal: AbortSignal.timeout(500) })
  return answer.ok ? await answer.json() : undefined
}
export const later = (n: number): Promise<number> => new Promise((give) => setTimeout(() => give(n), 10))`)
    expect(found.get("countryOf")).toMatchObject({
      async: true,
      returns: { kind: "optional", of: { kind: "enum", values: ["GB", "NG"] } },
    })
    expect(found.get("later")).toMatchObject({ async: true, returns: number })
  })

  test("may wait with the promise's own function", async () => {
    const text =
      "export async function slow(n: number): Promise<number> { await new Promise((done) => setTimeout(done, n)); return n }"
    expect((await read({ "a.ts": text })).problems).toEqual([])
  })

  test("may come from another file, and then its place is there", async () => {
    const { types, problems } = await read({
      "rules/geo.ts": 'export { far as distant } from "../lib/far.ts"\nexport * from "../lib/near.ts"',
      "lib/far.ts": "export const far = (km: number) => km > 100",
      "lib/near.ts": 'import { far } from "./far"\nexport const near = (km: number) => !far(km)',
    })
    expect(problems).toEqual([])
    const found = types.functions("./rules/../rules/geo.ts")!
    expect([...found.keys()].sort()).toEqual(["distant", "near"])
    expect(found.get("near")).toMatchObject({ span: { path: "lib/near.ts" } })
    expect(types.functions("lib/none.ts")).toBeUndefined()
  })

  test("is found under paths above the start and from the root", async () => {
    const { types, problems } = await read({
      "../../common/a.ts": 'import { b } from "../b.ts"\nexport const a = (x: number) => b(x)',
      "../../b.ts": "export const b = (x: number) => x",
      "/srv/c.ts": 'import { d } from "./d.ts"\nexport const c = d',
      "/srv/d.ts": "export const d = (x: number) => x",
    })
    expect(problems).toEqual([])
    expect(types.functions("../../common/a.ts")?.has("a")).toBe(true)
    expect(types.functions("/srv/c.ts")?.has("c")).toBe(true)
  })
})

describe("an exported interface", () => {
  test("gives the fields of an event in their order, with their words", async () => {
    const { types } = await read({
      "events.ts": `interface Base { id: string }
export interface Payment extends Base {
  /** In the account's currency. */
  amount: number
  kind: "card" | "wire"
  device?: string
  country: string | null
  at: Date
}
export type Login = { user: string, at: number }`,
    })
    const found = types.interfaces("events.ts")!
    expect(found.get("Payment")).toEqual([
      { name: "amount", type: number, doc: "In the account's currency." },
      { name: "kind", type: { kind: "enum", values: ["card", "wire"] } },
      { name: "device", type: { kind: "optional", of: string } },
      { name: "country", type: { kind: "optional", of: string } },
      { name: "at", type: time },
      { name: "id", type: string },
    ])
    expect(found.get("Login")).toHaveLength(2)
    expect(found.get("Base")).toMatchObject({ problem: expect.stringContaining("not exported") })
  })

  test.each([
    ["export interface E<T> { value: T }", "it is generic"],
    ["export type E = number", "it is no interface"],
    ["export type E = { a: number } | { b: number }", "it is no interface"],
    ["export interface E { run(): void }", "has a field `run` that is a function"],
    ["export interface E { [name: string]: number }", "fields of any name"],
  ])("%s is refused", async (text, reason) => {
    const { types } = await read({ "e.ts": text })
    expect(types.interfaces("e.ts")!.get("E")).toMatchObject({ problem: expect.stringContaining(reason) })
  })
})

describe("a TypeScript file", () => {
  test.each([
    ['export const a: number = "x"', "CEP5205 Type 'string' is not assignable to type 'number' (TS2322)"],
    ["export const a = (", "CEP5205 Expression expected (TS1109)"],
    ["export const a = () => console.log(1)", "CEP5205 Cannot find name 'console' (TS2584)"],
    ["export const a = () => process.exit()", "CEP5205 Cannot find name 'process' (TS2591)"],
    ['import { readFileSync } from "node:fs"\nexport const a = () => readFileSync', "CEP5201 `node:fs`"],
    ['export * from "lodash"', "CEP5201 `lodash`"],
    ['import { x } from "./none.ts"\nexport const a = () => x', "CEP5202 no file `./none.ts`"],
    ['export type T = import("./none.ts").T', "CEP5202 no file `./none.ts`"],
    ['export const a = () => import("./main.ts")', "CEP5203 `import(…)`"],
    ['export const a = () => require("fs")', "CEP5203 `require`"],
    ["const exports = 1\nexport const a = exports", "CEP5203 `exports`"],
    ["export const a = await Promise.resolve(1)", "CEP5204 rules do not wait"],
    ["for await (const x of []) {}\nexport {}", "CEP5204 rules do not wait"],
    ["export const a = () => Date.now()", "CEP5206 `Date.now()`"],
    ["export const a = () => new Date()", "CEP5206 `new Date()`"],
    ["export const a = () => Math.random()", "CEP5206 `Math.random()`"],
  ])("%s is said to be wrong, once", async (text, wanted) => {
    const { problems, report } = await read({ "main.ts": text })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(wanted)
    const { span } = report.diagnostics[0]!
    expect(span.path).toBe("main.ts")
    expect(span.start).toBeLessThanOrEqual(span.end)
    expect(span.end).toBeLessThanOrEqual(text.length)
  })

  test("may use names that only look like those that are taken", async () => {
    const text = `interface Part { require: number; exports: string }
export const a = (p: Part) => p.require + p.exports.length
export const b = async () => { await Promise.resolve(1) }
export const c = (at: Date) => new Date(at.getTime() + 1)`
    expect((await read({ "main.ts": text })).problems).toEqual([])
  })

  test("does not see the declarations of a file of the same compilation that it does not import, nor of an earlier one", async () => {
    await read({ "old.ts": "export const old = 1\ndeclare global { const leftover: number }" })
    const { problems } = await read({
      "a.ts": "const shared = 1\nexport const f = () => old",
      "b.ts": "const shared = 'x'",
    })
    expect(problems).toEqual(["CEP5205 Cannot find name 'old' (TS2304)"])
    expect((await read({ "a.ts": "export const f = () => leftover" })).problems[0]).toContain("leftover")
  })

  test("gives the same types whatever was read before", async () => {
    const text = 'export const f = (k: "b" | "a") => k'
    const before = await functionsOf(text)
    await functionsOf('export const x = (k: "a") => k\nexport const y = (k: "z" | "b") => k')
    expect(await functionsOf(text)).toEqual(before)
  })

  test("nothing is read where there is none", async () => {
    const { types, problems } = await read({ "a.cep": "rule" })
    expect(problems).toEqual([])
    expect(types.functions("a.cep")).toBeUndefined()
  })
})
