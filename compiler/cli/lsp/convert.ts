/** What the service says, in the words of the protocol. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  type FoldingRange,
  InlayHintKind,
  InsertTextFormat,
  type Location,
  MarkupKind,
  type Range,
  SymbolKind,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node"
import type { Diagnostic as Problem } from "../../../lang/diagnostic.ts"
import type { Span } from "../../../lang/source.ts"
import type * as S from "../../service/index.ts"
import type { Workspace } from "./workspace.ts"

/** A span as a range of its own text. */
export function rangeOf(workspace: Workspace, { path, start, end }: Span): Range {
  const document = workspace.document(path)
  const zero = { line: 0, character: 0 }
  if (document === undefined) return { start: zero, end: zero }
  return { start: document.positionAt(start), end: document.positionAt(end) }
}

/** A span with its file. */
export function locationOf(workspace: Workspace, span: Span): Location {
  return { uri: workspace.uri(span.path), range: rangeOf(workspace, span) }
}

/** A problem: the hint stands below what is wrong. */
export function diagnosticOf(workspace: Workspace, problem: Problem): Diagnostic {
  const { code, level, text, hint, span, labels = [] } = problem
  return {
    range: rangeOf(workspace, span),
    severity: level === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    source: "cep",
    message: hint === undefined ? text : `${text}\n${hint}`,
    relatedInformation: labels.map((label) => ({ location: locationOf(workspace, label.span), message: label.text })),
  }
}

const completionKinds: Readonly<Record<S.CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  event: CompletionItemKind.Class,
  field: CompletionItemKind.Field,
  step: CompletionItemKind.Variable,
  key: CompletionItemKind.Property,
  param: CompletionItemKind.Constant,
  let: CompletionItemKind.Constant,
  function: CompletionItemKind.Function,
  aggregate: CompletionItemKind.Function,
  feature: CompletionItemKind.Variable,
  table: CompletionItemKind.Struct,
  model: CompletionItemKind.Function,
  rule: CompletionItemKind.Event,
  sink: CompletionItemKind.Interface,
  type: CompletionItemKind.TypeParameter,
  unit: CompletionItemKind.Unit,
  connector: CompletionItemKind.Module,
  option: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  file: CompletionItemKind.File,
}

/** A completion; `index` keeps the order, `snippets`: the client knows them. */
export function completionOf(
  workspace: Workspace,
  completion: S.Completion,
  index: number,
  snippets: boolean,
): CompletionItem {
  const { label, kind, insert, snippet, span, detail, doc } = completion
  const asSnippet = snippet && snippets
  const newText = snippet && !snippets ? label : insert
  return {
    label,
    kind: completionKinds[kind],
    sortText: String(index).padStart(4, "0"),
    textEdit: { range: rangeOf(workspace, span), newText },
    ...(asSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(detail !== undefined && { detail }),
    ...(doc !== undefined && { documentation: { kind: MarkupKind.Markdown, value: doc } }),
  }
}

const symbolKinds: Readonly<Partial<Record<S.DocumentSymbol["kind"], SymbolKind>>> = {
  event: SymbolKind.Class,
  field: SymbolKind.Field,
  step: SymbolKind.Variable,
  param: SymbolKind.Constant,
  let: SymbolKind.Constant,
  function: SymbolKind.Function,
  feature: SymbolKind.Variable,
  table: SymbolKind.Struct,
  model: SymbolKind.Function,
  rule: SymbolKind.Event,
  sink: SymbolKind.Interface,
  connector: SymbolKind.Interface,
  test: SymbolKind.Method,
}

/** The kind of a symbol. */
export function symbolKindOf(kind: S.DocumentSymbol["kind"]): SymbolKind {
  return symbolKinds[kind] ?? SymbolKind.Variable
}

/** A symbol with its parts. */
export function symbolOf(workspace: Workspace, symbol: S.DocumentSymbol): DocumentSymbol {
  const { name, kind, detail, span, nameSpan, children } = symbol
  return {
    name,
    kind: symbolKindOf(kind),
    range: rangeOf(workspace, span),
    selectionRange: rangeOf(workspace, nameSpan),
    children: children.map((each) => symbolOf(workspace, each)),
    ...(detail !== undefined && { detail }),
  }
}

/** Lines that can be folded. */
export function foldingOf(workspace: Workspace, { span, kind }: S.FoldingRange): FoldingRange {
  const { start, end } = rangeOf(workspace, span)
  return { startLine: start.line, endLine: end.line, kind }
}

/** Edits of one text. */
export function editsOf(workspace: Workspace, edits: readonly S.TextEdit[]): TextEdit[] {
  return edits.map(({ span, replacement }) => ({ range: rangeOf(workspace, span), newText: replacement }))
}

/** Edits of several texts. */
export function workspaceEditOf(workspace: Workspace, edits: readonly S.TextEdit[]): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {}
  for (const path of new Set(edits.map(({ span }) => span.path))) {
    changes[workspace.uri(path)] = editsOf(
      workspace,
      edits.filter(({ span }) => span.path === path),
    )
  }
  return { changes }
}

/** A repair. */
export function codeActionOf(workspace: Workspace, action: S.CodeAction): CodeAction {
  return {
    title: action.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(workspace, action.diagnostic)],
    edit: workspaceEditOf(workspace, action.edits),
    isPreferred: action.preferred,
  }
}

/** A type that was not written. */
export function inlayHintOf(workspace: Workspace, path: string, { offset, text, kind }: S.InlayHint) {
  return {
    position: rangeOf(workspace, { path, start: offset, end: offset }).start,
    label: text,
    kind: kind === "type" ? InlayHintKind.Type : InlayHintKind.Parameter,
  }
}

/** A lens; `showsUses`: the client has a command that shows places. */
export function lensOf(workspace: Workspace, path: string, lens: S.Lens, showsUses: boolean): CodeLens[] {
  const range = rangeOf(workspace, lens.span)
  const uri = workspace.uri(path)
  const { title } = lens
  if (lens.kind === "run-tests") return [{ range, command: { title, command: "cep.runTests", arguments: [uri] } }]
  if (lens.kind === "run-test")
    return [{ range, command: { title, command: "cep.runTests", arguments: [uri, lens.test] } }]
  if (!showsUses) return []
  const places = lens.places.map((span) => locationOf(workspace, span))
  return [{ range, command: { title, command: "cep.showUses", arguments: [uri, range.start, places] } }]
}
