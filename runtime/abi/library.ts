import type { PlainLines } from "./plain-lines.ts"
import type { CodeTable, LineDecoder } from "./rows.ts"
import type { Fields, ValueType } from "./value.ts"

/**
 * Helpers that generated code calls: missing-aware arithmetic is inlined by the compiler, what is longer lives here.
 * `functions` holds the built-ins by name (a null-prototype object).
 */
export interface Library {
  readonly functions: Readonly<Record<string, (...args: never[]) => unknown>>
  /** A value as messages show it: time as ISO 8601, decimal with its digits, duration in words, missing as `missing`. */
  show(type: ValueType, value: unknown): string
  /** Aggregates over a step's events; elements whose value is missing are passed over. */
  sum(events: readonly Fields[], value: (element: Fields) => number | undefined): number
  avg(events: readonly Fields[], value: (element: Fields) => number | undefined): number | undefined
  min(events: readonly Fields[], value: (element: Fields) => number | string | undefined): number | string | undefined
  max(events: readonly Fields[], value: (element: Fields) => number | string | undefined): number | string | undefined
  /** Sample standard deviation (n − 1); missing for fewer than two. */
  stddev(events: readonly Fields[], value: (element: Fields) => number | undefined): number | undefined
  distinct(events: readonly Fields[], value: (element: Fields) => unknown): number
  list(events: readonly Fields[], value: (element: Fields) => unknown): unknown[]
  /** Equality of any two values of one type (lists and records by content). */
  equal(left: unknown, right: unknown): boolean
  /** Throws when the result is no safe integer: a decimal never becomes inexact in silence. */
  decimal(scaled: number): number
  readonly decoding: Decoding
}

/**
 * What generated decoders of lines and readers of objects leave to functions because it is rare, or the same for all. Nothing here reads
 * beyond a line's feed.
 */
export interface Decoding {
  /** Reads plain lines first, with WebAssembly, and all others with `others`; with that alone where there is no WebAssembly. */
  plainLines(plain: PlainLines, others: LineDecoder): LineDecoder
  /** The values of an enum as a closed table, whose arrays are never replaced. */
  texts(values: readonly string[]): CodeTable
  /** The code of the text whose bytes stand in `from .. to` and have this hash. */
  intern(table: CodeTable, view: DataView, from: number, to: number, hash: number): number
  /** Behind the bytes from `from` on that may be those of a number. */
  numberEnd(bytes: Uint8Array, from: number): number
  /** The number that the bytes are in JSON; NaN: none, or one that is not finite. */
  number(bytes: Uint8Array, from: number, to: number): number
  /** Epoch ms of an ISO 8601 text; NaN: it is none. */
  isoTime(bytes: Uint8Array, from: number, to: number): number
  /** Whether a value is an object as `{ … }` makes it, which inherits nothing that matters. May throw what the value's own code throws. */
  isPlain(value: unknown): boolean
  /** Whether all that a plain object holds is a text, a number, a boolean or missing, and JSON shows it. */
  isFlat(object: object): boolean
  /** Epoch ms of a value of an object that should be a time: a number or an ISO 8601 text; NaN: it is none. */
  time(value: unknown, seconds: boolean): number
  /** A value of an object as a decimal of so many digits, scaled; NaN: it is none. */
  decimal(value: unknown, scale: number): number
  /** Where the closing quote of a string stands whose text begins at `from`; -1: it is not valid JSON. */
  stringEnd(bytes: Uint8Array, from: number): number
  /** Behind the JSON value at `from`; -1: it is not valid, or nested too deep. */
  valueEnd(bytes: Uint8Array, from: number): number
  /** Passes over lists or records of a type. */
  nested(type: ValueType): NestedEnd
}

/** Behind the list or record that begins at `from`; -1: there is none that is what its type says. */
export type NestedEnd = (bytes: Uint8Array, from: number) => number
