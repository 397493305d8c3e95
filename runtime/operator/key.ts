import type { EventRecord } from "../abi/event.ts"
import type { EventSchema, KeySchema, RuleManifest } from "../abi/rule-set.ts"
import type { Fields } from "../abi/value.ts"

/** What keys are interned by: equal for equal keys of one rule. */
export type KeyId = string | number | boolean

/** Reads a rule's key from an event's fields. */
export interface KeyReader {
  /** undefined: a part is missing. */
  read(event: Pick<EventRecord, "type" | "fields">): KeyId | undefined
  /** The parts of the key that `read` read last. */
  parts(): readonly unknown[]
  /** The id of a key given by its parts. */
  idOf(parts: readonly unknown[]): KeyId
}

/** Of what kinds of events a rule's keys are, and how: state that is kept by key fits as long as this is the same. Plain data. */
export function keyShape(
  { inputs, keys }: RuleManifest,
  events: readonly EventSchema[],
): { readonly inputs: readonly string[]; readonly keys: readonly unknown[] } {
  return {
    inputs: inputs.map((input) => events[input]!.name),
    keys: keys.map(({ name, type, paths }) => [name, type, inputs.map((input) => paths[input] ?? null)]),
  }
}

/** Whether two events have the same key; both have one. */
export function haveSameKey(reader: KeyReader, left: EventRecord, right: EventRecord): boolean {
  const id = reader.read(left)
  return id !== undefined && reader.read(right) === id
}

/** Makes the reader; without keys all events have the same one. */
export function keyReader(keys: readonly KeySchema[]): KeyReader {
  const [key] = keys
  if (key === undefined) return { read: () => noKey, parts: () => [], idOf: keyIdOf }
  const isField = keys.length === 1 && Object.values(key.paths).every((path) => path.length === 1)
  return isField ? fieldReader(key) : pathReader(keys)
}

/** As `idOf` has it. */
const noKey = "[]"

/** The id of a key given by its parts: the same for all readers. */
export function keyIdOf(values: readonly unknown[]): KeyId {
  if (values.length === 1 && typeof values[0] !== "object") return values[0] as KeyId
  return JSON.stringify(values)
}

/** For most rules: a single field. */
function fieldReader({ paths }: KeySchema): KeyReader {
  const names: string[] = []
  for (const [type, [name]] of Object.entries(paths)) names[Number(type)] = name!
  let value: unknown
  return {
    read({ type, fields }) {
      const name = names[type]
      value = name === undefined ? undefined : fields[name]
      return value === undefined ? undefined : typeof value === "object" ? keyIdOf([value]) : (value as KeyId)
    },
    parts: () => [value],
    idOf: keyIdOf,
  }
}

function pathReader(keys: readonly KeySchema[]): KeyReader {
  const parts: unknown[] = []
  return {
    read(event) {
      parts.length = 0
      for (const key of keys) {
        const value = readPath(event.fields, key.paths[event.type])
        if (value === undefined) return undefined
        parts.push(value)
      }
      return keyIdOf(parts)
    },
    parts: () => parts.slice(),
    idOf: keyIdOf,
  }
}

function readPath(fields: Fields, path: readonly string[] | undefined): unknown {
  if (path === undefined) return undefined
  let value: unknown = fields
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined
    value = (value as Fields)[name]
  }
  return value
}
