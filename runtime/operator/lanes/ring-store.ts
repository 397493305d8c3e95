import type { Changes } from "../../state/changes.ts"

const firstCells = 1024
/** Words at the beginning of a block: key, room, first event, count; then those of the layout. A double is two words. */
const ownWords = 4
const keyWord = 0
const roomWord = 1
const firstWord = 2
const countWord = 3
/** The key of a block that is free; then the word of the first event names the next free one of its room. */
const free = -1
/** Blocks that are looked at for each one that is opened. */
const looks = 4
/** So many keys are left alone: their memory is worth less than the work to open them again. */
const fewKeys = 1 << 14
/** No block: 0 is never one. */
const none = 0

/** Events of a key are kept one behind the other as numbers, the time first. */
export interface RingLayout {
  /** Captured numbers of an event, beside its time. */
  readonly numbers: number
  /** Whether an object is kept for an event too. */
  readonly objects: boolean
  /** How many events of a key are ever kept; undefined: as many as there are. */
  readonly most: number | undefined
  /** How many numbers of 32 bits are kept for a key beside its events; 0 at first. */
  readonly words?: number
  /** Is told of keys that a sweep changes. */
  readonly changes?: Changes
}

/**
 * Events that are held for keys: each key has a ring in a block of one array, so that what an event touches lies side by side. Blocks of
 * one size that are free are chained. An event goes when it has been held for `withinMs`; keys that are left with old ones are found by a
 * hand that goes round all blocks.
 */
export class RingStore {
  readonly stride: number
  cells = new Float64Array(firstCells)
  /** The same memory as 32-bit words. */
  words = new Int32Array(this.cells.buffer)
  /** By cell of an event's time. */
  objects: unknown[] | undefined
  /** Key → block. */
  blocks = new Int32Array(firstCells)
  /** Keys that have a block. */
  keys = 0
  private readonly most: number | undefined
  private readonly ofKey: number
  private readonly withinMs: number
  private readonly changes: Changes | undefined
  private freed = new Map<number, number>()
  /** Cells before a block's events. */
  private readonly header: number
  private top: number
  private hand: number
  /** Blocks since the hand's last step. */
  private opened = 0
  /** So many keys set the hand going. */
  private crowded = fewKeys

  constructor({ numbers, objects, most, words = 0, changes }: RingLayout, withinMs: number) {
    this.stride = 1 + numbers
    this.ofKey = words
    this.header = (ownWords + words + 1) >> 1
    this.top = this.header
    this.hand = this.header
    this.objects = objects ? [] : undefined
    this.most = most
    this.changes = changes
    this.withinMs = withinMs
  }

  /** Goes on with what another one holds, which is not used any more; `copied`: that one is, so all is copied. Of the same layout. */
  takeOver(former: RingStore, copied: boolean): void {
    this.cells = copied ? former.cells.slice() : former.cells
    this.words = new Int32Array(this.cells.buffer)
    this.objects = copied ? former.objects?.slice() : former.objects
    this.blocks = copied ? former.blocks.slice() : former.blocks
    this.freed = copied ? new Map(former.freed) : former.freed
    this.keys = former.keys
    this.top = former.top
    this.hand = former.hand
    this.opened = former.opened
    this.crowded = former.crowded
  }

  /** How many words a key has beside its events, and how many of these are kept at most. */
  get layout(): { readonly words: number; readonly most: number | undefined } {
    return { words: this.ofKey, most: this.most }
  }

  /** Keys up to this one are looked up. */
  reserve(limit: number): void {
    if (limit <= this.blocks.length) return
    const blocks = new Int32Array(Math.max(limit, this.blocks.length * 2))
    blocks.set(this.blocks)
    this.blocks = blocks
  }

  /** The key's block; 0: it has none. */
  blockOf(key: number): number {
    return this.blocks[key]!
  }

  count(block: number): number {
    return this.words[2 * block + countWord]!
  }

  /** Where the words of the layout stand in `words`. */
  wordsOf(block: number): number {
    return 2 * block + ownWords
  }

  /** The cell of a block's event, counted from the oldest. */
  cellOf(block: number, event: number): number {
    const { words } = this
    const room = words[2 * block + roomWord]!
    const place = words[2 * block + firstWord]! + event
    return block + this.header + (place < room ? place : place - room) * this.stride
  }

  /** Lets the events of a block go whose time has passed at `time`; how many are left. */
  expire(block: number, time: number): number {
    const { words, cells, stride, withinMs, header } = this
    const at = 2 * block
    let count = words[at + countWord]!
    let first = words[at + firstWord]!
    if (count === 0 || cells[block + header + first * stride]! + withinMs > time) return count
    const room = words[at + roomWord]!
    while (count > 0 && cells[block + header + first * stride]! + withinMs <= time) {
      if (this.objects !== undefined) this.objects[block + header + first * stride] = undefined
      first = first + 1 === room ? 0 : first + 1
      count--
    }
    words[at + countWord] = count
    words[at + firstWord] = first
    return count
  }

  /** Adds an event to a key and gives the cell of its time, which is set; what is captured goes behind it. */
  add(key: number, time: number): number {
    const block = this.blocks[key]!
    return this.push(block === none ? this.open(key, this.firstRoom()) : block, time)
  }

  /** Likewise to a key's block, which may become another one. */
  push(block: number, time: number): number {
    const { words } = this
    const count = words[2 * block + countWord]!
    const room = words[2 * block + roomWord]!
    if (count === room) return this.push(this.widen(block), time)
    words[2 * block + countWord] = count + 1
    const place = words[2 * block + firstWord]! + count
    const cell = block + this.header + (place < room ? place : place - room) * this.stride
    this.cells[cell] = time
    return cell
  }

