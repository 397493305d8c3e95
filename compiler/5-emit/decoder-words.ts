/** Code of decoders that works on words of four or eight bytes: comparing with literals, reading digits, finding the end of a string. */
import { hashFactor } from "../../runtime/abi/rows.ts"

/** Lines inside of others. */
export function inside(...lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`))
}

/**
 * The condition that the bytes from `place` on are those of the text. The parts are tested in their order, so that no more than seven bytes are read behind the
 * first one that differs. The eight bytes of a part are compared as a double: no two texts give the same one, and none gives NaN.
 */
export function standsAt(text: string, place: string): string {
  const bytes = new TextEncoder().encode(text)
  const view = new DataView(bytes.buffer)
  const at = (offset: number): string => (offset === 0 ? place : `${place} + ${offset}`)
  const parts: string[] = []
  let offset = 0
  const rest = (): number => bytes.length - offset
  const eight = (from: number): void => {
    parts.push(`view.getFloat64(${at(from)}, true) === ${view.getFloat64(from, true)}`)
    offset = from + 8
  }
  const four = (from: number): void => {
    parts.push(`view.getInt32(${at(from)}, true) === ${view.getInt32(from, true)}`)
    offset = from + 4
  }
  while (rest() >= 8) eight(offset)
  if (rest() > 4 && bytes.length >= 8) eight(bytes.length - 8)
  else if (rest() >= 4) four(offset)
  if (rest() === 2) {
    parts.push(`view.getUint16(${at(offset)}, true) === ${view.getUint16(offset, true)}`)
    offset += 2
  } else if (rest() > 0 && bytes.length >= 4) four(bytes.length - 4)
  for (; rest() > 0; offset++) parts.push(`${byteAt(at(offset))} === ${bytes[offset]}`)
  return parts.join(" && ")
}

/** The byte there. All is read through one view: each more that V8 has to check costs time. */
export function byteAt(place = "place"): string {
  return `view.getUint8(${place})`
}

/** Moves `place` behind white space. A line feed is none: it ends the line. */
export const passSpace =
  "while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++"

/**
 * Sets `word` to the next four bytes and `marks` to the high bits of those that end a plain string: quotes, control characters, backslashes. The lowest
 * mark is exact. A byte less than 32 or equal to 34 is less than 33 when its second bit is turned over (the test of bytes for "less than" is of
 * Sean Anderson's Bit Twiddling Hacks).
 */
export const markEnds = marksBy("0x5c5c5c5c")

/** Likewise with another byte than the backslash, given four times: a number, or a local that holds it. */
export function marksBy(stop: string): readonly string[] {
  return [
    "word = view.getInt32(place, true)",
    `marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ ${stop}) - 0x01010101)) & ~word & 0x80808080`,
  ]
}

/** How many bits of the word lie before its lowest mark, but for the mark's own place in its byte. */
const bitsBefore = "31 - Math.clz32(marks & -marks)"

/** Moves `place` to the first byte that `ends` marks. */
export function toMark(ends: readonly string[]): string[] {
  return [
    "for (;;) {",
    ...inside(...ends, "if (marks !== 0) break", "place += 4"),
    "}",
    `place += (${bitsBefore}) >> 3`,
  ]
}

/** Moves `place` to the first byte that a plain string cannot hold. */
export const toEnd = toMark(markEnds)

/** Moves `place` from the first byte of a string's text behind its closing quote. */
export const passString = [
  ...toEnd,
  "if (view.getUint8(place) !== 34) {",
  ...inside("place = decoding.stringEnd(bytes, place)", "if (place < 0) break lines"),
  "}",
  "place++",
]

/**
 * As `toEnd`, with the text's hash; then `word` is the last one, zeros in it behind the text, and `last` its place. `closing` makes sure that
 * the closing quote stands there.
 */
export const hashText = (start: number, closing: string, ends = markEnds): string[] => [
  `hash = ${start}`,
  "for (;;) {",
  ...inside(
    ...ends,
    "if (marks !== 0) break",
    `hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, ${hashFactor | 0})`,
    "place += 4",
  ),
  "}",
  "last = place",
  `marks = (${bitsBefore}) & 24`,
  "place += marks >> 3",
  closing,
  "word &= (1 << marks) - 1",
  `hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, ${hashFactor | 0})`,
  "hash ^= hash >>> 15",
]

/**
 * Moves `place` behind a run of digits, appends them to `value`. Four at a time: each byte becomes its digit or something above nine; neighbours are
 * joined to numbers of two digits, these to one of four (after Daniel Lemire, "Quickly parsing eight digits", 2018). Of the last word the digits are
 * moved up, so that zeros stand before them.
 */
export const appendDigits = [
  "for (;;) {",
  ...inside(
    "word = view.getInt32(place, true) ^ 0x30303030",
    "marks = (word | (word + 0x76767676)) & 0x80808080",
    "if (marks !== 0) break",
    "word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff",
    "value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)",
    "place += 4",
  ),
  "}",
  `marks = (${bitsBefore}) >> 3`,
  "word = (word << (24 - (marks << 3))) << 8",
  "word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff",
  "value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)",
  "place += marks",
]

/** Takes the line that ends at `place` as a row, without its line break; leaves the loop where it goes on there. */
export const takeLine: readonly string[] = [
  `if (${byteAt()} !== 10) break`,
  "starts[row] = line",
  `ends[row] = ${byteAt("place - 1")} === 13 ? place - 1 : place`,
  "row++",
  "line = place + 1",
]
