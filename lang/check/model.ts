/**
 * The checked program: every name resolved, every expression typed, defaults filled in. What the syntax tree left open
 * is settled here, so later phases never look at a syntax tree again. Plain data.
 */
import type { Span } from "../source.ts"
import type { Severity } from "../syntax/ast.ts"
import type { DurationInfo, Expression, HistoryInfo, HistoryOp } from "./model-expressions.ts"
import type { FieldType, Type } from "./types.ts"

export type {
  AggregateOp,
  ArithmeticOp,
  CompareOp,
  DurationInfo,
  Expression,
  ExpressionKind,
  HistoryInfo,
  HistoryOp,
  HistoryWindow,
} from "./model-expressions.ts"

export interface Checked {
  /** In the order of declaration over all imports (depth first, then file order); derived events after declared ones. */
  readonly events: readonly EventInfo[]
  readonly params: readonly ParamInfo[]
  /** Named constants, in an order in which each uses only those before it. */
  readonly lets: readonly LetInfo[]
  /** Declared `fn`s, likewise. Recursion is an error. */
  readonly functions: readonly FunctionInfo[]
  /** Functions brought in by `use`. */
  readonly uses: readonly UseInfo[]
  readonly features: readonly FeatureInfo[]
  readonly tables: readonly TableInfo[]
  readonly models: readonly ModelInfo[]
  readonly sources: readonly BindingInfo[]
  readonly sinks: readonly BindingInfo[]
  readonly rules: readonly RuleInfo[]
  readonly tests: readonly TestInfo[]
  /** Where each name was used and declared, for the editor. */
  readonly references: readonly Reference[]
}

export interface Reference {
  readonly span: Span
  readonly kind:
    | "event"
    | "field"
    | "param"
    /** A parameter of a `fn`. */
    | "local"
    | "let"
    | "fn"
    | "use"
    | "builtin"
    | "rule"
    | "step"
    | "sink"
    | "key"
    | "feature"
    | "table"
    | "model"
  readonly name: string
  readonly declaredAt?: Span
}

export interface EventInfo {
  readonly name: string
  readonly fields: readonly FieldType[]
  /** The field that holds the event's time; null: processing time (arrival). */
  readonly timeField: string | null
  /** Declared lateness in ms. */
  readonly latenessMs: number
  /** `derived`: made by `emit`; its time is the match's. */
  readonly origin: "declared" | "typescript" | "derived"
  /** Of the built-in `Alert`: the rules whose alerts it stands for. */
  readonly alertsOf?: readonly string[]
  readonly doc?: string
  readonly span: Span
}

export interface ParamInfo {
  readonly name: string
  readonly type: Type
  /** The inside form (a time or duration in ms, a decimal scaled). */
  readonly value: unknown
  readonly doc?: string
  readonly span: Span
}

export interface LetInfo {
  readonly name: string
  readonly type: Type
  readonly value: Expression
  readonly span: Span
}

export interface FunctionInfo {
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly type: Type }[]
  readonly returns: Type
  readonly body: Expression
  readonly span: Span
}

export interface UseInfo {
  /** The name in the rules (after `as`). */
  readonly name: string
  /** The name that the TypeScript file exports. */
  readonly exported: string
  /** The TypeScript file's path among the sources. */
  readonly path: string
  readonly parameters: readonly { readonly name: string; readonly type: Type }[]
  readonly returns: Type
  /** It returns a promise: its results are worked out before the event is judged, from the event alone. */
  readonly async?: true
  readonly span: Span
}

// ---------------------------------------------------------------- aggregates over past events

/** `feature n = agg(E.f …) per k over W`: a named aggregate that rules on any event type and key can use. */
export interface FeatureInfo {
  readonly name: string
  readonly history: HistoryInfo
  /** Of the aggregate where its key is present. */
  readonly type: Type
  readonly doc?: string
  readonly span: Span
}

// ---------------------------------------------------------------- tables and models

/** A lookup table. */
export interface TableInfo {
  readonly name: string
  /** Names of fields: those of the key, in order. */
  readonly keys: readonly string[]
  readonly fields: readonly FieldType[]
  /** Rows hold from this time on, until the next of the same key; null: a row holds at any time. */
  readonly timeField: string | null
  readonly connector: string
  readonly args: readonly unknown[]
  readonly options: Readonly<Record<string, unknown>>
  readonly refreshMs?: number
  readonly doc?: string
  readonly span: Span
}

