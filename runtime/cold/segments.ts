import { Buffer } from "node:buffer"
import { join } from "node:path"
import { crc32 } from "node:zlib"
import type { ColdFile, ColdLayout } from "../abi/cold-store.ts"
import { ConnectorError } from "../connectors/contract.ts"
import type { SyncFile, SyncFiles } from "../platform/sync-files.ts"
import {
  damaged,
  guarded,
  headLength,
  headOf,
  headPrefix,
  mostSegments,
  readHead,
  type SegmentHead,
  segmentUnits,
  unitBytes,
} from "./segment.ts"

const bufferBytes = 2 ** 20

/** A file of the store. */
export interface Segment {
  /** Its number among those that are open, in places. */
  readonly slot: number
  readonly ordinal: number
  readonly path: string
  readonly file: SyncFile
  /** It is ours to remove: others are a checkpoint's. */
  readonly isOwn: boolean
  /** By number in its records: which of the store's layouts that is. */
  readonly layouts: readonly number[]
  /** Where its records begin. */
  readonly begin: number
  bytes: number
  crc32: number
  /** Bytes of what says nothing any more. */
  dead: number
  /** Bytes of records that do not count for ever, and between which times they cease to. */
  ending: number
  firstEnd: number
  lastEnd: number
  /** How many marks it has about each other segment, by ordinal. */
  readonly marks: Map<number, number>
}

/** The files of a store, and the one that is written. What is appended stands in memory until it is much. */
export class Segments {
  readonly open: Segment[] = []
  private readonly files: SyncFiles
  private readonly folder: string
  private readonly name: string
  private readonly bySlot: (Segment | undefined)[] = []
  private readonly byOrdinal = new Map<number, Segment>()
  private nextOrdinal = 1
  private current_: Segment | undefined = undefined
  private buffer: Buffer = Buffer.alloc(bufferBytes)
  private buffered = 0
  /** Files that are to be removed. */
  private doomed: string[] = []
  private wasSealed = false

  /** `name`: with which names of files begin. */
  constructor(files: SyncFiles, folder: string, name: string) {
    this.files = files
    this.folder = folder
    this.name = name
  }

  /** The one that is written; undefined: the next thing begins one. */
  get current(): Segment | undefined {
    return this.current_
  }

  withOrdinal(ordinal: number): Segment | undefined {
    return this.byOrdinal.get(ordinal)
  }

  at(place: number): Segment {
    return this.bySlot[Math.floor(place / segmentUnits)]!
  }

  /** Opens a file of a checkpoint and reads its head. */
  adopt({
    path,
    bytes,
    crc32: sum,
  }: ColdFile): { readonly file: SyncFile; readonly head: SegmentHead; readonly begin: number } & ColdFile {
    const file = guarded(path, () => this.files.open(path))
    if (file.size !== bytes) {
      file.close()
      throw damaged(path, Math.min(file.size, bytes), `it has ${file.size} bytes instead of ${bytes}`)
    }
    const prefix = this.readAt(path, file, 0, Math.min(headPrefix, bytes))
    const { head, end } = readHead(path, this.readAt(path, file, 0, Math.min(headLength(prefix), bytes)))
    return { file, head, begin: end, path, bytes, crc32: sum }
  }

  /** Takes over a file that `adopt` opened. */
  add(
    { file, head, begin, path, bytes, crc32: sum }: ReturnType<Segments["adopt"]>,
    layouts: readonly number[],
  ): Segment {
    this.nextOrdinal = Math.max(this.nextOrdinal, head.ordinal + 1)
    return this.put({ ordinal: head.ordinal, path, file, isOwn: false, layouts, begin, bytes, crc32: sum })
  }

  /** The segment in which so many bytes can be written. */
  room(bytes: number, limit: number, layouts: readonly ColdLayout[]): Segment {
    const now = this.current_
    if (now !== undefined && (now.bytes + bytes <= limit || now.bytes === now.begin)) return now
    this.endCurrent()
    const ordinal = this.nextOrdinal++
    const path = join(this.folder, `${this.name}-${ordinal}`)
    const file = guarded(path, () => this.files.create(path))
    const head = headOf({ ordinal, layouts })
    this.current_ = this.put({
      ordinal,
      path,
      file,
      isOwn: true,
      layouts: layouts.map((_, number) => number),
      begin: head.length,
      bytes: 0,
      crc32: 0,
    })
    this.reserve(head.length).set(head)
    this.wrote(head.length)
    return this.current_
  }

