import { describe, expect, test } from "vitest"
import { brokenLinks, titleProblems } from "../tidy/documents.ts"
import { readFacts } from "../tidy/facts.ts"
import { importTable, rowOf } from "../tidy/imports.ts"
import * as rules from "../tidy/rules.ts"
import { readText } from "../tidy/source-files.ts"

const files = (texts: Record<string, string>) => Object.entries(texts).map(([path, text]) => readFacts(path, text))

describe("the import table", () => {
  test("has each place once, the more special one first", () => {
    const places = importTable.map((row) => row.place)
    expect(new Set(places).size).toBe(places.length)
    for (const [at, place] of places.entries()) {
      const before = places.slice(0, at).filter((other) => other.endsWith("/") && place.startsWith(other))
      expect(before, `${place} stands after a row that holds it`).toEqual([])
    }
  })

  test("a star makes each folder a place of its own", () => {
    expect(rowOf("runtime/connectors/file/source.ts")?.place).toBe("runtime/connectors/file/")
    expect(rowOf("runtime/connectors/contract.ts")?.place).toBe("runtime/connectors/")
    expect(rowOf("elsewhere/a.ts")).toBeUndefined()
  })

  test.each([
    ["lang/a.ts", 'import type { A } from "../runtime/abi/a.ts"', "lang/ may not import runtime/abi/a.ts"],
    ["lang/a.ts", 'import { readFileSync } from "node:fs"', "may not import the package node"],
    ["lang/a.ts", 'export { a } from "../compiler/index.ts"', "may not import compiler/index.ts"],
    ["lang/a.ts", 'const a = await import("../docs/generate.ts")', "may not import docs/generate.ts"],
    ["lang/a.ts", 'type A = import("../runtime/abi/a.ts").A', "may not import runtime/abi/a.ts"],
    ["compiler/2-plan/a.ts", 'import { b } from "../3-automaton/b.ts"', "may not import compiler/3-automaton/b.ts"],
    ["compiler/index.ts", 'import { b } from "../runtime/engine/b.ts"', "only types"],
    ["compiler/index.ts", 'import { Project } from "ts-morph"', "may not import the package ts-morph"],
    ["runtime/time/a.ts", 'import { b } from "../engine/b.ts"', "may not import runtime/engine/b.ts"],
    ["runtime/connectors/file/a.ts", 'import { b } from "../http/b.ts"', "may not import runtime/connectors/http/b.ts"],
    ["samples/fraud/a.ts", 'import { b } from "../../runtime/index.ts"', "may not import runtime/index.ts"],
    ["runtime/engine/a.ts", 'import { b } from "../../test/b.ts"', "may not import test/b.ts"],
    ["elsewhere/a.ts", "", "no row of test/tidy/imports.ts"],
  ])("refuses in %s: %s", (path, text, reason) => {
    expect(rules.forbiddenImports(files({ [path]: text })).join()).toContain(reason)
  })

  test.each([
    ["lang/check/a.ts", 'import { b } from "../syntax/b.ts"'],
    ["compiler/index.ts", 'import type { B } from "../runtime/engine/b.ts"'],
    ["compiler/cli/a.ts", 'import { b } from "../../runtime/job/b.ts"; import { c } from "node:fs"'],
    ["samples/fraud/a.ts", 'import { compile } from "cepheus"; import { b } from "cepheus/runtime"'],
  ])("accepts in %s: %s", (path, text) => {
    expect(rules.forbiddenImports(files({ [path]: text }))).toEqual([])
  })
})

