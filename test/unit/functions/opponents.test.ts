import { createHash } from "node:crypto"
import { BlockList, isIPv4, isIPv6 } from "node:net"
import { crc32 } from "node:zlib"
import fc from "fast-check"
import { DateTime } from "luxon"
import { describe, expect, test } from "vitest"
import { builtins, declarations } from "../../../runtime/functions/index.ts"
import { readIp, showIp } from "../../../runtime/functions/ip-address.ts"

const call = <T>(name: string, ...values: unknown[]) => (builtins[name] as (...all: unknown[]) => T)(...values)

const almostIp = fc
  .array(fc.constantFrom("1", "0", "ff", "ffff", "255", "256", "00", ":", "::", ".", "10", "g"), { maxLength: 16 })
  .map((parts) => parts.join(""))
const ip = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV4().map((each) => `::ffff:${each}`),
)

describe("addresses, against Node's", () => {
  test("the same texts are addresses", () => {
    fc.assert(
      fc.property(fc.oneof(ip, almostIp), (text) => {
        expect(readIp(text) !== undefined).toBe(isIPv4(text) || isIPv6(text))
      }),
      { numRuns: 3000 },
    )
  })
  test("the same addresses are in a network", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.ipV4(), fc.ipV6()),
        fc.oneof(fc.ipV4(), fc.ipV6()),
        fc.nat(128),
        fc.nat(),
        (net, other, n, flip) => {
          const v4 = isIPv4(net)
          const bits = n % (v4 ? 33 : 129)
          const list = new BlockList()
          list.addSubnet(net, bits, v4 ? "ipv4" : "ipv6")
          for (const address of [other, near(net, flip)]) {
            const wanted = list.check(address, isIPv4(address) ? "ipv4" : "ipv6")
            const mapped =
              readIp(address)!.version !== (isIPv4(address) ? 4 : 6) || readIp(net)!.version !== (v4 ? 4 : 6)
            if (!mapped && v4 === isIPv4(address)) expect(call("inNetwork", address, `${net}/${bits}`)).toBe(wanted)
          }
        },
      ),
    )
  })
  test("written out and read again they are the same", () => {
    fc.assert(
      fc.property(ip, (text) => {
        expect(readIp(showIp(readIp(text)!))).toEqual(readIp(text))
      }),
    )
    expect(showIp(readIp("2001:0DB8:0:0:1:0:0:1")!)).toBe("2001:db8::1:0:0:1")
    expect(showIp(readIp("::")!)).toBe("::")
    expect(showIp(readIp("1:0:2:3:4:5:6:7")!)).toBe("1:0:2:3:4:5:6:7")
  })
  test("an IPv4 address inside IPv6 is that address", () => {
    expect(call("inNetwork", "::ffff:10.1.2.3", "10.0.0.0/8")).toBe(true)
    expect(call("inNetwork", "10.1.2.3", "::ffff:10.0.0.0/104")).toBe(true)
    expect(call("ipVersion", "::ffff:a01:203")).toBe(4)
    expect(call("isPrivateIp", "::ffff:127.0.0.1")).toBe(true)
  })
})

/** The address with one bit changed. */
function near(text: string, flip: number): string {
  const { version, groups } = readIp(text)!
  const changed = [...groups]
  changed[Math.floor((flip % (groups.length * 16)) / 16)]! ^= 1 << (flip % 16)
  return showIp({ version, groups: changed })
}

describe("hashes, against Node's", () => {
  test("give the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(call("sha256", text)).toBe(createHash("sha256").update(text).digest("hex"))
        expect(call("sha1", text)).toBe(createHash("sha1").update(text).digest("hex"))
        expect(call("crc32", text)).toBe(crc32(text))
      }),
    )
  })
  test("buckets are even", () => {
    const counts = [0, 0, 0, 0]
    for (let at = 0; at < 4000; at++) counts[call<number>("bucket", `account-${at}`, 4)]!++
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(100)
  })
})

