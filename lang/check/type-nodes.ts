import { messages } from "../messages/generated.ts"
import type { FieldDecl, Name, TypeNode } from "../syntax/ast.ts"
import type { NumberExpr } from "../syntax/ast-expressions.ts"
import { type Context, complain, refer } from "./context.ts"
import { duplicates, eventNames } from "./names.ts"
import { didYouMean } from "./suggest.ts"
import type { FieldType, Type } from "./types.ts"
import { maxScale, optional } from "./unify.ts"

const simple = ["string", "number", "integer", "boolean", "time", "duration"] as const
/** What newcomers write for our types. */
const foreign: Readonly<Record<string, string>> = {
  int: "integer",
  long: "integer",
  float: "number",
  double: "number",
  text: "string",
  varchar: "string",
  bool: "boolean",
  date: "time",
  datetime: "time",
  timestamp: "time",
  money: "decimal(2)",
}

/** Reads a written type. `events`: a whole event is allowed here (parameters of a `fn`). */
export function readType(context: Context, node: TypeNode, events: boolean): Type {
  switch (node.kind) {
    case "named":
      return namedType(context, node.name, node.argument, events)
    case "list":
      return { kind: "list", of: readType(context, node.of, false) }
    case "optional":
      return optional(readType(context, node.of, events))
    case "record":
      return { kind: "record", fields: readFields(context, node.fields) }
    case "enum":
      return { kind: "enum", values: [...new Set(node.values.map((value) => value.text))] }
  }
}

function namedType(context: Context, name: Name, argument: Name | NumberExpr | undefined, events: boolean): Type {
  if (name.text === "decimal") return decimalType(context, name, argument)
  if (name.text === "time" && argument !== undefined && "text" in argument && argument.text === "seconds") {
    return { kind: "time", seconds: true }
  }
  const known = simple.find((kind) => kind === name.text)
  const declared = context.declarations.get(name.text)
  const event = declared?.kind === "event" || declared?.kind === "derived" ? declared : undefined
  if (known === undefined && (event === undefined || !events)) return unknownType(context, name, event !== undefined)
  if (argument !== undefined) complain(context, messages.typeArgument({ type: name.text }), argument.span)
  if (known !== undefined) return { kind: known }
  refer(context, "event", name.text, name.span, event?.name.span)
  return { kind: "event", events: [name.text] }
}

function unknownType(context: Context, name: Name, isEvent: boolean): Type {
  if (isEvent) complain(context, messages.eventAsType({ name: name.text }), name.span)
  else if (name.text !== "") {
    const usual = Object.hasOwn(foreign, name.text.toLowerCase()) ? foreign[name.text.toLowerCase()] : undefined
    const near = didYouMean(name.text, [...simple, "decimal", ...eventNames(context)])
    const hint = usual === undefined ? near : `write \`${usual}\``
    complain(context, messages.unknownType({ name: name.text }), name.span, { hint })
  }
  return { kind: "unknown" }
}

function decimalType(context: Context, name: Name, argument: Name | NumberExpr | undefined): Type {
  const scale = argument !== undefined && "value" in argument ? argument.value : undefined
  if (scale !== undefined && Number.isInteger(scale) && scale >= 0 && scale <= maxScale)
    return { kind: "decimal", scale }
  complain(context, messages.decimalScale({ max: maxScale }), argument?.span ?? name.span)
  return { kind: "unknown" }
}

/** Reads the fields of an event or a record; a name that comes twice is reported and left out. */
export function readFields(context: Context, nodes: readonly FieldDecl[]): FieldType[] {
  const twice = duplicates(nodes)
  for (const { item, first } of twice) {
    complain(context, messages.duplicateField({ field: item.name.text }), item.name.span, {
      labels: [{ span: first.name.span, text: "first here" }],
    })
  }
  const kept = nodes.filter((node) => !twice.some(({ item }) => item === node))
  const fields = kept.map((node) => {
    const type = readType(context, node.type, false)
    return node.doc === undefined ? { name: node.name.text, type } : { name: node.name.text, type, doc: node.doc }
  })
  context.written.set(fields, kept)
  return fields
}
