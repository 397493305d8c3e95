import type { Catalog } from "../../../lang/catalog.ts"
import { check } from "../../../lang/check/check.ts"
import type { Checked, Expression, RuleInfo } from "../../../lang/check/model.ts"
import type { TypeScriptTypes } from "../../../lang/check/typescript.ts"
import { type Diagnostic, Report } from "../../../lang/diagnostic.ts"
import type { FileNode } from "../../../lang/syntax/ast.ts"
import { parse } from "../../../lang/syntax/parse.ts"
import { connectorDeclarations } from "../../../runtime/connectors/catalog.ts"
import { declarations } from "../../../runtime/functions/index.ts"

export const catalog: Catalog = { functions: declarations, connectors: connectorDeclarations }

export interface Outcome {
  checked: Checked
  diagnostics: Diagnostic[]
  codes: string[]
}

/** Parses and checks texts by path; the first one is the entry. */
export function checkFiles(texts: Record<string, string>, typescript?: TypeScriptTypes): Outcome {
  const report = new Report()
  const files = new Map<string, FileNode>()
  for (const [path, text] of Object.entries(texts)) files.set(path, parse({ path, text }, report))
  const world = typescript === undefined ? { catalog } : { catalog, typescript }
  const checked = check({ files, entries: Object.keys(texts).slice(0, 1) }, world, report)
  const { diagnostics } = report
  return { checked, diagnostics, codes: diagnostics.map((diagnostic) => diagnostic.code) }
}

/** Parses and checks one text. */
export function checkText(text: string): Outcome {
  return checkFiles({ "main.cep": text })
}

/** The one rule of a text that must be right. */
export function checkedRule(text: string): RuleInfo {
  const { checked, diagnostics } = checkText(text)
  const errors = diagnostics.filter((diagnostic) => diagnostic.level === "error")
  if (errors.length > 0) throw new Error(errors.map((error) => `${error.code} ${error.text}`).join("\n"))
  return checked.rules[0]!
}

/** An expression as a short text in prefix form, without places. */
export function show(expression: Expression | undefined): string {
  if (expression === undefined) return "nothing"
  const { kind, type: _type, span: _span, ...rest } = expression as Expression & Record<string, unknown>
  const parts = Object.values(rest).map(showPart)
  return parts.length === 0 ? kind : `(${[kind, ...parts].join(" ")})`
}

function showPart(part: unknown): string {
  if (Array.isArray(part)) return `[${part.map(showPart).join(" ")}]`
  if (typeof part === "object" && part !== null) return show(part as Expression)
  return typeof part === "string" && /[^\w<>=!+*/%-]/.test(part) ? JSON.stringify(part) : String(part)
}
