/** Plain values as bytes: what cuts of the state are made of. Numbers and texts come back exactly as they were. */

const firstBytes = 1024
/** Texts up to this length are mostly quicker to copy letter by letter. */
const shortText = 48
const safeInteger = 2 ** 52
const low = 2 ** 32

const kinds = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  number: 4,
  text: 5,
  list: 6,
  object: 7,
} as const

/** Names that stand in many objects, by their number less 1. New ones go to the end. */
const commonNames = ["type", "at", "sequence", "text", "row", "raw", "position", "awaited", "fields", "file", "line"]
const numberOfName = new Map(commonNames.map((name, place) => [name, place + 1]))

const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", { ignoreBOM: true })

/** Thrown where bytes are not what a writer wrote. */
export class DamagedBytes extends Error {
  constructor(what: string) {
    super(`cannot restore: the cut of the state is damaged (${what})`)
  }
}

/** Appends to bytes that grow. */
export class ByteWriter {
  bytes = new Uint8Array(firstBytes)
  size = 0
  private view = new DataView(this.bytes.buffer)

  clear(): void {
    this.size = 0
  }

  /** A copy of what was written. */
  taken(): Uint8Array {
    return this.bytes.slice(0, this.size)
  }

  byte(value: number): void {
    if (this.size === this.bytes.length) this.grow(1)
    this.bytes[this.size++] = value
  }

  /** 32 bits. */
  word(value: number): void {
    this.grow(4)
    this.view.setUint32(this.size, value, true)
    this.size += 4
  }

  setWord(place: number, value: number): void {
    this.view.setUint32(place, value, true)
  }

  /** A whole number from 0 to 2^53. */
  count(value: number): void {
    this.grow(10)
    let rest = value
    while (rest >= low) {
      this.bytes[this.size++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    rest = rest >>> 0
    while (rest >= 128) {
      this.bytes[this.size++] = (rest & 127) | 128
      rest >>>= 7
    }
    this.bytes[this.size++] = rest
  }

  /** Any number: in few bytes where it is whole and small. */
  number(value: number): void {
    if (Number.isInteger(value) && Math.abs(value) < safeInteger / 4 && !Object.is(value, -0)) {
      this.count(value >= 0 ? 2 * value + 1 : -2 * value)
      return
    }
    this.byte(0)
    this.grow(8)
    this.view.setFloat64(this.size, value, true)
    this.size += 8
  }

  /** Also a text that is no Unicode: half of a pair of surrogates stays what it is. */
  text(text: string): void {
    const { length } = text
    if (length <= shortText && this.ascii(text)) return
    if (!text.isWellFormed()) {
      this.count(2 * length + 1)
      this.grow(2 * length)
      for (let i = 0; i < length; i++, this.size += 2) this.view.setUint16(this.size, text.charCodeAt(i), true)
      return
    }
    // The length in bytes is known afterwards: it stands in as many bytes as the longest text of this many letters needs.
    this.grow(3 * length + 10)
    const start = this.size
    this.count(6 * length)
    const room = this.size - start
    const { written } = encoder.encodeInto(text, this.bytes.subarray(this.size))
    this.padded(start, 2 * written, room)
    this.size += written
  }

  /** Plain data: what JSON knows, and undefined. Throws for anything else, which is a mistake of the engine's. */
  value(value: unknown): void {
    if (value === undefined) this.byte(kinds.undefined)
    else if (value === null) this.byte(kinds.null)
    else if (typeof value === "boolean") this.byte(value ? kinds.true : kinds.false)
    else if (typeof value === "number") {
      this.byte(kinds.number)
      this.number(value)
    } else if (typeof value === "string") {
      this.byte(kinds.text)
      this.text(value)
    } else if (Array.isArray(value)) this.list(value)
    else if (typeof value === "object") this.object(value)
    else throw new TypeError(`a ${typeof value} stands in the state, which holds plain data alone`)
  }

  private list(values: readonly unknown[]): void {
    this.byte(kinds.list)
    this.count(values.length)
    for (let i = 0; i < values.length; i++) this.value(values[i])
  }

  private object(value: object): void {
    const names = Object.keys(value)
    this.byte(kinds.object)
    this.count(names.length)
    for (const name of names) {
      const known = numberOfName.get(name) ?? 0
      this.count(known)
      if (known === 0) this.text(name)
      this.value((value as Record<string, unknown>)[name])
    }
  }

  /** Begins a part whose length is written before it; `endPart` is given what this gives. */
  beginPart(): number {
    this.byte(0)
    return this.size
  }

  endPart(start: number): void {
    const length = this.size - start
    if (length < 128) {
      this.bytes[start - 1] = length
      return
    }
    let more = 0
    for (let rest = Math.floor(length / 128); rest > 0; rest = Math.floor(rest / 128)) more++
    this.grow(more)
    this.bytes.copyWithin(start + more, start, this.size)
    this.size = start - 1
    this.count(length)
    this.size += length
  }

  /** What another writer wrote. */
  append({ bytes, size }: ByteWriter): void {
    this.grow(size)
    this.bytes.set(bytes.subarray(0, size), this.size)
    this.size += size
  }

  /** Letters of one byte alone: written, and true. */
  private ascii(text: string): boolean {
    const { length } = text
    this.grow(length + 1)
    const start = this.size
    const { bytes } = this
    bytes[start] = 2 * length
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i)
      if (unit >= 128) return false
      bytes[start + 1 + i] = unit
    }
    this.size = start + 1 + length
    return true
  }

