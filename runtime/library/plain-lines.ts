import type { PlainLines } from "../abi/plain-lines.ts"
import type { DecoderInput, LineDecoder, Rows } from "../abi/rows.ts"
import { instantiate, type WasmMemory } from "../wasm/host.ts"
import { type Intern, TextCodes } from "./plain-codes.ts"

const lineFeed = 10
/** So many bytes are looked at behind a line that was no plain one; then twice as many each time. */
const shortWindow = 2048
/** So many lines are read by the general decoder before it is looked again whether they are plain; twice as many each time that none is. */
const leastOthers = 64
const mostOthers = 4096
/** So many windows are read by what takes fields in any order until it is looked again whether they stand in the declared one. */
const windowsInAnyOrder = 16
/** ISO text of a day, in bytes. */
const dayBytes = 10

/** What both ways to read lines leave to functions. */
export interface PlainParts {
  readonly intern: Intern
  readonly isoTime: (bytes: Uint8Array, from: number, to: number) => number
  readonly textEnd: (bytes: Uint8Array, from: number) => number
  readonly valueEnd: (bytes: Uint8Array, from: number) => number
}

type Run = (line: number, last: number, most: number, ahead: number) => number

/** As `Decoding.plainLines`. */
export function plainDecoder(plain: PlainLines, others: LineDecoder, parts: PlainParts): LineDecoder {
  /** Undefined: not made yet; null: there is no WebAssembly. */
  let machine: PlainMachine | null | undefined
  let patience = leastOthers
  let window = plain.windowBytes
  return (input, from, to, rows, row, most) => {
    if (machine === undefined) machine = startMachine(plain, parts)
    if (machine === null) return others(input, from, to, rows, row, most)
    let taken = 0
    input.place = from
    while (input.place <= to && taken < most) {
      const count = machine.read(input, to, rows, row + taken, most - taken, window)
      taken += count
      if (count > 0) patience = leastOthers
      if (machine.goesOn) {
        window = Math.min(window * 2, plain.windowBytes)
        continue
      }
      window = shortWindow
      // What ended it may be read in another way.
      if (count > 0) continue
      patience = Math.min(patience * 2, mostOthers)
      const other = others(input, input.place, to, rows, row + taken, Math.min(most - taken, patience))
      taken += other
      // One that neither reads is to be read in the slow way.
      if (other === 0) break
    }
    return taken
  }
}

/** Null where WebAssembly is not there, may not be used (a page's policy), knows no vectors, or gets no memory. */
function startMachine(plain: PlainLines, parts: PlainParts): PlainMachine | null {
  try {
    return new PlainMachine(plain, parts)
  } catch {
    // The others read all lines.
    return null
  }
}

/** A module with its memory. */
class PlainMachine {
  /** Whether what was read last ended because the window or what was asked for did, and not at a line that is no plain one. */
  goesOn = false
  private readonly plain: PlainLines
  private readonly memory: WasmMemory
  /** For fields in their declared order: that of the lines before comes first. */
  private readonly runs: Run[]
  /** For any order: the quicker one, then the one that reads all that the others read. */
  private readonly inAnyOrder: readonly Run[]
  /** These come first in so many windows. */
  private anyFirst = 0
  private readonly codes: readonly TextCodes[]
  private bytes!: Uint8Array
  private stopped!: Int32Array
  private from!: Int32Array
  private to!: Int32Array
  private at: Float64Array | undefined
  private numbers!: readonly { readonly values: Float64Array; readonly place: number }[]
  private texts!: readonly { readonly from: Int32Array; readonly to: Int32Array; readonly places: readonly number[] }[]

  constructor(plain: PlainLines, { intern, isoTime, ...ends }: PlainParts) {
    this.plain = plain
    const code = Uint8Array.from(atob(plain.code), (character) => character.charCodeAt(0))
    const day = (place: number): number => isoTime(this.bytes, place, place + dayBytes)
    const nested = plain.nested.map((end, number) => [`nested${number}`, (place: number) => end(this.bytes, place)])
    const textEnd = (place: number): number => ends.textEnd(this.bytes, place)
    const valueEnd = (place: number): number => ends.valueEnd(this.bytes, place)
    const exports = instantiate(code, { from: { day, textEnd, valueEnd, ...Object.fromEntries(nested) } })
    const memory = exports.memory as WasmMemory
    this.memory = memory
    this.runs = [exports.tight as Run, exports.spaced as Run]
    this.inAnyOrder = [exports.scattered, exports.any].flatMap((run) => (run === undefined ? [] : [run as Run]))
    this.codes = plain.texts.flatMap((text) =>
      text.coded === undefined ? [] : [new TextCodes(text, text.coded, memory, plain.rows, intern)],
    )
    this.grow()
  }

