import type { Column, Table } from "../state/contract.ts"

interface Measured {
  readonly name: string
  /** The parameters in it. */
  readonly params?: readonly string[]
}

/** A parameter, its value, and how often it became another one: equal for the same value after others in between it is not. */
interface Remembered {
  readonly name: string
  readonly value: unknown
  readonly changes: number
}

/** How often each parameter had become another one, by name: what running results are kept with. */
export type Versions = readonly (readonly [name: string, changes: number])[]

/** With which values of parameters the measures of an `each` rule have their running results: those of another value begin anew. */
export class MeasureParams {
  private readonly measures: readonly Measured[]
  private readonly params: Readonly<Record<string, unknown>>
  private readonly table: Table
  private readonly values: Column<unknown>
  private remembered: readonly Remembered[]
  /** Of the values that are remembered. */
  versions: Versions = []

  /** `table`: of one row, the values as [name, value, changes]. */
  constructor(table: Table, measures: readonly Measured[], params: Readonly<Record<string, unknown>>) {
    this.measures = measures
    this.params = params
    this.table = table
    this.values = table.value("values")
    const stored = table.size === 0 ? [] : (this.values.get(0) as readonly (readonly [string, unknown, number?])[])
    this.remembered = stored.map(([name, value, changes = 0]) => ({ name, value, changes }))
  }

  /** The parameters that have another value than the running results were made with. */
  changed(): readonly string[] {
    return this.remembered.filter((each) => this.isOther(each)).map(({ name }) => name)
  }

  /** Whether the running results hold for these values. */
  holdFor(params: Readonly<Record<string, unknown>>): boolean {
    return this.remembered.every(({ name, value }) => JSON.stringify(value) === JSON.stringify(params[name]))
  }

  /** From now on they are made with the values that parameters have. */
  remember(): void {
    const names = [...new Set(this.measures.flatMap((measure) => measure.params ?? []))].sort()
    this.remembered = names.map((name) => {
      const known = this.remembered.find((each) => each.name === name)
      const changes = known === undefined ? 0 : known.changes + (this.isOther(known) ? 1 : 0)
      return { name, value: this.params[name], changes }
    })
    this.versions = this.remembered.map(({ name, changes }) => [name, changes])
    if (this.table.size === 0) this.table.allocate()
    this.values.set(
      0,
      this.remembered.map(({ name, value, changes }) => [name, value, changes]),
    )
  }

  /** The numbers of the measures that one of these parameters is in. */
  concerned(names: readonly string[]): readonly number[] {
    if (names.length === 0) return []
    const { measures } = this
    return [...measures.keys()].filter((number) => measures[number]!.params?.some((name) => names.includes(name)))
  }

  /** The numbers of the measures whose running results were made with other values than those that are remembered. */
  outdated(made: Versions): readonly number[] {
    const isOld = ([name, changes]: Versions[number]): boolean =>
      this.remembered.some((each) => each.name === name && each.changes !== changes)
    return this.concerned(made.filter(isOld).map(([name]) => name))
  }

  private isOther({ name, value }: Remembered): boolean {
    return JSON.stringify(value) !== JSON.stringify(this.params[name])
  }
}
