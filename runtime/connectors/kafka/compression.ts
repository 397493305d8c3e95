import type { Buffer } from "node:buffer"
import * as zlib from "node:zlib"
import { RecordFormatError } from "./format-error.ts"
import { unlz4 } from "./lz4.ts"
import { unsnappy } from "./snappy.ts"

/** Batches that grow larger than this are refused. */
const maxBytes = 1 << 28

/** Undoes the compression of a record batch, given the codec's number in its attributes. Throws `RecordFormatError`, and errors of `node:zlib`. */
export function decompress(codec: number, bytes: Buffer): Buffer {
  switch (codec) {
    case 0:
      return bytes
    case 1:
      return zlib.gunzipSync(bytes, { maxOutputLength: maxBytes })
    case 2:
      return unsnappy(bytes, maxBytes)
    case 3:
      return unlz4(bytes, maxBytes)
    case 4:
      if ("zstdDecompressSync" in zlib) return zlib.zstdDecompressSync(bytes, { maxOutputLength: maxBytes })
      throw new RecordFormatError(
        "messages are compressed with zstd, which needs Node 22.15 or newer; or set compression.type=lz4 for the topic, so that the broker compresses anew",
      )
    default:
      throw new RecordFormatError(`messages are compressed with codec ${codec}, which is not known`)
  }
}
