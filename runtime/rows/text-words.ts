import { hashFactor, hashStart } from "../abi/rows.ts"

/**
 * A text as words of its UTF-8 bytes. A surrogate without its other half, which UTF-8 has no bytes for, gets the three bytes that its number
 * would have (WTF-8), so that different texts have different bytes. The words are valid until the next text.
 */
export class TextWords {
  words = new Int32Array(64)
  /** In bytes. */
  length = 0

  /** Sets words and length, and gives the hash. */
  encode(text: string): number {
    const units = text.length
    // Three bytes are the most that a UTF-16 unit becomes.
    this.reserve(units * 3)
    const { words } = this
    let hash: number = hashStart
    let all = 0
    let count = 0
    let at = 0
    for (; at + 4 <= units; at += 4) {
      const [a, b, c, d] = [
        text.charCodeAt(at),
        text.charCodeAt(at + 1),
        text.charCodeAt(at + 2),
        text.charCodeAt(at + 3),
      ]
      all |= a | b | c | d
      const word = a | (b << 8) | (c << 16) | (d << 24)
      words[count++] = word
      hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, hashFactor)
    }
    let word = 0
    for (let shift = 0; at < units; at++, shift += 8) {
      const unit = text.charCodeAt(at)
      all |= unit
      word |= unit << shift
    }
    if (all >= 0x80) return this.encodeWide(text)
    words[count] = word
    this.length = units
    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, hashFactor)
    return hash ^ (hash >>> 15)
  }

  /** Likewise for any text. */
  private encodeWide(text: string): number {
    this.length = 0
    this.words.fill(0, 0, ((text.length * 3) >> 2) + 1)
    for (let i = 0; i < text.length; i++) {
      const point = text.codePointAt(i)!
      if (point > 0xffff) i++
      this.point(point)
    }
    return this.hash()
  }

  /** Sets words and length from bytes in a view. */
  read(view: DataView, from: number, to: number): void {
    this.reserve(to - from)
    this.length = to - from
    const { words } = this
    let count = 0
    let place = from
    for (; place + 4 <= to; place += 4) words[count++] = view.getInt32(place, true)
    let last = 0
    for (let byte = place; byte < to; byte++) last |= view.getUint8(byte) << ((byte - place) << 3)
    words[count] = last
  }

  /** As `hashStart` in the agreement on rows says. */
  hash(): number {
    let hash: number = hashStart
    for (let i = 0; i <= this.length >> 2; i++) {
      hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ this.words[i]!, hashFactor)
    }
    return hash ^ (hash >>> 15)
  }

  private reserve(bytes: number): void {
    const needed = (bytes >> 2) + 1
    if (needed > this.words.length) this.words = new Int32Array(needed * 2)
  }

  private point(point: number): void {
    if (point < 0x80) {
      this.byte(point)
      return
    }
    if (point < 0x800) this.byte(0xc0 | (point >> 6))
    else {
      if (point < 0x10000) this.byte(0xe0 | (point >> 12))
      else {
        this.byte(0xf0 | (point >> 18))
        this.byte(0x80 | ((point >> 12) & 0x3f))
      }
      this.byte(0x80 | ((point >> 6) & 0x3f))
    }
    this.byte(0x80 | (point & 0x3f))
  }

  private byte(byte: number): void {
    const at = this.length++
    this.words[at >> 2]! |= byte << ((at & 3) << 3)
  }
}

/** The text of `length` bytes that begin with the word at `offset`, as `TextWords` made them. */
export function textOfWords(words: Int32Array, offset: number, length: number): string {
  const byteAt = (at: number): number => (words[offset + (at >> 2)]! >>> ((at & 3) << 3)) & 0xff
  let text = ""
  for (let at = 0; at < length; ) {
    const lead = byteAt(at++)
    const more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3
    let point = more === 0 ? lead : lead & (0x3f >> more)
    for (const end = at + more; at < end; at++) point = (point << 6) | (byteAt(at) & 0x3f)
    text += String.fromCodePoint(point)
  }
  return text
}

/** A character that is the same in JSON, four times. */
const spaces = 0x20202020
const quotes = 0x22222222
const backslashes = 0x5c5c5c5c
const sevenBits = 0x7f7f7f7f
const highBits = 0x80808080 | 0

/** Whether a text, in words as `textOfWords` takes them, is ASCII that stands in JSON as it is: between quotes, nothing has to be escaped. */
export function isPlainText(words: Int32Array, offset: number, length: number): boolean {
  const whole = length >> 2
  for (let i = 0; i < whole; i++) if (!isPlainWord(words[offset + i]!)) return false
  const more = length & 3
  return more === 0 || isPlainWord(words[offset + whole]! | (spaces << (more << 3)))
}

function isPlainWord(word: number): boolean {
  // Each byte below 128; bit 6 or 5, as all have from the space on; then no byte that is zero where the character is taken away.
  if ((word & highBits) !== 0 || ((word | (word << 1)) & 0x40404040) !== 0x40404040) return false
  const others = ((word ^ quotes) + sevenBits) | 0
  return (others & (((word ^ backslashes) + sevenBits) | 0) & highBits) === highBits
}
