/**
 * Files of keys that are not in memory: a head, then records one behind the other, each with a checksum. They are appended to and never changed. What stands in
 * them begins at multiples of 16 bytes, so that a place in any of them is a number of 32 bits.
 */
import { Buffer } from "node:buffer"
import { crc32 } from "node:zlib"
import type { ColdLayout } from "../abi/cold-store.ts"
import { ConnectorError } from "../connectors/contract.ts"

/** Bytes of a unit, in which places are counted. */
export const unitBytes = 16
/** What one of them can have; so many of them can be told apart. */
export const segmentUnits = 2 ** 22
export const mostSegments = 2 ** 10
/** Of one key. */
export const largestRecord = 2 ** 24

const mark = 0x31444c43
/** The head: the mark, length and checksum of its text. */
const headBytes = 12
/** A record: checksum, kind and length, up to when it counts or when it has to come back, layout and space, length of the key's name. */
const lastsToAt = 8
const layoutAt = 16
const spaceAt = 18
const nameLengthAt = 20
export const recordHead = 24
const kindShift = 30
const lengthMask = 2 ** kindShift - 1

/** What stands in a file. */
export const kinds = {
  /** A key came into the store. */
  put: 0,
  /** The record at a unit of a segment was taken out. */
  taken: 1,
  /** All records of a segment before a unit stand elsewhere, or say nothing any more. */
  moved: 2,
  /** A key came into the store that has to come back by itself. */
  waits: 3,
} as const

/** The text of a head. */
export interface SegmentHead {
  /** Rises from file to file. */
  readonly ordinal: number
  /** By the number in records. */
  readonly layouts: readonly ColdLayout[]
}

/** Something that stands in a file, as numbers among its bytes. */
export interface SegmentItem {
  kind: number
  /** Where it begins and ends, without what fills it up. */
  from: number
  to: number
  /** Of a key: up to when it counts, and when it has to come back; one of them is Infinity. */
  lastsTo: number
  dueAt: number
  layout: number
  space: number
  /** Where the key's name ends and its entry begins. */
  nameTo: number
  /** Of the others: which segment and unit they are about. */
  ordinal: number
  unit: number
}

/** Throws a `ConnectorError`: a file is not what was written. */
export function damaged(path: string, at: number, what: string): ConnectorError {
  const advice = "restore an older checkpoint, or a savepoint"
  return new ConnectorError("failure", `the state on disk is damaged: ${path}, byte ${at}: ${what} (${advice})`)
}

/** Does something with a file; what fails is told with its path, as a `ConnectorError`. */
export function guarded<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConnectorError("failure", `the state on disk cannot be written or read: ${path}: ${reason}`, error)
  }
}

/** The next multiple of a unit. */
export function filledUp(bytes: number): number {
  return Math.ceil(bytes / unitBytes) * unitBytes
}

/** The bytes of a head, filled up. */
export function headOf(head: SegmentHead): Uint8Array {
  const text = Buffer.from(JSON.stringify(head))
  const bytes = Buffer.alloc(filledUp(headBytes + text.length))
  bytes.writeUInt32LE(mark, 0)
  bytes.writeUInt32LE(text.length, 4)
  bytes.writeUInt32LE(crc32(text), 8)
  text.copy(bytes, headBytes)
  return bytes
}

/** The head of a file and where the first record begins. Throws a `ConnectorError`. */
export function readHead(path: string, bytes: Buffer): { readonly head: SegmentHead; readonly end: number } {
  if (bytes.length < headBytes || bytes.readUInt32LE(0) !== mark) throw damaged(path, 0, "it is no file of state")
  const length = bytes.readUInt32LE(4)
  if (headBytes + length > bytes.length) throw damaged(path, 4, "its head ends too early")
  const text = bytes.subarray(headBytes, headBytes + length)
  if (crc32(text) !== bytes.readUInt32LE(8)) throw damaged(path, 8, "the checksum of its head does not agree")
  return { head: JSON.parse(text.toString()) as SegmentHead, end: filledUp(headBytes + length) }
}

