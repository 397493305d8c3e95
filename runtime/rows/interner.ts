const firstSlots = 1024

/**
 * Small numbers for pairs of 32-bit words: ids, in order of first sight. An id that is given back is used again. Open addressing, half full
 * at most.
 */
export class PairInterner {
  private left = new Int32Array(firstSlots / 2)
  private right = new Int32Array(firstSlots / 2)
  private readonly free: number[] = []
  /** Id + 1; 0: free. */
  private slots = new Int32Array(firstSlots)
  private top = 0

  /** Ids are less than this. */
  get limit(): number {
    return this.top
  }

  get size(): number {
    return this.top - this.free.length
  }

  idOf(left: number, right: number): number {
    const { slots } = this
    const mask = slots.length - 1
    let slot = hashOf(left, right) & mask
    for (let found = slots[slot]!; found !== 0; found = slots[slot]!) {
      if (this.left[found - 1] === left && this.right[found - 1] === right) return found - 1
      slot = (slot + 1) & mask
    }
    return this.add(left, right, slot)
  }

  leftOf(id: number): number {
    return this.left[id]!
  }

  rightOf(id: number): number {
    return this.right[id]!
  }

  /** Gives back all ids that are not live. */
  sweep(isLive: (id: number) => boolean): void {
    const wasFree = new Uint8Array(this.top)
    for (const id of this.free) wasFree[id] = 1
    this.slots.fill(0)
    for (let id = 0; id < this.top; id++) {
      if (wasFree[id] === 1) continue
      if (isLive(id)) this.place(id)
      else this.free.push(id)
    }
  }

  private add(left: number, right: number, slot: number): number {
    const id = this.free.pop() ?? this.top++
    if (id === this.left.length) this.growIds()
    this.left[id] = left
    this.right[id] = right
    this.slots[slot] = id + 1
    if (this.size * 2 > this.slots.length) this.growSlots()
    return id
  }

  private place(id: number): void {
    const { slots } = this
    const mask = slots.length - 1
    let slot = hashOf(this.left[id]!, this.right[id]!) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = id + 1
  }

  private growIds(): void {
    const left = new Int32Array(this.left.length * 2)
    const right = new Int32Array(this.left.length * 2)
    left.set(this.left)
    right.set(this.right)
    this.left = left
    this.right = right
  }

  private growSlots(): void {
    const ids = this.slots.filter((slot) => slot !== 0)
    this.slots = new Int32Array(this.slots.length * 2)
    for (const id of ids) this.place(id - 1)
  }
}

/** Multiply and shift, as in the finalizer of MurmurHash3. */
function hashOf(left: number, right: number): number {
  let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35)
  return hash ^ (hash >>> 13)
}
