import fc from "fast-check"
import { expect, test } from "vitest"
import { Report } from "../../lang/diagnostic.ts"
import { format } from "../../lang/format/format.ts"
import type { FileNode } from "../../lang/syntax/ast.ts"
import { lex } from "../../lang/syntax/lex.ts"
import { parse } from "../../lang/syntax/parse.ts"
import { file } from "../generate/ast.ts"
import { sameTree } from "../support/same-tree.ts"

const sourceOf = (text: string) => ({ path: "main.cep", text })
const printed = (tree: FileNode) => format(tree, sourceOf(""))

/** The tree of a text, or what is wrong with it. */
function read(text: string): { tree: FileNode; problems: readonly string[] } {
  const report = new Report()
  const tree = parse(sourceOf(text), report)
  const around = (start: number, end: number) => text.slice(Math.max(0, start - 20), end + 20)
  return {
    tree,
    problems: report.diagnostics.map(({ text, span }) => `${text} at ${around(span.start, span.end)}`),
  }
}

/** The canonical text of a tree, which must be read as that tree and be canonical. */
function formatted(tree: FileNode, text: string): string {
  const result = format(tree, sourceOf(text))
  const again = read(result)
  expect(again.problems, result).toEqual([])
  expect(sameTree(again.tree), result).toEqual(sameTree(tree))
  expect(format(again.tree, sourceOf(result)), text).toBe(result)
  return result
}

test("what is printed is read as the same tree, and printed the same again", () => {
  fc.assert(
    fc.property(file, (tree) => {
      const text = printed(tree)
      const again = read(text)
      expect(again.problems, text).toEqual([])
      expect(sameTree(again.tree.declarations), text).toEqual(sameTree(tree.declarations))
      expect(formatted(again.tree, text)).toBe(text)
    }),
    { numRuns: 300 },
  )
})

const comment = fc.constantFrom(
  ...[
    " /* in line */ ",
    "/**/",
    " // at the end\n",
    "\n// on its line\n",
    "\n\n  // apart\n\n",
    "\n\t/* on its line */\n",
  ],
  ...[
    "\n/// documentation\n",
    " /// at the end\n",
    "\n/* two\n   lines */ ",
    " /* two\r\n\r\nlines */\r\n",
    "\n\n\n",
    "\r\n",
  ],
)

test("every comment is kept, in its order, and changes nothing else", () => {
  const places = fc.array(fc.tuple(fc.nat(), comment), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(file, places, (tree, inserted) => {
      const text = withComments(printed(tree), inserted)
      const before = read(text)
      // a line break in the wrong place is a mistake, as between a number and its unit
      fc.pre(before.problems.length === 0)
      const after = read(formatted(before.tree, text))
      expect(after.tree.comments.map(content), text).toEqual(before.tree.comments.map(content))
    }),
    { numRuns: 300 },
  )
})

function withComments(text: string, inserted: readonly (readonly [number, string])[]): string {
  const { tokens } = lex(sourceOf(text), text, 0, new Report())
  const ends = [0, ...tokens.map(({ endOffset }) => endOffset! + 1)]
  const places = inserted.map(([at, comment]) => ({ at: ends[at % ends.length]!, comment }))
  let result = text
  for (const { at, comment } of places.toSorted((one, two) => two.at - one.at))
    result = result.slice(0, at) + comment + result.slice(at)
  return result
}

function content({ text }: { text: string }): string {
  return text.replace(/\r\n?/g, "\n").trimEnd()
}
