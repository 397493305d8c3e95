import { Buffer } from "node:buffer"
import type { RecordBlock } from "../../connectors/contract.ts"
import { blockBytes } from "../../formats/block-pool.ts"
import type { SharedBlock } from "./messages.ts"

/** Bytes behind the lines, so that readers can look at whole words at the end. */
const padding = 32
/** Kept for another use; more are needed only while events of many blocks wait. */
const mostKept = 64

interface Memory {
  readonly place: number
  readonly bytes: SharedArrayBuffer
  /** The workers that have it. */
  readonly known: Set<number>
}

interface Held {
  readonly memory: Memory
  /** Workers that may still look at it. */
  users: number
  /** Some worker keeps it. */
  isKept: boolean
}

/** A block in memory that all workers see. */
export interface Shared {
  /** Bytes of memory that it takes. */
  readonly bytes: number
  /** As a worker is told of it: once each. */
  blockFor(worker: number): SharedBlock
}

/** Memory that all workers see, for blocks of lines. */
export class SharedBlocks {
  readonly #held = new Map<number, Held>()
  readonly #free: Memory[] = []
  readonly #forgotten: (place: number, worker: number) => void
  #next = 0
  #places = 0

  /** `forgotten`: memory that a worker was given comes no more. */
  constructor(forgotten: (place: number, worker: number) => void) {
    this.#forgotten = forgotten
  }

  /** Copies the lines of a block that says where they stand, for so many workers; it can be released afterwards. */
  share({ lines, places }: RecordBlock, users: number): Shared {
    const { bytes, from, to, ascii, line, byte } = lines
    const length = to + 1 - from
    const memory = this.#take(length + padding)
    Buffer.from(memory.bytes).set(bytes.subarray(from, to + 1))
    const id = this.#next++
    this.#held.set(id, { memory, users, isKept: false })
    const { place, known } = memory
    return {
      bytes: memory.bytes.byteLength,
      blockFor(worker) {
        const given = known.has(worker) ? undefined : memory.bytes
        known.add(worker)
        return { id, place, memory: given, to: length - 1, ascii, line, byte, places: places! }
      },
    }
  }

  /** A worker looks at it no more; or keeps it (`keeps`), so that its memory can have no other use. */
  release(id: number, keeps = false): void {
    const held = this.#held.get(id)!
    if (keeps) held.isKept = true
    if (--held.users > 0) return
    this.#held.delete(id)
    const { memory, isKept } = held
    if (!isKept && isUsedAgain(memory.bytes) && this.#free.length < mostKept) this.#free.push(memory)
    else for (const worker of memory.known) this.#forgotten(memory.place, worker)
  }

  #take(length: number): Memory {
    const size = Math.max(length, blockBytes + padding)
    const free = size === blockBytes + padding ? this.#free.pop() : undefined
    return free ?? { place: this.#places++, bytes: new SharedArrayBuffer(size), known: new Set() }
  }
}

function isUsedAgain({ byteLength }: SharedArrayBuffer): boolean {
  return byteLength === blockBytes + padding
}

/** What a worker was given of it. */
export class GivenMemory {
  readonly #buffers = new Map<number, Buffer>()

  /** The bytes that a block stands in. */
  of({ place, memory }: SharedBlock): Buffer {
    if (memory === undefined) return this.#buffers.get(place)!
    const buffer = Buffer.from(memory)
    this.#buffers.set(place, buffer)
    return buffer
  }

  /** It comes no more. */
  forget(place: number): void {
    this.#buffers.delete(place)
  }
}
