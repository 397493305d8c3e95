import type {
  ColdBeginning,
  ColdKey,
  ColdLayout,
  ColdOperator,
  ColdOptions,
  ColdRecord,
  ColdTimes,
} from "../abi/cold-store.ts"
import type { EventRecord } from "../abi/event.ts"
import { owns, type Share } from "../rows/key-groups.ts"
import { type KeyNumbers, noKey } from "../rows/key-space.ts"
import { ByteReader, ByteWriter } from "../state/bytes.ts"
import { EventNumbers } from "../state/event-numbers.ts"
import type { KeptOperator } from "../state/memory.ts"
import type { EventCodec } from "../state/table.ts"
import { adopted, isApart, layoutsOf, ownerOf, spaceNumber } from "./cold-layouts.ts"
import {
  bytesOf,
  type Holder,
  inCuts,
  inMemory,
  opened,
  reserve,
  type Space,
  unknown,
  used,
  valuesOf,
  whereMask,
} from "./cold-spaces.ts"

/** So many keys leave memory between two batches, or twice as many as the batch had events: new ones come no faster. */
const leastAtOnce = 4096
/** Of one space, before it is asked which one has most. */
const turn = 256
/** When too much is in memory, it becomes so much less. */
const keptShare = 7 / 8
/** Of so many keys it is looked how large what they hold is. */
const sampled = 64

/** The rows that are judged next. */
interface KeyedRows {
  readonly count: number
  keysOf(space: number): Int32Array
}

export interface ColdKeysOptions {
  readonly cold: ColdOptions
  readonly kept: readonly KeptOperator[]
  /** Those of rows, then by rule the numbers of keys that stand in no rows. */
  readonly spaces: readonly KeyNumbers[]
  /** How many are of rows. */
  readonly ofRows: number
  /** The space of rules without keys: what they hold stays. */
  readonly unkeyed: number
  readonly codec: EventCodec
  /** The engine is one of several. */
  readonly share: Share | undefined
  /** The rules that these divide by their keys. */
  readonly divided: readonly string[]
  /** Up to which all was judged. */
  readonly time: number
}

/**
 * Which keys are in memory. The others are in a store, as the bytes that cuts of the state have of them; no key is in both. Before a batch is judged, the keys of its events come
 * into memory; behind it some leave, those first that were not used for longest (a hand that goes round, with a second chance). So whatever judges events finds all that their keys hold.
 */
export class ColdKeys {
  private readonly options: ColdKeysOptions
  private readonly spaces: readonly Space[]
  /** Those of rows: whose keys a batch has. */
  private readonly rowSpaces: readonly Space[]
  /** By layout: who takes the entries of that number. */
  private readonly takers = new Map<ColdLayout, ReadonlyMap<number, Holder>>()
  private readonly writer = new ByteWriter()
  private readonly name = new ByteWriter()
  private readonly events = new EventNumbers()
  /** How many came into memory beside those of batches since keys left. */
  private moreKeys = 0

  /** Throws where the store's former contents do not fit the rules. */
  constructor(options: ColdKeysOptions) {
    this.options = options
    const { cold, kept, spaces } = options
    const leaving = kept.filter((each) => this.leaves(each))
    const groups = new Map<unknown, number>()
    const operators = leaving.map(({ operator, fingerprint, dividedBy, state }, number): ColdOperator => {
      const group = groups.get(state.changes) ?? groups.size
      groups.set(state.changes, group)
      const { timing } = state
      const own = { number, operator, fingerprint, group, space: this.spaceOf(state.space, dividedBy) }
      return timing === undefined ? own : { ...own, timing: timing.isFixed ? timing.lengths : null }
    })
    const former = adopted(layoutsOf(cold), operators, (operator) =>
      leaving.some((each) => each.operator === operator && each.isRestored),
    )
    const layout = cold.store.begin({ operators, former })
    const holders = operators.map(({ number, operator, space }) => {
      return { number, operator, space, state: leaving[number]!.state }
    })
    this.takers.set(layout, new Map(holders.map((each) => [each.number, each])))
    this.spaces = [...new Set(operators.map(({ space }) => space))].map((number) => {
      const own = holders.filter(({ space }) => space === number)
      const { space } = own[0]!.state
      return opened(number, space, spaces[space]!, own)
    })
    this.rowSpaces = this.spaces.filter(({ space }) => space < options.ofRows)
    this.takeOver(former)
    const isAll = cold.memoryBytes === Number.POSITIVE_INFINITY
    if (isAll) this.loadAll()
    for (const each of this.spaces) this.look(each)
    if (!isAll) this.renewDue(options.time)
  }

