/** Numbers and times as people and tools read them. */

/** A whole number with its thousands apart. */
export function number(value: number): string {
  return value.toLocaleString("en")
}

/** A time as ISO 8601; null where there is none. */
export function isoTime(time: number): string | null {
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null
}
