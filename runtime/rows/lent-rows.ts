/** Rows that follow one another, read from the objects of a list that do, too. */
interface LentBlock {
  readonly list: readonly unknown[]
  /** Where in the list the object of the first row stands. */
  readonly from: number
  /** The number of the first row. */
  readonly number: number
}

/**
 * The objects that rows were read from while they are the caller's: lists, and where rows stand in them, since few rows are asked for their
 * objects.
 */
export class LentRows {
  private readonly blocks: LentBlock[] = []
  /** The number behind the last row. */
  private end = 0

  /** The rows from that number on, `count` of them, were read from a list from `from` on. They come behind all others. */
  add(list: readonly unknown[], from: number, number: number, count: number): void {
    const last = this.blocks.at(-1)
    // What may be between them has no object here.
    const goesOn = last?.list === list && ((number - last.number) | 0) === from - last.from
    if (!goesOn) this.blocks.push({ list, from, number })
    this.end = (number + count) | 0
  }

  /** The object of a row; undefined where that number has none here. A row among others that is none of these must not be asked for. */
  of(number: number): object | undefined {
    const { blocks } = this
    if (blocks.length === 0 || ((number - blocks[0]!.number) | 0) < 0 || ((number - this.end) | 0) >= 0)
      return undefined
    let low = 0
    let high = blocks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (((blocks[middle]!.number - number) | 0) <= 0) low = middle
      else high = middle - 1
    }
    const { list, from, number: first } = blocks[low]!
    return list[from + ((number - first) | 0)] as object
  }

  /** Lets go of all of them. */
  clear(): void {
    this.blocks.length = 0
  }
}
