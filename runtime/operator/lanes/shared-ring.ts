import { noKey } from "../../rows/key-space.ts"
import { Changes } from "../../state/changes.ts"
import type { Capture } from "./capture.ts"
import type { Batch, LaneHost } from "./contract.ts"
import { besideLog, besideNumber, type HeldLog, type OpenLog } from "./held-log.ts"
import { type HeldRun, type Level, levelsOf, type Ring, type RingMember, type Seat, seatsOf } from "./ring-members.ts"
import { RingStore } from "./ring-store.ts"

const none = -1
/** Words of a key: how many events it ever had (modulo 2^32); behind it for each member the number of the first event that counts. */
const totalWord = 0
const memberWord = 1

export interface SharedRingOptions {
  readonly space: number
  /** Of the first step. */
  readonly select: number
  /** Of the first step; null: events as a whole. */
  readonly capture: Capture | null
  /** Where whole events are kept; undefined: they are objects. */
  readonly openLog: OpenLog | undefined
  /** The numbers that are kept of whole events there. */
  readonly beside: Capture | null
  /** Most events of one key that count for a rule; the oldest is dropped beyond. */
  readonly limit: number
  readonly host: LaneHost
  readonly keys: { readonly limit: number }
}

/** A ring in the engine before. */
export interface FormerRing {
  readonly ring: SharedRing<RingMember>
  /** Of its members those that are still there, in the order of the members now. */
  readonly numbers: readonly number[]
  /** Another ring goes on with its events, too. */
  readonly isCopied: boolean
  /** Up to this time all events were judged. */
  readonly judged: number
}

/**
 * The last events of each key for all rules that hold the same ones: either `N A` or `N A then B`, with the same A. What a rule has used or
 * dropped lies before the first event that counts for it: a number for each key and rule. Rules that need more events look further back
 * than others, so where no window of theirs reaches, none of them is looked at.
 */
export class SharedRing<M extends RingMember> implements Ring {
  readonly store: RingStore
  readonly log: HeldLog | undefined
  readonly beside: Capture | null
  readonly changes: Changes
  private readonly options: SharedRingOptions
  private readonly seats: readonly Seat<M>[]
  /** By number; those in between may be of members that are gone. */
  private readonly seatOf: readonly Seat<M>[]
  private readonly levels: readonly Level<M>[]
  /** By condition of the last step. */
  private readonly endings: readonly { readonly select: number; readonly levels: readonly Level<M>[] }[]
  /** How many events of a key are held; undefined: as many as the windows hold. */
  private readonly most: number | undefined
  /** No key can hold more events than it may. */
  private readonly isBounded: boolean
  /** It is one rule's, that counts events of which numbers are kept. */
  private readonly isPlain: boolean
  /** The batch at hand, and where it goes on: among the chosen rows, and among all. */
  private batch = 0
  private cursor = 0
  private next = 0
  /** By place of the batch: the first link to an ending that chose it. By link: its ending, and the next one of the same place. */
  private links = new Int32Array(0)
  private linkEnding = new Int32Array(64)
  private linkNext = new Int32Array(64)

  /** `former`: with whose events it goes on, all members being members of that one. */
  constructor(options: SharedRingOptions, members: readonly M[], former?: FormerRing) {
    const { capture, limit } = options
    const seats = seatsOf(members, former?.numbers)
    const before = former?.ring.store.layout
    this.options = options
    this.seats = seats
    const seatOf: Seat<M>[] = []
    for (const seat of seats) seatOf[seat.number] = seat
    this.seatOf = seatOf
    this.changes = former === undefined || former.isCopied ? new Changes() : former.ring.changes
    this.levels = levelsOf(seats)
    const selects = [...new Set(members.flatMap(({ lastSelect }) => lastSelect ?? []))]
    this.endings = selects.map((select) => ({
      select,
      levels: levelsOf(seats.filter(({ member }) => member.lastSelect === select)),
    }))
    // Blocks stay as wide as they are, also where the member that needs most is gone.
    this.most = before !== undefined ? before.most : selects.length === 0 ? this.levels.at(-1)!.needed : undefined
    this.isBounded = this.most !== undefined && this.most <= limit
    const longest = seats.reduce((most, { withinMs }) => Math.max(most, withinMs), 0)
    // Events that are objects stay so.
    const isLogged = capture === null && (former === undefined || former.ring.log !== undefined)
    this.log = isLogged ? options.openLog?.(longest, former?.ring.log, former?.isCopied) : undefined
    const { beside, room } = besideLog(options.beside, former?.ring)
    this.beside = this.log === undefined ? null : beside
    const layout = {
      numbers: capture?.numbers ?? (this.log === undefined ? 0 : 1 + room),
      objects: capture === null ? this.log === undefined : capture.strings > 0,
      most: this.most,
      words: before?.words ?? memberWord + members.length,
      changes: this.changes,
    }
    this.store = new RingStore(layout, longest)
    this.isPlain =
      former?.ring.isPlain ?? (seats.length === 1 && selects.length === 0 && this.isBounded && this.store.isPlain)
    if (former !== undefined) this.goOn(former)
  }

