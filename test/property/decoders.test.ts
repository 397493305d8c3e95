/** Generated decoders take only lines of which they read what `JSON.parse` and the declared types make of them, and they take all plain ones. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { type ColumnSchema, missingCode, otherCode } from "../../runtime/abi/rows.ts"
import type { FieldSchema, Fields, ValueType } from "../../runtime/abi/value.ts"
import { fieldsDecoder } from "../../runtime/engine/decode.ts"
import { Refusal } from "../../runtime/engine/refusal.ts"
import { Dictionary } from "../../runtime/rows/dictionary.ts"
import { eventOf, makeDecoder, makeInput, makeRows } from "../support/decoder.ts"
import { isoText, isoWith, otherTimes, zoneTo } from "../support/iso-texts.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()
const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values)
const weighted = <T>(...all: readonly [number, fc.Arbitrary<T>][]) =>
  fc.oneof(...all.map(([weight, arbitrary]) => ({ weight, arbitrary })))

const enumValues = ["card", "cash €", "a value of some length", "c"]
const constants = ["card", "x", "", "four", "a longer constant"]
const domains = [
  { constants, open: true },
  { constants, open: false },
]

const inherited: FieldSchema = { name: "constructor", type: { kind: "enum", values: enumValues }, optional: true }
const record: ValueType = {
  kind: "record",
  fields: [
    { name: "lat", type: { kind: "number" }, optional: false },
    { name: "at", type: { kind: "time" }, optional: true },
    { name: "prices", type: { kind: "list", of: { kind: "decimal", scale: 2 } }, optional: true },
    inherited,
  ],
}
const type: fc.Arbitrary<ValueType> = oneOf<ValueType>(
  record,
  { kind: "list", of: { kind: "string" } },
  { kind: "list", of: record },
  ...(["string", "number", "integer", "boolean", "duration"] as const).map((kind) => ({ kind })),
  { kind: "decimal", scale: 2 },
  { kind: "decimal", scale: 0 },
  { kind: "time" },
  { kind: "time", seconds: true },
  { kind: "enum", values: enumValues },
  { kind: "string" },
  { kind: "number" },
)
const declaredNames = [
  ...["id", "at", "a", "account", "amount", "transaction_id", "transaction_type", "transaction_at", "é€", "a b"],
  ...[
    "__proto__",
    "constructor",
    "eighteen_letters_a",
    "eighteen_letters_b",
    "n",
    "card",
    "",
    "a name that is longer than all of the bytes that stand behind the last line feed",
  ],
]
const otherNames = ["idx", "i", "ats", "transaction_", "transaction_typ", "x y", "größe", "eighteen_letters_c"]

interface Drawn {
  readonly fields: readonly FieldSchema[]
  readonly columns: readonly ColumnSchema[]
  readonly timeField: string | null
}

const schema: fc.Arbitrary<Drawn> = fc
  .tuple(
    fc.uniqueArray(oneOf(...declaredNames), { minLength: 1, maxLength: 10 }),
    fc.array(fc.tuple(type, weighted([2, fc.constant(false)], [1, fc.constant(true)]), fc.nat(7)), {
      minLength: 10,
      maxLength: 10,
    }),
    fc.boolean(),
  )
  .map(([names, drawn, timed]) => {
    const fields = names.map((name, i): FieldSchema => ({ name, type: drawn[i]![0], optional: drawn[i]![1] }))
    const count = { number: 0, code: 0, text: 0 }
    const columns = fields.flatMap(({ type: { kind } }, field): ColumnSchema[] => {
      const chosen = drawn[field]![2]
      const text = kind === "string" || kind === "enum"
      if (kind === "list" || kind === "record") return []
      if (!text) return chosen > 4 ? [] : [{ field, kind: "number", place: count.number++ }]
      return [
        ...(chosen & 1 ? [{ field, kind: "code", place: count.code++, domain: (chosen >> 1) & 1 } as const] : []),
        ...(chosen > 4 ? [{ field, kind: "text", place: count.text++ } as const] : []),
        ...(chosen === 7 ? [{ field, kind: "code", place: count.code++, domain: 0 } as const] : []),
      ]
    })
    const time = fields.find((each) => each.type.kind === "time" && each.name !== "__proto__")
    return { fields, columns, timeField: timed ? (time?.name ?? null) : null }
  })

/** Values as they stand in lines, and whether every decoder takes them. */
interface Written {
  readonly text: string
  readonly plain: boolean
}
const written = (plain: boolean, arbitrary: fc.Arbitrary<string>): fc.Arbitrary<Written> =>
  arbitrary.map((text) => ({ text, plain }))

