import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import type { ValueType } from "../../runtime/abi/value.ts"

/**
 * Why an event's fields cannot be read one by one from its line, so that it needs `JSON.parse` and an object; undefined: they can.
 * For people.
 */
export function whyNotFlat(event: EventSchema): string | undefined {
  const nested = event.fields.findIndex(({ type }) => !isPlain(type))
  return whyNoRows(event) ?? (nested < 0 ? undefined : nestedText(event, nested))
}

/** Why an event's line cannot be read into columns; undefined: it can, but for lists and records, which nothing over rows may read. For people. */
export function whyNoRows({ name, fields, derived }: EventSchema): string | undefined {
  if (derived) return `\`${name}\` is made by rules`
  // Every object inherits something of that name: what the line has must be told from it.
  const inherited = fields.find((field) => field.name in {})
  return inherited === undefined ? undefined : `\`${name}\` has a field \`${inherited.name}\``
}

/** Why nothing over rows reads one of these fields; undefined: each can be a column. For people. */
export function nestedAmong(event: EventSchema, fields: Iterable<number>): string | undefined {
  for (const field of fields) if (!isPlain(event.fields[field]!.type)) return nestedText(event, field)
  return undefined
}

function nestedText({ name, fields }: EventSchema, field: number): string {
  return `field \`${fields[field]!.name}\` of \`${name}\` is a list or a record`
}

/** A list or a record: it has no column, but must hold what is declared. */
export function isNested({ kind }: Pick<ValueType, "kind">): boolean {
  return kind === "list" || kind === "record"
}

function isPlain(type: ValueType): boolean {
  return !isNested(type) && type.kind !== "event"
}
