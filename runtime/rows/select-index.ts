import type { IndexedSelect, Rows, RowTest } from "../abi/rows.ts"
import { Ranges } from "./ranges.ts"

/** Rows that a condition chose: places in a batch, rising. */
export interface Chosen {
  readonly items: Int32Array
  readonly count: number
}

interface Selection {
  items: Int32Array
  count: number
}

/** Conditions that ask the same of a code, or nothing. */
interface Bucket {
  /** Those that ask for no number. */
  readonly always: Int32Array
  readonly ranges: readonly { readonly column: number; readonly ranges: Ranges }[]
}

/** What numbers rows have that fulfil any condition of a bucket. */
interface Limits {
  readonly column: number
  /** By code. */
  readonly least: Float64Array
  readonly most: Float64Array
}

/** Conditions by the code in a column. */
interface Table {
  readonly column: number
  readonly buckets: readonly (Bucket | undefined)[]
  /** undefined: they ask for other columns, or for none. */
  readonly limits: Limits | undefined
}

/** Conditions on rows of one type: by the codes in a column, and those that ask for none. */
interface TypeIndex {
  readonly tables: readonly Table[]
  readonly rest: Bucket | undefined
}

interface Entry {
  readonly select: IndexedSelect
  readonly number: number
}

/**
 * Evaluates many conditions over the rows of a batch in one pass: of a row the codes lead to the conditions that ask for them, among
 * which those are found whose bounds hold its numbers. A row costs work for what it fulfils, however many conditions there are.
 */
export class SelectIndex {
  /** By number of the condition; of those that are asked for as hits nothing stands here. */
  readonly selections: readonly Selection[]
  /** The first `chosenCount` are the numbers of the conditions that chose something of the batch. */
  readonly chosen: Int32Array
  chosenCount = 0
  /** Which rows chose the conditions that are asked for as hits: their places in the batch, rising, and the conditions. */
  hitPlaces = new Int32Array(64)
  hitNumbers = new Int32Array(64)
  hitCount = 0
  /** By number of the condition: 1 where it is asked for as hits. */
  private readonly isHit: Uint8Array
  private readonly types: readonly (TypeIndex | undefined)[]
  /** The event type that all conditions are about; -1: there are several. */
  private readonly onlyType: number
  /** By number of the condition: what else it asks. */
  private readonly rests: readonly (RowTest | undefined)[]
  private readonly found: Int32Array

  constructor(selects: readonly IndexedSelect[], tests: readonly RowTest[]) {
    this.selections = selects.map(() => ({ items: new Int32Array(8), count: 0 }))
    this.chosen = new Int32Array(selects.length)
    this.found = new Int32Array(selects.length)
    this.isHit = new Uint8Array(selects.length)
    this.rests = selects.map(({ rest }) => (rest === undefined ? undefined : tests[rest]!))
    const types: (TypeIndex | undefined)[] = []
    const entries = selects.map((select, number) => ({ select, number }))
    for (const [event, own] of groupBy(entries, ({ select }) => select.event)) types[event] = typeIndexOf(own)
    this.types = types
    const asked = new Set(selects.map(({ event }) => event))
    this.onlyType = asked.size === 1 ? selects[0]!.event : -1
  }

  /** Chooses among the first `count` rows that stand at the places in `order`. */
  fill(rows: Rows, order: Int32Array, count: number): void {
    const { selections, chosen, types, onlyType } = this
    for (let i = 0; i < this.chosenCount; i++) selections[chosen[i]!]!.count = 0
    this.chosenCount = 0
    this.hitCount = 0
    const index = types[onlyType]
    const [table, other] = index?.tables ?? []
    if (table?.limits !== undefined && other === undefined && index!.rest === undefined) {
      this.fillWithin(rows, order, count, index!, table.column, table.limits)
      return
    }
    const { type } = rows
    for (let place = 0; place < count; place++) {
      const row = order[place]!
      const own = types[type[row]!]
      if (own !== undefined) this.chooseOf(own, rows, row, place)
    }
  }

  /** Most events are as usual, and thresholds beyond that: rows outside the limits are passed over, two columns and the type being all that is read. */
  private fillWithin(
    rows: Rows,
    order: Int32Array,
    count: number,
    index: TypeIndex,
    column: number,
    limits: Limits,
  ): void {
    const { onlyType } = this
    const { type } = rows
    const codes = rows.codes[column]!
    const numbers = rows.numbers[limits.column]!
    const { least, most } = limits
    for (let place = 0; place < count; place++) {
      const row = order[place]!
      const code = codes[row]!
      if (code < 0 || code >= least.length || type[row] !== onlyType) continue
      const value = numbers[row]!
      if (value >= least[code]! && value <= most[code]!) this.chooseOf(index, rows, row, place)
    }
  }