  /** Memory for the next bytes of the current segment. */
  reserve(bytes: number): Buffer {
    if (this.buffered + bytes > this.buffer.length) this.flush()
    if (bytes > this.buffer.length) this.buffer = Buffer.alloc(2 * bytes)
    return this.buffer.subarray(this.buffered, this.buffered + bytes)
  }

  /** They are written. */
  wrote(bytes: number): void {
    this.buffered += bytes
    this.current_!.bytes += bytes
  }

  /** So many bytes of a segment, fewer at its end. */
  read(segment: Segment, offset: number, length: number): Buffer {
    const { path, file } = segment
    const flushed = segment === this.current_ ? segment.bytes - this.buffered : segment.bytes
    if (offset >= flushed)
      return this.buffer.subarray(offset - flushed, Math.min(offset - flushed + length, this.buffered))
    return this.readAt(path, file, offset, Math.min(length, flushed - offset))
  }

  /** All of a segment, also what was not written yet. */
  copy(segment: Segment): Buffer {
    const bytes = Buffer.allocUnsafe(segment.bytes)
    for (let at = 0; at < bytes.length; ) at += this.read(segment, at, bytes.length - at).copy(bytes, at)
    return bytes
  }

  /** The current one is complete. */
  endCurrent(): void {
    this.flush()
    this.current_ = undefined
  }

  /** The files as they are now: none of them changes or is removed before the next call. */
  seal(): ColdFile[] {
    this.endCurrent()
    for (const path of this.doomed) this.remove(path)
    this.doomed = []
    this.wasSealed = true
    return this.open.map(({ path, bytes, crc32: sum }) => ({ path, bytes, crc32: sum }))
  }

  /** Nothing in it is needed any more. */
  drop(segment: Segment): void {
    const { slot, ordinal, file, path, isOwn } = segment
    this.open.splice(this.open.indexOf(segment), 1)
    this.bySlot[slot] = undefined
    this.byOrdinal.delete(ordinal)
    for (const each of this.open) {
      each.dead += unitBytes * (each.marks.get(ordinal) ?? 0)
      each.marks.delete(ordinal)
    }
    file.close()
    if (!isOwn) return
    if (this.wasSealed) this.doomed.push(path)
    else this.remove(path)
  }

  close(): void {
    for (const { file } of this.open) file.close()
  }

  private put(known: Omit<Segment, "slot" | "dead" | "ending" | "firstEnd" | "lastEnd" | "marks">): Segment {
    let slot = this.bySlot.indexOf(undefined)
    if (slot < 0) slot = this.bySlot.length
    if (slot === mostSegments) {
      const size = `${(mostSegments * segmentUnits * unitBytes) / 2 ** 30} GiB`
      throw new ConnectorError(
        "failure",
        `the state in ${this.folder} is larger than ${size}, which is the most for a worker: give more --parallelism`,
      )
    }
    const segment = {
      ...known,
      slot,
      dead: 0,
      ending: 0,
      firstEnd: Number.POSITIVE_INFINITY,
      lastEnd: Number.NEGATIVE_INFINITY,
      marks: new Map<number, number>(),
    }
    this.bySlot[slot] = segment
    this.byOrdinal.set(segment.ordinal, segment)
    this.open.push(segment)
    return segment
  }

  private flush(): void {
    const segment = this.current_
    if (segment === undefined || this.buffered === 0) return
    const bytes = this.buffer.subarray(0, this.buffered)
    guarded(segment.path, () => segment.file.append(bytes))
    segment.crc32 = crc32(bytes, segment.crc32)
    this.buffered = 0
  }

  private readAt(path: string, file: SyncFile, offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length)
    const found = guarded(path, () => file.read(bytes, offset))
    if (found < length) throw damaged(path, offset + found, "it ends too early")
    return bytes
  }

  private remove(path: string): void {
    guarded(path, () => this.files.remove(path))
  }
}

/** Notes up to when a record counts. */
export function noteEnd(segment: Segment, lastsTo: number, bytes: number): void {
  if (lastsTo === Number.POSITIVE_INFINITY) return
  segment.ending += bytes
  if (lastsTo < segment.firstEnd) segment.firstEnd = lastsTo
  if (lastsTo > segment.lastEnd) segment.lastEnd = lastsTo
}