  /** Whether what an operator keeps can leave memory: not without keys, nor where another worker has all of it. */
  private leaves({ state: { stays, space } }: KeptOperator): boolean {
    const { unkeyed, ofRows, share } = this.options
    return !stays && space !== unkeyed && (share === undefined || space !== ofRows - 1)
  }

  /** The number of a space in the store: the same for any number of workers. */
  private spaceOf(place: number, dividedBy: string | null): number {
    const { unkeyed, ofRows, divided } = this.options
    const ofRules = place - ofRows
    const space = ofRules >= 0 ? unkeyed + ofRules : place > unkeyed ? place - unkeyed - 1 : place
    return spaceNumber(space, dividedBy === null ? "all" : divided.includes(dividedBy) ? "own" : "first")
  }

  /** Takes what is the engine's own of what several had. */
  private takeOver(former: ColdBeginning["former"]): void {
    const { share, cold } = this.options
    for (const [worker, { store, close }] of (cold.parts ?? []).entries()) {
      const own = store.layouts.map(({ id }) => former.find(({ layout }) => layout.id === id)!)
      store.begin({ operators: [], former: own })
      for (const key of store.all()) {
        const owner = ownerOf(key.now)
        // One that is taken apart may have something that only the first worker has now.
        const isOthers = share !== undefined && owner === "own" && !owns(share, valuesOf(key.name))
        const isOwn = !isOthers || (isApart(key.now) && share.worker === 0)
        if (!isOwn || (owner === "all" && worker !== 0)) continue
        // Where all stays in memory the store has no place of its own.
        if (cold.memoryBytes === Number.POSITIVE_INFINITY) this.loadKey(key)
        else cold.store.bring(key)
      }
      close()
    }
  }

  /** How many keys are not in memory. */
  get away(): number {
    return this.options.cold.store.keys
  }

  /** Brings the keys of a batch into memory, before anything reads what they hold; and those of which something comes up to the time of its last event. */
  load(batch: KeyedRows, time: number): void {
    const { rowSpaces } = this
    for (let i = 0; i < rowSpaces.length; i++) this.loadSpace(rowSpaces[i]!, batch)
    this.loadDue(time)
  }

  /** Brings a key that stands in no rows into memory, before anything reads what it holds. */
  use(space: number, key: number): void {
    const own = this.spaces.find((each) => each.space === space)
    if (own === undefined) return
    reserve(own)
    const { count } = own
    this.bring(own, key)
    this.moreKeys += own.count - count
  }

  /** When something comes of a key that is not in memory; Infinity: never. */
  get nextDue(): number {
    return this.options.cold.store.nextDue
  }

  /** A time, `to` at most, up to which no more of these keys come than can be in memory together. */
  dueSoon(to: number): number {
    const { store } = this.options.cold
    return store.nextDue > to ? to : store.dueSoon(to, leastAtOnce)
  }

  /** Brings keys into memory of which something comes up to a time, no more than that; how many there were. */
  loadDue(time: number, most = Number.POSITIVE_INFINITY): number {
    const { store } = this.options.cold
    let loaded = 0
    while (loaded < most && store.nextDue <= time) {
      const due = store.takeDue(time)
      if (due === undefined) break
      this.takeKey(due)
      loaded++
    }
    this.moreKeys += loaded
    return loaded
  }

  /** A length of time changed: what was noted of when keys have to come back is worked out anew. Time has come to `time`. */
  retime(time: number): void {
    this.options.cold.store.allDue()
    this.renewDue(time)
  }

  /** Keys whose times are not known come into memory, and leave it with those that they have now. */
  private renewDue(time: number): void {
    while (this.loadDue(Number.NEGATIVE_INFINITY, leastAtOnce) > 0) this.makeRoom(0, time)
  }

  /** Lets keys leave memory where it holds too much; between two batches, after one of so many events. Time has come to `time`. */
  evict(events: number, time: number): void {
    this.makeRoom(events, time)
    this.options.cold.store.tidy(time)
  }

  private makeRoom(events: number, time: number): void {
    const { memoryBytes } = this.options.cold
    const came = events + this.moreKeys
    this.moreKeys = 0
    for (const each of this.spaces) if (each.count >= each.sampleAt) this.sample(each)
    if (this.bytes() > memoryBytes) {
      const enough = memoryBytes * keptShare
      let left = Math.max(leastAtOnce, 2 * came)
      while (left > 0 && this.bytes() > enough) {
        const gone = this.evictSome(this.largest(), Math.min(left, turn), time)
        if (gone === 0) break
        left -= gone
      }
    }
  }

