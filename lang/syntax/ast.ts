/**
 * The one syntax tree of `.cep`: what was written, nothing that was inferred. Made by `build-ast.ts`, read by the
 * formatter, the checker and the editor services. Every node has its place; a part that could not be read (error
 * recovery) is an `ErrorExpr`, or is left out where the tree allows it. Expressions stand in `ast-expressions.ts`.
 */
import type { Span } from "../source.ts"
import type { DurationNode, Expr, KeyNode, NumberExpr, RecordNode, StringExpr } from "./ast-expressions.ts"

export interface Node {
  readonly span: Span
}

/** A name as written; `quoted` when it stood in back quotes. */
export interface Name extends Node {
  readonly text: string
  readonly quoted?: boolean
}

/** `text` includes the comment's own marks. `doc` is `///`. */
export interface Comment extends Node {
  readonly style: "line" | "block" | "doc"
  readonly text: string
}

export interface FileNode extends Node {
  readonly kind: "file"
  readonly path: string
  readonly declarations: readonly Declaration[]
  readonly comments: readonly Comment[]
}

// ---------------------------------------------------------------- declarations

export type Declaration =
  | ImportDecl
  | UseDecl
  | EventDecl
  | SourceDecl
  | SinkDecl
  | TableDecl
  | ParamDecl
  | LetDecl
  | FnDecl
  | FeatureDecl
  | ModelDecl
  | RuleDecl
  | TestDecl

interface Documented extends Node {
  /** The lines of the `///` comment directly above, without the marks, joined by newlines. */
  readonly doc?: string
}

/** `path` is plain text (no interpolation) for imports, uses, `from` and connector arguments. */
export interface PathText extends Node {
  readonly text: string
}

export interface ImportDecl extends Documented {
  readonly kind: "import"
  readonly path: PathText
}

export interface UseDecl extends Documented {
  readonly kind: "use"
  readonly names: readonly { readonly name: Name; readonly alias?: Name }[]
  readonly path: PathText
}

export interface FieldDecl extends Documented {
  readonly name: Name
  readonly type: TypeNode
}

export interface EventDecl extends Documented {
  readonly kind: "event"
  readonly name: Name
  /** Absent when the fields come from TypeScript (`from`). */
  readonly fields?: readonly FieldDecl[]
  readonly from?: PathText
  /** Absent when the author left it out (the checker asks for it); `arrival` for processing time. */
  readonly timedBy?: { readonly kind: "field"; readonly name: Name } | { readonly kind: "arrival"; readonly span: Span }
  readonly late?: DurationNode
}

export interface ConnectorArg extends Node {
  readonly name?: Name
  readonly value: Expr
}

/** `kafka("topic", brokers: "host:9092", partitioned by account)` */
export interface Connector extends Node {
  readonly name: Name
  readonly args: readonly ConnectorArg[]
  readonly partitionedBy?: Name
}

export interface SourceDecl extends Documented {
  readonly kind: "source"
  readonly event: Name
  readonly connector: Connector
}

export interface SinkDecl extends Documented {
  readonly kind: "sink"
  readonly name: Name
  readonly connector: Connector
}

export interface TableDecl extends Documented {
  readonly kind: "table"
  readonly name: Name
  readonly keys: readonly Name[]
  readonly fields: readonly FieldDecl[]
  /** The field that says from when on a row holds. */
  readonly timedBy?: Name
  readonly connector: Connector
  readonly refresh?: DurationNode
}

export interface ParamDecl extends Documented {
  readonly kind: "param"
  readonly name: Name
  readonly type?: TypeNode
  readonly value: Expr
}

export interface LetDecl extends Documented {
  readonly kind: "let"
  readonly name: Name
  readonly type?: TypeNode
  readonly value: Expr
}

export interface Parameter extends Node {
  readonly name: Name
  readonly type: TypeNode
}

export interface FnDecl extends Documented {
  readonly kind: "fn"
  readonly name: Name
  readonly parameters: readonly Parameter[]
  readonly returns?: TypeNode
  readonly body: Expr
}

export interface FeatureDecl extends Documented {
  readonly kind: "feature"
  readonly name: Name
  readonly value: Expr
}

export interface ModelDecl extends Documented {
  readonly kind: "model"
  readonly name: Name
  readonly parameters: readonly Parameter[]
  readonly returns: TypeNode
  readonly connector: Connector
}

// ---------------------------------------------------------------- types

export type TypeNode =
  | (Node & {
      readonly kind: "named"
      readonly name: Name
      /** `decimal(2)`, `time(seconds)` */ readonly argument?: Name | NumberExpr
    })
  | (Node & { readonly kind: "list"; readonly of: TypeNode })
  | (Node & { readonly kind: "optional"; readonly of: TypeNode })
  | (Node & { readonly kind: "record"; readonly fields: readonly FieldDecl[] })
  | (Node & { readonly kind: "enum"; readonly values: readonly PathText[] })

// ---------------------------------------------------------------- rules

export interface RuleDecl extends Documented {
  readonly kind: "rule"
  readonly shadow: boolean
  readonly name: Name
  /** The rule with which one on trial is compared. */
  readonly of?: Name
  readonly was?: Name
  readonly title?: StringExpr
  readonly lets: readonly LetDecl[]
  /** Absent only after a syntax error. */
  readonly trigger?: Trigger
  /** In the order written. */
  readonly clauses: readonly Clause[]
  readonly outputs: readonly OutputNode[]
}