  /**
   * Reads lines from the one at `input.place` on, none that begins behind `to`, at most `most` and those that stand in a window of so many bytes, to rows from `row`
   * on; gives how many, and sets `input.place` behind them.
   */
  read(input: DecoderInput, to: number, rows: Rows, row: number, most: number, windowBytes: number): number {
    const { place, bytes } = input
    const { window } = this.plain
    const end = Math.min(to, bytes.lastIndexOf(lineFeed, Math.min(to, place + windowBytes - 1)))
    // A larger window may have the line's end.
    this.goesOn = end < place && windowBytes < this.plain.windowBytes && place + windowBytes <= to
    if (end < place) return 0
    if (this.codes.some(({ wantsMemory }) => wantsMemory)) this.grow()
    for (const codes of this.codes) codes.open(input)
    this.bytes.set(bytes.subarray(place, end + 1), window)
    const ahead = place - window
    const wanted = Math.min(most, this.plain.rows)
    const read = this.run(end - ahead, wanted, ahead)
    let count = read
    for (const codes of this.codes) count = codes.resolve(input, count)
    input.place = count < read ? this.from[count]! : this.stopped[0]! + ahead
    this.goesOn = count === wanted || input.place > end
    if (!this.goesOn && this.anyFirst === 0) this.anyFirst = windowsInAnyOrder
    if (count > 0) this.copy(input, rows, row, count)
    return count
  }

  /** Reads lines of the window in the way that took those before, or in another one if that takes none; gives how many. */
  private run(last: number, most: number, ahead: number): number {
    const { runs } = this
    const { window } = this.plain
    const isAnyFirst = this.anyFirst > 0
    if (isAnyFirst) {
      this.anyFirst--
      const read = this.runInAnyOrder(last, most, ahead)
      if (read > 0) return read
    }
    for (let way = 0; way < 2; way++) {
      const read = runs[0]!(window, last, most, ahead)
      if (read > 0) return read
      runs.reverse()
    }
    return isAnyFirst ? 0 : this.runInAnyOrder(last, most, ahead)
  }

  private runInAnyOrder(last: number, most: number, ahead: number): number {
    for (const run of this.inAnyOrder) {
      const read = run(this.plain.window, last, most, ahead)
      if (read > 0) return read
    }
    return 0
  }

  private grow(): void {
    for (const codes of this.codes) if (codes.wantsMemory) codes.grow()
    const { buffer } = this.memory
    const { plain } = this
    const words = (place: number): Int32Array => new Int32Array(buffer, place, plain.rows)
    const doubles = (place: number): Float64Array => new Float64Array(buffer, place, plain.rows)
    this.bytes = new Uint8Array(buffer)
    this.stopped = words(0)
    this.from = words(plain.from)
    this.to = words(plain.to)
    this.at = plain.at < 0 ? undefined : doubles(plain.at)
    this.numbers = plain.numbers.map(({ array, place }) => ({ values: doubles(array), place }))
    this.texts = plain.texts
      .filter(({ texts }) => texts.length > 0)
      .map(({ from, to, texts }) => ({ from: words(from), to: words(to), places: texts }))
    for (const codes of this.codes) codes.view()
  }

  private copy(input: DecoderInput, rows: Rows, row: number, count: number): void {
    rows.from.set(this.from.subarray(0, count), row)
    rows.to.set(this.to.subarray(0, count), row)
    if (this.at !== undefined) rows.at.set(this.at.subarray(0, count), row)
    for (const { values, place } of this.numbers) rows.numbers[place]!.set(values.subarray(0, count), row)
    for (const { from, to, places } of this.texts) {
      for (const place of places) {
        rows.textFrom[place]!.set(from.subarray(0, count), row)
        rows.textTo[place]!.set(to.subarray(0, count), row)
      }
    }
    for (const codes of this.codes) codes.write(input, rows, row, count)
  }
}
