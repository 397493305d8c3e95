import { Buffer } from "node:buffer"
import avro, { type Schema, type Type } from "avsc"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { AvroDataError } from "../../../runtime/formats/avro/input.ts"
import { AvroToJson } from "../../../runtime/formats/avro/json-writer.ts"
import { JsonOutput } from "../../../runtime/formats/avro/output.ts"
import { AvroSchemaError, type NamedTypes, parseAvroSchema } from "../../../runtime/formats/avro/schema.ts"

/** Whole numbers of 64 bits as bigints: what avsc reads and writes by itself is only exact as a double. */
const long = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(value)
    return bytes
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value: unknown) => typeof value === "bigint",
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
})

/** Another implementation's type. */
function opponent(schema: Schema): Type {
  const stored = JSON.parse(
    JSON.stringify(schema, (_, value) => (value?.type === "long" && value.logicalType ? "long" : value)),
  )
  return avro.Type.forSchema(stored, { registry: { long }, wrapUnions: false })
}

function jsonOf(schema: unknown, bytes: Uint8Array | readonly number[], named?: NamedTypes): string {
  const output = new JsonOutput()
  const all = Buffer.concat([Buffer.from([9, 9]), Uint8Array.from(bytes), Buffer.from([9])])
  new AvroToJson(parseAvroSchema(JSON.stringify(schema), named)).append(output, all, 2, all.length - 1)
  return output.bytes.toString("utf8", 0, output.length)
}

const shown = (schema: Schema, value: unknown) => jsonOf(schema, opponent(schema).toBuffer(value))

const problemOf = (schema: unknown, bytes: readonly number[] | Uint8Array): AvroDataError => {
  try {
    jsonOf(schema, bytes)
  } catch (error) {
    if (error instanceof AvroDataError) return error
    throw error
  }
  return expect.unreachable("the bytes were read")
}

const inRecord = (type: unknown) => ({ type: "record", name: "R", fields: [{ name: "a", type }] })
const payment = {
  type: "record",
  name: "Payment",
  namespace: "bank",
  fields: [
    { name: "id", type: "long" },
    { name: "amount", type: { type: "bytes", logicalType: "decimal", precision: 20, scale: 2 } },
    { name: "at", type: { type: "long", logicalType: "timestamp-micros" } },
    { name: "kind", type: { type: "enum", name: "Kind", symbols: ["CARD", "CASH"] } },
    { name: "note", type: ["null", "string"], default: null },
    { name: "place", type: { type: "record", name: "Place", fields: [{ name: "city", type: "string" }] } },
    { name: "tags", type: { type: "array", items: "string" } },
    { name: "extra", type: { type: "map", values: "double" } },
    { name: "before", type: ["null", "bank.Payment"] },
  ],
}

