/** Schemas of Avro 1.12 as their JSON declares them (avro.apache.org/docs/1.12.0/specification). */

/** What stands in the bytes, and how it is to be shown. Types of records may hold themselves. */
export type AvroType =
  | { readonly kind: "null" | "boolean" | "int" | "long" | "float" | "double" | "bytes" | "string" | "date" | "uuid" }
  | { readonly kind: "fixed"; readonly size: number }
  | { readonly kind: "enum"; readonly symbols: readonly string[] }
  | { readonly kind: "array"; readonly items: AvroType }
  | { readonly kind: "map"; readonly values: AvroType }
  | { readonly kind: "union"; readonly branches: readonly AvroType[] }
  | AvroRecord
  /** `size`: of a fixed one; else a length stands before the bytes. */
  | { readonly kind: "decimal"; readonly size: number | undefined; readonly scale: number }
  /** A time or a time of day. `perMs`: how many of its units are a millisecond. */
  | { readonly kind: "time"; readonly stored: "int" | "long"; readonly perMs: number }

export interface AvroRecord {
  readonly kind: "record"
  /** With its namespace. */
  readonly name: string
  readonly fields: readonly { readonly name: string; readonly type: AvroType }[]
}

/** Named types that schemas refer to, by their full names. Reading a schema adds its own. */
export type NamedTypes = Map<string, AvroType>

/** A schema that cannot be used. The message says why. */
export class AvroSchemaError extends Error {}

const primitives: ReadonlySet<string> = new Set([
  "null",
  "boolean",
  "int",
  "long",
  "float",
  "double",
  "bytes",
  "string",
])
/** Units in a millisecond of times that are stored as whole numbers. */
const timesOfLong: Readonly<Record<string, number>> = {
  "timestamp-millis": 1,
  "timestamp-micros": 1000,
  "timestamp-nanos": 1_000_000,
  "local-timestamp-millis": 1,
  "local-timestamp-micros": 1000,
  "local-timestamp-nanos": 1_000_000,
  "time-micros": 1000,
}
/** Deeper ones are refused: they are gone through by functions that call themselves. */
const maxDepth = 200
const mostDigits = 2000
const uuidBytes = 16

interface Place {
  readonly named: NamedTypes
  /** In which names without dots are looked up. */
  readonly namespace: string
  readonly depth: number
}

/** Reads a schema's JSON. Throws `AvroSchemaError`. */
export function parseAvroSchema(text: string, named: NamedTypes = new Map()): AvroType {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new AvroSchemaError(`it is no JSON: ${error instanceof Error ? error.message : error}`)
  }
  return typeOf(json, { named, namespace: "", depth: 0 })
}

function typeOf(json: unknown, place: Place): AvroType {
  if (place.depth > maxDepth) throw new AvroSchemaError(`it is nested more than ${maxDepth} levels deep`)
  if (typeof json === "string") return referenced(json, place)
  const inner = { ...place, depth: place.depth + 1 }
  if (Array.isArray(json)) return unionOf(json, inner)
  if (typeof json !== "object" || json === null) throw new AvroSchemaError(`${JSON.stringify(json)} is no type`)
  const declared = json as Readonly<Record<string, unknown>>
  const { type } = declared
  switch (type) {
    case "record":
    case "error":
      return recordOf(declared, inner)
    case "enum":
      return named(declared, inner, { kind: "enum", symbols: symbolsOf(declared) })
    case "fixed":
      return named(declared, inner, fixedOf(declared))
    case "array":
      return { kind: "array", items: typeOf(declared.items, inner) }
    case "map":
      return { kind: "map", values: typeOf(declared.values, inner) }
    default:
      return logical(declared, typeOf(type, inner))
  }
}

function referenced(name: string, { named, namespace }: Place): AvroType {
  if (primitives.has(name)) return { kind: name } as AvroType
  const full = name.includes(".") || namespace === "" ? name : `${namespace}.${name}`
  const found = named.get(full) ?? named.get(name)
  if (found === undefined) throw new AvroSchemaError(`it has no type \`${full}\``)
  return found
}

