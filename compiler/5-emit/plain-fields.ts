/** Where values of plain lines stand in memory, and the code that puts them there. */
import { cacheWords } from "../../runtime/abi/plain-lines.ts"
import { missingCode } from "../../runtime/abi/rows.ts"
import { type Code, f64, get, i32, when } from "../../runtime/wasm/code.ts"
import type { NamedField } from "./decoder-any-order.ts"
import { isText, needsHash } from "./decoder-values.ts"
import { behindEscape, differs, isNoQuote, oddIf, pass, passBytesOf, passNested, place } from "./plain-base.ts"
import type { CodeArrays } from "./plain-texts.ts"
import { readPlainNumber, readPlainText } from "./plain-values.ts"

/** So many rows are read in one call at most. */
export const mostRows = 1024
/** Places that differ by a multiple of 4,096 share few lines of the processor's cache: arrays do not begin at such. */
const stagger = 64

/** Where the values of a field stand, by row. */
export interface FieldArrays {
  /** Doubles; undefined: nobody wants them. */
  readonly number: number | undefined
  readonly text: { readonly from: number; readonly to: number } | undefined
  /** Of a text whose code is asked for. */
  readonly coded: CodeArrays | undefined
}

/** Of a field that nobody wants. */
export const unwanted: FieldArrays = { number: undefined, text: undefined, coded: undefined }

/** The places of arrays in memory, and of single words. */
export class Layout {
  end: number

  constructor(end: number) {
    this.end = end
  }

  /** Of so many bytes a row. */
  take(size: number): number {
    const place = this.end
    this.end += size * mostRows + stagger
    return place
  }

  words(count: number): number {
    const place = this.end
    this.end += Math.ceil(count / 2) * 8
    return place
  }
}

/** Takes places for what is wanted of a field. */
export function arraysOf(field: NamedField, memory: Layout): FieldArrays {
  const { columns, type, timed } = field
  const wanted = columns.length > 0 || timed || type.kind === "enum"
  if (!wanted) return unwanted
  if (!isText(type)) return { ...unwanted, number: memory.take(8) }
  const text = { from: memory.take(4), to: memory.take(4) }
  if (!needsHash(field)) return { ...unwanted, text }
  const coded = {
    ...text,
    hash: memory.take(4),
    codes: memory.take(4),
    misses: memory.take(4),
    cache: memory.words(cacheWords),
  }
  return { ...unwanted, text, coded }
}

const rowWords = i32.shl(get("row"), i32.const(2))
/** Stores the row's word in an array. */
export const storeWord = (array: number, value: Code): Code => i32.store(rowWords, value, array)
/** Likewise its double. */
export const storeDouble = (array: number, value: Code): Code =>
  f64.store(i32.shl(get("row"), i32.const(3)), value, array)

/** Reads the value at `place`, and stores it for the row. `checked`: the closing quote of a text must stand there, and is passed. */
export function valueCode(field: NamedField, { number, text, coded }: FieldArrays, checked: boolean): Code[] {
  const { type } = field
  if (field.nested >= 0) return passNested(field.nested)
  if (!isText(type))
    return [
      ...readPlainNumber(type, number !== undefined, field.number),
      ...(number === undefined ? [] : [storeDouble(number, get("value"))]),
    ]
  const stored =
    text === undefined
      ? []
      : [
          storeWord(text.from, i32.add(get("start"), get("ahead"))),
          storeWord(text.to, i32.add(get("place"), get("ahead"))),
          ...(coded === undefined ? [] : [storeWord(coded.hash, get("hash"))]),
        ]
  const behind = checked ? [...closing({ number, text, coded }, isNoQuote), pass(1)] : []
  return [...readPlainText(coded !== undefined, field.number), ...stored, ...behind]
}

/**
 * What must stand behind a text: the condition says that it does not. Where no code is asked for, an escape may stand there; a text with escapes that is wanted is told by its end, as in
 * columns.
 */
export function closing({ text, coded }: FieldArrays, isOther: Code): Code[] {
  if (coded !== undefined) return [oddIf(isOther)]
  const told = text === undefined ? [] : [storeWord(text.to, i32.xor(i32.add(place, get("ahead")), i32.const(-1)))]
  return [when(isOther, [...behindEscape(isOther), ...told])]
}

const none = "null"
/** The condition that the value at `place` is null, if it is one at all. */
const isNull = i32.eq(i32.byte(place), i32.const(none.charCodeAt(0)))

/** Passes null, where the field may hold it: as if it were not there. `otherwise`: reads any other value. */
export function nullOr(field: NamedField, arrays: FieldArrays, otherwise: readonly Code[]): Code[] {
  if (field.required) return [...otherwise]
  return [when(isNull, [oddIf(differs(none)), passBytesOf(none), ...missing(arrays)], otherwise)]
}

/** A field that is not there: NaN, or a text from -1 on. */
export function missing({ number, text, coded }: FieldArrays): Code[] {
  return [
    ...(number === undefined ? [] : [storeDouble(number, f64.const(Number.NaN))]),
    ...(text === undefined ? [] : [storeWord(text.from, i32.const(-1)), storeWord(text.to, i32.const(-1))]),
    ...(coded === undefined ? [] : [storeWord(coded.codes, i32.const(missingCode))]),
  ]
}
