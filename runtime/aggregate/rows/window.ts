import type { Rows } from "../../abi/rows.ts"
import { unitOf } from "../accumulate.ts"
import { addSplit, splitSumAt } from "../split-sum.ts"
import type { RowMeasure } from "./contract.ts"
import { type FormerExtremes, RowExtremes } from "./extremes.ts"
import { type LogChunk, type LogStore, placeMask } from "./log-store.ts"
import { PlainPass, plainRows } from "./plain-pass.ts"

/** How a measure is read. */
const readCount = 0
const readSum = 1
const readMean = 2
const readExtreme = 3

/** A measure that a window is asked for; `column`: of the log. */
interface Asked extends Pick<RowMeasure, "op" | "into"> {
  readonly column: number
  readonly unit: number
  /** Without the event itself. */
  readonly previous: boolean
}

/** Keys whose numbers are fetched at once. */
const touchedAtOnce = 64

interface Read {
  readonly kind: number
  /** The column of rows that it is written to. */
  readonly into: number
  /** Of sums: the place in a key's numbers. */
  readonly sum: number
  readonly unit: number
  readonly extremes: RowExtremes | undefined
}

/** Rows that are judged next, with the entries that a log made of them. */
export interface LoggedRows {
  readonly rows: Rows
  readonly order: Int32Array
  readonly count: number
  readonly keys: Int32Array
  /** The places of the rows that are in the log, rising; their entries follow one another, from `first` on. */
  readonly logged: Int32Array
  readonly added: number
  readonly first: number
}

/**
 * A window that moves over a log of all keys, with running counts and sums for each key. At a time `t` it holds the entries of
 * `t − reach < at ≤ t − ending`. Where it ends now, an event's own entry is in it as soon as `over previous` was read.
 */
export class RowWindow {
  readonly reach: number
  readonly ending: number
  /** Keys of which it holds something. */
  keys = 0
  /** The number of the first entry that it can hold: those before leave it at the next move. */
  private from_: number
  /** The number of the first entry that has not left it, and of the first that has not come in. */
  left: number
  entered: number
  private readonly log: LogStore
  /** For each key: how many entries, then each sum as two doubles. */
  private totals = new Float64Array(0)
  private stride = 1
  /** Sums that do not fit into two doubles, by place. */
  private large = new Map<number, bigint>()
  /** The columns that are summed up, and the places of their sums among a key's numbers. */
  private readonly summed: number[] = []
  private readonly places: number[] = []
  private readonly asked: Asked[] = []
  private readonly extremes = new Map<string, RowExtremes>()
  private readonly queues: RowExtremes[] = []
  /** What is read before the event's own entry comes in, and after that. */
  private readonly before: Read[] = []
  private readonly after: Read[] = []
  /** `PlainPass` can go through its rows. */
  private isPlain = false
  private readonly plain = new PlainPass()
  /** What `touch` read: it says nothing, but a reading of nothing would be left out. */
  private readonly touched = new Float64Array(1)

  constructor(log: LogStore, reach: number, ending: number, from: number) {
    this.log = log
    this.reach = reach
    this.ending = ending
    this.from_ = from
    this.left = from
    this.entered = from
  }

  /** The oldest entry that it holds: what it does not let go of before it is moved does not count. */
  get begins(): number {
    return ((this.from_ - this.left) | 0) > 0 ? this.from_ : this.left
  }

  /** It was moved. (Numbers of entries go around: an old one would look new some day.) */
  settle(): void {
    this.from_ = this.begins
  }

  /**
   * Reads a measure for each row; `first`: the first column of its series; `previous`: without the event itself. Before `open`.
   */
  add({ op, column = 0, into, scale }: RowMeasure, first: number, previous: boolean): void {
    this.asked.push({ op, column: first + column, into, unit: unitOf({ scale }), previous })
  }

