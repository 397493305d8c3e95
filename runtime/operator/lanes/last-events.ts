import { noKey } from "../../rows/key-space.ts"
import { Changes } from "../../state/changes.ts"
import { mostEvents, RingMachine } from "./ring-machine.ts"

const firstKeys = 256
const firstRoom = 1024
/** So many keys' words stay in the processor's nearest cache. */
const nearEvents = 128
/** Events have numbers of 32 bits that go around. After so many, what has passed is forgotten before it could look new again. */
const fewerThanHalf = 1 << 30
/** So many events come before WebAssembly takes them: for a few it would not be worth the time and the memory. */
const patience = 4096
/** Handing fewer events over costs more than it saves. */
const leastEvents = 16

/** Events in the order of time. */
export interface ArrivedEvents {
  readonly count: number
  /** By event: the key. */
  readonly keys: Int32Array
  /** By event: the row. Undefined: the rows follow one another from `first` on. */
  readonly rowOf: Int32Array | undefined
  readonly first: number
  /** By row: the time, and what is kept of it. */
  readonly at: Float64Array
  readonly columns: readonly Float64Array[]
  /** Up to this event `take` has read words of their keys ahead: at first none of those that it is given. */
  ahead: number
}

export interface LastEventsOptions {
  /** Events of a key. */
  readonly most: number
  /** Kept of an event beside its time. */
  readonly numbers: number
  /** So long an event is held. */
  readonly withinMs: number
  /** The number of the first event. */
  readonly first?: number
  /** What has passed is forgotten after so many events. */
  readonly round?: number
  /** So many events come before WebAssembly takes them; of a batch, if it has at least so many. */
  readonly wait?: number
  readonly least?: number
}

/**
 * The last events of each key, as numbers, the time first: as many for each as a match needs before its last one. The events of all keys stand
 * in one log in the order of time; before its tail, which is moved now and then, the window holds none. A key has their numbers alone, so
 * that an event touches a few words of its key. Nothing is removed from a key when its time has passed: what is before the tail is not held.
 */
export class LastEvents {
  /** Numbers of an event. */
  readonly stride: number
  /** The log: an event stands at its number modulo the room. */
  cells: Float64Array<ArrayBuffer>
  /** No objects are kept. */
  readonly objects: undefined
  /** Events of a key, at most. */
  readonly most: number
  /** By key. */
  readonly changes: Changes
  /** By key, `width` words for each: where the number of the next event goes, and the numbers of the last ones. */
  private keys: Int32Array<ArrayBuffer> = new Int32Array(0)
  private readonly width: number
  private readonly withinMs: number
  private readonly round: number
  private limit = 0
  private mask = firstRoom - 1
  private tail: number
  /** The first event that still stands in the log: the tail's, or what the tail was when `keepFrom` was called. */
  private base: number
  private isKept = false
  private next: number
  private passed = 0
  /** Of no meaning: what was read ahead must be used somewhere. */
  protected seen = 0
  /** What has log and keys in its memory. */
  private machine: RingMachine | undefined = undefined
  /** Events to come before there is one. */
  private left: number
  /** The first of the events that it was given. */
  private given = 0
  private readonly least: number

  /** `former`: one for as many events of as many numbers, with what it holds it goes on; that one is not used any more. */
  constructor(
    {
      most,
      numbers,
      withinMs,
      first = 1,
      round = fewerThanHalf,
      wait = patience,
      least = leastEvents,
    }: LastEventsOptions,
    former?: LastEvents,
  ) {
    this.changes = former?.changes ?? new Changes()
    this.most = most
    this.stride = 1 + numbers
    this.width = 1 << (32 - Math.clz32(most))
    this.withinMs = withinMs
    this.round = round
    this.tail = first
    this.base = first
    this.next = first
    this.left = wait
    this.least = least
    this.cells = former?.cells ?? new Float64Array(firstRoom * this.stride)
    if (former === undefined) return
    this.keys = former.keys
    this.limit = former.limit
    this.mask = former.mask
    this.tail = former.tail
    this.base = former.base
    this.next = former.next
    this.passed = former.passed
    this.machine = former.machine
    if (this.machine !== undefined) this.machine.withinMs = withinMs
  }