function unionOf(branches: readonly unknown[], place: Place): AvroType {
  if (branches.length === 0) throw new AvroSchemaError("it has a union of no types")
  const types = branches.map((each) => typeOf(each, place))
  if (types.some(({ kind }) => kind === "union")) throw new AvroSchemaError("it has a union in a union")
  return { kind: "union", branches: types }
}

/** The full name of a named type, and the namespace of what stands in it. */
function nameOf({ name, namespace }: Readonly<Record<string, unknown>>, place: Place): [string, string] {
  if (typeof name !== "string" || name === "") throw new AvroSchemaError("it has a named type without a name")
  const dot = name.lastIndexOf(".")
  if (dot >= 0) return [name, name.slice(0, dot)]
  const own = typeof namespace === "string" ? namespace : place.namespace
  return [own === "" ? name : `${own}.${name}`, own]
}

function named(declared: Readonly<Record<string, unknown>>, place: Place, type: AvroType): AvroType {
  const [name] = nameOf(declared, place)
  define(name, type, place)
  return type
}

function define(name: string, type: AvroType, { named }: Place): void {
  if (named.has(name)) throw new AvroSchemaError(`it declares \`${name}\` twice`)
  named.set(name, type)
}

function recordOf(declared: Readonly<Record<string, unknown>>, place: Place): AvroType {
  const [name, namespace] = nameOf(declared, place)
  if (!Array.isArray(declared.fields)) throw new AvroSchemaError(`the record \`${name}\` has no list of fields`)
  const fields: { name: string; type: AvroType }[] = []
  const record: AvroType = { kind: "record", name, fields }
  // Its fields may hold it.
  define(name, record, place)
  const names = new Set<string>()
  for (const field of declared.fields as readonly unknown[]) {
    const { name: own, type } = (field ?? {}) as Readonly<Record<string, unknown>>
    if (typeof own !== "string" || own === "" || names.has(own)) {
      throw new AvroSchemaError(`the record \`${name}\` has a field without a name of its own`)
    }
    names.add(own)
    fields.push({ name: own, type: typeOf(type, { ...place, namespace }) })
  }
  return record
}

function symbolsOf({ name, symbols }: Readonly<Record<string, unknown>>): readonly string[] {
  if (Array.isArray(symbols) && symbols.every((each) => typeof each === "string")) return symbols
  throw new AvroSchemaError(`the enum \`${name}\` has no list of symbols`)
}

function fixedOf(declared: Readonly<Record<string, unknown>>): AvroType {
  const { name, size, logicalType } = declared
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw new AvroSchemaError(`the fixed \`${name}\` has no size`)
  }
  if (logicalType === "decimal") return decimalOf(declared, size) ?? { kind: "fixed", size }
  // Shown as text, which stands in the bytes as sixteen numbers.
  return logicalType === "uuid" && size === uuidBytes ? { kind: "uuid" } : { kind: "fixed", size }
}

/** A logical type that is unknown or does not fit is that which it stands on: so Avro wants it. */
function logical(declared: Readonly<Record<string, unknown>>, type: AvroType): AvroType {
  const { logicalType } = declared
  if (typeof logicalType !== "string") return type
  switch (type.kind) {
    case "bytes":
      return logicalType === "decimal" ? (decimalOf(declared, undefined) ?? type) : type
    case "int":
      if (logicalType === "date") return { kind: "date" }
      return logicalType === "time-millis" ? { kind: "time", stored: "int", perMs: 1 } : type
    case "long": {
      const perMs = Object.hasOwn(timesOfLong, logicalType) ? timesOfLong[logicalType] : undefined
      return perMs === undefined ? type : { kind: "time", stored: "long", perMs }
    }
    default:
      return type
  }
}

function decimalOf(
  { precision, scale = 0 }: Readonly<Record<string, unknown>>,
  size: number | undefined,
): AvroType | undefined {
  if (typeof precision !== "number" || typeof scale !== "number") return undefined
  if (!Number.isInteger(precision) || precision < 1 || precision > mostDigits) return undefined
  return Number.isInteger(scale) && scale >= 0 && scale <= precision ? { kind: "decimal", size, scale } : undefined
}
