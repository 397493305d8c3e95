/** Every block of code has a way in which it is executed: none is left out by a mark, by its indentation, or by being in another document. */
import { expect, test } from "vitest"
import { type Block, codeBlocks } from "./blocks.ts"
import { readDocuments } from "./documents.ts"
import { differenceOf } from "./output.ts"
import { wayOf } from "./ways.ts"

const documents = readDocuments()

test("each block says how it is executed", () => {
  const without = documents.flatMap((document) =>
    document.blocks.flatMap((block) => {
      try {
        wayOf(document, block)
        return []
      } catch (error) {
        return [`${document.path}:${block.line}: ${(error as Error).message}`]
      }
    }),
  )
  expect(without.join("\n\n")).toBe("")
})

test("no code stands outside of blocks", () => {
  const odd = documents.flatMap(({ path, text }) => {
    const lines = withoutBlocks(text)
    return lines.flatMap((line, at) => {
      const isIndented = /^ {4}\S/.test(line) && lines[at - 1] === "" && !/^\s*([-*]|\d+\.) /.test(line)
      return isIndented || /^\s*(```|~~~|<pre|<code)/.test(line) ? [`${path}:${at + 1}: ${line}`] : []
    })
  })
  expect(odd).toEqual([])
})

/** The lines, with those of blocks made empty. */
function withoutBlocks(text: string): string[] {
  const lines = text.split("\n")
  for (const block of codeBlocks(text)) lines.fill("", block.line - 1, block.line + block.text.split("\n").length)
  return lines
}

test.each([
  "README.md",
  "docs/language/patterns.md",
  "docs/operate/cli.md",
  "samples/card-fraud/README.md",
  "docs/reference/messages/CEP2013.md",
  "tools/vscode/README.md",
])("%s is one of the documents", (path) => expect(documents.map((document) => document.path)).toContain(path))

const handwritten = { path: "docs/x.md", text: "# X\n" }
const block = (language: string, words: Block["words"] = {}): Block => ({ language, words, text: "", line: 1 })

test.each<[string, Block]>([
  ["a language that nobody executes", block("python")],
  ["none", block("")],
  ["skip", block("cep", { skip: "" })],
  ["skip beside a way", block("sh", { job: "", skip: "" })],
  ["a text that is not compared", block("text")],
  ["a word that says nothing", block("cep", { givn: "payments" })],
])("there is no way for %s", (_, one) => {
  expect(() => wayOf(handwritten, one)).toThrow(/may stand\n {2}```/)
})

test("blocks are found in lists, behind longer fences and in comments", () => {
  const found = codeBlocks(
    [
      "1. a",
      "",
      "   ```sh job",
      "   cep run",
      "     --x",
      "   ```",
      "~~~~js",
      "```",
      "~~~~",
      "<!-- sh",
      "ls",
      "-->",
      "<!-- a comment -->",
    ].join("\n"),
  )
  expect(found).toEqual([
    { language: "sh", words: { job: "" }, text: "cep run\n  --x\n", line: 3 },
    { language: "js", words: {}, text: "```\n", line: 7 },
    { language: "sh", words: {}, text: "ls\n", line: 10 },
  ])
  expect(() => codeBlocks("```sh\nls\n")).toThrow("line 1: the block is not closed")
})

test.each<[string, string, boolean]>([
  ["a\nb", "a\nb\n", true],
  ["a\nb", "a\nc", false],
  ["a", "a\nb", false],
  ["a\nb", "a", false],
  ["in … ms", "in 12.5 ms", true],
  ["in … ms", "in 12\nx ms", false],
  ["a\n…", "a\nb\nc", true],
  ["…\nc", "a\nc\nb\nc", true],
  ["…\nc", "a\nc\nb", false],
  ["a\n…\nd\n…", "a\nb\nd", true],
  ["a.c", "abc", false],
])("%j against %j", (shown, printed, same) => {
  expect(differenceOf(shown, printed) === undefined).toBe(same)
})
