import { Report, render } from "../../lang/diagnostic.ts"
import { format as lay } from "../../lang/format/format.ts"
import { parse } from "../../lang/syntax/parse.ts"
import type { CaseInput, Kind } from "../suite.ts"

/** The canonical layout of `input.cep`, which must be its own canonical layout. */
export const format: Kind = { expectation: "expected.cep", run }

function run({ name, files }: CaseInput): string {
  const once = formatted(name, files.get("input.cep") ?? "")
  if (formatted(name, once) !== once) throw new Error(`${name}: formatting again changes:\n${once}`)
  return once
}

function formatted(name: string, text: string): string {
  const source = { path: "input.cep", text }
  const report = new Report()
  const file = parse(source, report)
  if (report.hasErrors) throw new Error(`${name} has errors:\n${render(report.diagnostics, [source])}`)
  return lay(file, source)
}