  /** A cut of the state begins: it has the keys that are in memory. */
  cutBegins(): void {
    for (const { known } of this.spaces) {
      for (let key = 0; key < known.length; key++) if ((known[key]! & whereMask) !== unknown) known[key]! |= inCuts
    }
  }

  /** The number of a key was given back, or nothing is held for it. */
  forget(space: number, key: number): void {
    for (const own of this.spaces) {
      if (own.space !== space || key >= own.known.length) continue
      if ((own.known[key]! & whereMask) !== unknown) own.count--
      own.known[key] = unknown
    }
  }

  private loadSpace(own: Space, batch: KeyedRows): void {
    const ids = batch.keysOf(own.space)
    reserve(own)
    const { known } = own
    const { count } = batch
    for (let i = 0; i < count; i++) {
      const key = ids[i]!
      if (key >= 0 && (known[key]! & whereMask) !== used) this.bring(own, key)
    }
  }

  private bring(own: Space, key: number): void {
    const { known } = own
    if ((known[key]! & whereMask) === unknown) {
      if (this.options.cold.store.keys > 0) this.fetch(own, key)
      own.count++
    }
    known[key] = (known[key]! & inCuts) | used
  }

  /** Takes over a key that came by itself. */
  private takeKey({ now, name, ...record }: ColdKey): void {
    const values = valuesOf(name)
    if (!isApart(now)) {
      const own = this.spaces.find(({ number }) => number === now)!
      const key = own.keys.idOf(values)
      this.take(record, () => key)
      this.came(own, key)
      return
    }
    this.take(record, ({ space }) => {
      if (!this.isOwn(space, values)) return noKey
      const own = this.spaces.find(({ number }) => number === space)!
      const key = own.keys.idOf(values)
      reserve(own)
      if ((own.known[key]! & whereMask) !== unknown) return key
      // What else is held of the key in that space may have come and left.
      this.fetch(own, key)
      this.came(own, key)
      return key
    })
  }

  private came(own: Space, key: number): void {
    reserve(own)
    own.known[key] = (own.known[key]! & inCuts) | inMemory
    own.count++
  }

  private isOwn(space: number, values: readonly unknown[]): boolean {
    const { share } = this.options
    return share === undefined || ownerOf(space) !== "own" || owns(share, values)
  }

  private fetch(own: Space, key: number): void {
    const record = this.options.cold.store.take(own.number, this.nameOf(own, key))
    if (record !== undefined) this.take(record, () => key)
  }

  /** Gives what stands in a record to those who hold it. `keyOf`: the number of its key for one of them; `noKey`: it is nothing of his. */
  private take({ layout, entry }: ColdRecord, keyOf: (holder: Holder) => number): void {
    const takers = this.takersOf(layout)
    const reader = new ByteReader(entry)
    while (!reader.isAtEnd) {
      const holder = takers.get(reader.count())
      const body = reader.part()
      const stored = reader.part()
      const key = holder === undefined ? noKey : keyOf(holder)
      if (holder === undefined || key === noKey) continue
      const events: EventRecord[] = []
      while (!stored.isAtEnd) events.push(this.decode(stored.value(), holder))
      holder.state.loadKey(key, { entry: body, events })
    }
  }

  private decode(stored: unknown, { operator }: Holder): EventRecord {
    const event = this.options.codec.decode(stored)
    if (event !== undefined) return event
    const what = `an event that ${operator} holds in the state on disk cannot be read by the present declarations`
    throw new Error(`${what}: run the rules with the declarations that they had, or begin anew (--fresh)`)
  }

  private takersOf(layout: ColdLayout): ReadonlyMap<number, Holder> {
    const known = this.takers.get(layout)
    if (known !== undefined) return known
    const all = this.spaces.flatMap(({ holders }) => holders)
    const own = layout.operators.flatMap(({ number, operator }): [number, Holder][] => {
      const holder = all.find((each) => each.operator === operator)
      return holder === undefined ? [] : [[number, holder]]
    })
    this.takers.set(layout, new Map(own))
    return this.takers.get(layout)!
  }

