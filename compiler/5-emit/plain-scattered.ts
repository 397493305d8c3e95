/**
 * WebAssembly for plain lines whose fields stand in any order and without spaces, with some among them that the type does not declare, that has hardly a jump which the processor could not foresee: code that goes
 * to the field whose name comes next would wait for each name. First the commas before names are found, 64 bytes at a time (after Geoff Langdale and Daniel Lemire, "Parsing gigabytes of JSON
 * per second", 2019). Then it is noted by field which part of the line is its own, by a hash of the name that is different for all fields, and the fields are read in their declared order. What was
 * found so is no more than likely; it is what the line says where each part is a name and a value, and nothing else.
 */
import { branch, branchIf, type Code, get, i32, i64, loop, set, v128, when } from "../../runtime/wasm/code.ts"
import type { LocalType } from "../../runtime/wasm/module.ts"
import type { NamedField } from "./decoder-any-order.ts"
import { isText } from "./decoder-values.ts"
import { passUnknown } from "./plain-any-order.ts"
import { differs, oddIf, pass, passBytesOf, place } from "./plain-base.ts"
import { type FieldArrays, type Layout, missing, nullOr, valueCode } from "./plain-fields.ts"

/** A field's place, and that of a part of the line, is a byte; each field has code of its own. */
const mostFields = 64
/** So many factors are tried for each size of the table. */
const tries = 64
const mostBits = 10
/** So many fields of a line may be undeclared. */
const mostOthers = 32
/** In a part's place: the field is not there. */
const notThere = 255
const blockBytes = 64
/** Mostly a block has no more commas than these: it is not asked whether there is one. */
const usualCommas = 5

/** The field for the first eight bytes of a name with its closing quote, zeros behind them: `slots[key * factor >> shift]`. */
export interface ScatterTable {
  readonly factor: bigint
  readonly shift: number
  /** Numbers of fields; their count where a slot is free. */
  readonly slots: readonly number[]
}

/** Where this has its place in memory. */
export interface ScatterPlaces {
  /** Bytes: the slots of the table. */
  readonly slots: number
  /** Words: where commas stand, the opening brace before them and the closing one behind them. */
  readonly commas: number
  /** Bytes, by field: behind which of these its name comes; the last one is for those of other fields. */
  readonly parts: number
  /** Bytes: behind which of these the names of other fields come. */
  readonly others: number
}

/** As in `plain-values.ts`. */
const vectors = { ofQuote: 34, ofComma: 44, ofFeed: 10 } as const

/** Locals of this code. */
export const scatteredLocals: Readonly<Record<string, LocalType>> = {
  base: "i32",
  count: "i32",
  others: "i32",
  part: "i32",
  present: "i32",
  key: "i64",
  feeds: "i64",
  commas: "i64",
  ...Object.fromEntries(Object.keys(vectors).map((name) => [name, "v128"] as const)),
}

/** Sets the locals that hold the same throughout. */
export const beginScattered: readonly Code[] = Object.entries(vectors).map(([name, byte]) => set(name, v128.of(byte)))

/** Undefined where no such table is found: two names have the same first eight bytes, or there are many. */
export function scatterTable(names: readonly string[]): ScatterTable | undefined {
  if (names.length > mostFields) return undefined
  const keys = names.map(keyOf)
  if (new Set(keys).size < keys.length) return undefined
  for (let bits = Math.ceil(Math.log2(names.length)) + 1; bits <= mostBits; bits++) {
    for (let attempt = 0, factor = 0x9e3779b97f4a7c15n; attempt < tries; attempt++) {
      factor = BigInt.asUintN(64, factor * 0xd1342543de82ef95n + 2n)
      const shift = 64 - bits
      const slots = keys.map((key) => Number(BigInt.asUintN(64, key * (factor | 1n)) >> BigInt(shift)))
      if (new Set(slots).size < slots.length) continue
      const all = new Array<number>(1 << bits).fill(names.length)
      for (const [field, slot] of slots.entries()) all[slot] = field
      return { factor: factor | 1n, shift, slots: all }
    }
  }
  return undefined
}

