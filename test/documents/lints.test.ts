/** What is shown to people is written as it should be: no warning of `cep check` is in the samples, in documents or in a new project. */
import { globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { load } from "../../compiler/cli/load.ts"
import { projectFiles } from "../../compiler/cli/project-files.ts"
import { compile } from "../../compiler/index.ts"
import type { Source } from "../../lang/source.ts"
import { samples, samplesFolder } from "../support/samples.ts"
import { type Block, codeBlocks } from "./blocks.ts"

const root = join(dirname(fileURLToPath(import.meta.url)), "../..")

/** All that is found, as "CEP7001 main.cep: its words". */
async function findings(sources: readonly Source[], entries: readonly string[]): Promise<string[]> {
  const { rules, diagnostics } = await compile(sources, { entries, lint: true })
  expect(rules, JSON.stringify(diagnostics)).toBeDefined()
  return diagnostics.map(({ code, span, text }) => `${code} ${span.path}: ${text}`)
}

/** Some documents show on purpose what is warned of. */
const lints = (found: readonly string[]) => found.filter((each) => each.startsWith("CEP7"))

test.each(samples)("samples/%s", async (sample) => {
  const { sources, entries } = await load([join(samplesFolder, sample)])
  expect(await findings(sources, entries)).toEqual([])
})

test("a new project", async () => {
  expect(await findings([{ path: "rules.cep", text: projectFiles["rules.cep"]! }], ["rules.cep"])).toEqual([])
})

/** The block as a file, with the types that it is given imported, so that it need not use them all. */
function sourcesOf({ text, words }: Block): Source[] {
  if (words.given === undefined) return [{ path: "main.cep", text }]
  const given = readFileSync(join(root, `docs/language/given/${words.given}.cep`), "utf8")
  return [
    { path: "main.cep", text: `import "./given.cep"\n${text}` },
    { path: "given.cep", text: given },
  ]
}

const documents = ["README.md", ...globSync("docs/**/*.md", { cwd: root })].filter((path) => !path.includes("messages"))

describe("the rules in the documents", () => {
  for (const path of documents.toSorted()) {
    const blocks = codeBlocks(readFileSync(join(root, path), "utf8")).filter(
      ({ language, words, text }) =>
        language === "cep" &&
        !["from", "append", "error", "wrong"].some((word) => word in words) &&
        !text.includes('.ts"'),
    )
    if (blocks.length === 0) continue
    test(path, async () => {
      for (const block of blocks) {
        const found = lints(await findings(sourcesOf(block), ["main.cep"]))
        expect(found, `${path}:${block.line}`).toEqual([])
      }
    })
  }
})
