import type { ByteReader } from "./bytes.ts"
import type { KeyedState, Layout, LoggedState, OperatorState, RestoredKey, Table, TableIndex } from "./contract.ts"
import type { CutState } from "./cut-reader.ts"
import { keyedBytes } from "./size.ts"
import type { StoredOperator } from "./snapshot.ts"
import { type EventCodec, MemoryTable, type StoredTable } from "./table.ts"

/** What one operator keeps in memory: its tables, and what it keeps beside them by key or as a log. */
export class MemoryOperatorState implements OperatorState {
  kept: KeyedState | LoggedState | undefined = undefined
  index: TableIndex | undefined = undefined
  /** Until all operators are open: else each engine would hold on to all of those before it. */
  former: KeyedState | LoggedState | TableIndex | undefined
  private readonly tables: Map<string, MemoryTable>
  private keys: Iterable<RestoredKey> = []
  private log: Pick<CutState, "logged" | "lastLogs"> | undefined = undefined
  private readonly isDivided: boolean

  /** `before`: it goes on with what that one has. */
  constructor(layout: Layout, before?: MemoryOperatorState) {
    this.isDivided = layout.dividedBy !== null
    this.former = before?.kept ?? before?.index
    this.tables = before?.tables ?? new Map(layout.tables.map((table) => [table.name, new MemoryTable(table)]))
  }

  table(name: string): Table {
    return this.find(name)
  }

  find(name: string): MemoryTable {
    const table = this.tables.get(name)
    if (table === undefined) throw new Error(`no table ${name} in this layout`)
    return table
  }

  keep(state: KeyedState | LoggedState): void {
    if (this.isDivided && !("changes" in state)) throw new Error("a log is that of all keys: no rule's keys divide it")
    this.kept = state
  }

  keepIndex(index: TableIndex): void {
    this.index = index
  }

  restored(): Iterable<RestoredKey> {
    const { keys } = this
    this.keys = []
    return keys
  }

  logged(): Iterable<readonly ByteReader[]> {
    const { log } = this
    this.log = undefined
    return log?.logged() ?? []
  }

  lastLogs(): readonly (readonly ByteReader[])[] {
    const { log } = this
    this.log = undefined
    return log?.lastLogs() ?? []
  }

  /** Takes over what a cut has outside of tables; false: some of it cannot be read any more. */
  take(cut: CutState, codec: EventCodec): boolean {
    // What nobody will ask for is let go of.
    if (cut.hasLog) this.log = cut
    const keys = cut.keyed(codec)
    if (keys !== undefined) this.keys = keys
    return keys !== undefined
  }

  /** Goes on with keys that were made of another operator's state, and with its tables of one row. */
  takeOver(
    before: MemoryOperatorState,
    former: Layout,
    { tables }: Layout,
    keys: Iterable<RestoredKey>,
    codec: EventCodec,
  ): void {
    this.keys = keys
    for (const { name, rows } of former.tables) {
      if (rows?.kind !== "single" || !tables.some((table) => table.name === name)) continue
      this.load([before.find(name).store(codec)], codec)
    }
  }

  /** Returns the number of events that could not be read. */
  load(tables: readonly StoredTable[], codec: EventCodec): number {
    let unreadable = 0
    for (const table of tables) unreadable += this.find(table.name).load(table, codec)
    return unreadable
  }

  memoryBytes({ tables }: Layout): number {
    const { kept } = this
    const own = tables.filter(({ name }) => kept?.leavesOut.includes(name) !== true)
    const outside = kept === undefined ? 0 : "changes" in kept ? keyedBytes(kept) : kept.memoryBytes()
    return own.reduce((sum, { name }) => sum + this.find(name).memoryBytes(), outside)
  }

  store(layout: Layout, codec: EventCodec): StoredOperator {
    const tables = layout.tables.map(({ name }) => this.find(name).store(codec))
    return { operator: layout.operator, fingerprint: fingerprintOf(layout), tables }
  }
}

/** The operator's own fingerprint and the columns of its tables. */
export function fingerprintOf(layout: Layout): string {
  const tables = layout.tables.map(({ name, columns }) => `${name}(${Object.entries(columns).flat().join(" ")})`)
  return `${layout.fingerprint} ${tables.join(" ")}`
}
