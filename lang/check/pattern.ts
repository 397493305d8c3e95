import type { Expr } from "../syntax/ast.ts"
import type { Context } from "./context.ts"
import { inferCondition } from "./expression-operators.ts"
import type { ElementInfo, Expression, SequenceInfo, StepInfo } from "./model.ts"
import type { SequenceShape, Shape } from "./pattern-shape.ts"
import type { Environment, Frame, Previous, RuleScope, StepScope } from "./scope.ts"

/** The steps that may have taken the event before a place; `maybeNone`: there may be none before it. */
interface Incoming {
  readonly steps: readonly StepScope[]
  readonly maybeNone: boolean
}

/** Checks the conditions of a pattern. */
export function checkPattern(context: Context, shape: SequenceShape, rule: RuleScope): SequenceInfo {
  return checkSequenceConditions(context, shape, rule, [], { steps: [], maybeNone: true })
}

function checkSequenceConditions(
  context: Context,
  shape: SequenceShape,
  rule: RuleScope,
  frames: readonly Frame[],
  incoming: Incoming,
): SequenceInfo {
  const elements: ElementInfo[] = []
  let before = incoming
  for (const element of shape.elements) {
    elements.push(checkElement(context, element, rule, frames, before))
    if (element.kind === "absence") continue
    const own = element.kind === "step" ? [element.step] : element.sequence.last
    const passes = element.quantifier.optional || (element.kind === "group" && element.sequence.mayBeEmpty)
    before = passes ? join(before, own) : { steps: own, maybeNone: false }
  }
  return { elements }
}

function join(incoming: Incoming, steps: readonly StepScope[]): Incoming {
  return { steps: [...incoming.steps, ...steps], maybeNone: incoming.maybeNone }
}

function checkElement(
  context: Context,
  shape: Shape,
  rule: RuleScope,
  frames: readonly Frame[],
  incoming: Incoming,
): ElementInfo {
  const { span } = shape.node
  const { contiguity } = shape
  if (shape.kind === "group") {
    const inner = shape.quantifier.max === 1 ? incoming : join(incoming, shape.sequence.last)
    const sequence = checkSequenceConditions(context, shape.sequence, rule, shape.frames, inner)
    const condition = shape.node.single.until
    const until = condition && inferCondition(context, condition, groupPlace(shape, rule))
    const group = { kind: "group" as const, contiguity, sequence, quantifier: shape.quantifier, span }
    return until === undefined ? group : { ...group, until }
  }
  const { step } = shape
  const place = stepPlace(step, rule, frames, step.repeated ? join(incoming, [step]) : incoming)
  const { where, until } = shape.node.single
  const conditions = {
    ...(where === undefined ? {} : { where: check(context, where, place) }),
    ...(until === undefined ? {} : { until: check(context, until, place) }),
  }
  if (shape.kind === "step") {
    return { kind: "step", contiguity, step: step.index, quantifier: shape.quantifier, span, ...conditions }
  }
  const absence = { kind: "absence" as const, contiguity, step: step.index, span }
  return conditions.where === undefined ? absence : { ...absence, where: conditions.where }
}

function check(context: Context, node: Expr, place: Environment): Expression {
  return inferCondition(context, node, place)
}

function stepPlace(step: StepScope, rule: RuleScope, frames: readonly Frame[], incoming: Incoming): Environment {
  return { candidate: step.events, rule, step, before: step.index, frames, previous: previousOf(incoming) }
}

/** `until` of a group tests each event of the steps in it, and sees what this round has taken. */
function groupPlace(shape: Shape & { kind: "group" }, rule: RuleScope): Environment {
  const steps = rule.steps.filter((step) => step.frames.some((frame) => frame.id === shape.frames.at(-1)?.id))
  const events = [...new Set(steps.flatMap((step) => step.events))]
  const before = Math.max(-1, ...steps.map((step) => step.index)) + 1
  const previous = previousOf({ steps: shape.sequence.last, maybeNone: true })
  return { candidate: events, rule, before, frames: shape.frames, previous }
}

function previousOf(incoming: Incoming): Previous {
  const events = [...new Set(incoming.steps.flatMap((step) => step.events))]
  return { events, maybeNone: incoming.maybeNone }
}

/** What later phases know of the steps; a name that several steps would have gets a number. */
export function stepInfos(steps: readonly StepScope[]): StepInfo[] {
  const taken = new Set(steps.filter((step) => step.explicit).map((step) => step.name))
  return steps.map((step) => {
    const name = step.explicit ? step.name : freeName(step.name, taken)
    taken.add(name)
    return {
      index: step.index,
      name,
      shown: !step.absence,
      events: step.events,
      several: !step.absence && (step.repeated || step.frames.some((frame) => frame.repeated)),
      maybeEmpty: step.absence || step.optional || step.frames.some((frame) => frame.optional),
      span: step.span,
    }
  })
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  let number = 2
  while (taken.has(`${name}${number}`)) number++
  return `${name}${number}`
}
