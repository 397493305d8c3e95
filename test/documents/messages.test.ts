/** The examples of the message catalogue: what is called wrong gives the message, what is called right gives no error. */
import { globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import { type Block, codeBlocks } from "./blocks.ts"

const root = join(dirname(fileURLToPath(import.meta.url)), "../..")

/** The catalogue's sections: a code and the blocks of code below it. */
function sections(markdown: string): { readonly code: string; readonly blocks: readonly Block[] }[] {
  return markdown
    .split(/^## (?=CEP\d{4} )/m)
    .slice(1)
    .map((section) => ({ code: section.slice(0, 7), blocks: codeBlocks(section).filter((b) => b.language === "cep") }))
}

const catalogue = globSync("lang/messages/*.md", { cwd: root })
  .toSorted()
  .flatMap((path) => sections(readFileSync(join(root, path), "utf8")))

/** They speak of other files or of connectors that do not exist yet: test/unit/check/files.test.ts and cases have them. */
const needsOthers = new Set(["CEP2015", "CEP5010", "CEP5012", "CEP5013", "CEP5014"])

/** The asynchronous functions that examples use. */
const lookups = {
  path: "lookups.ts",
  text: `
export async function countryOf(address: string): Promise<string> { return address }
export async function ownerOf(device: string): Promise<string> { return device }
export async function sameOwner(first: string, second: string): Promise<boolean> { return first === second }`,
}

describe("the examples of the messages", () => {
  for (const { code, blocks } of catalogue) {
    test.skipIf(needsOthers.has(code))(code, async () => {
      for (const block of blocks) {
        const { diagnostics } = await compile([
          { path: "main.cep", text: block.text },
          ...(block.text.includes(lookups.path) ? [lookups] : []),
        ])
        if ("wrong" in block.words)
          expect(
            diagnostics.map((d) => d.code),
            block.text,
          ).toContain(code)
        if ("right" in block.words)
          expect(
            diagnostics.filter((d) => d.level === "error"),
            block.text,
          ).toEqual([])
      }
    })
  }
})
