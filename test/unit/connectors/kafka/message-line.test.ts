import { Buffer } from "node:buffer"
import avro from "avsc"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Settings, SourceRecord } from "../../../../runtime/connectors/contract.ts"
import { BatchMaker } from "../../../../runtime/connectors/kafka/block.ts"
import { type MessageShape, messageShape } from "../../../../runtime/connectors/kafka/message-line.ts"
import { RecordCursor } from "../../../../runtime/connectors/kafka/record-batches.ts"
import { type BatchOptions, type BatchRecord, recordBatch } from "../../../support/kafka/batches.ts"
import { framed, register, startRegistry, type TestRegistry } from "../../../support/schema-registry.ts"

interface Got {
  readonly text: string
  readonly offset: number
  readonly problem?: string
  readonly bytes?: string
}

const recordOf = ({ text, position, problem }: SourceRecord): Got => ({
  text,
  offset: Number(position.offset),
  ...(problem && { problem: problem.code }),
  ...(problem?.bytes && { bytes: Buffer.from(problem.bytes).toString("latin1") }),
})

/** What comes of messages, read as lines or as records, and how many of them came in blocks. */
async function read(shape: MessageShape, records: readonly BatchRecord[], lines: boolean, options: BatchOptions = {}) {
  const maker = new BatchMaker("t", 0, 0, Number.POSITIVE_INFINITY, shape.line())
  maker.give(new RecordCursor(recordBatch(records, options), [], 0))
  const all: Got[] = []
  let inBlocks = 0
  while (!maker.isEmpty) {
    const { records: ones, block } = maker.take(lines)
    all.push(...ones.map(recordOf))
    if (block !== undefined) {
      const { bytes, from, to } = block.lines
      const texts = bytes.toString("utf8", from, to).split("\n")
      all.push(...texts.map((text, at) => ({ text, offset: Number(block.position(at, 0).offset) })))
      inBlocks += texts.length
      block.release?.()
    }
    if (maker.waits) await maker.load()
  }
  return { all, inBlocks }
}

/** Both ways, which must be the same. */
async function readBoth(settings: Settings, records: readonly BatchRecord[], options?: BatchOptions) {
  const shape = (await messageShape(settings, { folder: "." }))!
  const asLines = await read(shape, records, true, options)
  const asRecords = await read(shape, records, false, options)
  shape.close()
  expect(asLines.all).toEqual(asRecords.all)
  expect(asRecords.inBlocks).toBe(0)
  return asLines
}

const textsOf = ({ all }: { readonly all: readonly Got[] }) => all.map(({ text }) => text)
const numbered = (values: readonly Omit<BatchRecord, "offset">[]): BatchRecord[] =>
  values.map((each, offset) => ({ ...each, offset }))
const refused = (settings: Settings) =>
  messageShape(settings, { folder: "." }).then(
    () => expect.unreachable(),
    (error) => error,
  )

