import { Buffer } from "node:buffer"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { AbortedTransaction } from "../../../../runtime/connectors/kafka/client.ts"
import { endOffset, RecordCursor } from "../../../../runtime/connectors/kafka/record-batches.ts"
import { marker, recordBatch } from "../../../support/kafka/batches.ts"

interface Seen {
  readonly offset: number
  readonly key: string | null
  readonly value: string | null
}

function seen(set: Buffer, from = 0, aborted: readonly AbortedTransaction[] = []): Seen[] {
  const cursor = new RecordCursor(set, aborted, from)
  const all: Seen[] = []
  while (cursor.next()) {
    const { bytes, keyFrom, keyTo, valueFrom, valueTo, offset } = cursor
    const key = keyFrom < 0 ? null : bytes.toString("utf8", keyFrom, keyTo)
    all.push({ offset, key, value: valueFrom < 0 ? null : bytes.toString("utf8", valueFrom, valueTo) })
  }
  return all
}

const values = (set: Buffer, from?: number, aborted?: readonly AbortedTransaction[]) =>
  seen(set, from, aborted).map(({ value }) => value)

describe("records of batches", () => {
  test("are those that were written, with any sizes and gaps", () => {
    const data = fc.option(fc.string({ maxLength: 300 }), { nil: null })
    const record = fc.record({ gap: fc.nat(300), key: data, value: data })
    const sizes = fc.array(fc.array(record, { minLength: 1, maxLength: 5 }), { maxLength: 5 })
    fc.assert(
      fc.property(sizes, fc.nat(2 ** 40), fc.constantFrom("none", "gzip", "zstd"), (batches, base, codec) => {
        let offset = base
        const written: Seen[] = []
        const sets = batches.map((records) => {
          const placed = records.map(({ gap, key, value }) => {
            offset += gap + 1
            return { offset, key, value }
          })
          written.push(...placed)
          return recordBatch(placed, { codec })
        })
        const set = Buffer.concat(sets)
        expect(seen(set)).toEqual(written)
        expect(endOffset(set, base)).toBe(written.length === 0 ? base : offset + 1)
        const middle = written[Math.floor(written.length / 2)]?.offset ?? 0
        expect(seen(set, middle)).toEqual(written.filter((each) => each.offset >= middle))
      }),
    )
  })

  test("in a batch that is cut off are left for the next answer", () => {
    const [first, second] = [recordBatch([{ offset: 4, value: "a" }]), recordBatch([{ offset: 5, value: "b" }])]
    const set = Buffer.concat([first, second])
    for (let length = first.length; length < set.length; length++) {
      expect(values(set.subarray(0, length), 4)).toEqual(["a"])
      expect(endOffset(set.subarray(0, length), 4)).toBe(5)
    }
    expect(endOffset(set.subarray(0, 20), 4)).toBe(4)
  })

  test("of aborted transactions are not seen, however these overlap and in whatever order they are listed", () => {
    const of = (producer: number, offset: number, value: string) =>
      recordBatch([{ offset, value, key: Buffer.alloc(4) }], { producer, transactional: true })
    const set = Buffer.concat([
      of(1, 0, "aborted"),
      of(3, 1, "good"),
      of(2, 2, "aborted"),
      marker("abort", 3, 2),
      of(1, 4, "aborted"),
      of(2, 5, "good, of the next transaction"),
      recordBatch([{ offset: 6, value: "of none" }], { producer: 1 }),
      marker("abort", 7, 1),
      marker("commit", 8, 2),
      of(1, 9, "good, later"),
    ])
    const good = ["good", "good, of the next transaction", "of none", "good, later"]
    const aborted = [
      { producer: 2, firstOffset: 2 },
      { producer: 1, firstOffset: 0 },
    ]
    expect(values(set, 0, aborted)).toEqual(good)
    expect(values(set, 0, aborted.toReversed())).toEqual(good)
    // The part of a transaction that was there before what was asked for.
    expect(values(set, 4, [{ producer: 1, firstOffset: 0 }])).toEqual(good.slice(1))
  })

  test("come to an end behind all that is not seen", () => {
    const cursor = new RecordCursor(
      Buffer.concat([recordBatch([{ offset: 3, value: "x" }], { lastOffset: 9 }), marker("commit", 10, 1)]),
      [],
      0,
    )
    expect(cursor.next()).toBe(true)
    expect(cursor.nextOffset).toBe(4)
    expect(cursor.next()).toBe(false)
    expect(cursor.nextOffset).toBe(11)
  })

  test("that cannot be read are an error that says what to do", () => {
    const old = recordBatch([{ offset: 0, value: "x" }])
    old.writeInt8(1, 16)
    expect(() => seen(old)).toThrow("records have format 1, and only 2 is known")
    const unknown = recordBatch([{ offset: 0, value: "x" }])
    unknown.writeInt16BE(5, 21)
    expect(() => seen(unknown)).toThrow("compressed with codec 5")
    expect(() => seen(recordBatch([{ offset: 0, value: "x" }], { codec: "lz4" }))).toThrow("marked as LZ4 and are not")
    const broken = recordBatch([{ offset: 0, value: "xyz" }], { codec: "gzip" })
    broken.fill(7, 61)
    expect(() => seen(broken)).toThrow("cannot be read")
  })

  test("with any damage end in records or in an error", () => {
    const set = Buffer.concat([
      recordBatch([{ offset: 0, key: "k", value: "v" }]),
      recordBatch([{ offset: 1, value: "w" }]),
    ])
    fc.assert(
      fc.property(fc.nat(set.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Buffer.from(set)
        damaged[at] = byte
        try {
          expect(seen(damaged).length).toBeLessThan(1000)
          endOffset(damaged, 0)
        } catch (error) {
          expect((error as Error).constructor.name).toBe("RecordFormatError")
        }
      }),
    )
  })
})
