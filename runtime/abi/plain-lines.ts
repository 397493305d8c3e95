/** Lines as they mostly are, read by WebAssembly: what the compiler makes of an event type, and what the library runs. */
import type { NestedEnd } from "./library.ts"
import type { CodeTable } from "./rows.ts"

/**
 * WebAssembly that reads lines as they mostly are into arrays in its memory. It imports `day` (the epoch ms at which the day begins whose ISO text of ten bytes stands at a place of its
 * memory; NaN: it is none), `textEnd` (the place of the quote that ends the text in which a place stands; less than 0: there is none that is right), `valueEnd` (likewise behind the value there), and `nested0` and the next (as those of `nested`, of its memory), and exports its `memory`, which may grow, and functions for lines without spaces (`tight`), with one behind each comma and colon (`spaced`), with fields in any order and others among them but no spaces (`scattered`; it may be absent) and likewise with spaces (`any`; it may be absent), of the parameters `line, last, most, ahead`: each reads lines from the one at `line` on, at most
 * `most`, none that begins behind `last`, up to one that it cannot read; gives how many, and leaves where that line begins in the memory's first word. `ahead` is added to all
 * places in arrays. Numbers here are places in that memory, but for those of columns.
 */
export interface PlainLines {
  /** The module, in base64. */
  readonly code: string
  /** Each array has room for so many rows. */
  readonly rows: number
  /** Where lines are put, and how many bytes of them at most. Behind them bytes may be looked at, whatever they are. */
  readonly window: number
  readonly windowBytes: number
  /** Arrays of words: beginnings of lines, and their ends. */
  readonly from: number
  readonly to: number
  /** Array of doubles: event times; -1: the type has none. */
  readonly at: number
  /** Arrays of doubles, and which columns of rows have them. */
  readonly numbers: readonly { readonly array: number; readonly place: number }[]
  readonly texts: readonly PlainText[]
  /** What passes over fields that are lists or records. */
  readonly nested: readonly NestedEnd[]
}

/** A field of texts. */
export interface PlainText {
  /** Arrays of words: where texts begin, -1: the field is not there; and where they end. */
  readonly from: number
  readonly to: number
  /** Columns of texts. */
  readonly texts: readonly number[]
  /** Where texts have codes. */
  readonly coded?: PlainCodes
}

export interface PlainCodes {
  /** Array of words: hashes. */
  readonly hash: number
  /** Array of words: the codes of those texts that are in the cache. */
  readonly code: number
  /** Array of words: the rows of all others that are there. */
  readonly misses: number
  /** Words: where the cache stands, and how it is made (`cacheBase` and the next). */
  readonly cache: number
  /** Each must be one of these: a table whose arrays are never replaced. */
  readonly values?: CodeTable
  /** Columns of codes, and their domains. The cache has those of the first one; where there is none, those of `values`. */
  readonly columns: readonly { readonly place: number; readonly domain: number }[]
}

/**
 * Entries of a cache stand at the hash's place or one of the next: its hash, one more than its length in bytes (0: there is none), its code, a word that is not used, and its bytes, zeros
 * behind them. An entry has 32 bytes or 64; `cacheShift` says which.
 */
export const entryTextAt = 16
export const cacheTries = 4
/** The words of `PlainCodes.cache`. */
export const cacheBase = 0
/** How many entries there are, less one; -1: the cache is not used, and nothing is a miss. */
export const cacheMask = 1
/** The size of entries as a power of two. */
export const cacheShift = 2
/** Set by the functions: how many misses there were. */
export const cacheMisses = 3
/** Set by the functions: of no meaning. What was read ahead must be used somewhere. */
export const cacheSeen = 4
export const cacheWords = 5
