import { messages } from "../messages/generated.ts"
import { type Context, complain, complainOfUnknown, refer } from "./context.ts"
import { readDuration } from "./durations.ts"
import type { Contiguity, DurationInfo, QuantifierInfo } from "./model.ts"
import { eventNames } from "./names.ts"
import { type ChoiceForm, groupChoice, isOneStep, kOfChoice, singleEvents } from "./pattern-choice.ts"
import type {
  AbsenceNode,
  ElementNode,
  FollowNode,
  GroupNode,
  KOfNode,
  PatternNode,
  SingleNode,
  StepNode,
} from "./pattern-nodes.ts"
import { checkAbsence, checkBranch, checkQuantifier, checkSequence } from "./pattern-rules.ts"
import type { Frame, LastEvent, StepScope } from "./scope.ts"
import { suggestOrList } from "./suggest.ts"

/** An element of a pattern before its conditions are checked. */
export type Shape =
  | {
      readonly kind: "step"
      readonly node: StepNode
      readonly contiguity: Contiguity
      readonly step: StepScope
      readonly quantifier: QuantifierInfo
      readonly soon?: DurationInfo | undefined
    }
  | {
      readonly kind: "absence"
      readonly node: AbsenceNode
      readonly contiguity: Contiguity
      readonly step: StepScope
      readonly duration?: DurationInfo | undefined
    }
  | {
      readonly kind: "group"
      readonly node: StepNode
      readonly contiguity: Contiguity
      readonly sequence: SequenceShape
      readonly quantifier: QuantifierInfo
      readonly soon?: DurationInfo | undefined
      /** The groups around its steps, itself included. */
      readonly frames: readonly Frame[]
    }
  | {
      readonly kind: "choice"
      readonly node: StepNode | KOfNode
      readonly contiguity: Contiguity
      readonly branches: readonly { readonly sequence: SequenceShape; readonly frames: readonly Frame[] }[]
      readonly count: number
      readonly quantifier: QuantifierInfo
      readonly soon?: DurationInfo | undefined
      readonly frames: readonly Frame[]
    }

export interface SequenceShape {
  readonly elements: readonly Shape[]
  /** The steps that may have taken the event before the place after the sequence. */
  readonly last: readonly StepScope[]
  /** It may take no event at all. */
  readonly mayBeEmpty: boolean
}

interface Build {
  readonly context: Context
  readonly inputs: readonly string[]
  readonly steps: StepScope[]
  groups: number
}

/** Nested deeper than this, a pattern is refused. */
const maxNesting = 50

/** The names of event types that a pattern uses, known or not, each once, in order. */
export function namesInPattern(pattern: PatternNode): string[] {
  const found = new Set<string>()
  const visit = (single: SingleNode): void => {
    const { target } = single
    if (target.kind === "event") found.add(target.name.text)
    if (target.kind === "group") for (const each of target.patterns) each.elements.forEach(element)
  }
  const element = (node: ElementNode): void => {
    if (node.kind === "k-of") node.options.forEach(visit)
    else visit(node.single)
  }
  pattern.elements.forEach(element)
  return [...found]
}

/** Whether an event type of that name is declared or emitted. */
export function isEvent(context: Context, name: string): boolean {
  const kind = context.declarations.get(name)?.kind
  return kind === "event" || kind === "derived"
}

/** The form of a pattern: its steps with their names, its groups and quantifiers. Reports what breaks the rules of patterns. */
export function shapePattern(
  context: Context,
  pattern: PatternNode,
  inputs: readonly string[],
): { sequence: SequenceShape; steps: readonly StepScope[] } {
  const build: Build = { context, inputs, steps: [], groups: 0 }
  const sequence = shapeSequence(build, pattern, [], true)
  reportDuplicates(build)
  return { sequence, steps: build.steps }
}

