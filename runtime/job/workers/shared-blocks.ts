import { Buffer } from "node:buffer"
import type { RecordBlock } from "../../connectors/contract.ts"
import { blockBytes } from "../../formats/block-pool.ts"
import type { SharedBlock } from "./messages.ts"

/** Bytes behind the lines, so that readers can look at whole words at the end. */
const padding = 32
/** Kept for another use; more are needed only while events of many blocks wait. */
const mostKept = 32

interface Held {
  readonly memory: SharedArrayBuffer
  /** Workers that may still look at it. */
  users: number
}

/** Memory that all workers see, for blocks of lines. */
export class SharedBlocks {
  readonly #workers: number
  readonly #held = new Map<number, Held>()
  readonly #free: SharedArrayBuffer[] = []
  #next = 0

  constructor(workers: number) {
    this.#workers = workers
  }

  /** Copies the lines of a block that says where they stand; it can be released afterwards. */
  share({ lines, places }: RecordBlock): SharedBlock {
    const { bytes, from, to, ascii, line, byte } = lines
    const length = to + 1 - from
    const memory = this.#take(length + padding)
    Buffer.from(memory).set(bytes.subarray(from, to + 1))
    const id = this.#next++
    this.#held.set(id, { memory, users: this.#workers })
    return { id, memory, from: 0, to: length - 1, ascii, line, byte, places: places! }
  }

  /** A worker looks at it no more. */
  release(id: number): void {
    const held = this.#held.get(id)!
    if (--held.users > 0) return
    this.#held.delete(id)
    if (held.memory.byteLength === blockBytes + padding && this.#free.length < mostKept) this.#free.push(held.memory)
  }

  #take(length: number): SharedArrayBuffer {
    if (length > blockBytes + padding) return new SharedArrayBuffer(length)
    return this.#free.pop() ?? new SharedArrayBuffer(blockBytes + padding)
  }
}
