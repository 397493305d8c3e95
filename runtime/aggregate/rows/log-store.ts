const firstRoom = 1024

/** A number for each entry of a log. */
export interface EntryInts {
  data: Int32Array
}

/**
 * Entries of all keys in the order of events: a ring. An entry has a number for as long as it is there; numbers rise by one and go
 * around at 32 bits. `mask` makes places of numbers.
 */
export class LogStore {
  at = new Float64Array(firstRoom)
  key = new Int32Array(firstRoom)
  /** The lower 32 bits of the event's sequence number. */
  order = new Int32Array(firstRoom)
  /** By column. */
  readonly values: Float64Array[] = []
  mask = firstRoom - 1
  /** The number of the oldest entry, and of the next one. */
  first = 0
  next = 0
  private readonly further: EntryInts[] = []

  get size(): number {
    return (this.next - this.first) | 0
  }

  /** A further column of values. */
  addColumn(): void {
    this.values.push(new Float64Array(this.mask + 1))
  }

  /** Further numbers that stand with each entry. */
  ints(): EntryInts {
    const made = { data: new Int32Array(this.mask + 1) }
    this.further.push(made)
    return made
  }

  /** Makes room for so many more entries. */
  reserve(count: number): void {
    let room = this.mask + 1
    while (room < this.size + count) room *= 2
    if (room > this.mask + 1) this.grow(room)
  }

  /** Adds an entry, for which room was made; its values are set by the caller. */
  add(at: number, key: number, order: number): void {
    const place = this.next & this.mask
    this.at[place] = at
    this.key[place] = key
    this.order[place] = order
    this.next = (this.next + 1) | 0
  }

  clear(): void {
    this.first = this.next
  }

  private grow(room: number): void {
    const spread = <A extends Float64Array | Int32Array>(old: A, made: A): A => {
      for (let entry = this.first; entry !== this.next; entry = (entry + 1) | 0) {
        made[entry & (room - 1)] = old[entry & this.mask]!
      }
      return made
    }
    this.at = spread(this.at, new Float64Array(room))
    this.key = spread(this.key, new Int32Array(room))
    this.order = spread(this.order, new Int32Array(room))
    for (const [column, old] of this.values.entries()) this.values[column] = spread(old, new Float64Array(room))
    for (const each of this.further) each.data = spread(each.data, new Int32Array(room))
    this.mask = room - 1
  }
}