  /** Chooses a row for the conditions of its type that it fulfils. */
  private chooseOf(index: TypeIndex, rows: Rows, row: number, place: number): void {
    const { found, rests } = this
    const total = find(index, rows, row, found)
    for (let i = 0; i < total; i++) {
      const number = found[i]!
      const rest = rests[number]
      if (rest === undefined || rest(rows, row)) this.choose(number, place)
    }
  }

  /** Asks for a condition as hits. */
  askHits(number: number): void {
    this.isHit[number] = 1
  }

  private choose(number: number, place: number): void {
    if (this.isHit[number] === 1) {
      this.hit(number, place)
      return
    }
    const selection = this.selections[number]!
    const { count } = selection
    if (count === 0) this.chosen[this.chosenCount++] = number
    if (count === selection.items.length) {
      const items = new Int32Array(count * 4)
      items.set(selection.items)
      selection.items = items
    }
    selection.items[count] = place
    selection.count = count + 1
  }

  private hit(number: number, place: number): void {
    const count = this.hitCount++
    if (count === this.hitPlaces.length) {
      this.hitPlaces = twice(this.hitPlaces)
      this.hitNumbers = twice(this.hitNumbers)
    }
    this.hitPlaces[count] = place
    this.hitNumbers[count] = number
  }
}

function twice(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const made = new Int32Array(numbers.length * 2)
  made.set(numbers)
  return made
}

/** Writes the conditions whose codes and bounds a row fulfils to `found`; how many there are. */
function find({ tables, rest }: TypeIndex, rows: Rows, row: number, found: Int32Array): number {
  let total = 0
  for (let i = 0; i < tables.length; i++) {
    const { column, buckets } = tables[i]!
    const code = rows.codes[column]![row]!
    const bucket = code >= 0 && code < buckets.length ? buckets[code] : undefined
    if (bucket !== undefined) total = findIn(bucket, rows, row, found, total)
  }
  return rest === undefined ? total : findIn(rest, rows, row, found, total)
}

function findIn({ always, ranges }: Bucket, rows: Rows, row: number, found: Int32Array, count: number): number {
  let total = count
  for (let i = 0; i < always.length; i++) found[total++] = always[i]!
  for (let i = 0; i < ranges.length; i++) {
    const one = ranges[i]!
    total = one.ranges.find(rows.numbers[one.column]![row]!, found, total)
  }
  return total
}

function typeIndexOf(entries: readonly Entry[]): TypeIndex {
  const coded = entries.filter(({ select }) => select.codes !== undefined)
  const others = entries.filter(({ select }) => select.codes === undefined)
  const tables = [...groupBy(coded, ({ select }) => select.codes!.column)].map(([column, own]) => {
    const byCode = new Map<number, Entry[]>()
    for (const entry of own) {
      for (const code of entry.select.codes!.values) {
        const list = byCode.get(code)
        if (list === undefined) byCode.set(code, [entry])
        else list.push(entry)
      }
    }
    const length = 1 + [...byCode.keys()].reduce((most, code) => Math.max(most, code), -1)
    const buckets = Array.from({ length }, (_, code) => {
      const list = byCode.get(code)
      return list && bucketOf(list)
    })
    return { column, buckets, limits: limitsOf(buckets) }
  })
  return { tables, rest: others.length === 0 ? undefined : bucketOf(others) }
}

/** undefined: not all buckets ask for numbers in one column alone. */
function limitsOf(buckets: readonly (Bucket | undefined)[]): Limits | undefined {
  const own = buckets.filter((bucket) => bucket !== undefined)
  const column = own[0]?.ranges[0]?.column
  const isOnly = ({ always, ranges }: Bucket): boolean =>
    always.length === 0 && ranges.length === 1 && ranges[0]!.column === column
  if (column === undefined || !own.every(isOnly)) return undefined
  const ranges = Array.from(buckets, (bucket) => bucket?.ranges[0]?.ranges)
  return {
    column,
    least: Float64Array.from(ranges, (own) => own?.least ?? Number.POSITIVE_INFINITY),
    most: Float64Array.from(ranges, (own) => own?.most ?? Number.NEGATIVE_INFINITY),
  }
}

function bucketOf(entries: readonly Entry[]): Bucket {
  const ranged = entries.flatMap(({ select: { range }, number }) => (range ? [{ ...range, item: number }] : []))
  return {
    always: Int32Array.from(entries.flatMap(({ select: { range }, number }) => (range ? [] : number))),
    ranges: [...groupBy(ranged, ({ column }) => column)].map(([column, own]) => ({ column, ranges: new Ranges(own) })),
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