  /** Keys less than this one have a place. */
  reserve(limit: number): void {
    if (limit <= this.limit) return
    this.changes.reserve(limit)
    const before = this.limit
    this.limit = Math.max(limit, firstKeys, before + (before >> 1))
    this.growKeys(this.limit * this.width)
    // Keys begin with zeros, and 0 is before a positive number.
    if (this.base <= 0 || this.tail <= 0) for (let key = before; key < this.limit; key++) this.clear(key)
  }

  /**
   * Adds the events from the one at `from` on, each in place of its key's oldest, up to the first one that completes a match: the key's oldest is
   * held. Gives which one that is; `count` where none does. Times never fall. Called again behind that event it goes on with the same `events`.
   */
  take(events: ArrivedEvents, from: number): number {
    // Where every seventh event completes a match, what is done anew behind each would be most of the work.
    if (from === events.ahead && from < events.count) {
      this.expire(timeOf(events, from))
      if (this.machine === undefined && this.left <= 0) this.enterMachine()
      this.left -= events.count - from
    }
    const { machine } = this
    const isFew = machine === undefined || events.count - from < this.least
    return isFew ? this.takeHere(events, from) : this.takeThere(machine, events, from)
  }

  private takeThere(machine: RingMachine, events: ArrivedEvents, from: number): number {
    const { count } = events
    for (let i = from; ; ) {
      if (i === count) return i
      if (i === events.ahead) events.ahead = this.handOver(machine, events, i)
      const room = this.mask + 1 - ((this.next - this.base) | 0)
      if (room <= 0) {
        this.makeRoom(timeOf(events, i))
        // There may have been no more memory.
        if (this.machine === undefined) return this.takeHere(events, i)
        continue
      }
      const { given, mask, tail, next } = this
      const end = Math.min(events.ahead, i + room)
      i = given + machine.take(i - given, end - given, mask, tail, next)
      this.next = machine.next
      if (i < end) return i
    }
  }

  /** Hands over the events from the one at `from` on, as many as can be at once; gives the one behind them. */
  private handOver(
    machine: RingMachine,
    { count, keys, rowOf, first, at, columns }: ArrivedEvents,
    from: number,
  ): number {
    const end = Math.min(from + mostEvents, count)
    this.given = from
    // Each of these keys is changed by the events, or by what they complete.
    this.changes.touchAll(keys, from, end)
    machine.keysGiven.set(keys.subarray(from, end))
    copyRows(at, rowOf, first, from, end, machine.times)
    for (let c = 0; c < columns.length; c++) copyRows(columns[c]!, rowOf, first, from, end, machine.columns[c]!)
    return end
  }

  private takeHere(events: ArrivedEvents, from: number): number {
    const { count, keys: keyOf, rowOf, first: firstRow, at, columns } = events
    const { most, width, withinMs, stride, changes } = this
    let { keys, cells, mask, tail, base, next } = this
    let { marks } = changes
    const { changed } = changes
    const only = columns.length === 1 ? columns[0] : undefined
    let i = from
    for (; i < count; i++) {
      if (i === events.ahead) events.ahead = this.lookAhead(events, i)
      const key = keyOf[i]!
      if (key === noKey) continue
      const row = rowOf === undefined ? firstRow + i : rowOf[i]!
      const time = at[row]!
      if (marks[key] !== changed) {
        changes.touch(key)
        ;({ marks } = changes)
      }
      const first = key * width
      const into = keys[first]!
      const oldest = keys[first + 1 + into]!
      if (((oldest - tail) | 0) >= 0 && cells[(oldest & mask) * stride]! + withinMs > time) break
      if (((next - base) | 0) > mask) {
        this.next = next
        this.makeRoom(time)
        ;({ keys, cells, mask, tail, base, next } = this)
      }
      keys[first] = into + 1 === most ? 0 : into + 1
      keys[first + 1 + into] = next
      const cell = (next & mask) * stride
      cells[cell] = time
      if (only !== undefined) cells[cell + 1] = only[row]!
      else for (let c = 0; c < columns.length; c++) cells[cell + 1 + c] = columns[c]![row]!
      next = (next + 1) | 0
    }
    this.next = next
    return i
  }

