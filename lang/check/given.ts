/** `given` in a test: rows of tables, and what features, models and asynchronous functions say. */
import { messages } from "../messages/generated.ts"
import type { Name, TestDecl, TestItem } from "../syntax/ast.ts"
import type { Expr, RecordNode } from "../syntax/ast-expressions.ts"
import { type Context, complain, complainOfUnknown, refer } from "./context.ts"
import type { TestInfo } from "./model.ts"
import { namesOfKind } from "./names.ts"
import { listNames } from "./show.ts"
import { suggestOrList } from "./suggest.ts"
import { completeFields, readRecord, readValue } from "./test-records.ts"
import type { Type } from "./types.ts"
import { optional } from "./unify.ts"

type GivenItem = TestItem & { readonly kind: "given" }
type Row = Readonly<Record<string, unknown>>
type Feature = TestInfo["features"][string]

/** What the `given`s of a test set. */
export type Givens = Pick<TestInfo, "tables" | "features" | "models" | "calls">

/** Checks the `given`s of a test. */
export function checkGivens(context: Context, node: TestDecl): Givens {
  const tables = new Map<string, Row[]>()
  const features = new Map<string, Feature>()
  const models = new Map<string, unknown>()
  const calls = new Map<string, unknown>()
  for (const item of node.items) {
    if (item.kind !== "given") continue
    const target = targetOf(context, item)
    if (target === undefined) continue
    const { name, indexes } = target
    if (target.kind === "table") {
      const row = checkRow(context, name, indexes, item)
      if (row !== undefined) tables.set(name.text, [...(tables.get(name.text) ?? []), row])
    } else if (target.kind === "feature") {
      const given = checkFeature(context, name, indexes, item)
      if (given !== undefined) features.set(name.text, merged(features.get(name.text), given))
    } else {
      const { returns } = context[target.kind](name.text)
      const found = givenValue(context, item, optional(returns), name)
      if (found !== undefined) (target.kind === "model" ? models : calls).set(name.text, found.value)
    }
  }
  return {
    tables: Object.fromEntries(tables),
    features: Object.fromEntries(features),
    models: Object.fromEntries(models),
    calls: Object.fromEntries(calls),
  }
}

/** The declared name that is set, and what stands between its brackets. */
function targetOf(context: Context, { target }: GivenItem) {
  const indexes: readonly Expr[] = target.kind === "index" ? target.indexes : []
  const named = target.kind === "index" ? target.object : target
  if (named.kind === "error") return undefined
  if (named.kind !== "name") {
    complain(context, messages.givenForm(), target.span, { hint: forms(context) })
    return undefined
  }
  const { name } = named
  const declared = context.declarations.get(name.text)
  const kind = declared?.kind
  const isSettable = kind === "table" || kind === "feature" || kind === "model"
  if (!isSettable && (kind !== "use" || context.use(name.text).async !== true)) {
    const known = [...namesOfKind(context, "table", "feature", "model"), ...asynchronous(context)]
    const hint = suggestOrList(name.text, known, "there are")
    if (name.text !== "") complainOfUnknown(context, messages.unknownGiven({ name: name.text }), name.span, { hint })
    return undefined
  }
  refer(context, kind, name.text, name.span, declared?.name.span)
  if ((kind === "table") === indexes.length > 0 || kind === "feature") return { kind, name, indexes }
  complain(context, messages.givenForm(), target.span, { hint: form(context, kind, name.text) })
  return undefined
}

/** Functions that are not called where a test says what they give. */
function asynchronous(context: Context): readonly string[] {
  return namesOfKind(context, "use").filter((name) => context.use(name).async === true)
}

function forms(context: Context): string | undefined {
  const [table] = namesOfKind(context, "table")
  if (table !== undefined) return form(context, "table", table)
  const [value] = [...namesOfKind(context, "feature", "model"), ...asynchronous(context)]
  return value === undefined ? undefined : form(context, "model", value)
}

function form(context: Context, kind: "table" | "feature" | "model" | "use", name: string): string {
  if (kind !== "table") return `write \`given ${name} = …\``
  const { keys, fields } = context.table(name)
  const field = fields.find((each) => !keys.includes(each.name))?.name
  return `write \`given ${name}[${keys.join(", ")}] = {${field === undefined ? "" : ` ${field}: … `}}\` with values for the key`
}

// ---------------------------------------------------------------- tables

function checkRow(context: Context, name: Name, indexes: readonly Expr[], item: GivenItem): Row | undefined {
  const table = context.table(name.text)
  const types = table.keys.map((key) => table.fields.find((field) => field.name === key)!.type)
  const keys = checkKey(context, name, indexes, { names: table.keys, types }, item)
  const record = recordOf(item.value)
  if (record === undefined) {
    const field = table.fields.find((each) => !table.keys.includes(each.name))?.name ?? "…"
    const span = "kind" in item.value ? item.value.span : item.span
    complain(context, messages.givenRow({ table: name.text, field }), span)
    return undefined
  }
  const values = readRecord(context, record, table.fields, name.text, false)
  for (const field of record.fields) {
    if (table.keys.includes(field.name.text)) {
      complain(context, messages.givenKeyTwice({ key: field.name.text }), field.name.span)
    }
  }
  if (keys === undefined) return undefined
  // A row of a table with a time that leaves it out holds from 1970 on.
  for (const [at, key] of table.keys.entries()) values.set(key, keys[at]!)
  return completeFields(table.fields, values, 0)
}

function recordOf(value: Expr | RecordNode): RecordNode | undefined {
  return !("kind" in value) || value.kind === "record" ? (value as RecordNode) : undefined
}

function checkKey(
  context: Context,
  name: Name,
  indexes: readonly Expr[],
  key: { readonly names: readonly string[]; readonly types: readonly Type[] },
  item: GivenItem,
): { value: unknown; type: Type }[] | undefined {
  if (indexes.length !== key.names.length) {
    const keys = listNames(key.names)
    const given = indexes.length === 1 ? "one value is" : `${indexes.length} values are`
    complain(context, messages.tableKeyCount({ table: name.text, keys, given }), item.target.span)
    return undefined
  }
  const found = indexes.map((node, at) =>
    readValue(context, node, key.types[at]!, `the key \`${key.names[at]}\` of ${name.text}`),
  )
  return found.every((each) => each !== undefined) ? found : undefined
}

// ---------------------------------------------------------------- features

function checkFeature(context: Context, name: Name, indexes: readonly Expr[], item: GivenItem): Feature | undefined {
  const info = context.feature(name.text)
  const found = givenValue(context, item, info?.type ?? { kind: "unknown" }, name)
  if (info === undefined || found === undefined) return undefined
  if (indexes.length === 0) return { value: found.value }
  const { keys } = info.history
  const key = { names: keys.map((each) => each.name), types: keys.map((each) => each.type) }
  const given = checkKey(context, name, indexes, key, item)
  return given === undefined ? undefined : { keys: [{ key: given.map(({ value }) => value), value: found.value }] }
}

function merged(before: Feature | undefined, { keys = [], ...value }: Feature): Feature {
  const all = [...(before?.keys ?? []), ...keys]
  return { ...before, ...value, ...(all.length === 0 ? {} : { keys: all }) }
}

function givenValue(context: Context, { value }: GivenItem, type: Type, name: Name) {
  if ("kind" in value) return readValue(context, value, type, `\`${name.text}\``)
  return readValue(context, { kind: "record", ...value }, type, `\`${name.text}\``)
}
