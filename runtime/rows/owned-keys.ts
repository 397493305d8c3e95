import type { Rows } from "../abi/rows.ts"
import { owns, type Share } from "./key-groups.ts"
import { type KeySpace, noKey } from "./key-space.ts"

/** What is known of a key. */
const unknown = 0
const own = 1
const foreign = 2

/** The keys of a space that are one worker's: to it, events with other keys have none. The ids are those of the space. */
export class OwnedKeys implements KeySpace {
  /** The space's own are counted there. */
  readonly size = 0
  private readonly space: KeySpace
  private readonly share: Share
  /** By id. */
  private known = new Uint8Array(1024)

  constructor(space: KeySpace, share: Share) {
    this.space = space
    this.share = share
  }

  get limit(): number {
    return this.space.limit
  }

  read(rows: Rows, places: Int32Array, count: number, keys: Int32Array): void {
    this.space.read(rows, places, count, keys)
    if (this.space.limit > this.known.length) this.grow()
    const { known } = this
    for (let i = 0; i < count; i++) {
      const key = keys[i]!
      if (key === noKey || known[key] === own) continue
      if (known[key] === foreign || !this.find(key)) keys[i] = noKey
    }
  }

  values(id: number): unknown[] {
    return this.space.values(id)
  }

  idOf(values: readonly unknown[]): number {
    return this.space.idOf(values)
  }

  /** The space itself is swept; its ids may become those of other keys. */
  sweep(): void {
    this.known.fill(unknown)
  }

  private find(key: number): boolean {
    const isOwn = owns(this.share, this.space.values(key))
    this.known[key] = isOwn ? own : foreign
    return isOwn
  }

  private grow(): void {
    const known = new Uint8Array(2 * this.space.limit)
    known.set(this.known)
    this.known = known
  }
}

/** To a worker that has nothing to do with a rule no event has a key. */
export const foreignKeys: KeySpace = {
  limit: 0,
  size: 0,
  read: (_rows, _places, count, keys) => {
    keys.fill(noKey, 0, count)
  },
  values: () => [],
  idOf: () => noKey,
  sweep: () => {},
}
