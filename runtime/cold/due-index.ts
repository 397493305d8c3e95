import { join } from "node:path"
import type { SyncFiles } from "../platform/sync-files.ts"
import { type DueEntry, DueRun } from "./due-run.ts"

const defaultInMemory = 2 ** 15
/** Files that there are at most; then the smaller half of them becomes one. */
const mostRuns = 64
/** When there are so many times more entries than keys, those that say nothing any more are left out. */
const mostPerKey = 4

export interface DueIndexOptions {
  readonly files: SyncFiles
  readonly folder: string
  /** With which names of files begin. */
  readonly name: string
  /** Whether a key's record stands there: an entry of one that was taken out or moved says nothing. */
  readonly isLive: (hash: number, place: number) => boolean
  /** How many keys there are. */
  readonly keys: () => number
  /** So many entries are collected before they go to a file. */
  readonly inMemory?: number | undefined
}

/**
 * When keys have to come back, the earliest first: what was added lately in a heap, the rest in files that are sorted by time (a log-structured merge, O'Neil, Cheng, Gawlick, O'Neil 1996, without its
 * tree: nothing is looked up). In memory are the heap and a block of each file, so what it takes does not depend on how many keys there are. Nothing is taken out when a key
 * comes back earlier: its entry is passed over when its time comes, or when files are merged.
 *
 * No checkpoint has it: whoever opens the store reads all records, which say when they are due.
 */
export class DueIndex {
  private readonly options: DueIndexOptions
  private readonly inMemory: number
  /** A binary heap. */
  private readonly times: Float64Array
  private readonly hashes: Int32Array
  private readonly places: Int32Array
  private size = 0
  /** By the time of their first entries. */
  private readonly runs: DueRun[] = []
  private made = 0
  private readonly entry: DueEntry = { time: 0, hash: 0, place: 0 }

  constructor(options: DueIndexOptions) {
    const { inMemory = defaultInMemory } = options
    this.options = options
    this.inMemory = inMemory
    this.times = new Float64Array(inMemory)
    this.hashes = new Int32Array(inMemory)
    this.places = new Int32Array(inMemory)
  }

  add(hash: number, place: number, time: number): void {
    if (this.size === this.inMemory) this.flush()
    this.rise(this.size++, time, hash, place)
  }

  /** When the next key has to come back; Infinity: none has. */
  next(): number {
    for (;;) {
      const time = this.peek()
      if (time === Number.POSITIVE_INFINITY || this.options.isLive(this.entry.hash, this.entry.place)) return time
      this.drop()
    }
  }

  /** Takes out the entry of which `next` gave the time. It is overwritten by the next call. */
  take(): Readonly<DueEntry> {
    this.peek()
    this.drop()
    return this.entry
  }

  /** A time, `to` at most, up to which about `most` entries come: more where many have that time. */
  soon(to: number, most: number): number {
    let knownTo = to
    for (const run of this.runs) knownTo = Math.min(knownTo, run.knownTo)
    const times: number[] = []
    for (const run of this.runs) run.timesTo(knownTo, times)
    this.heapTimes(knownTo, times)
    if (times.length <= most) return knownTo
    return times.sort((a, b) => a - b)[most - 1]!
  }

  /** All have that time, which is not later than any. */
  allAt(time: number): void {
    this.times.fill(time, 0, this.size)
    for (const run of this.runs) run.move(time)
  }

  /** Removes its files. */
  close(): void {
    for (const run of this.runs) run.drop()
    this.runs.length = 0
    this.size = 0
  }

  /** Reads the earliest entry; its time. */
  private peek(): number {
    const { entry } = this
    const [run] = this.runs
    const ofRun = run?.first ?? Number.POSITIVE_INFINITY
    if (this.size > 0 && this.times[0]! <= ofRun) {
      this.readHeap(entry)
      return entry.time
    }
    if (run === undefined) return Number.POSITIVE_INFINITY
    run.read(entry)
    return ofRun
  }

