import type { Alert } from "../abi/engine.ts"
import { type ColumnSchema, entryLength, entryText, missingCode, type ShownValue } from "../abi/rows.ts"
import type { OutputProgram, ShownObject } from "../abi/rule-set.ts"
import type { FieldSchema, ValueType } from "../abi/value.ts"
import { inside, isBoolean } from "../operator/lanes/capture.ts"
import type { Batch, RunMaker, ShownRun } from "../operator/lanes/contract.ts"
import type { Dictionary } from "../rows/dictionary.ts"
import { isPlainText } from "../rows/text-words.ts"
import type { IdBase } from "./identity.ts"
import { type EventFinder, toJson } from "./json.ts"
import type { OutputForm } from "./output-form.ts"
import type { RowEvents } from "./row-events.ts"
import type { AlertToBe, RowIds } from "./row-ids.ts"

const noEvents: EventFinder = { eventOf: () => undefined }

/**
 * Where a value comes from: a text of the row by its code or as it came, a number of the row, one of its key (where -0 is 0), of the first or of the last
 * event that was held.
 */
const sources = { code: 0, text: 1, row: 2, key: 3, first: 4, last: 5 } as const

/** A field of the key or the data. */
interface ShownColumn {
  readonly name: string
  readonly type: ValueType
  readonly source: number
  /** Of the row. */
  readonly column: ColumnSchema
  /** Of a code. */
  readonly dictionary: Dictionary | undefined
  /** Which number it is of an event that was held. */
  readonly held: number
  readonly isBoolean: boolean
  /** It is shown as it is, if it is there. */
  readonly isPlain: boolean
}

export interface RowAlertOptions {
  readonly form: OutputForm
  readonly code: OutputProgram
  /** What the data shows. */
  readonly shown: readonly ShownValue[]
  readonly maker: RunMaker
  readonly events: RowEvents
  readonly ids: RowIds
}

/**
 * The alerts of a rule's matches as objects, each straight from the columns of the row that completed the match and what was kept of its events: no event,
 * list or result is made for one. What `RowLine` is for lines.
 */
export class RowAlert {
  private readonly events: RowEvents
  private readonly rows: RowEvents["rows"]
  private readonly maker: RunMaker
  private readonly ids: RowIds
  private readonly form: OutputForm
  private readonly idBase: IdBase
  private readonly key: readonly ShownColumn[]
  private readonly data: readonly ShownColumn[]
  private readonly keyObject: ShownObject | undefined
  private readonly dataObject: ShownObject | undefined

  private constructor({ form, code, maker, events, ids }: RowAlertOptions, key: ShownColumn[], data: ShownColumn[]) {
    this.events = events
    this.rows = events.rows
    this.maker = maker
    this.ids = ids
    this.form = form
    this.idBase = form.idBase
    this.key = key
    this.data = data
    this.keyObject = code.keyObject
    this.dataObject = code.dataObject
  }

  /** undefined: something in its alerts is neither in columns nor among the numbers that are kept. `type`: of the events that complete matches. */
  static of(options: RowAlertOptions, type: number): RowAlert | undefined {
    const { form, shown, events } = options
    const { space } = form.rule.rows!
    const parts = space === null ? [] : events.schema.spaces[space]!.parts[type]
    if (!parts) return undefined
    const key = form.keyFields.map((field, part) => ofKey(ofRow(field, parts[part]!, events)))
    const data = form.schema.data!.map((field, place) => shownColumn(field, shown[place]!, key, options))
    return data.every((each) => each !== undefined) ? new RowAlert(options, key, data) : undefined
  }

  /**
   * The alert of the match that the event at a place of the batch completed; it has its id when `settle` of the ids was called. undefined: it was not
   * made, and the lane still has the match.
   */
  make(batch: Batch, place: number): Alert | undefined {
    const { maker, ids, rows, form } = this
    const row = batch.order[place]!
    const ordinal = maker.ordinalAt(place)
    if (!ids.isSame(batch.number, place, maker.space, ordinal) && !this.begin(row, ordinal)) return undefined
    const run = maker.takeRun()
    const { name, tags } = form.rule
    const { severity } = form.schema
    const key = this.objectOf(this.key, this.keyObject, row, run)
    const at = form.tools.iso.text(rows.at[row]!)
    const data = this.objectOf(this.data, this.dataObject, row, run)
    const alert: AlertToBe =
      tags === undefined
        ? { rule: name, severity, key, at, data, id: "" }
        : { rule: name, severity, tags: [...tags], key, at, data, id: "" }
    ids.alert(alert, this.idBase)
    return alert
  }

