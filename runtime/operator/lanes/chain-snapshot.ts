import type { EventRecord } from "../../abi/event.ts"
import type { EventSchema, RuleManifest } from "../../abi/rule-set.ts"
import type { ByteWriter } from "../../state/bytes.ts"
import type { Column, Layout, OperatorState, RestoredKey, Table, TableLayout } from "../../state/contract.ts"
import { formFingerprint, keptFields } from "../conversion/stored-form.ts"
import { countsTable } from "../counts.ts"
import type { ChainStore } from "./chain-store.ts"
import type { Link, RegisterLayout } from "./registers.ts"

/** Events that partial matches hold. */
const eventTable: TableLayout = { name: "events", columns: { event: "event" }, rows: { kind: "snapshots" } }

/** The tables of chains. */
export function chainTables(keepsEvents: boolean): readonly TableLayout[] {
  return [
    {
      name: "partials",
      columns: { key: "value", cells: "value", texts: "value", links: "value" },
      rows: { kind: "snapshots" },
    },
    ...(keepsEvents ? [eventTable] : []),
    countsTable,
  ]
}

/** The layout of a rule whose partial matches are chains: one row of the table for each partial match. */
export function chainLayout(rule: RuleManifest, events: readonly EventSchema[]): Layout {
  const { fields, counts, events: keepsEvents } = rule.rows!.registers!
  const registers = fields.map(({ of, step, columns }) => ({
    of,
    step,
    fields: keptFields(columns, events[rule.inputs[0]!]!),
  }))
  return {
    operator: `chain ${rule.was ?? rule.name}`,
    fingerprint: formFingerprint(rule, events, { form: "chain", registers, counts, events: keepsEvents }),
    dividedBy: rule.name,
    tables: chainTables(keepsEvents),
  }
}

/** Keys by their ids. */
export interface ChainKeys {
  readonly limit: number
  values(id: number): unknown[]
  idOf(values: readonly unknown[]): number
}

/** Writes all partial matches into tables, those of a key in their order. */
export function storeChains(state: OperatorState, partials: ChainStore, layout: RegisterLayout, keys: ChainKeys): void {
  const columns = columnsOf(state.table("partials"))
  const { link } = layout
  const events = link < 0 ? undefined : new EventRows(state.table(eventTable.name))
  columns.table.clear()
  events?.table.clear()
  for (const block of partials.all()) {
    const key = keys.values(partials.keyOf(block))
    for (let i = 0; i < partials.count(block); i++) {
      const cell = partials.cellOf(block, i)
      const row = columns.table.allocate()
      const cells = [...partials.cells.subarray(cell, cell + layout.stride)]
      const numbers = cells.map((one) => (Number.isNaN(one) ? null : one))
      columns.key.set(row, key)
      columns.cells.set(row, numbers)
      if (!layout.hasObjects) continue
      const texts = cells.map((_, at) => (at === link ? null : (partials.objects[cell + at] ?? null)))
      columns.texts.set(row, texts)
      if (events !== undefined) columns.links.set(row, events.write(partials.objects[cell + link] as Link | undefined))
    }
  }
}

/** Takes partial matches out of the tables that `storeChains` wrote. */
export function loadChains(state: OperatorState, partials: ChainStore, layout: RegisterLayout, keys: ChainKeys): void {
  const columns = columnsOf(state.table("partials"))
  const events = layout.link < 0 ? undefined : new EventRows(state.table(eventTable.name))
  for (const row of columns.table.rows()) {
    const key = keys.idOf(columns.key.get(row) as unknown[])
    partials.reserve(keys.limit)
    const cell = partials.add(key)
    const cells = columns.cells.get(row) as (number | null)[]
    for (const [at, one] of cells.entries()) partials.cells[cell + at] = one ?? Number.NaN
    layout.empty(partials.cells, cell)
    const texts = columns.texts.get(row) as (string | null)[] | undefined
    for (const [at, one] of (texts ?? []).entries()) partials.objects[cell + at] = one ?? undefined
    if (events !== undefined) {
      partials.objects[cell + layout.link] = events.read(columns.links.get(row) as [number, number][])
    }
  }
  columns.table.clear()
  events?.table.clear()
}

/** Writes the partial matches of a block that are held, for a cut of the state. */
export function writeBlock(
  partials: ChainStore,
  layout: RegisterLayout,
  block: number,
  isHeld: (cell: number) => boolean,
  out: ByteWriter,
  numberOf: (event: EventRecord) => number,
): void {
  const cells: number[] = []
  for (let i = 0; i < partials.count(block); i++) {
    const cell = partials.cellOf(block, i)
    if (isHeld(cell)) cells.push(cell)
  }
  out.count(cells.length)
  for (const cell of cells) writeChain(partials, layout, cell, out, numberOf)
}

function writeChain(
  partials: ChainStore,
  layout: RegisterLayout,
  cell: number,
  out: ByteWriter,
  numberOf: (event: EventRecord) => number,
): void {
  const { link, stride, hasObjects } = layout
  for (let at = 0; at < stride; at++) out.number(partials.cells[cell + at]!)
  if (!hasObjects) return
  for (let at = 0; at < stride; at++) if (at !== link) out.value(partials.objects[cell + at])
  if (link < 0) return
  const last = partials.objects[cell + link] as Link | undefined
  let links = 0
  for (let each = last; each !== undefined; each = each.before) links++
  out.count(links)
  for (let each = last; each !== undefined; each = each.before) {
    out.count(each.step)
    out.count(numberOf(each.event))
  }
}

/** Takes a partial match out of what `writeBlock` wrote. */
export function readChain(
  partials: ChainStore,
  layout: RegisterLayout,
  key: number,
  { entry, events }: Pick<RestoredKey, "entry" | "events">,
): void {
  const { link, stride, hasObjects } = layout
  const cell = partials.add(key)
  for (let at = 0; at < stride; at++) partials.cells[cell + at] = entry.number()
  layout.empty(partials.cells, cell)
  if (!hasObjects) return
  for (let at = 0; at < stride; at++) if (at !== link) partials.objects[cell + at] = entry.value()
  if (link < 0) return
  const links = Array.from({ length: entry.count() }, () => ({ step: entry.count(), event: events[entry.count()]! }))
  let last: Link | undefined
  for (const { step, event } of links.reverse()) last = { event, step, before: last }
  partials.objects[cell + link] = last
}

/** Events in their table, and links as lists of steps and rows. */
class EventRows {
  readonly table: Table
  private readonly event: Column<EventRecord>
  private readonly rows = new Map<EventRecord, number>()

  constructor(table: Table) {
    this.table = table
    this.event = table.value("event") as Column<EventRecord>
  }

  write(last: Link | undefined): [step: number, row: number][] {
    const links: [number, number][] = []
    for (let link = last; link !== undefined; link = link.before) {
      let row = this.rows.get(link.event)
      if (row === undefined) {
        row = this.table.allocate()
        this.event.set(row, link.event)
        this.rows.set(link.event, row)
      }
      links.push([link.step, row])
    }
    return links.reverse()
  }

  read(links: readonly [step: number, row: number][]): Link | undefined {
    let last: Link | undefined
    for (const [step, row] of links) last = { event: this.event.get(row), step, before: last }
    return last
  }
}

function columnsOf(table: Table): {
  readonly table: Table
  readonly key: Column<unknown>
  readonly cells: Column<unknown>
  readonly texts: Column<unknown>
  readonly links: Column<unknown>
} {
  return {
    table,
    key: table.value("key"),
    cells: table.value("cells"),
    texts: table.value("texts"),
    links: table.value("links"),
  }
}
