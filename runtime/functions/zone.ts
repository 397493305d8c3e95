import { DateTime, FixedOffsetZone, IANAZone, type Zone } from "luxon"
import { parameter, type } from "./declare.ts"

/** The furthest instants that a JavaScript date and luxon can hold, in ms from the epoch. */
const furthest = 8.64e15

/** Zones by the name as written: asking Intl for one costs far more than everything else here. Pure, and never more than `most`. */
const zones = new Map<string, Zone | undefined>()
const most = 1_000

/**
 * The zone of a name of the IANA database, `UTC`, or an offset such as `UTC+2` or `UTC-03:30`; undefined for any other name,
 * those that mean the machine's own zone among them.
 */
function zoneOf(name: string): Zone | undefined {
  const known = zones.get(name)
  if (known !== undefined || zones.has(name)) return known
  const zone = makeZone(name)
  if (zones.size >= most) zones.clear()
  zones.set(name.slice(), zone)
  return zone
}

function makeZone(name: string): Zone | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/:]{0,63}$/.test(name)) return undefined
  if (/^(utc|gmt|z)$/i.test(name)) return FixedOffsetZone.utcInstance
  if (/^utc[+-](0?\d|1[0-4])(:[0-5]\d)?$/i.test(name)) return FixedOffsetZone.parseSpecifier(name) ?? undefined
  if (!IANAZone.isValidZone(name)) return undefined
  return IANAZone.create(new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone)
}

/** The parameter `zone` that all functions of calendars have. */
export const zoneParameter = parameter(
  "zone",
  type.string,
  'the time zone, as in `"Europe/London"` or `"UTC+2"`; UTC, if not given',
  {
    optional: true,
    check: (value) =>
      typeof value !== "string" || zoneOf(value) !== undefined
        ? undefined
        : `\`${value}\` is no time zone; write a name as in "Europe/London", "UTC" or an offset as in "UTC+2"`,
  },
)

/** A time as the calendar of a zone shows it. */
export function inZone(at: number, zone: string | undefined): DateTime<true> | undefined {
  const found = zone === undefined ? FixedOffsetZone.utcInstance : zoneOf(zone)
  if (found === undefined || !(Math.abs(at) <= furthest)) return undefined
  const time = DateTime.fromMillis(at, {
    zone: found,
    locale: "en-US",
    numberingSystem: "latn",
    outputCalendar: "iso8601",
  })
  return time.isValid ? time : undefined
}

/**
 * A Date whose UTC fields are what clocks and calendars of the zone show at that time. Far faster than `inZone`, for functions
 * that only read.
 */
export function wallClock(at: number, zone: string | undefined): Date | undefined {
  const offset = zone === undefined ? 0 : zoneOf(zone)?.offset(at)
  if (offset === undefined) return undefined
  const date = new Date(at + offset * 60_000)
  return Number.isNaN(date.getTime()) || !(Math.abs(at) <= furthest) ? undefined : date
}

/** The epoch ms of a luxon time; undefined where it left the range of times. */
export function instant(time: DateTime | undefined): number | undefined {
  const at = time?.toMillis()
  return at === undefined || Number.isNaN(at) ? undefined : at
}
