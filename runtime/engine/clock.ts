import type { Column, Layout, OperatorState } from "../state/contract.ts"

const columns = {
  watermark: "f64",
  highest: "f64",
  sequence: "f64",
  events: "f64",
  late: "f64",
  deadLetters: "f64",
} as const

type Name = keyof typeof columns

/** The engine's own numbers: one row. */
export const clockLayout: Layout = { operator: "engine", fingerprint: "1", tables: [{ name: "clock", columns }] }

/** Watermark, highest time seen, the order of events, counters: over the engine's state. */
export class Clock {
  private readonly columns: Readonly<Record<Name, Column<number>>>

  constructor(state: OperatorState) {
    const table = state.table("clock")
    const names = Object.keys(columns) as Name[]
    this.columns = Object.fromEntries(names.map((name) => [name, table.number(name)])) as Record<Name, Column<number>>
    if (table.size > 0) return
    table.allocate()
    this.set("watermark", Number.NEGATIVE_INFINITY)
    this.set("highest", Number.NEGATIVE_INFINITY)
  }

  get(name: Name): number {
    return this.columns[name].get(0)
  }

  set(name: Name, value: number): void {
    this.columns[name].set(0, value)
  }

  /** Adds 1; returns the number before. */
  count(name: Name): number {
    const before = this.get(name)
    this.set(name, before + 1)
    return before
  }
}
