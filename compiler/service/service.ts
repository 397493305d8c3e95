/**
 * What an editor asks about `.cep` texts. Plain data in both directions: places are UTF-16 offsets into the texts as they were
 * handed in, and nothing is read or written. The language server and the web console use the same service.
 */
import type { Catalog } from "../../lang/catalog.ts"
import type { TypeScriptTypes } from "../../lang/check/typescript.ts"
import type { Diagnostic } from "../../lang/diagnostic.ts"
import type { Span } from "../../lang/source.ts"

export interface ServiceOptions {
  /** The functions and connectors that rules may use; `defaultCatalog` for those of the package. */
  readonly catalog: Catalog
  /** The types of TypeScript files that rules use; `update` of a `.ts` file does not change them. */
  readonly typescript?: TypeScriptTypes
}

/**
 * Texts and what is known about them. Paths have `/` and name the texts among each other as imports do (`import "./events.cep"`). A path that
 * was not handed in is answered like an empty text; an offset outside a text counts as its nearest end. No method throws.
 */
export interface Service {
  /** Takes a new text, or another one for a path. Cheap: work begins with the first question. */
  update(path: string, text: string): void
  /** Forgets a text. */
  remove(path: string): void
  /** Takes other types of the TypeScript files that rules use. */
  setTypeScript(types: TypeScriptTypes | undefined): void
  /** All paths, in the order in which they came. */
  paths(): readonly string[]
  text(path: string): string | undefined
  /** The files that import this one, directly or through others. */
  importers(path: string): readonly string[]
  /** Errors and warnings whose place is in this text, sorted by place: those of `cep check`. */
  diagnostics(path: string): readonly Diagnostic[]
  /** What stands at an offset: its type, its documentation, and of a rule the bound of its state. */
  hover(path: string, offset: number): Hover | undefined
  /** What can be written at an offset, best first. The text around it may be broken. */
  complete(path: string, offset: number): readonly Completion[]
  /** The function around an offset, and which of its arguments stands there. */
  signature(path: string, offset: number): Signature | undefined
  /** Where the name at an offset is declared: several places where event types share a field or rules emit the same event. */
  definition(path: string, offset: number): readonly Span[]
  /** All places of the name at an offset in all texts, its declarations included, sorted. */
  references(path: string, offset: number): readonly NamePlace[]
  /** The name that `rename` would change, or why it cannot be changed. */
  renameable(path: string, offset: number): Renameable
  /** The edits that give another name to what stands at an offset, in all texts; or why not. Never edits that break a rule. */
  rename(path: string, offset: number, name: string): RenameResult
  /** The edits that bring a text into the canonical layout; none where it has syntax errors. */
  format(path: string): readonly TextEdit[]
  /** Declarations, each with its parts. */
  symbols(path: string): readonly DocumentSymbol[]
  folding(path: string): readonly FoldingRange[]
  /** Names, keywords, literals and comments by what they mean, in order, without overlaps. */
  semanticTokens(path: string): readonly SemanticToken[]
  /** Repairs of the problems between two offsets. */
  codeActions(path: string, start: number, end: number): readonly CodeAction[]
  /** Types that were found out and not written, between two offsets. */
  inlayHints(path: string, start: number, end: number): readonly InlayHint[]
  /** What can be done with a declaration: run a test, see who uses a rule. */
  lenses(path: string): readonly Lens[]
}

export interface Hover {
  readonly span: Span
  readonly markdown: string
}

export type CompletionKind =
  | "keyword"
  | "event"
  | "field"
  | "step"
  | "key"
  | "param"
  | "let"
  | "function"
  | "aggregate"
  | "feature"
  | "table"
  | "model"
  | "rule"
  | "sink"
  | "type"
  | "unit"
  | "connector"
  | "option"
  | "value"
  | "file"

export interface Completion {
  readonly label: string
  readonly kind: CompletionKind
  /** What takes the place of `span`; of snippets with `$1` and `$0` where the cursor goes. */
  readonly insert: string
  readonly snippet: boolean
  /** What is replaced: the word around the offset. */
  readonly span: Span
  /** A type or a signature, in one line. */
  readonly detail?: string
  /** Markdown. */
  readonly doc?: string
}

export interface Signature {
  /** One for each way to call it. */
  readonly ways: readonly {
    readonly label: string
    readonly doc: string
    /** Places in `label`, with what is said about each. */
    readonly parameters: readonly { readonly start: number; readonly end: number; readonly doc: string }[]
  }[]
  /** The argument at the offset, from 0. */
  readonly argument: number
}

export interface NamePlace {
  readonly span: Span
  readonly declaration: boolean
}

export type Renameable = { readonly span: Span; readonly name: string } | { readonly problem: string }

export type RenameResult = { readonly edits: readonly TextEdit[] } | { readonly problem: string }

export interface TextEdit {
  readonly span: Span
  readonly replacement: string
}

export interface DocumentSymbol {
  readonly name: string
  readonly kind: CompletionKind | "test"
  readonly detail?: string
  /** All of it, and its name alone. */
  readonly span: Span
  readonly nameSpan: Span
  readonly children: readonly DocumentSymbol[]
}

export interface FoldingRange {
  readonly span: Span
  readonly kind: "region" | "comment" | "imports"
}

export const semanticTokenTypes = [
  ...["keyword", "comment", "string", "number", "regexp", "operator", "type", "event", "field", "step", "key"],
  ...["param", "let", "parameter", "function", "feature", "table", "model", "rule", "sink", "connector", "unit"],
] as const

export type SemanticTokenType = (typeof semanticTokenTypes)[number]

export const semanticTokenModifiers = ["declaration", "library", "documentation"] as const

export type SemanticTokenModifier = (typeof semanticTokenModifiers)[number]

export interface SemanticToken {
  readonly start: number
  readonly end: number
  readonly type: SemanticTokenType
  readonly modifiers: readonly SemanticTokenModifier[]
}

export interface CodeAction {
  readonly title: string
  readonly edits: readonly TextEdit[]
  /** The problem that it repairs. */
  readonly diagnostic: Diagnostic
  /** The one repair that is meant; else one of several. */
  readonly preferred: boolean
}

export interface InlayHint {
  readonly offset: number
  readonly text: string
  readonly kind: "type" | "parameter"
}

export type Lens =
  | { readonly kind: "run-test"; readonly span: Span; readonly title: string; readonly test: string }
  | { readonly kind: "run-tests"; readonly span: Span; readonly title: string }
  | { readonly kind: "uses"; readonly span: Span; readonly title: string; readonly places: readonly Span[] }