function keyOf(name: string): bigint {
  const bytes = new Uint8Array(8)
  bytes.set(new TextEncoder().encode(`${name}"`).subarray(0, 8))
  return new DataView(bytes.buffer).getBigUint64(0, true)
}

/** Takes the places that it needs beside that of the slots. */
export function scatterPlaces(fields: readonly NamedField[], slots: number, memory: Layout): ScatterPlaces {
  // A block may have as many commas as bytes before it is asked whether these are too many.
  const most = fields.length + mostOthers
  const commas = memory.words(most + blockBytes + 2)
  return { slots, commas, parts: memory.words(partWords(fields)), others: memory.words(Math.ceil(most / 4)) }
}

/** Words of eight bytes are cleared. */
function partWords(fields: readonly NamedField[]): number {
  return Math.ceil((fields.length + 1) / 8) * 2
}

const long = (value: bigint): Code => i64.const(value)
const not = (value: Code): Code => i64.xor(value, long(-1n))
const less = (value: Code): Code => i64.sub(value, long(1n))
const atWord = (number: Code): Code => i32.shl(number, i32.const(2))

/** Reads a line from `place` to its closing brace, where `place` is left. */
export function scatteredLine(
  fields: readonly NamedField[],
  arrays: readonly FieldArrays[],
  table: ScatterTable,
  places: ScatterPlaces,
): Code[] {
  return [
    oddIf(differs("{")),
    ...findCommas(fields.length + mostOthers, places.commas),
    ...findFields(fields, table, places),
    set("present", i32.const(0)),
    ...fields.flatMap((field, number) => fieldCode(field, arrays[number]!, number, places)),
    // A field that stands there twice, or whose name has the hash of a declared one.
    oddIf(i32.ne(i32.add(get("present"), get("others")), get("count"))),
    ...passOthers(places),
    set("place", i32.load(atWord(get("count")), places.commas)),
  ]
}

/** Notes where the parts of the line at `place` seem to end, `count` of them: a text that ends with a comma looks so, too. */
function findCommas(most: number, commas: number): Code[] {
  const append: readonly Code[] = [
    i32.store(atWord(get("count")), i32.add(get("base"), i32.wrap(i64.ctz(get("commas")))), commas),
    set("count", i32.add(get("count"), i32.eqz(i64.eqz(get("commas"))))),
    set("commas", i64.and(get("commas"), less(get("commas")))),
  ]
  return [
    i32.store(i32.const(0), place, commas),
    set("count", i32.const(1)),
    set("base", place),
    loop(
      "blocks",
      set(
        "commas",
        bitsOf((at) => v128.and(isAt(0, "ofComma")(at), isAt(1, "ofQuote")(at))),
      ),
      set("feeds", bitsOf(isAt(0, "ofFeed"))),
      // Those before the line's end; all of them where it does not end here.
      set("commas", i64.and(get("commas"), i64.and(not(get("feeds")), less(get("feeds"))))),
      ...new Array<readonly Code[]>(usualCommas).fill(append).flat(),
      loop("more", when(i32.eqz(i64.eqz(get("commas"))), [...append, branch("more")])),
      oddIf(i32.gtU(get("count"), i32.const(most))),
      when(i64.eqz(get("feeds")), [set("base", i32.add(get("base"), i32.const(blockBytes))), branch("blocks")]),
    ),
    set("base", i32.sub(i32.add(get("base"), i32.wrap(i64.ctz(get("feeds")))), i32.const(1))),
    oddIf(i32.ne(i32.byte(get("base")), i32.const(125))),
    i32.store(atWord(get("count")), get("base"), commas),
  ]
}

type Sixteen = (at: number) => Code

