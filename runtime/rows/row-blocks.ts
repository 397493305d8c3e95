import type { Lines } from "../abi/lines.ts"

/** Where rows that were decoded one after another stand. */
export interface RowBlock {
  readonly lines: Lines
  /** The number of the first row. */
  readonly number: number
  /** The line of the first row; the next row stands in the next line, unless the lines say themselves which one it is. */
  readonly line: number
}

/** Which bytes rows were decoded from, for as long as one of them waits. The newest bytes are kept until others come. */
export class RowBlocks {
  private readonly blocks: RowBlock[] = []
  private first = 0

  /** Rows from that number on stand in the block. */
  add(block: RowBlock): void {
    const last = this.blocks.at(-1)
    const isNext =
      block.lines.lineAt !== undefined || block.line - (last?.line ?? 0) === ((block.number - (last?.number ?? 0)) | 0)
    const goesOn = last?.lines === block.lines && isNext
    if (!goesOn) this.blocks.push(block)
  }

  /** Whether some of the last rows stand in these lines. */
  holds(lines: Lines): boolean {
    return this.blocks.at(-1)?.lines === lines
  }

  /** The block of a row that was decoded from bytes and waits. */
  of(number: number): RowBlock {
    let low = this.first
    let high = this.blocks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (((this.blocks[middle]!.number - number) | 0) <= 0) low = middle
      else high = middle - 1
    }
    return this.blocks[low]!
  }

  /** No row before that number waits any more. */
  forgetBefore(number: number): void {
    const { blocks } = this
    while (this.first + 1 < blocks.length && ((blocks[this.first + 1]!.number - number) | 0) <= 0) {
      const { lines } = blocks[this.first++]!
      if (blocks[this.first]!.lines === lines || lines.release === undefined) continue
      lines.released = true
      lines.release()
    }
    if (this.first < 64 || this.first * 2 < blocks.length) return
    blocks.splice(0, this.first)
    this.first = 0
  }
}
