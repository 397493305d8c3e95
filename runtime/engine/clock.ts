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

/**
 * The engine's own numbers: one row. What of several engines that share keys each counts for itself are the dead letters, and the events that it judged: these
 * have numbers, and those to come are to have greater ones than all that were.
 */
export const clockLayout: Layout = {
  operator: "engine",
  fingerprint: "1",
  dividedBy: null,
  tables: [{ name: "clock", columns, rows: { kind: "single", sums: ["deadLetters"], most: ["sequence"] } }],
}

/** Watermark, highest time seen, the order of events, counters: from the engine's state, which `store` writes them to. */
export class Clock {
  watermark = Number.NEGATIVE_INFINITY
  /** The highest time among the events that were taken. */
  highest = Number.NEGATIVE_INFINITY
  /** How many events were judged. */
  sequence = 0
  /** How many were taken, were late, became dead letters. */
  events = 0
  late = 0
  deadLetters = 0
  private readonly columns: readonly (readonly [Name, Column<number>])[]

  /** `warmed`: of an engine whose state is taken over beside this one: events that come get greater numbers than its events have. Throws where it is of another moment. */
  constructor(state: OperatorState, warmed?: Clock) {
    const table = state.table("clock")
    this.columns = (Object.keys(columns) as Name[]).map((name) => [name, table.number(name)])
    if (table.size === 0) table.allocate()
    else for (const [name, column] of this.columns) this[name] = column.get(0)
    if (warmed === undefined) return
    if (warmed.watermark !== this.watermark) {
      throw new Error(`what was warmed up is of ${warmed.watermark}, and the state of ${this.watermark}`)
    }
    this.sequence = Math.max(this.sequence, warmed.sequence)
  }

  /** Writes them into the state, for a snapshot. */
  store(): void {
    for (const [name, column] of this.columns) column.set(0, this[name])
  }
}
