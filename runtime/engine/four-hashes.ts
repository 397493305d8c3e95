import type { GrowingBytes } from "../abi/bytes.ts"
import { instantiate, type WasmMemory } from "../wasm/host.ts"
import { Blake3 } from "./blake3.ts"
import { blake3Code, chunkBytes, place } from "./blake3-code.ts"

const blockBytes = 64
/** So many hashes are made before the code is compiled that makes them faster: for a few alerts it would not be worth the time. */
const patience = 16_384

/** A message, at most a chunk without a block. There is room for it; what is written behind it is looked at by nobody. */
class Room implements GrowingBytes {
  readonly bytes: Uint8Array
  readonly view: DataView
  length = 0

  constructor(memory: ArrayBuffer, from: number) {
    this.bytes = new Uint8Array(memory, from, chunkBytes)
    this.view = new DataView(memory, from, chunkBytes)
  }

  /** Throws where it would be longer. */
  reserve(more: number): void {
    if (this.length + more > chunkBytes) throw new RangeError("the message is too long")
  }
}

/** Keyed BLAKE3 hashes of up to four messages at a time: side by side where the host has vectors, else one after another. */
export class FourHashes {
  /** Where the messages are written. Others after `hash`. */
  rooms: readonly Room[]
  private readonly key: Int32Array
  private readonly single = new Blake3()
  private words: Int32Array
  private memory: ArrayBuffer
  private together: ((behind: number) => number) | undefined = undefined
  private left: number
  /** It was tried. */
  private isDecided = false

  /** `key`: eight words. `wait`: so many hashes are made without vectors. */
  constructor(key: Int32Array, wait = patience) {
    this.key = key
    this.left = wait
    this.memory = new ArrayBuffer(place.end)
    this.words = new Int32Array(this.memory)
    this.rooms = roomsOf(this.memory)
  }

  /** Whether the host hashes several at once. */
  get usesVectors(): boolean {
    return this.together !== undefined
  }

  /** Hashes the messages of the first `count` rooms, none of which is empty. */
  hash(count: number): void {
    // A single one is made faster alone.
    if (this.together === undefined || count === 1) this.hashEach(count)
    else this.hashTogether(count, this.together)
  }

  /** A word of the hash of a message, of eight. Until the next message is written. */
  wordOf(message: number, word: number): number {
    return this.words[(place.hashes >> 2) + 4 * word + message]!
  }

  private hashEach(count: number): void {
    const { single, rooms, words, key } = this
    for (let message = 0; message < count; message++) {
      single.begin(key)
      single.finish(rooms[message]!)
      for (let word = 0; word < 8; word++) words[(place.hashes >> 2) + 4 * word + message] = single.chain[word]!
    }
    this.left -= count
  }

  private hashTogether(count: number, together: (behind: number) => number): void {
    const { rooms, words } = this
    let behind = 0
    for (let message = 0; message < 4; message++) {
      const room = rooms[message]!
      const length = message < count ? room.length : 0
      words[(place.lengths >> 2) + message] = length
      const end = (length + blockBytes - 1) & -blockBytes
      // The last eight bytes written may stand behind the end, where nothing is.
      for (let at = length; at < end; at += 8) room.view.setFloat64(at, 0)
      if (end > behind) behind = end
    }
    together(behind)
  }

  /** Takes the faster way, where it is time and the host has it. Between two messages: the rooms are others then. */
  advance(): void {
    if (this.left > 0 || this.isDecided) return
    this.isDecided = true
    try {
      const { memory, hash } = instantiate(blake3Code())
      this.memory = (memory as WasmMemory).buffer
      this.together = hash as (behind: number) => number
    } catch {
      // No WebAssembly, no vectors, no memory, or the host does not allow it: it goes on as it began.
      return
    }
    this.words = new Int32Array(this.memory)
    this.rooms = roomsOf(this.memory)
    for (let word = 0; word < 8; word++) {
      for (let message = 0; message < 4; message++) {
        this.words[(place.key >> 2) + 4 * word + message] = this.key[word]!
      }
    }
  }
}

function roomsOf(memory: ArrayBuffer): readonly Room[] {
  return [0, 1, 2, 3].map((message) => new Room(memory, place.messages + chunkBytes * message))
}
