import type { SeriesSchema } from "../abi/series.ts"
import type { Column, OperatorState, TableLayout } from "../state/contract.ts"
import { textOf } from "./identity.ts"

/** One row about a series: from when on it is complete, and with which parameters it was made. */
export const aboutTable: TableLayout = { name: "about", columns: { after: "f64", params: "value" } }

/** What is known about a series as a whole. */
export class About {
  private readonly schema: SeriesSchema
  private readonly params: Readonly<Record<string, unknown>>
  private readonly after: Column<number>
  private readonly made: Column<unknown>

  /** `after`: where the series is not of a restored state, the time up to which it may lack events. */
  constructor(schema: SeriesSchema, params: Readonly<Record<string, unknown>>, state: OperatorState, after: number) {
    this.schema = schema
    this.params = params
    const table = state.table(aboutTable.name)
    this.after = table.number("after")
    this.made = table.value("params")
    if (table.size > 0) return
    table.allocate()
    this.begin(after)
  }

  /** All events later than this that belong to the series are in it, or were counted. */
  get completeAfter(): number {
    return this.after.get(0)
  }

  /** Whether it was made with the parameters that hold now. */
  get upToDate(): boolean {
    return this.wasMadeWith(this.schema, this.params)
  }

  /** Whether it was made with these. */
  wasMadeWith(schema: SeriesSchema, params: Readonly<Record<string, unknown>>): boolean {
    return this.made.get(0) === paramsText(schema, params)
  }

  /** It begins anew: what came up to `after` is not in it. */
  begin(after: number): void {
    this.after.set(0, after)
    this.made.set(0, paramsText(this.schema, this.params))
  }

  /** An entry of this time was let go. */
  lost(at: number): void {
    if (at > this.after.get(0)) this.after.set(0, at)
  }
}

function paramsText(schema: SeriesSchema, params: Readonly<Record<string, unknown>>): string {
  return textOf(schema.params.map((name) => params[name] ?? null))
}
