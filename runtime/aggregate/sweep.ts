import { RowList } from "./numbers.ts"

/** Steps in which the age of keys is known. */
const steps = 16

/**
 * When keys may be forgotten: each stands in a bucket by when it was last looked at, and is looked at again when the bucket is as old as
 * the series keeps events. What came meanwhile costs nothing: the key then moves to the bucket of its last event. So a key is
 * forgotten at most a sixteenth later than it could be.
 */
export class Sweep {
  private readonly buckets = new Map<number, RowList>()
  /** Their numbers, the oldest first. */
  private order: number[] = []
  private readonly age: number
  private readonly step: number

  /** `age`: of a key's last event, in ms, from which on it can go. Infinity: never. */
  constructor(age: number) {
    this.age = age
    this.step = Math.max(1, Math.ceil(age / steps))
  }

  /** Notes a key whose last event was at `at`. */
  add(row: number, at: number): void {
    if (this.age === Number.POSITIVE_INFINITY) return
    this.bucket(this.numberOf(at)).push(row)
  }

  /** Goes on with the keys of another one, which is not used any more; false: that one did not note them. */
  goOn(former: Sweep): boolean {
    if (this.age === Number.POSITIVE_INFINITY) return true
    // No key comes into a bucket for a later time than that of its last event.
    for (const number of former.order)
      this.bucket(this.numberOf(number * former.step)).append(former.buckets.get(number)!)
    return former.age !== Number.POSITIVE_INFINITY
  }

  /** Calls `free` for keys of which nothing is needed after `time`; `lastAt`: when the key's last event was. */
  run(time: number, lastAt: (row: number) => number, free: (row: number) => void): void {
    let due = 0
    while (due < this.order.length && this.isDue(this.order[due]!, time)) due++
    // Taken out beforehand: a key that stays comes into a bucket for another time.
    for (const number of this.order.splice(0, due)) {
      const { data, length } = this.buckets.get(number)!
      this.buckets.delete(number)
      for (let i = 0; i < length; i++) {
        const row = data[i]!
        const at = lastAt(row)
        // By its last event alone, so that it says nothing when the key was looked at before.
        if (this.isDue(this.numberOf(at), time)) free(row)
        else this.add(row, at)
      }
    }
  }

  private numberOf(at: number): number {
    return Math.floor(at / this.step)
  }

  private isDue(number: number, time: number): boolean {
    return (number + 1) * this.step <= time - this.age
  }

  private bucket(number: number): RowList {
    let bucket = this.buckets.get(number)
    if (bucket === undefined) {
      bucket = new RowList()
      this.buckets.set(number, bucket)
      this.insert(number)
    }
    return bucket
  }

  private insert(number: number): void {
    let place = this.order.length
    while (place > 0 && this.order[place - 1]! > number) place--
    this.order.splice(place, 0, number)
  }
}
