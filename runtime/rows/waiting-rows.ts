import type { Rows, RowsSchema } from "../abi/rows.ts"
import { RowBlocks } from "./row-blocks.ts"
import { RowOrder } from "./row-order.ts"

const firstCapacity = 1024
/** Rows of one step of judging: enough that what is done once for all of them costs little for each. */
const batchRows = 4096

/** How many columns of each kind there are. */
export type ColumnCounts = Pick<RowsSchema, "numbers" | "codes" | "texts">

/** Rows that were taken out of the order of those that wait. */
export interface Drained {
  /** Where they stand, in order. */
  readonly places: Int32Array<ArrayBuffer>
  readonly count: number
  /** The place of the first one where each is known to stand behind the one before it; else less than 0. */
  readonly straight: number
}

/** The columns of rows, by kind and place. */
export interface RowColumns {
  readonly numbers: Float64Array[]
  readonly codes: Int32Array[]
  readonly textFrom: Int32Array[]
  readonly textTo: Int32Array[]
}

/**
 * Events between their arrival and the moment when the watermark has reached them, as rows of columns. Rows are numbered as they arrive
 * (32 bits, around and around); each stands at its number modulo the capacity, so those that are used first are free first.
 */
export class WaitingRows<E> implements Rows {
  type = new Uint16Array(firstCapacity)
  at = new Float64Array(firstCapacity)
  from = new Int32Array(firstCapacity)
  to = new Int32Array(firstCapacity)
  readonly numbers: Float64Array[]
  readonly codes: Int32Array[]
  readonly textFrom: Int32Array[]
  readonly textTo: Int32Array[]
  /** Of rows that were not decoded from bytes, and those for which an event was made. */
  readonly events: (E | undefined)[]
  /** Of rows that were read from objects: copies of them. */
  readonly objects: (object | undefined)[]
  /** Where rows decoded from bytes stand. */
  readonly blocks: RowBlocks
  /** Orders events of equal time: source, then partition. */
  private rank = new Float64Array(firstCapacity)
  /** 1: not judged yet. */
  private waiting = new Uint8Array(firstCapacity)
  /** Some rows have events or objects. */
  private hasObjects = false
  private readonly order: RowOrder
  private mask = firstCapacity - 1
  /** The number of the next row, and of the first one that is in use. */
  private head = 0
  private tail = 0
  private isHeld = false

  /**
   * `former`: rows that are taken over as they lie, with other columns (`columns`, as long as `former` has room) and other numbers of their types; whoever had them does not use them any more.
   */
  constructor(
    counts: ColumnCounts,
    former?: { readonly rows: WaitingRows<E>; readonly columns: RowColumns; readonly types: Uint16Array<ArrayBuffer> },
  ) {
    const { numbers, codes, textFrom, textTo } = former?.columns ?? emptyColumns(counts, firstCapacity)
    this.numbers = numbers
    this.codes = codes
    this.textFrom = textFrom
    this.textTo = textTo
    this.events = former?.rows.events ?? new Array(firstCapacity).fill(undefined)
    this.objects = former?.rows.objects ?? new Array(firstCapacity).fill(undefined)
    this.blocks = former?.rows.blocks ?? new RowBlocks()
    this.order = former?.rows.order ?? new RowOrder()
    if (former !== undefined) this.goOn(former.rows, former.types)
  }

  private goOn(former: WaitingRows<E>, types: Uint16Array<ArrayBuffer>): void {
    this.type = types
    this.at = former.at
    this.from = former.from
    this.to = former.to
    this.rank = former.rank
    this.waiting = former.waiting
    this.hasObjects = former.hasObjects
    this.mask = former.mask
    this.head = former.head
    this.tail = former.tail
  }

  /** For how many rows there is room. */
  get capacity(): number {
    return this.mask + 1
  }

  /** Events that wait. */
  get size(): number {
    return this.order.size
  }

  /** The number of the next row. */
  get next(): number {
    return this.head
  }

  /** The number of the first row that is in use. */
  get oldest(): number {
    return this.tail
  }

