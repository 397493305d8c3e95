import type { StateCut } from "../abi/state-cut.ts"
import type { ByteReader } from "./bytes.ts"
import type { Changes } from "./changes.ts"
import type {
  Conversion,
  KeyedState,
  Layout,
  LoggedState,
  OperatorState,
  RestoredKey,
  StateBackend,
  Table,
} from "./contract.ts"
import { Cut, type CutPart } from "./cut.ts"
import { type KeyedHolder, KeyedPart, LogPart, TablePart } from "./cut-parts.ts"
import { type CutOperator, type CutState, readCuts } from "./cut-reader.ts"
import { type Regrouping, readParts, regrouped } from "./regroup.ts"
import { keyedBytes } from "./size.ts"
import { readSnapshot, type StoredOperator, writeSnapshot } from "./snapshot.ts"
import { type EventCodec, MemoryTable, type StoredTable } from "./table.ts"

/** Why an operator began empty although a snapshot was given. */
export type Dropped = "other-shape" | "unreadable-events"

/** What an operator keeps by key. */
export interface KeptOperator {
  readonly operator: string
  readonly fingerprint: string
  /** As in its layout. */
  readonly dividedBy: string | null
  readonly state: KeyedState
  /** Its state is that of what was restored. */
  readonly isRestored: boolean
}

class MemoryOperatorState implements OperatorState {
  kept: KeyedState | LoggedState | undefined = undefined
  private readonly tables = new Map<string, MemoryTable>()
  private keys: Iterable<RestoredKey> = []
  private log: Pick<CutState, "logged" | "lastLogs"> | undefined = undefined
  private readonly isDivided: boolean

