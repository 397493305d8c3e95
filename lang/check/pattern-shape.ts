import { messages } from "../messages/generated.ts"
import { type Context, complain, complainOfUnknown, refer } from "./context.ts"
import type { Contiguity, QuantifierInfo } from "./model.ts"
import { eventNames } from "./names.ts"
import type {
  AbsenceNode,
  ElementNode,
  FollowNode,
  GroupNode,
  PatternNode,
  SingleNode,
  StepNode,
} from "./pattern-nodes.ts"
import { checkAbsence, checkQuantifier, checkSequence } from "./pattern-rules.ts"
import type { Frame, StepScope } from "./scope.ts"
import { suggestOrList } from "./suggest.ts"

/** An element of a pattern before its conditions are checked. */
export type Shape =
  | {
      readonly kind: "step"
      readonly node: StepNode
      readonly contiguity: Contiguity
      readonly step: StepScope
      readonly quantifier: QuantifierInfo
    }
  | { readonly kind: "absence"; readonly node: AbsenceNode; readonly contiguity: Contiguity; readonly step: StepScope }
  | {
      readonly kind: "group"
      readonly node: StepNode
      readonly contiguity: Contiguity
      readonly sequence: SequenceShape
      readonly quantifier: QuantifierInfo
      /** The groups around its steps, itself included. */
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
    if (shape !== undefined) elements.push(shape)
  }
  let last: StepScope[] = []
  let mayBeEmpty = true
  for (const shape of elements) {
    if (shape.kind === "absence") continue
    const own = shape.kind === "step" ? [shape.step] : shape.sequence.last
    const passes = shape.quantifier.optional || (shape.kind === "group" && shape.sequence.mayBeEmpty)
    last = passes ? [...last, ...own] : [...own]
    mayBeEmpty &&= passes
  }
  return { elements, last, mayBeEmpty }
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
  if (node.kind === "k-of") return undefined
  if (node.kind === "absence") {
    checkAbsence(build.context, node)
    if (node.single.target.kind === "group") return undefined
    return { kind: "absence", node, contiguity, step: addStep(build, node.single, frames, undefined, false) }
  }
  const quantifier = checkQuantifier(build.context, node)
  const { target } = node.single
  if (target.kind === "group") return shapeGroup(build, node, target, contiguity, quantifier, frames, begins)
  const step = addStep(build, node.single, frames, quantifier, begins && !quantifier.optional)
  return { kind: "step", node, contiguity, step, quantifier }
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
  if (frames.length >= maxNesting) {
    complain(build.context, messages.tooDeep({ max: maxNesting }), node.span)
    return undefined
  }
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
