import { Buffer } from "node:buffer"

/** The most that a block of lines comes from: it stays in the processor's cache beside what is kept for keys, and what is done once for a block costs little for each line. */
export const blockBytes = 512 * 1024
/** Bytes behind what is read, so that readers of lines can look at whole words at the end. */
const padding = 32
/** Buffers kept for another use: more are needed only while events of many blocks wait. */
const mostKept = 8

/** Buffers for blocks of lines that are used again: new ones would be cleared by the system and collected as garbage, over and over. */
export class BlockPool {
  readonly #free: Buffer[] = []

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(blockBytes + padding)
  }

  /** Nobody looks at the buffer any more. */
  give(buffer: Buffer): void {
    if (this.#free.length < mostKept) this.#free.push(buffer)
  }
}
