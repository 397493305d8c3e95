/**
 * State for another number of engines than it was kept by: engines that share keys have each the state of their own, and one of another number of them takes over what
 * is its own by now, from all of them. Operators know nothing of it: their layouts say whose rows are.
 */
import { type ByteReader, DamagedBytes } from "./bytes.ts"
import type { Layout, RestoredKey, TableLayout } from "./contract.ts"
import { type CutOperator, type CutState, type KeyTest, readCuts } from "./cut-reader.ts"
import { takeRows } from "./regroup-rows.ts"
import type { EventCodec, StoredTable } from "./table.ts"

/** From what an engine takes over its share. */
export interface Regrouping {
  /** By engine the pieces of a full cut and of those behind it. */
  readonly parts: readonly Iterable<Uint8Array>[]
  /** It is the first one: what was counted is counted there from now on. */
  readonly isFirst: boolean
  /** Whether a key of a rule is its own. */
  readonly owns: (rule: string, key: readonly unknown[]) => boolean
}

/** By operator what each of the engines has. Throws when pieces are missing, damaged or of another version. */
export function readParts(parts: Regrouping["parts"]): Map<string, CutOperator[]> {
  const byOperator = new Map<string, CutOperator[]>()
  for (const operators of parts.map(readCuts)) {
    for (const [name, operator] of operators) byOperator.set(name, [...(byOperator.get(name) ?? []), operator])
  }
  return byOperator
}

/** An operator's state for an engine that takes over its share. */
export function regrouped(parts: readonly CutOperator[], layout: Layout, { isFirst, owns }: Regrouping): CutState {
  const { dividedBy } = layout
  const [first] = parts
  const odd = parts.find(({ fingerprint }) => fingerprint !== first!.fingerprint)
  if (dividedBy === null) return new Undivided(parts, odd ?? first!, isFirst)
  return new Divided(parts, (odd ?? first!).fingerprint, isFirst, (key) => owns(dividedBy, key))
}

/** What all engines have in the same way: the first one's, but for what each counts for itself. */
class Undivided implements CutState {
  readonly fingerprint: string
  private readonly parts: readonly CutOperator[]
  private readonly isFirst: boolean

  constructor(parts: readonly CutOperator[], { fingerprint }: CutOperator, isFirst: boolean) {
    this.fingerprint = fingerprint
    this.parts = parts
    this.isFirst = isFirst
  }

  private get first(): CutOperator {
    return this.parts[0]!
  }

  get hasLog(): boolean {
    return this.first.hasLog
  }

  storedTables(layouts: readonly TableLayout[]): readonly StoredTable[] {
    const counters = layouts.filter(({ rows }) => rows?.kind === "single")
    const others = this.first.storedTables(layouts)
    if (counters.length === 0) return others
    const counted = takeRows(this.parts, layouts, counters, this.isFirst, () => false)
    return others.map((table) => counted.find(({ name }) => name === table.name) ?? table)
  }

  keyed(codec: EventCodec): Iterable<RestoredKey> | undefined {
    return this.first.keyed(codec)
  }

  logged(): Iterable<readonly ByteReader[]> {
    return this.first.logged()
  }

  lastLogs(): (readonly ByteReader[])[] {
    return this.parts.flatMap((part) => part.lastLogs())
  }
}

/** What each engine has of its own keys. */
class Divided implements CutState {
  readonly fingerprint: string
  readonly hasLog = false
  private readonly parts: readonly CutOperator[]
  private readonly isFirst: boolean
  private readonly owns: KeyTest

  constructor(parts: readonly CutOperator[], fingerprint: string, isFirst: boolean, owns: KeyTest) {
    if (parts.some(({ hasLog }) => hasLog))
      throw new DamagedBytes("a log is that of all keys, and stands with one rule")
    this.fingerprint = fingerprint
    this.parts = parts
    this.isFirst = isFirst
    this.owns = owns
  }

  storedTables(layouts: readonly TableLayout[]): readonly StoredTable[] {
    return takeRows(this.parts, layouts, layouts, this.isFirst, this.owns)
  }

  keyed(codec: EventCodec): Iterable<RestoredKey> | undefined {
    const own: Iterable<RestoredKey>[] = []
    for (const part of this.parts) {
      const keys = part.keyed(codec, this.owns)
      if (keys === undefined) return undefined
      own.push(keys)
    }
    return oneAfterAnother(own)
  }

  logged(): Iterable<readonly ByteReader[]> {
    return []
  }

  lastLogs(): readonly (readonly ByteReader[])[] {
    return []
  }
}

function* oneAfterAnother<T>(lists: readonly Iterable<T>[]): Iterable<T> {
  for (const list of lists) yield* list
}
