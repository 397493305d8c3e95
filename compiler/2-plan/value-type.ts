import type { FieldType, Type } from "../../lang/check/types.ts"
import type { FieldSchema, ValueType } from "../../runtime/abi/value.ts"

/** Ids of event types by name: their places in the manifest's `events`. */
export type EventIds = ReadonlyMap<string, number>

/** A checked type as the engine knows it. Optionality stands on the field, not in the type. */
export function valueType(type: Type, ids: EventIds): ValueType {
  switch (type.kind) {
    case "optional":
      return valueType(type.of, ids)
    case "list":
      return { kind: "list", of: valueType(type.of, ids) }
    case "record":
      return { kind: "record", fields: type.fields.map((field) => fieldSchema(field, ids)) }
    case "event":
      return { kind: "event", events: type.events.map((name) => eventId(name, ids)) }
    case "time":
      return type.seconds === true ? { kind: "time", seconds: true } : { kind: "time" }
    case "missing":
    case "unknown":
      return { kind: "string" }
    default:
      return type
  }
}

/** A field with its type and whether it may be missing. */
export function fieldSchema({ name, type }: FieldType, ids: EventIds): FieldSchema {
  const optional = type.kind === "optional" || type.kind === "missing"
  return { name, type: valueType(type, ids), optional }
}

/** The id of an event type that the checker knows. */
export function eventId(name: string, ids: EventIds): number {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`no event type ${name} in the plan`)
  return id
}
