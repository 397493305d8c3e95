/** Events as lines of JSON that were not read yet: what generated readers, engine and sources agree on. */
import type { Ingest } from "./engine.ts"
import type { Fields } from "./value.ts"

/**
 * Goes through the fields of one line. Each method that reads a value passes over it and returns its inside form, or undefined for
 * `null`. What it cannot read for certain as `JSON.parse` and the declared type would makes the line odd.
 */
export interface FieldScanner {
  /** The line must be read in the slow way. */
  readonly odd: boolean
  /** The number of the next declared field, whose value is read next; -1 after the last one, and in an odd line. */
  next(): number
  string(): string | undefined
  number(): number | undefined
  /** Integers and durations. */
  integer(): number | undefined
  decimal(scale: number): number | undefined
  time(seconds: boolean): number | undefined
  boolean(): boolean | undefined
  /** One of the values of an enum. */
  oneOf(values: ReadonlySet<string>): string | undefined
}

/** Reads the declared fields of one line; undefined where it is odd, or breaks its declaration. */
export type LineReader = (scan: FieldScanner) => Fields | undefined

/** Lines of several event types: how each tells its own. */
export interface MixedTypes {
  /** The field that names the type. */
  readonly field: string
  /** The types that the rules name. The same list for all lines of a source. */
  readonly known: readonly string[]
  /** A line is an event of another type. */
  passOver(type: string): void
}

/** Lines of CSV, whose first line was read. */
export interface CsvColumns {
  readonly delimiter: string
  /** The columns' names, each once. */
  readonly columns: readonly string[]
  /** The cells of a row by column, given its text, which is one. Kept by events: it should keep nothing large. */
  row(text: string): Readonly<Record<string, string>>
  /** Lines that were read in the slow way belong to a row that is not complete: so must the next one be read. */
  isOpen(): boolean
}

/** Whole lines of JSON or CSV from one partition, for `ingestLines`. The bytes are not changed as long as events are held. */
export interface Lines {
  /** Their event type; that of a source of several is `*`. */
  readonly type: string
  /** Where there are several types. */
  readonly mixed?: MixedTypes | undefined
  /** Where they are CSV; of one type then. */
  readonly csv?: CsvColumns | undefined
  /** Valid UTF-8. */
  readonly bytes: Uint8Array
  /** Where the first line begins, and where the last one's line feed stands, which is there. */
  readonly from: number
  readonly to: number
  /** All bytes are less than 128. */
  readonly ascii: boolean
  /** The number of the first line, and the offset of its first byte in its file. */
  readonly line: number
  readonly byte: number
  /** The text of some of the bytes. */
  text(from: number, to: number): string
  /** Where the event of a line stands, as `Ingest.position`. Kept by events: it should keep nothing large. */
  position(line: number, byte: number, text: string): unknown
  /**
   * What `ingest` would be given for a line: nothing where it is blank, or no event, which is counted. Of CSV also nothing where its row
   * goes on, and then that of several lines. Each is taken before the next one is asked for, and none is given where `stops` says so.
   */
  slow(line: number, byte: number, text: string): Iterable<Ingest>
  /** Asked after what was refused: whether nothing behind it is to be taken. */
  readonly stops?: (() => boolean) | undefined
  readonly source: number
  readonly partition: number
  readonly arrivedAt: number
  readonly latest?: number | undefined
  /** The highest event time of the partition so far, and its lateness. */
  readonly highest: number
  readonly latenessMs: number
  /** How far the other partitions let the watermark go. */
  readonly ceiling: number
  /**
   * The bytes are looked at no more: they may become others. Called when all their events were judged, and what outputs show of them is
   * asked for before; or never.
   */
  release?: (() => void) | undefined
  /** Where not all of the lines are this reader's: the number of the line that begins at a place. */
  readonly lineAt?: (from: number) => number
  /** Likewise: the number of the first line among all that arrived, lines and records. */
  readonly arrival?: number
  /** Set when `release` is called. */
  released?: boolean
}

export interface LinesTaken {
  /** Events that were read without `slow`. */
  readonly read: number
  /** The highest event time of the partition, those lines included. */
  readonly highest: number
  /** Blank ones included. */
  readonly lines: number
}
