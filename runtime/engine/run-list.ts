import { type LineRuns, runLength } from "../abi/routed.ts"

/** Lines of a block, put together to runs as they come. */
export class RunList {
  private runs = new Int32Array(1024 * runLength)
  private length = 0
  private type = -1
  private nextLine = -1
  private begin_ = 0

  /** A block begins, its first line at `from`. */
  begin(from: number): void {
    this.begin_ = from
    this.length = 0
    this.nextLine = -1
  }

  /** Lines that follow one another, from the one at `from` on. They come behind those before them. */
  add(type: number, from: number, line: number, count: number): void {
    if (line === this.nextLine && type === this.type) this.runs[this.length - 1]! += count
    else this.open(type, from, line, count)
    this.nextLine = line + count
  }

  /** What was added; undefined: nothing. */
  take(): LineRuns | undefined {
    return this.length === 0 ? undefined : this.runs.slice(0, this.length)
  }

  private open(type: number, from: number, line: number, count: number): void {
    if (this.length === this.runs.length) {
      const runs = new Int32Array(this.length * 2)
      runs.set(this.runs)
      this.runs = runs
    }
    const { runs, length } = this
    runs[length] = type
    runs[length + 1] = from - this.begin_
    runs[length + 2] = line
    runs[length + 3] = count
    this.length = length + runLength
    this.type = type
  }
}