export type Trigger =
  | (Node & { readonly kind: "when"; readonly pattern: PatternNode })
  | (Node & {
      readonly kind: "silence"
      readonly event: Name
      readonly as?: Name
      readonly where?: Expr
      readonly duration: DurationNode
    })
  | (Node & {
      readonly kind: "each"
      readonly size: DurationNode
      readonly zone?: PathText
      readonly event: Name
      readonly every?: DurationNode
      readonly where?: Expr
    })
  | (Node & { readonly kind: "each-count"; readonly count: NumberExpr; readonly event: Name; readonly where?: Expr })
  | (Node & {
      readonly kind: "each-session"
      readonly event: Name
      readonly gap: DurationNode
      readonly where?: Expr
    })

/** `first` has no follow. `follows[i]` stands before `elements[i + 1]`. */
export interface PatternNode extends Node {
  readonly kind: "pattern"
  readonly elements: readonly ElementNode[]
  readonly follows: readonly FollowNode[]
}

export interface FollowNode extends Node {
  readonly kind: "next" | "then" | "thenAny"
  readonly within?: DurationNode
}

export type ElementNode = AbsenceNode | StepNode | KOfNode

export interface AbsenceNode extends Node {
  readonly kind: "absence"
  readonly single: SingleNode
  readonly duration?: DurationNode
}

export interface CountNode extends Node {
  readonly min: number
  /** null: no upper bound (`3+`). */
  readonly max: number | null
}

export interface StepNode extends Node {
  readonly kind: "step"
  readonly optional: boolean
  readonly count?: CountNode
  readonly inner?: "consecutive" | "any"
  readonly single: SingleNode
  readonly greedy: boolean
}

export interface KOfNode extends Node {
  readonly kind: "k-of"
  readonly optional: boolean
  readonly k: number
  readonly options: readonly SingleNode[]
}

export interface SingleNode extends Node {
  readonly target: TargetNode
  readonly as?: Name
  readonly where?: Expr
  readonly until?: Expr
}

export type TargetNode =
  | (Node & { readonly kind: "event"; readonly name: Name })
  /** the word `event`: any event of the rule's input */
  | (Node & { readonly kind: "any-event" })
  /** `( … )`: one pattern (`sequence`), alternatives (`or`) or any order (`and`) */
  | (Node & {
      readonly kind: "group"
      readonly op: "sequence" | "or" | "and"
      readonly patterns: readonly PatternNode[]
    })

export type Clause =
  | (Node & { readonly kind: "within"; readonly duration: DurationNode; readonly betweenEvents: boolean })
  | (Node & { readonly kind: "within-forever" })
  | (Node & { readonly kind: "per"; readonly keys: readonly KeyNode[] })
  | (Node & { readonly kind: "skip"; readonly strategy: SkipNode })
  | (Node & { readonly kind: "having"; readonly condition: Expr })
  | (Node & { readonly kind: "once"; readonly duration: DurationNode })
  | (Node & { readonly kind: "tags"; readonly tags: readonly PathText[] })

export type SkipNode =
  | (Node & { readonly kind: "none" | "past-last" | "to-next" })
  | (Node & { readonly kind: "to-first" | "to-last"; readonly step: Name })

export type Severity = "info" | "low" | "medium" | "high" | "critical"

export interface OutputNode extends Node {
  readonly kind: "alert" | "emit"
  readonly onTimeout: boolean
  readonly severity?: Severity
  readonly score?: Expr
  readonly message?: StringExpr
  /** `emit Name` */
  readonly event?: Name
  readonly sink?: Name
  readonly record?: RecordNode
  readonly withoutEvents: boolean
}

// ---------------------------------------------------------------- tests

export interface TestDecl extends Documented {
  readonly kind: "test"
  readonly name: PathText
  readonly params: readonly { readonly name: Name; readonly value: Expr }[]
  readonly items: readonly TestItem[]
  readonly until?: Expr
}

/** an absolute time, or the offset (`+20 seconds`) after the line above */
export type TestTime =
  | { readonly kind: "absolute"; readonly time: Expr }
  | { readonly kind: "offset"; readonly duration: DurationNode }

export type TestItem =
  | (Node & {
      readonly kind: "event"
      readonly event: Name
      readonly record: RecordNode
      readonly at?: TestTime
    })
  /** `watermark to 10:05:00`: no event up to then is expected any more */
  | (Node & { readonly kind: "watermark"; readonly to: TestTime })
  /** `expect late`: the event above comes too late */
  | (Node & { readonly kind: "expect-late" })
  | (Node & {
      readonly kind: "expect"
      readonly rule: Name
      /** null: one or more; 0 for `expect no Rule` */
      readonly count: number | null
      readonly record?: RecordNode
    })
  | (Node & { readonly kind: "expect-nothing" })
  /** `given Customers["c1"] = { … }`, `given habit = 12`: parsed, checked later */
  | (Node & { readonly kind: "given"; readonly target: Expr; readonly value: Expr | RecordNode })
