import type { SeriesSchema } from "../../abi/series.ts"
import type { ByteReader, ByteWriter } from "../../state/bytes.ts"
import type { LoggedState, OperatorState } from "../../state/contract.ts"
import { none } from "../contract.ts"
import { identityOfParts } from "../identity.ts"
import type { RowKeys } from "./contract.ts"
import { type LogChunk, type LogStore, placeMask } from "./log-store.ts"

/** Neighbouring entries of one chunk as they stood there when a cut began: places up to `to`, which is left out. */
interface Stretch {
  readonly base: number
  readonly at: LogChunk["at"]
  readonly key: Int32Array
  readonly order: Int32Array
  readonly values: readonly Float64Array[]
  readonly from: number
  readonly to: number
}

/** What a log says of a series. */
export interface CutLog {
  readonly store: LogStore
  readonly keys: RowKeys
  /** The series' first column, and how many it has. */
  readonly column: number
  readonly columns: number
  /** The number of the oldest entry that the series has. */
  first(): number
}

/**
 * The entries of a series on their way into cuts: since entries come at one end and go at the other, an increment has those that came, and how
 * many are left. Chunks that a cut has to write are not used again until it is written.
 */
export class LogCut implements LoggedState {
  readonly leavesOut = ["keys", "entries"]
  private readonly log: CutLog
  /** Up to this entry the cuts so far have all; before the one that was begun last. */
  private saved = 0
  private savedBefore = 0
  private left: Stretch[] = []
  private kept = 0
  private isBegun = false
  private isHolding = false

  constructor(log: CutLog) {
    this.log = log
  }

  /** Time, key, order and values of each entry. */
  memoryBytes(): number {
    const { store, columns, first } = this.log
    return ((store.next - first()) | 0) * (16 + 8 * columns)
  }

  cutBegins(full: boolean): void {
    const { store } = this.log
    const first = this.log.first()
    const next = store.next
    const saved = full || ((this.saved - first) | 0) < 0 ? first : this.saved
    this.savedBefore = this.saved
    this.saved = next
    this.kept = (next - first) | 0
    this.left = this.stretches(saved, next)
    this.isBegun = true
    this.isHolding = true
    store.hold()
  }

  /** First how many entries the series has when these are added. */
  writeSome(out: ByteWriter, isEnough: () => boolean): boolean {
    if (this.isBegun) out.count(this.kept)
    this.isBegun = false
    for (;;) {
      const stretch = this.left.shift()
      if (stretch === undefined) return false
      const { from, to } = stretch
      let place = from
      while (place < to && !isEnough()) this.write(stretch, place++, out)
      if (place === to) continue
      this.left.unshift({ ...stretch, from: place })
      return true
    }
  }

  cutEnds(cameToSomething: boolean): void {
    if (!cameToSomething) this.saved = this.savedBefore
    this.left = []
    if (this.isHolding) this.log.store.release()
    this.isHolding = false
  }

  private stretches(first: number, next: number): Stretch[] {
    const { store, column, columns } = this.log
    const stretches: Stretch[] = []
    for (let number = first; number !== next; ) {
      const { base, at, key, order, values } = store.chunkOf(number)
      const from = number & placeMask
      const to = Math.min(placeMask + 1, from + ((next - number) | 0))
      stretches.push({ base, at, key, order, values: values.slice(column, column + columns), from, to })
      number = (number + to - from) | 0
    }
    return stretches
  }

  private write({ base, at, key, order, values }: Stretch, place: number, out: ByteWriter): void {
    out.number(base + at[place]!)
    out.number(order[place]!)
    for (let i = 0; i < values.length; i++) out.number(values[i]![place]!)
    const parts = this.log.keys.values(key[place]!)
    for (let i = 0; i < parts.length; i++) out.value(parts[i])
  }
}

/** Puts the entries of a log that stands in cuts into the tables that snapshots have of it, from which all kinds of series take it. */
export function tablesOfLog(state: OperatorState, schema: SeriesSchema): void {
  const entries = loggedEntries(state.logged(), schema)
  if (entries.length === 0) return
  const table = state.table("keys")
  const rows = state.table("entries")
  const [key, head, tail] = [table.value("key"), table.number("head"), table.number("tail")]
  const [at, next, order] = [rows.number("at"), rows.number("next"), rows.number("order")]
  const values = schema.columns.map((_, column) => rows.number(`v${column}`))
  const rowOf = new Map<unknown, number>()
  for (const entry of entries) {
    const row = rows.allocate()
    at.set(row, entry.at)
    next.set(row, none)
    order.set(row, entry.order)
    for (const [column, each] of values.entries()) each.set(row, entry.values[column]!)
    const identity = identityOfParts(entry.key)
    let own = rowOf.get(identity)
    if (own === undefined) {
      own = table.allocate()
      rowOf.set(identity, own)
      key.set(own, identity)
      head.set(own, row)
    } else next.set(tail.get(own), row)
    tail.set(own, row)
  }
}

interface LoggedEntry {
  readonly at: number
  readonly order: number
  readonly values: readonly number[]
  readonly key: readonly unknown[]
}

function loggedEntries(cuts: Iterable<readonly ByteReader[]>, { columns, keys }: SeriesSchema): LoggedEntry[] {
  const entries: LoggedEntry[] = []
  for (const groups of cuts) {
    const [first] = groups
    const kept = first!.count()
    for (const group of groups) {
      while (!group.isAtEnd) {
        const at = group.number()
        const order = group.number()
        const values = columns.map(() => group.number())
        entries.push({ at, order, values, key: keys.map(() => group.value()) })
      }
    }
    entries.splice(0, Math.max(0, entries.length - kept))
  }
  return entries
}