  private goOn({ ring, isCopied, judged }: FormerRing): void {
    const { store, seats } = this
    store.takeOver(ring.store, isCopied)
    const grown = seats.filter(({ number, withinMs }) => withinMs > ring.seatOf[number]!.withinMs)
    if (grown.length === 0) return
    // What a window did not hold any more does not come back into a longer one, although it may still lie there.
    for (const block of store.all()) {
      const all = store.count(block)
      for (const { number } of grown) {
        const from = ring.firstOf(ring.seatOf[number]!, block, all, judged)
        if (this.isPlain) for (let left = from; left > 0; left--) store.removeOldest(block)
        else this.setLast(number, block, all - from)
      }
    }
  }

  begin(batch: Batch): void {
    if (this.batch === batch.number) return
    this.batch = batch.number
    this.cursor = 0
    this.next = 0
    // Its keys get their ids.
    batch.keysOf(this.options.space)
    this.store.reserve(this.options.keys.limit)
    this.changes.reserve(this.options.keys.limit)
    this.log?.begin(batch.rows.at[batch.order[0]!]!, (each) => {
      this.store.eachHeld((cell) => each(this.store.cells, cell + 1))
    })
    if (this.endings.length > 0) this.link(batch)
  }

  run(batch: Batch, to: number): void {
    const time = this.isPlain
      ? this.runCount(batch, to)
      : this.endings.length === 0
        ? this.runCounts(batch, to)
        : this.runSequences(batch, to)
    if (time !== undefined) this.store.sweep(time)
  }

  *held(number: number, time: number): Iterable<HeldRun> {
    const { store } = this
    store.sweepAll(time)
    for (const block of store.all()) {
      const all = store.count(block)
      const from = this.firstOf(this.seatOf[number]!, block, all, time)
      if (from < all) yield { block, from, count: all - from }
    }
  }

  heldOf(number: number, key: number, time: number): HeldRun | undefined {
    const { store } = this
    const block = key < store.blocks.length ? store.blockOf(key) : 0
    if (block === 0) return undefined
    const all = store.count(block)
    const from = this.firstOf(this.seatOf[number]!, block, all, time)
    return from < all ? { block, from, count: all - from } : undefined
  }

  holds(key: number): boolean {
    return (key < this.store.blocks.length && this.store.blockOf(key) !== 0) || this.changes.isChanged(key)
  }

  dropKey(key: number): void {
    const block = key < this.store.blocks.length ? this.store.blockOf(key) : 0
    if (block === 0) return
    this.changes.touch(key)
    this.store.close(block)
  }

  loadKey(number: number, key: number, count: number, push: () => void): void {
    const { store, seats } = this
    store.reserve(key + 1)
    this.changes.touch(key)
    const block = store.blockOf(key)
    const before = block === 0 ? 0 : store.count(block)
    const counts = seats.map((seat) => (block === 0 ? 0 : this.lastOf(seat.number, block)))
    if (count > before) {
      if (block !== 0) store.close(block)
      push()
    }
    for (const seat of seats) this.setHeld(seat.number, key, seat.number === number ? count : counts[seat.number]!)
  }

  lastsTo(key: number): number {
    const block = this.store.blockOf(key)
    return this.store.cells[this.store.cellOf(block, this.store.count(block) - 1)]! + this.levels[0]!.longest
  }

  keepHeld(): void {
    this.log?.keep(true)
  }

  releaseHeld(): void {
    this.log?.keep(false)
  }

  setHeld(number: number, key: number, count: number): void {
    this.setLast(number, this.store.blockOf(key), count)
  }

  private setLast(number: number, block: number, count: number): void {
    const words = this.store.wordsOf(block)
    this.store.words[words + memberWord + number] = (this.store.words[words + totalWord]! - count) | 0
  }

