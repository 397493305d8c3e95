import type { Buffer } from "node:buffer"
import type { AbortedTransaction } from "./client.ts"
import { decompress } from "./compression.ts"
import { RecordFormatError } from "./format-error.ts"

/** Where the parts of a record batch stand, from its first byte (kafka.apache.org/documentation, "Record Batch"). */
const place = {
  length: 8,
  magic: 16,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTime: 27,
  maxTime: 35,
  producer: 43,
  count: 57,
  records: 61,
}
/** Bytes before what `length` counts. */
const lengthEnd = 12
const knownMagic = 2
/** Bits of `attributes`. */
const appendTime = 8

/**
 * Goes through the records that `read_committed` may see. Fields stand for the record that `next` came to, and hold until it is called again.
 * Which records belong to aborted transactions is found batch by batch, as the protocol defines it: from the list of aborted transactions and the
 * control batches that end them.
 */
export class RecordCursor {
  /** What holds the record's bytes. */
  bytes: Buffer
  offset = -1
  /** -1: there is no key, no value. */
  keyFrom = -1
  keyTo = -1
  valueFrom = -1
  valueTo = -1
  /** The offset behind all that was gone through, also what is not seen. */
  nextOffset: number
  readonly #set: Buffer
  readonly #from: number
  /** By rising first offset. */
  readonly #aborted: AbortedTransaction[]
  readonly #abortedNow = new Set<number>()
  /** Of the next batch. */
  #at = 0
  /** Of the records of this one: the next record's place, and how many there are. */
  #record = 0
  #left = 0
  #baseOffset = 0
  #baseTime = 0
  #timeDelta = 0
  /** 0: all have the time of their batch. */
  #timeFactor = 1
  #batchEnd: number

  /** `from`: the offset asked for; what is before it is not seen. */
  constructor(set: Buffer, aborted: readonly AbortedTransaction[], from: number) {
    this.#set = set
    this.bytes = set
    this.#from = from
    this.nextOffset = from
    this.#batchEnd = from
    this.#aborted = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset)
  }

  /** Epoch milliseconds: the producer's time, or the broker's where the topic says so; -1: it has none. */
  get time(): number {
    return this.#baseTime + this.#timeFactor * this.#timeDelta
  }

  /** False: there are no more. Throws `RecordFormatError`. */
  next(): boolean {
    try {
      for (;;) {
        while (this.#left > 0) if (this.#readRecord()) return true
        this.nextOffset = Math.max(this.nextOffset, this.#batchEnd)
        if (!this.#openBatch()) return false
      }
    } catch (error) {
      if (error instanceof RecordFormatError) throw error
      throw new RecordFormatError(`records behind offset ${this.offset} cannot be read`, { cause: error })
    }
  }

  /** False: no whole batch is left. */
  #openBatch(): boolean {
    const set = this.#set
    const from = this.#at
    if (set.length - from < place.records) return false
    const end = from + lengthEnd + set.readInt32BE(from + place.length)
    if (end > set.length) return false
    const magic = set.readInt8(from + place.magic)
    if (magic !== knownMagic)
      throw new RecordFormatError(`records have format ${magic}, and only ${knownMagic} is known`)
    this.#at = end
    this.#baseOffset = int64(set, from)
    const last = this.#baseOffset + set.readInt32BE(from + place.lastOffsetDelta)
    this.#batchEnd = last + 1
    const attributes = set.readInt16BE(from + place.attributes)
    const producer = int64(set, from + place.producer)
    const records = set.subarray(from + place.records, end)
    if (this.#isHidden(attributes, producer, last, records) || last < this.#from) return true
    this.bytes = decompress(attributes & 7, records)
    this.#timeFactor = (attributes & appendTime) === 0 ? 1 : 0
    this.#baseTime = int64(set, from + (this.#timeFactor === 0 ? place.maxTime : place.baseTime))
    this.#record = 0
    this.#left = set.readInt32BE(from + place.count)
    return true
  }

  #isHidden(attributes: number, producer: number, last: number, records: Buffer): boolean {
    while (this.#aborted.length > 0 && this.#aborted[0]!.firstOffset <= last) {
      this.#abortedNow.add(this.#aborted.shift()!.producer)
    }
    const isTransactional = (attributes & 16) !== 0
    const isControl = (attributes & 32) !== 0
    if (isControl && isAbortMarker(records)) this.#abortedNow.delete(producer)
    return isControl || (isTransactional && this.#abortedNow.has(producer))
  }

  /** False: it is before what was asked for. */
  #readRecord(): boolean {
    const reader = new Varints(this.bytes, this.#record)
    const length = reader.next()
    this.#record = reader.at + length
    this.#left--
    reader.at++ // attributes
    this.#timeDelta = reader.next()
    this.offset = this.#baseOffset + reader.next()
    const keyLength = reader.next()
    this.keyFrom = keyLength < 0 ? -1 : reader.at
    if (keyLength > 0) reader.at += keyLength
    this.keyTo = reader.at
    const valueLength = reader.next()
    this.valueFrom = valueLength < 0 ? -1 : reader.at
    this.valueTo = reader.at + Math.max(valueLength, 0)
    if (this.valueTo > this.bytes.length) throw new RangeError("a record is longer than its batch")
    if (this.offset < this.nextOffset) return false
    this.nextOffset = this.offset + 1
    return true
  }
}

/**
 * Goes through the headers of the record at the cursor, in order: the places of each one's name and value among `cursor.bytes`; `valueFrom` -1:
 * it has none. Throws `RecordFormatError`.
 */
export function readHeaders(
  { bytes, valueTo }: RecordCursor,
  take: (nameFrom: number, nameTo: number, valueFrom: number, valueTo: number) => void,
): void {
  // Headers stand behind the value.
  const reader = new Varints(bytes, valueTo)
  for (let left = reader.next(); left > 0; left--) {
    const nameLength = reader.next()
    const nameFrom = reader.at
    const nameTo = nameFrom + nameLength
    reader.at = nameTo
    const valueLength = reader.next()
    const valueFrom = valueLength < 0 ? -1 : reader.at
    reader.at += Math.max(valueLength, 0)
    if (nameTo < nameFrom || reader.at > bytes.length)
      throw new RecordFormatError("headers are longer than their batch")
    take(nameFrom, nameTo, valueFrom, reader.at)
  }
}

/** Whole numbers with sign, seven bits a byte. */
class Varints {
  readonly #bytes: Buffer
  at: number

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  next(): number {
    const bytes = this.#bytes
    let byte = bytes[this.at++]!
    // Most take one byte.
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1)
    let value = byte & 0x7f
    for (let factor = 128; byte >= 0x80; factor *= 128) {
      if (this.at >= bytes.length) throw new RangeError("a number does not end")
      byte = bytes[this.at++]!
      value += (byte & 0x7f) * factor
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
}

/** A control batch holds one record; its key is a version and the kind of marker. */
function isAbortMarker(records: Buffer): boolean {
  const reader = new Varints(records, 0)
  reader.next() // length
  reader.at++
  reader.next()
  reader.next()
  const length = reader.next()
  return length >= 4 && records.readInt16BE(reader.at + 2) === 0
}

function int64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4)
}

/** The offset behind the last whole batch; `from` where there is none, or all are before it. */
export function endOffset(set: Buffer, from: number): number {
  let end = from
  for (let at = 0; set.length - at >= place.records; ) {
    const next = at + lengthEnd + set.readInt32BE(at + place.length)
    if (next > set.length || next <= at) break
    end = Math.max(end, int64(set, at) + set.readInt32BE(at + place.lastOffsetDelta) + 1)
    at = next
  }
  return end
}
