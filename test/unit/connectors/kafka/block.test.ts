import { Buffer } from "node:buffer"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Batch } from "../../../../runtime/connectors/contract.ts"
import { BatchMaker } from "../../../../runtime/connectors/kafka/block.ts"
import { RecordCursor } from "../../../../runtime/connectors/kafka/record-batches.ts"
import { type BatchRecord, recordBatch } from "../../../support/kafka/batches.ts"

interface Got {
  readonly text: string
  readonly offset: number
  readonly problem: string | undefined
  readonly way: "record" | "block"
}

/** All that a batch hands out, in order. */
function contents({ records, block }: Batch): Got[] {
  const all: Got[] = records.map(({ text, position, problem }) => ({
    text,
    offset: Number(position.offset),
    problem: problem?.code,
    way: "record",
  }))
  if (block === undefined) return all
  const { bytes, from, to, ascii, line } = block.lines
  const texts = bytes.toString(ascii ? "latin1" : "utf8", from, to).split("\n")
  texts.forEach((text, at) => {
    all.push({ text, offset: Number(block.position(line + at, 0).offset), problem: undefined, way: "block" })
  })
  return all
}

function takeAll(records: readonly BatchRecord[], lines: boolean, end = Number.POSITIVE_INFINITY) {
  const maker = new BatchMaker("t", 3, 0, end)
  maker.give(new RecordCursor(recordBatch(records), [], 0))
  const batches: Got[][] = []
  while (!maker.isEmpty) {
    const batch = maker.take(lines)
    batches.push(contents(batch))
    batch.block?.release?.()
  }
  return { batches, next: maker.next }
}

describe("batches of a partition", () => {
  test("have objects as lines of a block, and all else one by one, in order", () => {
    const values = [
      '{"a":1}',
      '{"a":"ä"}',
      "[1]",
      null,
      "",
      '{"a":\n1}',
      '{"a":2}',
      '{"a":3}\r',
      " {} ",
      "nonsense",
      "{}",
    ]
    const records = values.map((value, at) => ({ offset: at * 2 + 5, value }))
    const { batches, next } = takeAll(records, true)
    const all = batches.flat()
    expect(all.map(({ text }) => text)).toEqual(values.map((value) => value ?? ""))
    expect(all.map(({ offset }) => offset)).toEqual(records.map(({ offset }) => offset))
    expect(all.filter(({ way }) => way === "block").map(({ text }) => text)).toEqual([
      '{"a":1}',
      '{"a":"ä"}',
      '{"a":2}',
      "{}",
    ])
    expect(all.flatMap(({ problem, text }) => (problem === undefined ? [] : [[text, problem]]))).toEqual([
      ["", "no-value"],
      ["", "not-json"],
      ["nonsense", "not-json"],
    ])
    expect(next).toBe(26)
  })

  test("of values that are no UTF-8 are records, and what is broken has its bytes", () => {
    const broken = Buffer.from([0x7b, 0xff, 0x7d])
    const { batches } = takeAll(
      [
        { offset: 0, value: "{}" },
        { offset: 1, value: broken },
        { offset: 2, value: "{}" },
      ],
      true,
    )
    expect(batches.flat().map(({ problem }) => problem)).toEqual([undefined, "invalid-utf8", undefined])
    const maker = new BatchMaker("t", 0, 0, 9)
    maker.give(new RecordCursor(recordBatch([{ offset: 1, value: broken }]), [], 0))
    expect(maker.take(true).records[0]).toMatchObject({
      position: { topic: "t", partition: 0, offset: 1 },
      problem: { bytes: broken },
    })
  })

  test("are the same in both ways, whatever comes, and none is large", () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.string({ maxLength: 20 }),
      fc.json({ maxDepth: 1 }),
      fc.nat(300_000).map((length) => JSON.stringify({ a: "x".repeat(length) })),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), value), { minLength: 1, maxLength: 30 }), (given) => {
        let offset = -1
        const records = given.map(([gap, each]) => {
          offset += gap + 1
          return { offset, value: each }
        })
        const asLines = takeAll(records, true)
        const asRecords = takeAll(records, false)
        const plain = (batches: Got[][]) => batches.flat().map(({ way: _, ...rest }) => rest)
        expect(plain(asLines.batches)).toEqual(plain(asRecords.batches))
        expect(plain(asRecords.batches).map((each) => each.offset)).toEqual(records.map((each) => each.offset))
        expect(asLines.next).toBe(offset + 1)
        for (const batch of [...asLines.batches, ...asRecords.batches]) {
          const bytes = batch.reduce((sum, { text }) => sum + text.length, 0)
          expect(batch.length === 1 || bytes <= 2 * 256 * 1024).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })

  test("end before the end that was asked for", () => {
    const records = [0, 1, 2, 3].map((offset) => ({ offset, value: "{}" }))
    const { batches, next } = takeAll(records, true, 2)
    expect(batches.flat().map(({ offset }) => offset)).toEqual([0, 1])
    expect(next).toBe(2)
  })
})
