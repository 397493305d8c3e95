import type { PlainLines, PlainText } from "../abi/library.ts"
import {
  type CodeTable,
  type DecoderInput,
  entryCode,
  entryLength,
  entryText,
  type LineDecoder,
  missingCode,
  type Rows,
} from "../abi/rows.ts"

const lineFeed = 10
/** So many bytes are looked at where the lines before were no plain ones. */
const shortWindow = 2048
/** So many lines are read by the general decoder before it is looked again whether they are plain; twice as many each time that none is. */
const leastOthers = 64
const mostOthers = 4096
/** ISO text of a day, in bytes. */
const dayBytes = 10

/** What both ways to read lines leave to functions. */
export interface PlainParts {
  intern(table: CodeTable, view: DataView, from: number, to: number, hash: number): number
  isoTime(bytes: Uint8Array, from: number, to: number): number
}

type Run = (line: number, last: number, most: number, shift: number) => number

/** As `Decoding.plainLines`. */
export function plainDecoder(plain: PlainLines, others: LineDecoder, parts: PlainParts): LineDecoder {
  /** Undefined: not made yet; null: there is no WebAssembly. */
  let machine: PlainMachine | null | undefined
  let patience = leastOthers
  return (input, from, to, rows, row, most) => {
    machine ??= startMachine(plain, parts)
    if (machine === null) return others(input, from, to, rows, row, most)
    let taken = 0
    input.place = from
    while (input.place <= to && taken < most) {
      const window = patience === leastOthers ? plain.windowBytes : shortWindow
      const count = machine.read(input, to, rows, row + taken, most - taken, window)
      taken += count
      if (machine.goesOn) {
        if (count > 0) patience = leastOthers
        continue
      }
      patience = count > 0 ? leastOthers * 2 : Math.min(patience * 2, mostOthers)
      const other = others(input, input.place, to, rows, row + taken, Math.min(most - taken, patience))
      taken += other
      // One that neither reads is to be read in the slow way.
      if (other === 0) break
    }
    return taken
  }
}

function startMachine(plain: PlainLines, parts: PlainParts): PlainMachine | null {
  try {
    return new PlainMachine(plain, parts)
  } catch (error) {
    // Where it may not be compiled (a page's policy), or vectors are not known.
    if (error instanceof WebAssembly.CompileError || !isThere()) return null
    throw error
  }
}

function isThere(): boolean {
  return typeof WebAssembly === "object"
}

/** The arrays of a text in memory. */
interface TextArrays {
  readonly schema: PlainText
  readonly from: Int32Array
  readonly to: Int32Array
  readonly hash: Int32Array
}

/** A module with its memory. */
class PlainMachine {
  /** Whether what was read last ended because it was enough, and not at a line that is no plain one. */
  goesOn = false
  private readonly plain: PlainLines
  private readonly parts: PlainParts
  private readonly bytes: Uint8Array
  private readonly stopped: Int32Array
  private readonly from: Int32Array
  private readonly to: Int32Array
  private readonly at: Float64Array | undefined
  private readonly numbers: readonly { readonly values: Float64Array; readonly place: number }[]
  private readonly texts: readonly TextArrays[]
  private readonly run: Run

