import type { EventRecord } from "../abi/event.ts"
import type { SeriesProgram } from "../abi/rule-set.ts"
import type { SeriesSchema } from "../abi/series.ts"
import type { Fields, ValueType } from "../abi/value.ts"
import type { ColumnType } from "../state/contract.ts"
import { isPresent } from "./accumulate.ts"
import { type Identity, identityOf, identityOfParts } from "./identity.ts"

/** What a column of values is kept in. Numbers that are missing are NaN there. */
export function columnTypeOf(type: ValueType): ColumnType & ("f64" | "value") {
  switch (type.kind) {
    case "number":
    case "integer":
    case "decimal":
    case "time":
    case "duration":
      return "f64"
    default:
      return "value"
  }
}

/** Reads from events what a series keeps of them. What was read last stands in its fields. */
export class Capture {
  key: Identity = ""
  /** The filter's answer, and all values that must be there are. */
  counts = false
  /** In the order of the columns; undefined: missing. */
  readonly values: unknown[]
  private readonly schema: SeriesSchema
  private readonly program: SeriesProgram
  /** The only part of the key, where there is one and it is a field of the event itself. */
  private readonly simpleKey: string | undefined
  private readonly parts: unknown[]

  constructor(schema: SeriesSchema, program: SeriesProgram) {
    this.schema = schema
    this.program = program
    this.values = schema.columns.map(() => undefined)
    this.parts = schema.keys.map(() => undefined)
    const [only] = schema.keys
    this.simpleKey = schema.keys.length === 1 && only?.path.length === 1 ? only.path[0] : undefined
  }

  /** false: the series keeps nothing of the event. Throws what the filter or a value throws. */
  read(event: EventRecord): boolean {
    if (!this.readKey(event.fields)) return false
    this.counts = this.readValues(event.fields)
    return this.counts || this.schema.counted
  }

  private readKey(fields: Fields): boolean {
    if (this.simpleKey !== undefined) {
      const value = fields[this.simpleKey]
      if (value === undefined) return false
      this.key = identityOf(value)
      return true
    }
    const { parts } = this
    const { keys } = this.schema
    for (let i = 0; i < parts.length; i++) {
      const value = readPath(fields, keys[i]!.path)
      if (value === undefined) return false
      parts[i] = value
    }
    this.key = identityOfParts(parts)
    return true
  }

  private readValues(fields: Fields): boolean {
    const { filter, values: read } = this.program
    if (filter !== undefined && filter(fields) !== true) return false
    const { columns } = this.schema
    for (let i = 0; i < read.length; i++) {
      const value = read[i]!(fields)
      const present = isPresent(value)
      if (!present && !columns[i]!.optional) return false
      this.values[i] = present ? value : undefined
    }
    return true
  }
}

/** Whether the event has the key of a series. */
export function hasKey({ keys }: Pick<SeriesSchema, "keys">, fields: Fields): boolean {
  return keys.every(({ path }) => readPath(fields, path) !== undefined)
}

function readPath(fields: Fields, path: readonly string[]): unknown {
  let value: unknown = fields
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined
    value = (value as Fields)[name]
  }
  return value
}
