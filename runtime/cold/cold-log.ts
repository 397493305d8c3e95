import { Buffer } from "node:buffer"
import type {
  ColdBeginning,
  ColdFile,
  ColdKey,
  ColdLayout,
  ColdRecord,
  ColdStore,
  ColdTimes,
} from "../abi/cold-store.ts"
import type { SyncFiles } from "../platform/sync-files.ts"
import { Compaction } from "./compaction.ts"
import { DueIndex } from "./due-index.ts"
import { type HashSecret, keyHash } from "./key-hash.ts"
import { KeyIndex, nowhere } from "./key-index.ts"
import { openLog } from "./opening.ts"
import {
  damaged,
  emptyItem,
  filledUp,
  isKey,
  kinds,
  largestRecord,
  lengthAt,
  readItem,
  recordHead,
  segmentUnits,
  unitBytes,
  writeMark,
  writePut,
} from "./segment.ts"
import { noteEnd, type Segment, Segments } from "./segments.ts"

/** Most records are shorter: they are read in one go. */
const readAtOnce = 512
const otherChecksum = "a record's checksum does not agree with its contents"
const noLayout: KnownLayout = { layout: { id: "", operators: [] }, spaces: new Map(), isRetimed: false }
const never = Number.POSITIVE_INFINITY
/** Before all times. */
const always = Number.NEGATIVE_INFINITY
const largestSegment = segmentUnits * unitBytes

export interface ColdLogOptions {
  readonly files: SyncFiles
  /** Where its files are made. It exists and is nobody else's. */
  readonly folder: string
  /** With which names of files begin; random, so that no other file is called so. */
  readonly name: string
  readonly secret: HashSecret
  /** Files of a checkpoint, which stay as long as checkpoints have them. */
  readonly restored?: readonly ColdFile[]
  /** A file is complete when it has so many bytes. */
  readonly segmentBytes?: number
  /** So many keys that have to come back are noted in memory. */
  readonly dueInMemory?: number
}

/** A layout whose records the store has. */
export interface KnownLayout {
  readonly layout: ColdLayout
  /** By its spaces: which one that is now. */
  readonly spaces: ReadonlyMap<number, number>
  /** What stands of times in its records that were restored was worked out with other lengths. */
  readonly isRetimed: boolean
}

/**
 * Keys in files that are written from one end to the other and never changed, so that checkpoints can have them as they are. What was put, and what was taken out,
 * stands in them in order: a prefix of that order is all that the store was at a moment. In memory is where each key stands.
 *
 * What holds at any time: a key has one record that was not taken out, and the index has its place. What says nothing any more goes when its file is
 * written anew without it (`Compaction`).
 */
export class ColdLog implements ColdStore {
  readonly layouts: readonly ColdLayout[]
  readonly index = new KeyIndex()
  private readonly dues: DueIndex
  readonly segments: Segments
  private known: KnownLayout[] = []
  private present = 0
  private readonly options: ColdLogOptions
  private readonly limit: number
  private readonly adopted: readonly ReturnType<Segments["adopt"]>[]
  private readonly compaction: Compaction
  private readonly item = emptyItem()
  /** The bytes of the record at hand. */
  private found: Buffer = Buffer.alloc(0)
  /** Bytes that were appended or became dead since `tidy`. */
  private moved = 0
  /** Layouts are not what they are in the files. */
  private saysLayouts = false

  /** Throws a `ConnectorError` where a file of a checkpoint is not what it was. */
  constructor(options: ColdLogOptions) {
    const { files, folder, name, restored = [], segmentBytes = largestSegment, dueInMemory } = options
    this.options = options
    this.limit = segmentBytes
    this.segments = new Segments(files, folder, name)
    this.adopted = restored.map((file) => this.segments.adopt(file)).sort((a, b) => a.head.ordinal - b.head.ordinal)
    // The newest file that has one says what is left of it.
    const layouts = this.adopted.flatMap(({ head }) =>
      head.layouts.map((layout): [string, ColdLayout] => [layout.id, layout]),
    )
    this.layouts = [...new Map(layouts).values()]
    this.compaction = new Compaction(this, segmentBytes)
    const isLive = (hash: number, place: number): boolean => this.index.has(hash, place)
    this.dues = new DueIndex({ files, folder, name, isLive, keys: () => this.index.size, inMemory: dueInMemory })
  }

