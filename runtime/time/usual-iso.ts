/** The forms of ISO 8601 that programs write, read without an expression: a tenth of what that and a date object take. */

const shortest = "2026-01-31T10:01:40".length
const mostDigits = 9
const zoneLength = "+02:00".length
const [zero, hyphen, plus, colon, point, space, letterT, letterZ] = [..."0-+:. TZ"].map((one) => one.charCodeAt(0))
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/** `Date.UTC` takes less for a year of the last century. */
const leastYear = 100

/**
 * Epoch ms of a date and time as `2026-01-31T10:01:40`, with a space for the `T`, up to nine digits of a fraction, and `Z`, an offset as `+02:00`, or nothing. NaN: it is
 * written otherwise, or there is no such day or hour.
 */
export function usualIsoTime(text: string): number {
  if (text.length < shortest || !hasSeparators(text)) return Number.NaN
  const century = twoDigits(text, 0)
  const rest = twoDigits(text, 2)
  const year = century * 100 + rest
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)]
  if (century < 0 || rest < 0 || year < leastYear || month < 1 || month > 12) return Number.NaN
  if (day < 1 || day > daysOf(year, month) || hour < 0 || hour > 23) return Number.NaN
  if (minute < 0 || minute > 59 || second < 0 || second > 59) return Number.NaN
  const end = fractionEnd(text)
  const offset = offsetMinutes(text, end)
  if (end < 0 || Number.isNaN(offset)) return Number.NaN
  const seconds = (hour * 60 + minute - offset) * 60 + second
  return Date.UTC(year, month - 1, day) + seconds * 1000 + thousandths(text, end)
}

function hasSeparators(text: string): boolean {
  const between = text.charCodeAt(10)
  return (
    text.charCodeAt(4) === hyphen &&
    text.charCodeAt(7) === hyphen &&
    (between === letterT || between === space) &&
    text.charCodeAt(13) === colon &&
    text.charCodeAt(16) === colon
  )
}

/** -1: it is none. */
function digitAt(text: string, place: number): number {
  const digit = text.charCodeAt(place) - zero!
  return digit >= 0 && digit <= 9 ? digit : -1
}

/** Likewise. */
function twoDigits(text: string, place: number): number {
  const tens = digitAt(text, place)
  const ones = digitAt(text, place + 1)
  return tens < 0 || ones < 0 ? -1 : tens * 10 + ones
}

function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : monthDays[month - 1]!
}

/** The place behind the fraction, or behind the seconds where there is none; -1: it has no digits, or too many. */
function fractionEnd(text: string): number {
  if (text.charCodeAt(shortest) !== point) return shortest
  let end = shortest + 1
  while (digitAt(text, end) >= 0) end++
  const digits = end - shortest - 1
  return digits >= 1 && digits <= mostDigits ? end : -1
}

/** What the fraction that ends there has of thousandths. */
function thousandths(text: string, end: number): number {
  let all = 0
  for (let place = shortest + 1; place < shortest + 4; place++)
    all = all * 10 + (place < end ? digitAt(text, place) : 0)
  return all
}

/** What stands from there on as minutes; NaN: it is no offset. */
function offsetMinutes(text: string, place: number): number {
  const sign = text.charCodeAt(place)
  if (place === text.length || (sign === letterZ && place + 1 === text.length)) return 0
  if ((sign !== plus && sign !== hyphen) || place + zoneLength !== text.length) return Number.NaN
  const hours = twoDigits(text, place + 1)
  const minutes = twoDigits(text, place + 4)
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || text.charCodeAt(place + 3) !== colon) return Number.NaN
  return (sign === hyphen ? -1 : 1) * (hours * 60 + minutes)
}
