import fc from "fast-check"
import { expect, test } from "vitest"
import { ByteBuffer } from "../../../runtime/library/growing-bytes.ts"
import { formatIso, IsoWriter, latestTime } from "../../../runtime/time/iso.ts"

const minute = 60_000
/** Around these, times fall into several minutes and days, have years of more digits, or name no date any more. */
const near = fc.constantFrom(
  0,
  Date.UTC(2026, 0, 31),
  Date.UTC(10_000, 0, 1),
  Date.UTC(0, 0, 1) - 1900 * 365.25 * 864e5,
  latestTime,
  -latestTime,
)
const time = fc
  .tuple(
    near,
    fc.oneof(
      fc.integer({ min: -2 * minute, max: 2 * minute }),
      fc.integer({ min: -3000 * minute, max: 3000 * minute }),
    ),
    fc.constantFrom(0, 0, 0.5, -0.25),
  )
  .map(([base, after, fraction]) => base + after + fraction)

test("one time after the other is written as `formatIso` does it, whichever was written before", () => {
  fc.assert(
    fc.property(fc.array(time, { minLength: 1 }), fc.boolean(), (times, asText) => {
      const iso = new IsoWriter()
      for (const one of times) {
        const to = new ByteBuffer()
        iso.append(to, one)
        const text = new TextDecoder().decode(to.bytes.subarray(0, to.length))
        expect(asText ? iso.text(one) : text).toBe(formatIso(one))
      }
    }),
  )
})

test("what is no time is refused, and changes nothing", () => {
  const iso = new IsoWriter()
  expect(iso.text(1)).toBe("1970-01-01T00:00:00.001Z")
  expect(() => iso.text(Number.NaN)).toThrow(RangeError)
  expect(iso.text(2)).toBe("1970-01-01T00:00:00.002Z")
})