  constructor(layout: Layout) {
    this.isDivided = layout.dividedBy !== null
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

  keep(state: KeyedState | LoggedState): void {
    if (this.isDivided && !("changes" in state)) throw new Error("a log is that of all keys: no rule's keys divide it")
    this.kept = state
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
function fingerprintOf(layout: Layout): string {
  const tables = layout.tables.map(({ name, columns }) => `${name}(${Object.entries(columns).flat().join(" ")})`)
  return `${layout.fingerprint} ${tables.join(" ")}`
}

/**
 * State in memory. Restoring takes a snapshot as `snapshot()` gave it (also through JSON text) and throws an error that says
 * what is wrong with one that is damaged or foreign.
 */
export class MemoryBackend implements StateBackend {
  /** Whether there was something to restore. */
  readonly isRestored: boolean
  private readonly codec: EventCodec
  /** What was not opened yet: what was is let go of. */
  private readonly stored: Map<string, StoredOperator | CutOperator>
  /** Of several engines: by operator what each has, in their order. */
  private readonly parts: Map<string, readonly CutOperator[]>
  private regrouping: Regrouping | undefined
  private readonly restoredNames: ReadonlySet<string>
  private readonly open_ = new Map<string, { layout: Layout; state: MemoryOperatorState }>()
  private readonly dropped_ = new Map<string, Dropped>()
  private readonly reasons = new Map<string, string>()
  /** By operator that is not open yet: what it takes over in another way than it was kept. */
  private readonly prepared = new Map<string, MemoryOperatorState>()

  private cut_: Cut | undefined = undefined

  /** What is restored: a snapshot, the pieces of cuts, or those of several engines, of which it takes over a share. */
  constructor(codec: EventCodec, restore?: unknown, restoreCut?: Iterable<Uint8Array>, regrouping?: Regrouping) {
    const given = [restore, restoreCut, regrouping].filter((each) => each !== undefined)
    if (given.length > 1) throw new Error("restore a snapshot or a cut, not both")
    this.codec = codec
    this.regrouping = regrouping
    this.isRestored = given.length > 0
    if (restoreCut !== undefined) this.stored = readCuts(restoreCut)
    else this.stored = restore === undefined ? new Map() : readSnapshot(restore)
    this.parts = regrouping === undefined ? new Map() : readParts(regrouping.parts)
    this.restoredNames = new Set([...this.stored.keys(), ...this.parts.keys()])
  }

  open(layout: Layout): OperatorState {
    if (this.open_.has(layout.operator)) throw new Error(`operator ${layout.operator} is open already`)
    const state =
      this.prepared.get(layout.operator) ??
      this.takenOver(layout) ??
      this.restored(layout) ??
      new MemoryOperatorState(layout)
    this.prepared.delete(layout.operator)
    this.open_.set(layout.operator, { layout, state })
    return state
  }

  fits(layout: Layout): boolean {
    const operator = layout.takesOver?.operators.find((each) => this.fingerprintOf(each) !== undefined)
    if (operator === undefined) return true
    const stored = this.stored.get(operator)
    const parts = this.parts.get(operator)
    const state = this.takenOver(layout)
    if (state !== undefined) this.prepared.set(layout.operator, state)
    if (state !== undefined || !this.dropped_.delete(layout.operator)) return true
    this.reasons.delete(layout.operator)
    if (stored !== undefined) this.stored.set(operator, stored)
    if (parts !== undefined) this.parts.set(operator, parts)
    return false
  }

  /** Whether the snapshot that was restored has state of an operator. */
  holds(operator: string): boolean {
    return this.restoredNames.has(operator)
  }

  /** The operators that keep something by key. */
  kept(): KeptOperator[] {
    return [...this.open_.values()].flatMap(({ layout, state: { kept } }) => {
      if (kept === undefined || !("changes" in kept)) return []
      const { operator, dividedBy } = layout
      const isRestored = this.restoredNames.has(operator) && !this.dropped_.has(operator)
      return [{ operator, fingerprint: fingerprintOf(layout), dividedBy, state: kept, isRestored }]
    })
  }

  /** The operators that keep nothing by key outside of tables, as they would stand in a layout of keys. */
  unkept(): Pick<KeptOperator, "operator" | "fingerprint">[] {
    return [...this.open_.values()].flatMap(({ layout, state: { kept } }) =>
      kept === undefined ? { operator: layout.operator, fingerprint: fingerprintOf(layout) } : [],
    )
  }

  /** Operators of the snapshot that began empty, and why. */
  dropped(): ReadonlyMap<string, Dropped> {
    return this.dropped_
  }

  /** Of those that did so because what was kept did not say enough, or something else: in words. */
  get droppedBecause(): ReadonlyMap<string, string> {
    return this.reasons
  }

  snapshot(): unknown {
    this.forget()
    const operators = [...this.open_.values()].map(({ layout, state }) => state.store(layout, this.codec))
    return writeSnapshot(operators)
  }

  /** Of all operators that were opened. */
  layouts(): readonly Layout[] {
    return [...this.open_.values()].map(({ layout }) => layout)
  }

  /** About how many bytes of memory the state takes of those operators that are asked for. Looks at some of it only, so that it takes little time. */
  memoryBytes(isAsked: (layout: Layout) => boolean): number {
    let bytes = 0
    for (const { layout, state } of this.open_.values()) if (isAsked(layout)) bytes += state.memoryBytes(layout)
    return bytes
  }

  /** Whether a cut was begun of which pieces are still to be fetched. */
  get isCutting(): boolean {
    return this.cut_?.isUnderWay === true
  }

  /** Throws where the cut before is under way. The first one is full, and so is one behind a full one that was abandoned. */
  cut(full: boolean): StateCut {
    const before = this.cut_
    if (before?.isUnderWay === true) {
      throw new Error("the cut before is under way: fetch it to its end, or abandon it")
    }
    const isFull = full || before === undefined || (before.full && before.isAbandoned)
    const names = this.layouts().map((layout) => ({ operator: layout.operator, fingerprint: fingerprintOf(layout) }))
    before?.follow()
    this.forget()
    this.cut_ = new Cut(isFull, names, this.cutParts())
    return this.cut_
  }

  /** What nobody has asked for. */
  private forget(): void {
    this.stored.clear()
    this.parts.clear()
    this.regrouping = undefined
  }

  private cutParts(): CutPart[] {
    const parts: CutPart[] = []
    const keyed = new Map<Changes, KeyedHolder[]>()
    for (const [operator, { layout, state }] of [...this.open_.values()].entries()) {
      const { kept } = state
      for (const [part, { name }] of layout.tables.entries()) {
        if (kept?.leavesOut.includes(name) === true) continue
        parts.push(new TablePart(state.find(name), this.codec, operator, part))
      }
      if (kept === undefined) continue
      if (!("changes" in kept)) {
        parts.push(new LogPart(kept, operator))
        continue
      }
      const holders = keyed.get(kept.changes) ?? []
      keyed.set(kept.changes, holders)
      holders.push({ operator, state: kept })
    }
    return [...parts, ...[...keyed].map(([changes, holders]) => new KeyedPart(changes, holders, this.codec))]
  }

  /** What was restored of an operator; whoever asks has it. */
  private taken(layout: Layout): StoredOperator | CutState | undefined {
    const { operator } = layout
    const stored = this.stored.get(operator)
    const parts = this.parts.get(operator)
    this.stored.delete(operator)
    this.parts.delete(operator)
    return parts === undefined ? stored : regrouped(parts, layout, this.regrouping!)
  }

  private fingerprintOf(operator: string): string | undefined {
    return (this.stored.get(operator) ?? this.parts.get(operator)?.[0])?.fingerprint
  }

  /** What was kept in another way; undefined: there is nothing, or it is as it is kept now, or it does not fit. */
  private takenOver(layout: Layout): MemoryOperatorState | undefined {
    const { takesOver } = layout
    const operator = takesOver?.operators.find((each) => this.fingerprintOf(each) !== undefined)
    if (takesOver === undefined || operator === undefined) return undefined
    const fingerprint = this.fingerprintOf(operator)!
    if (operator === layout.operator && fingerprint === fingerprintOf(layout)) return undefined
    const conversion = takesOver.from({ operator, fingerprint })
    if (conversion.kind === "same") return undefined
    const made = conversion.kind === "dropped" ? conversion : this.convert(layout, conversion)
    if (made instanceof MemoryOperatorState) return made
    this.taken({ ...layout, operator })
    if (made === undefined) return undefined
    this.dropped_.set(layout.operator, "other-shape")
    this.reasons.set(layout.operator, made.why)
    return undefined
  }

  private convert(
    layout: Layout,
    { layout: former, convert }: Extract<Conversion, { kind: "converted" }>,
  ): MemoryOperatorState | { readonly why: string } | undefined {
    const before = this.restored(former)
    if (before === undefined) {
      // It could not be read.
      const reason = this.dropped_.get(former.operator)
      this.dropped_.delete(former.operator)
      if (reason !== undefined) this.dropped_.set(layout.operator, reason)
      return undefined
    }
    const made = convert(before)
    if (made.kind === "dropped") return made
    const state = new MemoryOperatorState(layout)
    state.takeOver(before, former, layout, made.keys, this.codec)
    return state
  }

  private restored(layout: Layout): MemoryOperatorState | undefined {
    const stored = this.taken(layout)
    if (stored === undefined) return undefined
    if (stored.fingerprint !== fingerprintOf(layout)) {
      this.dropped_.set(layout.operator, "other-shape")
      return undefined
    }
    const state = new MemoryOperatorState(layout)
    const isCut = "storedTables" in stored
    const isReadable = !isCut || state.take(stored, this.codec)
    const tables = isCut ? stored.storedTables(layout.tables) : stored.tables
    if ((isReadable && state.load(tables, this.codec) === 0) || layout.partial === true) return state
    this.dropped_.set(layout.operator, "unreadable-events")
    return undefined
  }
}