  /** Whether the row at a place is not judged yet. */
  waits(place: number): boolean {
    return this.waiting[place] === 1
  }

  /** The place of a row in the columns. */
  placeOf(number: number): number {
    return number & this.mask
  }

  /** The number of the row in use at a place. */
  numberAt(place: number): number {
    return (this.tail + ((place - this.tail) & this.mask)) | 0
  }

  /** How many rows from the next one on are free and stand side by side; at least 1. */
  room(): number {
    let used = (this.head - this.tail) | 0
    if (used > this.mask) {
      this.grow()
      used = (this.head - this.tail) | 0
    }
    const capacity = this.mask + 1
    return Math.min(capacity - (this.head & this.mask), capacity - used)
  }

  /** Takes so many rows that `room` promised. They are free again at the next `sweep` unless they are put in order. */
  take(count: number): void {
    this.head = (this.head + count) | 0
  }

  /** Puts rows that were taken among those that wait: `count` from that place on. */
  enqueue(place: number, count: number, rank: number): void {
    if (count === 1) {
      this.rank[place] = rank
      this.waiting[place] = 1
    } else {
      this.rank.fill(rank, place, place + count)
      this.waiting.fill(1, place, place + count)
    }
    this.order.add(this.numberAt(place), count, this.at, this.rank, this.mask)
  }

  /** Likewise rows of which none is before the one before it. */
  enqueueRising(place: number, count: number, rank: number): void {
    this.rank.fill(rank, place, place + count)
    this.waiting.fill(1, place, place + count)
    this.order.addRising(this.numberAt(place), count, this.at, this.rank, this.mask)
  }

  /** Keeps an event for a row. */
  setEvent(place: number, event: E): void {
    this.events[place] = event
    this.hasObjects = true
  }

  /** Keeps an object that says what the one says that a row was read from. */
  setObject(place: number, object: object): void {
    this.objects[place] = object
    this.hasObjects = true
  }

  /** The time of the first event that waits; Infinity where none does. */
  nextAt(): number {
    return this.order.nextAt(this.at, this.mask)
  }

  /**
   * Takes the next events up to the watermark out of the order: their places, in order. At most a batch of them, and never some of one
   * instant only. They keep their places until `release`.
   */
  drain(watermark: number, places: Int32Array<ArrayBuffer>): Drained {
    const { at, mask, order } = this
    let into = places.length < batchRows ? grown(places, batchRows) : places
    let count = 0
    let isOfRun = true
    for (;;) {
      count = order.pollRun(watermark, at, mask, into, count, batchRows)
      if (count >= batchRows || order.nextAt(at, mask) > watermark || order.size === 0) break
      into[count++] = order.poll(at, this.rank, mask) & mask
      isOfRun = false
      if (count >= batchRows) break
    }
    while (count > 0 && order.nextAt(at, mask) === at[into[count - 1]!]) {
      if (count === into.length) into = grown(into, count * 2)
      into[count++] = order.poll(at, this.rank, mask) & mask
      isOfRun = false
    }
    // Numbers of rows in the run rise.
    const straight = isOfRun && count > 0 && into[count - 1]! - into[0]! === count - 1 ? into[0]! : -1
    return { places: into, count, straight }
  }

  /** Judged: the rows can be used again. */
  release({ places, count, straight }: Drained): void {
    const { waiting } = this
    if (straight >= 0) waiting.fill(0, straight, straight + count)
    else clearAt(waiting, places, count)
    this.sweep()
  }

  /** None waits any more. */
  clear(): void {
    let places = new Int32Array(batchRows)
    while (this.size > 0) {
      const drained = this.drain(Number.POSITIVE_INFINITY, places)
      places = drained.places
      this.release(drained)
    }
  }

  /** Frees rows at the tail that do not wait, and lets their bytes go. */
  sweep(): void {
    if (this.isHeld) return
    const before = this.tail
    const tail = this.firstWaiting()
    if (this.hasObjects) this.forget(before, tail)
    this.tail = tail
    this.blocks.forgetBefore(tail)
  }