  /**
   * Whether one of the log before, which has not moved since `time`, holds the same entries but for some that leave it at its next move, and all that it works out.
   * `columnOf`: by column what it was there.
   */
  isIn(former: RowWindow, time: number, columnOf: (column: number) => number | undefined): boolean {
    if (former.ending !== this.ending) return false
    const { begins, reach } = this
    const older = (begins - former.left) | 0
    if (older < 0 || (older > 0 && former.log.timeOf((begins - 1) | 0) > time - reach)) return false
    return this.asked.every(({ op, column }) => {
      const before = columnOf(column)
      if (op === "count") return true
      if (before === undefined) return false
      return op === "min" || op === "max" ? former.extremes.has(`${op} ${before}`) : former.summed.includes(before)
    })
  }

  /**
   * Goes on with what one holds that it is in, which is not used any more and is changed by nothing before the next event. `intsOf`: where further numbers of entries stand
   * now.
   */
  goOn(former: RowWindow, columnOf: (column: number) => number | undefined, intsOf: (before: number) => number): void {
    this.totals = former.totals
    this.stride = former.stride
    this.large = former.large
    this.keys = former.keys
    this.left = former.left
    this.entered = former.entered
    for (const { op, column } of this.asked) {
      const before = columnOf(column)
      if (op === "min" || op === "max") {
        const extremes = former.extremes.get(`${op} ${before}`)!
        const links = { below: intsOf(extremes.below), above: intsOf(extremes.above) }
        this.extremesOf(op, column, { extremes, ...links })
      } else if (op !== "count" && !this.summed.includes(column)) {
        this.summed.push(column)
        this.places.push(former.places[former.summed.indexOf(before!)]!)
      }
    }
  }

  /** All that is asked was added, and nothing came in yet. */
  open(): void {
    for (const { op, column, into, unit, previous } of this.asked) {
      const read = { into, unit, sum: 0, extremes: undefined }
      const reads = previous ? this.before : this.after
      if (op === "count") reads.push({ ...read, kind: readCount })
      else if (op === "sum" || op === "avg") {
        reads.push({ ...read, kind: op === "sum" ? readSum : readMean, sum: this.sumOf(column) })
      } else if (op === "min" || op === "max") {
        reads.push({ ...read, kind: readExtreme, extremes: this.extremesOf(op, column) })
      } else throw new Error(`${op} is not worked out for rows`)
    }
    this.isPlain = this.before.length === 0 && this.queues.length === 0 && this.summed.length <= 1
  }

  /** Keys below the limit can come. */
  reserve(limit: number): void {
    const needed = limit * this.stride
    if (needed > this.totals.length) {
      const totals = new Float64Array(Math.max(needed, this.totals.length * 2))
      totals.set(this.totals)
      this.totals = totals
    }
    for (const each of this.queues) each.reserve(limit)
  }

  /** Goes through rows in their order, and writes the measures of each as of its event. */
  pass(step: LoggedRows): void {
    if (this.ending > 0) this.passLater(step)
    else {
      this.entered = step.first
      if (this.isPlain) this.passPlain(step)
      else this.passNow(step, 0, step.count)
    }
  }

  /** Those of the rows that `PlainPass` can go through, and the others between them. */
  private passPlain(step: LoggedRows): void {
    const { log, large, plain, totals, stride, reach, after } = this
    const { count, keys } = step
    const numbers = { totals, stride, sum: this.places[0] ?? 0, column: this.summed[0] ?? 0, reach }
    let place = 0
    for (let end = 0; place < count && large.size === 0; ) {
      if (place === end) {
        end = Math.min(place + plainRows, count)
        this.touch(keys, place, end)
      }
      const leaving = log.chunkOf(this.left)
      const entering = log.chunkOf(this.entered)
      const isNear = leaving !== undefined && entering !== undefined && leaving.at instanceof Int32Array
      if (isNear) {
        plain.begin(place, this)
        plain.run(numbers, leaving, entering, step, end)
        this.left = plain.left
        this.entered = plain.entered
        this.keys = plain.keys
        for (let i = 0; i < after.length; i++) writePlain(after[i]!, plain, place, step)
        place = plain.place
      }
      if (isNear && !plain.isInexact) continue
      this.passNow(step, place, end)
      place = end
    }
    this.passNow(step, place, count)
  }

