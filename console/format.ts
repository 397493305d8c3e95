/** How numbers, times and values are shown. */

/** Digits that can be read at a glance: 12.3k, 4.5M, 0.02. */
export function shortNumber(value: number): string {
  const steps = [
    [1e9, "G"],
    [1e6, "M"],
    [1e4, "k"],
  ] as const
  for (const [size, unit] of steps) {
    if (Math.abs(value) >= size) {
      const scaled = value / (unit === "k" ? 1e3 : size)
      return `${scaled.toFixed(scaled >= 100 ? 0 : 1)}${unit}`
    }
  }
  if (Math.abs(value) >= 10 || Number.isInteger(value)) return Math.round(value).toLocaleString("en")
  return Math.abs(value) < 0.1 ? value.toPrecision(1) : value.toFixed(1)
}

/** Sizes in units of 1,024. */
export function bytes(value: number): string {
  if (value < 1024) return `${value} B`
  const units = ["KiB", "MiB", "GiB"]
  let [size, unit] = [value / 1024, 0]
  while (size >= 1024 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1]
  return `${size.toFixed(size >= 100 ? 0 : 1)} ${units[unit]}`
}

/** A length of time: 3.2 s, 5 min, 2.1 h. */
export function duration(seconds: number): string {
  const size = Math.abs(seconds)
  if (size < 0.001) return "0 s"
  if (size < 1) return `${Math.round(seconds * 1000)} ms`
  if (size < 120) return `${tenths(seconds, size < 10)} s`
  if (size < 7200) return `${tenths(seconds / 60, size < 600)} min`
  if (size < 172_800) return `${tenths(seconds / 3600, true)} h`
  return `${tenths(seconds / 86_400, true)} d`
}

/** Without tenths where there are none. */
function tenths(value: number, isShown: boolean): string {
  return value.toFixed(isShown ? 1 : 0).replace(/\.0$/, "")
}

/** How far event time is from the clock. */
export function behindClock(seconds: number): string {
  return seconds < 0 ? `${duration(-seconds)} ahead of the clock` : `${duration(seconds)} behind`
}

/** ISO 8601 as date and time of day, in UTC. */
export function time(iso: string): string {
  return iso.replace("T", " ").replace(/(\.\d{3})?Z$/, "")
}

/** Epoch milliseconds likewise. */
export function timeOf(ms: number): string {
  return Number.isFinite(ms) ? time(new Date(ms).toISOString()) : "none"
}

/** The time of day alone, with milliseconds where there are some. */
export function clock(iso: string): string {
  return iso.slice(11).replace(/(\.000)?Z$/, "")
}

/** The time of day, with the date where that is not the one of `other`. */
export function clockNear(iso: string, other: string | null | undefined): string {
  return other?.slice(0, 10) === iso.slice(0, 10) ? clock(iso) : iso.replace("T", " ").replace(/(\.000)?Z$/, "")
}

/** A key's values side by side. */
export function keyText(key: Readonly<Record<string, unknown>> | undefined): string {
  return Object.values(key ?? {})
    .map((value) => (typeof value === "string" ? value : JSON.stringify(value)))
    .join(" · ")
}

/** A value on one line. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value)
}