  /** The number of the first row in use that waits; the next one where none does. */
  private firstWaiting(): number {
    const { waiting, mask, head } = this
    let number = this.tail
    while (number !== head) {
      const place = number & mask
      if (waiting[place] === 1) break
      const found = waiting.indexOf(1, place)
      const passed = (found < 0 ? mask + 1 : found) - place
      const left = (head - number) | 0
      number = passed < left ? (number + passed) | 0 : head
    }
    return number
  }

  /** All rows from the oldest one on stay, with their bytes, until `letGo`. Gives by row, from the oldest one on, whether it waits: 1. */
  hold(): Uint8Array {
    const { waiting, mask, tail, head } = this
    this.isHeld = true
    const count = (head - tail) | 0
    const first = tail & mask
    const behind = Math.min(count, mask + 1 - first)
    const waited = new Uint8Array(count)
    waited.set(waiting.subarray(first, first + behind))
    waited.set(waiting.subarray(0, count - behind), behind)
    return waited
  }

  letGo(): void {
    this.isHeld = false
    this.sweep()
  }

  private forget(from: number, to: number): void {
    const { events, objects, mask } = this
    for (let number = from; number !== to; number = (number + 1) | 0) {
      events[number & mask] = undefined
      objects[number & mask] = undefined
    }
    if (to === this.head) this.hasObjects = false
  }

  /** The places of all rows that wait, in the order of their arrival. */
  *places(): Iterable<number> {
    for (let number = this.tail; number !== this.head; number = (number + 1) | 0) {
      if (this.waiting[number & this.mask] === 1) yield number & this.mask
    }
  }

  rankAt(place: number): number {
    return this.rank[place]!
  }

  private grow(): void {
    const before = this.mask + 1
    const capacity = before * 2
    // Numbers stay: a row moves to its number modulo the new capacity.
    const spread = <A extends Float64Array | Int32Array | Uint16Array | Uint8Array>(old: A, made: A): A => {
      for (let number = this.tail, i = 0; i < before; i++, number = (number + 1) | 0) {
        made[number & (capacity - 1)] = old[number & (before - 1)]!
      }
      return made
    }
    this.type = spread(this.type, new Uint16Array(capacity))
    this.at = spread(this.at, new Float64Array(capacity))
    this.from = spread(this.from, new Int32Array(capacity))
    this.to = spread(this.to, new Int32Array(capacity))
    this.rank = spread(this.rank, new Float64Array(capacity))
    this.waiting = spread(this.waiting, new Uint8Array(capacity))
    for (const [i, old] of this.numbers.entries()) this.numbers[i] = spread(old, new Float64Array(capacity))
    for (const columns of [this.codes, this.textFrom, this.textTo]) {
      for (const [i, old] of columns.entries()) columns[i] = spread(old, new Int32Array(capacity))
    }
    for (const list of [this.events, this.objects]) {
      const old = list.slice()
      list.length = capacity
      list.fill(undefined)
      for (let number = this.tail, i = 0; i < before; i++, number = (number + 1) | 0) {
        list[number & (capacity - 1)] = old[number & (before - 1)]
      }
    }
    this.mask = capacity - 1
  }
}

/** Columns with room for so many rows. */
function emptyColumns({ numbers, codes, texts }: ColumnCounts, capacity: number): RowColumns {
  return {
    numbers: Array.from({ length: numbers }, () => new Float64Array(capacity)),
    codes: Array.from({ length: codes }, () => new Int32Array(capacity)),
    textFrom: Array.from({ length: texts }, () => new Int32Array(capacity)),
    textTo: Array.from({ length: texts }, () => new Int32Array(capacity)),
  }
}

/** In a function of its own: V8 would leave machine code that it made within the loop at what comes behind it, each time. */
function clearAt(waiting: Uint8Array, places: Int32Array, count: number): void {
  for (let i = 0; i < count; i++) waiting[places[i]!] = 0
}

function grown(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const made = new Int32Array(length)
  made.set(old)
  return made
}
