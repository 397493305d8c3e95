/** Code of decoders for times as text. */
import { inside } from "./decoder-words.ts"

/** What stands in the words of `2026-01-31T10:01:40.000Z`: 0 for a digit. */
const shape = { year: "0000", month: "-00-", day: "00T0", hour: "0:00", second: ":00.", thousandth: "000Z" }

/** Locals that remember the day of the last text of a time field: its characters, and when it began. */
export function dayLocals(field: number): string {
  return `let year${field} = 0, month${field} = 0, day${field} = 0, midnight${field} = NaN`
}

/**
 * Sets `value` to the time whose text begins at `place`, and moves behind it. The form that is written most, with or
 * without thousandths, is read by words: each digit's byte becomes its number, each other byte 0.
 * `ended`: a condition that holds only where the text has `length` bytes. `others`: sets `value` for other forms, or leaves.
 */
export function readIsoTime(field: number, ended: string, others: readonly string[]): string[] {
  const own = (name: string): string => `${name}${field}`
  return [
    "start = place",
    ...words(["year", "month", "day", "hour"]),
    "if (view.getUint8(place + 19) === 90) {",
    ...inside(wordOf("second", 16, ":00Z"), "thousandth = 0", "length = 20"),
    "} else {",
    ...inside(wordOf("second", 16, shape.second), wordOf("thousandth", 20, shape.thousandth), "length = 24"),
    "}",
    `marks = (${Object.entries(shape).map(overNine).join(" | ")}) & 0x80808080`,
    "hours = (day >>> 24) * 10 + (hour & 255)",
    "minutes = ((hour >>> 16) & 255) * 10 + (hour >>> 24)",
    "seconds = ((second >>> 8) & 255) * 10 + ((second >>> 16) & 255)",
    `if (marks === 0 && ${ended} && hours < 24 && minutes < 60 && seconds < 60) {`,
    ...inside(
      "day &= 0xffff",
      `if (year !== ${own("year")} || month !== ${own("month")} || day !== ${own("day")}) {`,
      ...inside(
        ...["year", "month", "day"].map((name) => `${own(name)} = ${name}`),
        `${own("midnight")} = decoding.isoTime(bytes, place, place + 10)`,
      ),
      "}",
      "thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)",
      `value = ${own("midnight")} + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth`,
      "place += length",
    ),
    "} else {",
    ...inside(...others),
    "}",
  ]
}

function words(names: readonly (keyof typeof shape)[]): string[] {
  return names.map((name, at) => wordOf(name, at * 4, shape[name]))
}

function wordOf(name: string, offset: number, text: string): string {
  return `${name} = view.getInt32(place + ${offset}, true) ^ ${hexadecimal([...text].map((one) => one.charCodeAt(0)))}`
}

/** High bits mark digits over nine and other characters that are not the ones of the shape; the lowest mark is exact. */
function overNine([name, text]: [string, string]): string {
  return `${name} | (${name} + ${hexadecimal([...text].map((one) => (one === "0" ? 0x76 : 0x7f)))})`
}

/** Four bytes as a number, the first one lowest. */
function hexadecimal(bytes: readonly number[]): string {
  return `0x${[...bytes]
    .reverse()
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")}`
}