  /**
   * Holds an event of a key that has a block with room: `expire` and `push` in one step, for the many events that complete nothing. The cell of
   * its time, which is set; 0: `most` events are held, of which none has passed.
   */
  holdIn(block: number, time: number): number {
    const { words, cells, stride, header, withinMs } = this
    const at = 2 * block
    let count = words[at + countWord]!
    let first = words[at + firstWord]!
    const room = words[at + roomWord]!
    const events = block + header
    while (count > 0 && cells[events + first * stride]! + withinMs <= time) {
      first = first + 1 === room ? 0 : first + 1
      count--
    }
    if (count === room) return 0
    words[at + firstWord] = first
    words[at + countWord] = count + 1
    const place = first + count
    const cell = events + (place < room ? place : place - room) * stride
    cells[cell] = time
    return cell
  }

  /** Whether each block has room for all events that a key can hold, and holds numbers alone. */
  get isPlain(): boolean {
    return this.objects === undefined && this.most === this.firstRoom()
  }

  /** Lets a block's oldest event go. */
  removeOldest(block: number): void {
    const { words } = this
    const at = 2 * block
    if (this.objects !== undefined) this.objects[this.cellOf(block, 0)] = undefined
    words[at + firstWord] = words[at + firstWord]! + 1 === words[at + roomWord] ? 0 : words[at + firstWord]! + 1
    words[at + countWord] = words[at + countWord]! - 1
  }

  /** Lets a key go with all its events. */
  close(block: number): void {
    const { words, freed } = this
    const at = 2 * block
    const room = words[at + roomWord]!
    if (this.objects !== undefined) {
      for (let i = words[at + countWord]! - 1; i >= 0; i--) this.objects[this.cellOf(block, i)] = undefined
    }
    this.blocks[words[at + keyWord]!] = none
    words[at + keyWord] = free
    words[at + firstWord] = freed.get(room) ?? none
    freed.set(room, block)
    this.keys--
  }

  keyOf(block: number): number {
    return this.words[2 * block + keyWord]!
  }

  /** All keys' blocks. */
  *all(): Iterable<number> {
    for (let block = this.header; block < this.top; block = this.behind(block))
      if (this.keyOf(block) !== free) yield block
  }

  /** Visits the cells of all events, those too whose time has passed while nothing came for their keys. */
  eachHeld(visit: (cell: number) => void): void {
    for (const block of this.all()) {
      for (let event = this.count(block) - 1; event >= 0; event--) visit(this.cellOf(block, event))
    }
  }

  /**
   * Time has come to `time`. When there are twice as many keys as were left by the last round, the hand goes round once more, some blocks with
   * each call, and closes those whose events have gone: old events are kept for at most as many keys as there are others.
   */
  sweep(time: number): void {
    if (this.keys < this.crowded) return
    for (let left = looks + this.opened * looks; left > 0; left--) {
      if (this.hand >= this.top) {
        this.hand = this.header
        this.crowded = Math.max(fewKeys, 2 * this.keys)
        break
      }
      const next = this.behind(this.hand)
      if (this.keyOf(this.hand) !== free) this.expireOrClose(this.hand, time)
      this.hand = next
    }
    this.opened = 0
  }

  /** Closes all blocks whose events have gone at `time`. */
  sweepAll(time: number): void {
    for (const block of this.all()) this.expireOrClose(block, time)
  }

  private expireOrClose(block: number, time: number): void {
    if (this.count(block) > 0 && this.cells[this.cellOf(block, 0)]! + this.withinMs > time) return
    this.changes?.touch(this.keyOf(block))
    if (this.expire(block, time) === 0) this.close(block)
  }

  private behind(block: number): number {
    return block + this.header + this.words[2 * block + roomWord]! * this.stride
  }

  private firstRoom(): number {
    return this.most !== undefined && this.most <= 8 ? Math.max(1, this.most) : 4
  }

  private open(key: number, room: number): number {
    const reused = this.freed.get(room) ?? none
    let block = reused
    if (reused !== none) this.freed.set(room, this.words[2 * reused + firstWord]!)
    else {
      block = this.top
      this.top += this.header + room * this.stride
      if (this.top > this.cells.length) this.grow()
    }
    const at = 2 * block
    this.words[at + keyWord] = key
    this.words[at + roomWord] = room
    this.words[at + firstWord] = 0
    this.words[at + countWord] = 0
    this.words.fill(0, at + ownWords, at + 2 * this.header)
    this.blocks[key] = block
    this.keys++
    this.opened++
    return block
  }

  /** The block that takes the place of one that is full. */
  private widen(block: number): number {
    const room = this.words[2 * block + roomWord]!
    const key = this.keyOf(block)
    const wider = this.open(key, Math.min(room * 2, this.most ?? Number.POSITIVE_INFINITY))
    const { cells, stride, objects, header, words } = this
    words.copyWithin(2 * wider + ownWords, 2 * block + ownWords, 2 * (block + header))
    for (let i = 0; i < room; i++) {
      const from = this.cellOf(block, i)
      const to = wider + header + i * stride
      for (let cell = 0; cell < stride; cell++) cells[to + cell] = cells[from + cell]!
      if (objects !== undefined) objects[to] = objects[from]
    }
    this.words[2 * wider + countWord] = room
    this.close(block)
    this.blocks[key] = wider
    return wider
  }

  private grow(): void {
    const cells = new Float64Array(Math.max(this.top, this.cells.length * 2))
    cells.set(this.cells)
    this.cells = cells
    this.words = new Int32Array(cells.buffer)
  }
}
