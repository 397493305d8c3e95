import type { SyncFile, SyncFiles } from "../platform/sync-files.ts"
import { guarded } from "./segment.ts"

/** An entry: a time, then a hash and a place. */
const entryBytes = 16
const wordsOfEntry = 4
const hashWord = 2
const placeWord = 3
/** Entries that are read at once. */
const blockEntries = 256
const writtenAtOnce = 4096

/** When a key has to come back, and where its record stands. */
export interface DueEntry {
  time: number
  hash: number
  place: number
}

/** Entries in a file, by their times: written once, read once from the first to the last. The file is of no use to another process. */
export class DueRun {
  readonly path: string
  private readonly files: SyncFiles
  private readonly file: SyncFile
  private readonly bytes = new Uint8Array(entryBytes * blockEntries)
  private readonly times = new Float64Array(this.bytes.buffer)
  private readonly words = new Int32Array(this.bytes.buffer)
  /** Entries in the file, how many of them were read into the block so far, how many are in the block, and where the first one stands there. */
  private count = 0
  private fetched = 0
  private inBlock = 0
  private at = 0
  /** In place of the times in the file. */
  private moved: number | undefined = undefined

  /** Takes `next` until it gives nothing; its times rise. */
  constructor(files: SyncFiles, path: string, next: (into: DueEntry) => boolean) {
    this.files = files
    this.path = path
    this.file = guarded(path, () => files.create(path))
    this.write(next)
    this.fetch()
  }

  /** How many entries are left. */
  get left(): number {
    return this.count - this.fetched + this.inBlock - this.at
  }

  /** The time of the first entry that is left; Infinity: none is. */
  get first(): number {
    // Where the file could not be read, it cannot be read now.
    if (this.at === this.inBlock && this.fetched < this.count) this.fetch()
    return this.at === this.inBlock ? Number.POSITIVE_INFINITY : (this.moved ?? this.times[2 * this.at]!)
  }

  /** Up to this time all entries are in memory; Infinity: all that are left. */
  get knownTo(): number {
    if (this.fetched === this.count) return Number.POSITIVE_INFINITY
    return this.moved ?? this.times[2 * (this.inBlock - 1)]!
  }

  /** Reads the first entry that is left. */
  read(into: DueEntry): void {
    const { at, words } = this
    into.time = this.first
    into.hash = words[wordsOfEntry * at + hashWord]!
    into.place = words[wordsOfEntry * at + placeWord]! >>> 0
  }

  /** Goes behind the first entry that is left. */
  skip(): void {
    if (++this.at === this.inBlock) this.fetch()
  }

  /** Adds the times of entries in memory up to one. */
  timesTo(time: number, into: number[]): void {
    for (let at = this.at; at < this.inBlock; at++) {
      const own = this.moved ?? this.times[2 * at]!
      if (own > time) return
      into.push(own)
    }
  }

  /** All entries that are left have this time. */
  move(time: number): void {
    this.moved = time
  }

  /** Removes the file. */
  drop(): void {
    this.file.close()
    guarded(this.path, () => this.files.remove(this.path))
  }

  private write(next: (into: DueEntry) => boolean): void {
    const bytes = new Uint8Array(entryBytes * writtenAtOnce)
    const times = new Float64Array(bytes.buffer)
    const words = new Int32Array(bytes.buffer)
    const entry = { time: 0, hash: 0, place: 0 }
    for (let isMore = true; isMore; ) {
      let filled = 0
      while (filled < writtenAtOnce && (isMore = next(entry))) {
        times[2 * filled] = entry.time
        words[wordsOfEntry * filled + hashWord] = entry.hash
        words[wordsOfEntry * filled + placeWord] = entry.place
        filled++
      }
      if (filled > 0) guarded(this.path, () => this.file.append(bytes.subarray(0, entryBytes * filled)))
      this.count += filled
    }
  }

  private fetch(): void {
    const { path, file } = this
    const count = Math.min(blockEntries, this.count - this.fetched)
    const bytes = this.bytes.subarray(0, entryBytes * count)
    if (count > 0 && guarded(path, () => file.read(bytes, entryBytes * this.fetched)) < bytes.length) {
      guarded(path, () => {
        throw new Error("it ends too early")
      })
    }
    this.fetched += count
    this.inBlock = count
    this.at = 0
  }
}