  private drop(): void {
    const [run] = this.runs
    if (this.size > 0 && this.times[0]! <= (run?.first ?? Number.POSITIVE_INFINITY)) this.poll()
    else if (run !== undefined) skipFirst(this.runs)
  }

  private flush(): void {
    const { isLive, keys } = this.options
    this.write((into) => {
      if (this.size === 0) return false
      this.readHeap(into)
      this.poll()
      return true
    }, this.runs)
    let entries = 0
    for (const { left } of this.runs) entries += left
    if (entries > mostPerKey * (keys() + this.inMemory)) this.merge(this.runs.length, isLive)
    else if (this.runs.length >= mostRuns) this.merge(mostRuns / 2, isLive)
  }

  /** Makes one file of the smallest ones. */
  private merge(count: number, isLive: DueIndexOptions["isLive"]): void {
    const smallest = [...this.runs].sort((a, b) => a.left - b.left).slice(0, count)
    for (const run of smallest) this.runs.splice(this.runs.indexOf(run), 1)
    const sorted: DueRun[] = []
    for (const run of smallest) insert(sorted, run)
    this.write((into) => {
      while (sorted[0] !== undefined) {
        sorted[0].read(into)
        skipFirst(sorted)
        if (isLive(into.hash, into.place)) return true
      }
      return false
    }, this.runs)
  }

  private write(next: (into: DueEntry) => boolean, into: DueRun[]): void {
    const { files, folder, name } = this.options
    const run = new DueRun(files, join(folder, `${name}-due-${++this.made}`), next)
    if (run.left === 0) run.drop()
    else insert(into, run)
  }

  private readHeap(into: DueEntry): void {
    into.time = this.times[0]!
    into.hash = this.hashes[0]!
    into.place = this.places[0]! >>> 0
  }

  /** The times in the heap up to one: what is later has nothing earlier below it. */
  private heapTimes(time: number, into: number[], slot = 0): void {
    if (slot >= this.size || this.times[slot]! > time) return
    into.push(this.times[slot]!)
    this.heapTimes(time, into, 2 * slot + 1)
    this.heapTimes(time, into, 2 * slot + 2)
  }

  private poll(): void {
    const last = --this.size
    if (last > 0) this.sink(this.times[last]!, this.hashes[last]!, this.places[last]!)
  }

  private rise(from: number, time: number, hash: number, place: number): void {
    let slot = from
    while (slot > 0) {
      const parent = (slot - 1) >>> 1
      if (time >= this.times[parent]!) break
      this.copy(parent, slot)
      slot = parent
    }
    this.set(slot, time, hash, place)
  }

  private sink(time: number, hash: number, place: number): void {
    const { times, size } = this
    let slot = 0
    for (let child = 1; child < size; child = 2 * slot + 1) {
      if (child + 1 < size && times[child + 1]! < times[child]!) child++
      if (time <= times[child]!) break
      this.copy(child, slot)
      slot = child
    }
    this.set(slot, time, hash, place)
  }

  private copy(from: number, to: number): void {
    this.set(to, this.times[from]!, this.hashes[from]!, this.places[from]!)
  }

  private set(slot: number, time: number, hash: number, place: number): void {
    this.times[slot] = time
    this.hashes[slot] = hash
    this.places[slot] = place
  }
}

/** Puts a run where it belongs. */
function insert(runs: DueRun[], run: DueRun): void {
  let place = runs.length
  runs.push(run)
  for (; place > 0 && runs[place - 1]!.first > run.first; place--) runs[place] = runs[place - 1]!
  runs[place] = run
}

/** Goes behind the first entry of the first run, and puts that where it belongs by now; one without entries is gone. */
function skipFirst(runs: DueRun[]): void {
  const run = runs[0]!
  run.skip()
  if (run.left === 0) {
    runs.shift()
    run.drop()
    return
  }
  const { first } = run
  let place = 0
  for (; place + 1 < runs.length && runs[place + 1]!.first < first; place++) runs[place] = runs[place + 1]!
  runs[place] = run
}
