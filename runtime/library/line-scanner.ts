import type { FieldScanner } from "../abi/lines.ts"
import { latestTime, parseIso } from "../time/iso.ts"
import { scaleDecimal } from "./decimal.ts"
import { cachedBytes, TextCache } from "./text-cache.ts"

const quote = 0x22
const comma = 0x2c
const minus = 0x2d
const point = 0x2e
const zero = 0x30
const nine = 0x39
const colon = 0x3a
const backslash = 0x5c
const lineFeed = 0x0a
const carriageReturn = 0x0d
const maxDepth = 32
const rememberedFields = 256
/** So many digits are a whole number that is exact, and so is a power of ten up to this one: their quotient is rounded once. */
const exactDigits = 15
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, power) => 10 ** power)
const longNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/** Bytes with what stands in them, as scanners need them. */
export interface ScannedBytes {
  /** Valid UTF-8; each line ends with a line feed. */
  readonly bytes: Uint8Array
  readonly ascii: boolean
  text(from: number, to: number): string
}

/**
 * Reads the declared fields of lines of JSON from their bytes. It takes no line that `JSON.parse` would refuse, and reads the others
 * as `JSON.parse` would, or calls them odd: escapes, deep nesting, whatever else is rare. The fields' order in the line before is
 * tried first.
 */
export class LineScanner implements FieldScanner {
  odd = false
  /** After a line that is not odd: behind its line feed. */
  place = 0
  private readonly names: readonly Uint8Array[]
  private bytes: Uint8Array = new Uint8Array(0)
  private source: ScannedBytes = { bytes: this.bytes, ascii: true, text: () => "" }
  /** The field that stood at each place of the line before. */
  private readonly order: number[] = []
  private at = 0
  private first = true
  private readonly cache = new TextCache()

  /** `names`: the declared fields, in the order of their numbers. */
  constructor(names: readonly string[]) {
    const encoder = new TextEncoder()
    this.names = names.map((name) => encoder.encode(`${JSON.stringify(name)}:`))
  }

  open(source: ScannedBytes): void {
    this.source = source
    this.bytes = source.bytes
  }

  /** Begins the line at `from`. */
  begin(from: number): void {
    this.odd = false
    this.at = 0
    this.first = true
    this.place = from
    const place = this.gap(from)
    if (this.bytes[place] === 0x7b) this.place = place + 1
    else this.fail()
  }

  next(): number {
    while (!this.odd) {
      const { bytes } = this
      let place = this.gap(this.place)
      const byte = bytes[place]
      if (byte === 0x7d) {
        this.finish(place + 1)
        return -1
      }
      if (!this.first) {
        if (byte !== comma) return this.fail()
        place = this.gap(place + 1)
      }
      this.first = false
      const guess = this.order[this.at] ?? -1
      const length = guess < 0 ? 0 : this.named(guess, place)
      const field = length > 0 ? guess : this.otherName(place)
      if (length > 0) this.place = place + length
      if (this.at < rememberedFields) this.order[this.at] = field
      this.at++
      if (field >= 0) return field
      if (!this.odd) this.pass(0)
    }
    return -1
  }

  string(): string | undefined {
    const { bytes } = this
    const from = this.gap(this.place) + 1
    if (bytes[from - 1] !== quote) return this.missing(from - 1)
    let place = from
    let hash = 0
    for (let byte = bytes[place]!; byte !== quote; byte = bytes[++place]!) {
      if (byte < 32 || byte === backslash) {
        this.fail()
        return undefined
      }
      hash = Math.imul(hash ^ byte, 0x01000193)
    }
    this.place = place + 1
    return this.textOf(from, place, hash)
  }

  number(): number | undefined {
    const { bytes } = this
    const from = this.gap(this.place)
    let place = from
    let byte = bytes[place]!
    if (byte === minus) byte = bytes[++place]!
    if (!(byte >= zero && byte <= nine)) return this.missing(from)
    const start = place
    let value = 0
    for (; byte >= zero && byte <= nine; byte = bytes[++place]!) value = value * 10 + (byte - zero)
    let digits = place - start
    if (digits > 1 && bytes[start] === zero) return this.noValue()
    let decimals = 0
    if (byte === point) {
      const fraction = ++place
      for (byte = bytes[place]!; byte >= zero && byte <= nine; byte = bytes[++place]!)
        value = value * 10 + (byte - zero)
      decimals = place - fraction
      digits += decimals
      if (decimals === 0) return this.noValue()
    }
    if (digits > exactDigits || byte === 0x65 || byte === 0x45) return this.longNumber(from)
    this.place = place
    if (decimals > 0) value /= powersOfTen[decimals]!
    return bytes[from] === minus ? -value : value
  }

  integer(): number | undefined {
    const value = this.number()
    return value === undefined || Number.isSafeInteger(value) ? value : this.noValue()
  }

  decimal(scale: number): number | undefined {
    const value = this.number()
    return value === undefined ? undefined : (scaleDecimal(value, scale) ?? this.noValue())
  }

  time(seconds: boolean): number | undefined {
    if (this.bytes[this.gap(this.place)] === quote) {
      const text = this.string()
      return text === undefined ? undefined : (parseIso(text) ?? this.noValue())
    }
    const value = this.number()
    if (value === undefined) return undefined
    const time = seconds ? Math.round(value * 1000) : Math.floor(value)
    return Math.abs(time) <= latestTime ? time : this.noValue()
  }

