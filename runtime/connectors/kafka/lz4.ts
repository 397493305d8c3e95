import type { Buffer } from "node:buffer"
import { CopyingOutput } from "./copying-output.ts"
import { RecordFormatError } from "./format-error.ts"

const magic = 0x184d2204
const notCompressed = 0x8000_0000
const shortestMatch = 4

/** Undoes a frame of LZ4 (lz4/doc/lz4_Frame_format.md, lz4_Block_format.md). Checksums are not looked at. Throws `RecordFormatError`. */
export function unlz4(source: Buffer, limit: number): Buffer {
  try {
    return readFrame(source, limit)
  } catch (error) {
    // Reading behind the end.
    if (error instanceof RangeError) throw new RecordFormatError("compressed messages end too early", { cause: error })
    throw error
  }
}

function readFrame(source: Buffer, limit: number): Buffer {
  if (source.readUInt32LE(0) !== magic) throw new RecordFormatError("messages are marked as LZ4 and are not")
  const flags = source.readUInt8(4)
  const hasBlockChecksums = (flags & 16) !== 0
  const contentSize = (flags & 8) !== 0 ? 8 : 0
  const dictionary = (flags & 1) !== 0 ? 4 : 0
  const output = new CopyingOutput(source.length * 3, limit)
  // Magic, flags, sizes of blocks, and a checksum of all that.
  let at = 4 + 2 + contentSize + dictionary + 1
  for (;;) {
    const size = source.readUInt32LE(at)
    at += 4
    if (size === 0) return output.bytes
    const length = size % notCompressed
    if (at + length > source.length) throw new RecordFormatError("compressed messages end too early")
    if (size >= notCompressed) output.append(source, at, length)
    else readBlock(source.subarray(at, at + length), output)
    at += length + (hasBlockChecksums ? 4 : 0)
  }
}

/** Literals and copies in turn; literals end a block. */
function readBlock(block: Buffer, output: CopyingOutput): void {
  let at = 0
  /** A length of 15 goes on in bytes, until one is less than 255. */
  const length = (nibble: number): number => {
    let sum = nibble
    if (nibble < 15) return sum
    for (;;) {
      const byte = block.readUInt8(at++)
      sum += byte
      if (byte < 255) return sum
    }
  }
  while (at < block.length) {
    const token = block.readUInt8(at++)
    const literals = length(token >> 4)
    output.append(block, at, literals)
    at += literals
    if (at >= block.length) return
    const back = block.readUInt16LE(at)
    at += 2
    output.repeat(back, length(token & 15) + shortestMatch)
  }
}
