import type { EventSchema, RuleManifest } from "../abi/rule-set.ts"
import type { Column, Layout, OperatorState, Table } from "../state/contract.ts"
import { Timers, timerTable } from "../time/timers.ts"
import { type KeyId, type KeyReader, keyReader, keyShape } from "./key.ts"

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

/**
 * What `once per` remembers: for each key, and for matches and timeouts apart, when the last output came and how many were kept
 * silent since. What is over is told by times alone; `forget` only frees the rows.
 */
export class Silences {
  /** In ms, read each time: a parameter may change it. */
  private readonly duration: () => number
  private readonly reader: KeyReader
  private readonly table: Table
  private readonly key: Column<unknown>
  private readonly timeout: Column<number>
  private readonly from: Column<number>
  private readonly suppressed_: Column<number>
  private readonly timers: Timers
  /** Key id → row, of matches and of timeouts; made anew from the table at a restore. */
  private readonly rows = [new Map<KeyId, number>(), new Map<KeyId, number>()] as const

  constructor(rule: RuleManifest, state: OperatorState, duration: () => number) {
    this.duration = duration
    this.reader = keyReader(rule.keys)
    this.table = state.table("silences")
    this.key = this.table.value("key")
    this.timeout = this.table.number("timeout")
    this.from = this.table.number("from")
    this.suppressed_ = this.table.number("suppressed")
    this.timers = new Timers(state.table(timerTable.name), this.table.number("timer"))
    for (const row of this.table.rows()) this.rowsOf(this.timeout.get(row) === 1).set(this.idOf(row), row)
    this.resetTimers()
  }

  get size(): number {
    return this.table.size
  }

  /** Whether nothing may come out now; what is kept silent is counted. */
  suppresses(key: readonly unknown[], timeout: boolean, at: number): boolean {
    const row = this.rowsOf(timeout).get(this.reader.idOf(key))
    if (row === undefined || at >= this.endOf(row)) return false
    this.suppressed_.set(row, this.suppressed_.get(row) + 1)
    if (this.suppressed_.get(row) === 1) this.timers.set(row, this.forgottenAt(row))
    return true
  }

  /** How many were kept silent since the key's last output, as its next one says. */
  suppressed(key: readonly unknown[], timeout: boolean, at: number): number {
    const row = this.rowsOf(timeout).get(this.reader.idOf(key))
    return row === undefined || at >= this.forgottenAt(row) ? 0 : this.suppressed_.get(row)
  }

  /** An output came: the silence begins. */
  begin(key: readonly unknown[], timeout: boolean, at: number): void {
    const rows = this.rowsOf(timeout)
    const id = this.reader.idOf(key)
    let row = rows.get(id)
    if (row === undefined) {
      row = this.table.allocate()
      this.key.set(row, key)
      this.timeout.set(row, timeout ? 1 : 0)
      rows.set(id, row)
    }
    this.from.set(row, at)
    this.suppressed_.set(row, 0)
    this.timers.set(row, this.forgottenAt(row))
  }

  /** Frees what no match after `time` can ask for any more. */
  forget(time: number): void {
    while (this.timers.size > 0 && this.timers.next() <= time) {
      const row = this.timers.nextKey()
      this.timers.set(row, Number.POSITIVE_INFINITY)
      this.rowsOf(this.timeout.get(row) === 1).delete(this.idOf(row))
      this.table.free(row)
    }
  }

  /** After the duration changed. */
  resetTimers(): void {
    for (const row of this.table.rows()) this.timers.set(row, this.forgottenAt(row))
  }

  private rowsOf(timeout: boolean): Map<KeyId, number> {
    return this.rows[timeout ? 1 : 0]
  }

  private idOf(row: number): KeyId {
    return this.reader.idOf(this.key.get(row) as readonly unknown[])
  }

  private endOf(row: number): number {
    return this.from.get(row) + this.duration()
  }

  private forgottenAt(row: number): number {
    return this.endOf(row) + (this.suppressed_.get(row) > 0 ? countKeptFor(this.duration()) : 0)
  }
}
