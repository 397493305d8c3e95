/**
 * What `each` rules say, worked out slowly from their definition: first all windows of all events, then what is in each. It
 * shares nothing with the compiler and the runtime; calendars are gone through minute by minute, with luxon.
 */
import { DateTime } from "luxon"

const minute = 60_000
const day = 24 * 60

/** Durations in minutes. */
export type Shape =
  | { readonly kind: "time"; readonly size: number; readonly every?: number; readonly zone?: string }
  | { readonly kind: "session"; readonly gap: number }
  | { readonly kind: "count"; readonly count: number }

export interface Entry {
  readonly id: number
  readonly k: string
  readonly v: number | null
  /** Epoch ms, whole minutes. */
  readonly at: number
}

/** A window that fires: [start, end) in epoch ms and its events in order. */
export interface Filled {
  readonly key: string
  readonly start: number
  readonly end: number
  readonly entries: readonly Entry[]
}

/** The windows of events that stand in their order, in the order in which they fire. */
export function windowsOf(entries: readonly Entry[], shape: Shape): Filled[] {
  const keys = [...new Set(entries.map(({ k }) => k))]
  const filled = keys.flatMap((key) => {
    const own = entries.filter(({ k }) => k === key)
    if (shape.kind === "session") return sessions(own, shape.gap * minute)
    if (shape.kind === "count") return counts(own, shape.count)
    return inTime(own, shape)
  })
  const first = (window: Filled) => entries.indexOf(window.entries[0]!)
  const last = (window: Filled) => entries.indexOf(window.entries.at(-1)!)
  return filled.sort((a, b) =>
    shape.kind === "count" ? last(a) - last(b) : a.end - b.end || first(a) - first(b) || a.start - b.start,
  )
}

function sessions(own: readonly Entry[], gap: number): Filled[] {
  const groups: Entry[][] = []
  for (const entry of own) {
    const before = groups.at(-1)?.at(-1)
    if (before === undefined || entry.at - before.at >= gap) groups.push([entry])
    else groups.at(-1)!.push(entry)
  }
  return groups.map((entries) => ({
    key: entries[0]!.k,
    start: entries[0]!.at,
    end: entries.at(-1)!.at + gap,
    entries,
  }))
}

function counts(own: readonly Entry[], count: number): Filled[] {
  const full = Math.floor(own.length / count)
  return Array.from({ length: full }, (_, i) => own.slice(i * count, (i + 1) * count)).map((entries) => ({
    key: entries[0]!.k,
    start: entries[0]!.at,
    end: entries.at(-1)!.at,
    entries,
  }))
}

function inTime(own: readonly Entry[], { size, every = size, zone }: Extract<Shape, { kind: "time" }>): Filled[] {
  const times = own.map(({ at }) => at)
  if (times.length === 0) return []
  const reach = size * minute + 8 * day * minute
  const from = Math.min(...times) - reach
  const to = Math.max(...times) + reach
  const starts = boundaries(from, to, every, zone)
  const days = zone !== undefined && size % day === 0 && every % day === 0
  return starts.flatMap((start, i) => {
    const end =
      every === size && zone !== undefined
        ? starts[i + 1]
        : days
          ? daysLater(start, size / day, zone)
          : start + size * minute
    const entries = own.filter(({ at }) => at >= start && end !== undefined && at < end)
    return entries.length === 0 ? [] : [{ key: entries[0]!.k, start, end: end!, entries }]
  })
}

function daysLater(start: number, count: number, zone: string): number {
  return DateTime.fromMillis(start, { zone }).startOf("day").plus({ days: count }).startOf("day").toMillis()
}

/** Where windows of so many minutes begin, in order. */
export function boundaries(from: number, to: number, size: number, zone: string | undefined): number[] {
  const found: number[] = []
  if (zone === undefined) {
    for (let at = Math.floor(from / (size * minute)); at * size * minute <= to; at++) found.push(at * size * minute)
    return found
  }
  const first = Math.floor(from / minute) * minute
  let before = labelOf(first - minute, size, zone)
  let latest = before.days
  for (let at = first; at <= to; at += minute) {
    const label = labelOf(at, size, zone)
    if (begins(before, label, size, latest)) found.push(at)
    latest = Math.max(latest, label.days)
    before = label
  }
  return found
}

interface Label {
  /** The number of the day, or of the days that make one window. */
  readonly days: number
  /** The number of the part of the day. */
  readonly part: number
  /** Minutes after midnight. */
  readonly clock: number
}

/** A window begins with another day, and in it with another part, or when one that is over is shown once more. */
function begins(before: Label, label: Label, size: number, latest: number): boolean {
  // Clocks that are put back after midnight do not bring back the day before.
  if (label.days !== before.days) return label.days > latest || size < day
  const isWhole = (before.clock + 1) % size === 0
  return size < day && (label.part !== before.part || (isWhole && label.clock % size === 0))
}

function labelOf(at: number, size: number, zone: string): Label {
  const shown = DateTime.fromMillis(at, { zone })
  const date = Math.round(Date.UTC(shown.year, shown.month - 1, shown.day) / (day * minute))
  const clock = shown.hour * 60 + shown.minute
  if (size < day) return { days: date, part: Math.floor(clock / size), clock }
  const count = size / day
  // Monday, 29 December 1969.
  const monday = count % 7 === 0 ? -3 : 0
  return { days: Math.floor((date - monday) / count), part: 0, clock }
}
