import { Buffer } from "node:buffer"
import fc from "fast-check"
import { expect, test } from "vitest"
import { RecordFormatError } from "../../../../runtime/connectors/kafka/format-error.ts"
import { unlz4 } from "../../../../runtime/connectors/kafka/lz4.ts"
import { unsnappy } from "../../../../runtime/connectors/kafka/snappy.ts"

const javaFrame = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])
const snappy = {
  // A literal, then nine more of its last byte.
  repeated: Buffer.from([0x0b, 0x04, 0x78, 0x61, 0x15, 0x01]),
  // Copies with an offset of two and of four bytes.
  copies: Buffer.from([0x0c, 0x0c, 0x61, 0x62, 0x63, 0x64, 0x0e, 0x04, 0x00, 0x0f, 0x04, 0x00, 0x00, 0x00]),
}
const lz4 = (...block: number[]) =>
  Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, block.length, 0, 0, 0, ...block, 0, 0, 0, 0])
const limit = 1000

test("Snappy is read as its format says, with Java's frame and without", () => {
  expect(unsnappy(snappy.repeated, limit).toString()).toBe("xaaaaaaaaaa")
  expect(unsnappy(snappy.copies, limit).toString()).toBe("abcdabcdabcd")
  const block = Buffer.concat([Buffer.from([0, 0, 0, snappy.copies.length]), snappy.copies])
  expect(unsnappy(Buffer.concat([javaFrame, block, block]), limit).toString()).toBe("abcdabcdabcd".repeat(2))
  expect(unsnappy(javaFrame, limit)).toHaveLength(0)
})

test("LZ4 is read as its format says", () => {
  // Two literals, a copy of 15 + 2 + 4 bytes from one back, a last literal.
  expect(unlz4(lz4(0x2f, 0x78, 0x61, 0x01, 0x00, 0x02, 0x10, 0x7a), limit).toString()).toBe(`x${"a".repeat(22)}z`)
  const stored = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, 2, 0, 0, 0x80, 0x6f, 0x6b, 0, 0, 0, 0])
  expect(unlz4(stored, limit).toString()).toBe("ok")
})

test.each([
  ["Snappy", unsnappy, Buffer.concat([javaFrame, Buffer.from([0, 0, 0, 6]), snappy.repeated])],
  ["Snappy without a frame", unsnappy, snappy.copies],
  ["LZ4", unlz4, lz4(0x2f, 0x78, 0x61, 0x01, 0x00, 0x02, 0x10, 0x7a)],
])("damaged %s is an error or other bytes, and never many", (_, read, whole) => {
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 })
  fc.assert(
    fc.property(damage, fc.nat(whole.length), (changes, length) => {
      const bytes = Buffer.from(whole)
      for (const [at, byte] of changes) bytes[at] = byte
      try {
        expect(read(bytes.subarray(0, length), limit).length).toBeLessThanOrEqual(limit)
      } catch (error) {
        expect(error).toBeInstanceOf(RecordFormatError)
      }
    }),
  )
})
