/** Tables of a key's first 8 bits of hash: each grows by itself, so that growing holds nobody up for long. */
const tables = 256
const firstSlots = 16
/** No place. */
export const nowhere = 0

/**
 * Where the records of keys stand: 8 bytes for a slot, in memory that no collector looks at. By hash; keys with the same hash have a place each, and who asks says which one is meant. Open
 * addressing, three quarters full at most; what is taken out leaves no gap in what was pushed behind it.
 */
export class KeyIndex {
  size = 0
  /** By table, two words for each slot: the hash, and the place. */
  private readonly slots = Array.from({ length: tables }, () => new Int32Array(2 * firstSlots))
  private readonly counts = new Int32Array(tables)

  add(hash: number, place: number): void {
    const table = hash >>> 24
    if (4 * (this.counts[table]! + 1) > 3 * (this.slots[table]!.length >> 1)) this.grow(table)
    put(this.slots[table]!, hash, place)
    this.counts[table]!++
    this.size++
  }

  /** The first place of that hash which is meant; `nowhere`: none is. */
  find(hash: number, isMeant: (place: number) => boolean): number {
    const slots = this.slots[hash >>> 24]!
    const mask = (slots.length >> 1) - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const place = slots[2 * slot + 1]! >>> 0
      if (place === nowhere) return nowhere
      if (slots[2 * slot] === (hash | 0) && isMeant(place)) return place
    }
  }

  has(hash: number, place: number): boolean {
    return this.slotOf(hash, place) >= 0
  }

  /** False: it is not there. */
  remove(hash: number, place: number): boolean {
    let slot = this.slotOf(hash, place)
    if (slot < 0) return false
    const table = hash >>> 24
    const slots = this.slots[table]!
    const mask = (slots.length >> 1) - 1
    // Knuth, The Art of Computer Programming 3, 6.4, Algorithm R: what stands behind is moved up where its own slot allows it.
    for (let next = (slot + 1) & mask; slots[2 * next + 1] !== nowhere; next = (next + 1) & mask) {
      const own = slots[2 * next]! & mask
      if (((next - own) & mask) < ((next - slot) & mask)) continue
      slots[2 * slot] = slots[2 * next]!
      slots[2 * slot + 1] = slots[2 * next + 1]!
      slot = next
    }
    slots[2 * slot] = 0
    slots[2 * slot + 1] = nowhere
    this.counts[table]!--
    this.size--
    return true
  }

  /** All places, in no order. Nothing is added or removed meanwhile. */
  *places(): Iterable<number> {
    for (const slots of this.slots) {
      for (let at = 1; at < slots.length; at += 2) if (slots[at] !== nowhere) yield slots[at]! >>> 0
    }
  }

  private slotOf(hash: number, place: number): number {
    const slots = this.slots[hash >>> 24]!
    const mask = (slots.length >> 1) - 1
    for (let slot = hash & mask; slots[2 * slot + 1] !== nowhere; slot = (slot + 1) & mask) {
      if (slots[2 * slot + 1]! >>> 0 === place) return slot
    }
    return -1
  }

  private grow(table: number): void {
    const before = this.slots[table]!
    const slots = new Int32Array(2 * before.length)
    for (let at = 0; at < before.length; at += 2) {
      if (before[at + 1] !== nowhere) put(slots, before[at]!, before[at + 1]!)
    }
    this.slots[table] = slots
  }
}

function put(slots: Int32Array, hash: number, place: number): void {
  const mask = (slots.length >> 1) - 1
  let slot = hash & mask
  while (slots[2 * slot + 1] !== nowhere) slot = (slot + 1) & mask
  slots[2 * slot] = hash
  slots[2 * slot + 1] = place
}
