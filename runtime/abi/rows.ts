/**
 * Events as rows of typed columns: generated decoders write them, generated conditions read them, the engine puts them in order. No
 * object stands for an event on this way; one is made of its line where a rule wants it.
 */

/**
 * How a field stands in rows. `number`: a double in its inside form (boolean: 0 or 1), NaN where it is missing. `code`: the number of its
 * text in the dictionary of its domain, `missingCode`, or `otherCode` where the dictionary is closed. `text`: where its bytes stand
 * between their quotes in the bytes of its line, `from` -1 where it is missing; of one that stands there with escapes the bits of `to` are turned round.
 */
export type ColumnKind = "number" | "code" | "text"

export const missingCode = -1
/** In a closed domain: a text that is no constant of the rules. */
export const otherCode = -2
/** Of a row that no condition chooses: there is a text, which was not looked up. */
export const unreadCode = -3

export interface ColumnSchema {
  /** Place of the field among those of its event type. */
  readonly field: number
  readonly kind: ColumnKind
  /** Which of the columns of its kind: event types share columns. */
  readonly place: number
  /** Of a `code` column. */
  readonly domain?: number
}

/** Texts that are compared with one another, or stand in the same place of a key. */
export interface DomainSchema {
  /** Texts that the rules name. An engine that has met none before numbers them by their places. */
  readonly constants: readonly string[]
  /** Whether other texts get codes of their own. */
  readonly open: boolean
}

/** What is the same key of rules: by event type the columns of its parts, null where the type has none. */
export interface KeySpaceSchema {
  readonly parts: readonly (readonly ColumnSchema[] | null)[]
}

export interface RowsSchema {
  /** By event type: the columns of the fields that rules read from rows; null: no rule that runs over rows reads the type. */
  readonly events: readonly (readonly ColumnSchema[] | null)[]
  /** How many columns of each kind there are. */
  readonly numbers: number
  readonly codes: number
  readonly texts: number
  readonly domains: readonly DomainSchema[]
  readonly spaces: readonly KeySpaceSchema[]
  /** Conditions that an index finds: their places go on behind those of the program's `selects`. Absent: none. */
  readonly indexed?: readonly IndexedSelect[]
  /** Which of the program's `selects` choose every event of a type. Absent: none does. */
  readonly all?: readonly { readonly event: number; readonly select: number }[]
  /** What is kept of rows for aggregates. Absent: nothing. */
  readonly series?: readonly RowSeriesSchema[]
}

/** A condition over rows as plain data: a row fulfils it that fulfils all that is there. A missing value fulfils nothing. */
export interface IndexedSelect {
  /** The rows' type. */
  readonly event: number
  /** The code in the column is that of one of these constants of its domain, by their places. */
  readonly codes?: { readonly column: number; readonly values: readonly number[] }
  /** The number in the column is within the bounds. */
  readonly range?: { readonly column: number; readonly bounds: RangeBounds }
  /** Place in the program's `rowTests`: what else it asks. */
  readonly rest?: number
}

/** What a number is: at most one bound below and one above. */
export interface RangeBounds {
  /** Greater than. */
  readonly over?: number
  /** At least. */
  readonly from?: number
  /** Less than. */
  readonly under?: number
  /** At most. */
  readonly to?: number
}

/**
 * A series that is kept of rows, and its measures, which are worked out for all rows that are judged next: each is a further `number`
 * column, NaN where the aggregate is missing.
 */
export interface RowSeriesSchema {
  /** Place in the manifest's `series`. */
  readonly series: number
  /** Which rows it takes: place in the program's `selects`, never in `indexed`, whose conditions may read measures. */
  readonly select: number
  /** No value of a row that it takes is ever missing. */
  readonly whole: boolean
  /**
   * Place of its keys in `spaces`, null: it has none. The parts of its own event type are its key; those of another type say for which
   * key it is asked at such an event.
   */
  readonly space: number | null
  /** In the order of the series' columns: place in the program's `rowValues`. */
  readonly values: readonly number[]
  /** Number of the measure in the manifest, and the column that holds it. */
  readonly measures: readonly { readonly measure: number; readonly column: number }[]
}

