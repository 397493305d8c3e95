/** Numbers of rows side by side: `width` for each row, so that what is needed together lies together. Indexes, not state. */
export class IntBlocks {
  data: Int32Array
  readonly width: number
  private readonly fresh: Int32Array

  /** `fresh`: what the block of a new row holds. */
  constructor(fresh: readonly number[]) {
    this.width = fresh.length
    this.fresh = Int32Array.from(fresh)
    this.data = new Int32Array(this.width * 16)
  }

  /** Makes the block of a row as new. */
  begin(row: number): void {
    const start = row * this.width
    if (start + this.width > this.data.length) this.grow(start + this.width)
    this.data.set(this.fresh, start)
  }

  private grow(least: number): void {
    const data = new Int32Array(Math.max(least, this.data.length * 2))
    data.set(this.data)
    this.data = data
  }
}

/** Likewise for doubles; a new row's are 0. */
export class FloatBlocks {
  data: Float64Array
  readonly width: number

  constructor(width: number) {
    this.width = width
    this.data = new Float64Array(width * 16)
  }

  begin(row: number): void {
    const start = row * this.width
    if (start + this.width > this.data.length) {
      const data = new Float64Array(Math.max(start + this.width, this.data.length * 2))
      data.set(this.data)
      this.data = data
    }
    this.data.fill(0, start, start + this.width)
  }
}

/** A growing list of row numbers. */
export class RowList {
  data = new Int32Array(16)
  length = 0

  push(row: number): void {
    if (this.length === this.data.length) {
      const data = new Int32Array(this.length * 2)
      data.set(this.data)
      this.data = data
    }
    this.data[this.length++] = row
  }

  /** Only the last `count` stay. */
  keepLast(count: number): void {
    if (this.length <= count) return
    this.data.copyWithin(0, this.length - count, this.length)
    this.length = count
  }
}