/** A scoring model, used as a function. */
export interface ModelInfo {
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly type: Type }[]
  readonly returns: Type
  readonly connector: string
  readonly args: readonly unknown[]
  readonly options: Readonly<Record<string, unknown>>
  readonly doc?: string
  readonly span: Span
}

/** `source N from kafka(…)`, `sink n to file(…)`. */
export interface BindingInfo {
  readonly name: string
  readonly connector: string
  /** Positional arguments. */
  readonly args: readonly unknown[]
  readonly options: Readonly<Record<string, unknown>>
  readonly partitionedBy?: string
  readonly span: Span
}

// ---------------------------------------------------------------- rules

export interface RuleInfo {
  readonly name: string
  /** The rule with which one on trial is compared. */
  readonly of?: string
  readonly was?: string
  readonly title?: string
  readonly doc?: string
  readonly shadow: boolean
  readonly span: Span
  readonly trigger:
    | { readonly kind: "pattern" | "silence"; readonly pattern: SequenceInfo }
    /** `each …`: the pattern is one step, the events that go into the windows. */
    | { readonly kind: "window"; readonly pattern: SequenceInfo; readonly window: EachInfo }
  /** Every named or anonymous step, `no` steps included; `SequenceInfo` and expressions refer to them by index. */
  readonly steps: readonly StepInfo[]
  /** The rule's input: names of the event types that the pattern names (`event` adds none). */
  readonly inputs: readonly string[]
  readonly keys: readonly KeyInfo[]
  readonly within: WithinInfo
  readonly skip: SkipInfo
  readonly having?: Expression
  /** `once per`: after an output the key is silent for so long. */
  readonly oncePer?: DurationInfo
  readonly tags: readonly string[]
  readonly outputs: readonly OutputInfo[]
}

/** The windows of an `each` rule and what is asked about the events of one. */
export interface EachInfo {
  readonly shape: EachShape
  /** By number; expressions of kind `measure` refer to them so. Equal ones have one number. */
  readonly measures: readonly MeasureInfo[]
}

export type EachShape =
  /** Aligned to the epoch, or to the zone's calendar; `every`: sliding by that much. */
  | { readonly kind: "time"; readonly size: DurationInfo; readonly every?: DurationInfo; readonly zone?: string }
  | { readonly kind: "session"; readonly gap: DurationInfo }
  | { readonly kind: "count"; readonly count: number }

/** An aggregate over the events of one window. */
export interface MeasureInfo {
  readonly op: Exclude<HistoryOp, "new">
  /** Over `element`; absent for `count()`. */
  readonly value?: Expression
  /** Over `element`. */
  readonly filter?: Expression
  readonly fraction?: number
}

export interface StepInfo {
  readonly index: number
  /** As the author calls it (`probes`, `transaction`); always unique in the rule. Steps that no name can reach have one too. */
  readonly name: string
  /** Shown under this name in an alert's `events`. False: `no` steps. */
  readonly shown: boolean
  /** Event types it accepts. */
  readonly events: readonly string[]
  /** It can hold more than one event: a list in `events`, used through aggregates. */
  readonly several: boolean
  /** It can hold none. */
  readonly maybeEmpty: boolean
  readonly span: Span
}

export type WithinInfo =
  /** No window was written and none is needed (the pattern takes a fixed number of events in one step, …). */
  | { readonly kind: "none" }
  | { readonly kind: "forever" }
  | { readonly kind: "whole" | "between-events"; readonly duration: DurationInfo }

export type SkipInfo =
  | { readonly kind: "default" | "none" | "past-last" | "to-next" }
  | { readonly kind: "to-first" | "to-last"; readonly step: number }

export interface KeyInfo {
  /** Its name in the alert's `key`: the last name of the path. */
  readonly name: string
  readonly type: Type
  /** For each input event type, the path of the field. */
  readonly paths: Readonly<Record<string, readonly string[]>>
  /** Where it is written. */
  readonly span: Span
}

export type Contiguity = "first" | "next" | "then" | "then-any"

/** Elements in order; each says how it follows the one before. */
export interface SequenceInfo {
  readonly elements: readonly ElementInfo[]
}

