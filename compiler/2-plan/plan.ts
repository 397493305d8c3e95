/**
 * The plan: what the checked rules come down to, in a small algebra without names to resolve. Plain data with a text
 * form (`show-plan.ts`); `3-automaton` builds on `PatternPlan`, `5-emit` on the expressions.
 */
import type { Expression, FunctionInfo, LetInfo, UseInfo } from "../../lang/check/model.ts"
import type { Span } from "../../lang/source.ts"
import type {
  Binding,
  DurationRef,
  EventSchema,
  KeySchema,
  OutputSchema,
  ParamSchema,
  SkipStrategy,
  StepSchema,
} from "../../runtime/abi/rule-set.ts"
import type { MeasureSchema, SeriesSchema, WindowMeasure, WindowShape } from "../../runtime/abi/series.ts"
import type { AwaitedSchema, ModelSchema, RowSchema, TableSchema } from "../../runtime/abi/table.ts"
import type { MatchPlace } from "../1-analyze/asks.ts"
import type { StateBound } from "../1-analyze/facts.ts"

export type { StateBound } from "../1-analyze/facts.ts"

export interface Plan {
  readonly events: readonly EventSchema[]
  readonly params: readonly ParamSchema[]
  readonly lets: readonly LetInfo[]
  readonly functions: readonly FunctionInfo[]
  readonly uses: readonly UseInfo[]
  readonly series: readonly SeriesPlan[]
  /** By number. */
  readonly measures: readonly MeasurePlan[]
  readonly tables: readonly TableSchema[]
  readonly models: readonly ModelSchema[]
  readonly awaited: readonly AwaitedPlan[]
  readonly rows: readonly RowPlan[]
  /** Names of the built-ins that are called even when an argument is missing. */
  readonly takesMissing: readonly string[]
  readonly sources: readonly Binding[]
  readonly sinks: readonly Binding[]
  readonly rules: readonly RulePlan[]
}

/** What is kept of past events, with the expressions over `element` that make it. */
export interface SeriesPlan extends Omit<SeriesSchema, "code"> {
  readonly filter?: Expression
  /** The filter or a value calls the author's TypeScript. */
  readonly usesCode: boolean
  /** In the order of `columns`. */
  readonly values: readonly Expression[]
}

export interface MeasurePlan extends MeasureSchema {
  /** `historyText` of the expressions that ask it: how emitting code finds its number. */
  readonly history: string
}

export interface AwaitedPlan extends AwaitedSchema {
  /** Over `element`. */
  readonly args: readonly Expression[]
  /** `awaitedText` of the expression: how emitting code finds its number. */
  readonly call: string
}

export interface RowPlan extends RowSchema {
  /** Over `element`. */
  readonly args: readonly Expression[]
  /** For people. */
  readonly name: string
}

export interface RulePlan {
  readonly name: string
  /** The rule with which one on trial is compared. */
  readonly of?: string
  readonly was?: string
  readonly title?: string
  readonly doc?: string
  readonly span: Span
  readonly shadow: boolean
  readonly tags: readonly string[]
  readonly oncePer?: DurationRef
  /** Event type ids. */
  readonly inputs: readonly number[]
  readonly keys: readonly KeySchema[]
  readonly steps: readonly StepSchema[]
  readonly pattern: PatternPlan
  /** By number; patterns and automata refer to them so. */
  readonly conditions: readonly ConditionPlan[]
  /** By number; elements of the pattern refer to them so. */
  readonly durations: readonly DurationRef[]
  readonly within:
    | { readonly kind: "none" }
    | { readonly kind: "whole" | "between-events"; readonly duration: DurationRef }
  readonly skip: SkipStrategy
  /** Of an `each` rule; its pattern is one step. */
  readonly window?: { readonly shape: WindowShape; readonly measures: readonly WindowMeasurePlan[] }
  readonly having?: Expression
  readonly outputs: readonly OutputPlan[]
  /** Numbers of the measures that its conditions and outputs ask for. */
  readonly asks: readonly number[]
  /** Some of its outputs ask as of an event that is past by then. */
  readonly asksLater: boolean
  /** What it asks for another key than its own: by part of that key which of its own keys it is; null: none. */
  readonly asksOther: readonly { readonly measure: number; readonly ownParts: readonly (number | null)[] }[]
  /** Where, for aggregates over past events, having and the outputs of matches stand. */
  readonly place: MatchPlace
  readonly bound: StateBound
  /** The bound as a formula for people. */
  readonly boundText: string
}

export interface WindowMeasurePlan extends Omit<WindowMeasure, "code"> {
  /** The filter or the value calls the author's TypeScript. */
  readonly usesCode: boolean
  /** Over `element`. */
  readonly filter?: Expression
  readonly value?: Expression
}

/** True when the event has one of the types and `where` holds. */
export interface ConditionPlan {
  readonly step: number
  readonly role: "where" | "until"
  /** Event type ids. */
  readonly events: readonly number[]
  readonly where?: Expression
  /** Whether it reads the match (else it is a test of the event alone and, with aggregates, of the past up to it). */
  readonly readsMatch: boolean
}

export interface OutputPlan extends OutputSchema {
  readonly score?: Expression
  readonly message?: Expression
  readonly values: readonly Expression[]
  readonly span: Span
}

// ---------------------------------------------------------------- patterns

export type ContiguityPlan = "first" | "next" | "then" | "then-any"

export interface QuantifierPlan {
  readonly min: number
  readonly max: number | null
  readonly optional: boolean
  readonly inner: "relaxed" | "consecutive" | "any"
  readonly greedy: boolean
}

/** Elements in order. A group's first element has contiguity `first`; the group's own stands on the group. */
export interface PatternPlan {
  readonly elements: readonly PatternElement[]
}

export type PatternElement =
  | {
      readonly kind: "step"
      readonly step: number
      readonly contiguity: ContiguityPlan
      readonly condition: number
      /** a condition number, or null */
      readonly until: number | null
      readonly quantifier: QuantifierPlan
      /** The number of the duration within which its first event comes after the event before. */
      readonly soon?: number
    }
  | {
      readonly kind: "absence"
      readonly step: number
      readonly contiguity: ContiguityPlan
      readonly condition: number
      /** The number of the duration for which the event is forbidden; absent: until what follows, at the end until the window ends. */
      readonly duration?: number
    }
  | {
      readonly kind: "group"
      readonly contiguity: ContiguityPlan
      readonly pattern: PatternPlan
      readonly until: number | null
      readonly quantifier: QuantifierPlan
      readonly soon?: number
    }
  /** `count` different ones of the branches, one after the other: `(A | B)` is 1 of them, `(A & B)` all. */
  | {
      readonly kind: "choice"
      readonly contiguity: ContiguityPlan
      readonly branches: readonly PatternPlan[]
      readonly count: number
      readonly until: number | null
      readonly quantifier: QuantifierPlan
      readonly soon?: number
    }
