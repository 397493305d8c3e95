import type { Span } from "../source.ts"
import type { LetDecl } from "../syntax/ast.ts"
import type { Expression, KeyInfo, MeasureInfo } from "./model.ts"
import type { Type } from "./types.ts"

/** A group around a step, from the outside in. */
export interface Frame {
  readonly id: number
  readonly optional: boolean
  readonly repeated: boolean
  /** A branch of a choice: the choice's id. Seen from another branch it may hold nothing yet. */
  readonly branchOf?: number
}

/** A step as names see it. */
export interface StepScope {
  readonly index: number
  readonly name: string
  /** The name was written with `as`. */
  readonly explicit: boolean
  readonly absence: boolean
  readonly events: readonly string[]
  readonly frames: readonly Frame[]
  /** Of the step alone, without its groups. */
  readonly repeated: boolean
  readonly optional: boolean
  readonly min: number
  /** Every partial match has an event here. */
  readonly begins: boolean
  readonly span: Span
}

/** What the names of one rule mean. */
export interface RuleScope {
  readonly steps: readonly StepScope[]
  readonly keys: readonly KeyInfo[]
  readonly lets: ReadonlyMap<string, LetDecl>
  /** It is an `each` rule. */
  readonly ofWindows: boolean
  /** The lets that are being looked into, against endless loops. */
  readonly open: Set<string>
  /** The lets that were looked into, and how often. */
  readonly used: Map<string, number>
}

/** What `previous` is at a place: the events that may have been accepted last. */
export interface Previous {
  readonly events: readonly string[]
  /** It may be the first event, with none before it. */
  readonly maybeNone: boolean
}

/** The windows of an `each` rule, as its outputs see them. */
export interface WindowScope {
  /** The type of the events in them. */
  readonly event: string
  /** What was asked about them so far; grows. */
  readonly measures: MeasureInfo[]
}

/** The last event of a match, or of one that timed out. */
export interface LastEvent {
  /** The steps that may have taken the last event of a match. */
  readonly steps: readonly number[]
  /** The types that it can have. */
  readonly matched: readonly string[]
  readonly timedOut: readonly string[]
}

/** The brackets of an aggregate. */
export interface Past {
  /** Types of the events that it goes through; bare names are their fields. */
  readonly events: readonly string[]
  /** Names that mean such an event as a whole. */
  readonly self: ReadonlySet<string>
}

/** Where an expression stands: what its names can mean. */
export interface Environment {
  /** Parameters of the `fn` around it. */
  readonly locals?: ReadonlyMap<string, { readonly type: Type; readonly span: Span }>
  /** The event under test: names of the types it may have. */
  readonly candidate?: readonly string[]
  readonly rule?: RuleScope
  /** In `where` and `until`: the step it belongs to; absent in outputs and for `until` of a group. */
  readonly step?: StepScope
  /** `where` and `until` see only steps before this place; absent in outputs: all. */
  readonly before?: number
  /** The groups around the place. */
  readonly frames?: readonly Frame[]
  readonly timeout?: boolean
  readonly previous?: Previous
  readonly keys?: readonly KeyInfo[]
  /** Inside an aggregate over a step: the name of that step means one of its events. */
  readonly element?: number
  /** In `having` and the outputs of an `each` rule. */
  readonly window?: WindowScope
  /** Inside the brackets of an aggregate over past events, and behind the `where` of one over a step. */
  readonly past?: Past
  /** In outputs and `having` of a pattern. */
  readonly last?: LastEvent
  /** In a `fn`: the parameter at whose event aggregates are taken. */
  readonly at?: Expression
  readonly depth?: number
}

/** How a step looks from a place. */
export interface StepView {
  /** It can hold more than one event as seen from here. */
  readonly several: boolean
  /** It can hold none as seen from here. */
  readonly maybeEmpty: boolean
  /** The place comes before the step, so nothing was accepted there yet. */
  readonly later: boolean
}

/** A step as seen from a place: inside a shared group only this round counts; outside all rounds are seen. */
export function viewStep(step: StepScope, environment: Environment): StepView {
  const shared = environment.frames ?? []
  const outside = step.frames.filter((frame) => !shared.some((each) => each.id === frame.id))
  const later = environment.before !== undefined && step.index >= environment.before
  const own = environment.step?.index === step.index
  const notReached = environment.timeout === true && !step.begins
  return {
    several: step.repeated || outside.some((frame) => frame.repeated),
    maybeEmpty:
      step.optional ||
      own ||
      later ||
      notReached ||
      outside.some((frame) => frame.optional || shared.some(({ id }) => id === frame.branchOf)),
    later: later && !own,
  }
}

/** Whether the place and the step lie in one repeated group, so that earlier rounds of a later step can be seen. */
export function sharesRound(step: StepScope, environment: Environment): boolean {
  const shared = environment.frames ?? []
  return step.frames.some((frame) => frame.repeated && shared.some((each) => each.id === frame.id))
}
