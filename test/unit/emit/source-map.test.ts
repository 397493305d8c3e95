import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { generatedPositionFor, LEAST_UPPER_BOUND, originalPositionFor, TraceMap } from "@jridgewell/trace-mapping"
import { afterAll, describe, expect, test } from "vitest"
import { bundle } from "../../../compiler/bundle/bundle.ts"
import { compile } from "../../../compiler/index.ts"

const fraud = `event Payment { id: string, card: string, amount: number, at: time } timed by at
use { check } from "./check.ts"

rule Large {
  when Payment as payment
       where amount > 10
         and check(amount)
  per card
  alert high "{payment.amount}" {
    fine: check(payment.amount - 1)
  }
}
`
const check =
  "export function check(n: number): boolean { if (n > 50) throw new Error(`too much: ${n}`); return n > 20 }\n"
const sources = [
  { path: "fraud.cep", text: fraud },
  { path: "check.ts", text: check },
]
const folder = mkdtempSync(join(tmpdir(), "cepheus-map-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Line (from 1) and column (from 0) of a part of a text. */
function placeOf(text: string, part: string, from = 0) {
  const at = text.indexOf(part, from)
  const before = text.slice(0, at).split("\n")
  return { line: before.length, column: before.at(-1)!.length }
}

describe("the source map", async () => {
  const { module } = await compile(sources)
  const map = new TraceMap(module!.map as never)

  const parts: readonly (readonly [generated: string, written: string])[] = [
    ["it.amount > 10", "amount > 10"],
    ["check(it.amount)", "check(amount)"],
    ["check(match.last(0).amount - 1)", "check(payment.amount - 1)"],
    ["match.last(0).amount - 1)", "payment.amount - 1)"],
    ["`${show(", '"{payment.amount}"'],
  ]
  test.each(parts)("leads from %s to %s", (generated, written) => {
    const place = originalPositionFor(map, placeOf(module!.code, generated))
    expect(place).toMatchObject({ source: "fraud.cep", ...placeOf(fraud, written) })
  })

  test("leads from a line of a rule to code, for breakpoints", () => {
    for (const line of [6, 7, 10]) {
      expect(
        generatedPositionFor(map, { source: "fraud.cep", line, column: 0, bias: LEAST_UPPER_BOUND }).line,
      ).toBeGreaterThan(1)
    }
  })

  test("carries the sources", () => expect(module!.map.sourcesContent).toEqual([fraud]))
})

/** What Node prints of the error that the rules throw on an event with this amount. */
function stackOf(imports: string, amount: number): string {
  const engine = `
    const library = { functions: {}, show: (_, value) => String(value) }
    const program = rules.create(library, {}).rules[0]
    const payment = { amount: ${amount} }
    const match = { last: () => payment }
    try { program.conditions[0]({ type: 0, fields: payment }, match); program.outputs[0].data(match, ["c"]) } catch (error) { console.log(error.stack) }`
  const path = join(folder, "run.mjs")
  writeFileSync(path, `${imports}\n${engine}\n`)
  return execFileSync(process.execPath, ["--enable-source-maps", path], { cwd: folder, encoding: "utf8" })
}

describe("a stack trace", () => {
  test("of the module's file names the line of the condition", async () => {
    const { module } = await compile(sources)
    writeFileSync(join(folder, "rules.mjs"), `${module!.code}//# sourceMappingURL=rules.mjs.map\n`)
    writeFileSync(join(folder, "rules.mjs.map"), JSON.stringify(module!.map))
    const stack = stackOf('import { rules } from "./rules.mjs"', 80)
    expect(stack).toContain("too much: 80")
    expect(stack).toMatch(/large_where_payment \(.*fraud\.cep:7:14\)/)
  })

  test("of a bundle names the line of the output", async () => {
    const { module } = await compile(sources)
    writeFileSync(join(folder, "bundle.mjs"), await bundle(module!))
    const stack = stackOf('import { rules } from "./bundle.mjs"', 51.5)
    expect(stack).toMatch(/fraud\.cep:7:14\)/)
  })

  test("through a bundle's engine names no line of the rules for it, and its map says nothing of the engine", async () => {
    const { module } = await compile(sources)
    const text = await bundle(module!)
    const map = JSON.parse(atob(text.slice(text.lastIndexOf("base64,") + 7)))
    expect(map.sources).toEqual(["fraud.cep"])
    expect(map.sourcesContent).toEqual([fraud])
    writeFileSync(join(folder, "bundle.mjs"), text)
    const path = join(folder, "push.mjs")
    writeFileSync(
      path,
      `import { createEngine, rules } from "./bundle.mjs"
       const engine = createEngine(rules, { onAlert: () => { console.log(new Error("here").stack) } })
       engine.push("Payment", { id: "a", card: "c", amount: 40, at: 0 })
       engine.end()`,
    )
    const failed = execFileSync(process.execPath, ["--enable-source-maps", path], { cwd: folder, encoding: "utf8" })
    expect(failed).toMatch(/at .*bundle\.mjs:\d+/)
    expect(failed).not.toContain("fraud.cep")
  })

  test("of rules compiled in memory names the line", () => {
    const compiler = new URL("../../../compiler/index.ts", import.meta.url).href
    const path = `import { compile } from ${JSON.stringify(compiler)}
      const { rules } = await compile(${JSON.stringify(sources)})`
    expect(stackOf(path, 80)).toMatch(/large_where_payment \(.*fraud\.cep:7:14\)/)
  })
})
