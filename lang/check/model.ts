/**
 * The checked program: every name resolved, every expression typed, defaults filled in. What the syntax tree left open
 * is settled here, so later phases never look at a syntax tree again. Plain data.
 */
import type { Span } from "../source.ts"
import type { Severity } from "../syntax/ast.ts"
import type { FieldType, Type } from "./types.ts"

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
  readonly sources: readonly BindingInfo[]
  readonly sinks: readonly BindingInfo[]
  readonly rules: readonly RuleInfo[]
  readonly tests: readonly TestInfo[]
  /** Where each name was used and declared, for the editor. */
  readonly references: readonly Reference[]
}

export interface Reference {
  readonly span: Span
  readonly kind: "event" | "field" | "param" | "let" | "fn" | "use" | "builtin" | "rule" | "step" | "sink" | "key"
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
  readonly was?: string
  readonly title?: string
  readonly doc?: string
  readonly shadow: boolean
  readonly span: Span
  readonly trigger: { readonly kind: "pattern" | "silence"; readonly pattern: SequenceInfo }
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

/** A duration that a `param` may set; its value is in ms. */
export type DurationInfo =
  | { readonly kind: "fixed"; readonly ms: number }
  | { readonly kind: "param"; readonly name: string; readonly ms: number }

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
  /** Events in the order written, with their time; `record` is what a source would deliver (JSON values). */
  readonly events: readonly {
    readonly event: string
    readonly at: number
    readonly record: Readonly<Record<string, unknown>>
    readonly span: Span
  }[]
  readonly expectations: readonly ExpectationInfo[]
  /** Epoch ms to which the clock runs; null: to the end of time. */
  readonly until: number | null
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

// ---------------------------------------------------------------- expressions

/**
 * A typed expression. Inside, times and durations are ms, decimals are scaled integers, missing is `undefined`.
 * `type` is optional (`T?`) exactly where the value can be missing.
 */
export type Expression = { readonly type: Type; readonly span: Span } & ExpressionKind

export type ArithmeticOp = "+" | "-" | "*" | "/" | "%"
export type CompareOp = "==" | "!=" | "<" | "<=" | ">" | ">="
export type AggregateOp = "count" | "sum" | "avg" | "min" | "max" | "stddev" | "distinct" | "list" | "first" | "last"

export type ExpressionKind =
  /** `undefined` is not used here: a missing literal is kind `missing`. */
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "missing" }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  /** Interpolated text; each part is shown by its type. */
  | { readonly kind: "template"; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: "param"; readonly name: string }
  | { readonly kind: "let"; readonly name: string }
  /** A parameter of the declared function whose body this is. */
  | { readonly kind: "local"; readonly name: string }
  /** The event being tested; in an aggregate's `value`/`where` over a step: the element. Type: event. */
  | { readonly kind: "candidate" }
  /** Whether the event being tested is of one of these types. */
  | { readonly kind: "candidate-is"; readonly events: readonly string[] }
  | { readonly kind: "element" }
  /** The event the match accepted last (optional: none yet). Type: event. */
  | { readonly kind: "previous" }
  /** An event held by a step. `single`: of a step that holds one; `first`, `last`; `index`: `s[0]`. Type: event or optional event. */
  | { readonly kind: "step"; readonly step: number; readonly which: "single" | "first" | "last" }
  | { readonly kind: "step-index"; readonly step: number; readonly index: Expression }
  /** `sum(probes.amount)`; `value` is over `element`; absent for `count`. In a step's own `where`: the events accepted before. */
  | {
      readonly kind: "aggregate"
      readonly op: AggregateOp
      readonly step: number
      readonly value?: Expression
    }
  /** The value of the rule's key of that name (outputs). */
  | { readonly kind: "key"; readonly name: string }
  /** A field of an event, a record, or an optional one of them. */
  | { readonly kind: "member"; readonly object: Expression; readonly field: string }
  /** An item of a list; missing when outside. */
  | { readonly kind: "index"; readonly object: Expression; readonly index: Expression }
  | {
      readonly kind: "call"
      readonly target: "builtin" | "fn" | "use"
      readonly name: string
      readonly args: readonly Expression[]
    }
  | { readonly kind: "negate"; readonly operand: Expression }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression }
  /** Operands were converted to one kind before: both number (integer counts), both decimal of one scale, time/duration in ms. */
  | { readonly kind: "arithmetic"; readonly op: ArithmeticOp; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "compare"; readonly op: CompareOp; readonly left: Expression; readonly right: Expression }
  /** right: a list expression */
  | { readonly kind: "in-list"; readonly negated: boolean; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: "in-range"
      readonly negated: boolean
      readonly left: Expression
      readonly from: Expression
      readonly to: Expression
    }
  | { readonly kind: "is-missing"; readonly negated: boolean; readonly operand: Expression }
  | {
      readonly kind: "matches"
      readonly negated: boolean
      readonly operand: Expression
      readonly source: string
      readonly flags: string
    }
  | { readonly kind: "coalesce"; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: "conditional"
      readonly test: Expression
      readonly whenTrue: Expression
      readonly whenFalse: Expression
    }
  /** decimal → number, number literal → decimal, decimal → decimal of another scale (only where exact or rounding is stated). */
  | { readonly kind: "convert"; readonly operand: Expression }
