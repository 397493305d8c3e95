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

  /** Makes the blocks of all rows that another one has room for as new. */
  beginAll(like: IntBlocks): void {
    const { fresh, width } = this
    const rows = width === 0 ? 0 : Math.ceil(like.data.length / like.width)
    this.data = new Int32Array(Math.max(this.data.length, rows * width))
    const { data } = this
    data.set(fresh.subarray(0, data.length))
    for (let done = width; done > 0 && done < data.length; done *= 2) data.copyWithin(done, 0, done)
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

  /** Makes the blocks of so many rows as new. */
  beginAll(rows: number): void {
    this.data = new Float64Array(Math.max(this.data.length, rows * this.width))
  }
}

/** A growing list of row numbers. */
export class RowList {
  data = new Int32Array(16)
  length = 0

  /** Adds the rows of another list. */
  append({ data, length }: RowList): void {
    if (this.length === 0) this.data = data
    else if (this.length + length <= this.data.length) this.data.set(data.subarray(0, length), this.length)
    else {
      const all = new Int32Array(2 * (this.length + length))
      all.set(this.data.subarray(0, this.length))
      all.set(data.subarray(0, length), this.length)
      this.data = all
    }
    this.length += length
  }

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
