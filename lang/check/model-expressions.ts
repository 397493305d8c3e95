/** The expressions of the checked program. */
import type { Span } from "../source.ts"
import type { Type } from "./types.ts"

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
  /** `sum(probes.amount where …)`; `value` (absent for `count`) and `where` are over `element`. In a step's own `where`: the events accepted before. */
  | {
      readonly kind: "aggregate"
      readonly op: AggregateOp
      readonly step: number
      readonly value?: Expression
      readonly where?: Expression
    }
  /**
   * An aggregate over past events (`over W`), a feature or `is new`. Missing where one of `keys` is missing (`new`: false).
   * `filter` and `values` inside `history` that read more than `element` mean what they mean here.
   */
  | {
      readonly kind: "history"
      readonly history: HistoryInfo
      /** The event at which it is taken: `candidate`, `step`, `step-index` or `previous` (in outputs: the match's last event). */
      readonly at: Expression
      /** The key it is asked for, in the order of `history.keys`. */
      readonly keys: readonly Expression[]
      /** Of `new`: the value that is asked for, part by part. */
      readonly of?: readonly Expression[]
      /** The feature's name, where it is used through one. */
      readonly feature?: string
    }
  /** Of an `each` rule: the value of a measure of the window, its start or its end. */
  | { readonly kind: "measure"; readonly op: Exclude<HistoryOp, "new">; readonly measure: number }
  | { readonly kind: "window-start" | "window-end" }
  /** A row of a table (type: optional record), the newest at the time of the event `at`; or whether there is one. */
  | {
      readonly kind: "lookup" | "in-table"
      readonly table: string
      readonly keys: readonly Expression[]
      /** Where the table has a time: the event at whose time it is read, or the time itself. */
      readonly at?: Expression
    }
  /** A call of a model. `row`: where its arguments are one event's alone, they are here over `element`, and the event. */
  | {
      readonly kind: "model"
      readonly name: string
      readonly args: readonly Expression[]
      readonly row?: { readonly args: readonly Expression[]; readonly at: Expression }
    }
  /** The result of an asynchronous function that was worked out from the event `at` alone; `args` are over `element`. */
  | { readonly kind: "awaited"; readonly name: string; readonly args: readonly Expression[]; readonly at: Expression }
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

// ---------------------------------------------------------------- aggregates over past events

export type HistoryOp = AggregateOp | "median" | "percentile" | "new"

/**
 * What is asked about past events: an aggregate over those of one type and key, in a window that moves with the event at
 * which it is taken. `new`: whether none of them had these values.
 */
export interface HistoryInfo {
  readonly op: HistoryOp
  /** The type of the events that it is about. */
  readonly event: string
  /** Their key; none: all of the type together. */
  readonly keys: readonly { readonly name: string; readonly type: Type; readonly path: readonly string[] }[]
  /** Over `element`; absent for `count()`. For `new` one for each part of the value. Where it is missing the event is passed over. */
  readonly values: readonly Expression[]
  /** Over `element`; may read the place where it is taken as well (candidate, steps, keys): then it is correlated. */
  readonly filter?: Expression
  /** Of `percentile`: from 0 to 1. */
  readonly fraction?: number
  readonly window: HistoryWindow
}

export type HistoryWindow =
  /** Events e with ending ≤ t − e.at < ending + length; `previous`: without the current one. */
  | {
      readonly kind: "time"
      readonly length: DurationInfo
      readonly previous: boolean
      readonly ending?: DurationInfo
    }
  | { readonly kind: "count"; readonly count: number; readonly previous: boolean }
  | { readonly kind: "forever" }

/** A duration that a `param` may set; its value is in ms. */
export type DurationInfo =
  | { readonly kind: "fixed"; readonly ms: number }
  | { readonly kind: "param"; readonly name: string; readonly ms: number }