  /** A window that ends now: what `enter` and `leave` do stands here once more, with all that they look up taken out of the loop. The rows from `from` up to `to`. */
  private passNow({ rows, order, keys, logged, added, first }: LoggedRows, from: number, to: number): void {
    const { before, after, reach, log, totals, stride, large, queues } = this
    const { at, numbers } = rows
    const { summed, places } = this
    const sums = summed.length
    const queued = queues.length > 0
    let { left, entered, keys: held } = this
    // Of the chunk at hand, which is looked up where an entry is the first of one.
    let leaving: LogChunk | undefined
    let leavingAt!: LogChunk["at"]
    let leavingKey!: Int32Array
    let leavingFrom = 0
    let entering = log.chunkOf(entered)
    let entry = (entered - first) | 0
    let next = entry < added ? logged[entry]! : to
    let touched = from
    for (let place = from; place < to; place++) {
      if (place === touched) {
        touched = Math.min(place + touchedAtOnce, to)
        this.touch(keys, place, touched)
      }
      const row = order[place]!
      const key = keys[place]!
      const tooOld = at[row]! - reach
      while (left !== entered) {
        const slot = left & placeMask
        if (slot === 0 || leaving === undefined) {
          leaving = log.chunkOf(left)
          leavingAt = leaving.at
          leavingKey = leaving.key
          leavingFrom = leaving.base
        }
        if (leavingFrom + leavingAt[slot]! > tooOld) break
        const base = leavingKey[slot]! * stride
        const rest = totals[base]! - 1
        totals[base] = rest
        if (rest === 0) {
          held--
          this.clearSums(base)
        } else
          for (let i = 0; i < sums; i++)
            addSplit(totals, large, base + places[i]!, leaving.values[summed[i]!]!, slot, -1)
        if (queued) this.unqueue(left, leavingKey[slot]!)
        left = (left + 1) | 0
      }
      if (before.length > 0) this.write(before, key, numbers, row)
      if (place === next) {
        const slot = entered & placeMask
        if (slot === 0) entering = log.chunkOf(entered)
        const base = key * stride
        const rest = totals[base]!
        totals[base] = rest + 1
        if (rest === 0) held++
        for (let i = 0; i < sums; i++) addSplit(totals, large, base + places[i]!, entering.values[summed[i]!]!, slot, 1)
        if (queued) this.enqueue(entered, key)
        entered = (entered + 1) | 0
        entry++
        next = entry < added ? logged[entry]! : to
      }
      if (after.length > 0) this.write(after, key, numbers, row)
    }
    this.left = left
    this.entered = entered
    this.keys = held
  }

  /** Reads what is kept of some keys, so that the processor fetches it for several at a time, before they are looked at one by one. */
  private touch(keys: Int32Array, from: number, to: number): void {
    const { totals, stride } = this
    let sum = 0
    for (let place = from; place < to; place++) {
      const key = keys[place]!
      if (key >= 0) sum += totals[key * stride]!
    }
    this.touched[0] = sum
  }

  private passLater({ rows, order, count, keys }: LoggedRows): void {
    const { after } = this
    const { next } = this.log
    const { at, numbers } = rows
    for (let place = 0; place < count; place++) {
      const row = order[place]!
      this.moveTo(at[row]!, next)
      this.write(after, keys[place]!, numbers, row)
    }
  }

  /** Moves to a time; entries from `end` on are not in the log yet. */
  moveTo(time: number, end: number): void {
    const { log } = this
    const tooYoung = time - this.ending
    while (this.entered !== end && log.timeOf(this.entered) <= tooYoung) this.enter(this.entered)
    const tooOld = time - this.reach
    while (this.left !== this.entered && log.timeOf(this.left) <= tooOld) this.leave()
  }

  /** Whether it holds something of a key. */
  holds(key: number): boolean {
    return this.totals[key * this.stride]! > 0
  }

  clear(): void {
    this.left = this.log.first
    this.entered = this.log.first
    this.keys = 0
    this.totals.fill(0)
    this.large.clear()
    for (const each of this.queues) each.clear()
  }