  /**
   * Reads a word of the keys of the next events, so that the processor has them at hand when they are needed: it fetches many at once, while it
   * would wait for each one where work is done in between. Gives the event behind them.
   */
  private lookAhead({ count, keys: keyOf }: ArrivedEvents, from: number): number {
    const { keys, width } = this
    const end = Math.min(from + nearEvents, count)
    let seen = 0
    for (let i = from; i < end; i++) seen |= keys[Math.max(0, keyOf[i]!) * width]!
    this.seen = seen
    return end
  }

  /** Adds an event of a key in place of its oldest: its cell in the log, where its time is set. */
  push(key: number, time: number): number {
    if (((this.next - this.base) | 0) > this.mask) this.makeRoom(time)
    const { keys, most } = this
    const first = key * this.width
    const into = keys[first]!
    keys[first] = into + 1 === most ? 0 : into + 1
    keys[first + 1 + into] = this.next
    const cell = (this.next & this.mask) * this.stride
    this.cells[cell] = time
    this.next = (this.next + 1) | 0
    return cell
  }

  /** What the window no longer holds at `time` goes: some comparisons that save looking at old events. */
  expire(time: number): void {
    const { cells, mask, stride, withinMs, next } = this
    const before = this.tail
    let tail = before
    while (tail !== next && cells[(tail & mask) * stride]! + withinMs <= time) tail = (tail + 1) | 0
    this.tail = tail
    if (!this.isKept) this.base = tail
    this.passed += (tail - before) | 0
    if (this.passed >= this.round && !this.isKept) this.forgetPassed()
  }

  /** What the window holds now stays in the log, until `letGo`: not for more than half a round of events. */
  keepFrom(): void {
    this.isKept = true
    this.base = this.tail
  }

  letGo(): void {
    this.isKept = false
    this.base = this.tail
  }

  /** How many events a key has behind the tail. */
  count(key: number): number {
    return this.countFrom(key, this.tail)
  }

  /** How many events of a key the window held at a time, no earlier than that of `keepFrom`. */
  countAt(key: number, time: number): number {
    let count = this.countFrom(key, this.base)
    while (count > 0 && this.cells[this.cellOf(key, this.most - count)]! + this.withinMs <= time) count--
    return count
  }

  private countFrom(key: number, from: number): number {
    if (key >= this.limit) return 0
    let count = 0
    while (count < this.most && ((this.keys[this.wordOf(key, count + 1)]! - from) | 0) >= 0) count++
    return count
  }

  /** The cell of an event, counted from the first of the last `most` of a key: the last `count` of these are behind the tail. */
  cellOf(key: number, event: number): number {
    return (this.keys[this.wordOf(key, this.most - event)]! & this.mask) * this.stride
  }

  keyOf(block: number): number {
    return block
  }

  /** Leaves the last `count` events of a key. */
  keep(key: number, count: number): void {
    for (let back = count + 1; back <= this.most; back++) this.keys[this.wordOf(key, back)] = (this.base - 1) | 0
  }

  /** Lets a key's events go. */
  clear(key: number): void {
    const { keys, most } = this
    const first = key * this.width + 1
    const before = (this.base - 1) | 0
    for (let i = first; i < first + most; i++) keys[i] = before
  }

  /** Visits the cells of all events that keys have, those too that are kept. */
  eachHeld(visit: (cell: number) => void): void {
    for (let key = 0; key < this.limit; key++) {
      for (let back = this.countFrom(key, this.base); back > 0; back--) visit(this.cellOf(key, this.most - back))
    }
  }

  /** All keys that have events behind the tail. */
  *held(): Iterable<number> {
    for (let key = 0; key < this.limit; key++) if (this.count(key) > 0) yield key
  }

  /** Where the number of a key's event stands; `back`: 1 for the last one. */
  private wordOf(key: number, back: number): number {
    const first = key * this.width
    const place = this.keys[first]! - back
    return first + 1 + (place < 0 ? place + this.most : place)
  }

