import type { EventRecord } from "../abi/event.ts"
import type { AggregateOp } from "../abi/series.ts"
import type { Column, ColumnType, OperatorState, TableIndex, TableLayout } from "../state/contract.ts"
import type { About } from "./about.ts"
import { unitOf } from "./accumulate.ts"
import { Capture, columnTypeOf } from "./capture.ts"
import type { AggregateMeasure, Series, SeriesOptions } from "./contract.ts"
import { addExactly, fromUnits, intoDoubles, toUnits } from "./exact-sum.ts"
import type { Identity } from "./identity.ts"
import { Keys, keysTable } from "./keys.ts"
import { addDeviation, deviationOf } from "./statistics.ts"

/** What is kept for an aggregate; those of one kind share it. */
export type TotalKind = "count" | "sum" | "min" | "max" | "first" | "last" | "stddev"

/** What `over forever` keeps for an aggregate; undefined: it has no constant size. */
export function totalKindOf(op: AggregateOp): TotalKind | undefined {
  switch (op) {
    case "count":
    case "sum":
    case "min":
    case "max":
    case "first":
    case "last":
    case "stddev":
      return op
    case "avg":
      return "sum"
    default:
      return undefined
  }
}

/** The tables of a total; `column`: the type of the column's values. */
export function totalTables(kind: TotalKind, column: ColumnType): readonly TableLayout[] {
  return [keysTable(columnsOf(kind, column))]
}

function columnsOf(kind: TotalKind, column: ColumnType): Readonly<Record<string, ColumnType>> {
  switch (kind) {
    case "count":
      return { count: "f64" }
    case "sum":
      // `units`: the sum where two doubles do not hold it.
      return { count: "f64", hi: "f64", lo: "f64", units: "value" }
    case "stddev":
      return { count: "f64", mean: "f64", squares: "f64" }
    default:
      return { best: column }
  }
}

/** Running results for `over forever`: one row for each key that had a value. */
export class TotalSeries implements Series, TableIndex {
  readonly isIndex = true
  readonly about: About
  private readonly name: string
  private readonly capture: Capture
  private readonly column: number | undefined
  private readonly table: Keys
  private readonly total: Total

  /** `column`: which of the captured values; undefined: none (`count()`). */
  constructor({ schema, program, state, about }: SeriesOptions, kind: TotalKind, column: number | undefined) {
    this.name = schema.name
    this.capture = new Capture(schema, program)
    this.column = column
    this.about = about
    this.table = new Keys(state.table("keys"), state.former instanceof TotalSeries ? state.former.table : undefined)
    const type = column === undefined ? "value" : columnTypeOf(schema.columns[column]!.type)
    this.total = openTotal(kind, state, type)
    state.keepIndex(this)
  }

  get keys(): number {
    return this.table.table.size
  }

  get entries(): number {
    return this.table.table.size
  }

  update(event: EventRecord): void {
    const { capture, column } = this
    if (!capture.read(event) || !capture.counts) return
    const value = column === undefined ? true : capture.values[column]
    if (value === undefined) return
    const row = this.table.find(capture.key)
    if (row === undefined) this.total.add(this.table.add(capture.key), value, true)
    else this.total.add(row, value, false)
  }

  ask(measure: AggregateMeasure, key: Identity, _at: EventRecord, current: boolean): unknown {
    if (!current) throw new Error(`the series ${this.name} knows nothing of past events`)
    const row = this.table.find(key)
    if (row !== undefined) return this.total.result(row, measure)
    return measure.op === "count" || measure.op === "sum" ? 0 : undefined
  }

  isNew(): boolean {
    throw new Error(`the series ${this.name} does not know single values`)
  }

  forget(): void {}

  resize(): void {}

  clear(): void {
    for (const row of [...this.table.table.rows()]) this.table.free(row)
  }
}

interface Total {
  /** `first`: the row is new. */
  add(row: number, value: unknown, first: boolean): void
  result(row: number, measure: AggregateMeasure): unknown
}

function openTotal(kind: TotalKind, state: OperatorState, type: "f64" | "value"): Total {
  const table = state.table("keys")
  if (kind === "count") return countTotal(table.number("count"))
  if (kind === "sum") {
    return new SumTotal(table.number("count"), table.number("hi"), table.number("lo"), table.value("units"))
  }
  if (kind === "stddev") return deviationTotal(table.number("count"), table.number("mean"), table.number("squares"))
  const best = (type === "f64" ? table.number("best") : table.value("best")) as Column<unknown>
  return {
    add: (row, value, isFirst) => {
      if (isFirst || replaces(kind, value as number, best.get(row) as number)) best.set(row, value === 0 ? 0 : value)
    },
    result: (row) => best.get(row),
  }
}

function replaces(kind: TotalKind, value: number, kept: number): boolean {
  if (kind === "min") return value < kept
  if (kind === "max") return value > kept
  return kind === "last"
}

function countTotal(count: Column<number>): Total {
  return { add: (row) => count.set(row, count.get(row) + 1), result: (row) => count.get(row) }
}

function deviationTotal(count: Column<number>, mean: Column<number>, squares: Column<number>): Total {
  const read = (row: number) => ({ count: count.get(row), mean: mean.get(row), squares: squares.get(row) })
  return {
    add: (row, value) => {
      const deviation = addDeviation(read(row), value as number)
      count.set(row, deviation.count)
      mean.set(row, deviation.mean)
      squares.set(row, deviation.squares)
    },
    result: (row, measure) => {
      const deviation = deviationOf(read(row))
      return deviation === undefined ? undefined : deviation / unitOf(measure)
    },
  }
}

class SumTotal implements Total {
  private readonly count: Column<number>
  private readonly hi: Column<number>
  private readonly lo: Column<number>
  private readonly units: Column<unknown>
  private readonly sum = [0, 0]

  constructor(count: Column<number>, hi: Column<number>, lo: Column<number>, units: Column<unknown>) {
    this.count = count
    this.hi = hi
    this.lo = lo
    this.units = units
  }

  add(row: number, given: unknown): void {
    const value = given as number
    this.count.set(row, this.count.get(row) + 1)
    const { sum } = this
    sum[0] = this.hi.get(row)
    sum[1] = this.lo.get(row)
    const large = this.units.get(row) as string | undefined
    if (large !== undefined || !addExactly(sum, 0, value)) {
      const units = (large === undefined ? toUnits(sum[0]) + toUnits(sum[1]) : BigInt(large)) + toUnits(value)
      this.units.set(row, intoDoubles(units, sum, 0) ? undefined : units.toString())
    }
    this.hi.set(row, sum[0])
    this.lo.set(row, sum[1])
  }

  result(row: number, measure: AggregateMeasure): unknown {
    const large = this.units.get(row) as string | undefined
    const sum = large === undefined ? this.hi.get(row) : fromUnits(BigInt(large))
    return measure.op === "sum"
      ? sum
      : measure.op === "count"
        ? this.count.get(row)
        : sum / this.count.get(row) / unitOf(measure)
  }
}
