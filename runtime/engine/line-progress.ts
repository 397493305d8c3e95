import type { Lines } from "../abi/lines.ts"
import type { RowTaker } from "./row-intake.ts"

const lineFeed = 10
const carriageReturn = 13

/** How far the lines of one call have been taken, whichever way each of them is read. */
export class LineProgress {
  readonly lines: Lines
  /** The highest event time of the partition. */
  highest: number
  /** Events that were read without `slow`. */
  read = 0
  private readonly taker: RowTaker

  constructor(lines: Lines, taker: RowTaker) {
    this.lines = lines
    this.taker = taker
    this.highest = lines.highest
  }

  /** An event of that time was taken. */
  reached(at: number): void {
    if (at <= this.highest) return
    this.highest = at
    this.taker.raise(Math.min(this.lines.ceiling, at - this.lines.latenessMs - 1))
  }

  /** Whether nothing more is to be taken, going by what came of the lines so far. */
  stops(): boolean {
    const { stops } = this.lines
    if (stops === undefined) return false
    this.taker.deliver()
    return stops()
  }

  /** Offset in its file of the line at `from`. */
  byteOf(from: number): number {
    return byteOfLine(this.lines, from)
  }

  /** Where the text of a line ends whose line feed stands before `next`. */
  endOf(from: number, next: number): number {
    return endOfLine(this.lines, from, next)
  }

  /** Reads the line at `from` in the slow way; where the next one begins. */
  takeSlow(from: number, line: number): number {
    const { lines, taker } = this
    const next = lines.bytes.indexOf(lineFeed, from) + 1
    // What came of the lines before it is told before what comes of this one.
    taker.deliver()
    for (const record of lines.slow(line, this.byteOf(from), lines.text(from, this.endOf(from, next)))) {
      const at = taker.ingest(record, from, line)
      if (at !== null) this.reached(at)
      taker.deliver()
    }
    return next
  }
}

/** Offset in its file of the line at `from`. */
export function byteOfLine(lines: Lines, from: number): number {
  return lines.byte + from - lines.from
}

/** Where the text of a line ends whose line feed stands before `next`. */
export function endOfLine({ bytes }: Lines, from: number, next: number): number {
  return bytes[next - 2] === carriageReturn && next - 2 >= from ? next - 2 : next - 1
}
