import type { Checked, RuleInfo } from "../../lang/check/model.ts"
import type { Report } from "../../lang/diagnostic.ts"
import type { Span } from "../../lang/source.ts"
import type { FileNode, RuleDecl } from "../../lang/syntax/ast.ts"
import type { Judge } from "./judge.ts"
import type { Settler } from "./logic/settle.ts"

/** What lints look at: rules without errors, as they were written and as they are understood. */
export interface LintInput {
  readonly checked: Checked
  readonly files: ReadonlyMap<string, FileNode>
  /** The files that were named by who asked; others were imported. */
  readonly entries: readonly string[]
  /** What stands at a place. */
  readonly textAt: (span: Span) => string
  /** Constants and functions in the place of their names. */
  readonly settler: Settler
  /** Compares conditions of two rules. */
  readonly judge: Judge
  /** Places of conditions of which it was said already that they are never true. */
  readonly dead: ReadonlySet<string>
  /** How a rule was written. */
  readonly written: (rule: string) => RuleDecl | undefined
}

/** Looks for one thing and adds warnings. It says only what is certain: a warning that is wrong is worse than none. */
export type Lint = (input: LintInput, report: Report) => void

/** The same for what a rule alone decides, with the constants and functions and the event types that it names. */
export type RuleLint = (input: LintInput, rule: RuleInfo, report: Report) => void
