/** Times as text: ISO 8601 in and out. */
import type { GrowingBytes } from "../abi/bytes.ts"

const pattern =
  /^(\d{4}|[+-]\d{6})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

/** The last and first instants that a date can name, ms from the epoch. */
export const latestTime = 8_640_000_000_000_000
const earliestTime = -latestTime

/**
 * Epoch ms of an ISO 8601 date (midnight) or date and time; without an offset it is UTC. Undefined for anything else, also
 * for days and hours that do not exist. Digits after the millisecond are cut off.
 */
export function parseIso(text: string): number | undefined {
  const found = pattern.exec(text)
  if (found === null) return undefined
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = found
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  const offset = offsetMinutes(zone)
  if (offset === undefined) return undefined
  const seconds = (Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second)
  const time = date.getTime() + seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, "0"))
  return Math.abs(time) <= latestTime ? time : undefined
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === "Z" || zone === "z") return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(":", "") || "0")
  if (hours > 23 || minutes > 59) return undefined
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes)
}

/** `2026-01-31T10:01:40.000Z`. A time past the last instant that a date can name is written as that instant. */
export function formatIso(time: number): string {
  return new Date(Math.max(earliestTime, Math.min(latestTime, time))).toISOString()
}

const dayMs = 86_400_000
const minuteMs = 60_000
const secondsLength = "00.000Z".length
/** `40.` for 40, and `007Z` for 7. */
const secondTexts = Array.from({ length: 60 }, (_, second) => `${String(second).padStart(2, "0")}.`)
const thousandthTexts = Array.from({ length: 1000 }, (_, thousandth) => `${String(thousandth).padStart(3, "0")}Z`)
const timeOfDayLength = "00:00:00.000Z".length
/** No text is longer; a multiple of four. */
const mostLength = 28

/** Writes times as `formatIso` does; keeps the day or minute that it wrote last, since times to be written are mostly near each other. */
export class IsoWriter {
  private day = Number.NaN
  private date: readonly number[] = []
  /** The moment that was written last, and its bytes. */
  private moment = Number.NaN
  private readonly written = new DataView(new ArrayBuffer(mostLength))
  private length = 0
  private minute = Number.NaN
  private beforeSeconds = ""

  /** The text. Throws a RangeError for what is no number, as `formatIso` does. */
  text(time: number): string {
    const moment = Math.trunc(Math.max(earliestTime, Math.min(latestTime, time)))
    const minute = Math.floor(moment / minuteMs)
    if (minute !== this.minute) {
      this.beforeSeconds = new Date(minute * minuteMs).toISOString().slice(0, -secondsLength)
      this.minute = minute
    }
    const milliseconds = moment - minute * minuteMs
    const second = (milliseconds / 1000) | 0
    return this.beforeSeconds + secondTexts[second] + thousandthTexts[milliseconds - second * 1000]
  }

  /** Appends the text. Throws a RangeError for what is no number, as `formatIso` does. */
  append(to: GrowingBytes, time: number): void {
    to.reserve(mostLength)
    const moment = Math.trunc(Math.max(earliestTime, Math.min(latestTime, time)))
    // What one event completes is written with one time.
    if (moment === this.moment) {
      this.again(to)
      return
    }
    const day = Math.floor(moment / dayMs)
    if (day !== this.day) {
      const text = new Date(day * dayMs).toISOString().slice(0, -timeOfDayLength)
      this.date = Array.from(text, (character) => character.charCodeAt(0))
      this.day = day
    }
    const { date } = this
    const { bytes, view, length } = to
    for (let i = 0; i < date.length; i++) bytes[length + i] = date[i]!
    writeTimeOfDay(bytes, length + date.length, moment - day * dayMs)
    this.length = date.length + timeOfDayLength
    to.length = length + this.length
    for (let i = 0; i < mostLength; i += 4) this.written.setInt32(i, view.getInt32(length + i))
    this.moment = moment
  }

  private again(to: GrowingBytes): void {
    const { view, length } = to
    const { written } = this
    for (let i = 0; i < mostLength; i += 4) view.setInt32(length + i, written.getInt32(i))
    to.length = length + this.length
  }
}

/** `10:01:40.000Z`, from milliseconds since midnight. */
function writeTimeOfDay(bytes: Uint8Array, at: number, milliseconds: number): void {
  const second = (milliseconds / 1000) | 0
  const minute = (second / 60) | 0
  const hour = (minute / 60) | 0
  const millisecond = milliseconds - second * 1000
  const hundredth = (millisecond / 10) | 0
  writeTwo(bytes, at, hour)
  bytes[at + 2] = 0x3a
  writeTwo(bytes, at + 3, minute - hour * 60)
  bytes[at + 5] = 0x3a
  writeTwo(bytes, at + 6, second - minute * 60)
  bytes[at + 8] = 0x2e
  writeTwo(bytes, at + 9, hundredth)
  bytes[at + 11] = 0x30 + millisecond - hundredth * 10
  bytes[at + 12] = 0x5a
}

/** The two digits of a number below 100. */
function writeTwo(bytes: Uint8Array, at: number, number: number): void {
  const tens = (number / 10) | 0
  bytes[at] = 0x30 + tens
  bytes[at + 1] = 0x30 + number - tens * 10
}
