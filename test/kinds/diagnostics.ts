import { analyze } from "../../compiler/1-analyze/index.ts"
import { defaultCatalog } from "../../compiler/catalog.ts"
import { readTypes } from "../../compiler/typescript/index.ts"
import type { Catalog, ConnectorDeclaration } from "../../lang/catalog.ts"
import { check } from "../../lang/check/check.ts"
import { Report, render } from "../../lang/diagnostic.ts"
import type { FileNode } from "../../lang/syntax/ast.ts"
import { parse } from "../../lang/syntax/parse.ts"
import type { CaseInput, Kind } from "../suite.ts"

/** A connector that cannot be read from, beside those that there are. */
const printer: ConnectorDeclaration = { name: "printer", doc: "Prints", use: ["sink"], options: [], examples: [] }
const catalog: Catalog = { ...defaultCatalog, connectors: [...defaultCatalog.connectors, printer] }

/** What an author sees of wrong `.cep` files: `main.cep` is the entry, others are there to be imported. */
export const diagnostics: Kind = { expectation: "expected.txt", run }

async function run(input: CaseInput): Promise<string> {
  const report = new Report()
  const sources = [...input.files].map(([path, text]) => ({ path, text }))
  const rules = sources.filter(({ path }) => path.endsWith(".cep"))
  const files = new Map<string, FileNode>(rules.map((source) => [source.path, parse(source, report)]))
  const typescript = await readTypes(sources, report)
  const checked = check({ files, entries: ["main.cep"] }, { catalog, typescript }, report)
  if (!report.hasErrors) analyze(checked, report)
  if (report.diagnostics.length === 0) throw new Error(`${input.name} has no problem`)
  return render(report.diagnostics, sources)
}