  private forgetPassed(): void {
    for (let key = 0; key < this.limit; key++) this.keep(key, this.count(key))
    this.passed = 0
  }

  /**
   * The log is full. What has passed at `time` goes. Where the keys could hold fewer events than the log has, it may still hold many that no key
   * has any more: the others move together. So it never has room for more than a few times what keys hold at most, however long the window is.
   */
  private makeRoom(time: number): void {
    this.expire(time)
    const room = this.mask + 1
    if (((this.next - this.base) | 0) < room) return
    if (room < this.limit * this.most || this.moveTogether() > room >> 1) this.resize(room * 2)
  }

  private resize(room: number): void {
    const { mask, stride } = this
    this.growCells(room * stride)
    const { cells } = this
    for (let number = this.base; number !== this.next; number = (number + 1) | 0) {
      const from = (number & mask) * stride
      const to = (number & (room - 1)) * stride
      // Behind all that was there.
      if (to !== from) for (let i = 0; i < stride; i++) cells[to + i] = cells[from + i]!
    }
    this.mask = room - 1
  }

  private growCells(length: number): void {
    if (this.machine !== undefined && this.grewThere((machine) => machine.growCells(length))) return
    const cells = new Float64Array(length)
    cells.set(this.cells)
    this.cells = cells
  }

  private growKeys(length: number): void {
    if (this.machine !== undefined && this.grewThere((machine) => machine.growKeys(length))) return
    const keys = new Int32Array(length)
    keys.set(this.keys)
    this.keys = keys
  }

  /** False: there is no more memory there, and it goes on without. */
  private grewThere(grow: (machine: RingMachine) => void): boolean {
    const machine = this.machine!
    try {
      grow(machine)
    } catch {
      this.cells = this.cells.slice()
      this.keys = this.keys.slice()
      this.machine = undefined
      this.left = Number.POSITIVE_INFINITY
      return false
    }
    this.cells = machine.cells
    this.keys = machine.keys
    return true
  }

  private enterMachine(): void {
    const { most, stride, width } = this
    try {
      this.machine = new RingMachine({ most, stride, widthShift: 31 - Math.clz32(width) }, this.cells, this.keys)
    } catch {
      // No WebAssembly, or no memory for it.
      this.left = Number.POSITIVE_INFINITY
      return
    }
    this.machine.withinMs = this.withinMs
    this.cells = this.machine.cells
    this.keys = this.machine.keys
  }

  /** Gives the events that keys hold the numbers from the base on; how many there are. */
  private moveTogether(): number {
    const { cells, mask, stride, base, keys } = this
    /** By place in the log: the word of the key that holds it; 0, which is a key's first word: none. */
    const holders = new Int32Array(mask + 1)
    for (let key = 0; key < this.limit; key++) {
      for (let back = this.countFrom(key, base); back > 0; back--) {
        const word = this.wordOf(key, back)
        holders[keys[word]! & mask] = word
      }
    }
    let to = base
    let tail = this.tail
    for (let number = base; number !== this.next; number = (number + 1) | 0) {
      if (number === this.tail) tail = to
      const word = holders[number & mask]!
      if (word === 0) continue
      keys[word] = to
      const into = (to & mask) * stride
      const from = (number & mask) * stride
      for (let i = 0; i < stride; i++) cells[into + i] = cells[from + i]!
      to = (to + 1) | 0
    }
    // Nothing stands behind a tail that has come to the end.
    this.tail = this.tail === this.next ? to : tail
    this.next = to
    return (to - base) | 0
  }
}

function timeOf({ rowOf, first, at }: ArrivedEvents, event: number): number {
  return at[rowOf === undefined ? first + event : rowOf[event]!]!
}

/** Copies what a column has of events. */
function copyRows(
  column: Float64Array,
  rowOf: Int32Array | undefined,
  first: number,
  from: number,
  end: number,
  into: Float64Array,
): void {
  if (rowOf === undefined) into.set(column.subarray(first + from, first + end))
  else for (let i = from; i < end; i++) into[i - from] = column[rowOf[i]!]!
}