  /** How many of a block's events `setLast` said. */
  private lastOf(number: number, block: number): number {
    const words = this.store.wordsOf(block)
    return (this.store.words[words + totalWord]! - this.store.words[words + memberWord + number]!) | 0
  }

  push(key: number, time: number): number {
    const { store, most } = this
    store.reserve(key + 1)
    const held = store.blockOf(key)
    if (held !== 0 && store.count(held) === most) store.removeOldest(held)
    const cell = held === 0 ? store.add(key, time) : store.push(held, time)
    const words = store.wordsOf(store.blockOf(key))
    store.words[words + totalWord] = (store.words[words + totalWord]! + 1) | 0
    return cell
  }

  /** `N A` of one rule, of whose events nothing but numbers is kept: as `runCounts`, in fewer steps. */
  private runCount(batch: Batch, to: number): number | undefined {
    const { items, count } = batch.chosen(this.options.select)
    const { order, rows } = batch
    const { at } = rows
    const keys = batch.keysOf(this.options.space)
    const { store, changes } = this
    const { member, needed } = this.seats[0]!
    const columns = this.options.capture?.columnsIn(rows) ?? []
    const { log } = this
    let { cursor } = this
    let time: number | undefined
    for (; cursor < count; cursor++) {
      const place = items[cursor]!
      if (place >= to) break
      const key = keys[place]!
      if (key === noKey) continue
      const row = order[place]!
      time = at[row]!
      changes.touch(key)
      const block = store.blockOf(key)
      const cell = block === 0 ? store.add(key, time) : store.holdIn(block, time)
      if (cell === 0) {
        member.complete(place, block, 0, needed)
        store.close(block)
        continue
      }
      if (log !== undefined) this.keepWhole(log, batch, place, cell)
      for (let i = 0; i < columns.length; i++) store.cells[cell + 1 + i] = columns[i]![row]!
    }
    this.cursor = cursor
    return time
  }

  /** `N A`. The time of the last event. */
  private runCounts(batch: Batch, to: number): number | undefined {
    const { items, count } = batch.chosen(this.options.select)
    const { order } = batch
    const { at } = batch.rows
    const keys = batch.keysOf(this.options.space)
    const { store, levels, changes } = this
    const least = levels[0]!.needed
    let { cursor } = this
    let time: number | undefined
    for (; cursor < count; cursor++) {
      const place = items[cursor]!
      if (place >= to) break
      const key = keys[place]!
      if (key === noKey) continue
      const row = order[place]!
      time = at[row]!
      changes.touch(key)
      const block = store.blockOf(key)
      const held = block === 0 ? 0 : store.expire(block, time)
      if (held < least || !this.completeCounts(place, block, held, time)) this.hold(batch, place, key)
    }
    this.cursor = cursor
    return time
  }

  /** `N A then B`. */
  private runSequences(batch: Batch, to: number): number | undefined {
    const { items, count } = batch.chosen(this.options.select)
    const { order } = batch
    const { at } = batch.rows
    const keys = batch.keysOf(this.options.space)
    const { store, links, changes } = this
    let time: number | undefined
    for (; this.next < to; this.next++) {
      const place = this.next
      const begins = this.cursor < count && items[this.cursor] === place
      if (begins) this.cursor++
      else if (links[place] === none) continue
      const key = keys[place]!
      if (key === noKey) continue
      const block = store.blockOf(key)
      if (block === 0 && !begins) continue
      const row = order[place]!
      time = at[row]!
      changes.touch(key)
      const held = block === 0 ? 0 : store.expire(block, time)
      const isDone = held > 0 && this.completeSequences(place, block, held, time, begins)
      if (begins && !isDone) this.hold(batch, place, key)
    }
    return time
  }

  /** Completes what the event at a place completes. True: nothing is left of the key, and the event is not held. */
  private completeCounts(place: number, block: number, held: number, time: number): boolean {
    const { store, levels } = this
    const own = store.wordsOf(block)
    const total = store.words[own + totalWord]!
    for (let i = 0; i < levels.length; i++) {
      const { needed, longest, seats } = levels[i]!
      const from = held - needed
      if (from < 0) return false
      const age = time - store.cells[store.cellOf(block, from)]!
      if (age >= longest) return false
      for (let k = 0; k < seats.length; k++) {
        const { withinMs, number, member } = seats[k]!
        if (age >= withinMs) break
        const first = own + memberWord + number
        if (((store.words[first]! - total + needed) | 0) > 0) continue
        member.complete(place, block, from, needed)
        if (this.closeAlone(block)) return true
        store.words[first] = (total + 1) | 0
      }
    }
    return false
  }

