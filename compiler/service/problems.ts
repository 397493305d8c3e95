import { type Diagnostic, Report } from "../../lang/diagnostic.ts"
import { silence } from "../../lang/silencers.ts"
import { lint } from "../lint/index.ts"
import type { View } from "./project.ts"

/** Rules are compared with each other: of more than this `cep check` alone says what looks wrong, so that typing stays quick. */
const maxRules = 200

/** What `cep check` says of the files that a view was made of, with the warnings of rules that are right, without those that comments silence. */
export function problemsOf(view: View, root: string, textOf: (path: string) => string): readonly Diagnostic[] {
  const { checked, facts, files, kept } = view
  const sources = [...files.keys()].map((path) => ({ path, text: textOf(path) }))
  const report = new Report()
  for (const diagnostic of view.diagnostics) report.keep(diagnostic)
  const isJudged = facts !== undefined && checked.rules.length <= maxRules
  const lookedFor = isJudged ? lint({ checked, files, entries: [root], sources }, report, kept.lints) : undefined
  return silence(report.diagnostics, files.values(), sources, lookedFor)
}