describe("Avro as JSON", () => {
  test("shows a record with everything in it", () => {
    const first = {
      id: 7n,
      amount: Buffer.from([0x19, 0xf0]),
      at: 1_700_000_000_123_456n,
      kind: "CASH",
      note: null,
      place: { city: 'K"ö\n' },
      tags: ["a", "b"],
      extra: { __proto__x: 1.5, share: -0.25 },
      before: null,
    }
    const expected =
      '{"id":7,"amount":66.40,"at":1700000000123,"kind":"CASH","note":null,"place":{"city":"K\\"ö\\n"},"tags":["a","b"],"extra":{"__proto__x":1.5,"share":-0.25},"before":null}'
    expect(shown(payment as Schema, first)).toBe(expected)
    expect(shown(payment as Schema, { ...first, before: first })).toBe(expected.replace(/null}$/, `${expected}}`))
  })

  test.each<[string, unknown, readonly number[], string]>([
    ["true and false", { type: "array", items: "boolean" }, [4, 1, 0, 0], "[true,false]"],
    ["a date", { type: "int", logicalType: "date" }, [0x80, 0xa4, 0x02], '"2021-03-02"'],
    ["a date before 1970", { type: "int", logicalType: "date" }, [1], '"1969-12-31"'],
    ["a time of day", { type: "int", logicalType: "time-millis" }, [0x80, 0x10], "1024"],
    ["half a millisecond before 1970", { type: "long", logicalType: "timestamp-micros" }, [0xe7, 0x07], "-1"],
    ["a millisecond before 1970", { type: "long", logicalType: "timestamp-micros" }, [0xcf, 0x0f], "-1"],
    ["bytes", "bytes", [6, 1, 2, 255], '"AQL/"'],
    ["fixed ones", { type: "fixed", name: "F", size: 2 }, [1, 2], '"AQI="'],
    [
      "a UUID of bytes",
      { type: "fixed", name: "U", size: 16, logicalType: "uuid" },
      [0x12, 0x3e, 0x45, 0x67, 0xe8, 0x9b, 0x12, 0xd3, 0xa4, 0x56, 0x42, 0x66, 0x14, 0x17, 0x40, 0],
      '"123e4567-e89b-12d3-a456-426614174000"',
    ],
    ["a UUID of text", { type: "string", logicalType: "uuid" }, [2, 0x61], '"a"'],
    [
      "a map with names that objects have",
      { type: "map", values: "int" },
      [4, 18, ...Buffer.from("__proto__"), 2, 6, ...Buffer.from('a"b'), 4, 0],
      '{"__proto__":1,"a\\"b":2}',
    ],
    ["a block with its length", { type: "array", items: "int" }, [3, 4, 2, 4, 2, 6, 0], "[1,2,3]"],
    ["a record of nothing", { type: "record", name: "E", fields: [] }, [], "{}"],
    ["NaN", "double", [0, 0, 0, 0, 0, 0, 0xf8, 0x7f], '"NaN"'],
    ["minus infinity", "float", [0, 0, 0x80, 0xff], '"-Infinity"'],
    ["minus zero", "float", [0, 0, 0, 0x80], "0"],
    ["a logical type that is unknown", { type: "int", logicalType: "mood" }, [2], "1"],
    ["a decimal without precision", { type: "bytes", logicalType: "decimal" }, [2, 1], '"AQ=="'],
    ["a type in a type", { type: { type: "int" } }, [2], "1"],
  ])("shows %s", (_, schema, bytes, expected) => {
    expect(jsonOf(schema, bytes)).toBe(expected)
  })

  test.each<[string, number, string]>([
    ["6640", 2, "66.40"],
    ["-5", 2, "-0.05"],
    ["0", 2, "0.00"],
    ["-1", 0, "-1"],
    ["999999999999999", 2, "9999999999999.99"],
    ["1000000000000001", 2, '"10000000000000.01"'],
    ["-9007199254740993", 0, '"-9007199254740993"'],
    ["66400000000000000000", 18, "66.4"],
    ["100000000000000000000", 0, '"100000000000000000000"'],
    ["123456789012345678901234567890", 10, '"12345678901234567890.1234567890"'],
  ])("shows the decimal %s with %i behind the point as %s", (unscaled, scale, expected) => {
    const value = BigInt(unscaled)
    const bytes = twosComplement(value)
    const type = { type: "bytes", logicalType: "decimal", precision: 40, scale }
    expect(jsonOf(type, [bytes.length * 2, ...bytes])).toBe(expected)
    const fixed = { type: "fixed", name: "D", size: 16, logicalType: "decimal", precision: 38, scale }
    const filled = Buffer.concat([Buffer.alloc(16 - bytes.length, value < 0n ? 255 : 0), bytes])
    expect(jsonOf(fixed, filled)).toBe(expected)
  })

  test("shows whole numbers as numbers where they are exact, else as texts with all digits", () => {
    const type = opponent("long")
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.nat(63), (value, shift) => {
        for (const each of [value, value >> BigInt(shift)]) {
          const isExact = Number.isSafeInteger(Number(each))
          expect(jsonOf("long", type.toBuffer(each))).toBe(isExact ? `${each}` : `"${each}"`)
          const inUnits = (perMs: bigint) => {
            const down = each / perMs - (each < 0n && each % perMs !== 0n ? 1n : 0n)
            return Number.isSafeInteger(Number(down)) ? `${down}` : `"${down}"`
          }
          const at = (unit: string) => jsonOf({ type: "long", logicalType: `timestamp-${unit}` }, type.toBuffer(each))
          expect([at("millis"), at("micros"), at("nanos")]).toEqual([1n, 1000n, 1_000_000n].map(inUnits))
        }
      }),
      { numRuns: 2000 },
    )
  })
})

