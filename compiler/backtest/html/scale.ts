import { anchorOf } from "../buckets.ts"

/** A mark on an axis. */
export interface Tick {
  readonly at: number
  readonly label: string
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Distances of marks on an axis of time; above them come months. */
const distances = [
  1000,
  5000,
  15_000,
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
]
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/** Marks from zero to at least `top` at round numbers (1, 2 or 5 times a power of ten); `whole`: at whole numbers alone. */
export function numberTicks(top: number, most: number, whole: boolean): Tick[] {
  const raw = Math.max(top, Number.MIN_VALUE) / most
  const power = 10 ** Math.floor(Math.log10(raw))
  const size = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= raw * (1 - 1e-9)) ?? 10 * power
  const step = whole ? Math.max(1, size) : size
  const count = Math.max(1, Math.ceil(top / step - 1e-9))
  return Array.from({ length: count + 1 }, (_, i) => ({ at: i * step, label: short(i * step, step) }))
}

/** A number for an axis: thousands as k, millions as M. */
function short(value: number, step: number): string {
  const [size, letter] = value >= 1e9 ? [1e9, "G"] : value >= 1e6 ? [1e6, "M"] : value >= 10_000 ? [1e3, "k"] : [1, ""]
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(step / size) + 1e-9)))
  return `${(value / size).toLocaleString("en", { minimumFractionDigits: 0, maximumFractionDigits: decimals })}${letter}`
}

/** At most `most` marks between two times (epoch ms, UTC), at full hours, days or months. */
export function timeTicks(first: number, last: number, most: number): Tick[] {
  const step = distances.find((each) => (last - first) / each < most)
  if (step === undefined) return monthTicks(first, last, most)
  const ticks: Tick[] = []
  const anchor = anchorOf(step)
  for (let at = Math.ceil((first - anchor) / step) * step + anchor; at <= last; at += step)
    ticks.push({ at, label: timeLabel(at, step) })
  return ticks
}

function timeLabel(at: number, step: number): string {
  const date = new Date(at)
  const dayText = `${date.getUTCDate()} ${months[date.getUTCMonth()]}`
  if (step >= day || at % day === 0) return dayText
  const time = date.toISOString().slice(11, 19)
  return step < minute ? time : time.slice(0, 5)
}

function monthTicks(first: number, last: number, most: number): Tick[] {
  const span = (last - first) / (30 * day)
  const step = [1, 2, 3, 6, 12].find((each) => span / each < most) ?? 12 * Math.ceil(span / 12 / most)
  const begin = new Date(first)
  const ticks: Tick[] = []
  for (let month = Math.ceil(begin.getUTCMonth() / step) * step; ; month += step) {
    const at = new Date(0).setUTCFullYear(begin.getUTCFullYear(), month)
    // Beyond the last time that there is, it is no number.
    if (!(at <= last)) return ticks
    const date = new Date(at)
    const year = date.getUTCMonth() === 0 || ticks.length === 0 ? ` ${date.getUTCFullYear()}` : ""
    if (at >= first) ticks.push({ at, label: `${months[date.getUTCMonth()]}${year}` })
  }
}