  /** Makes the message that the id is the hash of. False: that cannot be done here, and nothing was. */
  private begin(row: number, ordinal: number): boolean {
    const { ids, rows } = this
    let isMade = false
    try {
      isMade = this.beginEvent(row) && this.addKey(row) && ids.fits
    } catch {
      // It is too long; or what throws when it is asked for does so again on the longer way.
    }
    if (isMade) ids.end(rows.at[row]!, ordinal)
    else ids.forgo()
    return isMade
  }

  private beginEvent(row: number): boolean {
    const { ids, rows, events } = this
    const made = rows.events[row]
    if (made !== undefined) {
      ids.beginEmpty()
      made.giveBytes(ids)
      ids.endEvent()
      return true
    }
    const object = events.objectOf(row)
    if (object !== undefined) {
      ids.beginObject(object)
      return true
    }
    const { lines } = rows.blocks.of(rows.numberAt(row))
    const from = rows.from[row]!
    const to = rows.to[row]!
    if (lines.released === true || to - from < 8 || ids.isLong(to - from)) return false
    ids.begin(lines.bytes, from, to)
    return true
  }

  private addKey(row: number): boolean {
    const { key, ids, rows } = this
    for (let part = 0; part < key.length; part++) {
      const { column, dictionary, isBoolean: isTruth } = key[part]!
      if (dictionary === undefined) {
        const value = rows.numbers[column.place]![row]!
        if (isTruth) ids.boolean(value === 1)
        else ids.number(value)
      } else if (!this.addText(dictionary, rows.codes[column.place]![row]!)) return false
    }
    return true
  }

  private addText(dictionary: Dictionary, code: number): boolean {
    if (code < 0) return false
    const { words } = dictionary
    const entry = dictionary.entryOf(code)
    const length = words[entry + entryLength]!
    if (isPlainText(words, entry + entryText, length)) this.ids.keyWords(words, entry + entryText, length)
    else this.ids.keyText(dictionary.text(code))
    return true
  }

  private objectOf(
    columns: readonly ShownColumn[],
    whole: ShownObject | undefined,
    row: number,
    run: ShownRun,
  ): Record<string, unknown> {
    const [first, second] = columns
    if (whole !== undefined && first !== undefined && columns.length < 3) {
      const value = this.valueOf(first, row, run)
      return second === undefined ? whole(value) : whole(value, this.valueOf(second, row, run))
    }
    if (whole !== undefined) return whole(...columns.map((column) => this.valueOf(column, row, run)))
    const object: Record<string, unknown> = {}
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!
      const value = this.valueOf(column, row, run)
      // An assignment would set the prototype.
      if (column.name === "__proto__")
        Object.defineProperty(object, column.name, { value, enumerable: true, writable: true, configurable: true })
      else object[column.name] = value
    }
    return object
  }

  private valueOf(shown: ShownColumn, row: number, run: ShownRun): unknown {
    const { source, column } = shown
    if (source === sources.code) {
      const code = this.rows.codes[column.place]![row]!
      return code === missingCode ? null : shown.dictionary!.text(code)
    }
    if (source === sources.text) return this.events.ofRow(this.rows, row, column) ?? null
    const value = source > sources.key ? heldOf(run, shown) : this.rows.numbers[column.place]![row]!
    if (source === sources.key && value === 0) return toJson(shown.type, inside(0, shown.isBoolean), noEvents)
    if (shown.isPlain) return Number.isFinite(value) ? value : null
    return toJson(shown.type, inside(value, shown.isBoolean), noEvents)
  }
}

function heldOf(run: ShownRun, { source, held }: ShownColumn): number {
  return run.cells[run.placeOf(source === sources.last ? run.count - 1 : 0) * run.stride + held]!
}

function ofKey(shown: ShownColumn): ShownColumn {
  return shown.source === sources.row ? { ...shown, source: sources.key } : shown
}

function ofRow({ name, type }: FieldSchema, column: ColumnSchema, { dictionaries }: RowEvents): ShownColumn {
  const { kind, domain } = column
  const source = kind === "code" ? sources.code : kind === "text" ? sources.text : sources.row
  const dictionary = domain === undefined ? undefined : dictionaries[domain]
  const isPlain = type.kind === "number" || type.kind === "integer" || type.kind === "duration"
  return { name, type, source, column, dictionary, held: 0, isBoolean: isBoolean(type), isPlain }
}

function shownColumn(
  field: FieldSchema,
  value: ShownValue,
  key: readonly ShownColumn[],
  { maker, events }: RowAlertOptions,
): ShownColumn | undefined {
  if (value.of === "key") return { ...key[value.part]!, name: field.name, type: field.type }
  const held = maker.heldNumber(value)
  if (held === undefined) return undefined
  const shown = ofRow(field, value.column, events)
  if (held === null) return shown
  return { ...shown, source: value.of === "last" ? sources.last : sources.first, held }
}
