/** Texts of times for generated cases: ISO 8601 as programs write it, and what is almost that. */
import fc from "fast-check"

const oneOf = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts)

/** As `Date` writes it. */
export const isoText = fc
  .date({ noInvalidDate: true, min: new Date("1900-01-01"), max: new Date("2100-01-01") })
  .map((date) => date.toISOString())
/** Rare forms, and what is none. */
export const otherTimes = oneOf(
  ...[
    "2026-01-01T00:00:00Z",
    "2026-03-01T10:00+02:00",
    "2026-03-01",
    "2026-02-29T10:00:00.000Z",
    "2026-01-31T24:00:00.000Z",
  ],
  ...[
    "2026-01-31T10:60:00.000Z",
    "2026-01-31T10:01:60.000Z",
    "2026-13-31T10:01:00.000Z",
    "0000-00-00T00:00:00.000Z",
    "2026-01-31t10:01:00z",
  ],
  ...[
    "2026-01-31T10:01:40.5Z",
    "2026-01-31 10:01:40.123456Z",
    "2026-01-31T10:01:40.000-05:30",
    "2026-01-31T1a:01:40.000Z",
    "+002026-01-31T10:01:40Z",
  ],
  ...[
    "2026-01-31T10:01:40.00ZZ",
    "2026-01-31T10:01:40ZZ",
    "2026-01-31T10:01:40,000Z",
    "202é-01-31T10:01:40Z",
    "2026-01-31T10:01:4:.000Z",
  ],
)
/** With such a fraction, and such an offset. */
export const isoWith = (fraction: RegExp, zone: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(isoText, oneOf("T", " "), fc.stringMatching(fraction), zone)
    .map(([text, between, digits, behind]) => `${text.slice(0, 10)}${between}${text.slice(11, 19)}${digits}${behind}`)
/** Offsets of so many hours and minutes at most. */
export const zoneTo = (hours: number, minutes: number): fc.Arbitrary<string> =>
  fc.oneof(
    oneOf("Z", "", "+00:00", "-05:30", "+14:00"),
    fc
      .tuple(oneOf("+", "-"), fc.nat(hours), fc.nat(minutes))
      .map(([sign, ...parts]) => sign + parts.map((part) => String(part).padStart(2, "0")).join(":")),
  )
