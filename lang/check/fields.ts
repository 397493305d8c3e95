import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import type { Name } from "../syntax/ast.ts"
import { type Context, complain, refer } from "./context.ts"
import { describe, listNames, showType } from "./show.ts"
import { suggestOrList } from "./suggest.ts"
import type { FieldType, Type } from "./types.ts"
import { unify } from "./unify.ts"

/** What a set of event types has in common. `open`: the fields of one could not be found out. */
export interface CommonFields {
  readonly fields: readonly FieldType[]
  readonly open: boolean
}

/** The fields that all the event types have, in types that fit. */
export function commonFields(context: Context, events: readonly string[]): CommonFields {
  const entries = events.map((name) => context.event(name))
  const open = entries.length === 0 || entries.some((entry) => entry === undefined || entry.open)
  const [first, ...others] = entries.map((entry) => entry?.info.fields ?? [])
  const fields: FieldType[] = []
  for (const field of first ?? []) {
    let type: Type | undefined = field.type
    for (const other of others) {
      const found = other.find((each) => each.name === field.name)
      type = type && found && unify(type, found.type)
    }
    if (type !== undefined) fields.push({ ...field, type })
  }
  return { fields, open }
}

/**
 * The type of a field of an event or a record. Undefined after a problem that was reported; `unknown` where the fields are not known.
 */
export function fieldType(context: Context, type: Type, name: Name): Type | undefined {
  if (type.kind === "unknown") return type
  if (type.kind !== "event" && type.kind !== "record") {
    const hint =
      type.kind === "list"
        ? "take an item first, as in `list[0]`"
        : context.builtins.has(name.text)
          ? `it is a function: \`${name.text}(…)\``
          : undefined
    complain(context, messages.noFields({ field: name.text, type: describe(type) }), name.span, { hint })
    return undefined
  }
  const { fields, open } =
    type.kind === "event" ? commonFields(context, type.events) : { fields: type.fields, open: false }
  const field = fields.find((each) => each.name === name.text)
  if (field !== undefined) {
    if (type.kind === "event") referField(context, name, type.events)
    else referWritten(context, name, type.fields)
    return field.type
  }
  if (open) return { kind: "unknown" }
  if (name.text !== "") complainOfField(context, type, name, fields)
  return undefined
}

/** Remembers that a field was named which all these event types have: one reference for each place where it is declared. */
export function referField(context: Context, name: Name, events: readonly string[]): void {
  const places = events.flatMap((event) => fieldPlaces(context, event, name.text))
  if (places.length === 0) refer(context, "field", name.text, name.span)
  for (const place of places) refer(context, "field", name.text, name.span, place)
}

/** Remembers that a field was named of an event, a table or a record whose fields these are. */
export function referWritten(context: Context, name: Name, fields: readonly FieldType[]): void {
  const declared = context.written.get(fields)?.find((node) => node.name.text === name.text)
  refer(context, "field", name.text, name.span, declared?.name.span)
}

/** Where a field of an event type is declared; of one that rules emit, each of their records and keys. */
function fieldPlaces(context: Context, event: string, field: string): Span[] {
  const declared = context.declarations.get(event)
  if (declared?.kind !== "derived") {
    const fields = context.event(event)?.info.fields
    const node = fields && context.written.get(fields)?.find(({ name }) => name.text === field)
    return node === undefined ? [] : [node.name.span]
  }
  return declared.emits.flatMap(({ rule, output }) => {
    const written = output.record?.fields.find(({ name }) => name.text === field)
    const keys = rule.clauses.flatMap((clause) => (clause.kind === "per" ? clause.keys : []))
    const key = keys.map(({ path }) => path.at(-1)).find((name) => name?.text === field)
    const place = written?.name ?? key
    return place === undefined ? [] : [place.span]
  })
}

function complainOfField(context: Context, type: Type, name: Name, fields: readonly FieldType[]): void {
  const known = fields.map((field) => field.name)
  const shown = type.kind === "record" ? "this record" : showType(type)
  const hint = notCommon(context, type, name.text) ?? suggestOrList(name.text, known, "the fields")
  complain(context, messages.unknownField({ field: name.text, type: shown }), name.span, { hint })
}

function notCommon(context: Context, type: Type, name: string): string | undefined {
  if (type.kind !== "event" || type.events.length < 2) return undefined
  const having = type.events.filter((event) => context.event(event)?.info.fields.some((field) => field.name === name))
  if (having.length === 0) return undefined
  const lacking = type.events.filter((event) => !having.includes(event))
  return lacking.length > 0
    ? `only ${listNames(having)} has it, ${listNames(lacking)} does not`
    : "its types in these events do not fit together"
}