function shapeSequence(build: Build, pattern: PatternNode, frames: readonly Frame[], begins: boolean): SequenceShape {
  checkSequence(build.context, pattern, frames.length > 0)
  const elements: Shape[] = []
  for (const [index, node] of pattern.elements.entries()) {
    const contiguity = index === 0 ? "first" : contiguityOf(pattern.follows[index - 1])
    const shape = shapeElement(build, node, contiguity, frames, begins && index === 0)
    if (shape === undefined) continue
    const within = pattern.follows[index - 1]?.within
    if (within === undefined || shape.kind === "absence") elements.push(shape)
    else elements.push({ ...shape, soon: readDuration(build.context, within) })
  }
  let last: StepScope[] = []
  let mayBeEmpty = true
  for (const shape of elements) {
    if (shape.kind === "absence") continue
    const passes = canBeLeftOut(shape)
    last = passes ? [...last, ...lastSteps(shape)] : lastSteps(shape)
    mayBeEmpty &&= passes
  }
  return { elements, last, mayBeEmpty }
}

/** What the last event of a match can be, and that of one that timed out: it has no step that would have completed it. */
export function lastEvent(sequence: SequenceShape, steps: readonly StepScope[]): LastEvent {
  const completing = completingSteps(sequence)
  const before = steps.filter((step) => !step.absence && !completing.includes(step))
  const typesOf = (of: readonly StepScope[]) => [...new Set(of.flatMap(({ events }) => events))]
  return { steps: sequence.last.map(({ index }) => index), matched: typesOf(sequence.last), timedOut: typesOf(before) }
}

/** The steps with whose event a match is complete. */
function completingSteps({ elements }: SequenceShape): StepScope[] {
  const end = elements.at(-1)
  if (end === undefined || end.kind === "absence" || end.quantifier.max !== 1 || end.quantifier.optional) return []
  if (end.kind === "step") return [end.step]
  if (end.kind === "group") return completingSteps(end.sequence)
  return end.count === 1 ? end.branches.flatMap(({ sequence }) => completingSteps(sequence)) : []
}

/** The steps that may have taken the last event of an element. */
export function lastSteps(shape: Exclude<Shape, { kind: "absence" }>): StepScope[] {
  if (shape.kind === "step") return [shape.step]
  if (shape.kind === "group") return [...shape.sequence.last]
  return shape.branches.flatMap(({ sequence }) => sequence.last)
}

/** Whether an element may take no event. */
export function canBeLeftOut(shape: Exclude<Shape, { kind: "absence" }>): boolean {
  return shape.quantifier.optional || (shape.kind === "group" && shape.sequence.mayBeEmpty)
}

function contiguityOf(follow: FollowNode | undefined): Contiguity {
  if (follow === undefined) return "then"
  return follow.kind === "thenAny" ? "then-any" : follow.kind
}

function shapeElement(
  build: Build,
  node: ElementNode,
  contiguity: Contiguity,
  frames: readonly Frame[],
  begins: boolean,
): Shape | undefined {
  if (node.kind === "k-of") return shapeKOf(build, node, contiguity, frames)
  if (node.kind === "absence") return shapeAbsence(build, node, contiguity, frames)
  const quantifier = checkQuantifier(build.context, node)
  const { target } = node.single
  if (target.kind === "group" && !isOneStep(node.single)) {
    if (target.op === "sequence") return shapeGroup(build, node, target, contiguity, quantifier, frames, begins)
    const form = groupChoice(build.context, target)
    return shapeChoice(build, { node, contiguity, quantifier }, form, frames)
  }
  const step = addStep(build, node.single, frames, quantifier, begins && !quantifier.optional)
  return { kind: "step", node, contiguity, step, quantifier }
}

function shapeAbsence(
  build: Build,
  node: AbsenceNode,
  contiguity: Contiguity,
  frames: readonly Frame[],
): Shape | undefined {
  checkAbsence(build.context, node)
  const { target } = node.single
  if (target.kind === "group" && singleEvents(target) === undefined) return undefined
  const duration = node.duration && readDuration(build.context, node.duration)
  const step = addStep(build, node.single, frames, undefined, false)
  return { kind: "absence", node, contiguity, step, ...(duration && { duration }) }
}