  private sumOf(column: number): number {
    const known = this.summed.indexOf(column)
    if (known >= 0) return this.places[known]!
    this.summed.push(column)
    this.places.push(this.stride)
    this.stride += 2
    return this.stride - 2
  }

  private extremesOf(op: "min" | "max", column: number, former?: FormerExtremes): RowExtremes {
    const name = `${op} ${column}`
    let extremes = this.extremes.get(name)
    if (extremes === undefined) {
      extremes = new RowExtremes(this.log, column, op, former)
      this.extremes.set(name, extremes)
      this.queues.push(extremes)
    }
    return extremes
  }

  private enqueue(entry: number, key: number): void {
    const { queues } = this
    for (let i = 0; i < queues.length; i++) queues[i]!.enter(entry, key)
  }

  private unqueue(entry: number, key: number): void {
    const { queues } = this
    for (let i = 0; i < queues.length; i++) queues[i]!.leave(entry, key)
  }

  private enter(entry: number): void {
    const chunk = this.log.chunkOf(entry)
    const key = chunk.key[entry & placeMask]!
    this.entered = (entry + 1) | 0
    const base = key * this.stride
    if (this.totals[base] === 0) this.keys++
    this.totals[base] = this.totals[base]! + 1
    this.addSums(base, chunk, entry & placeMask, 1)
    const { queues } = this
    for (let i = 0; i < queues.length; i++) queues[i]!.enter(entry, key)
  }

  private leave(): void {
    const entry = this.left
    const chunk = this.log.chunkOf(entry)
    const key = chunk.key[entry & placeMask]!
    this.left = (entry + 1) | 0
    const base = key * this.stride
    this.totals[base] = this.totals[base]! - 1
    if (this.totals[base] === 0) {
      this.keys--
      this.clearSums(base)
    } else this.addSums(base, chunk, entry & placeMask, -1)
    const { queues } = this
    for (let i = 0; i < queues.length; i++) queues[i]!.leave(entry, key)
  }

  private addSums(base: number, { values }: LogChunk, slot: number, sign: 1 | -1): void {
    const { summed, places, totals, large } = this
    for (let i = 0; i < summed.length; i++) {
      addSplit(totals, large, base + places[i]!, values[summed[i]!]!, slot, sign)
    }
  }

  /** Sums of a key of which nothing is left: it needs no subtraction to know that they are 0. */
  private clearSums(base: number): void {
    const { totals, large, stride } = this
    for (let place = base + 1; place < base + stride; place++) totals[place] = 0
    if (large.size > 0) for (let place = base + 1; place < base + stride; place += 2) large.delete(place)
  }

  private write(reads: readonly Read[], key: number, numbers: readonly Float64Array[], row: number): void {
    const { totals, large } = this
    const base = key * this.stride
    for (let i = 0; i < reads.length; i++) {
      const { kind, into, sum, unit, extremes } = reads[i]!
      const cells = numbers[into]!
      if (key < 0) cells[row] = Number.NaN
      else if (kind === readCount) cells[row] = totals[base]!
      else if (kind === readExtreme) extremes!.read(key, cells, row)
      else if (kind === readMean && totals[base] === 0) cells[row] = Number.NaN
      else {
        const total =
          large.size === 0 ? totals[base + sum]! + totals[base + sum + 1]! : splitSumAt(totals, large, base + sum)
        cells[row] = kind === readSum ? total : total / totals[base]! / unit
      }
    }
  }
}

/** Writes a measure of the rows from the one at `from` on that were gone through. */
function writePlain({ kind, into, unit }: Read, plain: PlainPass, from: number, { rows, order }: LoggedRows): void {
  const { counts, sums, place: to } = plain
  const cells = rows.numbers[into]!
  if (kind === readMean) {
    for (let i = from; i < to; i++) {
      const entries = counts[i - from]!
      cells[order[i]!] = entries === 0 ? Number.NaN : sums[i - from]! / entries / unit
    }
  } else {
    const read = kind === readCount ? counts : sums
    for (let i = from; i < to; i++) cells[order[i]!] = read[i - from]!
  }
}
