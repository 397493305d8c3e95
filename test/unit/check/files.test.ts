import { expect, test } from "vitest"
import { matchGlob, normalizePath, resolvePath } from "../../../lang/check/paths.ts"
import type { TypeScriptTypes } from "../../../lang/check/typescript.ts"
import { checkFiles } from "./parsed.ts"

test("imports come before the file that has them, each once, globs in name order", () => {
  const { checked, diagnostics } = checkFiles({
    "rules/main.cep": 'import "../common/*.cep"\nimport "./b.cep"\nlet main = 1',
    "rules/b.cep": 'import "../common/y.cep"\nlet b = 2',
    "common/y.cep": "let y = 3",
    "common/x.cep": "let x = y",
    "common/deep/z.cep": "let z = 4",
  })
  expect(diagnostics).toEqual([])
  expect(checked.lets.map((each) => each.name)).toEqual(["y", "x", "b", "main"])
})

test("a glob that matches nothing, and a circle", () => {
  expect(checkFiles({ "main.cep": 'import "./rules/*.cep"' }).codes).toEqual(["CEP5004"])
  const { diagnostics } = checkFiles({
    "a.cep": 'import "./b.cep"',
    "b.cep": 'import "./c.cep"',
    "c.cep": 'import "./b.cep"',
  })
  expect(diagnostics.map(({ code, text, span }) => [code, text, span.path])).toEqual([
    ["CEP5002", "files import each other in a circle: `b.cep` → `c.cep` → `b.cep`", "c.cep"],
  ])
})

test("paths", () => {
  expect(resolvePath("rules/main.cep", "../a/./b.cep")).toBe("a/b.cep")
  expect(resolvePath("/x/main.cep", "./b.cep")).toBe("/x/b.cep")
  expect(resolvePath("C:\\x\\main.cep", "./b.cep")).toBe("C:/x/b.cep")
  expect(normalizePath("../../a")).toBe("../../a")
  expect(matchGlob("a/**/*.cep", ["a/b.cep", "a/c/d.cep", "b.cep", "a/xcep"])).toEqual(["a/b.cep", "a/c/d.cep"])
})

const geo: TypeScriptTypes = {
  functions: (path) =>
    path === "lib/geo.ts"
      ? new Map([
          ["distance", { parameters: [{ name: "km", type: { kind: "number" } }], returns: { kind: "number" } }],
          ["odd", { problem: "its result is a Promise" }],
        ])
      : undefined,
  interfaces: (path) =>
    path === "lib/geo.ts"
      ? new Map([
          [
            "Ping",
            [
              { name: "id", type: { kind: "string" } },
              { name: "at", type: { kind: "number" } },
            ],
          ],
        ])
      : undefined,
}

test("functions and events from TypeScript", () => {
  const { checked, diagnostics } = checkFiles(
    {
      "main.cep": `use { distance as far } from "./lib/geo.ts"
        event Ping from "./lib/geo.ts" timed by at
        rule R { when Ping as p where far(1) > 5 and at > 2026-01-01 per id alert }`,
    },
    geo,
  )
  expect(diagnostics).toEqual([])
  expect(checked.uses).toMatchObject([{ name: "far", exported: "distance", path: "lib/geo.ts" }])
  expect(checked.events[0]).toMatchObject({ origin: "typescript", timeField: "at" })
  expect(checked.events[0]!.fields[1]).toEqual({ name: "at", type: { kind: "time" } })
})

test("problems of TypeScript", () => {
  const { codes } = checkFiles(
    {
      "main.cep": `use { distanse, odd } from "./lib/geo.ts"
        use { x } from "./lib/goe.ts"
        event Pong from "./lib/geo.ts" timed by at
        rule R { when Pong as p where anything > 5 and odd(p.x, 2) == x(1) per id alert }`,
    },
    geo,
  )
  expect(codes.sort()).toEqual(["CEP5011", "CEP5012", "CEP5013", "CEP5014"])
})
