import { expect, test } from "vitest"
import { Report } from "../../../lang/diagnostic.ts"
import type { Declaration } from "../../../lang/syntax/ast.ts"
import { parse, parseReferences } from "../../../lang/syntax/parse.ts"
import { listFiles, readText } from "../../tidy/source-files.ts"

/** The paths that declarations name. */
function pathsOf(declarations: readonly Declaration[]): string[] {
  return declarations.flatMap((node) => {
    if (node.kind === "import" || node.kind === "use") return [node.path.text]
    return node.kind === "event" && node.from !== undefined ? [node.from.text] : []
  })
}

function both(text: string) {
  const source = { path: "rules.cep", text }
  const relative = (paths: string[]) => paths.filter((path) => /^\.{1,2}\//.test(path))
  return {
    quick: relative(pathsOf(parseReferences(source))),
    full: relative(pathsOf(parse(source, new Report()).declarations)),
  }
}

test("finds what other files a text names, whatever stands around it", () => {
  const text = `
    import "./a.cep" rule R { when A where text == "./no.cep" alert "from {x}" }
    use { f, g as h } from "../b.ts"
    event /* which? */ Payment from "./payment.schema.json" timed by at
    event Own { x: number }
    stream Misspelt from "./misspelt.json"
    import “./curly.cep”
    rule Broken { when
    import "./\\u0063.cep"
    import "absolute.cep"
  `
  const { quick, full } = both(text)
  expect(quick).toEqual(["./a.cep", "../b.ts", "./payment.schema.json", "./misspelt.json", "./curly.cep", "./c.cep"])
  expect(quick).toEqual(full)
})

test("finds the same as the whole parser in every text of the cases", () => {
  const paths = listFiles().filter((path) => path.endsWith(".cep"))
  expect(paths.length).toBeGreaterThan(300)
  const found = paths.map((path) => ({ path, ...both(readText(path)) }))
  expect(found.filter(({ quick, full }) => String(quick) !== String(full))).toEqual([])
  expect(found.filter(({ full }) => full.length > 0).length).toBeGreaterThan(5)
})