/** Sixteen of the bytes that stand `ahead` of those from `base` on: which are those of a vector. */
function isAt(ahead: number, vector: keyof typeof vectors): Sixteen {
  return (at) => v128.eq(v128.load(get("base"), at + ahead), get(vector))
}

/** A bit for each of the 64 bytes from `base` on. */
function bitsOf(sixteen: Sixteen): Code {
  return [0, 16, 32, 48]
    .map((at) => i64.shl(i64.extend(v128.bitmask(sixteen(at))), long(BigInt(at))))
    .reduce((all, part) => i64.or(all, part))
}

/** Notes for each field behind which comma its name comes. */
function findFields(fields: readonly NamedField[], { factor, shift }: ScatterTable, places: ScatterPlaces): Code[] {
  const quoted = i64.xor(get("word"), long(0x2222222222222222n))
  const marks = i64.and(i64.and(i64.sub(quoted, long(0x0101010101010101n)), not(quoted)), long(0x8080808080808080n))
  const slot = i32.wrap(i64.shrU(i64.mul(get("key"), long(factor)), long(BigInt(shift))))
  return [
    ...Array.from({ length: partWords(fields) / 2 }, (_, word) =>
      i64.store(i32.const(0), long(-1n), places.parts + 8 * word),
    ),
    set("part", i32.const(0)),
    set("others", i32.const(0)),
    loop(
      "parts",
      set("start", i32.load(atWord(get("part")), places.commas)),
      // Behind the quote.
      set("word", i64.load(get("start"), 2)),
      // Up to the first quote in it, or all of it.
      set("key", marks),
      set("key", i64.and(get("word"), i64.xor(get("key"), less(get("key"))))),
      set("at", i32.byte(slot, places.slots)),
      i32.storeByte(get("at"), get("part"), places.parts),
      i32.storeByte(get("others"), get("part"), places.others),
      set("others", i32.add(get("others"), i32.eq(get("at"), i32.const(fields.length)))),
      set("part", i32.add(get("part"), i32.const(1))),
      branchIf("parts", i32.ltU(get("part"), get("count"))),
    ),
  ]
}

/** Moves to the name of the part that `part` says. */
function goToPart({ commas }: ScatterPlaces): Code[] {
  return [set("part", atWord(get("part"))), set("place", i32.add(i32.load(get("part"), commas), i32.const(1)))]
}

/** Whether the value is not all that stands before the next comma. */
function goesOn({ commas }: ScatterPlaces): Code {
  return i32.ne(place, i32.load(get("part"), commas + 4))
}

/** Looks at the fields that are not declared, from the last one to the first. */
function passOthers(places: ScatterPlaces): Code[] {
  const next = [
    set("others", i32.sub(get("others"), i32.const(1))),
    set("part", i32.byte(get("others"), places.others)),
  ]
  return [
    loop(
      "unknown",
      when(get("others"), [
        ...next,
        ...goToPart(places),
        oddIf(differs('"')),
        ...passUnknown,
        oddIf(goesOn(places)),
        branch("unknown"),
      ]),
    ),
  ]
}

function fieldCode(field: NamedField, arrays: FieldArrays, number: number, places: ScatterPlaces): Code[] {
  const before = `"${field.name}":`
  const lacks = i32.eq(get("part"), i32.const(notThere))
  const read = [
    ...goToPart(places),
    oddIf(differs(before)),
    passBytesOf(before),
    ...nullOr(field, arrays, [
      ...(isText(field.type) ? [oddIf(differs('"')), pass(1)] : []),
      ...valueCode(field, arrays, true),
    ]),
    oddIf(goesOn(places)),
    set("present", i32.add(get("present"), i32.const(1))),
  ]
  return [
    set("part", i32.byte(i32.const(0), places.parts + number)),
    ...(field.required ? [oddIf(lacks), ...read] : [when(lacks, missing(arrays), read)]),
  ]
}