  /** Writes a count at a place in so many bytes, more than it needs perhaps. */
  private padded(place: number, value: number, room: number): void {
    let rest = value
    for (let i = 0; i < room; i++) {
      this.bytes[place + i] = (rest % 128) | (i === room - 1 ? 0 : 128)
      rest = Math.floor(rest / 128)
    }
  }

  private grow(more: number): void {
    const needed = this.size + more
    if (needed <= this.bytes.length) return
    const bytes = new Uint8Array(Math.max(needed, this.bytes.length * 2))
    bytes.set(this.bytes)
    this.bytes = bytes
    this.view = new DataView(bytes.buffer)
  }
}

/** Reads what a `ByteWriter` wrote. Throws a `DamagedBytes` for anything else. */
export class ByteReader {
  readonly bytes: Uint8Array
  at: number
  readonly end: number
  private readonly view: DataView

  /** `view`: of the same bytes, where there is one. */
  constructor(
    bytes: Uint8Array,
    from = 0,
    to = bytes.length,
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  ) {
    this.bytes = bytes
    this.view = view
    this.at = from
    this.end = to
  }

  get isAtEnd(): boolean {
    return this.at >= this.end
  }

  byte(): number {
    this.need(1)
    return this.bytes[this.at++]!
  }

  word(): number {
    this.need(4)
    const value = this.view.getUint32(this.at, true)
    this.at += 4
    return value
  }

  count(): number {
    let value = 0
    for (let unit = 1; unit < 2 ** 63; unit *= 128) {
      const byte = this.byte()
      value += (byte & 127) * unit
      if (byte < 128) {
        if (value > Number.MAX_SAFE_INTEGER) break
        return value
      }
    }
    throw new DamagedBytes("a count is too large")
  }

  number(): number {
    const count = this.count()
    if (count > 0) return count % 2 === 1 ? (count - 1) / 2 : -count / 2
    this.need(8)
    const value = this.view.getFloat64(this.at, true)
    this.at += 8
    return value
  }

  text(): string {
    const count = this.count()
    const start = this.at
    if (count % 2 === 1) {
      this.skip(count - 1)
      let text = ""
      for (let at = start; at < this.at; at += 2) text += String.fromCharCode(this.view.getUint16(at, true))
      return text
    }
    const length = count / 2
    this.skip(length)
    if (length > shortText) return decoder.decode(this.bytes.subarray(start, this.at))
    let text = ""
    for (let at = start; at < this.at; at++) {
      const byte = this.bytes[at]!
      if (byte >= 128) return decoder.decode(this.bytes.subarray(start, this.at))
      text += String.fromCharCode(byte)
    }
    return text
  }

  value(): unknown {
    const kind = this.byte()
    switch (kind) {
      case kinds.undefined:
        return undefined
      case kinds.null:
        return null
      case kinds.false:
        return false
      case kinds.true:
        return true
      case kinds.number:
        return this.number()
      case kinds.text:
        return this.text()
      case kinds.list:
        return this.list()
      case kinds.object:
        return this.object()
      default:
        throw new DamagedBytes(`no value is of kind ${kind}`)
    }
  }

  /** Goes behind a part; its reader. */
  part(): ByteReader {
    const length = this.count()
    const start = this.at
    this.skip(length)
    return new ByteReader(this.bytes, start, this.at, this.view)
  }

  skip(length: number): void {
    this.need(length)
    this.at += length
  }

  private list(): unknown[] {
    const length = this.count()
    // Each value is a byte at least.
    this.need(length)
    const values: unknown[] = []
    for (let i = 0; i < length; i++) values.push(this.value())
    return values
  }

  private object(): Record<string, unknown> {
    const length = this.count()
    this.need(length)
    const entries: [string, unknown][] = []
    for (let i = 0; i < length; i++) {
      const known = this.count()
      if (known > commonNames.length) throw new DamagedBytes(`no name has the number ${known}`)
      entries.push([known === 0 ? this.text() : commonNames[known - 1]!, this.value()])
    }
    // Makes properties of its own whatever they are called.
    return Object.fromEntries(entries)
  }

  private need(length: number): void {
    if (this.at + length > this.end) throw new DamagedBytes("it ends too early")
  }
}
