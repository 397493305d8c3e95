const firstCells = 1024
/** The first block of a key has room for so many. */
export const firstRoom = 2
/** Words of a block's header: key, room, how many, the next free block. A double is two words. */
export const header = 2
export const keyWord = 0
export const roomWord = 1
export const countWord = 2
export const nextWord = 3
/** In place of the key of a block that nobody has. */
export const free = -1
/** A line of the processor's cache. */
const touchedWords = 16
/** No block: 0 is never one. */
export const noBlock = 0
/** Blocks that are looked at for each key more that has one; and how many in any case. */
const looks = 2
const leastLooks = 16

/** Where the cells of a store stand, in place of arrays of its own: what is said of those there. */
export interface ChainMemory {
  readonly cells: Float64Array<ArrayBuffer>
  readonly blocks: Int32Array<ArrayBuffer>
  readonly freed: Int32Array<ArrayBuffer>
  /** Room for so many. Others stand above then. Throws where there is no more memory: all is as before then. */
  growCells(length: number): void
  /** Likewise; what is new is 0. */
  growBlocks(length: number): void
}

/**
 * Partial matches of keys: those of a key lie side by side in a block of one array, in the order in which they began, each in `stride` cells.
 * Blocks of one size that are free are chained. The first `stride` cells are those of a partial match that has not begun.
 */
export class ChainStore {
  readonly stride: number
  cells: Float64Array<ArrayBuffer> = new Float64Array(firstCells)
  /** By cell, for what is no number. */
  readonly objects: unknown[]
  /** Key → block. */
  blocks: Int32Array<ArrayBuffer> = new Int32Array(firstCells)
  /** Keys that have a block. */
  keys = 0
  /** By the power of two that a block has room for: the first free one. */
  freed: Int32Array<ArrayBuffer> = new Int32Array(32)
  /** Behind the last block. */
  top: number
  /** Undefined: the arrays are its own. */
  memory: ChainMemory | undefined = undefined
  private words = new Int32Array(this.cells.buffer)
  private readonly bottom: number
  private hand: number
  /** Keys that had a block at the hand's last step. */
  private swept = 0
  private readonly hasObjects: boolean

  /** `former`: one for partial matches of the same cells, with what it holds it goes on; that one is not used any more, or this one is not. */
  constructor(stride: number, hasObjects: boolean, former?: ChainStore) {
    this.stride = stride
    this.hasObjects = hasObjects
    this.bottom = stride + 1
    this.top = former?.top ?? this.bottom
    this.hand = former?.hand ?? this.bottom
    this.objects = former?.objects ?? []
    if (former === undefined) return
    this.cells = former.cells
    this.words = former.words
    this.blocks = former.blocks
    this.keys = former.keys
    this.swept = former.swept
    this.freed.set(former.freed)
  }

  /** Keys up to this one are looked up. */
  reserve(limit: number): void {
    if (limit <= this.blocks.length) return
    const length = Math.max(limit, this.blocks.length * 2)
    if (this.grewThere((memory) => memory.growBlocks(length))) return
    const blocks = new Int32Array(length)
    blocks.set(this.blocks)
    this.blocks = blocks
  }

  /** It goes on in that memory, which has copies of what it holds. */
  enter(memory: ChainMemory): void {
    this.memory = memory
    this.view(memory)
  }

  /** Room for a block that takes one more partial match of a key. */
  makeRoom(key: number): void {
    const block = this.blocks[key]!
    const room = block === noBlock ? firstRoom : 2 * this.words[2 * block + roomWord]!
    const end = this.top + header + room * this.stride
    if (end > this.cells.length) this.grow(end)
  }

  /** How many partial matches a block holds. */
  count(block: number): number {
    return this.words[2 * block + countWord]!
  }

  /**
   * Reads the beginnings of the blocks of some keys, for nothing but that the processor has them at hand when they are looked at one by one: so it fetches
   * several at a time.
   */
  touch(keys: Int32Array, from: number, to: number): number {
    const { blocks, words } = this
    let sum = 0
    for (let place = from; place < to; place++) {
      const key = keys[place]!
      if (key < 0) continue
      const block = 2 * blocks[key]!
      sum ^= words[block]! ^ words[block + touchedWords]!
    }
    return sum
  }

  keyOf(block: number): number {
    return this.words[2 * block + keyWord]!
  }

  /** The first cell of a partial match. */
  cellOf(block: number, place: number): number {
    return block + header + place * this.stride
  }