  boolean(): boolean | undefined {
    const place = this.gap(this.place)
    if (this.word(place, 0x74, 0x72, 0x75, 0x65)) {
      this.place = place + 4
      return true
    }
    if (this.word(place, 0x66, 0x61, 0x6c, 0x73) && this.bytes[place + 4] === 0x65) {
      this.place = place + 5
      return false
    }
    return this.missing(place)
  }

  oneOf(values: ReadonlySet<string>): string | undefined {
    const text = this.string()
    return text === undefined || values.has(text) ? text : this.noValue()
  }

  /** Behind white space. A line feed is none: it ends the line. */
  private gap(place: number): number {
    const { bytes } = this
    for (let byte = bytes[place]; byte === 0x20 || byte === 0x09 || byte === carriageReturn; ) byte = bytes[++place]
    return place
  }

  private fail(): -1 {
    this.odd = true
    return -1
  }

  private noValue(): undefined {
    this.odd = true
    return undefined
  }

  /** `null` stands for a missing value. */
  private missing(place: number): undefined {
    if (this.word(place, 0x6e, 0x75, 0x6c, 0x6c)) this.place = place + 4
    else this.odd = true
    return undefined
  }

  private word(place: number, a: number, b: number, c: number, d: number): boolean {
    const { bytes } = this
    return bytes[place] === a && bytes[place + 1] === b && bytes[place + 2] === c && bytes[place + 3] === d
  }

  /** Nothing but white space follows the object. */
  private finish(place: number): void {
    const end = this.gap(place)
    if (this.bytes[end] === lineFeed) this.place = end + 1
    else this.odd = true
  }

  /** The length of the field's name with quotes and colon where it stands at `place`, else 0. */
  private named(field: number, place: number): number {
    const name = this.names[field]!
    const { bytes } = this
    for (let i = 0; i < name.length; i++) if (bytes[place + i] !== name[i]) return 0
    return name.length
  }

  /** The field whose name stands at `place`; -1: it is none that was declared, or the line is odd. */
  private otherName(place: number): number {
    const { bytes } = this
    if (bytes[place] !== quote) return this.fail()
    const end = this.stringEnd(place + 1)
    if (this.odd) return -1
    const after = this.gap(end + 1)
    if (bytes[after] !== colon) return this.fail()
    this.place = after + 1
    const length = end + 1 - place
    for (const [field, name] of this.names.entries()) {
      // Its own colon need not stand right behind it.
      if (name.length === length + 1 && this.equal(name, place, length)) return field
    }
    return -1
  }

  private equal(name: Uint8Array, place: number, length: number): boolean {
    for (let i = 0; i < length; i++) if (this.bytes[place + i] !== name[i]) return false
    return true
  }

  /** Passes over the value of a field that was not declared. */
  private pass(depth: number): void {
    const place = this.gap(this.place)
    const byte = this.bytes[place]!
    if (byte === quote) this.passString(place)
    else if (byte === 0x7b || byte === 0x5b) this.passNested(place, byte + 2, depth)
    else if (byte === minus || (byte >= zero && byte <= nine)) this.number()
    else this.boolean()
  }

  private passString(place: number): void {
    const end = this.stringEnd(place + 1)
    if (!this.odd) this.place = end + 1
  }

  /** Where the closing quote of a string stands. */
  private stringEnd(place: number): number {
    const { bytes } = this
    for (let byte = bytes[place]!; byte !== quote; byte = bytes[++place]!) {
      if (byte < 32 || byte === backslash) return this.fail()
    }
    return place
  }

  /** A list or an object up to its closing bracket. */
  private passNested(place: number, closing: number, depth: number): void {
    if (depth === maxDepth) {
      this.odd = true
      return
    }
    this.place = this.gap(place + 1)
    if (this.bytes[this.place] === closing) {
      this.place++
      return
    }
    while (!this.odd) {
      if (closing === 0x7d) this.passName()
      if (!this.odd) this.pass(depth + 1)
      if (this.odd) return
      const end = this.gap(this.place)
      const byte = this.bytes[end]
      this.place = end + 1
      if (byte === closing) return
      if (byte !== comma) this.odd = true
    }
  }

  private passName(): void {
    const place = this.gap(this.place)
    if (this.bytes[place] !== quote) {
      this.odd = true
      return
    }
    this.passString(place)
    const after = this.gap(this.place)
    if (this.bytes[after] === colon) this.place = after + 1
    else this.odd = true
  }

  private textOf(from: number, to: number, hash: number): string {
    const { source } = this
    if (to - from > cachedBytes) return source.text(from, to)
    const known = this.cache.find(this.bytes, from, to, hash)
    if (known !== undefined) return known
    const text = source.text(from, to)
    this.cache.keep(this.bytes, from, to, hash, text)
    return text
  }

  /** With an exponent, or more digits than are exact. */
  private longNumber(from: number): number | undefined {
    const { bytes } = this
    let to = from
    for (let byte = bytes[to]!; isOfNumber(byte); ) byte = bytes[++to]!
    const text = this.source.text(from, to)
    this.place = to
    const value = longNumber.test(text) ? Number(text) : Number.NaN
    return Number.isFinite(value) ? value : this.noValue()
  }
}

function isOfNumber(byte: number): boolean {
  return (byte >= zero && byte <= nine) || byte === minus || byte === point || byte === 0x2b || (byte | 0x20) === 0x65
}
