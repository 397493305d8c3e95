import { type KeyId, keyIdOf } from "./key.ts"

const leastSwept = 1024

/** Small numbers for the keys of a rule that judges events as objects. A number that is given back is used again. */
export class ObjectKeys {
  private readonly ids = new Map<KeyId, number>()
  private readonly known: (readonly unknown[] | undefined)[] = []
  private readonly free: number[] = []
  private sweepAt = leastSwept

  /** Numbers are less than this. */
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
    const known = this.ids.get(name)
    if (known !== undefined) return known
    const id = this.free.pop() ?? this.known.length
    this.known[id] = values.slice()
    this.ids.set(name, id)
    return id
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
}
