/** The names that a file declares. */
import type { Reference } from "../../lang/check/model.ts"
import type { Declaration, FieldDecl, FileNode, Name, RuleDecl, TypeNode } from "../../lang/syntax/ast.ts"
import { everyNode } from "./walk.ts"

/** A name at the place where it is declared. */
export interface DeclaredName {
  readonly kind: Reference["kind"]
  readonly name: Name
  /** The declaration around it: its own, or that whose part it is. */
  readonly node: Declaration
}

/** All names that files declare, with those of fields, parameters, steps and outputs. Found once: a tree never changes but for its places. */
export class DeclaredNames {
  readonly #known = new WeakMap<Declaration, readonly DeclaredName[]>()

  of(file: FileNode): DeclaredName[] {
    return file.declarations.flatMap((node) => {
      const names = this.#known.get(node) ?? namesOf(node).filter(({ name }) => name.text !== "")
      this.#known.set(node, names)
      return names
    })
  }
}

function namesOf(node: Declaration): DeclaredName[] {
  const of = (kind: Reference["kind"], ...names: readonly Name[]) => names.map((name) => ({ kind, name, node }))
  switch (node.kind) {
    case "event":
      return [...of("event", node.name), ...of("field", ...fieldNames(node.fields ?? []))]
    case "table":
      return [...of("table", node.name), ...of("field", ...fieldNames(node.fields))]
    case "use":
      return of("use", ...node.names.map(({ name, alias }) => alias ?? name))
    case "fn":
      return [...of("fn", node.name), ...of("local", ...node.parameters.map(({ name }) => name))]
    case "param":
    case "let":
    case "feature":
    case "model":
    case "sink":
      return of(node.kind, node.name)
    case "rule":
      return [...of("rule", node.name), ...namesInRule(node)]
    default:
      return []
  }
}

function namesInRule(node: RuleDecl): DeclaredName[] {
  const steps: Name[] = []
  everyNode(node.trigger, (part) => {
    if ("as" in part && part.as !== undefined) steps.push(part.as as Name)
  })
  const emits = node.outputs.filter(({ kind }) => kind === "emit")
  return [
    ...node.lets.map(({ name }) => ({ kind: "let" as const, name, node })),
    ...steps.map((name) => ({ kind: "step" as const, name, node })),
    ...emits.flatMap(({ event }) => (event === undefined ? [] : [{ kind: "event" as const, name: event, node }])),
    ...emits.flatMap(({ record }) =>
      (record?.fields ?? []).map(({ name }) => ({ kind: "field" as const, name, node })),
    ),
  ]
}

/** The names of fields, with those of records in them. */
export function fieldNames(fields: readonly FieldDecl[]): Name[] {
  return fields.flatMap(({ name, type }) => [name, ...fieldNames(recordIn(type))])
}

function recordIn(type: TypeNode): readonly FieldDecl[] {
  if (type.kind === "record") return type.fields
  return type.kind === "list" || type.kind === "optional" ? recordIn(type.of) : []
}
