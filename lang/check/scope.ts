import type { Span } from "../source.ts"
import type { LetDecl } from "../syntax/ast.ts"
import type { KeyInfo } from "./model.ts"
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
  readonly lets: ReadonlyMap<string, LetDecl>
  /** The lets that are being looked into, against endless loops. */
  readonly open: Set<string>
  /** The lets that were looked into. */
  readonly used: Set<string>
}

/** What `previous` is at a place: the events that may have been accepted last. */
export interface Previous {
  readonly events: readonly string[]
  /** It may be the first event, with none before it. */
  readonly maybeNone: boolean
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