  /** Likewise; `begins`: the event is one of the first step too. */
  private completeSequences(place: number, block: number, held: number, time: number, begins: boolean): boolean {
    const { store, endings, linkEnding, linkNext } = this
    const own = store.wordsOf(block)
    const behind = (store.words[own + totalWord]! + (begins ? 1 : 0)) | 0
    for (let link = this.links[place]!; link !== none; link = linkNext[link]!) {
      for (const { needed, seats } of endings[linkEnding[link]!]!.levels) {
        if (held < needed) break
        for (const seat of seats) {
          const from = this.firstOf(seat, block, held, time)
          if (held - from < needed) continue
          seat.member.complete(place, block, from, Math.min(held - from, seat.member.form.max ?? held))
          if (this.closeAlone(block)) return true
          store.words[own + memberWord + seat.number] = behind
        }
      }
    }
    return false
  }

  /** A match lets the key go where no other rule holds its events. */
  private closeAlone(block: number): boolean {
    if (this.seats.length > 1) return false
    this.store.close(block)
    return true
  }

  /** The first of a block's `held` events that counts for a member at that time; `held`: none does. */
  private firstOf({ number, withinMs }: Seat<M>, block: number, held: number, time: number): number {
    const { store } = this
    const own = store.wordsOf(block)
    const oldest = (store.words[own + totalWord]! - held) | 0
    // Of a plain one all do that are held.
    let from = this.isPlain ? 0 : Math.max(0, (store.words[own + memberWord + number]! - oldest) | 0)
    let behind = held
    // The first one that its window still holds: times rise.
    while (from < behind) {
      const middle = (from + behind) >>> 1
      if (store.cells[store.cellOf(block, middle)]! + withinMs > time) behind = middle
      else from = middle + 1
    }
    return from
  }

  private hold(batch: Batch, place: number, key: number): void {
    const { capture, host } = this.options
    const { rows } = batch
    const row = batch.order[place]!
    const { store } = this
    const cell = this.push(key, rows.at[row]!)
    if (this.log !== undefined) this.keepWhole(this.log, batch, place, cell)
    else if (capture === null) store.objects![cell] = host.kept(batch, place)
    else {
      if (capture.numbers > 0) capture.keep(rows, row, store.cells, cell + 1)
      if (store.objects !== undefined) store.objects[cell] = capture.stringsOf(rows, row)
    }
    if (!this.isBounded) this.drop(store.blockOf(key), rows.at[row]!)
  }

  private keepWhole(log: HeldLog, batch: Batch, place: number, cell: number): void {
    const { cells } = this.store
    cells[cell + 1] = log.add(batch, place)
    this.beside?.keep(batch.rows, batch.order[place]!, cells, cell + besideNumber)
  }

  /** A rule for which more events count than may loses the oldest. */
  private drop(block: number, time: number): void {
    const { store, seats } = this
    const { limit } = this.options
    const all = store.count(block)
    if (all <= limit) return
    for (const seat of seats) {
      const own = all - this.firstOf(seat, block, all, time)
      if (own <= limit) continue
      seat.member.drop(own - limit)
      this.setLast(seat.number, block, limit)
    }
    for (let left = all - limit; left > 0; left--) store.removeOldest(block)
  }

  /** Notes which endings chose each place of the batch. */
  private link(batch: Batch): void {
    if (this.links.length < batch.count) this.links = new Int32Array(batch.order.length)
    this.links.fill(none, 0, batch.count)
    let count = 0
    for (const [ending, { select }] of this.endings.entries()) {
      const chosen = batch.chosen(select)
      if (count + chosen.count > this.linkNext.length) this.growLinks(count + chosen.count)
      for (let i = 0; i < chosen.count; i++) {
        const place = chosen.items[i]!
        this.linkEnding[count] = ending
        this.linkNext[count] = this.links[place]!
        this.links[place] = count++
      }
    }
  }

  private growLinks(needed: number): void {
    const grown = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const made = new Int32Array(needed * 2)
      made.set(old)
      return made
    }
    this.linkEnding = grown(this.linkEnding)
    this.linkNext = grown(this.linkNext)
  }
}
