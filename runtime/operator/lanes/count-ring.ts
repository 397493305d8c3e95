import type { Changes } from "../../state/changes.ts"
import type { Capture } from "./capture.ts"
import type { Batch } from "./contract.ts"
import { besideLog, type HeldLog, type OpenLog } from "./held-log.ts"
import { type ArrivedEvents, LastEvents } from "./last-events.ts"
import { type HeldRun, type Ring, type RingMember, seatsOf } from "./ring-members.ts"

/** More than so many events of each key would be much memory for keys that have few. */
const mostEvents = 8

export interface CountRingOptions {
  readonly space: number
  readonly select: number
  /** Every event of the type is chosen, so that nearly every key has events. */
  readonly takesAll: boolean
  /** Null: events as a whole. */
  readonly capture: Capture | null
  /** Where whole events are kept; undefined: they are objects. */
  readonly openLog: OpenLog | undefined
  /** The numbers that are kept of whole events there. */
  readonly beside: Capture | null
  readonly limit: number
  readonly keys: { readonly limit: number }
}

/**
 * `N A` of one rule that counts every event and keeps numbers alone of them, be it those that whole events have in a log. The last N - 1 events of a key say all: where the oldest of them is
 * still held, the next event completes a match, and all go.
 */
export class CountRing implements Ring {
  readonly store: LastEvents
  readonly log: HeldLog | undefined
  readonly beside: Capture | null
  readonly changes: Changes
  private readonly options: CountRingOptions
  private readonly member: RingMember
  private readonly besideRoom: number
  private batch = 0
  private cursor = 0
  /** What is asked of a batch that has other types' events. */
  private readonly arrived = { batch: 0, keys: new Int32Array(0), rowOf: new Int32Array(0), first: 0 }

  /** `former`: with whose events it goes on; up to `judged` all were. */
  constructor(
    options: CountRingOptions,
    member: RingMember,
    former?: { readonly ring: CountRing; readonly judged: number },
  ) {
    const [seat] = seatsOf([member])
    this.options = options
    this.member = member
    const { withinMs, needed } = seat!
    const { beside, room } = besideLog(options.beside, former?.ring)
    this.beside = beside
    this.besideRoom = room
    const layout = { most: needed, numbers: options.capture?.numbers ?? 1 + room, withinMs }
    this.log = options.capture === null ? options.openLog!(withinMs, former?.ring.log) : undefined
    // What a window did not hold any more does not come back into a longer one.
    former?.ring.store.expire(former.judged)
    this.store = new LastEvents(layout, former?.ring.store)
    this.changes = this.store.changes
  }

  /** Whether it is the ring of such rules. */
  static fits({ takesAll, capture, openLog, limit }: CountRingOptions, members: readonly RingMember[]): boolean {
    const [seat, other] = seatsOf(members)
    if (!takesAll || other !== undefined || seat!.member.form.last !== null) return false
    if (capture === null ? openLog === undefined : capture.strings > 0) return false
    return seat!.needed <= Math.min(mostEvents, limit)
  }

  begin(batch: Batch): void {
    if (this.batch === batch.number) return
    this.batch = batch.number
    this.cursor = 0
    // Its keys get their ids.
    batch.keysOf(this.options.space)
    this.store.reserve(this.options.keys.limit)
    this.log?.begin(batch.rows.at[batch.order[0]!]!, (each) => {
      this.store.eachHeld((cell) => each(this.store.cells, cell + 1))
    })
  }

  run(batch: Batch, to: number): void {
    const { items, count: all } = batch.chosen(this.options.select)
    const { store, member } = this
    const { keys, rowOf, first } = this.arrivedOf(batch)
    const count = to === batch.count ? all : behind(items, this.cursor, all, to)
    const events = {
      count,
      keys,
      rowOf,
      first,
      at: batch.rows.at,
      columns: this.columnsOf(batch, items, count),
      ahead: this.cursor,
    }
    let { cursor } = this
    for (;;) {
      cursor = store.take(events, cursor)
      if (cursor >= events.count) break
      const key = keys[cursor]!
      member.complete(items[cursor++]!, key, 0, store.most)
      store.clear(key)
    }
    this.cursor = cursor
  }

  /** What is kept of the events from the one at hand on, by row. */
  private columnsOf(batch: Batch, items: Int32Array, count: number): readonly Float64Array[] {
    const { log, beside, besideRoom, cursor } = this
    if (log === undefined) return this.options.capture!.columnsIn(batch.rows)
    const numbers = log.addAll(batch, items, cursor, count)
    if (beside !== null) return [numbers, ...beside.columnsIn(batch.rows)]
    // Nobody looks at what stands in the room.
    return new Array<Float64Array>(1 + besideRoom).fill(numbers)
  }

  /** The keys and rows of the events of the batch that it counts. */
  private arrivedOf(batch: Batch): Pick<ArrivedEvents, "keys" | "rowOf" | "first"> {
    const { select, space } = this.options
    const { items, count } = batch.chosen(select)
    const keyOf = batch.keysOf(space)
    const { order, straight } = batch
    // There are no events of other types.
    if (count === batch.count) return { keys: keyOf, rowOf: straight < 0 ? order : undefined, first: straight }
    const { arrived } = this
    if (arrived.batch === batch.number) return arrived
    if (arrived.keys.length < count) {
      arrived.keys = new Int32Array(order.length)
      arrived.rowOf = new Int32Array(order.length)
    }
    const { keys, rowOf } = arrived
    for (let i = 0; i < count; i++) {
      const place = items[i]!
      keys[i] = keyOf[place]!
      rowOf[i] = order[place]!
    }
    arrived.batch = batch.number
    return arrived
  }

  holds(key: number): boolean {
    return this.store.count(key) > 0 || this.changes.isChanged(key)
  }

  push(key: number, time: number): number {
    this.store.reserve(key + 1)
    return this.store.push(key, time)
  }

  setHeld(_number: number, key: number, count: number): void {
    this.store.reserve(key + 1)
    this.store.keep(key, count)
  }

  heldOf(_number: number, key: number, time: number): HeldRun | undefined {
    const { store } = this
    const count = store.countAt(key, time)
    return count > 0 ? { block: key, from: store.most - count, count } : undefined
  }

  keepHeld(): void {
    this.store.keepFrom()
    this.log?.keep(true)
  }

  releaseHeld(): void {
    this.store.letGo()
    this.log?.keep(false)
  }

  *held(_number: number, time: number): Iterable<HeldRun> {
    const { store } = this
    store.expire(time)
    for (const key of store.held()) {
      const count = store.count(key)
      yield { block: key, from: store.most - count, count }
    }
  }
}

/** How many of the rising places are less than `to`; the first `from` of them are. Where events are judged one by one, that is the next one. */
function behind(places: Int32Array, from: number, count: number, to: number): number {
  let found = from
  while (found < count && places[found]! < to) found++
  return found
}
