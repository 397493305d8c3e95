/** Records in an outbox: the length of what stands beside a line, the length of the line, then both. */
import type { OutboxRecord } from "../connectors/contract.ts"
import { wholeParts } from "./framing.ts"

const headBytes = 8
const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", { ignoreBOM: true })

/** The bytes of some records. */
export function encodeRecords(records: readonly OutboxRecord[]): Uint8Array {
  const parts = records.map(({ line, ...beside }) => ({
    beside: encoder.encode(JSON.stringify(beside)),
    line: encoder.encode(line),
  }))
  const length = parts.reduce((sum, each) => sum + headBytes + each.beside.length + each.line.length, 0)
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const { beside, line } of parts) {
    view.setUint32(at, beside.length)
    view.setUint32(at + 4, line.length)
    bytes.set(beside, at + headBytes)
    bytes.set(line, at + headBytes + beside.length)
    at += headBytes + beside.length + line.length
  }
  return bytes
}

/** The records of an outbox, as its bytes come. Throws where they end within one. */
export function decodeRecords(pieces: AsyncIterable<Uint8Array>): AsyncIterable<OutboxRecord[]> {
  return wholeParts(pieces, decodeWhole, (left) => `the outbox ends within a record: ${left} bytes are left`)
}

/** Returns how many bytes the records took. */
function decodeWhole(bytes: Uint8Array, records: OutboxRecord[]): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at + headBytes <= bytes.length) {
    const begin = at + headBytes
    const middle = begin + view.getUint32(at)
    const end = middle + view.getUint32(at + 4)
    if (end > bytes.length) break
    const beside = JSON.parse(decoder.decode(bytes.subarray(begin, middle))) as Omit<OutboxRecord, "line">
    records.push({ ...beside, line: decoder.decode(bytes.subarray(middle, end)) })
    at = end
  }
  return at
}
