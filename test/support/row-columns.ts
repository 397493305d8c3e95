import { missingCode, otherCode, type Rows, type RowsSchema } from "../../runtime/abi/rows.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { Fields } from "../../runtime/abi/value.ts"

/** An event in its inside form. */
export interface RowEvent {
  readonly type: number
  readonly fields: Fields
}

/** Rows of columns as a decoder would fill them, from events as objects: slow and obvious. */
export function rowsOf({ manifest }: RuleSet, events: readonly RowEvent[]): Rows {
  const schema = manifest.columns!
  const fill = (count: number) => Array.from({ length: count }, () => new Int32Array(events.length).fill(-99))
  const rows: Rows = {
    type: Uint16Array.from(events, ({ type }) => type),
    at: new Float64Array(events.length),
    from: new Int32Array(events.length),
    to: new Int32Array(events.length),
    numbers: Array.from({ length: schema.numbers }, () => new Float64Array(events.length).fill(-99)),
    codes: fill(schema.codes),
    textFrom: fill(schema.texts),
    textTo: fill(schema.texts),
  }
  const dictionaries = dictionariesOf(schema)
  for (const [row, { type, fields }] of events.entries()) {
    for (const { field, kind, place, domain } of schema.events[type] ?? []) {
      const value = fields[manifest.events[type]!.fields[field]!.name]
      if (kind === "number") rows.numbers[place]![row] = value === undefined ? Number.NaN : Number(value)
      else if (kind === "code") rows.codes[place]![row] = dictionaries[domain!]!(value)
      else rows.textFrom[place]![row] = value === undefined ? -1 : 17
    }
  }
  return rows
}

function dictionariesOf({ domains }: RowsSchema): readonly ((value: unknown) => number)[] {
  return domains.map(({ constants, open }) => {
    const codes = new Map<unknown, number>(constants.map((text, code) => [text, code]))
    return (value) => {
      if (value === undefined) return missingCode
      if (!codes.has(value) && open) codes.set(value, codes.size)
      return codes.get(value) ?? otherCode
    }
  })
}
