import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { projectFiles } from "../../compiler/cli/project-files.ts"
import { Report } from "../../lang/diagnostic.ts"
import { format } from "../../lang/format/format.ts"
import { parse } from "../../lang/syntax/parse.ts"
import { codeBlocks } from "./blocks.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** Rules that are shown to people: in documents, in the samples, and in a new project. Wrong ones may look as they like. */
const shown = new Map<string, string>()
for (const path of globSync(["*.md", "docs/**/*.md", "samples/**/*.md"], { cwd: root })) {
  if (path.includes("node_modules") || path.includes("messages")) continue
  for (const { language, words, text, line } of codeBlocks(readFileSync(join(root, path), "utf8")))
    if (language === "cep" && words.error === undefined) shown.set(`${path}:${line}`, text)
}
for (const path of globSync(["docs/**/*.cep", "samples/**/*.cep"], { cwd: root }))
  shown.set(path, readFileSync(join(root, path), "utf8"))
shown.set("a new project", projectFiles["rules.cep"]!)

test.each([...shown])("%s has the canonical layout", (path, text) => {
  const report = new Report()
  const source = { path, text }
  const file = parse(source, report)
  expect(report.hasErrors).toBe(false)
  expect(text).toBe(format(file, source))
})
