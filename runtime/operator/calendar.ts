import { wallClock } from "../functions/zone.ts"

/** The ms of a day that no clock change falls into. */
export const dayMs = 86_400_000
const weekDays = 7
/** Day 0 is a Thursday: from Monday to it. */
const mondayToEpoch = 3
/** Days that are remembered. */
const mostDays = 100

/** A time [start, end) in epoch ms. */
export interface Interval {
  readonly start: number
  readonly end: number
}

/** A part of a day in which the clocks are not changed. `offset`: what they are ahead of UTC, in ms. */
interface Span {
  readonly from: number
  readonly to: number
  readonly offset: number
}

interface Day {
  /** Days since 1970-01-01. */
  readonly number: number
  readonly from: number
  readonly to: number
  readonly spans: readonly Span[]
}

/** The days of a time zone and their parts. Days have 23 or 25 hours where the clocks are changed. */
export class Calendar {
  private readonly zone: string
  private readonly known = new Map<number, Day>()
  private last: Day | undefined

  constructor(zone: string) {
    this.zone = zone
  }

  /**
   * So many whole days around a time, from midnight to midnight: counted from 1970-01-01, whole weeks from a Monday.
   */
  days(at: number, count: number): Interval {
    const shift = count % weekDays === 0 ? mondayToEpoch : 0
    const first = Math.floor((this.dayAt(at).number + shift) / count) * count - shift
    return { start: this.midnight(first), end: this.midnight(first + count) }
  }

  /** The time so many days after a midnight. */
  daysLater(midnight: number, count: number): number {
    return this.midnight(this.dayAt(midnight).number + count)
  }

  /**
   * The part of a day around a time: between two moments at which the clock shows a multiple of `size` ms after midnight. So a part
   * in which the clocks are changed is shorter or longer; one that they skip does not exist; one that they show twice is two.
   */
  part(at: number, size: number): Interval {
    const day = this.dayAt(at)
    const place = day.spans.findIndex(({ to }) => at < to)
    const number = slotAt(day, place, at, size)
    return { start: startOf(day, place, number, size), end: endOf(day, place, number, size) }
  }

  private dayAt(at: number): Day {
    const { last } = this
    if (last !== undefined && at >= last.from && at < last.to) return last
    let number = Math.floor((at + this.offset(at)) / dayMs)
    // Clocks that are put back at midnight show the end of the day before once more.
    while (at >= this.midnight(number + 1)) number++
    while (at < this.midnight(number)) number--
    this.last = this.day(number)
    return this.last
  }

  private day(number: number): Day {
    const known = this.known.get(number)
    if (known !== undefined) return known
    const from = this.midnight(number)
    const to = this.midnight(number + 1)
    const day = { number, from, to, spans: this.spans(from, to) }
    if (this.known.size >= mostDays) this.known.clear()
    this.known.set(number, day)
    return day
  }

  private spans(from: number, to: number): readonly Span[] {
    const before = this.offset(from)
    const after = this.offset(to - 1)
    if (before === after) return [{ from, to, offset: before }]
    const change = this.change(from, to - 1)
    return [
      { from, to: change, offset: before },
      { from: change, to, offset: after },
    ]
  }

  /** The first moment at which the clocks show that day, or a later one. */
  private midnight(number: number): number {
    const wall = number * dayMs
    const near = wall - this.offset(wall)
    const before = this.offset(near - dayMs)
    const after = this.offset(near + dayMs)
    if (before === after) return wall - before
    const change = this.change(near - dayMs, near + dayMs)
    if (wall - before < change) return wall - before
    return change + after >= wall ? change : wall - after
  }

  /** The first moment after `from` at which the clocks are as at `to`. */
  private change(from: number, to: number): number {
    const before = this.offset(from)
    let low = from
    let high = to
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (this.offset(middle) === before) low = middle
      else high = middle
    }
    return high
  }

  /** Beyond the times that a date can name it is that of UTC. */
  private offset(at: number): number {
    const wall = wallClock(at, this.zone)
    return wall === undefined ? 0 : wall.getTime() - at
  }
}

function slotAt({ number, spans }: Day, place: number, at: number, size: number): number {
  return Math.floor((at + spans[place]!.offset - number * dayMs) / size)
}

/**
 * Whether a slot goes on in the next span: the clocks were changed within it. Where they were put back from its end to its begin, it is
 * over, and comes once more.
 */
function goesOn(day: Day, place: number, size: number): boolean {
  const next = day.spans[place + 1]
  if (next === undefined) return false
  const { to, offset } = day.spans[place]!
  if (slotAt(day, place, to - 1, size) !== slotAt(day, place + 1, to, size)) return false
  const [before, after] = [offset, next.offset].map((each) => (to + each - day.number * dayMs) % size)
  return before !== 0 || after !== 0
}

function startOf(day: Day, place: number, slot: number, size: number): number {
  const { from, offset } = day.spans[place]!
  const start = day.number * dayMs + slot * size - offset
  if (start > from) return start
  return place > 0 && goesOn(day, place - 1, size) ? startOf(day, place - 1, slot, size) : from
}

function endOf(day: Day, place: number, slot: number, size: number): number {
  const { to, offset } = day.spans[place]!
  const end = day.number * dayMs + (slot + 1) * size - offset
  if (end < to) return end
  return goesOn(day, place, size) ? endOf(day, place + 1, slot, size) : to
}
