import { stringEnd, valueEnd } from "./decoding.ts"

const lineFeed = 0x0a
const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const backslash = 0x5c
const openBracket = 0x5b
const openBrace = 0x7b
const closeBrace = 0x7d

/** The line's type can only be told in the slow way. */
export const oddType = -1
/** The line names a type that is none of the known ones. */
export const otherType = -2

/**
 * Finds the event type of lines of JSON in one of their fields, from their bytes. Of a line that is valid JSON it says what the field of the parsed object
 * holds: all members are gone through, for the last of equal names counts and only those of the outermost object do. A line that is not valid may
 * get any answer: who goes by it must find that out.
 */
export class TypeScanner {
  /** Behind the line feed of the line that was read last. */
  next = 0
  /** Where the type's text stands in it. */
  typeFrom = 0
  typeTo = 0
  private readonly name: Uint8Array
  private readonly isPlain: boolean
  private readonly types: readonly Uint8Array[]
  /** Places in `types` by the hash of their bytes. */
  private readonly byHash = new Map<number, number[]>()
  private last = 0
  private bytes: Uint8Array = new Uint8Array(0)
  private view = new DataView(this.bytes.buffer)

  /** `field`: names the type. `types`: those that are known. */
  constructor(field: string, types: readonly string[]) {
    const encoder = new TextEncoder()
    this.name = encoder.encode(field)
    // Other names are written with escapes in JSON.
    this.isPlain = JSON.stringify(field) === `"${field}"`
    this.types = types.map((type) => encoder.encode(type))
    for (const [place, text] of this.types.entries()) {
      const hash = hashOf(text, 0, text.length)
      this.byHash.set(hash, [...(this.byHash.get(hash) ?? []), place])
    }
  }

  /** Valid UTF-8; behind the last line feed there are at least four bytes. */
  open(bytes: Uint8Array, view: DataView): void {
    this.bytes = bytes
    this.view = view
  }

  /** The place of the type of the line at `from` among the known ones, `otherType`, or `oddType`. */
  read(from: number): number {
    const end = this.isPlain ? this.scan(from) : -1
    if (end < 0) {
      this.next = this.bytes.indexOf(lineFeed, from) + 1
      return oddType
    }
    this.next = end + 1
    return this.known()
  }

  /** Whether the line that was read last is valid JSON for certain. */
  isValid(from: number): boolean {
    const end = valueEnd(this.bytes, this.gap(from), 0)
    return end >= 0 && this.gap(end) + 1 === this.next
  }

  /** Goes through the line's members; where its line feed stands, or -1: the line is odd. */
  private scan(from: number): number {
    const { bytes, name } = this
    this.typeTo = 0
    let place = this.gap(from)
    if (bytes[place] !== openBrace) return -1
    for (let isLast = false; !isLast; ) {
      place = this.gap(place + 1)
      if (bytes[place] !== quote) return -1
      const start = place + 1
      const end = this.plainEnd(start)
      if (bytes[end] !== quote) return -1
      place = this.gap(end + 1)
      if (bytes[place] !== colon) return -1
      place = this.gap(place + 1)
      const isType = end - start === name.length && this.stands(name, start)
      const behind = isType ? this.typeEnd(place) : this.valueEnd(place)
      if (behind < 0) return -1
      place = this.gap(behind)
      isLast = bytes[place] === closeBrace
      if (!isLast && bytes[place] !== comma) return -1
    }
    place = this.gap(place + 1)
    return bytes[place] === lineFeed && this.typeTo > 0 ? place : -1
  }

  /** Behind a type's name, which is noted; -1: it is no text, an empty one, or has escapes. */
  private typeEnd(place: number): number {
    if (this.bytes[place] !== quote) return -1
    const end = this.plainEnd(place + 1)
    if (this.bytes[end] !== quote || end === place + 1) return -1
    this.typeFrom = place + 1
    this.typeTo = end
    return end + 1
  }

  /** Behind a value; -1: it is odd. */
  private valueEnd(from: number): number {
    const { bytes } = this
    const first = bytes[from]!
    if (first === quote) {
      let end = this.plainEnd(from + 1)
      if (bytes[end] === backslash) end = stringEnd(bytes, end)
      return end < 0 || bytes[end] !== quote ? -1 : end + 1
    }
    if (first === openBrace || first === openBracket) return valueEnd(bytes, from, 0)
    let place = from
    for (let byte = first; byte > 32 && byte !== comma && byte !== closeBrace; ) byte = bytes[++place]!
    return place === from ? -1 : place
  }

  /** The first byte from there on that is a quote, a backslash or a control character. */
  private plainEnd(from: number): number {
    const { view } = this
    for (let place = from; ; place += 4) {
      const word = view.getInt32(place, true)
      // As `markEnds` of the generated decoders; the lowest mark is exact.
      const marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
      if (marks !== 0) return place + ((31 - Math.clz32(marks & -marks)) >> 3)
    }
  }

  /** Behind white space. A line feed is none. */
  private gap(from: number): number {
    const { bytes } = this
    let place = from
    for (let byte = bytes[place]; byte === 32 || byte === 9 || byte === 13; ) byte = bytes[++place]
    return place
  }

  private known(): number {
    const { typeFrom, typeTo, types, last } = this
    if (this.isType(types[last])) return last
    const found = this.byHash.get(hashOf(this.bytes, typeFrom, typeTo))?.find((place) => this.isType(types[place]))
    if (found === undefined) return otherType
    this.last = found
    return found
  }

  private isType(type: Uint8Array | undefined): boolean {
    return type !== undefined && type.length === this.typeTo - this.typeFrom && this.stands(type, this.typeFrom)
  }

  private stands(text: Uint8Array, at: number): boolean {
    const { bytes } = this
    for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false
    return true
  }
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0
  for (let place = from; place < to; place++) hash = Math.imul(hash ^ bytes[place]!, 0x01000193)
  return hash
}
