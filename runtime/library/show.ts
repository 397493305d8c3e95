import type { Fields, ValueType } from "../abi/value.ts"
import { formatIso } from "../time/iso.ts"
import { decimalText } from "./decimal.ts"

const units: readonly (readonly [name: string, ms: number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
]

/** A value as messages show it: time as ISO 8601, decimal with its digits, duration in words, missing as `missing`. */
export function show(type: ValueType, value: unknown): string {
  if (value === undefined || value === null) return "missing"
  switch (type.kind) {
    case "time":
      return formatIso(value as number)
    case "decimal":
      return decimalText(value as number, type.scale)
    case "duration":
      return showDuration(value as number)
    case "list":
      return `[${(value as unknown[]).map((element) => show(type.of, element)).join(", ")}]`
    case "record":
      return `{ ${type.fields.map(({ name, type: of }) => `${name}: ${show(of, (value as Fields)[name])}`).join(", ")} }`
    case "event":
      return showFields(value as Fields)
    default:
      return String(value)
  }
}

function showFields(fields: Fields): string {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined)
  return `{ ${present.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ")} }`
}

/** `1 minute 30 seconds`; below a second in ms. */
function showDuration(ms: number): string {
  if (ms < 0) return `-${showDuration(-ms)}`
  const words: string[] = []
  let rest = ms
  for (const [name, size] of units) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) words.push(`${count} ${name}${count === 1 ? "" : "s"}`)
  }
  if (rest > 0 || words.length === 0) words.push(`${rest} ms`)
  return words.join(" ")
}