describe("rules see", () => {
  test("cycles of values, not of types or of what is loaded later", () => {
    const cycle = {
      "lang/a.ts": 'import { b } from "./b.ts"',
      "lang/b.ts": 'export * from "./c.ts"',
      "lang/c.ts": 'import "./a.ts"',
    }
    expect(rules.importCycles(files(cycle))[0]).toContain("lang/a.ts → lang/b.ts → lang/c.ts → lang/a.ts")
    expect(rules.importCycles(files({ ...cycle, "lang/c.ts": 'import type { A } from "./a.ts"' }))).toEqual([])
    expect(rules.importCycles(files({ ...cycle, "lang/c.ts": 'const a = () => import("./a.ts")' }))).toEqual([])
  })

  test.each([
    "Date.now()",
    "new Date()",
    "new Date",
    "Math.random()",
    "setTimeout(f, 1)",
    "const f = setInterval",
    "process.env.A",
    "Buffer.from(a)",
    "eval(a)",
    "new Function(a)",
    "performance.now()",
    "crypto.randomUUID()",
  ])("the outside world: %s", (text) => {
    expect(rules.impureUses(files({ "runtime/time/a.ts": text }))).toHaveLength(1)
    expect(rules.impureUses(files({ "runtime/job/a.ts": text }))).toEqual([])
  })

  test("no outside world where a name only looks like it", () => {
    const text = "new Date(5); a.process(); const b = { fetch: 1 }; class C { eval() {} }; type D = E.performance"
    expect(rules.impureUses(files({ "runtime/time/a.ts": text }))).toEqual([])
  })

  test("async functions where nothing waits", () => {
    const text = "export const a = async () => {}\nclass B { async c() {} }"
    expect(rules.impureUses(files({ "runtime/match/a.ts": text }))).toHaveLength(2)
    expect(rules.impureUses(files({ "runtime/engine/a.ts": text }))).toEqual([])
  })

  test("long files and functions", () => {
    const body = "\n".repeat(70)
    const text = `function a() {${body}}\nconst b = () => {${body}}\nclass C { d() {${body}} }\ndescribe("x", () => {${body}})\n`
    const found = files({
      "lang/a.ts": text,
      "lang/b.ts": "\n".repeat(501),
      "lang/c.ts": "\n".repeat(500),
      "lang/generated.ts": "\n".repeat(600),
    })
    expect(rules.longFunctions(found)).toEqual(["lang/a.ts a", "lang/a.ts b", "lang/a.ts d"])
    expect(rules.longFiles(found)).toEqual(["lang/b.ts"])
  })

  test("exports without a doc comment", () => {
    const text =
      "/** Good. */\nexport function a() {}\nexport function b() {}\nexport const c = () => 1\n/** Good. */\nexport const d = () => 1\nfunction e() {}"
    expect(rules.undocumented(files({ "lang/a.ts": text }))).toEqual(["lang/a.ts b", "lang/a.ts c"])
  })

  test("state of modules", () => {
    const text =
      "let a = 1\nconst b = new Map()\nconst c: string[] = []\nconst d = new Set([1])\nconst e = [1]\nfunction f() { let g = 1; return g }"
    expect(rules.mutableModules(files({ "lang/a.ts": text }))).toEqual(["lang/a.ts a", "lang/a.ts b", "lang/a.ts c"])
  })

  test("any, console and only", () => {
    const [found] = files({ "lang/a.ts": "const a: any = 1 as any\nconsole.log(1)\ntest.only('x', () => {})" })
    expect(found?.anys).toEqual([1, 1])
    expect(found?.uses.map((one) => one.what)).toEqual(["console.log", "test.only"])
  })

  test("files without a use; a test is no use, a worker's address is one", () => {
    const found = files({
      "lang/index.ts": 'new URL("./worker.ts", import.meta.url)',
      "lang/worker.ts": "",
      "lang/lost.ts": "",
      "test/a.ts": 'import "../lang/lost.ts"',
    })
    expect(rules.unusedFiles(found, new Set(["lang/index.ts"]))).toEqual([
      "lang/lost.ts: nothing of the product imports it; use it or remove it",
    ])
  })

  test("documents with no title, two titles or a heading before it", () => {
    expect(titleProblems("a.md", "text\n")).toHaveLength(1)
    expect(titleProblems("a.md", "# a\n# b\n")).toHaveLength(1)
    expect(titleProblems("a.md", "## b\n# a\n")).toHaveLength(1)
    expect(titleProblems("a.md", "# a\n```\n# b\n```\n## c\n")).toEqual([])
  })

  test("links that lead nowhere", () => {
    const links =
      "[a](package.json) [b](https://x.org/y) `[c](no.md)` [d](lang/messages/README.md#how-to-add-a-message)\n[e](no.md) [f](#x)"
    const found = brokenLinks("README.md", links, (path) => (path === "README.md" ? "# R" : readText(path)))
    expect(found).toEqual([
      "README.md:2: the link to no.md leads nowhere; no.md does not exist",
      "README.md:2: README.md has no heading #x",
    ])
  })
})
