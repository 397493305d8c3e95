/** By event type: the fields that are the parts of a key. */
export type KeyFields = ReadonlyMap<number, readonly number[]>

/**
 * What rules have the same keys: those whose types have the same parts. A rule that reads fewer types has the space of one that reads
 * more, so that a key is looked up once for both.
 */
export class KeySpaces {
  readonly list: KeyFields[] = []
  readonly #numbers = new Map<string, number>()
  /** Spaces that have these fields of that type as their parts. */
  readonly #holders = new Map<string, number[]>()

  /** `all`: the keys of all rules; those without parts have no space. */
  constructor(all: readonly KeyFields[]) {
    const different = new Map(all.filter(hasParts).map((keys) => [nameOf(keys), keys]))
    // Those of many types first; where they have as many the rules' order decides.
    for (const [name, keys] of [...different].sort(([, a], [, b]) => b.size - a.size)) {
      const entries = [...keys].map(entryName)
      const found = this.#holders.get(entries[0]!)?.find((number) => this.#holds(number, keys))
      const number = found ?? this.list.push(keys) - 1
      this.#numbers.set(name, number)
      if (found !== undefined) continue
      for (const entry of entries) this.#holders.set(entry, [...(this.#holders.get(entry) ?? []), number])
    }
  }

  /** The place of a rule's keys in the list; null: it has none. */
  numberOf(keys: KeyFields): number | null {
    return hasParts(keys) ? this.#numbers.get(nameOf(keys))! : null
  }

  #holds(number: number, keys: KeyFields): boolean {
    const own = this.list[number]!
    return [...keys].every(([event, fields]) => own.get(event)?.join() === fields.join())
  }
}

function hasParts(keys: KeyFields): boolean {
  return [...keys.values()].some((fields) => fields.length > 0)
}

function nameOf(keys: KeyFields): string {
  return [...keys].map(entryName).sort().join("; ")
}

function entryName([event, fields]: readonly [number, readonly number[]]): string {
  return `${event}: ${fields.join()}`
}
