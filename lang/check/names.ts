import type { Report } from "../diagnostic.ts"
import { messages } from "../messages/generated.ts"
import type { Declaration, FileNode, Name, RuleDecl } from "../syntax/ast.ts"
import { addAlertType } from "./alerts.ts"
import type { Context, Declared } from "./context.ts"
import { kindOf } from "./context.ts"
import { type NameFinder, rememberedNames } from "./names-in.ts"

/**
 * Every declared name of all files, each once: a second declaration is reported with both places and left out. Event types that
 * rules emit come after the declared ones, `Alert` last.
 */
export function collectNames(
  files: readonly FileNode[],
  report: Report,
  find: NameFinder = rememberedNames(),
): Map<string, Declared> {
  const names = new Map<string, Declared>()
  const add = (declared: Declared) => declare(names, declared, report)
  for (const file of files) for (const declaration of file.declarations) declaredBy(declaration).forEach(add)
  for (const file of files) {
    for (const declaration of file.declarations) {
      if (declaration.kind === "rule" && isKept(names, declaration)) addEmitted(names, declaration, report)
    }
  }
  addAlertType(names, files, find)
  return names
}

function isKept(names: ReadonlyMap<string, Declared>, rule: RuleDecl): boolean {
  const kept = names.get(rule.name.text)
  return kept?.kind === "rule" && kept.node === rule
}

function declaredBy(node: Declaration): Declared[] {
  switch (node.kind) {
    case "event":
      return [{ kind: "event", name: node.name, node }]
    case "param":
      return [{ kind: "param", name: node.name, node }]
    case "let":
      return [{ kind: "let", name: node.name, node }]
    case "fn":
      return [{ kind: "fn", name: node.name, node }]
    case "use":
      return node.names.map((each) => ({ kind: "use", name: each.alias ?? each.name, node, exported: each.name }))
    case "sink":
      return [{ kind: "sink", name: node.name, node }]
    case "rule":
      return [{ kind: "rule", name: node.name, node }]
    case "table":
      return [{ kind: "table", name: node.name, node }]
    case "feature":
      return [{ kind: "feature", name: node.name, node }]
    case "model":
      return [{ kind: "model", name: node.name, node }]
    default:
      return []
  }
}

function declare(names: Map<string, Declared>, declared: Declared, report: Report): void {
  const { text, span } = declared.name
  if (text === "") return
  const first = names.get(text)
  if (first !== undefined) {
    report.add(messages.duplicateDeclaration({ name: text }), span, {
      labels: [{ span: first.name.span, text: `${kindOf(first)} already` }],
    })
    return
  }
  names.set(text, declared)
}

function addEmitted(names: Map<string, Declared>, rule: RuleDecl, report: Report): void {
  for (const output of rule.outputs) {
    if (output.kind !== "emit" || output.event === undefined || output.event.text === "") continue
    const known = names.get(output.event.text)
    if (known?.kind === "derived") known.emits.push({ rule, output })
    else declare(names, { kind: "derived", name: output.event, emits: [{ rule, output }] }, report)
  }
}

/** The names of all event types. */
export function eventNames(context: Context): string[] {
  return [...context.declarations.values()]
    .filter((declared) => declared.kind === "event" || (declared.kind === "derived" && declared.alerts === undefined))
    .map((declared) => declared.name.text)
}

/** The names of all declarations of the given kinds. */
export function namesOfKind(context: Context, ...kinds: readonly Declared["kind"][]): string[] {
  return [...context.declarations.values()]
    .filter((declared) => kinds.includes(declared.kind))
    .map((declared) => declared.name.text)
}

/** Names in a list that occur twice, with the first place of each. */
export function duplicates<T extends { readonly name: Name }>(items: readonly T[]): { item: T; first: T }[] {
  const seen = new Map<string, T>()
  const found: { item: T; first: T }[] = []
  for (const item of items) {
    const first = seen.get(item.name.text)
    if (first === undefined) seen.set(item.name.text, item)
    else found.push({ item, first })
  }
  return found
}
