import {
  cacheBase,
  cacheMask,
  cacheMisses,
  cacheShift,
  cacheTries,
  cacheWords,
  entryTextAt,
  type PlainText,
} from "../abi/plain-lines.ts"
import {
  type CodeTable,
  type DecoderInput,
  entryCode,
  entryLength,
  entryText,
  missingCode,
  type Rows,
} from "../abi/rows.ts"
import { pageBytes, type WasmMemory } from "../wasm/host.ts"

const firstEntries = 1024
/** More would not stay in a processor's nearer caches. */
const mostEntries = 32_768
/** After so many rows it is looked whether most texts were found. */
const rowsAtOnce = 65_536
/** Where more than one of so many rows took the place of another text, the cache costs more than it saves. */
const fewestFound = 4
/** Entries of 32 bytes; of 64 where there are longer texts. */
const shortShift = 5
const longShift = 6

/** What finds the code of a text in a table. */
export type Intern = (table: CodeTable, view: DataView, from: number, to: number, hash: number) => number

/**
 * The codes of a field's texts: those that WebAssembly did not find in its cache are asked of the dictionary, and put there. A dictionary that has more texts than the cache
 * could hold is asked for all.
 */
export class TextCodes {
  private readonly schema: PlainText
  private readonly coded: NonNullable<PlainText["coded"]>
  private readonly memory: WasmMemory
  private readonly rows: number
  private readonly intern: Intern
  private entries = firstEntries
  /** Less where there is no more memory. */
  private most = mostEntries
  private shift = shortShift
  private longest = longShift
  /** Longer texts were met. */
  private wantsLonger = false
  private base = 0
  /** Entries that are in use. */
  private put = 0
  /** Rows that were read since it was last looked whether their texts were found, and how many took the place of another text. */
  private seen = 0
  private lost = 0
  /** There are more texts than it can hold. */
  private isOff = false
  private table: CodeTable | undefined
  /** Its count when the cache was filled: codes may have been given to other texts since. */
  private sweeps = 0
  /** A cache that was too small, whose texts are not in the new one yet. */
  private former: { readonly base: number; readonly entries: number; readonly shift: number } | undefined
  private from!: Int32Array
  private to!: Int32Array
  private hash!: Int32Array
  private code!: Int32Array
  private misses!: Int32Array
  private header!: Int32Array
  private cache!: Int32Array

  /** `view` is to be called before anything else, and whenever the memory grew. */
  constructor(
    schema: PlainText,
    coded: NonNullable<PlainText["coded"]>,
    memory: WasmMemory,
    rows: number,
    intern: Intern,
  ) {
    this.schema = schema
    this.coded = coded
    this.memory = memory
    this.rows = rows
    this.intern = intern
  }

  /** Whether it has no room in memory yet, or too little. */
  get wantsMemory(): boolean {
    return this.base === 0 || this.isFull || (this.wantsLonger && this.shift === shortShift)
  }

  private get isFull(): boolean {
    return this.put * 2 > this.entries && this.entries < this.most
  }

  /**
   * Gets room at the end of the memory, which grows: what it had before is not used any more. All views of it are to be made anew, by `view`. Where there is no more memory it keeps what it
   * has; throws where it has none.
   */
  grow(): void {
    const entries = this.isFull ? this.most : this.entries
    const shift = this.wantsLonger ? longShift : this.shift
    const base = this.memory.buffer.byteLength
    try {
      this.memory.grow(Math.ceil((entries << shift) / pageBytes))
    } catch (error) {
      if (this.base === 0) throw error
      this.most = this.entries
      this.longest = this.shift
      this.wantsLonger = false
      return
    }
    if (this.base > 0) this.former = { base: this.base, entries: this.entries, shift: this.shift }
    this.base = base
    this.entries = entries
    this.shift = shift
  }

  /** Looks at the memory as it is now. */
  view(): void {
    const { buffer } = this.memory
    const words = (place: number): Int32Array => new Int32Array(buffer, place, this.rows)
    this.from = words(this.schema.from)
    this.to = words(this.schema.to)
    this.hash = words(this.coded.hash)
    this.code = words(this.coded.code)
    this.misses = words(this.coded.misses)
    this.header = new Int32Array(buffer, this.coded.cache, cacheWords)
    this.cache = new Int32Array(buffer, this.base, (this.entries << this.shift) >> 2)
    if (this.former !== undefined) this.takeOver(this.former)
    this.former = undefined
  }

  /** The texts of a smaller cache stand in this one, too, which is empty. */
  private takeOver({ base, entries, shift }: NonNullable<TextCodes["former"]>): void {
    const words = new Int32Array(this.memory.buffer, base, (entries << shift) >> 2)
    const size = 1 << (shift - 2)
    const { cache } = this
    this.put = 0
    for (let from = 0; from < words.length; from += size) {
      if (words[from + 1] === 0) continue
      const to = this.place(words[from]!)
      for (let word = 0; word < size; word++) cache[to + word] = words[from + word]!
    }
  }

  /** Where in the cache a text goes: to the place of its hash or one of the next, the last of which loses what it had. */
  private place(hash: number): number {
    const { cache, entries, shift } = this
    const entryAt = (tries: number): number => ((hash + tries) & (entries - 1)) << (shift - 2)
    let entry = entryAt(0)
    for (let tries = 1; tries < cacheTries && cache[entry + 1] !== 0; tries++) entry = entryAt(tries)
    if (cache[entry + 1] === 0) this.put++
    else this.lost++
    return entry
  }