function twosComplement(value: bigint): Buffer {
  let bits = 8
  while (BigInt.asIntN(bits, value) !== value) bits += 8
  const hex = BigInt.asUintN(bits, value).toString(16)
  return Buffer.from(hex.padStart(bits / 4, "0"), "hex")
}

interface Drawn {
  readonly schema: unknown
  readonly value: fc.Arbitrary<unknown>
}

/** Schemas and values of them. Names of types differ. */
const drawn: fc.Arbitrary<Drawn> = fc.letrec<{ type: Drawn }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Drawn>(
      { schema: "null", value: fc.constant(null) },
      { schema: "boolean", value: fc.boolean() },
      { schema: "int", value: fc.integer() },
      { schema: "long", value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
      { schema: "float", value: fc.float({ noNaN: true, noDefaultInfinity: true }) },
      { schema: "double", value: fc.double({ noNaN: true, noDefaultInfinity: true }) },
      { schema: "string", value: fc.string({ unit: "binary" }) },
      { schema: "bytes", value: fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes)) },
    ),
    tie("type").map(({ schema, value }) => ({ schema: { type: "array", items: schema }, value: fc.array(value) })),
    tie("type").map(({ schema, value }) => ({
      schema: { type: "map", values: schema },
      // The other one loses `__proto__`.
      value: fc
        .array(
          fc.tuple(
            fc.string().filter((key) => key !== "__proto__"),
            value,
          ),
        )
        .map((all) => Object.fromEntries(all)),
    })),
    fc.array(tie("type"), { minLength: 0, maxLength: 4 }).map((fields) => ({
      schema: { type: "record", name: "?", fields: fields.map(({ schema }, at) => ({ name: `f${at}`, type: schema })) },
      value: fc.record(Object.fromEntries(fields.map(({ value }, at) => [`f${at}`, value]))),
    })),
    tie("type")
      .filter(({ schema }) => schema !== "null" && !Array.isArray(schema))
      .map(({ schema, value }) => ({ schema: ["null", schema], value: fc.oneof(fc.constant(null), value) })),
  ),
})).type

function nameRecords(schema: unknown, next = { number: 0 }): unknown {
  if (Array.isArray(schema)) return schema.map((each) => nameRecords(each, next))
  if (typeof schema !== "object" || schema === null) return schema
  const entries = Object.entries(schema).map(([name, each]) =>
    name === "name" && each === "?" ? [name, `R${next.number++}`] : [name, nameRecords(each, next)],
  )
  return Object.fromEntries(entries)
}

/** What a value should look like, made of the value and not of the bytes. */
function expectedJson(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (Buffer.isBuffer(value)) return value.toString("base64")
  if (Array.isArray(value)) return value.map(expectedJson)
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, expectedJson(each)]))
  }
  return Object.is(value, -0) ? 0 : value
}

const cases = drawn.chain(({ schema, value }) => fc.tuple(fc.constant(nameRecords(schema)), value))

describe("Avro that another implementation has written", () => {
  test("is shown as JSON.stringify shows the value", () => {
    fc.assert(
      fc.property(cases, ([schema, value]) => {
        const type = opponent(schema as Schema)
        const bytes = type.toBuffer(value)
        // Floats are what they are after writing.
        expect(jsonOf(schema, bytes)).toBe(JSON.stringify(expectedJson(type.fromBuffer(bytes))))
      }),
      { numRuns: 1000, seed: 7 },
    )
  })

  test("is read or refused with a reason, whatever happens to its bytes", () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 })
    fc.assert(
      fc.property(cases, damage, fc.nat(), ([schema, value], changes, length) => {
        const bytes = Buffer.from(opponent(schema as Schema).toBuffer(value))
        for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte
        const cut = bytes.subarray(0, length % (bytes.length + 1))
        for (const each of [bytes, cut]) {
          try {
            JSON.parse(jsonOf(schema, each))
          } catch (error) {
            expect(error).toBeInstanceOf(AvroDataError)
          }
        }
      }),
      { numRuns: 1000, seed: 8 },
    )
  })
})

