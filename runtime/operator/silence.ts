import type { EventSchema, RuleManifest } from "../abi/rule-set.ts"
import type { KeyNumbers } from "../rows/key-space.ts"
import type { ByteWriter } from "../state/bytes.ts"
import { Changes } from "../state/changes.ts"
import type { Column, KeyedState, Layout, OperatorState, RestoredKey, Table, Timing } from "../state/contract.ts"
import { timingOf } from "../state/timing.ts"
import { Timers, timerTable } from "../time/timers.ts"
import { keyShape } from "./key.ts"
import { ObjectKeys, withRoom } from "./object-keys.ts"

const none = -1
const firstKeys = 16

const day = 86_400_000

/**
 * How long after a silence's end a count of suppressed matches is kept: ten times the silence, at least a day. A key without
 * such a count is forgotten when its silence is over.
 */
export function countKeptFor(duration: number): number {
  return Math.max(10 * duration, day)
}

/** The layout of a rule's silences: they fit as long as the rule's keys are the same, whatever its pattern. */
export function silenceLayout(rule: RuleManifest, events: readonly EventSchema[]): Layout {
  const { inputs, keys } = keyShape(rule, events)
  return {
    operator: `silence ${rule.was ?? rule.name}`,
    fingerprint: JSON.stringify([inputs, keys]),
    dividedBy: rule.name,
    tables: [
      {
        name: "silences",
        columns: { key: "value", timeout: "i32", from: "f64", suppressed: "f64", timer: "i32" },
        rows: { kind: "key", column: "key" },
        integers: { timeout: "number", timer: "rebuilt" },
      },
      timerTable,
    ],
  }
}

export interface SilencesOptions {
  readonly rule: RuleManifest
  readonly state: OperatorState
  readonly keys: KeyNumbers
  /** The place of the keys among the key spaces. */
  readonly space: number
  /** Whoever judges asks for keys of which some are not in memory. */
  readonly leaves: boolean
  /** In ms, read each time: a parameter may change it. */
  readonly duration: () => number
}

/**
 * What `once per` remembers: for each key, and for matches and timeouts apart, when the last output came and how many were kept
 * silent since. What is over is told by times alone; `forget` only frees the rows.
 */
export class Silences implements KeyedState {
  readonly leavesOut = ["silences", timerTable.name]
  readonly changes: Changes
  readonly space: number
  readonly stays: boolean
  readonly timing: Timing
  private readonly duration: () => number
  readonly keys: KeyNumbers
  private readonly table: Table
  private readonly key: Column<unknown>
  private readonly timeout: Column<number>
  private readonly from: Column<number>
  private readonly suppressed_: Column<number>
  private readonly timers: Timers
  /** By key: its row plus 1, of matches and of timeouts; 0: none. Made anew from the table at a restore. */
  private rows: [Int32Array, Int32Array] = [new Int32Array(firstKeys), new Int32Array(firstKeys)]
  /** By row. */
  private keyOf: Int32Array = new Int32Array(firstKeys)

  constructor({ rule, state, keys, space, leaves, duration }: SilencesOptions) {
    this.duration = duration
    this.keys = keys
    this.space = space
    this.stays = !leaves
    this.timing = timingOf(rule.oncePer === undefined ? [] : [rule.oncePer])
    this.table = state.table("silences")
    this.key = this.table.value("key")
    this.timeout = this.table.number("timeout")
    this.from = this.table.number("from")
    this.suppressed_ = this.table.number("suppressed")
    this.timers = new Timers(state.table(timerTable.name), this.table.number("timer"))
    const former = state.former instanceof Silences ? state.former : undefined
    this.changes = former?.changes ?? new Changes()
    if (former !== undefined) this.goOnWith(former)
    else {
      for (const row of this.table.rows()) this.link(keys.idOf(this.key.get(row) as readonly unknown[]), row)
      for (const written of state.restored()) this.loadKey(keys.idOf(written.key), written)
      this.resetTimers()
    }
    state.keep(this)
  }

  /** Its keys have numbers of their own, as those of a rule that judges events as objects. */
  get isOfObjects(): boolean {
    return this.keys instanceof ObjectKeys
  }

  /** The tables are those of the former one. Its timers may be too early, not too late. */
  private goOnWith(former: Silences): void {
    this.rows = [...former.rows]
    this.keyOf = former.keyOf
    const [before, now] = [former.duration(), this.duration()]
    if (countKeptFor(before) > countKeptFor(now)) this.resetTimers()
    else if (before > now) this.timers.advance(before - now)
  }

  get size(): number {
    return this.table.size
  }

  get limit(): number {
    return this.keys.limit
  }

  /** Whether nothing may come out now; what is kept silent is counted. */
  suppresses(key: readonly unknown[], timeout: boolean, at: number): boolean {
    const id = this.keys.idOf(key)
    const row = this.rowOf(id, timeout)
    if (row === none || at >= this.endOf(row)) return false
    this.changes.touch(id)
    this.suppressed_.set(row, this.suppressed_.get(row) + 1)
    if (this.suppressed_.get(row) === 1) this.timers.set(row, this.forgottenAt(row))
    return true
  }

