import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import type { Expr } from "../syntax/ast-expressions.ts"
import { type Context, complain, refer, unknownAt } from "./context.ts"
import type { Expression } from "./model.ts"
import { type Environment, type StepScope, sharesRound, viewStep } from "./scope.ts"
import type { Type } from "./types.ts"
import { missingIf, optional } from "./unify.ts"

/** The steps that a name can mean here; more than one: the name is ambiguous. A `no` step without `as` is known to itself only. */
export function stepsNamed(name: string, environment: Environment): StepScope[] {
  const steps = environment.rule?.steps.filter((step) => step.name === name) ?? []
  const explicit = steps.filter((step) => step.explicit)
  if (explicit.length > 0) return explicit
  return steps.filter((step) => !step.absence || step.index === environment.step?.index)
}

/** The one step of that name, undefined when there is none. Several are reported; then the first is given. */
export function stepNamed(context: Context, name: string, span: Span, environment: Environment): StepScope | undefined {
  const found = stepsNamed(name, environment)
  if (found.length > 1) {
    complain(context, messages.ambiguousStep({ name }), span, {
      labels: found.map((step) => ({ span: step.span, text: "this step" })),
    })
    return undefined
  }
  if (found[0] !== undefined) refer(context, "step", name, span, found[0].span)
  return found[0]
}

/** The type of one event of a step. */
export function eventType(step: StepScope): Type {
  return { kind: "event", events: step.events }
}

/** A step used as a record (`drain.amount`). */
export function stepRecord(context: Context, step: StepScope, span: Span, environment: Environment): Expression {
  const type = eventType(step)
  if (environment.element === step.index) return { kind: "element", type, span }
  const own = environment.step?.index === step.index
  // In the brackets of an aggregate over past events the fields are theirs: the name is the only way to the event under test.
  if (own && (!step.repeated || environment.past !== undefined)) return { kind: "candidate", type, span }
  if (!own && !usable(context, step, span, environment)) return unknownAt(span)
  const view = viewStep(step, environment)
  if (view.several || own) {
    const hint = own
      ? `for the event under test write the field alone; for those accepted before it \`last(${step.name})\`, \`count(${step.name})\`…`
      : `write \`first(${step.name})\`, \`last(${step.name})\` or \`${step.name}[0]\` for one event, or an aggregate as in \`sum(${step.name}.…)\``
    complain(context, messages.severalAsRecord({ step: step.name }), span, {
      hint,
      labels: [{ span: step.span, text: "can hold several events" }],
    })
    return unknownAt(span)
  }
  return { kind: "step", step: step.index, which: "single", type: view.maybeEmpty ? optional(type) : type, span }
}

/** Reports a step that never holds an event, or holds none yet at this place. */
export function usable(
  context: Context,
  step: StepScope,
  span: Span,
  environment: Environment,
  rounds = false,
): boolean {
  const labels = [{ span: step.span, text: "this step" }]
  if (step.index === environment.step?.index) return true
  if (step.absence) {
    complain(context, messages.absentStep({ step: step.name }), span, { labels })
    return false
  }
  if (viewStep(step, environment).later && !(rounds && sharesRound(step, environment))) {
    complain(context, messages.laterStep({ step: step.name }), span, { labels })
    return false
  }
  return true
}

/** `first(s)` and `last(s)`. */
export function firstOrLast(
  context: Context,
  which: "first" | "last",
  step: StepScope,
  span: Span,
  environment: Environment,
): Expression {
  if (!usable(context, step, span, environment, true)) return unknownAt(span)
  const type = eventType(step)
  const { maybeEmpty } = viewStep(step, environment)
  return { kind: "step", step: step.index, which, type: maybeEmpty ? optional(type) : type, span }
}

/** `s[0]` */
export function stepIndex(
  context: Context,
  step: StepScope,
  index: Expression,
  span: Span,
  environment: Environment,
): Expression {
  if (!usable(context, step, span, environment, true)) return unknownAt(span)
  const at = index.kind === "literal" && typeof index.value === "number" ? index.value : -1
  const certain = at >= 0 && at < step.min && !viewStep(step, environment).maybeEmpty
  const event = eventType(step)
  const type = missingIf(certain ? event : optional(event), index.type)
  return { kind: "step-index", step: step.index, index, type, span }
}

/** The steps whose names occur in an expression, outside of the calls that `skip` names; each once, in order. */
export function stepsIn(node: Expr, environment: Environment, skip: ReadonlySet<string>): StepScope[] {
  const found = new Set<StepScope>()
  const visit = (each: Expr): void => {
    if (each.kind === "name") {
      for (const step of stepsNamed(each.name.text, environment).slice(0, 1)) found.add(step)
    } else for (const part of parts(each, skip)) visit(part)
  }
  visit(node)
  return [...found]
}

function parts(node: Expr, skip: ReadonlySet<string>): readonly Expr[] {
  switch (node.kind) {
    case "member":
      return [node.object]
    case "index":
      return [node.object, ...node.indexes]
    case "call":
      return skip.has(node.callee.text) ? [] : node.args
    case "unary":
      return [node.operand]
    case "binary":
    case "in":
      return [node.left, node.right]
    case "is":
    case "matches":
      return [node.operand]
    case "conditional":
      return [node.test, node.whenTrue, node.whenFalse]
    case "paren":
      return [node.inner]
    case "list":
      return node.items
    case "string":
      return node.parts.filter((part) => typeof part !== "string")
    default:
      return []
  }
}
