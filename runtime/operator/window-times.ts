import type { DurationRef } from "../abi/rule-set.ts"
import type { WindowShape } from "../abi/series.ts"
import { Calendar, dayMs, type Interval } from "./calendar.ts"

type Params = Readonly<Record<string, unknown>>
type TimeShape = Extract<WindowShape, { kind: "time" }>

/** An event is in at most so many windows of one rule at the same time. */
const maxOverlap = 1_000

/**
 * The windows of the rule's present size that hold a time and begin later than `after`, the earliest first. The size is read from the
 * parameters each time.
 */
export type WindowsAt = (at: number, after: number) => readonly Interval[]

/** Makes the finder of windows in time: aligned to the epoch, or to a zone's calendar. */
export function windowsAt(shape: TimeShape, params: Params): WindowsAt {
  const { size, every, zone } = shape
  const times = zone === undefined ? epochTimes : calendarTimes(new Calendar(zone))
  if (every === undefined) return (at) => [times.around(at, length(size, params))]
  return (at, after) => sliding(at, after, length(size, params), length(every, params), times)
}

interface Times {
  /** The window of that size around a time, where windows follow each other. */
  around(at: number, size: number): Interval
  /** When a window ends that is longer than the steps of `every` ms in which it moves. */
  endOf(start: number, size: number, every: number): number
}

const epochTimes: Times = {
  around: (at, size) => {
    const start = Math.floor(at / size) * size
    return { start, end: start + size }
  },
  endOf: (start, size) => start + size,
}

function calendarTimes(calendar: Calendar): Times {
  const isDays = (ms: number) => ms % dayMs === 0
  return {
    around: (at, size) => (isDays(size) ? calendar.days(at, size / dayMs) : calendar.part(at, size)),
    endOf: (start, size, every) =>
      isDays(size) && isDays(every) ? calendar.daysLater(start, size / dayMs) : start + size,
  }
}

function sliding(
  at: number,
  after: number,
  size: number,
  every: number,
  { around, endOf }: Times,
): readonly Interval[] {
  const found: Interval[] = []
  for (let { start } = around(at, every); ; { start } = around(start - 1, every)) {
    const end = endOf(start, size, every)
    if (end <= at || start <= after) return found.reverse()
    found.push({ start, end })
  }
}

/** The ms of a duration as it is now. */
export function length(duration: DurationRef, params: Params): number {
  return duration.kind === "fixed" ? duration.ms : Number(params[duration.name])
}

/** What is wrong with the lengths of a rule's windows as the parameters are now; nothing where they make sense. */
export function problemOf(shape: WindowShape, params: Params): string | undefined {
  if (shape.kind === "count") return undefined
  const lengths = shape.kind === "session" ? [shape.gap] : [shape.size, ...(shape.every ? [shape.every] : [])]
  const all = lengths.map((each) => length(each, params))
  if (!all.every((ms) => Number.isSafeInteger(ms) && ms > 0))
    return "its length is a whole number of milliseconds, at least 1"
  if (shape.kind === "session") return undefined
  if (shape.zone !== undefined && !all.every((ms) => ms <= dayMs || ms % dayMs === 0)) {
    return "in a time zone it is whole days, or a part of one day"
  }
  const [size, every] = all
  if (every === undefined || size! / every <= maxOverlap) return undefined
  return `each event would be in ${Math.ceil(size! / every)} of them at the same time; at most ${maxOverlap} are possible`
}
