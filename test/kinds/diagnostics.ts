import { check } from "../../lang/check/check.ts"
import { Report, render } from "../../lang/diagnostic.ts"
import type { FileNode } from "../../lang/syntax/ast.ts"
import { parse } from "../../lang/syntax/parse.ts"
import { connectorDeclarations } from "../../runtime/connectors/catalog.ts"
import { declarations } from "../../runtime/functions/index.ts"
import type { CaseInput, Kind } from "../suite.ts"

const catalog = { functions: declarations, connectors: connectorDeclarations }

/** What an author sees of wrong `.cep` files: `main.cep` is the entry, others are there to be imported. */
export const diagnostics: Kind = { expectation: "expected.txt", run }

function run(input: CaseInput): string {
  const report = new Report()
  const sources = [...input.files].filter(([path]) => path.endsWith(".cep")).map(([path, text]) => ({ path, text }))
  const files = new Map<string, FileNode>(sources.map((source) => [source.path, parse(source, report)]))
  check({ files, entries: ["main.cep"] }, { catalog }, report)
  if (report.diagnostics.length === 0) throw new Error(`${input.name} has no problem`)
  return render(report.diagnostics, sources)
}