  /** Of a key: until when matches (or timeouts) are silent, and how many were kept silent so far; undefined: they are not. */
  silentUntil(
    key: readonly unknown[],
    timeout: boolean,
  ): { readonly until: number; readonly suppressed: number } | undefined {
    const row = this.rowOf(this.keys.idOf(key), timeout)
    return row === none ? undefined : { until: this.endOf(row), suppressed: this.suppressed_.get(row) }
  }

  /** How many were kept silent since the key's last output, as its next one says. */
  suppressed(key: readonly unknown[], timeout: boolean, at: number): number {
    const row = this.rowOf(this.keys.idOf(key), timeout)
    return row === none || at >= this.forgottenAt(row) ? 0 : this.suppressed_.get(row)
  }

  /** An output came: the silence begins. */
  begin(key: readonly unknown[], timeout: boolean, at: number): void {
    const id = this.keys.idOf(key)
    this.changes.touch(id)
    const known = this.rowOf(id, timeout)
    this.set(known === none ? this.add(id, timeout) : known, at, 0)
  }

  /** Frees what no match after `time` can ask for any more. */
  forget(time: number): void {
    const { timers } = this
    while (timers.size > 0 && timers.next() <= time) {
      const row = timers.nextKey()
      const at = this.forgottenAt(row)
      if (at > time) timers.set(row, at)
      else this.free(row)
    }
  }

  /** After the duration changed. */
  resetTimers(): void {
    this.timers.reset(this.table.rows(), (row) => this.forgottenAt(row))
  }

  /** Whether the number of a key is needed. */
  holds(key: number): boolean {
    return this.holdsAtCut(key) || this.changes.isChanged(key)
  }

  /** Writes what only snapshots have. */
  store(): void {
    for (const row of this.table.rows()) this.key.set(row, this.keys.values(this.keyOf[row]!))
  }

  valuesOf(key: number): readonly unknown[] {
    return this.keys.values(key)
  }

  holdsAtCut(key: number): boolean {
    return this.rowOf(key, false) !== none || this.rowOf(key, true) !== none
  }

  write(key: number, out: ByteWriter): void {
    for (const timeout of [false, true]) {
      const row = this.rowOf(key, timeout)
      out.byte(row === none ? 0 : 1)
      if (row === none) continue
      out.number(this.from.get(row))
      out.number(this.suppressed_.get(row))
    }
  }

  loadKey(key: number, { entry }: Omit<RestoredKey, "key">): void {
    this.changes.touch(key)
    for (const timeout of [false, true]) {
      if (entry.byte() === 0) continue
      const from = entry.number()
      this.set(this.add(key, timeout), from, entry.number())
    }
  }

  dropKey(key: number): void {
    for (const timeout of [false, true]) {
      const row = this.rowOf(key, timeout)
      if (row !== none) this.free(row)
    }
  }

  lastsTo(key: number): number {
    return this.forgottenLast(key)
  }

  /** Where a parameter may change the end, a key comes back then: only of what has to come back the times are noted anew. */
  dueAt(key: number): number {
    return this.timing.isFixed ? Number.POSITIVE_INFINITY : this.forgottenLast(key)
  }

  private forgottenLast(key: number): number {
    const ends = [false, true].map((timeout) => {
      const row = this.rowOf(key, timeout)
      return row === none ? Number.NEGATIVE_INFINITY : this.forgottenAt(row)
    })
    return Math.max(...ends)
  }

  private rowOf(key: number, timeout: boolean): number {
    return (this.rows[timeout ? 1 : 0][key] ?? 0) - 1
  }

  private add(key: number, timeout: boolean): number {
    const row = this.table.allocate()
    this.timeout.set(row, timeout ? 1 : 0)
    this.link(key, row)
    return row
  }

  private set(row: number, from: number, suppressed: number): void {
    this.from.set(row, from)
    this.suppressed_.set(row, suppressed)
    this.timers.set(row, this.forgottenAt(row))
  }

  private free(row: number): void {
    const key = this.keyOf[row]!
    this.changes.touch(key)
    this.timers.set(row, Number.POSITIVE_INFINITY)
    this.rows[this.timeout.get(row) === 1 ? 1 : 0][key] = 0
    this.table.free(row)
  }

  private link(key: number, row: number): void {
    const kind = this.timeout.get(row) === 1 ? 1 : 0
    this.rows[kind] = withRoom(this.rows[kind], key)
    this.keyOf = withRoom(this.keyOf, row)
    this.rows[kind][key] = row + 1
    this.keyOf[row] = key
  }

  private endOf(row: number): number {
    return this.from.get(row) + this.duration()
  }

  private forgottenAt(row: number): number {
    return this.endOf(row) + (this.suppressed_.get(row) > 0 ? countKeptFor(this.duration()) : 0)
  }
}
