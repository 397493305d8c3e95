import type { EventRecord } from "../abi/event.ts"
import type { KeyNumbers } from "../rows/key-space.ts"
import { type KeyId, type KeyReader, keyIdOf } from "./key.ts"

/** No key: they are numbered from 0. */
export const noNumber = -1

const leastSwept = 1024
const firstKeys = 64

/** Small numbers for the keys of a rule that judges events as objects. A number that is given back is used again. */
export class ObjectKeys implements KeyNumbers {
  private readonly ids = new Map<KeyId, number>()
  private readonly known: (readonly unknown[] | undefined)[] = []
  private readonly free: number[] = []
  private sweepAt = leastSwept

  get limit(): number {
    return this.known.length
  }

  /** Whether many have been added since the last `sweep`. */
  get isDue(): boolean {
    return this.ids.size >= this.sweepAt
  }

  values(id: number): unknown[] {
    return [...this.known[id]!]
  }

  idOf(values: readonly unknown[]): number {
    const name = keyIdOf(values)
    return this.ids.get(name) ?? this.add(name, values)
  }

  /** The number of a key, as a reader of keys names it; `noNumber`: it has none. */
  find(name: KeyId): number {
    return this.ids.get(name) ?? noNumber
  }

  /** The number of the key that a reader has read last. */
  numberOf(name: KeyId, reader: KeyReader): number {
    return this.ids.get(name) ?? this.add(name, reader.parts())
  }

  /** Gives back the numbers that are not live. */
  sweep(isLive: (id: number) => boolean): void {
    for (const [name, id] of this.ids) {
      if (isLive(id)) continue
      this.ids.delete(name)
      this.known[id] = undefined
      this.free.push(id)
    }
    this.sweepAt = 2 * this.ids.size + leastSwept
  }

  private add(name: KeyId, values: readonly unknown[]): number {
    const id = this.free.pop() ?? this.known.length
    this.known[id] = values.map(plain)
    this.ids.set(name, id)
    return id
  }
}

/** A part of a key, as it is also found elsewhere by its bytes: the same for all that have one name. */
function plain(part: unknown): unknown {
  if (typeof part === "object") return JSON.parse(JSON.stringify(part))
  // 0 and -0 are one key.
  return part === 0 ? 0 : part
}

/** Keys of a rule that stand in no rows: their numbers, how they are read, and which place they have among the key spaces. */
export interface ObjectSpace {
  readonly keys: ObjectKeys
  readonly reader: KeyReader
  readonly space: number
  /** Whoever judges brings the key of each event into memory before, so that others may leave it. */
  readonly leaves: boolean
}

/** Which rows of its tables an operator has for keys, by their numbers. Made anew from the tables at a restore. */
export class KeyRows {
  readonly keys: ObjectKeys
  /** By key: its row plus 1; 0: nothing is held for it. */
  private rowOf_: Int32Array = new Int32Array(firstKeys)
  /** By row: its key. */
  private keyOf_: Int32Array = new Int32Array(firstKeys)

  constructor(keys: ObjectKeys) {
    this.keys = keys
  }

  /** `noNumber`: nothing is held for the key, or it is none. */
  rowOf(key: number): number {
    return key < 0 || key >= this.rowOf_.length ? noNumber : this.rowOf_[key]! - 1
  }

  keyOf(row: number): number {
    return this.keyOf_[row]!
  }

  link(key: number, row: number): void {
    this.rowOf_ = withRoom(this.rowOf_, key)
    this.keyOf_ = withRoom(this.keyOf_, row)
    this.rowOf_[key] = row + 1
    this.keyOf_[row] = key
  }

  /** The key has no row any more. */
  unlink(key: number): void {
    this.rowOf_[key] = 0
  }
}

/** The number of an event's key; `noNumber`: it has none. */
export function numberIn({ keys, reader }: ObjectSpace, event: Pick<EventRecord, "type" | "fields">): number {
  const name = reader.read(event)
  return name === undefined ? noNumber : keys.numberOf(name, reader)
}

/** The same numbers, with room for one at a place. */
export function withRoom(numbers: Int32Array, place: number): Int32Array {
  if (place < numbers.length) return numbers
  const all = new Int32Array(Math.max(place + 1, 2 * numbers.length))
  all.set(numbers)
  return all
}