  /** Before lines are read: the cache is that of the table. */
  open({ codes }: DecoderInput): void {
    const column = this.coded.columns[0]
    const table = column === undefined ? this.coded.values! : codes[column.domain]!
    if (table !== this.table || table.sweeps !== this.sweeps) {
      // Of no use before, it is used again when the texts that are left could be held: of slots there are two for each at least.
      this.isOff &&= table === this.table && table.slots.length > 2 * this.most
      if (!this.isOff) this.cache.fill(0)
      this.put = 0
      this.table = table
      this.sweeps = table.sweeps
    }
    this.header[cacheBase] = this.base
    this.header[cacheMask] = this.isOff ? -1 : this.entries - 1
    this.header[cacheShift] = this.shift
  }

  /** Finds the codes of the first rows that the cache did not have; gives how many of them hold what they may. */
  resolve({ view }: DecoderInput, count: number): number {
    const { columns, values } = this.coded
    const { from, to, hash, misses } = this
    if (this.header[cacheMask]! < 0) return this.members(view, count)
    this.lookAround(count)
    const missed = this.header[cacheMisses]!
    for (let i = 0; i < missed && misses[i]! < count; i++) {
      const row = misses[i]!
      const start = from[row]!
      let code = 0
      if (values !== undefined) {
        code = this.intern(values, view, start, to[row]!, hash[row]!)
        if (code < 0) return row
      }
      if (columns.length > 0) code = this.intern(this.table!, view, start, to[row]!, hash[row]!)
      this.code[row] = code
      this.keep(view, start, to[row]!, hash[row]!, code)
    }
    return count
  }

  /** So many rows were read: now and then it is looked whether the cache is of use. It is again when the table let texts go. */
  private lookAround(count: number): void {
    this.seen += count
    if (this.seen < rowsAtOnce) return
    this.isOff = this.lost * fewestFound > this.seen && this.entries === this.most
    this.seen = 0
    this.lost = 0
  }

  /** Writes the codes of the first rows to columns, from `row` on. */
  write({ codes, view }: DecoderInput, rows: Rows, row: number, count: number): void {
    for (const [at, { place, domain }] of this.coded.columns.entries()) {
      const column = rows.codes[place]!
      if (at === 0 && this.header[cacheMask]! >= 0) column.set(this.code.subarray(0, count), row)
      else this.internAll(codes[domain]!, view, count, column, row)
    }
  }

  /** How many of the first rows hold one of the values. */
  private members(view: DataView, count: number): number {
    const { from, to, hash } = this
    const { values } = this.coded
    if (values === undefined) return count
    let row = 0
    while (row < count && (from[row]! < 0 || this.intern(values, view, from[row]!, to[row]!, hash[row]!) >= 0)) row++
    return row
  }

  private keep(view: DataView, from: number, to: number, hash: number, code: number): void {
    const { cache, shift } = this
    const length = to - from
    if (length > (1 << shift) - entryTextAt) {
      if (length <= (1 << this.longest) - entryTextAt) this.wantsLonger = true
      return
    }
    const entry = this.place(hash)
    cache[entry] = hash
    cache[entry + 1] = length + 1
    cache[entry + 2] = code
    // Word by word, and zeros behind them: to make views of a few bytes costs more than all the rest of a miss.
    const text = entry + (entryTextAt >> 2)
    const end = entry + (1 << (shift - 2))
    const last = text + (length >> 2)
    let at = from
    for (let word = text; word < last; word++, at += 4) cache[word] = view.getInt32(at, true)
    if (last === end) return
    cache[last] = view.getInt32(at, true) & ((1 << ((length & 3) << 3)) - 1)
    for (let word = last + 1; word < end; word++) cache[word] = 0
  }

  private internAll(table: CodeTable, view: DataView, count: number, codes: Int32Array, row: number): void {
    for (let i = 0; i < count; ) i = this.internSome(table, view, i, count, codes, row)
  }

  /** Finds codes of rows from `first` on until the table has other arrays; gives the row behind them. */
  private internSome(
    table: CodeTable,
    view: DataView,
    first: number,
    count: number,
    codes: Int32Array,
    row: number,
  ): number {
    const { from, to, hash } = this
    const { slots, words } = table
    const mask = slots.length - 1
    for (let i = first; i < count; i++) {
      const start = from[i]!
      if (start < 0) {
        codes[row + i] = missingCode
        continue
      }
      const hashed = hash[i]!
      const entry = slots[hashed & mask]!
      if (entry !== 0 && words[entry] === hashed && standsAt(words, entry, view, start, to[i]! - start)) {
        codes[row + i] = words[entry + entryCode]!
        continue
      }
      codes[row + i] = this.intern(table, view, start, to[i]!, hashed)
      if (table.slots !== slots || table.words !== words) return i + 1
    }
    return count
  }
}

/** Whether an entry's text is that of `length` bytes at a place. */
function standsAt(words: Int32Array, entry: number, view: DataView, start: number, length: number): boolean {
  if (words[entry + entryLength] !== length) return false
  const last = start + (length & ~3)
  let word = entry + entryText
  for (let at = start; at < last; at += 4) if (words[word++] !== view.getInt32(at, true)) return false
  return words[word] === (view.getInt32(last, true) & ((1 << ((length & 3) << 3)) - 1))
}
