import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { readCatalogue } from "../../../lang/messages/read.ts"
import { checkText } from "./parsed.ts"

const areas = ["names", "types", "patterns", "time", "aggregates", "tests", "imports"]
const { entries } = readCatalogue(
  areas.map((area) => {
    const path = fileURLToPath(new URL(`../../../lang/messages/${area}.md`, import.meta.url))
    return { path, text: readFileSync(path, "utf8") }
  }),
)
/** Their problem needs other files or a world without TypeScript; they have tests of their own. */
const needsFiles = new Set(["CEP2015", "CEP5004", "CEP5011", "CEP5012", "CEP5013", "CEP5014"])

function example(docs: string, kind: string): string | undefined {
  return new RegExp(`^\`\`\`cep ${kind}\\n([\\s\\S]*?)^\`\`\``, "m").exec(docs)?.[1]
}

describe.each(entries)("$code $slug", ({ code, docs }) => {
  const wrong = example(docs, "wrong")
  const right = example(docs, "right")
  test.runIf(!needsFiles.has(code))("is what its wrong example gives, and nothing else", () => {
    expect(wrong).toBeDefined()
    const { codes, diagnostics } = checkText(wrong!)
    expect([...new Set(codes)], JSON.stringify(diagnostics, null, 1)).toEqual([code])
  })
  test.runIf(right !== undefined)("its right example has no problem", () => {
    expect(checkText(right!).diagnostics).toEqual([])
  })
})
