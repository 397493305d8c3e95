import type { OutboxRecord, StoredOutputs } from "../../runtime/connectors/contract.ts"

export interface StoredInMemory {
  readonly checkpoint: number
  readonly attempt: string
  readonly records: readonly OutboxRecord[]
  /** Bytes of the lines before; default 0. */
  readonly offset?: number
  /** Records, and bytes, that come at a time. */
  readonly piece?: number
  /** Asked after each piece: rejects, or never resolves, where reading is to stop there. */
  readonly after?: (pieces: number) => Promise<void>
}

/** The outputs of a checkpoint as a publisher gets them, out of memory. */
export function storedOutputs({
  checkpoint,
  attempt,
  records,
  offset = 0,
  piece = 1 << 16,
  after = async () => {},
}: StoredInMemory): StoredOutputs {
  const bytes = new TextEncoder().encode(records.map(({ line }) => `${line}\n`).join(""))
  async function* inPieces<T>(length: number, take: (from: number, to: number) => T): AsyncIterable<T> {
    for (let at = 0; at < length; at += piece) {
      yield take(at, Math.min(length, at + piece))
      await after(at / piece + 1)
    }
  }
  return {
    checkpoint,
    attempt,
    count: records.length,
    bytes: bytes.length,
    offset,
    records: () => inPieces(records.length, (from, to) => records.slice(from, to)),
    chunks: () => inPieces(bytes.length, (from, to) => bytes.slice(from, to)),
  }
}
