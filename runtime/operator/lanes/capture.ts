import type { EventRecord } from "../../abi/event.ts"
import { type ColumnSchema, missingCode, type Rows } from "../../abi/rows.ts"
import type { EventSchema } from "../../abi/rule-set.ts"
import type { Fields, ValueType } from "../../abi/value.ts"

/** Looks up the text of a code, and of a `text` column in a row. */
export interface Texts {
  ofCode(domain: number, code: number): string
  ofRow(rows: Rows, row: number, column: ColumnSchema): string | undefined
}

interface Field {
  readonly name: string
  readonly column: ColumnSchema
  readonly isBoolean: boolean
}

/** A row that is looked at; another one when it goes on. */
export interface RowCursor {
  rows: Rows
  row: number
}

/** Where the numbers and strings of an event that was kept stand; of another one when it goes on. */
export interface KeptCursor {
  cells: ArrayLike<number>
  cell: number
  strings: unknown
}

/** The fields that are read of the events of a type: from a row, as numbers to keep, and from such numbers. */
export class Capture {
  private readonly fields: readonly Field[]
  private readonly texts: Texts
  /** Places of the columns that are kept as numbers. */
  private readonly places: Int32Array
  /** How many numbers are kept of an event, and how many texts. */
  readonly numbers: number
  readonly strings: number

  constructor(columns: readonly ColumnSchema[], event: EventSchema, texts: Texts) {
    this.fields = columns.map((column) => {
      const { name, type } = event.fields[column.field]!
      return { name, column, isBoolean: isBoolean(type) }
    })
    this.texts = texts
    this.strings = columns.filter(({ kind }) => kind !== "number").length
    this.numbers = columns.length - this.strings
    this.places = Int32Array.from(columns.filter(({ kind }) => kind === "number").map(({ place }) => place))
  }

  /** Whether it reads all fields that another one for the same type does. */
  covers(other: Capture): boolean {
    return other.fields.every(({ name }) => this.fields.some((own) => own.name === name))
  }

  /** The numbers of an event, as `keep` writes them. */
  keepFields(fields: Fields, cells: Float64Array, cell: number): void {
    for (const [i, { name }] of this.fields.entries()) {
      const value = fields[name]
      cells[cell + i] = value === undefined ? Number.NaN : Number(value)
    }
  }

  /** Which of the numbers that are kept of an event is that of a column; -1: none. */
  placeOf({ place }: ColumnSchema): number {
    return this.places.indexOf(place)
  }

  /** The fields of a row. */
  fieldsOf(rows: Rows, row: number): Fields {
    const fields: Record<string, unknown> = {}
    for (const { name, column, isBoolean } of this.fields) {
      if (column.kind === "number") fields[name] = inside(rows.numbers[column.place]![row]!, isBoolean)
      else fields[name] = this.textOf(rows, row, column)
    }
    return fields
  }

  /** The fields of the row that the cursor is at, read when they are asked for. */
  fieldsAt(cursor: RowCursor): Fields {
    const fields = {}
    for (const { name, column, isBoolean } of this.fields) {
      const { kind, place } = column
      const get =
        kind === "number"
          ? () => inside(cursor.rows.numbers[place]![cursor.row]!, isBoolean)
          : () => this.textOf(cursor.rows, cursor.row, column)
      Object.defineProperty(fields, name, { get, enumerable: true })
    }
    return fields
  }

  /** The fields of the kept event that the cursor is at, read when they are asked for: those that `fieldsKept` makes. */
  fieldsIn(cursor: KeptCursor): Fields {
    const fields = {}
    let number = 0
    let string = 0
    for (const { name, column, isBoolean } of this.fields) {
      const place = column.kind === "number" ? number++ : string++
      const get =
        column.kind === "number"
          ? () => inside(cursor.cells[cursor.cell + place]!, isBoolean)
          : this.strings === 1
            ? () => cursor.strings
            : () => (cursor.strings as unknown[])[place]
      Object.defineProperty(fields, name, { get, enumerable: true })
    }
    return fields
  }

  /** The columns that are kept as numbers. */
  columnsIn(rows: Rows): readonly Float64Array[] {
    const { places } = this
    const columns: Float64Array[] = []
    for (let i = 0; i < places.length; i++) columns.push(rows.numbers[places[i]!]!)
    return columns
  }

  /** Writes the numbers of a row to `cells` from `cell` on. */
  keep(rows: Rows, row: number, cells: Float64Array, cell: number): void {
    const { places } = this
    for (let i = 0; i < places.length; i++) cells[cell + i] = rows.numbers[places[i]!]![row]!
  }

  /** The texts of a row, in the order of their columns. */
  stringsOf(rows: Rows, row: number): unknown {
    const strings: unknown[] = []
    for (const { column } of this.fields) {
      if (column.kind !== "number") strings.push(this.textOf(rows, row, column))
    }
    return strings.length === 1 ? strings[0] : strings
  }

  /** The fields of an event of which numbers and strings were kept. */
  fieldsKept(cells: ArrayLike<number>, cell: number, strings: unknown): Fields {
    const fields: Record<string, unknown> = {}
    let at = cell
    let string = 0
    for (const { name, column, isBoolean } of this.fields) {
      if (column.kind === "number") fields[name] = inside(cells[at++]!, isBoolean)
      else fields[name] = this.strings === 1 ? strings : (strings as unknown[])[string++]
    }
    return fields
  }

  /** The text that stands in a row, by its code or its bytes. */
  textOf(rows: Rows, row: number, column: ColumnSchema): string | undefined {
    if (column.kind === "text") return this.texts.ofRow(rows, row, column)
    const code = rows.codes[column.place]![row]!
    return code === missingCode ? undefined : this.texts.ofCode(column.domain!, code)
  }
}

/** Whether they read the same fields of the same type, or both none. */
export function areAlike(one: Capture | null, other: Capture | null): boolean {
  return one === null || other === null ? one === other : one.covers(other) && other.covers(one)
}

/** An event of which only some fields were kept. */
export class CapturedEvent implements EventRecord {
  readonly type: number
  readonly at: number
  readonly sequence: number
  readonly fields: Fields

  /** `sequence`: where nothing asks for it, before every event that is whole. */
  constructor(type: number, at: number, fields: Fields, sequence = -1) {
    this.type = type
    this.at = at
    this.sequence = sequence
    this.fields = fields
  }

  get raw(): never {
    throw new Error("of this event only some fields were kept")
  }

  get text(): never {
    throw new Error("of this event only some fields were kept")
  }
}

/** Whether the values of a type stand in columns as 0 and 1. */
export function isBoolean({ kind }: ValueType): boolean {
  return kind === "boolean"
}

/** The inside value of a number in a column. */
export function inside(value: number, boolean: boolean): unknown {
  if (Number.isNaN(value)) return undefined
  return boolean ? value === 1 : value
}
