/** A whole number with its thousands apart. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en")
}

/** A count a day: with a decimal where it is small. */
export function rate(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : value < 1000 ? 1 : 0 })
}

/** A number with at most two decimals. */
export function decimal(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 2 })
}

/** A number between 0 and 1 with four decimals; a dash where there is none. */
export function share(value: number | null): string {
  return value === null ? "–" : value.toFixed(4)
}

/** A count and its noun. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${whole(count)} ${count === 1 ? noun : plural}`
}

/** A time to the second, in UTC; a dash where there is none. */
export function moment(time: string | null): string {
  return time === null ? "–" : time.replace("T", " ").replace(/(\.000)?Z$/, "")
}

/** A period of days: hours where it is short. */
export function period(first: string | null, last: string | null): string {
  if (first === null || last === null) return "no events"
  const hours = (Date.parse(last) - Date.parse(first)) / 3_600_000
  if (hours < 1) return `${rate(hours * 60)} minutes`
  return hours < 48 ? `${rate(hours)} hours` : `${rate(hours / 24)} days`
}

/** What came in may hold anything: nothing of it steers a terminal or turns the direction of a page's text. */
export function harmless(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\p{Cf}]/gu, "\ufffd")
}

/** The text, cut where it is longer. */
export function cut(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`
}