describe("keys, headers and times of messages", () => {
  const all = { keyField: "account", headers: "trace=traceId, region", timestampField: "sent" }

  test("become fields behind those of the value, on the way of lines", async () => {
    const headers = { trace: "t-1", region: "eu", other: "x" }
    const got = await readBoth(
      all,
      numbered([
        { value: '{"a":1}', key: "k1", headers, time: 1_700_000_000_000 },
        { value: '{"a":2}', key: "k2", headers: {}, time: 1_700_000_000_123 },
        { value: "{}", key: null, headers: { trace: "" }, time: -1 },
        { value: '{"a":3}', key: "", time: -1 },
      ]),
    )
    expect(textsOf(got)).toEqual([
      '{"a":1,"account":"k1","traceId":"t-1","region":"eu","sent":1700000000000}',
      '{"a":2,"account":"k2","sent":1700000000123}',
      '{"traceId":""}',
      '{"a":3,"account":""}',
    ])
    expect(got.inBlocks).toBe(4)
  })

  test("count where the value has a field of that name, and leave it where the message has none", async () => {
    const got = await readBoth(
      { keyField: "account" },
      numbered([
        { value: '{"account":"v","a":1}', key: "k" },
        { value: '{"account":"v"}', key: null },
      ]),
    )
    expect(textsOf(got).map((text) => JSON.parse(text))).toEqual([{ account: "k", a: 1 }, { account: "v" }])
  })

  test("are those of the broker where the topic says so", async () => {
    const records = numbered([
      { value: "{}", time: 1 },
      { value: "{}", time: 2 },
    ])
    expect(textsOf(await readBoth({ timestampField: "at" }, records, { appendTime: 99 }))).toEqual([
      '{"at":99}',
      '{"at":99}',
    ])
  })

  test("of several headers with one name are the last one, and none where that has no value", async () => {
    const got = await readBoth(
      { headers: "a,b" },
      numbered([
        {
          value: "{}",
          headers: [
            ["a", "1"],
            ["b", "x"],
            ["a", "2"],
            ["b", null],
          ],
        },
        {
          value: "{}",
          headers: [
            ["ab", "1"],
            ["", "2"],
            ["b", Buffer.from("ö")],
          ],
        },
      ]),
    )
    expect(textsOf(got)).toEqual(['{"a":"2"}', '{"b":"ö"}'])
  })

  test("leave what is no object as it is, for the dead letters", async () => {
    const values = ["[1]", "nonsense", "", " ", '"x"', "{", "}", '{"a":', null, '{"a":1}x']
    const got = await readBoth(all, numbered(values.map((value) => ({ value, key: "k" }))))
    expect(textsOf(got)).toEqual(values.map((value) => value ?? ""))
    expect(got.all.map(({ problem }) => problem)).toEqual([
      undefined,
      "not-json",
      "not-json",
      "not-json",
      undefined,
      "not-json",
      "not-json",
      "not-json",
      "no-value",
      "not-json",
    ])
  })

  test("make no event of what is none", async () => {
    const inner = fc.oneof(
      fc.json({ maxDepth: 2 }),
      fc.string({ unit: fc.constantFrom("{", "}", '"', ",", ":", "a", "1", "\\", " ", "\n", "[", "]"), maxLength: 12 }),
    )
    const value = fc.oneof(
      inner,
      inner.map((text) => `{${text}}`),
      inner.map((text) => ` {"a":${text} }\n`),
    )
    const shape = (await messageShape({ keyField: "k" }, { folder: "." }))!
    await fc.assert(
      fc.asyncProperty(value, fc.string({ unit: "binary" }), async (text, key) => {
        const [got] = (await read(shape, [{ offset: 0, value: text, key }], true)).all
        let expected: unknown
        try {
          expected = JSON.parse(text)
        } catch {
          expect(got!.problem ?? parsed(got!.text)).toBe("not-json")
          return
        }
        const isObject = typeof expected === "object" && expected !== null && !Array.isArray(expected)
        expect(JSON.parse(got!.text)).toEqual(isObject ? { ...(expected as object), k: key } : expected)
      }),
      { numRuns: 1500, seed: 3 },
    )
  })

  test("that are no UTF-8 make a dead letter with the value as it was", async () => {
    const broken = Buffer.from([0x61, 0xff])
    const got = await readBoth(
      { keyField: "k", headers: "h" },
      numbered([
        { value: '{"a":1}', key: broken },
        { value: '{"a":2}', key: "k", headers: [["h", broken]] },
        { value: Buffer.from([0x7b, 0xff, 0x7d]), key: broken },
        { value: '{"a":3}', key: "k" },
      ]),
    )
    expect(got.all.map(({ problem }) => problem)).toEqual(["invalid-utf8", "invalid-utf8", "invalid-utf8", undefined])
    expect(got.all[2]!.bytes).toBe("{\xff}")
    expect(textsOf(got).slice(0, 2)).toEqual(['{"a":1}', '{"a":2}'])
    const shape = (await messageShape({ keyField: "k" }, { folder: "." }))!
    const maker = new BatchMaker("t", 0, 0, 9, shape.line())
    maker.give(new RecordCursor(recordBatch([{ offset: 0, value: "{}", key: broken }]), [], 0))
    expect(maker.take(true).records[0]!.problem!.reason).toBe("the message's key is not UTF-8 (Yf8= in base64)")
  })

  test.each<[Settings, RegExp]>([
    [{ keyField: "" }, /`keyField` must name a field/],
    [{ headers: "" }, /header=field.*has ""/],
    [{ headers: "a=" }, /has "a="/],
    [{ headers: "a,,b" }, /has ""/],
    [{ headers: "a=x", keyField: "x" }, /the field x is given twice/],
    [{ headers: "a,b=a" }, /the field a is given twice/],
    [{ format: "avro" }, /Avro needs the place of the schema registry: `registry`/],
    [{ keyFormat: "avro" }, /`keyField`, which is not given/],
    [{ registry: "http://h" }, /neither is given/],
    [{ registryUsername: "u" }, /neither is given/],
    [{ format: "avro", registry: "h:8081" }, /http:\/\/host:port.*"h:8081"/],
    [{ format: "avro", registry: "http://u:p@h" }, /has a user or a password in it/],
    [{ format: "avro", registry: "http://h?x=1" }, /must be http/],
    [{ format: "avro", registry: "http://h", registryPasswordEnv: "P" }, /needs `registryUsername`/],
    [
      { format: "avro", registry: "http://h", registryUsername: "u" },
      /`registryPasswordFile` or `registryPasswordEnv`/,
    ],
    [{ format: "avro", registry: "http://h", registryCa: "nowhere" }, /cannot read the file of `registryCa`/],
  ])("are refused where the settings are wrong: %o", async (settings, reason) => {
    expect(await refused(settings)).toMatchObject({ kind: "usage", message: expect.stringMatching(reason) })
  })
})