export interface QuantifierInfo {
  /** At least 1; `optional` says that none is allowed too (`0+` is min 1 and optional). */
  readonly min: number
  /** null: no bound. */
  readonly max: number | null
  readonly optional: boolean
  readonly inner: "relaxed" | "consecutive" | "any"
  readonly greedy: boolean
}

export type ElementInfo =
  | {
      readonly kind: "step"
      readonly contiguity: Contiguity
      readonly step: number
      /** absent: every event of its types */
      readonly where?: Expression
      readonly until?: Expression
      readonly quantifier: QuantifierInfo
      /** `then within D`: its first event comes less than that after the event before. */
      readonly soon?: DurationInfo
      readonly span: Span
    }
  | {
      /** `no`: contiguity is `next` (the next event is not one) or `then` (none before what follows) */
      readonly kind: "absence"
      readonly contiguity: Contiguity
      readonly step: number
      readonly where?: Expression
      /** `no … for D`: forbidden for less than that after the event before. */
      readonly duration?: DurationInfo
      readonly span: Span
    }
  | {
      readonly kind: "group"
      readonly contiguity: Contiguity
      readonly sequence: SequenceInfo
      readonly until?: Expression
      readonly quantifier: QuantifierInfo
      readonly soon?: DurationInfo
      readonly span: Span
    }
  | {
      /** `count` different ones of the branches in any order: `(A | B)` is 1 of them, `(A & B)` all. */
      readonly kind: "choice"
      readonly contiguity: Contiguity
      readonly branches: readonly SequenceInfo[]
      readonly count: number
      readonly until?: Expression
      readonly quantifier: QuantifierInfo
      readonly soon?: DurationInfo
      readonly span: Span
    }

export interface OutputInfo {
  /** Its place among the rule's outputs, from 0. */
  readonly index: number
  readonly kind: "alert" | "emit"
  readonly onTimeout: boolean
  readonly severity: Severity
  /** A number, missing or not. */
  readonly score?: Expression
  /** A string expression. */
  readonly message?: Expression
  /** `emit Name` */
  readonly event?: string
  readonly sink?: string
  /** `data`, in the order written; for `emit` the whole derived record, key fields included, `at` left out. */
  readonly data: readonly { readonly name: string; readonly value: Expression }[]
  readonly hasData: boolean
  readonly withoutEvents: boolean
  readonly span: Span
}

// ---------------------------------------------------------------- tests

export interface TestInfo {
  readonly name: string
  readonly path: string
  readonly params: Readonly<Record<string, unknown>>
  /** Rows of tables by the table's name, as JSON objects. */
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
  /** What features say instead of their own values, in the inside form; `keys`: for these keys. */
  readonly features: Readonly<
    Record<
      string,
      {
        readonly value?: unknown
        readonly keys?: readonly { readonly key: readonly unknown[]; readonly value: unknown }[]
      }
    >
  >
  /** What models say, in the inside form. */
  readonly models: Readonly<Record<string, unknown>>
  /** What asynchronous functions give, in the inside form; those that are not here are called. */
  readonly calls: Readonly<Record<string, unknown>>
  /** In the order written. */
  readonly timeline: readonly (TestEventInfo | TestWatermarkInfo)[]
  readonly expectations: readonly ExpectationInfo[]
  /** Epoch ms to which the clock runs; null: to the end of time. */
  readonly until: number | null
  readonly span: Span
}

/** An event that comes. */
export interface TestEventInfo {
  readonly kind: "event"
  readonly event: string
  readonly at: number
  /** What a source would deliver (JSON values). */
  readonly record: Readonly<Record<string, unknown>>
  /** Where the test says that it comes too late. */
  readonly late?: Span
  readonly span: Span
}

/** The watermark moves: events up to `to` (epoch ms) are late from then on. */
export interface TestWatermarkInfo {
  readonly kind: "watermark"
  readonly to: number
  readonly span: Span
}

export type ExpectationInfo =
  | {
      readonly kind: "rule"
      readonly rule: string
      /** null: one or more */
      readonly count: number | null
      /** Only outputs whose `data` has these values (JSON values) count. */
      readonly fields: Readonly<Record<string, unknown>>
      readonly span: Span
    }
  | { readonly kind: "nothing"; readonly span: Span }
