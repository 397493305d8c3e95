/** Lookup tables: their declarations, `Customers[key]` and `key in Customers`. */
import { messages } from "../messages/generated.ts"
import type { Name, TableDecl } from "../syntax/ast.ts"
import type { Expr, IndexExpr, InExpr } from "../syntax/ast-expressions.ts"
import { checkConnector } from "./bindings.ts"
import { type Context, complain, complainOfUnknown, refer, unknownAt } from "./context.ts"
import { readDuration } from "./durations.ts"
import { referWritten } from "./fields.ts"
import { fitOrComplain } from "./fit.ts"
import { keyKinds } from "./keys.ts"
import type { Expression, TableInfo } from "./model.ts"
import { namesOfKind } from "./names.ts"
import { eventHere } from "./place.ts"
import type { Environment } from "./scope.ts"
import { describe, listNames, showType } from "./show.ts"
import { suggestOrList } from "./suggest.ts"
import { readFields } from "./type-nodes.ts"
import type { FieldType, Type } from "./types.ts"
import { canBeMissing, optional, required } from "./unify.ts"

const boolean: Type = { kind: "boolean" }
const time: Type = { kind: "time" }

/** Checks a `table`. */
export function checkTable(context: Context, node: TableDecl): TableInfo {
  const fields = readFields(context, node.fields)
  const table = node.name.text
  const keys = node.keys.filter((name) => isKeyField(context, name, fields, node))
  for (const name of node.keys) {
    const first = node.keys.find((each) => each.text === name.text)
    if (first !== name) complain(context, messages.duplicateKey({ key: name.text }), name.span)
  }
  const timed = node.timedBy !== undefined && isTimeField(context, node.timedBy, fields, node)
  const from = checkConnector(context, table, node.connector, "table", node.span)
  const refresh = node.refresh === undefined ? undefined : readDuration(context, node.refresh)
  if (refresh?.kind === "param") complain(context, messages.refreshOfParam({ param: refresh.name }), node.refresh!.span)
  return {
    name: table,
    keys: [...new Set(keys.map(({ text }) => text))],
    fields,
    timeField: timed ? node.timedBy!.text : null,
    connector: from?.connector ?? node.connector.name.text,
    args: from?.args ?? [],
    options: from?.options ?? {},
    ...(refresh === undefined ? {} : { refreshMs: refresh.ms }),
    ...(node.doc === undefined ? {} : { doc: node.doc }),
    span: node.name.span,
  }
}

function isKeyField(context: Context, name: Name, fields: readonly FieldType[], node: TableDecl): boolean {
  const field = fieldNamed(context, name, fields, node)
  if (field === undefined) return false
  if (field.type.kind === "optional") {
    complain(context, messages.tableKeyMissing({ key: name.text }), name.span)
  } else if (!keyKinds.includes(field.type.kind)) {
    complain(context, messages.keyType({ key: name.text, found: describe(field.type) }), name.span)
  }
  return true
}

function isTimeField(context: Context, name: Name, fields: readonly FieldType[], node: TableDecl): boolean {
  const field = fieldNamed(context, name, fields, node)
  if (field === undefined) return false
  if (field.type.kind === "time" || field.type.kind === "unknown") return true
  complain(context, messages.tableTimeType({ field: name.text, type: showType(field.type) }), name.span)
  return false
}

function fieldNamed(
  context: Context,
  name: Name,
  fields: readonly FieldType[],
  node: TableDecl,
): FieldType | undefined {
  const field = fields.find((each) => each.name === name.text)
  if (field !== undefined) referWritten(context, name, fields)
  else if (name.text !== "" && !context.isBroken(node.span)) {
    const known = fields.map((each) => each.name)
    const hint = suggestOrList(name.text, known, `the fields of ${node.name.text}`)
    complain(context, messages.unknownField({ field: name.text, type: node.name.text }), name.span, { hint })
  }
  return field
}

// ---------------------------------------------------------------- lookups

/** The name of the table that an expression is, if it is nothing but that. */
function tableNamed(context: Context, node: Expr): Name | undefined {
  const name = nameIn(node)
  return name !== undefined && context.declarations.get(name.text)?.kind === "table" ? name : undefined
}

function nameIn(node: Expr): Name | undefined {
  let inner = node
  while (inner.kind === "paren") inner = inner.inner
  return inner.kind === "name" ? inner.name : undefined
}

/** A name that is declared nowhere and looks like a table's: true when that was said. */
function isUnknownTable(context: Context, node: Expr): boolean {
  const name = nameIn(node)
  if (name === undefined || !/^\p{Lu}/u.test(name.text) || context.declarations.has(name.text)) return false
  const hint = suggestOrList(name.text, namesOfKind(context, "table"), "the tables")
  complainOfUnknown(context, messages.unknownTable({ name: name.text }), name.span, { hint })
  return true
}