function parsed(text: string): string {
  try {
    JSON.parse(text)
    return "JSON"
  } catch {
    return "not-json"
  }
}

const payment = avro.Type.forSchema({
  type: "record",
  name: "Payment",
  fields: [
    { name: "id", type: "int" },
    { name: "note", type: ["null", "string"], default: null },
  ],
})

describe("messages of Avro", () => {
  let registry: TestRegistry
  let id: number
  beforeAll(async () => {
    registry = await startRegistry()
    id = await register(registry.url, "payments-value", payment.schema())
  })
  afterAll(() => registry.stop())

  const value = (n: number, note: string | null = null) => framed(id, payment.toBuffer({ id: n, note }))
  const settings = (more: Settings = {}): Settings => ({ format: "avro", registry: registry.url, ...more })

  test("become lines in blocks, and what is none a dead letter with its bytes", async () => {
    const broken = Buffer.concat([value(3), Buffer.from([1])])
    const got = await readBoth(
      settings(),
      numbered([
        { value: value(1) },
        { value: value(2, 'a"\nb') },
        { value: broken },
        { value: '{"id":4}' },
        { value: "" },
        { value: null, key: "k" },
        { value: framed(99, Buffer.from("x")) },
        { value: framed(id, Buffer.from([2, 2, 2, 0xff])) },
        { value: value(9) },
      ]),
    )
    expect(textsOf(got).slice(0, 2)).toEqual(['{"id":1,"note":null}', '{"id":2,"note":"a\\"\\nb"}'])
    expect(got.all.map(({ problem }) => problem)).toEqual([
      undefined,
      undefined,
      "not-avro",
      "not-avro",
      "not-avro",
      "no-value",
      "unknown-schema",
      "invalid-utf8",
      undefined,
    ])
    expect(got.all[2]!.bytes).toBe(broken.toString("latin1"))
    expect(got.inBlocks).toBe(3)
  })

  test("have fields of newer schemas as soon as they come", async () => {
    const { fields, ...rest } = payment.schema() as avro.schema.RecordType
    const newer = avro.Type.forSchema({
      ...rest,
      fields: [...fields, { name: "channel", type: "string", default: "" }],
    })
    const newId = await register(registry.url, "payments-value", newer.schema())
    const records = numbered([
      { value: value(1) },
      { value: framed(newId, newer.toBuffer({ id: 2, note: null, channel: "web" })) },
      { value: value(3) },
    ])
    expect(textsOf(await readBoth(settings(), records))).toEqual([
      '{"id":1,"note":null}',
      '{"id":2,"note":null,"channel":"web"}',
      '{"id":3,"note":null}',
    ])
  })

  test("take fields of the key, as text or Avro itself, and of headers", async () => {
    const account = avro.Type.forSchema("string")
    const keyId = await register(registry.url, "payments-key", "string")
    const records = numbered([
      { value: value(1), key: framed(keyId, account.toBuffer("k1")), headers: { h: "x" } },
      { value: value(2), key: framed(98, account.toBuffer("k1")) },
      { value: value(3), key: "text" },
      { value: value(4), key: null },
    ])
    const got = await readBoth(settings({ keyField: "account", keyFormat: "avro", headers: "h" }), records)
    expect(textsOf(got)[0]).toBe('{"id":1,"note":null,"account":"k1","h":"x"}')
    expect(got.all.map(({ problem }) => problem)).toEqual([undefined, "unknown-schema", "not-avro", undefined])
    expect(got.all[1]!.bytes).toBe(value(2).toString("latin1"))
    const asText = await readBoth(settings({ keyField: "account" }), numbered([{ value: value(3), key: "text" }]))
    expect(textsOf(asText)).toEqual(['{"id":3,"note":null,"account":"text"}'])
    const jsonValue = { keyField: "account", keyFormat: "avro", registry: registry.url }
    const mixed = await readBoth(jsonValue, numbered([{ value: '{"a":1}', key: framed(keyId, account.toBuffer("k")) }]))
    expect(textsOf(mixed)).toEqual(['{"a":1,"account":"k"}'])
  })

  test("that are no records are no events", async () => {
    const textId = await register(registry.url, "texts-value", "string")
    const text = framed(textId, avro.Type.forSchema("string").toBuffer("x"))
    expect(await readBoth(settings(), numbered([{ value: text }]))).toMatchObject({
      all: [{ text: '"x"' }],
      inBlocks: 0,
    })
  })

  test("need a schema once, however often it comes", async () => {
    registry.asked.length = 0
    const records = numbered(Array.from({ length: 500 }, (_, n) => ({ value: value(n) })))
    const shape = (await messageShape(settings(), { folder: "." }))!
    expect((await read(shape, records, true)).inBlocks).toBe(500)
    expect((await read(shape, records, true)).inBlocks).toBe(500)
    shape.close()
    expect(registry.asked).toEqual(["GET /schemas/types", `GET /schemas/ids/${id}`])
  })
})
