/** The rule set in memory is made of data and functions, the module's of text: they must be the same. */
import { expect, test } from "vitest"
import { literal } from "../../../compiler/5-emit/text.ts"
import { compile } from "../../../compiler/index.ts"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { listFiles, readText } from "../../tidy/source-files.ts"

const texts = listFiles()
  .filter((path) => /^(bench\/workloads|samples|test\/cases\/(emit|plan|automaton))\/.*\.cep$/.test(path))
  .map((path) => ({ path, text: readText(path) }))

async function loaded(code: string): Promise<RuleSet> {
  const { rules } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
  return rules
}

test("a module says the same as the rules in memory", async () => {
  let compared = 0
  for (const source of texts) {
    const { rules, module } = await compile([source])
    if (rules === undefined) continue
    const fromText = await loaded(module!.code)
    expect(rules.manifest, source.path).toEqual(fromText.manifest)
    expect(JSON.stringify(rules.manifest)).toBe(JSON.stringify(fromText.manifest))
    expect(String(rules.create)).toBe(String(fromText.create))
    compared++
  }
  expect(compared).toBeGreaterThan(20)
})

test("its text is made once", async () => {
  const { module } = await compile([
    { path: "a.cep", text: "event A { at: time } timed by at\nrule R { when A alert }" },
  ])
  expect(module!.map).toBe(module!.map)
  expect(module!.code).toBe(module!.code)
})

test("data stands on one line where it fits into 100 columns", () => {
  expect(literal([])).toBe("[]")
  expect(literal({})).toBe("{}")
  expect(literal({ a: undefined })).toBe("{}")
  expect(literal({ a: [1, -2], b: { c: "d" }, e: null })).toBe('{ a: [1, (-2)], b: { c: "d" }, e: null }')
  for (const width of [97, 98, 99]) {
    const text = "x".repeat(width - 4)
    // `["…"]` takes four characters more.
    expect(literal([text]).split("\n")).toHaveLength(1)
    expect(literal({ a: text }).split("\n")).toHaveLength(width + 5 <= 100 ? 1 : 3)
  }
  expect(literal(["x".repeat(97)]).split("\n")).toHaveLength(3)
})

test("what cannot fit is not written to see that: deep data takes time in proportion to its size", () => {
  let asked = 0
  const leaf = () => Object.defineProperty({}, "long", { enumerable: true, get: () => `${asked++}`.padEnd(90) })
  let deep: unknown = leaf()
  for (let depth = 0; depth < 200; depth++) deep = [deep, leaf()]
  literal(deep)
  expect(asked).toBeLessThan(201 * 8)
})
