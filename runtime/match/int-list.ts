/** A growable list of 32-bit integers that keeps its space when it is cleared. */
export class IntList {
  items = new Int32Array(16)
  size = 0

  clear(): void {
    this.size = 0
  }

  push(item: number): void {
    if (this.size === this.items.length) this.grow()
    this.items[this.size++] = item
  }

  /** Only for indexes below `size`. */
  at(index: number): number {
    return this.items[index]!
  }

  /** -1 when it is not among them. */
  indexOf(item: number): number {
    for (let i = 0; i < this.size; i++) if (this.items[i] === item) return i
    return -1
  }

  toArray(): number[] {
    return Array.from(this.items.subarray(0, this.size))
  }

  private grow(): void {
    const items = new Int32Array(this.items.length * 2)
    items.set(this.items)
    this.items = items
  }
}
