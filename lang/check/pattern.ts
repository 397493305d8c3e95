import type { Expr } from "../syntax/ast-expressions.ts"
import type { Context } from "./context.ts"
import { inferCondition } from "./expression-operators.ts"
import type { DurationInfo, ElementInfo, Expression, SequenceInfo, StepInfo } from "./model.ts"
import { singleEvents } from "./pattern-choice.ts"
import type { SingleNode } from "./pattern-nodes.ts"
import { canBeLeftOut, lastSteps, type SequenceShape, type Shape } from "./pattern-shape.ts"
import type { Environment, Frame, Previous, RuleScope, StepScope } from "./scope.ts"

/** The steps that may have taken the event before a place; `maybeNone`: there may be none before it. */
interface Incoming {
  readonly steps: readonly StepScope[]
  readonly maybeNone: boolean
}

type Nest = Shape & { kind: "group" | "choice" }

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
    const own = lastSteps(element)
    before = canBeLeftOut(element) ? join(before, own) : { steps: own, maybeNone: false }
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
  if (shape.kind === "group") return checkGroup(context, shape, rule, incoming)
  if (shape.kind === "choice") return checkChoice(context, shape, rule, incoming)
  const { step, contiguity } = shape
  const { span } = shape.node
  const place = stepPlace(step, rule, frames, step.repeated ? join(incoming, [step]) : incoming)
  const { until } = shape.node.single
  const where = stepCondition(context, shape.node.single, place)
  const conditions = {
    ...(where === undefined ? {} : { where }),
    ...(until === undefined ? {} : { until: check(context, until, place) }),
  }
  if (shape.kind === "step") {
    const { quantifier } = shape
    return { kind: "step", contiguity, step: step.index, quantifier, ...soonOf(shape), span, ...conditions }
  }
  const duration = shape.duration === undefined ? {} : { duration: shape.duration }
  const absence = { kind: "absence" as const, contiguity, step: step.index, ...duration, span }
  return conditions.where === undefined ? absence : { ...absence, where: conditions.where }
}

function checkGroup(
  context: Context,
  shape: Shape & { kind: "group" },
  rule: RuleScope,
  incoming: Incoming,
): ElementInfo {
  const { contiguity, quantifier } = shape
  const inner = quantifier.max === 1 ? incoming : join(incoming, shape.sequence.last)
  const sequence = checkSequenceConditions(context, shape.sequence, rule, shape.frames, inner)
  const until = checkUntil(context, shape, rule)
  return { kind: "group", contiguity, sequence, quantifier, ...until, ...soonOf(shape), span: shape.node.span }
}

function checkChoice(
  context: Context,
  shape: Shape & { kind: "choice" },
  rule: RuleScope,
  incoming: Incoming,
): ElementInfo {
  const { contiguity, quantifier, count, node } = shape
  const inner = quantifier.max === 1 && count === 1 ? incoming : join(incoming, lastSteps(shape))
  const where = node.kind === "step" ? node.single.where : undefined
  const common = where && checkCommon(context, shape, where, rule, inner)
  const branches = shape.branches.map(({ sequence, frames }) => {
    const checked = checkSequenceConditions(context, sequence, rule, frames, inner)
    if (common === undefined) return checked
    return { elements: checked.elements.map((each) => (each.kind === "step" ? withCondition(each, common) : each)) }
  })
  const until = checkUntil(context, shape, rule)
  return { kind: "choice", contiguity, branches, count, quantifier, ...until, ...soonOf(shape), span: node.span }
}

/** The `where` of `(A | B)`: it sees the fields that all have. */
function checkCommon(
  context: Context,
  shape: Shape & { kind: "choice" },
  where: Expr,
  rule: RuleScope,
  incoming: Incoming,
): Expression {
  const steps = lastSteps(shape)
  const candidate = [...new Set(steps.flatMap((step) => step.events))]
  const before = Math.min(...steps.map((step) => step.index))
  return check(context, where, { candidate, rule, before, frames: shape.frames, previous: previousOf(incoming) })
}

function withCondition(element: ElementInfo & { kind: "step" }, common: Expression): ElementInfo {
  return { ...element, where: element.where === undefined ? common : both("and", element.where, common) }
}

/** What a step asks of its event; of one of several types, what its type's member asks and what all do. */
function stepCondition(context: Context, single: SingleNode, place: Environment): Expression | undefined {
  const own = single.where && check(context, single.where, place)
  if (single.target.kind !== "group") return own
  const members = singleEvents(single.target) ?? []
  if (members.every((member) => member.where === undefined)) return own
  const parts = members.map((member) => {
    const events = member.target.kind === "event" ? [member.target.name.text] : (place.candidate ?? [])
    const { span } = member
    const is: Expression = { kind: "candidate-is", events, type: { kind: "boolean" }, span }
    const { step: _, ...rest } = place
    const where = member.where && check(context, member.where, { ...rest, candidate: events })
    return where === undefined ? is : both("and", is, where)
  })
  const any = parts.reduce((left, right) => both("or", left, right))
  return own === undefined ? any : both("and", any, own)
}

function both(kind: "and" | "or", left: Expression, right: Expression): Expression {
  return { kind, left, right, type: { kind: "boolean" }, span: left.span }
}

function checkUntil(context: Context, shape: Nest, rule: RuleScope): { until?: Expression } {
  const condition = shape.node.kind === "step" ? shape.node.single.until : undefined
  return condition === undefined ? {} : { until: inferCondition(context, condition, groupPlace(shape, rule)) }
}

function soonOf({ soon }: { readonly soon?: DurationInfo | undefined }): { soon?: DurationInfo } {
  return soon === undefined ? {} : { soon }
}

function check(context: Context, node: Expr, place: Environment): Expression {
  return inferCondition(context, node, place)
}

function stepPlace(step: StepScope, rule: RuleScope, frames: readonly Frame[], incoming: Incoming): Environment {
  return { candidate: step.events, rule, step, before: step.index, frames, previous: previousOf(incoming) }
}

/** `until` of a group tests each event of the steps in it, and sees what this round has taken. */
function groupPlace(shape: Nest, rule: RuleScope): Environment {
  const steps = rule.steps.filter((step) => step.frames.some((frame) => frame.id === shape.frames.at(-1)?.id))
  const events = [...new Set(steps.flatMap((step) => step.events))]
  const before = Math.max(-1, ...steps.map((step) => step.index)) + 1
  const previous = previousOf({ steps: lastSteps(shape), maybeNone: true })
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