  get keys(): number {
    return this.index.size
  }

  begin({ operators, former }: ColdBeginning): ColdLayout {
    const own = JSON.stringify(operators)
    this.known = [...former]
    const same = former.findIndex(({ layout }) => JSON.stringify(layout.operators) === own)
    if (same >= 0) this.present = same
    else {
      const spaces = new Map(operators.map(({ space }) => [space, space]))
      const layout = { id: `${this.options.name}-${former.length}`, operators }
      this.present = this.known.push({ layout, spaces, isRetimed: false }) - 1
    }
    this.saysLayouts = this.layouts.some(({ id, operators: before }) => {
      return former.find(({ layout }) => layout.id === id)!.layout.operators.length < before.length
    })
    openLog(this, this.adopted, this.known)
    return this.known[this.present]!.layout
  }

  put(space: number, name: Uint8Array, entry: Uint8Array, { lastsTo, dueAt }: ColdTimes): boolean {
    const length = recordHead + name.length + entry.length
    if (length > largestRecord) return false
    this.append({ layout: this.present, space, lastsTo, dueAt }, space, name, entry)
    return true
  }

  bring({ layout, space, now, name, entry, lastsTo, dueAt }: ColdKey): void {
    const number = this.known.findIndex((each) => each.layout.id === layout.id)
    const times = this.known[number]!.isRetimed ? { lastsTo: never, dueAt: always } : { lastsTo, dueAt }
    this.append({ layout: number, space, ...times }, now, name, entry)
  }

  /** Appends a record; its key is of `space` now. */
  append(
    facts: { readonly layout: number; readonly space: number } & ColdTimes,
    space: number,
    name: Uint8Array,
    entry: Uint8Array,
  ): void {
    const bytes = filledUp(recordHead + name.length + entry.length)
    const segment = this.room(bytes)
    const place = segment.slot * segmentUnits + segment.bytes / unitBytes
    writePut(this.segments.reserve(bytes), 0, facts, name, entry)
    this.segments.wrote(bytes)
    noteEnd(segment, facts.lastsTo, bytes)
    this.moved += bytes
    this.add(this.hashOf(space, name), place, facts.dueAt)
  }

  /** Notes where the record of a key stands, and when it has to come back. */
  add(hash: number, place: number, dueAt: number): void {
    this.index.add(hash, place)
    if (dueAt !== never) this.dues.add(hash, place, dueAt)
  }

  /** Appends that a record was taken out, or that those before it were moved. */
  mark(kind: 1 | 2, ordinal: number, unit: number): void {
    const segment = this.room(unitBytes)
    writeMark(this.segments.reserve(unitBytes), 0, kind, ordinal, unit)
    this.segments.wrote(unitBytes)
    // What it says of its own file goes with that.
    if (segment.ordinal === ordinal) segment.dead += unitBytes
    else segment.marks.set(ordinal, (segment.marks.get(ordinal) ?? 0) + 1)
  }

  take(space: number, name: Uint8Array): ColdRecord | undefined {
    const hash = this.hashOf(space, name)
    const { index } = this
    const place = index.find(hash, (each) => this.isOf(each, space, name))
    return place === nowhere ? undefined : this.takeOut(hash, place)
  }

  get nextDue(): number {
    return this.dues.next()
  }

  dueSoon(time: number, most: number): number {
    return this.dues.soon(time, most)
  }

