import type { GrowingBytes } from "../abi/bytes.ts"
import { decimalText } from "./decimal.ts"

const smallest = 1024
const point = 0x2e
const zero = 0x30
const encoder = new TextEncoder()
/** Those of so many characters the host writes faster than a loop. */
const longText = 48

/** Bytes that grow at their end, and are used again. */
export class ByteBuffer implements GrowingBytes {
  bytes = new Uint8Array(smallest)
  view = new DataView(this.bytes.buffer)
  length = 0
  private readonly kept: number

  /** `kept`: a buffer that had to grow further gives back what it took when it is emptied. */
  constructor(kept = 1 << 20) {
    this.kept = kept
  }

  reserve(more: number): void {
    const needed = this.length + more
    if (needed <= this.bytes.length) return
    const former = this.bytes.subarray(0, this.length)
    this.take(Math.max(needed, 2 * this.bytes.length))
    this.bytes.set(former)
  }

  /** Empties it. */
  clear(): void {
    this.length = 0
    if (this.bytes.length > this.kept) this.take(smallest)
  }

  private take(room: number): void {
    this.bytes = new Uint8Array(room)
    this.view = new DataView(this.bytes.buffer)
  }
}

/** The most digits of a number that are written one by one; its double has no other decimal form that is as short. */
const plainLimit = 1e9

/** A text that is appended again and again: its UTF-8, four bytes a word. */
export interface FixedText {
  readonly words: Int32Array
  /** The same, eight bytes each; the least significant one first. No eight bytes of UTF-8 are a double that is no number, which might be changed. */
  readonly doubles: Float64Array
  /** In bytes. */
  readonly length: number
}

/** A text for `appendFixed`. */
export function fixedText(text: string): FixedText {
  const { length } = encoder.encode(text)
  const words = new Int32Array(Math.ceil(length / 4))
  const doubles = new Float64Array(Math.ceil(length / 8))
  const padded = new DataView(new ArrayBuffer(8 * doubles.length))
  encoder.encodeInto(text, new Uint8Array(padded.buffer))
  for (let i = 0; i < words.length; i++) words[i] = padded.getInt32(4 * i, true)
  for (let i = 0; i < doubles.length; i++) doubles[i] = padded.getFloat64(8 * i, true)
  return { words, doubles, length }
}

/** Appends such a text. */
export function appendFixed(to: GrowingBytes, { doubles, length }: FixedText): void {
  appendDoubles(to, doubles, 0, doubles.length, length)
}

/** Appends a text of `length` bytes whose `doubles` stand among others', `count` from the one at `from` on. */
export function appendDoubles(
  to: GrowingBytes,
  doubles: Float64Array,
  from: number,
  count: number,
  length: number,
): void {
  to.reserve(8 * count)
  const { view, length: at } = to
  for (let i = 0; i < count; i++) view.setFloat64(at + 8 * i, doubles[from + i]!, true)
  to.length = at + length
}

/** Appends some of other bytes. */
export function appendBytes(to: GrowingBytes, from: Uint8Array, start: number, end: number): void {
  to.reserve(end - start)
  to.bytes.set(from.subarray(start, end), to.length)
  to.length += end - start
}

/** Appends a byte. */
export function appendByte(to: GrowingBytes, byte: number): void {
  to.reserve(1)
  to.bytes[to.length++] = byte
}

/**
 * Appends a text as UTF-8. Half a surrogate pair, which UTF-8 has no bytes for, gets three in the same manner, so that no two texts are
 * the same bytes.
 */
export function appendText(to: GrowingBytes, text: string): void {
  to.reserve(3 * text.length)
  const { bytes } = to
  let at = to.length
  if (text.length >= longText && text.isWellFormed()) {
    to.length = at + encoder.encodeInto(text, bytes.subarray(at)).written
    return
  }
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) {
      to.length = at
      appendBeyondAscii(to, text, i)
      return
    }
    bytes[at++] = unit
  }
  to.length = at
}

/** The rest of a text; there is room for it. */
function appendBeyondAscii(to: GrowingBytes, text: string, from: number): void {
  const { bytes } = to
  let at = to.length
  for (let i = from; i < text.length; i++) {
    const point = text.codePointAt(i)!
    if (point < 0x80) {
      bytes[at++] = point
      continue
    }
    if (point < 0x800) bytes[at++] = 0xc0 | (point >> 6)
    else {
      if (point < 0x10000) bytes[at++] = 0xe0 | (point >> 12)
      else {
        i++
        bytes[at++] = 0xf0 | (point >> 18)
        bytes[at++] = 0x80 | ((point >> 12) & 0x3f)
      }
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f)
    }
    bytes[at++] = 0x80 | (point & 0x3f)
  }
  to.length = at
}

/** Appends a text as JSON, in quotes: the same as `JSON.stringify`. */
export function appendQuoted(to: GrowingBytes, text: string): void {
  to.reserve(text.length + 2)
  const { bytes } = to
  let at = to.length
  bytes[at++] = 0x22
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || unit >= 0x80) {
      appendText(to, JSON.stringify(text))
      return
    }
    bytes[at++] = unit
  }
  bytes[at++] = 0x22
  to.length = at
}

