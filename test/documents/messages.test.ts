/**
 * The examples of the messages, on their pages and in the catalogue: what is called wrong gives the message, word for word but for what is filled in;
 * what is called right gives no error.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { defaultCatalog } from "../../compiler/catalog.ts"
import { compile } from "../../compiler/index.ts"
import type { Diagnostic } from "../../lang/diagnostic.ts"
import { check, parse, Report } from "../../lang/index.ts"
import { catalogueOf, generatedPages } from "../../lang/messages/generate.ts"
import { type MessageEntry, splitHoles } from "../../lang/messages/read.ts"
import type { Source } from "../../lang/source.ts"
import { type Block, codeBlocks } from "./blocks.ts"
import { readDocuments } from "./documents.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const { entries } = catalogueOf(root)

/** The files that examples use. */
const beside: readonly Source[] = [
  {
    path: "lookups.ts",
    text: `
export async function countryOf(address: string): Promise<string> { return address }
export async function ownerOf(device: string): Promise<string> { return device }
export async function sameOwner(first: string, second: string): Promise<boolean> { return first === second }`,
  },
  { path: "distance.ts", text: "export const distance = (from: number, to: number): number => Math.abs(from - to)" },
  { path: "events.ts", text: "export interface Login { user: string; at: Date }" },
]

/** What `geo.ts` is where the message depends on it. */
const geo: Readonly<Record<string, string>> = {
  CEP5012: "export const distance = (from: number, to: number): number => to - from",
  CEP5014: "export const distance = (places: Map<string, number>): number => places.size",
}

/** The example and what it uses. Functions for rules are used by a file of rules. */
function sourcesOf({ code }: MessageEntry, { language, text }: Block): Source[] {
  const used = beside.filter(({ path }) => text.includes(`"./${path}"`))
  const geography = geo[code] === undefined ? [] : [{ path: "geo.ts", text: geo[code] }]
  if (language === "cep") return [{ path: "main.cep", text }, ...used, ...geography]
  const [, name] = /^export (?:async )?(?:const|function) (\w+)/m.exec(text)!
  return [{ path: "main.cep", text: `use { ${name} } from "./functions.ts"` }, { path: "functions.ts", text }, ...used]
}

async function diagnosticsOf(entry: MessageEntry, block: Block): Promise<readonly Diagnostic[]> {
  const sources = sourcesOf(entry, block)
  // What no compiler says: a tool that reads no TypeScript checks the rules alone.
  if (entry.code === "CEP5010") return withoutTypeScript(sources[0]!)
  return (await compile(sources, { lint: true })).diagnostics
}

function withoutTypeScript(source: Source): readonly Diagnostic[] {
  const report = new Report()
  const files = new Map([[source.path, parse(source, report)]])
  check({ files, entries: [source.path] }, { catalog: defaultCatalog }, report)
  return report.diagnostics
}

/** What is filled in may be anything, the rest is what the page says. */
function wordsOf({ text }: MessageEntry): RegExp {
  const parts = splitHoles(text).map((part) =>
    "hole" in part ? ".*" : part.literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
  )
  return new RegExp(`^${parts.join("")}$`, "s")
}

describe("the examples of the messages", () => {
  for (const entry of entries) {
    const blocks = codeBlocks(entry.docs)
    test(entry.code, async () => {
      for (const block of blocks) {
        const found = await diagnosticsOf(entry, block)
        const own = found.filter(({ code }) => code === entry.code)
        const all = `${entry.file}:${entry.line}: ${block.text}\n${found.map(({ code, text }) => `${code}: ${text}`).join("\n")}`
        if ("wrong" in block.words) {
          expect(own, all).not.toEqual([])
          for (const { text, level } of own) {
            expect(text, all).toMatch(wordsOf(entry))
            expect(level).toBe(entry.level)
          }
        } else {
          expect(
            "right" in block.words,
            `${entry.file}:${entry.line}: write wrong or right behind the fence of an example: ${block.text}`,
          ).toBe(true)
          expect(entry.code.startsWith("CEP7") ? found : found.filter(({ level }) => level === "error"), all).toEqual(
            [],
          )
        }
      }
    })
  }
})

test("the pages have the examples of the catalogue, and no other code", () => {
  const textsOf = (blocks: readonly Block[]) => blocks.map(({ language, text }) => `${language}\n${text}`)
  const pages = readDocuments().filter(({ path }) => path.startsWith(`${generatedPages}/`))
  const byPath = new Map(entries.map((entry) => [`${generatedPages}/${entry.code}.md`, codeBlocks(entry.docs)]))
  expect(pages.length).toBe(entries.length + 1)
  for (const { path, blocks } of pages) expect(textsOf(blocks), path).toEqual(textsOf(byPath.get(path) ?? []))
})

test("the catalogue has examples of most messages", () => {
  const wrong = entries.filter(({ docs }) => codeBlocks(docs).some(({ words }) => "wrong" in words))
  expect(wrong.length).toBeGreaterThan(250)
  expect(readFileSync(join(root, wrong[0]!.file), "utf8")).toContain(wrong[0]!.code)
})
