import type { FunctionDeclaration } from "../../lang/catalog.ts"
import { type Builtin, builtin, parameter, type } from "./declare.ts"
import { inZone, wallClock, zoneParameter } from "./zone.ts"

const parameters = [parameter("at", type.time, "the time"), zoneParameter]
const optionalInteger = { kind: "optional", of: type.integer } as const

export const calendarFields: readonly Builtin[] = [
  field("year", (date) => date.getUTCFullYear(), "The year.", [
    { call: "year(2026-01-31T10:00:00Z)", gives: 2026 },
    { call: 'year(2025-12-31T23:30:00Z, "Europe/Paris")', gives: 2026 },
  ]),
  field("month", (date) => date.getUTCMonth() + 1, "The month, 1 to 12.", [
    { call: "month(2026-01-31)", gives: 1 },
    { call: 'month(2026-01-31T23:30:00Z, "Europe/Paris")', gives: 2 },
  ]),
  field("day", (date) => date.getUTCDate(), "The day of the month, 1 to 31.", [
    { call: "day(2026-01-31)", gives: 31 },
    { call: 'day(2026-01-31T03:00:00Z, "America/New_York")', gives: 30 },
  ]),
  field("hour", (date) => date.getUTCHours(), "The hour on the clock, 0 to 23.", [
    { call: "hour(2026-07-01T12:34:56Z)", gives: 12 },
    { call: 'hour(2026-07-01T12:34:56Z, "Europe/London")', gives: 13 },
    { call: 'hour(2026-07-01T12:34:56Z, "Asia/Kolkata")', gives: 18 },
  ]),
  field("minute", (date) => date.getUTCMinutes(), "The minute on the clock, 0 to 59.", [
    { call: "minute(2026-07-01T12:34:56Z)", gives: 34 },
    { call: 'minute(2026-07-01T12:34:56Z, "Asia/Kolkata")', gives: 4 },
  ]),
  field("second", (date) => date.getUTCSeconds(), "The second on the clock, 0 to 59.", [
    { call: "second(2026-07-01T12:34:56Z)", gives: 56 },
    { call: "second(2026-07-01)", gives: 0 },
  ]),
  field("weekday", (date) => weekday(date), "The day of the week: Monday is 1, Sunday is 7.", [
    { call: "weekday(2026-01-31)", gives: 6 },
    { call: 'weekday(2026-02-01T23:30:00Z, "Europe/Paris")', gives: 1 },
  ]),
  builtin("time", "isWeekend", (at: number, zone?: string) => isWeekend(at, zone), {
    doc: "Whether it is Saturday or Sunday. Missing for a zone that does not exist.",
    parameters,
    returns: { kind: "optional", of: type.boolean },
    examples: [
      { call: "isWeekend(2026-01-31)", gives: true },
      { call: 'isWeekend(2026-02-01T23:30:00Z, "Europe/Paris")', gives: false },
    ],
  }),
  field("dayOfYear", (date) => dayOfYear(date), "The day of the year, 1 to 366.", [
    { call: "dayOfYear(2026-02-01)", gives: 32 },
    { call: "dayOfYear(2024-12-31)", gives: 366 },
  ]),
  builtin("time", "weekOfYear", (at: number, zone?: string) => inZone(at, zone)?.weekNumber, {
    doc: "The week of the year by ISO 8601, 1 to 53: weeks begin on Monday, week 1 has the year's first Thursday. Missing for a zone that does not exist.",
    parameters,
    returns: optionalInteger,
    examples: [
      { call: "weekOfYear(2026-01-31)", gives: 5 },
      { call: "weekOfYear(2027-01-01)", gives: 53 },
    ],
  }),
]

function field(
  name: string,
  read: (date: Date) => number,
  doc: string,
  examples: FunctionDeclaration["examples"],
): Builtin {
  const code = (at: number, zone?: string) => {
    const date = wallClock(at, zone)
    return date === undefined ? undefined : read(date)
  }
  const whole = `${doc} Missing for a zone that does not exist.`
  return builtin("time", name, code, { doc: whole, parameters, returns: optionalInteger, examples })
}

function weekday(date: Date): number {
  return date.getUTCDay() || 7
}

function isWeekend(at: number, zone: string | undefined): boolean | undefined {
  const date = wallClock(at, zone)
  return date === undefined ? undefined : weekday(date) > 5
}

function dayOfYear(date: Date): number {
  const newYear = new Date(date)
  newYear.setUTCMonth(0, 1)
  return Math.round((date.getTime() - newYear.getTime()) / 86_400_000) + 1
}
