import {
  type CodeTable,
  type DomainSchema,
  entryCode,
  entryLength,
  entryText,
  hashFactor,
  hashStart,
  otherCode,
} from "../abi/rows.ts"
import { TextWords, textOfWords } from "./text-words.ts"

const leastSlots = 64
/** Texts of so many characters are short. */
const shortUnits = 63
/**
 * So many slots are looked at for a text, then it counts as crowded. Texts can be chosen so that their hashes are equal: without a limit
 * each new one would look at all before it.
 */
const mostSteps = 48
/** So many are looked at in the quick way: mostly the first one has the text. */
const quickSteps = 8

/**
 * Numbers for the texts of one domain: the lowest free one in the order in which they are first met, constants before all others. Constants have theirs for good; in a closed domain
 * other texts have none (`otherCode`). An instance is used by one reader at a time.
 */
export class Dictionary implements CodeTable {
  slots: Int32Array = new Int32Array(leastSlots)
  words: Int32Array = new Int32Array(leastSlots * 4)
  sweeps = 0
  /** Every code is less: codes that are free again included. */
  bound = 0
  /** By code: where its entry begins in `words`; 0: the code is free. */
  private entries: Int32Array = new Int32Array(leastSlots >> 1)
  private readonly open: boolean
  /** Codes of constants: those that are kept whatever uses them. */
  private readonly constants = new Set<number>()
  /** Words in use; the first one is none's. */
  private filled = 1
  /** Codes that are free again, the lowest one last. */
  private free: number[] = []
  private held = 0
  /** Codes of texts whose slots were all taken, by the text: the hashes of a `Map` cannot be foreseen. */
  private readonly crowded = new Map<string, number>()
  private readonly texts: (string | undefined)[] = []
  private readonly scratch = new TextWords()
  /** The words of a short text. */
  private readonly short = new Int32Array((shortUnits >> 2) + 1)

  /** Throws when two constants are equal. */
  constructor({ constants, open }: DomainSchema) {
    this.open = true
    for (const [place, text] of constants.entries()) {
      this.constants.add(this.codeOfText(text))
      if (this.constants.size === place) throw new Error(`the constant ${JSON.stringify(text)} stands there twice`)
    }
    this.open = open
  }

  /** Whether all texts get codes. */
  get isOpen(): boolean {
    return this.open
  }

  /** These have their codes for good, too. Of an open domain, or one that has them. */
  keep(constants: readonly string[]): void {
    for (const text of constants) this.constants.add(this.codeOfText(text))
  }

  /** How many texts have a code. */
  get size(): number {
    return this.held
  }

  codeOf(hash: number, words: Int32Array, length: number): number {
    const { slots } = this
    const mask = slots.length - 1
    let slot = hash & mask
    for (let step = 0; step < mostSteps; step++) {
      const entry = slots[slot]!
      if (entry === 0) return this.open ? this.add(hash, words, length, slot) : otherCode
      if (this.holds(entry, hash, words, length)) return this.words[entry + entryCode]!
      slot = (slot + 1) & mask
    }
    const known = this.crowded.get(textOfWords(words, 0, length))
    if (known !== undefined) return known
    return this.open ? this.add(hash, words, length, -1) : otherCode
  }

