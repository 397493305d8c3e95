/** Times as text: ISO 8601 in and out. */
import type { GrowingBytes } from "../abi/bytes.ts"
import { usualIsoTime } from "./usual-iso.ts"

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
  const time = usualIsoTime(text)
  return Number.isNaN(time) ? parseAnyIso(text) : time
}

/** The same by one expression, which reads all forms. */
export function parseAnyIso(text: string): number | undefined {
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

const minuteMs = 60_000
const dayMs = 1440 * minuteMs
const beforeHour = "2026-01-31T".length
const timeOfDayLength = "00:00:00.000Z".length
/** `07` for 7. */
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"))
/** `40.` for 40, and `007Z` for 7. */
const secondTexts = Array.from({ length: 60 }, (_, second) => `${twoDigits[second]}.`)
const thousandthTexts = Array.from({ length: 1000 }, (_, thousandth) => `${String(thousandth).padStart(3, "0")}Z`)
/** `:00.` and `000Z` as words, the first character in the least significant byte. */
const noSeconds = 0x2e30303a
const noThousandths = 0x5a303030
/** Of years of four digits: 24 bytes, of which the first 16 end with the minute. */
const usualLength = "2026-01-31T10:01:40.000Z".length
/** The most bytes of a time. */
const mostLength = "+123456-01-31T10:01:40.000Z".length

/** Writes times as `formatIso` does; keeps the minute and the day that it wrote last, since times to be written are mostly near each other. */
export class IsoWriter {
  /** Where it begins, epoch ms. */
  private minute = Number.NaN
  /** In ms: of the last one there is only the first moment. */
  private length = 0
  private beforeSeconds = ""
  /** Where the day begins, and its text up to its hours. */
  private day = Number.NaN
  private beforeHours = ""
  /** The bytes of that without the colon, eight each; where the year has four digits. */
  private readonly beforeColon = new Float64Array(2)
  private readonly head = new DataView(this.beforeColon.buffer)
  private isUsual = false

  /** The text. Throws a RangeError for what is no number, as `formatIso` does. */
  text(time: number): string {
    const milliseconds = this.within(time)
    const second = (milliseconds / 1000) | 0
    return this.beforeSeconds + secondTexts[second] + thousandthTexts[milliseconds - second * 1000]
  }

  /** Appends the text. Throws a RangeError for what is no number, as `formatIso` does. */
  append(to: GrowingBytes, time: number): void {
    to.reserve(mostLength)
    to.length = this.write(to.view, to.length, time)
  }

  private write(view: DataView, length: number, time: number): number {
    const milliseconds = this.within(time)
    if (!this.isUsual) return length + write(view, length, this.text(time))
    const { beforeColon } = this
    const second = (milliseconds / 1000) | 0
    view.setFloat64(length, beforeColon[0]!, true)
    view.setFloat64(length + 8, beforeColon[1]!, true)
    const tens = (second / 10) | 0
    view.setInt32(length + 16, noSeconds + (tens << 8) + ((second - 10 * tens) << 16), true)
    const thousandth = milliseconds - 1000 * second
    const hundreds = (thousandth / 100) | 0
    const hundredths = (thousandth / 10) | 0
    const digits = hundreds + ((hundredths - 10 * hundreds) << 8) + ((thousandth - 10 * hundredths) << 16)
    view.setInt32(length + 20, noThousandths + digits, true)
    return length + usualLength
  }

  /** The minute of the time that was written last, epoch ms; and up to that its text, 16 bytes as doubles, where its year has four digits. */
  get minuteAt(): number {
    return this.minute
  }

  get minuteText(): Float64Array {
    return this.beforeColon
  }

  /** The whole milliseconds of a time in its minute, which is the one written last then; -1: its year has not four digits. Throws as `append` does. */
  inMinute(time: number): number {
    const milliseconds = this.within(time)
    return this.isUsual ? milliseconds : -1
  }

  /** Throws a RangeError for what is no number. */
  private beginDay(day: number): void {
    const text = new Date(day).toISOString()
    this.beforeHours = text.slice(0, -timeOfDayLength)
    this.isUsual = text.length === usualLength
    if (this.isUsual) write(this.head, 0, this.beforeHours)
    this.day = day
  }

  /** The whole milliseconds of a time in its minute, which becomes the one at hand. */
  private within(time: number): number {
    const near = Math.trunc(time) - this.minute
    if (near >= 0 && near < this.length) return near
    const moment = momentOf(time)
    const minute = Math.floor(moment / minuteMs) * minuteMs
    const day = Math.floor(moment / dayMs) * dayMs
    if (day !== this.day) this.beginDay(day)
    const ofDay = (minute - day) / minuteMs
    const hour = (ofDay / 60) | 0
    const clock = `${twoDigits[hour]}:${twoDigits[ofDay - 60 * hour]}`
    this.beforeSeconds = `${this.beforeHours}${clock}:`
    if (this.isUsual) write(this.head, beforeHour, clock)
    this.minute = minute
    this.length = Math.min(minuteMs, latestTime + 1 - minute)
    return moment - minute
  }
}

function momentOf(time: number): number {
  return Math.trunc(Math.max(earliestTime, Math.min(latestTime, time)))
}

/** Writes a text of ASCII characters; how many there are. */
function write(view: DataView, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i))
  return text.length
}