  takeDue(time: number): ColdKey | undefined {
    const { dues, item } = this
    if (!(dues.next() <= time)) return undefined
    const { hash, place } = dues.take()
    this.read(place)
    const { layout, spaces } = this.known[this.segments.at(place).layouts[item.layout]!]!
    const { space, lastsTo, dueAt, nameTo } = item
    const name = Uint8Array.from(this.found.subarray(item.from + recordHead, nameTo))
    const { entry } = this.takeOut(hash, place)
    return { layout, space, now: spaces.get(space)!, name, entry, lastsTo, dueAt }
  }

  allDue(): void {
    this.dues.allAt(always)
  }

  /** Takes out the record at hand. */
  private takeOut(hash: number, place: number): ColdRecord {
    const { item, index } = this
    const segment = this.segments.at(place)
    const { layout } = this.known[segment.layouts[item.layout]!]!
    // What was found stands in memory that is written next.
    const entry = Uint8Array.from(this.found.subarray(item.nameTo, item.to))
    index.remove(hash, place)
    const bytes = filledUp(item.to - item.from)
    segment.dead += bytes
    this.moved += bytes
    this.mark(kinds.taken, segment.ordinal, place % segmentUnits)
    return { layout, entry }
  }

  tidy(time: number): void {
    const { moved } = this
    this.moved = 0
    this.compaction.work(time, moved)
  }

  *all(): Iterable<ColdKey> {
    const { item } = this
    for (const segment of this.segments.open) {
      const bytes = this.segments.copy(segment)
      for (let at = segment.begin; at < bytes.length; at += filledUp(item.to - item.from)) {
        if (!readItem(bytes, at, item)) throw damaged(segment.path, at, otherChecksum)
        if (!isKey(item)) continue
        const { layout, spaces } = this.known[segment.layouts[item.layout]!] ?? noLayout
        const now = spaces.get(item.space)
        if (now === undefined) continue
        const name = bytes.subarray(at + recordHead, item.nameTo)
        if (!this.index.has(this.hashOf(now, name), segment.slot * segmentUnits + at / unitBytes)) continue
        const { from, to, space, lastsTo, dueAt } = item
        const entry = bytes.subarray(item.nameTo, to)
        yield { layout, space, now, name, entry, lastsTo, dueAt }
        // Whoever looked at it may have used the store.
        item.from = from
        item.to = to
      }
    }
  }

  seal(): ColdFile[] {
    this.compaction.note()
    if (this.saysLayouts) this.room(unitBytes)
    this.saysLayouts = false
    return this.segments.seal()
  }

  /** Closes its files; they stay. */
  close(): void {
    this.segments.close()
    this.dues.close()
  }

  /** Which space a space of a layout is now; undefined: none. */
  spaceOf(layout: number, space: number): number | undefined {
    return this.known[layout]?.spaces.get(space)
  }

  hashOf(space: number, name: Uint8Array): number {
    return keyHash(this.options.secret, name, 0, name.length, space)
  }

  private room(bytes: number): Segment {
    return this.segments.room(
      bytes,
      this.limit,
      this.known.map(({ layout }) => layout),
    )
  }

  private isOf(place: number, space: number, name: Uint8Array): boolean {
    this.read(place)
    const { item, found } = this
    const known = this.known[this.segments.at(place).layouts[item.layout]!]!
    return (
      known.spaces.get(item.space) === space &&
      item.nameTo - item.from - recordHead === name.length &&
      found.compare(name, 0, name.length, item.from + recordHead, item.nameTo) === 0
    )
  }

  /** Reads the record at a place. Throws where it is not what was written. */
  private read(place: number): void {
    const segment = this.segments.at(place)
    const offset = (place % segmentUnits) * unitBytes
    let found = this.segments.read(segment, offset, readAtOnce)
    if (found.length >= unitBytes) {
      const length = lengthAt(found, 0)
      if (length > found.length && length <= largestRecord) found = this.segments.read(segment, offset, length)
    }
    if (!readItem(found, 0, this.item) || !isKey(this.item)) {
      throw damaged(segment.path, offset, otherChecksum)
    }
    this.found = found
  }
}
