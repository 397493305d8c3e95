import type { Checked, RuleInfo } from "../../lang/check/model.ts"
import { normalizePath } from "../../lang/check/paths.ts"
import { type Diagnostic, Report } from "../../lang/diagnostic.ts"
import { messages } from "../../lang/messages/generated.ts"
import { type AnchorOf, movingProblems } from "../../lang/moving.ts"
import type { LookedFor } from "../../lang/silencers.ts"
import type { Source } from "../../lang/source.ts"
import type { RuleDecl } from "../../lang/syntax/ast.ts"
import { contradictions, contradictionsOfFeatures, deadPlaces } from "./contradiction.ts"
import { coveredRules } from "./covered-rule.ts"
import { Judge } from "./judge.ts"
import type { Lint, LintInput, RuleLint } from "./lint.ts"
import { Settler } from "./logic/settle.ts"
import { missingComparisons } from "./missing-comparison.ts"
import { singleValueKeys } from "./single-value-key.ts"
import { slowWindows } from "./slow-window.ts"
import { judgedForUse, unusedDeclarations } from "./unused.ts"

/**
 * Every lint. A new one is a file here, a line in one of these lists (the first where a rule alone decides), a section of lang/messages/lints.md and
 * cases in test/cases/lints.
 */
const ruleLints: readonly RuleLint[] = [contradictions, slowWindows, missingComparisons, singleValueKeys]
const lints: readonly Lint[] = [contradictionsOfFeatures, coveredRules, unusedDeclarations]

/** What is linted: the checked program, the trees and texts that it was made of, and the paths that were asked for. */
export interface Program extends Pick<LintInput, "checked" | "entries" | "files"> {
  readonly sources: readonly Source[]
}

/**
 * Adds what can be said against rules that are right: what does nothing, or not what it seems to. Needs rules without errors. Gives what
 * was looked for: of some things other files decide, which may not be at hand. `kept`: from the last time, for an editor.
 */
export function lint({ checked, files, entries, sources }: Program, report: Report, kept?: KeptLints): LookedFor {
  const texts = new Map(sources.map(({ path, text }) => [path, text]))
  const rules = new Map<string, RuleDecl>()
  for (const { declarations } of files.values()) {
    for (const node of declarations) if (node.kind === "rule") rules.set(node.name.text, node)
  }
  const settler = kept?.settlerOf(checked) ?? new Settler(checked)
  const input: LintInput = {
    checked,
    files,
    entries: entries.flatMap((entry) => pathOf(entry, files)),
    textAt: ({ path, start, end }) => (texts.get(path) ?? "").slice(start, end),
    settler,
    judge: kept?.judge ?? new Judge(settler),
    dead: deadPlaces(report),
    written: (rule) => rules.get(rule),
  }
  for (const rule of checked.rules) {
    const look = (own: Report) => {
      for (const each of ruleLints) each(input, rule, own)
    }
    if (kept === undefined) look(report)
    else kept.look(rule, look, report)
  }
  for (const each of lints) each(input, report)
  const judged = new Set(judgedForUse(input))
  const named = new Set(input.entries)
  return (path, code) => {
    if (code === messages.unusedDeclaration({ what: "", name: "" }).code) return judged.has(path)
    return named.has(path) && code !== messages.coveredRule({ rule: "", other: "" }).code
  }
}

/** What was said of rules for which nothing has changed since the last time, for an editor. */
export class KeptLints {
  readonly #anchorOf: AnchorOf
  #definitions: readonly unknown[] = []
  #settler: Settler | undefined
  #judge: Judge | undefined
  /** A rule that names something which has changed was checked again, and is another object. */
  readonly #known = new WeakMap<RuleInfo, () => readonly Diagnostic[]>()

  constructor(anchorOf: AnchorOf) {
    this.#anchorOf = anchorOf
  }

  get judge(): Judge | undefined {
    return this.#judge
  }

  /** The constants and functions in the place of their names. */
  settlerOf(checked: Checked): Settler {
    const definitions = [...checked.lets, ...checked.functions]
    if (this.#settler !== undefined && isSameList(this.#definitions, definitions)) return this.#settler
    this.#definitions = definitions
    this.#settler = new Settler(checked)
    this.#judge = new Judge(this.#settler, true)
    return this.#settler
  }

  /** Adds what there is to say of a rule, looking at it only where it is another one. */
  look(rule: RuleInfo, look: (report: Report) => void, report: Report): void {
    const known = this.#known.get(rule)
    if (known !== undefined) {
      for (const each of known()) report.keep(each)
      return
    }
    const own = new Report()
    look(own)
    const problems = movingProblems(own.diagnostics, this.#anchorOf)
    if (problems !== undefined) this.#known.set(rule, problems)
    report.merge(own)
  }
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index])
}

/** An entry as the files know it: `./a.cep` is `a.cep`. */
function pathOf(entry: string, files: ReadonlyMap<string, unknown>): readonly string[] {
  if (files.has(entry)) return [entry]
  return [...files.keys()].filter((path) => normalizePath(path) === normalizePath(entry)).slice(0, 1)
}