describe("hostile Avro", () => {
  const nulls = { type: "array", items: "null" }
  const long31 = [0xfe, 0xff, 0xff, 0xff, 0x0f]
  test.each<[string, unknown, readonly number[], RegExp]>([
    ["a text of 2³¹ bytes", "string", long31, /^2147483647 bytes should follow, and the message has 0 more$/],
    ["bytes of a negative length", "bytes", [1], /^-1 bytes should follow/],
    ["an array of 2³¹ texts", { type: "array", items: "string" }, long31, /2147483647 items .* room for 0/],
    ["an array of 2³¹ times nothing", nulls, long31, /2147483647 items .* room for 10000/],
    ["many arrays of nothing", { type: "array", items: { ...nulls } }, [4, ...long31], /room for 10000/],
    ["a map of 2³¹", { type: "map", values: "null" }, long31, /room for 0/],
    ["a negative count", nulls, [0xff, 0xff, 0xff, 0xff, 0x0f, 0], /2147483648 items/],
    ["a number of eleven bytes", "long", [...Array<number>(10).fill(0xff), 1], /more than 64 bits|longer than ten/],
    ["a number of 70 bits", "long", [...Array<number>(9).fill(0xff), 0x7f], /more than 64 bits/],
    ["an int of 64 bits", "int", [0xfe, 0xff, 0xff, 0xff, 0x1f], /is no number of 32 bits/],
    ["a branch that is none", ["null", "int"], [4], /2 types, and number 2/],
    ["a branch below zero", ["null", "int"], [1], /number -1/],
    ["an enum's value that is none", { type: "enum", name: "E", symbols: ["A"] }, [2], /1 values, and number 1/],
    ["neither true nor false", "boolean", [2], /2 is neither/],
    ["a day beyond all dates", { type: "int", logicalType: "date" }, long31, /no date/],
    ["a message that ends early", "double", [1, 2], /8 bytes should follow, and the message has 2/],
    ["a message that goes on", "int", [2, 2], /^1 bytes are left/],
    ["a field that ends early", inRecord(inRecord("int").fields[0]), [], /^field `a`: the message ends too early$/],
  ])("%s is refused", (_, schema, bytes, reason) => {
    expect(problemOf(schema, bytes)).toMatchObject({ code: "not-avro", message: expect.stringMatching(reason) })
  })

  test("texts that are no UTF-8 are refused", () => {
    expect(problemOf("string", [4, 0xc3, 0x28]).code).toBe("invalid-utf8")
    expect(problemOf("string", [6, 0x22, 0xc3, 0x28]).code).toBe("invalid-utf8")
    expect(problemOf({ type: "map", values: "int" }, [2, 2, 0xff, 2, 0]).code).toBe("invalid-utf8")
  })

  test("what is nested too deeply is refused, without running out of stack", () => {
    const list = { type: "record", name: "L", fields: [{ name: "next", type: ["null", "L"] }] }
    expect(problemOf(list, Buffer.alloc(1_000_000, 2)).code).toBe("too-deep")
    expect(JSON.parse(jsonOf(list, Buffer.concat([Buffer.alloc(999, 2), Buffer.from([0])])))).toBeDefined()
    const lists = { type: "record", name: "L", fields: [{ name: "in", type: { type: "array", items: "L" } }] }
    expect(problemOf(lists, Buffer.alloc(1_000_000, 2)).code).toBe("too-deep")
  })

  test("a record that holds itself without an end takes no more memory than it has bytes", () => {
    const endless = { type: "record", name: "L", fields: [{ name: "next", type: "L" }] }
    expect(problemOf(endless, []).code).toBe("too-deep")
  })

  test("what grows beyond all measure is refused", () => {
    const grows = { type: "array", items: nulls }
    const inner = [0xa0, 0x9c, 0x01, 0]
    const count = 2000
    const bytes = Buffer.concat([
      Buffer.from([0xa0, 0x1f]),
      ...Array.from({ length: count }, () => Buffer.from(inner)),
      Buffer.from([0]),
    ])
    expect(problemOf(grows, bytes).code).toBe("too-large")
  })

  test("decimals of many bytes are refused", () => {
    const type = { type: "bytes", logicalType: "decimal", precision: 2000, scale: 0 }
    expect(problemOf(type, [0x80, 0x80, 0x01, ...Array<number>(8192).fill(1)]).message).toMatch(
      /8192 bytes, more than 1024/,
    )
  })
})

