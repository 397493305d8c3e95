/** Pieces of state in a file: each with its length in front. */
import { wholeParts } from "./framing.ts"
import type { CheckpointStore } from "./store.ts"

const headBytes = 4

/** The head that stands before a piece. */
export function headOf(piece: Uint8Array): Uint8Array {
  const head = new Uint8Array(headBytes)
  new DataView(head.buffer).setUint32(0, piece.length)
  return head
}

/** The pieces of a file as they were written. Throws where it ends within one. */
export async function readPieces(store: CheckpointStore, file: string): Promise<Uint8Array[]> {
  const found: Uint8Array[] = []
  const cut = () => `${file} ends within a piece of state`
  for await (const whole of wholeParts(store.pieces(file), takeWhole, cut)) found.push(...whole)
  return found
}

function takeWhole(bytes: Uint8Array, found: Uint8Array[]): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at + headBytes <= bytes.length) {
    const end = at + headBytes + view.getUint32(at)
    if (end > bytes.length) break
    found.push(bytes.subarray(at + headBytes, end))
    at = end
  }
  return at
}