  /** Moves the hand of a space until so many keys have gone; how many have. */
  private evictSome(own: Space, most: number, time: number): number {
    const { known } = own
    const limit = Math.min(own.keys.limit, known.length)
    let gone = 0
    for (let looks = 2 * limit; looks > 0 && gone < most; looks--) {
      if (own.hand >= limit) own.hand = 0
      const key = own.hand++
      const where = known[key]! & whereMask
      if (where === used) known[key] = (known[key]! & inCuts) | inMemory
      else if (where === inMemory && this.letGo(own, key, time)) gone++
    }
    return gone
  }

  /** Puts what a key holds into the store. False: it is too large for that, and stays. */
  private letGo(own: Space, key: number, time: number): boolean {
    const times = this.write(own, key, time)
    const { writer } = this
    own.entryBytes += (writer.size - own.entryBytes) / 1024
    if (times.lastsTo > time) {
      const entry = writer.bytes.subarray(0, writer.size)
      const { store } = this.options.cold
      if (!store.put(own.number, this.nameOf(own, key), entry, times)) {
        own.known[key] = (own.known[key]! & inCuts) | used
        return false
      }
    }
    const isInCuts = (own.known[key]! & inCuts) !== 0
    for (const { state } of own.holders) {
      state.dropKey(key)
      // Else its number would be kept until the next cut, and those of all keys that came and went meanwhile.
      if (!isInCuts) state.changes.settle(key)
    }
    own.known[key] = isInCuts ? inCuts : unknown
    own.count--
    return true
  }

  /** Writes what is held for a key and still counts at a time; up to when that does, and when something comes of it. */
  private write(own: Space, key: number, time: number): ColdTimes {
    const { writer, events } = this
    const { codec } = this.options
    writer.clear()
    let lastsTo = Number.NEGATIVE_INFINITY
    let dueAt = Number.POSITIVE_INFINITY
    for (const { number, state } of own.holders) {
      // As of the last cut, which is the past: what has passed since is let go of by who reads it.
      if (!state.holdsAtCut(key)) continue
      const ownLastsTo = state.lastsTo(key)
      if (ownLastsTo <= time) continue
      writer.count(number)
      const body = writer.beginPart()
      state.write(key, writer, events.numberOf)
      writer.endPart(body)
      const stored = writer.beginPart()
      for (let i = 0; i < events.events.length; i++) writer.value(codec.encode(events.events[i]!))
      writer.endPart(stored)
      events.clear()
      lastsTo = Math.max(lastsTo, ownLastsTo)
      dueAt = Math.min(dueAt, state.dueAt?.(key) ?? Number.POSITIVE_INFINITY)
    }
    return { lastsTo, dueAt }
  }

  private nameOf({ keys }: Space, key: number): Uint8Array {
    const { name } = this
    name.clear()
    const values = keys.values(key)
    for (let i = 0; i < values.length; i++) name.value(values[i])
    return name.bytes.subarray(0, name.size)
  }

  /** What is in memory, about. */
  private bytes(): number {
    let bytes = 0
    for (let i = 0; i < this.spaces.length; i++) bytes += bytesOf(this.spaces[i]!)
    return bytes
  }

  private largest(): Space {
    return this.spaces.reduce((most, each) => (bytesOf(each) > bytesOf(most) ? each : most))
  }

  /** Looks how large the entries of some keys are, before any leave. */
  private sample(own: Space): void {
    own.sampleAt = Math.ceil(own.count * 1.25)
    const limit = Math.min(own.keys.limit, own.known.length)
    const step = Math.max(1, Math.floor(limit / sampled))
    let count = 0
    let bytes = 0
    for (let key = 0; key < limit; key += step) {
      if ((own.known[key]! & whereMask) === unknown) continue
      this.write(own, key, Number.NEGATIVE_INFINITY)
      bytes += this.writer.size
      count++
    }
    if (count > 0) own.entryBytes = bytes / count
  }

  /** Notes what a restored cut has brought. */
  private look(own: Space): void {
    reserve(own)
    const { known, holders, keys } = own
    for (let key = 0; key < keys.limit; key++) {
      if (!holders.some(({ state }) => state.holdsAtCut(key))) continue
      known[key] = inMemory
      own.count++
    }
  }

  /** Everything stays in memory from now on. */
  private loadAll(): void {
    for (const key of this.options.cold.store.all()) this.loadKey(key)
  }

  private loadKey({ name, ...record }: ColdKey): void {
    const values = valuesOf(name)
    this.take(record, ({ space, state }) =>
      this.isOwn(space, values) ? this.options.spaces[state.space]!.idOf(values) : noKey,
    )
  }
}
