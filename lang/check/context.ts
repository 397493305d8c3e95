import type { Catalog, FunctionDeclaration } from "../catalog.ts"
import type { Details, Message, Report } from "../diagnostic.ts"
import type { Span } from "../source.ts"
import type {
  EventDecl,
  FeatureDecl,
  FieldDecl,
  FnDecl,
  LetDecl,
  ModelDecl,
  Name,
  OutputNode,
  ParamDecl,
  RuleDecl,
  SinkDecl,
  TableDecl,
  UseDecl,
} from "../syntax/ast.ts"
import type { Expr } from "../syntax/ast-expressions.ts"
import type {
  EventInfo,
  Expression,
  FeatureInfo,
  FunctionInfo,
  LetInfo,
  ModelInfo,
  ParamInfo,
  Reference,
  RuleInfo,
  TableInfo,
  UseInfo,
} from "./model.ts"
import type { CheckObserver } from "./observe.ts"
import type { Environment } from "./scope.ts"
import type { FieldType, Type } from "./types.ts"
import type { TypeScriptTypes } from "./typescript.ts"

/** What a declared name stands for. */
export type Declared =
  | { readonly kind: "event"; readonly name: Name; readonly node: EventDecl }
  | {
      readonly kind: "derived"
      readonly name: Name
      readonly emits: { rule: RuleDecl; output: OutputNode }[]
      /** Of `Alert` alone: the rules whose alerts it stands for. */
      readonly alerts?: readonly RuleDecl[]
    }
  | { readonly kind: "param"; readonly name: Name; readonly node: ParamDecl }
  | { readonly kind: "let"; readonly name: Name; readonly node: LetDecl }
  | { readonly kind: "fn"; readonly name: Name; readonly node: FnDecl }
  | { readonly kind: "use"; readonly name: Name; readonly node: UseDecl; readonly exported: Name }
  | { readonly kind: "sink"; readonly name: Name; readonly node: SinkDecl }
  | { readonly kind: "rule"; readonly name: Name; readonly node: RuleDecl }
  | { readonly kind: "table"; readonly name: Name; readonly node: TableDecl }
  | { readonly kind: "feature"; readonly name: Name; readonly node: FeatureDecl }
  | { readonly kind: "model"; readonly name: Name; readonly node: ModelDecl }

/** An event type with what later checks need. `open`: its fields could not be found out, so every field is accepted. */
export interface EventEntry {
  readonly info: EventInfo
  readonly open: boolean
}

/** What a checked rule's checks left for others: its info (absent where it cannot be used) and the events it emits. */
export interface RuleResult {
  readonly info?: RuleInfo
}

/** What one run of the checker shares. Answers that need other constructs are asked for here and worked out once. */
export interface Context {
  readonly catalog: Catalog
  readonly typescript: TypeScriptTypes | undefined
  readonly report: Report
  /** Paths of all sources, as given. */
  readonly paths: readonly string[]
  /** By name. Who goes through all of them may use no more than names and kinds: nothing else is noted (`pieces.ts`). */
  readonly declarations: ReadonlyMap<string, Declared>
  readonly builtins: ReadonlyMap<string, readonly FunctionDeclaration[]>
  readonly references: Reference[]
  /** The declarations behind the fields of events, tables and records, in their order. */
  readonly written: WeakMap<readonly FieldType[], readonly FieldDecl[]>
  readonly observe: CheckObserver | undefined
  /** An import led nowhere, or a declaration could not be read at all, so an unknown name may be declared there. */
  readonly incomplete: boolean
  /** Whether a part of a place could not be read: what stands there may be only a part of what was meant. */
  isBroken(span: Span): boolean
  /** Undefined: no event type of that name. */
  event(name: string): EventEntry | undefined
  param(name: string): ParamInfo
  constant(name: string): LetInfo
  /** Undefined: it could not be understood. */
  feature(name: string): FeatureInfo | undefined
  table(name: string): TableInfo
  fn(name: string): FunctionInfo
  use(name: string): UseInfo
  model(name: string): ModelInfo
  rule(name: string): RuleResult
  infer(node: Expr, environment: Environment): Expression
  /** As `infer`, with the problems going into another report. */
  inferInto(report: Report, node: Expr, environment: Environment): Expression
}

/** Adds a problem. */
export function complain(context: Context, message: Message, span: Span, details?: Details): void {
  context.report.add(message, span, details)
}

/** Adds a problem of an unknown name, unless it probably stands in a file that could not be found. */
export function complainOfUnknown(context: Context, message: Message, span: Span, details: Details): void {
  if (context.incomplete && details.hint?.startsWith("did you mean") !== true) return
  context.report.add(message, span, details)
}

/** Remembers where a name was used. */
export function refer(context: Context, kind: Reference["kind"], name: string, span: Span, declaredAt?: Span): void {
  context.references.push(declaredAt === undefined ? { kind, name, span } : { kind, name, span, declaredAt })
}

/** An expression whose problem was reported; its type is `unknown` unless it is certain whatever was meant. */
export function unknownAt(span: Span, type: Type = { kind: "unknown" }): Expression {
  return { kind: "missing", type, span }
}

/** What kind of thing a declaration is, with its article. */
export function kindOf(declared: Declared): string {
  switch (declared.kind) {
    case "event":
    case "derived":
      return "an event type"
    case "fn":
    case "use":
      return "a function"
    case "let":
      return "a constant"
    default:
      return `a ${declared.kind}`
  }
}
