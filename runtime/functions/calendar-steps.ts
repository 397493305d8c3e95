import type { FunctionDeclaration } from "../../lang/catalog.ts"
import { type Builtin, builtin, parameter, type } from "./declare.ts"
import { instant, inZone, zoneParameter } from "./zone.ts"

const at = parameter("at", type.time, "the time")
const optionalTime = { kind: "optional", of: type.time } as const
const optionalInteger = { kind: "optional", of: type.integer } as const
type Unit = "hour" | "day" | "week" | "month" | "year"

export const calendarSteps: readonly Builtin[] = [
  start("startOfHour", "hour", "The full hour before the time.", [
    { call: "startOfHour(2026-01-31T10:20:30Z)", gives: "2026-01-31T10:00:00.000Z" },
    { call: 'startOfHour(2026-01-31T10:20:30Z, "Asia/Kolkata")', gives: "2026-01-31T09:30:00.000Z" },
  ]),
  start(
    "startOfDay",
    "day",
    "The beginning of the day: midnight, or the first moment after it where clocks skip midnight.",
    [
      { call: "startOfDay(2026-01-31T10:20:30Z)", gives: "2026-01-31T00:00:00.000Z" },
      { call: 'startOfDay(2026-07-01T10:00:00Z, "Europe/London")', gives: "2026-06-30T23:00:00.000Z" },
      {
        call: 'hours(startOfDay(2026-03-30T12:00:00Z, "Europe/London") - startOfDay(2026-03-29T12:00:00Z, "Europe/London"))',
        gives: 23,
      },
    ],
  ),
  start("startOfWeek", "week", "The beginning of the week: of its Monday.", [
    { call: "startOfWeek(2026-01-31T10:20:30Z)", gives: "2026-01-26T00:00:00.000Z" },
    { call: "startOfWeek(2026-01-26)", gives: "2026-01-26T00:00:00.000Z" },
  ]),
  start("startOfMonth", "month", "The beginning of the month.", [
    { call: "startOfMonth(2026-01-31T10:20:30Z)", gives: "2026-01-01T00:00:00.000Z" },
    { call: 'startOfMonth(2026-01-31T23:30:00Z, "Europe/Paris")', gives: "2026-01-31T23:00:00.000Z" },
  ]),
  start("startOfYear", "year", "The beginning of the year.", [
    { call: "startOfYear(2026-01-31T10:20:30Z)", gives: "2026-01-01T00:00:00.000Z" },
    { call: 'startOfYear(2026-07-01, "Asia/Tokyo")', gives: "2025-12-31T15:00:00.000Z" },
  ]),
  step(
    "addDays",
    "days",
    "The same time of day, that many days later. A day on which clocks change has 23 or 25 hours.",
    [
      { call: "addDays(2026-01-31, 1)", gives: "2026-02-01T00:00:00.000Z" },
      { call: 'addDays(2026-03-28T12:00:00Z, 1, "Europe/London")', gives: "2026-03-29T11:00:00.000Z" },
    ],
  ),
  step(
    "addMonths",
    "months",
    "The same day and time, that many months later; the month's last day where it is shorter.",
    [
      { call: "addMonths(2026-01-31, 1)", gives: "2026-02-28T00:00:00.000Z" },
      { call: "addMonths(2026-01-31, -2)", gives: "2025-11-30T00:00:00.000Z" },
    ],
  ),
  difference(
    "daysBetween",
    "days",
    "How many midnights lie between two times: 0 on the same day, negative if `to` is before `from`.",
    [
      { call: "daysBetween(2026-01-30T23:59:00Z, 2026-01-31T00:01:00Z)", gives: 1 },
      { call: 'daysBetween(2026-03-28T12:00:00Z, 2026-03-30T12:00:00Z, "Europe/London")', gives: 2 },
    ],
  ),
  difference(
    "yearsBetween",
    "years",
    "How many whole years lie between two times, as ages are counted; negative if `to` is before `from`.",
    [
      { call: "yearsBetween(1990-06-15, 2026-06-14)", gives: 35 },
      { call: "yearsBetween(1990-06-15, 2026-06-15)", gives: 36 },
    ],
  ),
]

function start(name: string, unit: Unit, doc: string, examples: FunctionDeclaration["examples"]): Builtin {
  return builtin("time", name, (time: number, zone?: string) => startOf(unit, time, zone), {
    doc: `${doc} Missing for a zone that does not exist.`,
    parameters: [at, zoneParameter],
    returns: optionalTime,
    examples,
  })
}

function startOf(unit: Unit, at: number, zone: string | undefined): number | undefined {
  const time = inZone(at, zone)
  if (time === undefined) return undefined
  // Within an hour that clocks repeat, luxon's startOf("hour") may land in the other one; the minutes say how far back it is.
  if (unit === "hour") return at - ((time.minute * 60 + time.second) * 1000 + time.millisecond) - (at - Math.trunc(at))
  const begin = time.startOf(unit)
  // Where clocks repeat midnight, the day begins with the first of the two.
  const first = begin.getPossibleOffsets().reduce((a, b) => (b.toMillis() < a.toMillis() ? b : a), begin)
  return instant(first)
}

function step(name: string, unit: "days" | "months", doc: string, examples: FunctionDeclaration["examples"]): Builtin {
  const code = (time: number, count: number, zone?: string) => {
    // No two times are further apart than this many days; luxon loops or overflows beyond.
    if (!(Math.abs(count) <= 200_000_000)) return undefined
    return instant(inZone(time, zone)?.plus({ [unit]: count }))
  }
  return builtin("time", name, code, {
    doc: `${doc} Missing for a zone that does not exist.`,
    parameters: [at, parameter(unit, type.integer, "how many; negative ones go back"), zoneParameter],
    returns: optionalTime,
    examples,
  })
}

function difference(
  name: string,
  unit: "days" | "years",
  doc: string,
  examples: FunctionDeclaration["examples"],
): Builtin {
  const code = (from: number, to: number, zone?: string) => {
    const [a, b] = [inZone(from, zone), inZone(to, zone)]
    if (a === undefined || b === undefined) return undefined
    if (unit === "days") return Math.round((midnight(b) - midnight(a)) / 86_400_000)
    return a <= b ? wholeYears(a, b) : 0 - wholeYears(b, a)
  }
  return builtin("time", name, code, {
    doc: `${doc} Missing for a zone that does not exist.`,
    parameters: [parameter("from", type.time, "a time"), parameter("to", type.time, "another time"), zoneParameter],
    returns: optionalInteger,
    examples,
  })
}

type Local = NonNullable<ReturnType<typeof inZone>>

/** Midnight of the local date, as if the date were one of UTC. */
function midnight(time: Local): number {
  const date = new Date(0)
  date.setUTCFullYear(time.year, time.month - 1, time.day)
  return date.getTime()
}

function wholeYears(from: Local, to: Local): number {
  const years = to.year - from.year
  return from.plus({ years }) <= to ? years : years - 1
}