const shortText = oneOf(
  "",
  "x",
  "four",
  "a b",
  "é€",
  "😀",
  "acc-000123",
  "card",
  "exactly eight bytes",
  "a longer text than most",
  "~ !#[]{},:",
)
const odd = oneOf(
  ...[
    "null",
    "true",
    "false",
    "{}",
    "[]",
    '[1,{"a":"}"}]',
    "nul",
    "tru",
    "fals",
    '"unfinished',
    '"a\tb"',
    '"\u0001"',
    "truex",
  ],
  ...[
    '"\\n\\u0041"',
    '"\\ud800"',
    '"\\x"',
    '"\\u12g4"',
    "[1,]",
    '{"a":1,}',
    '"soon"',
    '"2026-02-30"',
    "9e15",
    "",
    "1 2",
    "-",
    "- 1",
  ],
  ...[
    "01",
    "-01",
    "00",
    "1.",
    ".5",
    "+1",
    "NaN",
    "1e",
    "1e+",
    "1e999",
    "0x1",
    "1_0",
    "--1",
    "1.5.2",
    "1-2",
    "1e5e5",
    "-a",
    "1a",
  ],
)
const numbers = fc.oneof(
  fc.integer().map(String),
  fc.maxSafeInteger().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.tuple(fc.nat(99_999_999), fc.nat(999)).map(([whole, rest]) => `${whole}.${rest}`),
  fc.stringMatching(/^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?$/),
  oneOf(
    "-0",
    "0",
    "0.0",
    "-0.0",
    "5.0",
    "1e3",
    "1E-2",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "5e-324",
    "999999999999999",
    "99999999999999.9",
    "9999999999999.99",
    "210.1",
  ),
)
const plainInteger = fc.oneof(fc.integer().map(String), oneOf("0", "-0", "7", "999999999999999", "1234", "123"))
const plainDecimal = fc
  .tuple(fc.integer(), fc.nat(99))
  .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, "0")}`)
const quoted = (text: fc.Arbitrary<string>) => text.map((each) => JSON.stringify(each))
const plainTime = fc.oneof(
  fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }).map(String),
  quoted(isoText),
  quoted(isoText.map((text) => text.replace(/\.\d+/, ""))),
  quoted(isoWith(/^(\.[0-9]{1,9})?$/, zoneTo(23, 59))),
)

function plainOf(wanted: ValueType): fc.Arbitrary<string> {
  switch (wanted.kind) {
    case "string":
      return quoted(shortText)
    case "enum":
      return quoted(oneOf(...enumValues))
    case "boolean":
      return oneOf("true", "false")
    case "time":
      return wanted.seconds ? fc.integer().map(String) : plainTime
    case "number":
      return fc.oneof(plainInteger, plainDecimal)
    case "decimal":
      return wanted.scale === 0 ? plainInteger : plainDecimal
    case "list":
      return fc.array(plainOf(wanted.of), { maxLength: 3 }).map((all) => `[${all.join(", ")}]`)
    case "record":
      return plainRecord(wanted.fields)
    default:
      return plainInteger
  }
}

function plainRecord(fields: readonly FieldSchema[]): fc.Arbitrary<string> {
  const members = fields.map(({ name, type: wanted, optional }) => {
    const one = (optional ? fc.oneof(plainOf(wanted), fc.constant("null")) : plainOf(wanted)).map(
      (text) => `"${name}":${text}`,
    )
    return optional ? fc.option(one) : one
  })
  const further = fc.constantFrom(null, null, '"more":{"a":[1,{}]}')
  return fc.tuple(...members, further).map((all) => `{${all.filter((each) => each !== null).join(",")}}`)
}
const rareOf = ({ kind }: ValueType): fc.Arbitrary<string> => {
  if (kind === "string" || kind === "enum") return quoted(fc.oneof(fc.string({ unit: "binary" }), fc.string()))
  const almost = isoWith(
    /^([.,][0-9]{0,11})?$/,
    fc.oneof(zoneTo(30, 70), oneOf("z", "+0200", "+02", "-2:00", "Zz", " Z")),
  )
  if (kind === "list" || kind === "record") return fc.json()
  return kind === "time" ? fc.oneof(numbers, quoted(otherTimes), quoted(almost)) : numbers
}
const undeclared: fc.Arbitrary<Written> = weighted(
  [
    6,
    written(
      true,
      fc.oneof(
        quoted(shortText),
        plainDecimal,
        oneOf("null", "true", "{}", '{"a":[1,2,{"b" : null}]}', '["x\\n"]', '"a\\"b"'),
      ),
    ),
  ],
  [2, written(true, fc.json())],
  [1, written(false, fc.oneof(numbers, odd))],
)

interface Member extends Written {
  readonly name: string
}

function member({ name, type: wanted, optional }: FieldSchema, isTime: boolean): fc.Arbitrary<Member | null> {
  const value = weighted(
    [40, written(true, plainOf(wanted))],
    [2, written(false, rareOf(wanted))],
    [1, written(false, odd)],
    ...(optional ? ([[6, written(!isTime, fc.constant("null"))]] as [number, fc.Arbitrary<Written>][]) : []),
  )
  const one = value.map((each): Member => ({ ...each, name: JSON.stringify(name) }))
  return optional && !isTime ? fc.option(one, { freq: 4 }) : weighted<Member | null>([60, one], [1, fc.constant(null)])
}

interface Style {
  readonly colon: string
  readonly comma: string
  readonly ends: readonly [string, string]
  readonly plain: boolean
}
const plainStyle = fc.constant<Style>({ colon: ":", comma: ",", ends: ["", ""], plain: true })
const style: fc.Arbitrary<Style> = weighted<Style>(
  [4, plainStyle],
  [2, fc.constant({ colon: ": ", comma: ", ", ends: ["", "\r"], plain: true })],
  [1, fc.constant({ colon: ":  \t", comma: " ,\t ", ends: [" ", " \r"], plain: true })],
  [1, fc.constant({ colon: " : ", comma: ", ", ends: ["", ""], plain: false })],
  [1, fc.constant({ colon: ":", comma: ",,", ends: ["", ""], plain: false })],
  [1, fc.constant({ colon: ":", comma: ",", ends: ["", "x"], plain: false })],
  [1, fc.constant({ colon: ":", comma: ",", ends: ["", " {}"], plain: false })],
)

/** Bytes that break a line: what stands there, and where. */
const damage = weighted<{ readonly at: number; readonly byte: number; readonly cut: boolean } | null>(
  [10, fc.constant(null)],
  [
    1,
    fc.record({
      at: fc.nat(400),
      byte: oneOf(0x22, 0x2c, 0x7b, 0x7d, 0x5c, 0x00, 0x1f, 0x20, 0x31, 0x0a, 0x0d, 0x3a, 0x2e, 0x65, 0x7f, 0x30, 0x2d),
      cut: fc.boolean(),
    }),
  ],
)

interface Line {
  readonly bytes: Buffer
  readonly plain: boolean
}

type Order = "kept" | "any" | "others first"
const orders = weighted<Order>([1, fc.constant("kept")], [1, fc.constant("any")], [1, fc.constant("others first")])

function line({ fields, timeField }: Drawn, orders: fc.Arbitrary<Order>, styles = style): fc.Arbitrary<Line[]> {
  const own = fc.tuple(...fields.map((field) => member(field, field.name === timeField)))
  const other = fc
    .tuple(oneOf(...otherNames), undeclared)
    .map(([name, value]): Member => ({ ...value, name: JSON.stringify(name) }))
  const others = weighted<Member[]>([2, fc.constant([])], [1, fc.array(other, { maxLength: 3 })])
  return fc
    .tuple(own, others, orders, fc.array(fc.nat(1000), { minLength: 14, maxLength: 14 }), styles, damage, fc.nat(20))
    .map(([first, more, order, chance, written, broken, again]) => {
      const present = first.filter((each) => each !== null)
      const members = order === "others first" ? [...more, ...present] : [...present, ...more]
      if (again === 0 && present[0]) members.push({ ...present[0], plain: false })
      const sorted =
        order === "any"
          ? members
              .map((each, i) => ({ each, key: chance[i]! }))
              .sort((a, b) => a.key - b.key)
              .map(({ each }) => each)
          : members
      const text = sorted.map(({ name, text }) => `${name}${written.colon}${text}`).join(written.comma)
      const whole = `${written.ends[0]}{${text}}${written.ends[1]}`
      const required = fields.every(({ name, optional }, i) => (optional && name !== timeField) || first[i] !== null)
      const plain = written.plain && required && sorted.length > 0 && sorted.every((each) => each.plain)
      return damaged(Buffer.from(whole), broken, plain)
    })
}

function damaged(bytes: Buffer, broken: { at: number; byte: number; cut: boolean } | null, plain: boolean): Line[] {
  if (broken === null || bytes.length === 0) return [{ bytes, plain }]
  const place = broken.at % bytes.length
  const changed = Buffer.from(bytes)
  changed[place] = broken.byte
  // What is cut may end within a character: sources hand over valid UTF-8.
  const text = (broken.cut ? bytes.subarray(0, place) : changed).toString("utf8")
  return text.split("\n").map((part) => ({ bytes: Buffer.from(part), plain: false }))
}

const stream = schema.chain((drawn) =>
  fc.tuple(
    fc.constant(drawn),
    fc.array(line(drawn, orders), { minLength: 1, maxLength: 12 }),
    fc.integer({ min: 1, max: 9 }),
  ),
)

/** The order changes from line to line, so long that the decoder expects it. */
const scattered = schema.chain((drawn) =>
  fc.tuple(
    fc.constant(drawn),
    fc.array(
      line(
        drawn,
        weighted<Order>([9, fc.constant("any")], [1, fc.constant("kept")]),
        weighted([30, plainStyle], [1, style]),
      ),
      { minLength: 12, maxLength: 40 },
    ),
    fc.integer({ min: 5, max: 40 }),
  ),
)

/** What the slow way reads; undefined: it refuses. */
function slow(decode: ReturnType<typeof fieldsDecoder>, text: string): Fields | undefined {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return undefined
  }
  try {
    return decode(raw, "")
  } catch (thrown) {
    if (thrown instanceof Refusal) return undefined
    throw thrown
  }
}

/** The columns of a row as values. */
function readRow(
  { fields, columns, timeField }: Drawn,
  rows: ReturnType<typeof makeRows>,
  row: number,
  bytes: Uint8Array,
  tables: readonly Dictionary[],
): unknown[] {
  const at = timeField === null ? [] : [rows.at[row]]
  return [
    ...at,
    ...columns.map(({ kind, place, domain, field }) => {
      if (kind === "number") {
        const value = rows.numbers[place]![row]!
        if (Number.isNaN(value)) return undefined
        return fields[field]!.type.kind === "boolean" ? value === 1 : value
      }
      if (kind === "text") {
        const from = rows.textFrom[place]![row]!
        return from === -1 ? undefined : Buffer.from(bytes.subarray(from, rows.textTo[place]![row])).toString("utf8")
      }
      const code = rows.codes[place]![row]!
      if (code === missingCode) return undefined
      return code === otherCode ? "other" : tables[domain!]!.text(code)
    }),
  ]
}

function expectedRow({ fields, columns, timeField }: Drawn, read: Fields): unknown[] {
  const ownValue = (name: string): unknown => (Object.hasOwn(read, name) ? read[name] : undefined)
  const at = timeField === null ? [] : [ownValue(timeField)]
  return [
    ...at,
    ...columns.map(({ kind, domain, field }) => {
      const value = ownValue(fields[field]!.name)
      const closed = kind === "code" && value !== undefined && !domains[domain!]!.open
      return closed && !constants.includes(value as string) ? "other" : value
    }),
  ]
}

test(
  "what a decoder takes is what JSON.parse and the declared types read",
  () => {
    let taken = 0
    let plain = 0
    let refused = 0
    fc.assert(
      fc.property(
        weighted([3, stream], [1, scattered]),
        oneOf(undefined, undefined, 20_000, 12_000),
        ([drawn, drawnLines, most], length) => {
          const lines = drawnLines.flat()
          const event = eventOf(drawn.fields, drawn.timeField)
          const decode = makeDecoder(event, drawn.columns, length) ?? makeDecoder(event, drawn.columns)!
          const read = fieldsDecoder(drawn.fields, "json")
          const tables = domains.map((domain) => new Dictionary(domain))
          const bytes = Buffer.concat(lines.flatMap(({ bytes }) => [bytes, Buffer.from("\n")]))
          const input = makeInput(bytes, tables)
          let place = 0
          for (let i = 0; i < lines.length; ) {
            const rows = makeRows(drawn.columns, 2 + most + 1)
            const count = decode(input, place, bytes.length - 1, rows, 2, most)
            expect(count).toBeLessThanOrEqual(most)
            expect([rows.from[1], rows.from[2 + most]]).toEqual([-99, -99])
            for (let row = 2; row < 2 + count; row++, i++) {
              const { bytes: own } = lines[i]!
              const text = own.toString("utf8")
              const fields = slow(read, text)
              if (fields === undefined) expect.fail(`it takes ${text}`)
              expect(readRow(drawn, rows, row, input.bytes, tables), text).toEqual(expectedRow(drawn, fields))
              expect(rows.from[row]).toBe(place)
              expect(rows.to[row]).toBe(place + own.length - (text.endsWith("\r") ? 1 : 0))
              place += own.length + 1
              taken++
            }
            expect(input.place).toBe(place)
            if (count > 0 || i === lines.length) continue
            const { bytes: own, plain: isPlain } = lines[i]!
            if (isPlain) expect.fail(`it refuses ${own.toString("utf8")}`)
            place += own.length + 1
            refused++
            i++
          }
          plain += lines.filter((each) => each.plain).length
        },
      ),
      { numRuns: pairs, seed },
    )
    // Streams have six lines or so each.
    expect(taken).toBeGreaterThan(2 * pairs)
    expect(plain).toBeGreaterThan(1.5 * pairs)
    expect(refused).toBeGreaterThan(pairs)
  },
  timeout,
)
