import type { RowValues } from "../../abi/rows.ts"
import type { RowKeys, RowsAtHand } from "./contract.ts"
import { LogStore, placeMask } from "./log-store.ts"
import { TakenRows } from "./taken.ts"
import { RowWindow } from "./window.ts"

/** An entry that was restored. */
export interface RestoredEntry {
  readonly at: number
  readonly key: number
  readonly order: number
  /** By column of the series. */
  readonly values: readonly number[]
}

/** A series in a log. */
export interface LogMember {
  /** The window that holds all entries that it needs. */
  readonly all: RowWindow
  /** An entry of this time was let go. */
  lost(at: number): void
}

/** Which rows a log takes. */
export interface LogRows {
  readonly select: number
  readonly space: number
  readonly keys: RowKeys
  /** No value of a row is missing. */
  readonly whole: boolean
}

/** A log of the engine before, with whose entries one goes on. */
export interface FormerLog {
  readonly log: SharedLog
  /** Another one goes on with them, too. */
  readonly isCopied: boolean
  /** Up to this time all events are in it. */
  readonly judged: number
}

/** A series of the log before. */
export interface FormerMember {
  readonly member: LogMember
  /** The first of its columns there. */
  readonly column: number
}

/**
 * Entries of rows that series have in common, because they take the same events with the same key: one for each event, of all keys in one
 * order. Windows move over them as time moves on.
 */
export class SharedLog {
  readonly store = new LogStore()
  readonly windows: RowWindow[] = []
  private readonly rows: LogRows
  private readonly taken: TakenRows
  private readonly members: { readonly member: LogMember; released: number }[] = []
  /** Until it is open. */
  private former: FormerLog | undefined
  /** By column which one of the log before it is. */
  private readonly columnsBefore: (number | undefined)[] = []
  /** Of the last batch: the number of its first entry, how many there are, and the places of their rows. */
  private first = 0
  private added = 0
  private logged = new Int32Array(0)

  /** `former`: with whose entries it goes on. That one is changed by nothing before the next event. */
  constructor(rows: LogRows, former?: FormerLog) {
    this.rows = rows
    this.taken = new TakenRows(rows.select)
    this.former = former
  }

  /** A further series with its values; the number of its first column. Before anything is taken in. `former`: what it was in the log before; it had all of its values. */
  join(member: LogMember, values: readonly RowValues[], former?: FormerMember): number {
    const before = former && this.former?.log.members.find((each) => each.member === former.member)
    this.members.push({ member, released: before?.released ?? member.all.begins })
    for (const place of values.keys()) {
      this.columnsBefore.push(former && former.column + place)
      if (this.former === undefined) this.store.addColumn()
    }
    return this.taken.add(values)
  }

  /** The window over the last `reach` ms up to `ending` ms ago, for a series that has no entries before `begins`. */
  windowOf(reach: number, ending: number, begins = this.store.first): RowWindow {
    const { former } = this
    const from = former === undefined ? begins : former.log.store.firstAfter(begins, former.judged - reach)
    const known = this.windows.find((one) => one.reach === reach && one.ending === ending && one.begins === from)
    if (known !== undefined) return known
    const made = new RowWindow(this.store, reach, ending, from)
    this.windows.push(made)
    return made
  }

  /** All series have joined it, and have asked for their measures. */
  open(): void {
    const { former, windows } = this
    this.former = undefined
    if (former !== undefined) this.goOn(former)
    else for (const window of windows) window.open()
  }

  /** Windows of before are gone on with by those that hold the same, or less of it; others are filled anew. */
  private goOn({ log, isCopied, judged }: FormerLog): void {
    const { windows, columnsBefore, store } = this
    const ints: number[] = []
    const intsOf = (before: number): number => ints.push(before) - 1
    const columnOf = (column: number): number | undefined => columnsBefore[column]
    const left = new Set(isCopied ? [] : log.windows)
    const filled = windows.filter((window) => {
      const fitting = [...left].filter((each) => window.isIn(each, judged, columnOf))
      const found = fitting.find(({ reach }) => reach === window.reach) ?? fitting[0]
      if (found === undefined) return true
      left.delete(found)
      window.goOn(found, columnOf, intsOf)
      return false
    })
    store.takeOver(log.store, columnsBefore, ints, isCopied)
    for (const window of windows) window.open()
    for (const window of filled) {
      window.reserve(this.rows.keys.limit)
      window.moveTo(judged, store.next)
    }
  }

  /** Whether restored entries are the last ones of this log, and those before them are too old (at `tooOld` or before) to be among them. */
  endsWith(entries: readonly RestoredEntry[], tooOld: number): boolean {
    const { store } = this
    const older = store.size - entries.length
    if (older < 0) return false
    for (let i = 0; i < older; i++) if (store.timeOf((store.first + i) | 0) > tooOld) return false
    return entries.every(({ at, key, order }, i) => {
      const entry = (store.first + older + i) | 0
      const chunk = store.chunkOf(entry)
      const place = entry & placeMask
      return store.timeOf(entry) === at && chunk.key[place] === key && chunk.order[place] === order
    })
  }