  constructor(plain: PlainLines, parts: PlainParts) {
    this.plain = plain
    this.parts = parts
    const code = Uint8Array.from(atob(plain.code), (character) => character.charCodeAt(0))
    const day = (place: number): number => parts.isoTime(this.bytes, place, place + dayBytes)
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { from: { day } })
    const { buffer } = exports.memory as WebAssembly.Memory
    const { rows } = plain
    const words = (place: number): Int32Array => new Int32Array(buffer, Math.max(place, 0), rows)
    const doubles = (place: number): Float64Array => new Float64Array(buffer, place, rows)
    this.run = exports.run as Run
    this.bytes = new Uint8Array(buffer)
    this.stopped = words(0)
    this.from = words(plain.from)
    this.to = words(plain.to)
    this.at = plain.at < 0 ? undefined : doubles(plain.at)
    this.numbers = plain.numbers.map(({ array, place }) => ({ values: doubles(array), place }))
    this.texts = plain.texts.map((schema) => ({
      schema,
      from: words(schema.from),
      to: words(schema.to),
      hash: words(schema.hash),
    }))
  }

  /**
   * Reads lines from the one at `input.place` on, none that begins behind `to`, at most `most` and those that stand in a window of so many bytes, to rows from `row`
   * on; gives how many, and sets `input.place` behind them.
   */
  read(input: DecoderInput, to: number, rows: Rows, row: number, most: number, windowBytes: number): number {
    const { place } = input
    const { window } = this.plain
    const end = Math.min(to, input.bytes.lastIndexOf(lineFeed, Math.min(to, place + windowBytes - 1)))
    this.goesOn = false
    if (end < place) return 0
    this.bytes.set(input.bytes.subarray(place, end + 1), window)
    const shift = place - window
    const wanted = Math.min(most, this.plain.rows)
    const read = this.run(window, end - shift, wanted, shift)
    const count = this.members(input.view, read)
    input.place = count < read ? this.from[count]! : this.stopped[0]! + shift
    this.goesOn = count === wanted || input.place > end
    if (count > 0) this.copy(input, rows, row, count)
    return count
  }

  /** How many of the first rows hold values of their enums. */
  private members(view: DataView, count: number): number {
    let members = count
    for (const { schema, from, to, hash } of this.texts) {
      const { values } = schema
      if (values === undefined) continue
      let row = 0
      while (row < members && (from[row]! < 0 || this.parts.intern(values, view, from[row]!, to[row]!, hash[row]!) >= 0)) row++
      members = row
    }
    return members
  }

  private copy({ codes, view }: DecoderInput, rows: Rows, row: number, count: number): void {
    rows.from.set(this.from.subarray(0, count), row)
    rows.to.set(this.to.subarray(0, count), row)
    if (this.at !== undefined) rows.at.set(this.at.subarray(0, count), row)
    for (const { values, place } of this.numbers) rows.numbers[place]!.set(values.subarray(0, count), row)
    for (const text of this.texts) {
      for (const place of text.schema.texts) {
        rows.textFrom[place]!.set(text.from.subarray(0, count), row)
        rows.textTo[place]!.set(text.to.subarray(0, count), row)
      }
      for (const { place, domain } of text.schema.codes)
        internTexts(codes[domain]!, view, text, count, rows.codes[place]!, row, this.parts)
    }
  }
}

/** Writes the codes of texts to `codes`, from `row` on. */
function internTexts(
  table: CodeTable,
  view: DataView,
  { from, to, hash }: TextArrays,
  count: number,
  codes: Int32Array,
  row: number,
  parts: PlainParts,
): void {
  let { slots, words } = table
  let mask = slots.length - 1
  for (let i = 0; i < count; i++) {
    const start = from[i]!
    if (start < 0) {
      codes[row + i] = missingCode
      continue
    }
    const length = to[i]! - start
    const hashed = hash[i]!
    const entry = slots[hashed & mask]!
    if (entry !== 0 && words[entry] === hashed && words[entry + entryLength] === length) {
      const last = start + (length & ~3)
      let word = entry + entryText
      let at = start
      while (at < last && words[word] === view.getInt32(at, true)) {
        at += 4
        word++
      }
      if (at === last && words[word] === (view.getInt32(at, true) & ((1 << ((length & 3) << 3)) - 1))) {
        codes[row + i] = words[entry + entryCode]!
        continue
      }
    }
    codes[row + i] = parts.intern(table, view, start, to[i]!, hashed)
    if (table.slots !== slots || table.words !== words) {
      ;({ slots, words } = table)
      mask = slots.length - 1
    }
  }
}