describe("texts, against the plain way", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "é", "🙂", "𝒳", "\ud800"), { maxLength: 12 })
    .map((all) => all.join(""))
  test("the edit distance is that of the table of all prefixes", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(call("levenshtein", a, b)).toBe(editDistance([...a], [...b]))
      }),
    )
  })
  test("similarity is symmetric for one order of equal lengths, between 0 and 1, and 1 for the same alone", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const alike = call<number>("similarity", a, b)
        expect(alike).toBeGreaterThanOrEqual(0)
        expect(alike).toBeLessThanOrEqual(1)
        expect(alike === 1).toBe(a === b)
      }),
    )
  })
  test("parts and places are those of the list of characters", () => {
    const place = fc.integer({ min: -15, max: 15 })
    fc.assert(
      fc.property(text, place, fc.option(place, { nil: undefined }), (all, start, end) => {
        expect(call("substring", all, start, end)).toBe([...all].slice(start, end).join(""))
        expect(call("length", all)).toBe([...all].length)
        expect([...call<string>("padStart", all, 9, "x🙂")].length).toBe(Math.max(9, [...all].length))
      }),
    )
  })
  test("what is replaced is gone", () => {
    expect(call("replace", "aXbX", "X", "$1$&")).toBe("a$1$&b$1$&")
    expect(call("replace", "abc", "", "x")).toBe("abc")
  })
})

function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = b.map((_, at) => at + 1)
  row.unshift(0)
  for (const [i, left] of a.entries()) {
    const next = [i + 1]
    for (const [j, right] of b.entries()) {
      next.push(Math.min(row[j]! + (left === right ? 0 : 1), row[j + 1]! + 1, next[j]! + 1))
    }
    row = next
  }
  return row.at(-1)!
}

describe("numbers", () => {
  test("rounding is that of the written form", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.nat(4), fc.nat(4), (scaled, scale, digits) => {
        const value = Number(`${scaled}e-${scale}`)
        const step = 10n ** BigInt(Math.max(0, scale - digits))
        const size = scaled < 0n ? -scaled : scaled
        const whole = ((size + step / 2n) / step) * step * (scaled < 0n ? -1n : 1n)
        expect(call("round", value, digits)).toBe(Number(`${whole}e-${scale}`) + 0)
      }),
    )
  })
  test.each([
    [1.005, 2, 1.01],
    [-1.005, 2, -1.01],
    [1e21, 2, 1e21],
    [1.5e-7, 7, 2e-7],
    [5e-324, 10, 0],
    [1.7976931348623157e308, 5, 1.7976931348623157e308],
    [1234, -2, 1200],
    [-0.2, 0, 0],
  ])("round(%d, %d) is %d", (value, digits, wanted) => expect(call("round", value, digits)).toBe(wanted))
})

