/**
 * The expressions of the syntax tree, and what only expressions are made of: durations, records, keys, windows. As the rest of
 * the tree: what was written, nothing that was inferred.
 */
import type { Span } from "../source.ts"
import type { Name, Node } from "./ast.ts"

/** A written duration, or the name of a `param` or `let` that holds one. */
export type DurationNode = DurationExpr | NameExpr

export type Expr =
  | NumberExpr
  | StringExpr
  | BooleanExpr
  | MissingExpr
  | DurationExpr
  | TimeExpr
  | ListExpr
  | RecordExpr
  | RangeExpr
  | TupleExpr
  | NameExpr
  | MemberExpr
  | IndexExpr
  | CallExpr
  | OverExpr
  | UnaryExpr
  | BinaryExpr
  | InExpr
  | IsExpr
  | IsNewExpr
  | MatchesExpr
  | ConditionalExpr
  | ParenExpr
  | ErrorExpr

export interface NumberExpr extends Node {
  readonly kind: "number"
  readonly value: number
  /** as written: `1_000_000`, `1e6` */
  readonly text: string
}
/** Text and `{expr}` parts in order; plain text is one string part. Text parts are unescaped. */
export interface StringExpr extends Node {
  readonly kind: "string"
  readonly parts: readonly (string | Expr)[]
  /** as written, with quotes */
  readonly text: string
}
export interface BooleanExpr extends Node {
  readonly kind: "boolean"
  readonly value: boolean
}
export interface MissingExpr extends Node {
  readonly kind: "missing"
}
export type DurationUnit = "ms" | "second" | "minute" | "hour" | "day" | "week"
export interface DurationExpr extends Node {
  readonly kind: "duration"
  readonly amount: number
  readonly unit: DurationUnit
  /** milliseconds */
  readonly ms: number
}
export interface TimeExpr extends Node {
  readonly kind: "time"
  readonly text: string
  /** epoch milliseconds; a bare `10:00:00` is of 1970-01-01 */
  readonly ms: number
  readonly form: "instant" | "date" | "clock"
}
export interface ListExpr extends Node {
  readonly kind: "list"
  readonly items: readonly Expr[]
}
/** `{ name: value }` as a value: only in tests, for a field that is a record. */
export interface RecordExpr extends RecordNode {
  readonly kind: "record"
}
/** `1..5`, only right of `in` */
export interface RangeExpr extends Node {
  readonly kind: "range"
  readonly from: Expr
  readonly to: Expr
}
/** `(device, country)`, only before `is new` */
export interface TupleExpr extends Node {
  readonly kind: "tuple"
  readonly items: readonly Expr[]
}
export interface NameExpr extends Node {
  readonly kind: "name"
  readonly name: Name
}
export interface MemberExpr extends Node {
  readonly kind: "member"
  readonly object: Expr
  readonly field: Name
}
/** `probes[0]`, `Customers[t.customer]`, `Limits[country, currency]` */
export interface IndexExpr extends Node {
  readonly kind: "index"
  readonly object: Expr
  /** At least one; several for a table or feature with several keys. */
  readonly indexes: readonly [Expr, ...Expr[]]
}
/** `f(a, b)`; `where` inside the brackets of an aggregate. */
export interface CallExpr extends Node {
  readonly kind: "call"
  readonly callee: Name
  readonly args: readonly Expr[]
  readonly where?: Expr
}
/** `agg(…) per device over previous 30 days` */
export interface OverExpr extends Node {
  readonly kind: "over"
  readonly call: CallExpr
  readonly per: readonly KeyNode[]
  readonly window: WindowNode
}
export type WindowNode =
  | (Node & {
      readonly kind: "time"
      readonly duration: DurationNode
      readonly previous: boolean
      readonly ending?: DurationNode
    })
  | (Node & { readonly kind: "count"; readonly count: number; readonly previous: boolean })
  | (Node & { readonly kind: "forever" })
export interface UnaryExpr extends Node {
  readonly kind: "unary"
  readonly op: "-" | "not"
  readonly operand: Expr
}
export type BinaryOp = "or" | "and" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "??" | "+" | "-" | "*" | "/" | "%"
export interface BinaryExpr extends Node {
  readonly kind: "binary"
  readonly op: BinaryOp
  readonly opSpan: Span
  readonly left: Expr
  readonly right: Expr
}
export interface InExpr extends Node {
  readonly kind: "in"
  readonly negated: boolean
  readonly left: Expr
  readonly right: Expr
}
export interface IsExpr extends Node {
  readonly kind: "is"
  readonly negated: boolean
  readonly what: "missing" | "present"
  readonly operand: Expr
}
/** `device is new per account over 90 days` */
export interface IsNewExpr extends Node {
  readonly kind: "is-new"
  readonly negated: boolean
  readonly operand: Expr
  readonly per: readonly KeyNode[]
  readonly window?: WindowNode
}
export interface MatchesExpr extends Node {
  readonly kind: "matches"
  readonly negated: boolean
  readonly operand: Expr
  readonly pattern: { readonly source: string; readonly flags: string; readonly span: Span }
}
/** `a if cond else b` */
export interface ConditionalExpr extends Node {
  readonly kind: "conditional"
  readonly test: Expr
  readonly whenTrue: Expr
  readonly whenFalse: Expr
}
/** Brackets as written; the formatter keeps those that matter. */
export interface ParenExpr extends Node {
  readonly kind: "paren"
  readonly inner: Expr
}
/** Stands where an expression could not be read; no further problem is reported about it. */
export interface ErrorExpr extends Node {
  readonly kind: "error"
}

export interface RecordNode extends Node {
  readonly fields: readonly { readonly name: Name; readonly value: Expr; readonly span: Span }[]
}

/** `account`, `card.bin`, `account (Login.user, Transfer.from)` */
export interface KeyNode extends Node {
  readonly path: readonly Name[]
  readonly overrides: readonly { readonly event: Name; readonly path: readonly Name[]; readonly span: Span }[]
}