/** So many bytes of a file are enough to know how long its head is. */
export const headPrefix = headBytes

/** How long the head of a file is that begins with these bytes, filled up. */
export function headLength(prefix: Buffer): number {
  return prefix.length < headBytes ? headBytes : filledUp(headBytes + prefix.readUInt32LE(4))
}

/** Writes a put at a place of some bytes; where it ends. */
export function writePut(
  into: Buffer,
  at: number,
  { layout, space, lastsTo, dueAt }: Pick<SegmentItem, "layout" | "space" | "lastsTo" | "dueAt">,
  name: Uint8Array,
  entry: Uint8Array,
): number {
  const to = at + recordHead + name.length + entry.length
  // What has to come back is not let go of before.
  const waits = dueAt !== Number.POSITIVE_INFINITY
  into.writeUInt32LE((((waits ? kinds.waits : kinds.put) << kindShift) | (to - at)) >>> 0, at + 4)
  into.writeDoubleLE(waits ? dueAt : lastsTo, at + lastsToAt)
  into.writeUInt16LE(layout, at + layoutAt)
  into.writeUInt16LE(space, at + spaceAt)
  into.writeUInt32LE(name.length, at + nameLengthAt)
  into.set(name, at + recordHead)
  into.set(entry, at + recordHead + name.length)
  return finish(into, at, to)
}

/** Writes that a record was taken out, or that those before it were moved. */
export function writeMark(into: Buffer, at: number, kind: 1 | 2, ordinal: number, unit: number): number {
  into.writeUInt32LE(((kind << kindShift) | unitBytes) >>> 0, at + 4)
  into.writeUInt32LE(ordinal, at + 8)
  into.writeUInt32LE(unit, at + 12)
  return finish(into, at, at + unitBytes)
}

function finish(into: Buffer, at: number, to: number): number {
  into.writeUInt32LE(crc32(into.subarray(at + 4, to)), at)
  const end = at + filledUp(to - at)
  into.fill(0, to, end)
  return end
}

/** The length of what begins at a place of some bytes, without what fills it up. */
export function lengthAt(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at + 4) & lengthMask
}

/** Whether what stands there is a key. */
export function isKey({ kind }: Pick<SegmentItem, "kind">): boolean {
  return kind === kinds.put || kind === kinds.waits
}

/** Room for `readItem`. */
export function emptyItem(): SegmentItem {
  return { kind: 0, from: 0, to: 0, lastsTo: 0, dueAt: 0, layout: 0, space: 0, nameTo: 0, ordinal: 0, unit: 0 }
}

/** Reads what begins at a place of some bytes, which stand at `offset` in a file; false: it is not what was written. */
export function readItem(bytes: Buffer, at: number, item: SegmentItem): boolean {
  if (at + unitBytes > bytes.length) return false
  const kindAndLength = bytes.readUInt32LE(at + 4)
  const length = kindAndLength & lengthMask
  const to = at + length
  item.kind = kindAndLength >>> kindShift
  item.from = at
  item.to = to
  if (length < unitBytes || to > bytes.length || crc32(bytes.subarray(at + 4, to)) !== bytes.readUInt32LE(at))
    return false
  if (!isKey(item)) {
    item.ordinal = bytes.readUInt32LE(at + 8)
    item.unit = bytes.readUInt32LE(at + 12)
    return length === unitBytes
  }
  if (length < recordHead) return false
  const time = bytes.readDoubleLE(at + lastsToAt)
  item.lastsTo = item.kind === kinds.put ? time : Number.POSITIVE_INFINITY
  item.dueAt = item.kind === kinds.waits ? time : Number.POSITIVE_INFINITY
  item.layout = bytes.readUInt16LE(at + layoutAt)
  item.space = bytes.readUInt16LE(at + spaceAt)
  item.nameTo = at + recordHead + bytes.readUInt32LE(at + nameLengthAt)
  return item.nameTo <= to
}