  /** Only the first `count` partial matches of a block are left; none: the block is closed, unless another is added at once. */
  keep(block: number, count: number, goesOn = false): void {
    if (this.hasObjects) {
      const end = this.cellOf(block, this.count(block))
      for (let cell = this.cellOf(block, count); cell < end; cell++) this.objects[cell] = undefined
    }
    if (count === 0 && !goesOn) this.close(block)
    else this.words[2 * block + countWord] = count
  }

  /** Moves a partial match to another place of its block. */
  move(block: number, from: number, to: number): void {
    const source = this.cellOf(block, from)
    this.copy(source, this.cellOf(block, to))
  }

  /** The cells of a new partial match of a key, behind the others. */
  add(key: number): number {
    let block = this.blocks[key]!
    if (block === noBlock) block = this.open(key, firstRoom)
    else if (this.count(block) === this.words[2 * block + roomWord]) block = this.widen(block)
    return this.cellOf(block, this.words[2 * block + countWord]!++)
  }

  /** The same, with the cells of a partial match that has not begun. */
  begin(key: number): number {
    const cell = this.add(key)
    const { cells, stride } = this
    for (let i = 0; i < stride; i++) cells[cell + i] = cells[i]!
    return cell
  }

  /** All keys' blocks. */
  *all(): Iterable<number> {
    for (let block = this.bottom; block < this.top; block = this.behind(block)) {
      if (this.keyOf(block) !== free) yield block
    }
  }

  /**
   * Calls `expire` for some blocks: as many as keep those with nothing alive at a fraction of all, however fast new keys come. Where events close as many
   * blocks as they open there are no more than before, and it has time.
   */
  sweep(expire: (block: number) => void): void {
    let left = Math.max(leastLooks, (this.keys - this.swept) * looks)
    for (; left > 0 && this.keys > 0; left--) {
      if (this.hand >= this.top) this.hand = this.bottom
      const block = this.hand
      this.hand = this.behind(block)
      if (this.keyOf(block) !== free) expire(block)
    }
    this.swept = this.keys
  }

  private close(block: number): void {
    const { words, freed } = this
    const at = 2 * block
    this.blocks[words[at + keyWord]!] = noBlock
    words[at + keyWord] = free
    const power = 31 - Math.clz32(words[at + roomWord]!)
    words[at + nextWord] = freed[power]!
    freed[power] = block
    this.keys--
  }

  private behind(block: number): number {
    return block + header + this.words[2 * block + roomWord]! * this.stride
  }

  private open(key: number, room: number): number {
    const power = 31 - Math.clz32(room)
    let block = this.freed[power]!
    if (block !== noBlock) this.freed[power] = this.words[2 * block + nextWord]!
    else {
      block = this.top
      this.top += header + room * this.stride
      if (this.top > this.cells.length) this.grow(this.top)
    }
    const { words } = this
    words[2 * block + keyWord] = key
    words[2 * block + roomWord] = room
    words[2 * block + countWord] = 0
    this.blocks[key] = block
    this.keys++
    return block
  }

  /** The block that takes the place of one that is full. */
  private widen(block: number): number {
    const count = this.count(block)
    const wider = this.open(this.keyOf(block), this.words[2 * block + roomWord]! * 2)
    for (let place = 0; place < count; place++) this.copy(this.cellOf(block, place), this.cellOf(wider, place))
    this.words[2 * wider + countWord] = count
    const key = this.keyOf(block)
    this.keep(block, 0)
    this.blocks[key] = wider
    return wider
  }

  private copy(from: number, to: number): void {
    const { cells, objects, stride, hasObjects } = this
    for (let i = 0; i < stride; i++) cells[to + i] = cells[from + i]!
    if (hasObjects) for (let i = 0; i < stride; i++) objects[to + i] = objects[from + i]
  }

  private grow(end: number): void {
    const length = Math.max(end, this.cells.length * 2)
    if (this.grewThere((memory) => memory.growCells(length))) return
    const cells = new Float64Array(length)
    cells.set(this.cells)
    this.view({ cells, blocks: this.blocks, freed: this.freed })
  }

  /** False: it has arrays of its own, from now on where there was no more memory there. */
  private grewThere(grow: (memory: ChainMemory) => void): boolean {
    const { memory } = this
    if (memory === undefined) return false
    try {
      grow(memory)
    } catch {
      this.memory = undefined
      this.view({ cells: memory.cells.slice(), blocks: memory.blocks.slice(), freed: memory.freed.slice() })
      return false
    }
    this.view(memory)
    return true
  }

  private view({ cells, blocks, freed }: Pick<ChainMemory, "cells" | "blocks" | "freed">): void {
    this.cells = cells
    this.words = new Int32Array(cells.buffer, cells.byteOffset, 2 * cells.length)
    this.blocks = blocks
    this.freed = freed
  }
}
