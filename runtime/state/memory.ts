import type { Layout, OperatorState, StateBackend, Table } from "./contract.ts"
import { readSnapshot, type StoredOperator, writeSnapshot } from "./snapshot.ts"
import { type EventCodec, MemoryTable } from "./table.ts"

/** Why an operator began empty although a snapshot was given. */
export type Dropped = "other-shape" | "unreadable-events"

class MemoryOperatorState implements OperatorState {
  private readonly tables = new Map<string, MemoryTable>()

  constructor(layout: Layout) {
    for (const table of layout.tables) this.tables.set(table.name, new MemoryTable(table))
  }

  table(name: string): Table {
    return this.find(name)
  }

  find(name: string): MemoryTable {
    const table = this.tables.get(name)
    if (table === undefined) throw new Error(`no table ${name} in this layout`)
    return table
  }

  /** Returns the number of events that could not be read. */
  load(stored: StoredOperator, codec: EventCodec): number {
    let unreadable = 0
    for (const table of stored.tables) unreadable += this.find(table.name).load(table, codec)
    return unreadable
  }

  store(layout: Layout, codec: EventCodec): StoredOperator {
    const tables = layout.tables.map(({ name }) => this.find(name).store(codec))
    return { operator: layout.operator, fingerprint: fingerprintOf(layout), tables }
  }
}

/** The operator's own fingerprint and the columns of its tables. */
function fingerprintOf(layout: Layout): string {
  const tables = layout.tables.map(({ name, columns }) => `${name}(${Object.entries(columns).flat().join(" ")})`)
  return `${layout.fingerprint} ${tables.join(" ")}`
}

/**
 * State in memory. Restoring takes a snapshot as `snapshot()` gave it (also through JSON text) and throws an error that says
 * what is wrong with one that is damaged or foreign.
 */
export class MemoryBackend implements StateBackend {
  private readonly codec: EventCodec
  private readonly stored: ReadonlyMap<string, StoredOperator>
  private readonly open_ = new Map<string, { layout: Layout; state: MemoryOperatorState }>()
  private readonly dropped_ = new Map<string, Dropped>()

  constructor(codec: EventCodec, restore?: unknown) {
    this.codec = codec
    this.stored = restore === undefined ? new Map() : readSnapshot(restore)
  }

  open(layout: Layout): OperatorState {
    if (this.open_.has(layout.operator)) throw new Error(`operator ${layout.operator} is open already`)
    const state = this.restored(layout) ?? new MemoryOperatorState(layout)
    this.open_.set(layout.operator, { layout, state })
    return state
  }

  /** Whether the snapshot that was restored has state of an operator. */
  holds(operator: string): boolean {
    return this.stored.has(operator)
  }

  /** Operators of the snapshot that began empty, and why. */
  dropped(): ReadonlyMap<string, Dropped> {
    return this.dropped_
  }

  snapshot(): unknown {
    const operators = [...this.open_.values()].map(({ layout, state }) => state.store(layout, this.codec))
    return writeSnapshot(operators)
  }

  private restored(layout: Layout): MemoryOperatorState | undefined {
    const stored = this.stored.get(layout.operator)
    if (stored === undefined) return undefined
    if (stored.fingerprint !== fingerprintOf(layout)) {
      this.dropped_.set(layout.operator, "other-shape")
      return undefined
    }
    const state = new MemoryOperatorState(layout)
    if (state.load(stored, this.codec) === 0 || layout.partial === true) return state
    this.dropped_.set(layout.operator, "unreadable-events")
    return undefined
  }
}
