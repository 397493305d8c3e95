import { runInNewContext } from "node:vm"
import { describe, expect, test } from "vitest"
import { relativeImports, transpileUserCode } from "../../../compiler/typescript/index.ts"

type Functions = Record<string, (...values: unknown[]) => unknown>

async function run(files: Readonly<Record<string, string>>, ...paths: string[]): Promise<Record<string, Functions>> {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }))
  const { code } = await transpileUserCode(
    sources,
    paths.map((path) => ({ path, exported: "f" })),
  )
  return runInNewContext(`(${code})`, Object.create(null))
}

describe("the code of user functions", () => {
  test("is an expression of the exports by path", async () => {
    const modules = await run(
      { "geo.ts": "export const f = (x: number): number => x * 2", "other.cep": "rule" },
      "geo.ts",
    )
    expect(modules["geo.ts"]!.f!(21)).toBe(42)
  })

  test("carries imported files, each run once, each with names of its own", async () => {
    const files = {
      "rules/a.ts":
        'import { count, shared } from "../lib/c.ts"\nimport { g } from "./b"\nconst local = "a"\nexport const f = () => [local, g(), count(), shared.length]',
      "rules/b.ts":
        'import { count } from "../lib/c.ts"\nimport type { Unused } from "../lib/types.ts"\nconst local: Unused = "b"\nexport const g = () => { count(); return local }',
      "lib/c.ts":
        "let calls = 0\nexport const shared: string[] = []\nshared.push('once')\nexport function count() { return ++calls }",
      "lib/types.ts": "export type Unused = string\nthrow new Error('types alone are not run')",
      "lib/never.ts": "throw new Error('not imported')",
    }
    const modules = await run(files, "rules/a.ts")
    expect(modules["rules/a.ts"]!.f!()).toEqual(["a", "b", 2, 1])
  })

  test("lets files import each other, and export what others have", async () => {
    const modules = await run(
      {
        "even.ts":
          'import { odd } from "./odd.ts"\nexport const f = (n: number): boolean => n === 0 || odd(n - 1)\nexport * from "./more.ts"\nexport { odd as unEven } from "./odd.ts"',
        "odd.ts": 'import { f } from "./even.ts"\nexport const odd = (n: number): boolean => n !== 0 && f(n - 1)',
        "more.ts": "export default 5\nexport const g = () => `one\ntwo`",
      },
      "even.ts",
      "./even.ts",
    )
    const { f, g, unEven } = modules["even.ts"]!
    expect([f!(10), f!(7), unEven!(7)]).toEqual([true, false, true])
    expect(g!()).toBe("one\ntwo")
    expect(modules["./even.ts"]).toBe(modules["even.ts"])
  })

  test("keeps every text of the source, and has no line break inside of one", async () => {
    const text = `const name = "x"
export const f = () => [\`a
  \${name}
\\n\\\`b\`, \`\\u0041\`, String.raw\`r\\n\`, /\`/.source, "\\u2028"]`
    const files = { "t.ts": text }
    const { code } = await transpileUserCode([{ path: "t.ts", text }], [{ path: "t.ts", exported: "f" }])
    const indented = code.replaceAll("\n", "\n        ")
    const wanted = ["a\n  x\n\n`b", "A", "r\\n", "`", "\u2028"]
    expect((await run(files, "t.ts"))["t.ts"]!.f!()).toEqual(wanted)
    expect(runInNewContext(`(${indented})`)["t.ts"].f()).toEqual(wanted)
  })

  test("is the same text for the same sources in any order", async () => {
    const a = { path: "a.ts", text: 'import { b } from "./b.ts"\nexport const f = () => b' }
    const b = { path: "b.ts", text: "export const b = 1\nexport const f = () => 2" }
    const [first, second] = [
      { path: "a.ts", exported: "f" },
      { path: "b.ts", exported: "f" },
    ]
    expect(await transpileUserCode([a, b], [first, second])).toEqual(await transpileUserCode([b, a], [second, first]))
  })

  test("is empty where nothing is wanted", async () => {
    expect(await transpileUserCode([], [])).toEqual({ code: "{}" })
  })

  test("paths and names cannot break out of the code", async () => {
    const path = 'a"\n`${1}\u2028.ts'
    const modules = await run({ [path]: "export const f = () => 1", __proto__: "" }, path)
    expect(modules[path]!.f!()).toBe(1)
  })
})

test("the imports of a file that other files must be read for", async () => {
  const text =
    'import a from "./a.ts"\nimport type { B } from "../b"\nexport * from "./a.ts"\nimport "node:fs"\n// import "./no.ts"'
  expect(await relativeImports(text)).toEqual(["./a.ts", "../b"])
})
