import type { Batch } from "../operator/lanes/contract.ts"
import { laneOf, type RunningRule } from "./rules.ts"

/** So many events are put off at most. */
const mostPutOff = 256

/** Where more rows than these wait that may bring something out, most events do. */
const mostTimes = 1024

/** So often one after the other nothing could be put off, before it is given up for as long as `rest` says. */
const mostInVain = 64
const rest = 4096

/**
 * Which events that are pushed one by one need not be judged one by one: a batch of one row costs many times what a row of a large batch does, and most
 * events bring nothing out. They are judged with the next one that may, when a deadline comes, or before anybody looks. To the rules that is a
 * watermark that moves further at once, as for the events of a list.
 */
export class QuietRows {
  /** The watermark up to which all was judged, where events behind it were put off. */
  since: number | undefined = undefined
  /** One of these conditions chooses each row that may bring something out; undefined: any may. */
  private readonly tells: readonly number[] | undefined
  private readonly batch: Batch
  /** Times of rows that wait and may bring something out: a binary heap, the earliest first. */
  private readonly times = new Float64Array(mostTimes)
  private count = 0
  /** Something is known of the rows that wait and are later than this. */
  private unknownUpTo = Number.NEGATIVE_INFINITY
  private isKnown: boolean
  private wasKnown = false
  private judgedTo = Number.NEGATIVE_INFINITY
  private putOff = 0
  private inVain = 0
  private resting = 0

  /** For rules that judge whole batches. */
  constructor(rules: readonly RunningRule[], batch: Batch) {
    this.tells = tellsOf(rules, batch)
    this.batch = batch
    this.isKnown = this.tells !== undefined && batch.rows.size === 0
  }

  /** A row of an event that was pushed waits. */
  add(row: number, time: number): void {
    if (!this.isKnown || !this.batch.fulfils(this.tells!, row)) return
    if (this.count === mostTimes) {
      this.resting = rest
      this.forget()
    } else this.insert(time)
  }

  /** Rows came in other ways, or conditions may hold that did not: nothing is known any more. */
  forget(): void {
    this.isKnown = false
  }

  /** Whether nothing comes out of what the watermark reaches. Then it is put off, and all was judged `before` the watermark that was. */
  putsOff(watermark: number, before: number): boolean {
    if (this.putOff === mostPutOff || (!this.isQuiet(watermark) && this.batch.rows.nextAt() <= watermark)) return false
    this.since ??= before
    this.putOff++
    return true
  }

  private isQuiet(watermark: number): boolean {
    if (!this.isKnown || this.unknownUpTo > this.judgedTo) return false
    return this.count === 0 || this.times[0]! > watermark
  }

  /** What was put off is judged now. Where that does not come to its end nothing is known. */
  begin(): void {
    this.since = undefined
    this.wasKnown = this.isKnown
    this.isKnown = false
  }

  /** All up to the watermark was judged. */
  judged(watermark: number): void {
    this.judgedTo = watermark
    if (this.tells === undefined) this.isKnown = false
    else if (this.wasKnown) this.goOn(watermark)
    else if (this.resting > 0) this.resting--
    else {
      this.unknownUpTo = this.batch.rows.lastAt()
      this.count = 0
      this.inVain = 0
      this.isKnown = true
    }
    this.putOff = 0
  }

  private goOn(watermark: number): void {
    while (this.count > 0 && this.times[0]! <= watermark) this.removeFirst()
    const isInVain = this.putOff === 0 && this.unknownUpTo <= watermark
    this.inVain = isInVain ? this.inVain + 1 : 0
    this.isKnown = this.inVain < mostInVain
    if (!this.isKnown) this.resting = rest
  }

  private insert(time: number): void {
    const { times } = this
    let slot = this.count++
    while (slot > 0) {
      const parent = (slot - 1) >>> 1
      if (times[parent]! <= time) break
      times[slot] = times[parent]!
      slot = parent
    }
    times[slot] = time
  }

  private removeFirst(): void {
    const { times } = this
    const size = --this.count
    const moved = times[size]!
    let slot = 0
    for (let child = 1; child < size; child = 2 * slot + 1) {
      if (child + 1 < size && times[child + 1]! < times[child]!) child++
      if (moved <= times[child]!) break
      times[slot] = times[child]!
      slot = child
    }
    times[slot] = moved
  }
}

/** undefined: any row may bring something out. */
function tellsOf(rules: readonly RunningRule[], batch: Batch): readonly number[] | undefined {
  const tells = new Set<number>()
  for (const { operator } of rules) {
    const own = laneOf(operator)?.tells
    if (own === undefined || own.some((select) => batch.choosesAll(select))) return undefined
    for (const select of own) tells.add(select)
  }
  return [...tells]
}