describe("calendars, against luxon and Intl", () => {
  const zones = [
    "Europe/London",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Havana",
    "Asia/Beirut",
  ]
  const time = fc.integer({ min: Date.UTC(1985, 0), max: Date.UTC(2037, 0) })

  test("the fields are luxon's", () => {
    fc.assert(
      fc.property(time, fc.constantFrom(...zones), (at, zone) => {
        const wanted = DateTime.fromMillis(at, { zone })
        for (const name of ["year", "month", "day", "hour", "minute", "second", "weekday"] as const) {
          expect(call(name, at, zone), name).toBe(wanted[name])
        }
        expect(call("dayOfYear", at, zone)).toBe(wanted.ordinal)
        expect(call("format", at, "yyyy-MM-dd'T'HH:mm:ss.SSSZZ", zone)).toBe(wanted.toISO())
      }),
    )
  })
  test("a day begins at the first instant of its date, and contains the time", () => {
    fc.assert(
      fc.property(time, fc.constantFrom(...zones), (at, zone) => {
        const start = call<number>("startOfDay", at, zone)
        const date = (each: number) => DateTime.fromMillis(each, { zone }).toISODate()
        expect(start).toBeLessThanOrEqual(at)
        expect(date(start)).toBe(date(at))
        expect(date(start - 1)).not.toBe(date(at))
      }),
      { numRuns: 500 },
    )
  })
  test.each([
    ["2026-03-29", "Europe/London", 23],
    ["2026-10-25", "Europe/London", 25],
    ["2018-11-04", "America/Sao_Paulo", 23],
    ["2025-11-02", "America/Havana", 25],
    ["2026-04-05", "Australia/Lord_Howe", 24.5],
  ])("%s in %s has %d hours", (date, zone, hours) => {
    const noon = DateTime.fromISO(`${date}T12:00`, { zone })
    const start = call<number>("startOfDay", noon.toMillis(), zone)
    const next = call<number>("startOfDay", noon.plus({ days: 1 }).toMillis(), zone)
    expect(call("hours", next - start)).toBe(hours)
    expect(call("addDays", noon.toMillis(), 1, zone)).toBe(noon.plus({ days: 1 }).toMillis())
  })
  test("the repeated hour has two beginnings", () => {
    const first = Date.UTC(2026, 9, 25, 0, 20)
    expect(call("startOfHour", first, "Europe/London")).toBe(Date.UTC(2026, 9, 25, 0))
    expect(call("startOfHour", first + 3_600_000, "Europe/London")).toBe(Date.UTC(2026, 9, 25, 1))
  })
  test.each([
    "Europe/Londn",
    "local",
    "system",
    "default",
    "",
    "UTC+99",
    "__proto__",
    "x".repeat(100),
  ])("%s is no zone: missing at run time, and said for a literal", (zone) => {
    expect(call("hour", 0, zone)).toBeUndefined()
    expect(call("startOfDay", 0, zone)).toBeUndefined()
    const { parameters } = declarations.find(({ name }) => name === "hour")!
    expect(parameters[1]!.check!(zone)).toContain("is no time zone")
    expect(parameters[1]!.check!("Europe/London")).toBeUndefined()
  })
  test.each(["yyy", "yyyyy", "T", "'open", "b"])("the pattern %s is wrong", (pattern) => {
    const { parameters } = declarations.find(({ name }) => name === "format")!
    expect(parameters[1]!.check!(pattern)).toMatch(/pattern/)
    expect(call("format", 0, pattern)).toBeUndefined()
  })
  test("more zones than are kept do not change the answers", () => {
    for (let at = 0; at < 2500; at++) expect(call("hour", 0, `Zone/${at}`)).toBeUndefined()
    expect(call("hour", 0, "Asia/Tokyo")).toBe(9)
  })
})

describe("geography", () => {
  const lat = fc.double({ min: -90, max: 90, noNaN: true })
  const lon = fc.double({ min: -180, max: 180, noNaN: true })
  test("distances are those of the angle between the places, the same both ways", () => {
    fc.assert(
      fc.property(lat, lon, lat, lon, (lat1, lon1, lat2, lon2) => {
        const km = call<number>("distanceKm", lat1, lon1, lat2, lon2)
        const [a, b] = [vector(lat1, lon1), vector(lat2, lon2)]
        const chord = Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!)
        expect(Math.abs(km - 2 * 6371.0088 * Math.asin(Math.min(1, chord / 2)))).toBeLessThan(0.01)
        expect(Math.abs(km - call<number>("distanceKm", lat2, lon2, lat1, lon1))).toBeLessThan(1e-6)
      }),
    )
  })
  test("a geohash's shorter forms are its beginnings", () => {
    fc.assert(
      fc.property(lat, lon, fc.integer({ min: 1, max: 12 }), (north, east, length) => {
        const whole = call<string>("geohash", north, east, 12)
        expect(call("geohash", north, east, length)).toBe(whole.slice(0, length))
      }),
    )
  })
})

function vector(lat: number, lon: number): number[] {
  const [a, b] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180]
  return [Math.cos(a) * Math.cos(b), Math.cos(a) * Math.sin(b), Math.sin(a)]
}
