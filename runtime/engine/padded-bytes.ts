import type { Lines } from "../abi/lines.ts"
import { decoderPadding } from "../abi/rows.ts"

/** The bytes of lines with as many behind them as decoders may look at. */
export function paddedBytes({ bytes, to }: Lines): Uint8Array {
  if (bytes.length >= to + 1 + decoderPadding) return bytes
  const padded = new Uint8Array(to + 1 + decoderPadding)
  padded.set(bytes.subarray(0, to + 1))
  return padded
}
