import { nearest } from "../check/suggest.ts"
import type { DurationUnit } from "./ast-expressions.ts"

const units: readonly { unit: DurationUnit; ms: number; words: readonly string[] }[] = [
  { unit: "ms", ms: 1, words: ["ms"] },
  { unit: "second", ms: 1000, words: ["second", "seconds", "s"] },
  { unit: "minute", ms: 60_000, words: ["minute", "minutes", "min"] },
  { unit: "hour", ms: 3_600_000, words: ["hour", "hours", "h"] },
  { unit: "day", ms: 86_400_000, words: ["day", "days", "d"] },
  { unit: "week", ms: 604_800_000, words: ["week", "weeks", "w"] },
]

const byWord = new Map(units.flatMap(({ unit, words }) => words.map((word) => [word, unit] as const)))
const lengths = new Map(units.map(({ unit, ms }) => [unit, ms] as const))

/** The unit that a word of `.cep` names, singular, plural or short. */
export function unitOf(word: string): DurationUnit | undefined {
  return byWord.get(word)
}

/** All words that name a unit. */
export const unitNames: readonly string[] = [...byWord.keys()]

/** The length of one unit in milliseconds. */
export function unitLength(unit: DurationUnit): number {
  return lengths.get(unit)!
}

/** The words for units that a person would write out. */
const unitWords: readonly string[] = units.flatMap(({ words }) => words.filter((word) => word.length > 2))

/** A duration in words: `1 minute`, `5 minutes`, `500 ms`. */
export function durationText(amount: number, unit: DurationUnit): string {
  return `${amount} ${unit === "ms" || amount === 1 ? unit : `${unit}s`}`
}

/** A number of milliseconds in the largest unit that needs no fraction. */
export function durationTextOf(ms: number): string {
  const unit = [...units].reverse().find((candidate) => ms % candidate.ms === 0) ?? units[0]!
  return durationText(ms / unit.ms, unit.unit)
}

const slips: ReadonlyMap<string, string> = new Map([
  ...["mins", "m", "mn", "mnt"].map((word) => [word, "minutes"] as const),
  ...["secs", "sec", "sek"].map((word) => [word, "seconds"] as const),
  ...["hrs", "hr"].map((word) => [word, "hours"] as const),
  ...["millis", "milliseconds", "millisecond", "msec", "msecs"].map((word) => [word, "ms"] as const),
  ...["dys", "wks", "wk"].map((word) => [word, word.startsWith("d") ? "days" : "weeks"] as const),
])

/** Units of time that have no fixed length. */
export const calendarUnits: ReadonlySet<string> = new Set(["month", "months", "quarter", "quarters", "year", "years"])

/** The unit that was meant by a word that is none, if it can be guessed. Keywords are never guessed at. */
export function meantUnit(word: string): string | undefined {
  const lower = word.toLowerCase()
  if (byWord.has(lower)) return lower
  const known = slips.get(lower)
  if (known !== undefined) return known
  if (word.length <= 2) return undefined
  const near = nearest(lower, unitWords)
  // `minuts` is as near to `minute` as to `minutes`: what ends in s was meant to.
  return near !== undefined && lower.endsWith("s") && !near.endsWith("s") ? `${near}s` : near
}
