import type { Changes } from "./changes.ts"
import type { KeyedState, LoggedState } from "./contract.ts"
import { type CutPart, type CutWriter, groups } from "./cut.ts"
import { EventNumbers } from "./event-numbers.ts"
import type { EventCodec, MemoryTable, TableRows } from "./table.ts"

/** The table of an operator, row by row. */
export class TablePart implements CutPart {
  private readonly table: MemoryTable
  private readonly codec: EventCodec
  private readonly operator: number
  private readonly part: number
  private rows: TableRows | undefined = undefined

  constructor(table: MemoryTable, codec: EventCodec, operator: number, part: number) {
    this.table = table
    this.codec = codec
    this.operator = operator
    this.part = part
  }

  begin(full: boolean, out: CutWriter): void {
    const { table, operator, part, codec } = this
    const write = (row: number): void => {
      if (!table.isLive(row)) return
      const bytes = out.group(groups.rows, operator, part)
      const start = bytes.beginPart()
      bytes.count(row)
      table.writeRow(row, bytes, codec)
      bytes.endPart(start)
    }
    this.rows = table.beginCut(full, write)
  }

  more(out: CutWriter): boolean {
    if (this.rows !== undefined) {
      const bytes = out.group(groups.table, this.operator, this.part)
      const { top, kept, freed } = this.rows
      bytes.count(top)
      bytes.count(kept)
      bytes.count(freed.length)
      for (const row of freed) bytes.count(row)
      this.rows = undefined
    }
    return this.table.changes.handOutSome(out)
  }

  abandon(): void {
    this.table.abandonCut()
  }
}

/** What an operator keeps as a log. */
export class LogPart implements CutPart {
  private readonly log: LoggedState
  private readonly operator: number

  constructor(log: LoggedState, operator: number) {
    this.log = log
    this.operator = operator
  }

  begin(full: boolean): void {
    this.log.cutBegins(full)
  }

  more(out: CutWriter): boolean {
    const goesOn = this.log.writeSome(out.group(groups.log, this.operator, 0), () => out.isEnough)
    if (!goesOn) this.log.cutEnds(true)
    return goesOn
  }

  abandon(): void {
    this.log.cutEnds(false)
  }
}

/** Where an operator's keyed state goes. */
export interface KeyedHolder {
  readonly operator: number
  readonly state: KeyedState
}

/** What operators keep by key, of which the same things change. */
export class KeyedPart implements CutPart {
  readonly changes: Changes
  private readonly holders: readonly KeyedHolder[]
  private readonly codec: EventCodec
  /** Of the key at hand. */
  private readonly events = new EventNumbers()

  constructor(changes: Changes, holders: readonly KeyedHolder[], codec: EventCodec) {
    this.changes = changes
    this.holders = holders
    this.codec = codec
  }

  begin(full: boolean, out: CutWriter): void {
    const { holders } = this
    for (const { state } of holders) state.cutBegins?.()
    const write = (key: number): void => {
      for (let i = 0; i < holders.length; i++) this.writeKey(holders[i]!, key, full, out)
    }
    this.changes.begin(full, Math.max(...holders.map(({ state }) => state.limit)), write)
  }

  more(out: CutWriter): boolean {
    const goesOn = this.changes.handOutSome(out)
    if (!goesOn) this.end()
    return goesOn
  }

  abandon(): void {
    this.changes.abandon()
    this.end()
  }

  private end(): void {
    for (const { state } of this.holders) state.cutEnds?.()
  }

  /** In a full cut there is nothing of a key that holds nothing. */
  private writeKey({ operator, state }: KeyedHolder, key: number, full: boolean, out: CutWriter): void {
    const holds = state.holdsAtCut(key)
    if (!holds && full) return
    const { events } = this
    const bytes = out.group(groups.keys, operator, 0)
    const entry = bytes.beginPart()
    const values = state.valuesOf(key)
    const name = bytes.beginPart()
    for (let i = 0; i < values.length; i++) bytes.value(values[i])
    bytes.endPart(name)
    if (holds) {
      const body = bytes.beginPart()
      state.write(key, bytes, events.numberOf)
      bytes.endPart(body)
      for (let i = 0; i < events.events.length; i++) bytes.value(this.codec.encode(events.events[i]!))
      events.clear()
    }
    bytes.endPart(entry)
  }
}