/** Of a rule that runs over rows. */
export interface RuleRows {
  /** Place of its keys in `spaces`; null: it has none. */
  readonly space: number | null
  /** By condition number: place in the program's `selects`, or behind them in `indexed`; null: the rule's form does not ask for it. */
  readonly selects: readonly (number | null)[]
  /** By step: what outputs read of its events; null: nothing, but perhaps how many there are. */
  readonly captures: readonly (Capture | null)[]
  /**
   * By output, in the order of its data: what it shows. Nothing else of a match's events is asked for: they need not be kept, and lines can be made
   * of columns. Absent: more is.
   */
  readonly shown?: readonly (readonly ShownValue[])[]
  /**
   * Columns of sums that make the condition of a filter fail where they are no safe whole numbers: it chooses such rows in any case, and is
   * then asked about the event. Absent: none.
   */
  readonly checked?: readonly number[]
  /**
   * Of a rule in the general form, by event type: what conditions and outputs read of its events, whole where they read more than
   * fields; null: it is no input.
   */
  readonly reads?: readonly (Capture | null)[]
  /** Likewise, where a partial match never becomes two: all that is asked of one, if that is no more than this. */
  readonly registers?: Registers
}

/** A part of the rule's key, or a field of the first or the last event of a step. */
export type ShownValue =
  | { readonly of: "key"; readonly part: number }
  | { readonly of: "first" | "last"; readonly step: number; readonly column: ColumnSchema }

/** Steps of a pattern whose partial matches know no more: there is a bit for each. */
export const mostRegisterSteps = 31

/** What partial matches must know of their events for conditions and outputs. */
export interface Registers {
  /** Fields of the first or the last event of a step, and of the event accepted last of any step. */
  readonly fields: readonly RegisterFields[]
  /** Steps of which it is asked how many events they hold. */
  readonly counts: readonly number[]
  /** Alerts show events: they are kept as well. */
  readonly events: boolean
  /** By condition: place in the program's `registerTests`; null: it is none of them. Absent: none is. */
  readonly tests?: readonly (number | null)[]
  /** By condition, of those in `tests`: the same as plain data, all of which must hold; null: it asks more than this can say. Absent: all do. */
  readonly comparisons?: readonly (readonly RegisterComparison[] | null)[]
}

/** A comparison of two numbers. False where one is missing. */
export interface RegisterComparison {
  readonly op: "<" | "<=" | ">" | ">=" | "==" | "!="
  readonly left: RegisterNumber
  readonly right: RegisterNumber
}

/** A constant, a cell of the partial match, what a `number` column has of the event, or what is made of two of them. */
export type RegisterNumber =
  | number
  | { readonly cell: number }
  | { readonly column: number }
  | { readonly op: "+" | "-" | "*"; readonly left: RegisterNumber; readonly right: RegisterNumber }

/**
 * The cells of a partial match: four that all have, `seenCell` among them; behind them one for each of `counts`, then one for each field of
 * `fields`, in their order.
 */
export const firstRegister = 4
/** The steps that hold an event, as bits. */
export const seenCell = 3

export interface RegisterFields {
  readonly of: "first" | "last" | "previous"
  /** Of `previous` -1. */
  readonly step: number
  readonly columns: readonly ColumnSchema[]
}

export interface Capture {
  /** Type of the events. */
  readonly event: number
  /** Outputs show the events, or hand them on: they are made of their lines. */
  readonly whole: boolean
  /** Columns of the event type, in the order of its fields. Of whole events: of all fields that are read of them beside that; none: these are read of the events. */
  readonly columns: readonly ColumnSchema[]
}

/** The columns; a row has the same place in each. Arrays are replaced when there is no room: they are looked up anew for each batch. */
export interface Rows {
  /** Number of the event type. */
  readonly type: Uint16Array
  /** Event time, epoch ms. */
  readonly at: Float64Array
  /** Where its line begins in the bytes that it was read from, and behind its last byte (without line break). */
  readonly from: Int32Array
  readonly to: Int32Array
  readonly numbers: readonly Float64Array[]
  readonly codes: readonly Int32Array[]
  readonly textFrom: readonly Int32Array[]
  readonly textTo: readonly Int32Array[]
}