/** Appends a finite number as JSON: the same as `JSON.stringify`. */
export function appendNumber(to: GrowingBytes, value: number): void {
  if (value >= 0 && value < plainLimit) {
    to.reserve(mostDigits + 3)
    const { view } = to
    const whole = Math.trunc(value)
    if (whole === value) {
      to.length = writeDigits(view, to.length, whole)
      return
    }
    // Amounts have mostly two digits behind the point.
    const hundredths = Math.round(value * 100)
    if (hundredths / 100 === value) {
      const at = writeDigits(view, to.length, whole)
      const rest = hundredths - whole * 100
      view.setUint8(at, point)
      view.setUint16(at + 1, pairDigits[rest]!, true)
      to.length = at + (rest % 10 === 0 ? 2 : 3)
      return
    }
  } else if (value >= plainLimit && Number.isSafeInteger(value)) {
    appendLong(to, value)
    return
  }
  appendText(to, String(value))
}

/** Appends a decimal, a whole number of its smallest unit, with all its digits: the same as `decimalText`. */
export function appendDecimal(to: GrowingBytes, scaled: number, scale: number): void {
  if (!(scaled >= 0 && scaled < plainLimit) || scale === 0) {
    appendText(to, decimalText(scaled, scale))
    return
  }
  const unit = 10 ** scale
  const whole = Math.floor(scaled / unit)
  appendDigits(to, whole)
  to.reserve(scale + 1)
  const { bytes } = to
  const point = to.length
  bytes[point] = 0x2e
  let rest = scaled - whole * unit
  for (let at = point + scale; at > point; at--) {
    const tenth = Math.floor(rest / 10)
    bytes[at] = 0x30 + rest - 10 * tenth
    rest = tenth
  }
  to.length = point + scale + 1
}

/** A whole number from 0 to below 10⁹. */
function appendDigits(to: GrowingBytes, value: number): void {
  to.reserve(mostDigits)
  to.length = writeDigits(to.view, to.length, value)
}

/** The most bytes that `writeDigits` writes. */
const mostDigits = 10
/** `00` to `99`, the first digit in the lower byte. */
const pairDigits = Uint16Array.from({ length: 100 }, (_, pair) => 0x3030 + ((pair / 10) | 0) + ((pair % 10) << 8))

/** Writes the digits of a whole number from 0 to below 10⁹ to `at`, where there is room for ten bytes; gives where they end. */
function writeDigits(view: DataView, at: number, value: number): number {
  let rest = value | 0
  const end =
    at +
    (rest < 10000
      ? rest < 100
        ? rest < 10
          ? 1
          : 2
        : rest < 1000
          ? 3
          : 4
      : rest < 1000000
        ? rest < 100000
          ? 5
          : 6
        : rest < 10000000
          ? 7
          : rest < 100000000
            ? 8
            : 9)
  let place = end
  while (rest >= 100) {
    const hundredth = (rest / 100) | 0
    place -= 2
    view.setUint16(place, pairDigits[rest - 100 * hundredth]!, true)
    rest = hundredth
  }
  if (rest >= 10) view.setUint16(place - 2, pairDigits[rest]!, true)
  else view.setUint8(place - 1, zero + rest)
  return end
}

/** A whole number of more than nine digits: a time, mostly. */
function appendLong(to: GrowingBytes, value: number): void {
  const high = Math.floor(value / plainLimit)
  to.reserve(mostDigits + 9)
  const { view } = to
  const at = writeDigits(view, to.length, high)
  const rest = value - high * plainLimit
  const first = (rest / 10000000) | 0
  const second = (rest / 100000) | 0
  const third = (rest / 1000) | 0
  const fourth = (rest / 10) | 0
  view.setUint16(at, pairDigits[first]!, true)
  view.setUint16(at + 2, pairDigits[second - 100 * first]!, true)
  view.setUint16(at + 4, pairDigits[third - 100 * second]!, true)
  view.setUint16(at + 6, pairDigits[fourth - 100 * third]!, true)
  view.setUint8(at + 8, zero + rest - 10 * fourth)
  to.length = at + 9
}

/** Appends the hexadecimal digits of a word's four bytes, the least significant byte first. */
export function appendHex(to: GrowingBytes, word: number): void {
  to.reserve(8)
  writeHex(to.view, to.length, word)
  to.length += 8
}

/** Writes them to `at`, where there is room for eight. */
export function writeHex(view: DataView, at: number, word: number): void {
  view.setInt32(at, hexDigits(word & 0xffff), true)
  view.setInt32(at + 4, hexDigits(word >>> 16), true)
}

/** The digits of two bytes as a word, all four at once: a byte for each. */
function hexDigits(bytes: number): number {
  const apart = (bytes & 0xff) | ((bytes & 0xff00) << 8)
  const digits = ((apart >>> 4) & 0x000f000f) | ((apart & 0x000f000f) << 8)
  // 1 where a digit is above 9: those are letters.
  const letters = ((digits + 0x06060606) >>> 4) & 0x01010101
  return digits + 0x30303030 + Math.imul(letters, 0x27)
}
