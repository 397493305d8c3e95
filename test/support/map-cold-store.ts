import type { ColdBeginning, ColdKey, ColdLayout, ColdStore, ColdTimes } from "../../runtime/abi/cold-store.ts"

/** Keys that are not in memory, in a map: what a store is compared with. */
export class MapColdStore implements ColdStore {
  readonly layouts: readonly ColdLayout[]
  /** How many keys were put there and taken out. */
  puts = 0
  takes = 0
  /** How many came back by themselves. */
  dues = 0
  /** As it was at the last `seal`. */
  sealed: ReadonlyMap<string, ColdKey> = new Map()
  private readonly records = new Map<string, ColdKey>()
  private readonly former: ReadonlyMap<string, ColdKey>
  private layout: ColdLayout = { id: "none", operators: [] }

  constructor(former: ReadonlyMap<string, ColdKey> = new Map()) {
    this.former = former
    this.layouts = [...new Map([...former.values()].map(({ layout }) => [layout.id, layout])).values()]
  }

  get keys(): number {
    return this.records.size
  }

  begin({ operators, former }: ColdBeginning): ColdLayout {
    for (const record of this.former.values()) {
      const now = former.find(({ layout }) => layout.id === record.layout.id)!
      const space = now.spaces.get(record.space)
      if (space === undefined) continue
      const key = keyOf(space, record.name)
      if (this.records.has(key)) throw new Error(`the key ${key} stands there twice`)
      const times = now.isRetimed ? { lastsTo: Number.POSITIVE_INFINITY, dueAt: Number.NEGATIVE_INFINITY } : record
      const { lastsTo, dueAt } = times
      this.records.set(key, { ...record, layout: now.layout, now: space, lastsTo, dueAt })
    }
    this.layout = { id: `layout ${this.layouts.length}`, operators }
    return this.layout
  }

  put(space: number, name: Uint8Array, entry: Uint8Array, { lastsTo, dueAt }: ColdTimes): boolean {
    const key = keyOf(space, name)
    if (this.records.has(key)) throw new Error(`the key ${key} is put there twice`)
    const { layout } = this
    this.records.set(key, { space, now: space, name: name.slice(), entry: entry.slice(), lastsTo, dueAt, layout })
    this.puts++
    return true
  }

  bring(key: ColdKey): void {
    this.records.set(keyOf(key.now, key.name), { ...key, name: key.name.slice(), entry: key.entry.slice() })
  }

  take(space: number, name: Uint8Array): ColdKey | undefined {
    const key = keyOf(space, name)
    const found = this.records.get(key)
    this.records.delete(key)
    if (found !== undefined) this.takes++
    return found
  }

  get nextDue(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...[...this.records.values()].map(({ dueAt }) => dueAt))
  }

  dueSoon(to: number): number {
    return Math.min(to, this.nextDue)
  }

  takeDue(time: number): ColdKey | undefined {
    const found = [...this.records].find(([, { dueAt }]) => dueAt <= time)
    if (found === undefined) return undefined
    this.records.delete(found[0])
    this.dues++
    return found[1]
  }

  allDue(): void {
    for (const [key, record] of this.records) {
      if (record.dueAt < Number.POSITIVE_INFINITY) this.records.set(key, { ...record, dueAt: Number.NEGATIVE_INFINITY })
    }
  }

  tidy(time: number): void {
    for (const [key, { lastsTo, dueAt }] of this.records) {
      if (lastsTo <= time && dueAt === Number.POSITIVE_INFINITY) this.records.delete(key)
    }
  }

  all(): Iterable<ColdKey> {
    return this.records.values()
  }

  seal(): [] {
    this.sealed = new Map(this.records)
    return []
  }
}

function keyOf(space: number, name: Uint8Array): string {
  return `${space} ${Buffer.from(name).toString("base64")}`
}