/**
 * The hash of a text over the words of its bytes, little endian, the last one (it may have no byte of the text) filled with zeros:
 * `hash = imul(rotl(hash, 15) ^ word, hashFactor)` for each word, `hash ^ hash >>> 15` at the end.
 */
export const hashStart = 0x2f0b4c47
export const hashFactor = 0x9e3779b1

/** Words of a text's entry in a `CodeTable`: its hash, its length in bytes, its code, and then its bytes. */
export const entryLength = 1
export const entryCode = 2
export const entryText = 3

/** Numbers for texts, as a decoder sees them. */
export interface CodeTable {
  /** By hash: where a text's entry begins in `words`, 0: free. Open addressing with steps of one; its length is a power of two. */
  slots: Int32Array
  /**
   * The entries of all texts. The bytes of a text stand four to a word, little endian, the last one filled with zeros: a text of `length` bytes
   * has `(length >> 2) + 1` words of them.
   */
  words: Int32Array
  /** Rises when codes were taken from texts: others may get them. */
  readonly sweeps: number
  /** The code of a text of `length` bytes that stand in `words`; a new one where the domain is open. Arrays may be replaced. */
  codeOf(hash: number, words: Int32Array, length: number): number
  /** Likewise for a text. */
  codeOfText(text: string): number
}

/** What a decoder reads. */
export interface DecoderInput {
  /** Valid UTF-8, with at least `decoderPadding` bytes behind the last line feed. */
  readonly bytes: Uint8Array
  /** Of the same bytes. */
  readonly view: DataView
  /** By domain. */
  readonly codes: readonly CodeTable[]
  /** Rows of CSV: the byte between cells, one of `cellDelimiters`. */
  readonly delimiter: number
  /** Rows of CSV: by column the place of the declared field of that name; -1: there is none. Each required field has a column. */
  readonly fields: Int32Array
  /** Set by the decoder: the beginning of the first line that it did not decode. */
  place: number
}

export const decoderPadding = 32

/** Between cells of rows of CSV that decoders read. */
export const cellDelimiters = ",;\t|"

/**
 * Decodes lines of JSON, or rows of CSV of one line each, from the one at `from` on, at most `most` of them and none that begins behind `to`, where the last one's
 * line feed stands; the first goes to row `row`, the next behind it. Writes `at`, `from`, `to` and the columns of the type, checks every
 * declared field, and returns how many it decoded. It stops before a line that must be read in the slow way, or behind any
 * other one (one that it can read is taken when it comes first), and takes none that `JSON.parse`
 * (the reader of CSV) and the declared types would refuse or read otherwise. Of a type timed by arrival `at` is left alone.
 */
export type LineDecoder = (
  input: DecoderInput,
  from: number,
  to: number,
  rows: Rows,
  row: number,
  most: number,
) => number

/**
 * Chooses rows by a condition on the event alone: goes through the rows `order[from .. to)`, writes the places in `order` of those that
 * fulfil it to `chosen` in their order, and returns how many there are.
 */
export type RowSelect = (rows: Rows, order: Int32Array, from: number, to: number, chosen: Int32Array) => number

/**
 * Reads events that are handed over as objects: those at `from` and behind it, before `to`, the first into row `row`, the next behind it.
 * Writes `at` and the columns, checks every declared field, and returns how many it read. It stops before one that must be read in the slow
 * way. `leaves`: texts of rows that no condition over rows chooses may be left `unreadCode`.
 */
export type RowObjectReader = (
  events: readonly unknown[],
  from: number,
  to: number,
  rows: Rows,
  row: number,
  codes: readonly CodeTable[],
  leaves: boolean,
) => number

/** A condition on one row. */
export type RowTest = (rows: Rows, row: number) => boolean

/** A condition on one row and the partial match whose cells begin at `cell`. Registers that hold nothing are NaN. */
export type RegisterTest = (rows: Rows, row: number, cells: Float64Array, cell: number) => boolean

/**
 * An expression over the event alone, for rows: writes its values for the rows at the places `chosen[0 .. count)` of `order`, one behind the
 * other; NaN where it is missing.
 */
export type RowValues = (rows: Rows, order: Int32Array, chosen: Int32Array, count: number, values: Float64Array) => void