function shapeKOf(build: Build, node: KOfNode, contiguity: Contiguity, frames: readonly Frame[]): Shape | undefined {
  const quantifier: QuantifierInfo = { min: 1, max: 1, optional: node.optional, inner: "relaxed", greedy: false }
  const form = kOfChoice(build.context, node)
  return form && shapeChoice(build, { node, contiguity, quantifier }, form, frames)
}

function shapeChoice(
  build: Build,
  element: Pick<Shape & { kind: "choice" }, "node" | "contiguity" | "quantifier">,
  { branches, count }: ChoiceForm,
  frames: readonly Frame[],
): Shape | undefined {
  if (refusesDepth(build, frames, element.node)) return undefined
  const { optional, max } = element.quantifier
  const frame = { id: build.groups++, optional, repeated: max !== 1 }
  const around = [...frames, frame]
  const inner = branches.map((branch) => {
    checkBranch(build.context, branch)
    const own = { id: build.groups++, optional: count < branches.length, repeated: false, branchOf: frame.id }
    const within = [...around, own]
    return { sequence: shapeSequence(build, branch, within, false), frames: within }
  })
  return { kind: "choice", ...element, branches: inner, count, frames: around }
}

function refusesDepth(build: Build, frames: readonly Frame[], node: ElementNode): boolean {
  if (frames.length < maxNesting) return false
  complain(build.context, messages.tooDeep({ max: maxNesting }), node.span)
  return true
}

function shapeGroup(
  build: Build,
  node: StepNode,
  target: GroupNode,
  contiguity: Contiguity,
  quantifier: QuantifierInfo,
  frames: readonly Frame[],
  begins: boolean,
): Shape | undefined {
  const pattern = target.patterns[0]
  if (pattern === undefined) return undefined
  if (refusesDepth(build, frames, node)) return undefined
  const frame = { id: build.groups++, optional: quantifier.optional, repeated: quantifier.max !== 1 }
  const inner = [...frames, frame]
  const sequence = shapeSequence(build, pattern, inner, begins && !quantifier.optional)
  return { kind: "group", node, contiguity, sequence, quantifier, frames: inner }
}

function addStep(
  build: Build,
  single: SingleNode,
  frames: readonly Frame[],
  quantifier: QuantifierInfo | undefined,
  begins: boolean,
): StepScope {
  const name = single.as?.text ?? defaultName(single)
  const step: StepScope = {
    index: build.steps.length,
    name,
    explicit: single.as !== undefined,
    absence: quantifier === undefined,
    events: stepEvents(build, single),
    frames,
    repeated: quantifier !== undefined && quantifier.max !== 1,
    optional: quantifier?.optional === true,
    min: quantifier?.min ?? 0,
    begins,
    span: single.as?.span ?? single.target.span,
  }
  build.steps.push(step)
  return step
}

function defaultName(single: SingleNode): string {
  const { target } = single
  if (target.kind !== "event") return "event"
  return target.name.text.charAt(0).toLowerCase() + target.name.text.slice(1)
}

function stepEvents(build: Build, single: SingleNode): readonly string[] {
  const { context } = build
  const { target } = single
  if (target.kind === "group") {
    return [...new Set((singleEvents(target) ?? []).flatMap((member) => stepEvents(build, member)))]
  }
  if (target.kind !== "event") return build.inputs
  const { text, span } = target.name
  if (isEvent(context, text)) {
    refer(context, "event", text, span, context.declarations.get(text)?.name.span)
    return [text]
  }
  if (text !== "") {
    const hint = suggestOrList(text, eventNames(context), "the declared events")
    complainOfUnknown(context, messages.unknownEvent({ name: text }), span, { hint })
  }
  return []
}

function reportDuplicates(build: Build): void {
  const seen = new Map<string, StepScope>()
  for (const step of build.steps) {
    if (!step.explicit) continue
    const first = seen.get(step.name)
    if (first === undefined) seen.set(step.name, step)
    else {
      complain(build.context, messages.duplicateStep({ step: step.name }), step.span, {
        labels: [{ span: first.span, text: "first here" }],
      })
    }
  }
}