/** Checks `Customers[key]`: the row, missing where there is none. Undefined where it is not about a table. */
export function inferLookup(context: Context, node: IndexExpr, environment: Environment): Expression | undefined {
  const name = tableNamed(context, node.object)
  if (name === undefined) return isUnknownTable(context, node.object) ? unknownAt(node.span) : undefined
  const place = lookup(context, name, node.indexes, node, environment)
  if (place === undefined) return unknownAt(node.span)
  const row: Type = { kind: "record", fields: context.table(name.text).fields }
  return { kind: "lookup", ...place, type: optional(row), span: node.span }
}

/** Checks `key in Customers` and `(a, b) in Limits`; undefined where it is not about a table. */
export function inferInTable(context: Context, node: InExpr, environment: Environment): Expression | undefined {
  const name = tableNamed(context, node.right)
  if (name === undefined) return isUnknownTable(context, node.right) ? unknownAt(node.span, boolean) : undefined
  const items = node.left.kind === "tuple" ? node.left.items : [node.left]
  const place = lookup(context, name, items, node, environment)
  if (place === undefined) return unknownAt(node.span, boolean)
  const { span } = node
  const found: Expression = { kind: "in-table", ...place, type: boolean, span }
  if (!node.negated) return found
  // As with lists: what is missing is neither in the table nor not in it.
  const start: Expression = { kind: "not", operand: found, type: boolean, span }
  return place.keys
    .filter((key) => canBeMissing(key.type))
    .reduce<Expression>((right, operand) => {
      const left: Expression = { kind: "is-missing", negated: true, operand, type: boolean, span: operand.span }
      return { kind: "and", left, right, type: boolean, span }
    }, start)
}

/** Which row is meant; undefined after a problem. */
function lookup(
  context: Context,
  name: Name,
  given: readonly Expr[],
  node: Expr,
  environment: Environment,
): { table: string; keys: Expression[]; at?: Expression } | undefined {
  const declared = context.declarations.get(name.text)
  refer(context, "table", name.text, name.span, declared?.name.span)
  const { keys: names, fields, timeField } = context.table(name.text)
  const { rule, candidate, locals } = environment
  if (rule === undefined && candidate === undefined && locals === undefined && environment.past === undefined) {
    complain(context, messages.tableInConstant({ table: name.text }), node.span)
    return undefined
  }
  const keys = given.map((each, at) => {
    const found = context.infer(each, environment)
    const type = fields.find((field) => field.name === names[at])?.type
    if (type === undefined || found.type.kind === "unknown") return undefined
    return fitOrComplain(context, found, required(type), `the key \`${names[at]}\` of ${name.text}`, true)
  })
  if (given.length !== names.length) {
    if (names.length === 0) return undefined
    const count = given.length === 1 ? "one value is" : `${given.length} values are`
    const holes = { table: name.text, keys: listNames(names), given: count }
    const hint = `write \`${name.text}[${names.join(", ")}]\`, or \`${inForm(names)} in ${name.text}\``
    complain(context, messages.tableKeyCount(holes), node.span, { hint })
    return undefined
  }
  if (!keys.every((key) => key !== undefined)) return undefined
  if (timeField === null) return { table: name.text, keys }
  const at = timeOfLookup(context, environment, node)
  if (at !== undefined) return { table: name.text, keys, at }
  const hint =
    environment.past === undefined
      ? undefined
      : `${environment.past.events.join(" and ")} has no field with its time: give it one, and \`timed by\` with its name`
  complain(context, messages.tableTimeNowhere({ table: name.text }), node.span, { hint })
  return undefined
}

function inForm(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `(${names.join(", ")})`
}

/** The event at whose time the table is read: inside an aggregate over past events the one that it goes over; of a window its end. */
function timeOfLookup(context: Context, environment: Environment, node: Expr): Expression | undefined {
  const { past, window } = environment
  const { span } = node
  if (past !== undefined) return elementTime(context, past.events, span)
  return window === undefined ? eventHere(environment, span) : { kind: "window-end", type: time, span }
}

/** The field with the time of the events that an aggregate goes over, where they have one of the same name. */
function elementTime(context: Context, events: readonly string[], span: Expression["span"]): Expression | undefined {
  const [field, ...others] = events.map((event) => context.event(event)?.info.timeField)
  if (field === undefined || field === null || others.some((other) => other !== field)) return undefined
  const object: Expression = { kind: "element", type: { kind: "event", events }, span }
  return { kind: "member", object, field, type: time, span }
}