describe("a schema of Avro", () => {
  test("finds named types by their namespaces", () => {
    const inner = { type: "record", name: "In", fields: [{ name: "n", type: "int" }] }
    const schema = (name: string, more: object = {}) => ({
      type: "record",
      name: "a.b.Out",
      fields: [
        { name: "x", type: { ...inner, ...more } },
        { name: "y", type: name },
      ],
    })
    expect(jsonOf(schema("In"), [2, 4])).toBe('{"x":{"n":1},"y":{"n":2}}')
    expect(jsonOf(schema("a.b.In"), [2, 4])).toBe('{"x":{"n":1},"y":{"n":2}}')
    expect(jsonOf(schema("c.In", { namespace: "c" }), [2, 4])).toBe('{"x":{"n":1},"y":{"n":2}}')
    expect(() => jsonOf(schema("In", { namespace: "c" }), [2, 4])).toThrow("it has no type `a.b.In`")
    const named: NamedTypes = new Map([["a.b.In", parseAvroSchema('"string"')]])
    const out = { type: "record", name: "a.b.Out", fields: [{ name: "x", type: "In" }] }
    expect(jsonOf(out, [2, 0x61], named)).toBe('{"x":"a"}')
  })

  test.each<[string, unknown, string]>([
    ["no type", 7, "7 is no type"],
    ["nothing", null, "null is no type"],
    ["a type without a kind", {}, "undefined is no type"],
    ["an unknown name", "Nobody", "it has no type `Nobody`"],
    ["what every object has", "constructor", "it has no type `constructor`"],
    ["an empty union", [], "a union of no types"],
    ["a union in a union", ["null", ["int"]], "a union in a union"],
    ["a record without a name", { type: "record", fields: [] }, "without a name"],
    ["a record without fields", { type: "record", name: "R" }, "no list of fields"],
    [
      "equal fields",
      {
        type: "record",
        name: "R",
        fields: [
          { name: "a", type: "int" },
          { name: "a", type: "int" },
        ],
      },
      "a name of its own",
    ],
    ["a field that is null", { type: "record", name: "R", fields: [null] }, "a name of its own"],
    [
      "equal names",
      [
        { type: "fixed", name: "F", size: 1 },
        { type: "fixed", name: "F", size: 2 },
      ],
      "declares `F` twice",
    ],
    ["an enum without values", { type: "enum", name: "E" }, "no list of symbols"],
    ["a fixed of no size", { type: "fixed", name: "F", size: -1 }, "has no size"],
  ])("of %s is refused", (_, schema, reason) => {
    expect(() => parseAvroSchema(JSON.stringify(schema))).toThrow(reason)
  })

  test("that is no JSON, or nested without measure, is refused", () => {
    expect(() => parseAvroSchema("{")).toThrow(AvroSchemaError)
    const deep = '{"type":"array","items":'.repeat(5000)
    expect(() => parseAvroSchema(`${deep}"int"${"}".repeat(5000)}`)).toThrow("more than 200 levels")
  })

  test("whose records hold each other many times is compiled once for each", () => {
    const types = Array.from({ length: 60 }, (_, at) => ({
      type: "record",
      name: `R${at}`,
      fields:
        at === 0
          ? []
          : [
              { name: "a", type: `R${at - 1}` },
              { name: "b", type: `R${at - 1}` },
            ],
    }))
    const schema = [...types, { type: "array", items: "R59" }]
    expect(jsonOf(schema, [60 * 2, 0])).toContain("[]")
  })
})
