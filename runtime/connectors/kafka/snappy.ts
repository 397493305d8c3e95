import { Buffer } from "node:buffer"
import { CopyingOutput } from "./copying-output.ts"
import { RecordFormatError } from "./format-error.ts"

/** What Java's producers and brokers put before blocks: this, two version numbers, and before each block its length. */
const javaMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const javaHeader = 16

/** Undoes Snappy (google/snappy, format_description.txt), with Java's frame or without one. Throws `RecordFormatError`. */
export function unsnappy(source: Buffer, limit: number): Buffer {
  if (!source.subarray(0, javaMagic.length).equals(javaMagic)) return unsnappyBlock(source, limit)
  const blocks: Buffer[] = []
  let room = limit
  for (let at = javaHeader; at < source.length; ) {
    if (at + 4 > source.length) throw new RecordFormatError("compressed messages end too early")
    const length = source.readUInt32BE(at)
    if (at + 4 + length > source.length) throw new RecordFormatError("compressed messages end too early")
    const block = unsnappyBlock(source.subarray(at + 4, at + 4 + length), room)
    blocks.push(block)
    room -= block.length
    at += 4 + length
  }
  return Buffer.concat(blocks)
}

function unsnappyBlock(source: Buffer, limit: number): Buffer {
  let at = 0
  let expected = 0
  for (let factor = 1; ; factor *= 128) {
    const byte = source[at++]
    if (byte === undefined) throw new RecordFormatError("compressed messages end too early")
    expected += (byte & 0x7f) * factor
    if (byte < 0x80) break
  }
  const output = new CopyingOutput(expected, limit)
  while (at < source.length) {
    const tag = source[at++]!
    const kind = tag & 3
    const upper = tag >> 2
    // The number behind the tag: of a long literal its length, else how far back to copy from.
    const size = kind === 0 ? Math.max(upper - 59, 0) : kind === 3 ? 4 : kind
    if (at + size > source.length) throw new RecordFormatError("compressed messages end too early")
    const number = size === 0 ? 0 : source.readUIntLE(at, size)
    at += size
    if (kind === 0) {
      const length = (size === 0 ? upper : number) + 1
      output.append(source, at, length)
      at += length
    } else if (kind === 1) output.repeat(((upper >> 3) << 8) + number, (upper & 7) + 4)
    else output.repeat(number, upper + 1)
  }
  if (output.bytes.length !== expected)
    throw new RecordFormatError("compressed messages have another length than they say")
  return output.bytes
}
