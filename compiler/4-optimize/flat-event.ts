import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import type { ValueType } from "../../runtime/abi/value.ts"

/**
 * Why an event's fields cannot be read one by one from its line, so that it needs `JSON.parse` and an object; undefined: they can.
 * For people.
 */
export function whyNotFlat({ name, fields, derived }: EventSchema): string | undefined {
  if (derived) return `\`${name}\` is made by rules`
  const nested = fields.find(({ type }) => !isPlain(type))
  if (nested !== undefined) return `field \`${nested.name}\` of \`${name}\` is a list or a record`
  // Every object inherits something of that name: what the line has must be told from it.
  const inherited = fields.find((field) => field.name in {})
  return inherited === undefined ? undefined : `\`${name}\` has a field \`${inherited.name}\``
}

function isPlain({ kind }: ValueType): boolean {
  return kind !== "list" && kind !== "record" && kind !== "event"
}
