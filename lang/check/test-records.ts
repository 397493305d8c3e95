/** The values and records of tests. */
import { messages } from "../messages/generated.ts"
import type { Name } from "../syntax/ast.ts"
import type { Expr, RecordNode } from "../syntax/ast-expressions.ts"
import { constantValue } from "./constant.ts"
import { type Context, complain } from "./context.ts"
import { referWritten } from "./fields.ts"
import { fitOrComplain } from "./fit.ts"
import { duplicates } from "./names.ts"
import { describe } from "./show.ts"
import { suggestOrList } from "./suggest.ts"
import { defaultValue, outsideValue } from "./test-values.ts"
import type { FieldType, Type } from "./types.ts"

/** A constant of a type in its inside form; undefined after a problem. */
export function readValue(
  context: Context,
  node: Expr,
  type: Type,
  what: string,
): { value: unknown; type: Type } | undefined {
  if (node.kind === "record") return readRecordValue(context, node, type, what)
  const found = context.infer(node, {})
  if (found.type.kind === "unknown") return undefined
  const fitted = fitOrComplain(context, found, type, what)
  if (fitted === undefined) return undefined
  const constant = constantValue(context, fitted)
  if (constant === undefined) {
    complain(context, messages.notConstant({ what }), node.span)
    return undefined
  }
  return { value: constant.value, type: type.kind === "unknown" ? fitted.type : type }
}

/** A record for a field that is one, as a source would deliver it; the fields that it leaves out get their defaults. */
function readRecordValue(
  context: Context,
  node: RecordNode,
  type: Type,
  what: string,
): { value: unknown; type: Type } | undefined {
  const wanted = type.kind === "optional" ? type.of : type
  if (wanted.kind !== "record" && wanted.kind !== "unknown") {
    complain(context, messages.recordForOther({ what, type: describe(type) }), node.span)
    return undefined
  }
  const fields = wanted.kind === "record" ? wanted.fields : []
  const values = readRecord(context, node, fields, what, wanted.kind === "unknown")
  return { value: completeFields(fields, values, 0), type: { kind: "unknown" } }
}

/** The values of a record by field, in their inside form. `open`: other fields than these may stand in it. */
export function readRecord(
  context: Context,
  node: RecordNode,
  fields: readonly FieldType[],
  type: string,
  open: boolean,
): Map<string, { value: unknown; type: Type }> {
  const values = new Map<string, { value: unknown; type: Type }>()
  for (const { item, first } of duplicates(node.fields)) {
    complain(context, messages.duplicateField({ field: item.name.text }), item.name.span, {
      labels: [{ span: first.name.span, text: "first here" }],
    })
  }
  for (const { name, value } of node.fields) {
    const field = fields.find((each) => each.name === name.text)
    if (field === undefined && !open) {
      complainOfField(context, name, fields, type)
      continue
    }
    if (field !== undefined) referWritten(context, name, fields)
    const found = readValue(context, value, field?.type ?? { kind: "unknown" }, `\`${name.text}\``)
    if (found !== undefined) values.set(name.text, found)
  }
  return values
}

function complainOfField(context: Context, name: Name, fields: readonly FieldType[], type: string): void {
  const hint = suggestOrList(
    name.text,
    fields.map((field) => field.name),
    "the fields",
  )
  complain(context, messages.unknownField({ field: name.text, type }), name.span, { hint })
}

/** A whole record as JSON, in the order of the fields; what is not given gets a default of its type. */
export function completeFields(
  fields: readonly FieldType[],
  values: ReadonlyMap<string, { value: unknown; type: Type }>,
  at: number,
): Record<string, unknown> {
  const names = new Set([...fields.map((field) => field.name), ...values.keys()])
  const record: [string, unknown][] = []
  for (const name of names) {
    const given = values.get(name)
    const type = fields.find((field) => field.name === name)?.type
    const value = given === undefined ? type && defaultValue(type, at) : outsideValue(given.value, given.type)
    if (value !== undefined) record.push([name, value])
  }
  return Object.fromEntries(record)
}
