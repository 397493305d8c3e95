import type { ColumnSchema, RowObjectReader } from "../abi/rows.ts"
import type { Manifest, Program } from "../abi/rule-set.ts"
import { hasKey, type RowEvents } from "./row-events.ts"

/** Events of one call that are judged together. */
const judgedTogether = 1024

/** What the engine does with events that are handed over as objects. */
export interface ObjectTaker {
  /** How far the watermark stays behind the highest time. */
  readonly latenessMs: number
  /** Up to this time events are late. */
  watermark(): number
  /** The highest time so far. */
  highest(): number
  /** So many events were taken, and the highest time is this one now. */
  taken(type: number, events: number, highest: number): void
  /** The row of an event that came alone waits. */
  waits(row: number, time: number): void
  /** Takes an event in the slow way: it is late, or odd, or none. */
  accept(type: string, event: unknown): void
  /** Judges what the watermark has reached. */
  judge(): void
}

/** What rules do with the rows of a type. */
export interface RowUses {
  /** Some look at them as objects. */
  readsObjects(type: number): boolean
  /** None looks at more of them than conditions choose. */
  leavesTexts(type: number): boolean
}

interface ObjectReader {
  readonly name: string
  readonly type: number
  readonly read: RowObjectReader
  /** Texts of rows that no condition chooses get no codes. */
  readonly leaves: boolean
  /** As in `RowReader`. */
  readonly keys: readonly (readonly ColumnSchema[])[] | undefined
}

/** Reads events that are handed over as objects into rows, where they are as plain as most are. */
export class ObjectIntake {
  private readonly events: RowEvents
  private readonly taker: ObjectTaker
  private readonly readers = new Map<string, ObjectReader>()
  /** The list of an event that comes alone. */
  private readonly single: unknown[] = [undefined]

  constructor({ events, awaited }: Manifest, program: Program, rows: RowEvents, uses: RowUses, taker: ObjectTaker) {
    this.events = rows
    this.taker = taker
    for (const [type, { name }] of events.entries()) {
      const read = program.objectReaders?.[type]
      if (!read || uses.readsObjects(type) || awaited.some((call) => call.events.includes(type))) continue
      this.readers.set(name, { name, type, read, leaves: uses.leavesTexts(type), keys: rows.keysOf(type) })
    }
  }

  /** Takes an event, which may be changed afterwards. */
  takeOne(type: string, event: unknown): void {
    const reader = this.readers.get(type)
    if (reader === undefined || !this.takeRow(reader, event)) this.taker.accept(type, event)
  }

  /** Takes the events of a list, and judges them. */
  takeList(type: string, list: readonly unknown[], together = judgedTogether): void {
    const { events, taker } = this
    const reader = this.readers.get(type)
    let left = together
    try {
      for (let place = 0; place < list.length; ) {
        const to = Math.min(list.length, place + left)
        let count = reader === undefined ? 0 : this.takeRows(reader, list, place, to)
        if (count === 0) {
          // It may bring code of its own.
          events.own()
          taker.accept(type, list[place])
          count = 1
        }
        place += count
        left -= count
        if (left > 0) continue
        taker.judge()
        left = together
      }
      taker.judge()
    } finally {
      events.own()
    }
  }

  /** Takes any events one after another, each of which may be changed when the next is asked for, and judges them. */
  takeEach(type: string, events: Iterable<unknown>, together = judgedTogether): void {
    let left = together
    for (const event of events) {
      this.takeOne(type, event)
      if (--left > 0) continue
      this.taker.judge()
      left = together
    }
    this.taker.judge()
  }

  /** Takes events from `from` on, before `to`, as rows: how many. The one behind them must be taken in the slow way, or there was no more room. */
  private takeRows(reader: ObjectReader, list: readonly unknown[], from: number, to: number): number {
    const { rows, dictionaries } = this.events
    const room = rows.room()
    const first = rows.placeOf(rows.next)
    const end = to - from > room ? from + room : to
    const count = reader.read(list, from, end, rows, first, dictionaries, reader.leaves)
    if (count === 0) return 0
    this.events.lend(reader.type, list, from, count)
    this.admit(reader, first, count, list, from)
    return count
  }

  /**
   * Takes one event as a row, with a copy of the object: it waits for longer than the call. False: nothing was done, and it must be taken in the
   * slow way.
   */
  private takeRow({ type, read, leaves, keys }: ObjectReader, event: unknown): boolean {
    const { events, taker, single } = this
    const { rows } = events
    rows.room()
    const row = rows.placeOf(rows.next)
    single[0] = event
    const count = read(single, 0, 1, rows, row, events.dictionaries, leaves)
    single[0] = undefined
    if (count === 0) return false
    const time = rows.at[row]!
    if (time <= taker.watermark() || (keys !== undefined && !hasKey(keys, rows, row))) {
      // Its texts may have got codes: what counts rows knows of it.
      rows.take(1)
      rows.sweep()
      return false
    }
    events.addCopy(type, row, event as object)
    taker.taken(type, 1, time)
    taker.waits(row, time)
    return true
  }

  /** Puts rows that were read among those that wait; late ones, and those without a key, go the slow way. */
  private admit(
    { name, type, keys }: ObjectReader,
    first: number,
    count: number,
    list: readonly unknown[],
    from: number,
  ): void {
    const { taker } = this
    const { latenessMs } = taker
    const { rows } = this.events
    const { at } = rows
    const end = first + count
    let late = taker.watermark()
    let highest = taker.highest()
    /** Those from here on were taken, and are not in order yet. */
    let start = first
    for (let row = first; row < end; row++) {
      const time = at[row]!
      if (time > late && (keys === undefined || hasKey(keys, rows, row))) {
        if (time > highest) highest = time
        const reached = highest - latenessMs - 1
        if (reached > late) late = reached
        continue
      }
      if (row > start) rows.enqueue(start, row - start, 0)
      taker.taken(type, row - start, highest)
      start = row + 1
      taker.accept(name, list[from + row - first])
    }
    if (end > start) {
      rows.enqueue(start, end - start, 0)
      taker.taken(type, end - start, highest)
    }
    if (end - start < count) rows.sweep()
  }
}

/** Whether it is a list that is gone through by place. */
export function isList(events: Iterable<unknown>): events is readonly unknown[] {
  return Array.isArray(events) && events[Symbol.iterator] === Array.prototype[Symbol.iterator]
}
