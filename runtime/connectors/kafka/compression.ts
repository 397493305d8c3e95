import type { Buffer } from "node:buffer"
import * as zlib from "node:zlib"
import { RecordFormatError } from "./format-error.ts"

/** Batches that grow larger than this are refused. */
const maxBytes = 1 << 28
const codecs = ["none", "gzip", "snappy", "lz4", "zstd"]

/** Undoes the compression of a record batch, given the codec's number in its attributes. Throws `RecordFormatError` for one that cannot be read. */
export function decompress(codec: number, bytes: Buffer): Buffer {
  const name = codecs[codec] ?? `codec ${codec}`
  if (name === "none") return bytes
  if (name === "gzip") return zlib.gunzipSync(bytes, { maxOutputLength: maxBytes })
  if (name === "zstd" && "zstdDecompressSync" in zlib)
    return zlib.zstdDecompressSync(bytes, { maxOutputLength: maxBytes })
  throw new RecordFormatError(
    `messages are compressed with ${name}, which this version cannot read; set compression.type=gzip (or zstd, with Node 22.15 and later) for the topic, so that the broker compresses anew`,
  )
}
