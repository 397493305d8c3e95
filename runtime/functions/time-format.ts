import type { DateTime } from "luxon"
import { builtin, longestText, parameter, type } from "./declare.ts"
import { inZone, zoneParameter } from "./zone.ts"

const names = {
  month: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
  weekday: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}

const digits = (value: number, width: number) => String(value).padStart(width, "0")

/** What each pattern stands for. Names are English everywhere: the same rules give the same texts on every machine. */
const fields: Readonly<Record<string, (time: DateTime) => string>> = {
  yyyy: (time) => (time.year < 0 ? `-${digits(-time.year, 4)}` : digits(time.year, 4)),
  yy: (time) => digits(((time.year % 100) + 100) % 100, 2),
  MMMM: (time) => names.month[time.month - 1]!,
  MMM: (time) => names.month[time.month - 1]!.slice(0, 3),
  MM: (time) => digits(time.month, 2),
  M: (time) => String(time.month),
  dd: (time) => digits(time.day, 2),
  d: (time) => String(time.day),
  EEEE: (time) => names.weekday[time.weekday - 1]!,
  EEE: (time) => names.weekday[time.weekday - 1]!.slice(0, 3),
  HH: (time) => digits(time.hour, 2),
  H: (time) => String(time.hour),
  hh: (time) => digits(time.hour % 12 || 12, 2),
  h: (time) => String(time.hour % 12 || 12),
  mm: (time) => digits(time.minute, 2),
  m: (time) => String(time.minute),
  ss: (time) => digits(time.second, 2),
  s: (time) => String(time.second),
  SSS: (time) => digits(time.millisecond, 3),
  a: (time) => (time.hour < 12 ? "AM" : "PM"),
  ZZ: (time) => offset(time.offset),
}

const patternParameter = parameter("pattern", type.string, "how it is written", {
  check: (value) => {
    const parts = typeof value === "string" ? partsOf(value) : []
    return typeof parts === "string" ? parts : undefined
  },
})

export const timeFormat = [
  builtin("time", "format", format, {
    doc:
      "The time as a text. In the pattern, `yyyy` `yy` stand for the year, `MMMM` `MMM` `MM` `M` the month, `dd` `d` the day, " +
      "`EEEE` `EEE` the day of the week, `HH` `H` the hour (`hh` `h` with `a` for AM and PM), `mm` `m` the minute, `ss` `s` the second, " +
      "`SSS` milliseconds, `ZZ` the offset from UTC; other letters stand between single quotes (`''` is a quote), everything else for itself. " +
      "Names are English. Missing for another pattern or a zone that does not exist.",
    parameters: [parameter("at", type.time, "the time"), patternParameter, zoneParameter],
    returns: { kind: "optional", of: type.string },
    examples: [
      { call: 'format(2026-01-31T10:05:00Z, "yyyy-MM-dd")', gives: "2026-01-31" },
      {
        call: 'format(2026-07-01T10:05:00Z, "EEE d MMMM, HH:mm ZZ", "Europe/London")',
        gives: "Wed 1 July, 11:05 +01:00",
      },
      { call: "format(2026-01-31T15:05:00Z, \"h 'o''clock' a\")", gives: "3 o'clock PM" },
    ],
  }),
]

function format(at: number, pattern: string, zone?: string): string | undefined {
  const time = inZone(at, zone)
  if (time === undefined || pattern.length > longestText / 16) return undefined
  const parts = partsOf(pattern)
  if (typeof parts === "string") return undefined
  return parts.map((part) => ("field" in part ? fields[part.field]!(time) : part.text)).join("")
}

/** The parts of a pattern, or what is wrong with it. */
function partsOf(pattern: string): ({ field: string } | { text: string })[] | string {
  const parts: ({ field: string } | { text: string })[] = []
  for (let at = 0; at < pattern.length; ) {
    const unit = pattern[at]!
    let end = at + 1
    if (unit === "'") {
      const quoted = readQuoted(pattern, at)
      if (quoted === undefined) return "a single quote in the pattern is not closed; write '' for a quote"
      parts.push({ text: quoted.text })
      end = quoted.end
    } else if (/[A-Za-z]/.test(unit)) {
      while (pattern[end] === unit) end++
      const field = end - at > 4 ? "" : pattern.slice(at, end)
      if (!Object.hasOwn(fields, field)) return unknownField(pattern.slice(at, Math.min(end, at + 9)))
      parts.push({ field })
    } else parts.push({ text: unit })
    at = end
  }
  return parts
}

function unknownField(found: string): string {
  const near = [found.toLowerCase(), found.toUpperCase()].find((each) => Object.hasOwn(fields, each))
  if (near !== undefined) return `\`${found}\` is no part of a time pattern; did you mean \`${near}\`?`
  return `\`${found}\` is no part of a time pattern; there are ${Object.keys(fields).join(" ")}, and letters between single quotes`
}

function readQuoted(pattern: string, start: number): { text: string; end: number } | undefined {
  if (pattern[start + 1] === "'") return { text: "'", end: start + 2 }
  let text = ""
  let from = start + 1
  for (;;) {
    const close = pattern.indexOf("'", from)
    if (close < 0) return undefined
    text += pattern.slice(from, close)
    if (pattern[close + 1] !== "'") return { text, end: close + 1 }
    text += "'"
    from = close + 2
  }
}

function offset(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? "-" : "+"}${digits(Math.floor(size / 60), 2)}:${digits(Math.floor(size % 60), 2)}`
}
