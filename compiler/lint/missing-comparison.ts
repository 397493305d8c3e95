import type { Expression, RuleInfo } from "../../lang/check/model.ts"
import { canBeMissing } from "../../lang/check/unify.ts"
import type { Report } from "../../lang/diagnostic.ts"
import { messages } from "../../lang/messages/generated.ts"
import type { Span } from "../../lang/source.ts"
import { children } from "../1-analyze/walk.ts"
import type { LintInput } from "./lint.ts"
import { Builder } from "./logic/build.ts"
import { constantOf } from "./logic/constant.ts"
import { type Formula, presence, termKey } from "./logic/formula.ts"
import { contradict } from "./logic/solve.ts"
import { rangeOf } from "./logic/value-set.ts"
import { type EventElement, RuleView, unitsOf } from "./rule-view.ts"

/**
 * Comparisons with a field that is declared as one that may be missing, in conditions of steps and in `having`, where nothing asks
 * whether it is there. That a missing value is not equal to a constant, nor in a list, is no surprise. Where `not` stands before one, a missing value makes the condition true: the checker says so (CEP2125).
 */
export function missingComparisons(input: LintInput, rule: RuleInfo, report: Report): void {
  const view = new RuleView(input.settler, rule)
  for (const element of view.elements) {
    if (element.where !== undefined) new Search(input, view, element, report).look(element.where)
  }
  if (rule.having !== undefined) new Search(input, view, undefined, report).look(rule.having)
}

/** Goes through one condition; `around` is what holds where a part of it decides, as far as it speaks of missing values. */
class Search {
  readonly #input: LintInput
  readonly #report: Report
  readonly #told = new Set<string>()
  /** Understands questions for missing values alone: that one comparison is false too does not help another. */
  readonly #blind = new Builder({ presenceAlone: true })
  readonly #known: readonly Formula[]
  readonly #view: RuleView
  readonly #step: number | undefined

  constructor(input: LintInput, view: RuleView, element: EventElement | undefined, report: Report) {
    this.#input = input
    this.#report = report
    this.#view = view
    this.#step = element?.step
    const complete = view.rule.outputs.every(({ onTimeout }) => !onTimeout)
    const known = element !== undefined || complete ? view.knownAt(element) : []
    this.#known = unitsOf(new Builder(), known).map(({ formula }) => formula)
  }

  look(condition: Expression): void {
    this.#visit(this.#view.settled(condition, this.#step), true, [])
  }

  #visit(part: Expression, wanted: boolean, around: readonly Formula[]): void {
    const inside = (inner: Expression, also: readonly Formula[] = []) =>
      this.#visit(inner, wanted, [...around, ...also])
    switch (part.kind) {
      case "not":
        this.#visit(part.operand, !wanted, around)
        break
      case "and":
      case "or": {
        // The other side of an `and` holds where this one decides, that of an `or` does not.
        const other = part.kind === "and"
        inside(part.left, [this.#blind.build(part.right, other)])
        inside(part.right, [this.#blind.build(part.left, other)])
        break
      }
      case "conditional":
        inside(part.whenTrue, [this.#blind.build(part.test)])
        inside(part.whenFalse, [this.#blind.build(part.test, false)])
        this.#visit(part.test, true, around)
        break
      case "compare":
        if (wanted && !(part.op === "==" && [part.left, part.right].some(isFixed)))
          this.#judge(part, [part.left, part.right], around)
        break
      case "in-list":
        if (wanted && part.negated) this.#judge(part, [part.left], around)
        break
      case "in-range":
        if (wanted) this.#judge(part, [part.left, part.from, part.to], around)
        break
      case "matches":
        if (wanted && part.negated) this.#judge(part, [part.operand], around)
        break
      default:
    }
  }

  #judge(comparison: Expression, operands: readonly Expression[], around: readonly Formula[]): void {
    const lacking = operands.flatMap(fieldsThatMayLack).filter((field) => this.#isNews(field, around))
    if (lacking.length === 0) return
    const { span } = comparison
    // What a function compares was written at its call: there is no place in the comparison to point at.
    const written = lacking.filter((field) => holds(span, field.span))
    const names = lacking.map((field) => (written.includes(field) ? this.#input.textAt(field.span) : field.field))
    const field = names.map((name) => `\`${name}\``).join(" or ")
    const questions = names.map((name) => `${name} is present and `).join("")
    const fix = {
      span: { ...span, end: span.start },
      replacement: questions,
      title: `write \`${questions.trim()}\` before it`,
    }
    this.#report.add(messages.missingComparison({ field, question: `${questions}…` }), span, {
      labels: written.map((each) => ({ span: each.span, text: "may be missing" })),
      ...(written.length === lacking.length && { fix }),
    })
  }

  /** Whether nothing rules out that a field is missing where it is compared, and that was not said of this condition. */
  #isNews(field: Expression, around: readonly Formula[]): boolean {
    const term = { key: termKey(field), values: { missing: true, range: rangeOf(field.type) } }
    if (this.#told.has(term.key) || contradict([...this.#known, ...around, presence(term, false)])) return false
    this.#told.add(term.key)
    return true
  }
}

/** Whether it is the same for all events. */
function isFixed(expression: Expression): boolean {
  return expression.kind === "param" || constantOf(expression) !== undefined
}

/** The fields declared with `?` that make a value missing; not what stands behind a `??` or a question. */
function fieldsThatMayLack(operand: Expression): readonly (Expression & { kind: "member" })[] {
  if (!canBeMissing(operand.type)) return []
  if (operand.kind === "member") {
    if (!canBeMissing(operand.object.type)) return isOfEvent(operand.object) ? [operand] : []
    return fieldsThatMayLack(operand.object)
  }
  if (operand.kind === "coalesce") return fieldsThatMayLack(operand.right)
  // An aggregate of nothing is missing too, and everybody who writes one counts on that.
  if (["aggregate", "history", "measure", "lookup", "model", "awaited"].includes(operand.kind)) return []
  return children(operand).flatMap(fieldsThatMayLack)
}

function isOfEvent(expression: Expression): boolean {
  if (expression.kind === "member") return isOfEvent(expression.object)
  return ["candidate", "step", "step-index", "previous"].includes(expression.kind)
}

function holds(outer: Span, inner: Span): boolean {
  return inner.path === outer.path && outer.start <= inner.start && inner.end <= outer.end
}