  codeOfText(text: string): number {
    const units = text.length
    if (units > shortUnits) return this.codeOfAny(text)
    // The same as `codeOfAny`, for what most texts are: in one function, which is faster by a fifth.
    const { short, slots, words } = this
    const factor = hashFactor | 0
    let hash = hashStart | 0
    let all = 0
    let count = 0
    let at = 0
    for (const whole = units - 3; at < whole; at += 4) {
      const a = text.charCodeAt(at)
      const b = text.charCodeAt(at + 1)
      const c = text.charCodeAt(at + 2)
      const d = text.charCodeAt(at + 3)
      all |= a | b | c | d
      const word = a | (b << 8) | (c << 16) | (d << 24)
      short[count++] = word
      hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, factor)
    }
    let last = 0
    for (let shift = 0; at < units; at++, shift += 8) {
      const unit = text.charCodeAt(at)
      all |= unit
      last |= unit << shift
    }
    if (all >= 0x80) return this.codeOfAny(text)
    short[count] = last
    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ last, factor)
    hash ^= hash >>> 15
    const mask = slots.length - 1
    const first = hash & mask
    const end = first + quickSteps
    for (let slot = first; slot < end; slot++) {
      const entry = slots[slot & mask]!
      if (entry === 0) break
      if (words[entry] !== hash || words[entry + entryLength] !== units) continue
      let i = count
      while (i >= 0 && words[entry + entryText + i] === short[i]) i--
      if (i < 0) return words[entry + entryCode]!
    }
    return this.codeOfAny(text)
  }

  private codeOfAny(text: string): number {
    const { scratch } = this
    const hash = scratch.encode(text)
    return this.codeOf(hash, scratch.words, scratch.length)
  }

  /** The text that has the code. Throws where none has. */
  text(code: number): string {
    const known = this.texts[code]
    if (known !== undefined) return known
    const entry = this.entryOf(code)
    const text = textOfWords(this.words, entry + entryText, this.words[entry + entryLength]!)
    this.texts[code] = text
    return text
  }

  /** Where in `words` the entry of the text begins that has the code. Throws where none has. */
  entryOf(code: number): number {
    const entry = code >= 0 && code < this.bound ? this.entries[code]! : 0
    if (entry === 0) throw new RangeError(`no text has the code ${code}`)
    return entry
  }

  /** Lets go of the texts whose codes are not live; constants always are. Their codes are given to new texts, all others stay. */
  sweep(isLive: (code: number) => boolean): void {
    this.sweeps++
    let held = 0
    let filled = 1
    const free: number[] = []
    for (let code = 0; code < this.bound; code++) {
      const entry = this.entries[code]!
      if (entry > 0 && (isLive(code) || this.constants.has(code))) {
        held++
        filled += this.sizeOf(entry)
      } else {
        this.entries[code] = 0
        this.texts[code] = undefined
        free.push(code)
      }
    }
    while (free.length > 0 && free.at(-1) === this.bound - 1) {
      free.pop()
      this.bound--
    }
    this.texts.length = Math.min(this.texts.length, this.bound)
    this.held = held
    this.free = free.reverse()
    this.compact(filled)
    let slots = leastSlots
    while (slots < 2 * (this.bound + 1)) slots *= 2
    this.rebuild(slots)
  }

  private holds(entry: number, hash: number, words: Int32Array, length: number): boolean {
    const own = this.words
    if (own[entry] !== hash || own[entry + entryLength] !== length) return false
    for (let i = length >> 2; i >= 0; i--) if (own[entry + entryText + i] !== words[i]) return false
    return true
  }

  /** How many words an entry has. */
  private sizeOf(entry: number): number {
    return entryText + (this.words[entry + entryLength]! >> 2) + 1
  }

  /** `slot` -1: the text is crowded. */
  private add(hash: number, words: Int32Array, length: number, slot: number): number {
    const code = this.free.pop() ?? this.bound++
    const count = (length >> 2) + 1
    const entry = this.filled
    this.filled += entryText + count
    if (this.filled > this.words.length) this.words = longer(this.words, this.filled * 2)
    this.words[entry] = hash
    this.words[entry + entryLength] = length
    this.words[entry + entryCode] = code
    for (let i = 0; i < count; i++) this.words[entry + entryText + i] = words[i]!
    this.entries[code] = entry
    this.held++
    if (slot >= 0) this.slots[slot] = entry
    else this.crowded.set(this.text(code), code)
    if (2 * (this.bound + 1) > this.slots.length) this.rebuild(this.slots.length * 2)
    return code
  }

  /** Moves the entries that are in use together; there are `filled` words of them. */
  private compact(filled: number): void {
    const words = new Int32Array(Math.max(leastSlots * 4, filled + (filled >> 1)))
    this.filled = 1
    for (let code = 0; code < this.bound; code++) {
      const entry = this.entries[code]!
      if (entry === 0) continue
      const size = this.sizeOf(entry)
      words.set(this.words.subarray(entry, entry + size), this.filled)
      this.entries[code] = this.filled
      this.filled += size
    }
    this.words = words
  }

  /** Finds a slot for each text anew, and room by code for half as many codes as slots. */
  private rebuild(length: number): void {
    this.entries = longer(this.entries, length >> 1)
    const slots = new Int32Array(length)
    this.slots = slots
    this.crowded.clear()
    const mask = length - 1
    for (let code = 0; code < this.bound; code++) {
      const entry = this.entries[code]!
      if (entry === 0) continue
      const first = this.words[entry]!
      let step = 0
      while (step < mostSteps && slots[(first + step) & mask] !== 0) step++
      if (step < mostSteps) slots[(first + step) & mask] = entry
      else this.crowded.set(this.text(code), code)
    }
  }
}

/** The first `length` numbers, zeros behind them where there are fewer. */
function longer(numbers: Int32Array, length: number): Int32Array {
  const all = new Int32Array(length)
  all.set(numbers.length > length ? numbers.subarray(0, length) : numbers)
  return all
}
