/** Pieces of state in a file: each with its length in front. */
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
  let rest: Uint8Array = new Uint8Array(0)
  for await (const chunk of store.pieces(file)) {
    let bytes = chunk
    if (rest.length > 0) {
      bytes = new Uint8Array(rest.length + chunk.length)
      bytes.set(rest)
      bytes.set(chunk, rest.length)
    }
    rest = bytes.subarray(takeWhole(bytes, found))
  }
  if (rest.length > 0) throw new Error(`${file} ends within a piece of state`)
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