  /** Puts restored entries into an empty log, or sets the values of its last ones. */
  restore(entries: readonly RestoredEntry[], column: number): void {
    const { store } = this
    if (store.size === 0) {
      store.reserve(entries.length)
      const times = Float64Array.from(entries, ({ at }) => at)
      for (const [i, { key, order }] of entries.entries()) store.add(times, i, key, order)
    }
    for (const [i, { values }] of entries.entries()) {
      const entry = (store.next - entries.length + i) | 0
      const chunk = store.chunkOf(entry)
      for (const [own, value] of values.entries()) chunk.values[column + own]![entry & placeMask] = value
    }
  }

  /** Logs the rows that are judged next, and writes the measures of all windows for each as of its event. */
  take(batch: RowsAtHand): void {
    const { rows, order, count } = batch
    const keys = batch.keysOf(this.rows.space)
    this.first = this.store.next
    this.log(batch, keys)
    const { logged, added, first } = this
    for (const window of this.windows) {
      window.reserve(this.rows.keys.limit)
      window.pass({ rows, order, count, keys, logged, added, first })
    }
    this.release()
  }

  /** The sequence numbers that the events of the last batch got, by place. */
  number(sequences: Int32Array): void {
    const { store } = this
    for (let i = 0; i < this.added; i++) {
      const entry = (this.first + i) | 0
      store.chunkOf(entry).order[entry & placeMask] = sequences[this.logged[i]!]!
    }
    this.added = 0
  }

  /** All events up to that time are in it. */
  moveTo(time: number): void {
    for (const window of this.windows) {
      window.reserve(this.rows.keys.limit)
      window.moveTo(time, this.store.next)
    }
    this.release()
  }

  clear(): void {
    this.store.clear()
    for (const window of this.windows) window.clear()
    for (const each of this.members) each.released = each.member.all.begins
    this.added = 0
  }

  /** Makes entries of the rows that count, in their order. */
  private log(batch: RowsAtHand, keys: Int32Array): void {
    const { store, taken } = this
    const { order, sequence } = batch
    taken.take(batch)
    const { items, count, values } = taken
    if (this.logged.length < count) this.logged = new Int32Array(order.length)
    store.reserve(count)
    const { logged } = this
    const { whole } = this.rows
    if (whole && count === batch.count && areKeys(keys, count)) {
      this.logAll(batch, keys)
      return
    }
    const { at } = batch.rows
    let added = 0
    let entry = store.next
    let chunk = store.chunkOf(entry)
    for (let i = 0; i < count; i++) {
      const place = items[i]!
      const key = keys[place]!
      if (key < 0 || !(whole || taken.isWhole(i))) continue
      const slot = entry & placeMask
      if (slot === 0) chunk = store.chunkOf(entry)
      store.put(chunk, entry, at, order[place]!, key, sequence + place)
      // Without −0, which a snapshot does not know.
      for (let column = 0; column < values.length; column++) chunk.values[column]![slot] = values[column]![i]! + 0
      logged[added++] = place
      entry = (entry + 1) | 0
    }
    store.next = entry
    this.added = added
  }

  /** All rows count: columns go into chunks one after the other. */
  private logAll({ rows, order, count, sequence }: RowsAtHand, keys: Int32Array): void {
    const { store, taken, logged } = this
    const run = { at: rows.at, rows: order, keys, sequence }
    let entry = store.next
    for (let from = 0, to = 0; from < count; from = to) {
      const slot = entry & placeMask
      const chunk = store.chunkOf(entry)
      to = Math.min(count, from + placeMask + 1 - slot)
      store.putRun(chunk, entry, run, from, to)
      for (const [column, values] of taken.values.entries()) {
        const into = chunk.values[column]!
        // Without −0, as above.
        for (let i = from; i < to; i++) into[slot + i - from] = values[i]! + 0
      }
      entry = (entry + to - from) | 0
    }
    for (let i = 0; i < count; i++) logged[i] = i
    store.next = entry
    this.added = count
  }

  /** Lets the entries go that no window needs any more. */
  private release(): void {
    const { store } = this
    for (const each of this.members) {
      const { begins } = each.member.all
      if (begins === each.released) continue
      each.member.lost(store.timeOf((begins - 1) | 0))
      each.released = begins
    }
    let kept = 0
    for (const window of this.windows) {
      window.settle()
      kept = Math.max(kept, (store.next - window.left) | 0)
    }
    store.releaseTo((store.next - kept) | 0)
  }
}

/** Whether all of them are numbers of keys. */
function areKeys(keys: Int32Array, count: number): boolean {
  let all = 0
  for (let i = 0; i < count; i++) all |= keys[i]!
  return all >= 0
}
