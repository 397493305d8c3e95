import { show } from "../../runtime/library/show.ts"
import type { SeenEvent } from "./model.ts"

/** A moment as people read it: `2026-01-31 10:00:04` in UTC, with ms where there are some. */
export function moment(time: number): string {
  return show({ kind: "time" }, time)
    .replace("T", " ")
    .replace(/(\.000)?Z$/, "")
}

/** The time of day where it is the day of another moment, else the whole. */
export function clock(time: number, of: number): string {
  const [text, other] = [moment(time), moment(of)]
  return text.slice(0, 11) === other.slice(0, 11) ? text.slice(11) : text
}

/** `10 minutes`; `1 minute 30 seconds`. */
export function duration(ms: number): string {
  return show({ kind: "duration" }, ms)
}

/** `3 events`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`
}

/** Where and when an event is: `events.jsonl:3, 2026-01-31 10:00:04`. */
export function whereIs({ place, at }: Pick<SeenEvent, "place" | "at">): string {
  return place === "" ? moment(at) : `${place}, ${moment(at)}`
}

/** `a, b or c`. */
export function either(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`
}

/** `6th`. */
export function ordinal(number: number): string {
  const [tens, ones] = [number % 100, number % 10]
  const ending = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][ones] ?? "th")
  return `${number}${ending}`
}
