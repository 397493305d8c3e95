import { DateTime } from "luxon"
import { type Builtin, builtin, finite, parameter, type } from "./declare.ts"
import { instant } from "./zone.ts"

const units = [
  ["milliseconds", 1, 1500, 300_000],
  ["seconds", 1000, 1.5, 300],
  ["minutes", 60_000, 0.025, 5],
  ["hours", 3_600_000, 1500 / 3_600_000, 300 / 3600],
  ["days", 86_400_000, 1500 / 86_400_000, 300 / 86_400],
] as const

export const timeValues: readonly Builtin[] = [
  ...units.map(([name, ms, ofSmall, ofLarge]) =>
    builtin("time", name, (duration: number) => finite(duration / ms), {
      doc: `The duration in ${name}, as a number with its fraction.`,
      parameters: [parameter("d", type.duration, "the duration")],
      returns: type.number,
      examples: [
        { call: `${name}(5 minutes)`, gives: ofLarge },
        { call: `${name}(1500 ms)`, gives: ofSmall },
      ],
    }),
  ),
  builtin(
    "time",
    "time",
    (value: string | number) => (typeof value === "string" ? readTime(value) : instantOf(value)),
    {
      doc: "The time that a text writes in ISO 8601; UTC where it names no offset. Missing if it writes anything else.",
      parameters: [parameter("text", type.string, "the text")],
      returns: { kind: "optional", of: type.time },
      examples: [
        { call: 'time("2026-01-31T10:00:00+01:00")', gives: "2026-01-31T09:00:00.000Z" },
        { call: 'time("2026-01-31")', gives: "2026-01-31T00:00:00.000Z" },
        { call: 'time("yesterday")', gives: null },
      ],
    },
    {
      doc: "The time that many milliseconds after the beginning of 1970 (UTC). Missing outside the calendar.",
      parameters: [parameter("ms", type.number, "the milliseconds")],
      returns: { kind: "optional", of: type.time },
      examples: [
        { call: "time(0)", gives: "1970-01-01T00:00:00.000Z" },
        { call: "time(1e300)", gives: null },
      ],
    },
  ),
]

function readTime(text: string): number | undefined {
  return text.length > 64 ? undefined : instant(DateTime.fromISO(text, { zone: "utc" }))
}

function instantOf(ms: number): number | undefined {
  return Math.abs(ms) <= 8.64e15 ? Math.trunc(ms) + 0 : undefined
}
