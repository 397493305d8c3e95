/** Entries of a chunk: 2 to this power. */
const power = 12
const chunkEntries = 1 << power
/** Makes places in a chunk of numbers of entries. */
export const placeMask = chunkEntries - 1
/** Numbers of entries go around at 32 bits, those of chunks at what is left of them. */
const chunkNumbers = (1 << (32 - power)) - 1
/** Chunks that are empty and kept for those that come. */
const mostSpare = 2

/** Neighbouring entries. Their times are `base + at[place]`: 32 bits where that is exact for all of them, else doubles. */
export interface LogChunk {
  base: number
  at: Int32Array | Float64Array
  readonly key: Int32Array
  /** The lower 32 bits of the event's sequence number. */
  readonly order: Int32Array
  /** By column. */
  readonly values: Float64Array[]
  /** Further numbers that stand with each entry. */
  readonly ints: Int32Array[]
}

/** Rows that all become entries, by place. */
export interface RowRun {
  /** By row: when it came. */
  readonly at: Float64Array
  readonly rows: Int32Array
  readonly keys: Int32Array
  /** The sequence number of the first event. */
  readonly sequence: number
}

/**
 * Entries of all keys in the order of events. An entry has a number for as long as it is there; numbers rise by one and go
 * around at 32 bits. Entries stand in chunks of one size: so many take no more memory than they need, and more of them move none.
 */
export class LogStore {
  /** The number of the oldest entry, and of the next one. */
  first = 0
  next = 0
  private chunks: (LogChunk | undefined)[] = [undefined]
  private columns = 0
  private further = 0
  private readonly spare: LogChunk[] = []
  /** How many still read chunks that were let go. */
  private holders = 0
  /** Chunks before the one of this number share what nobody writes: they are not used again. undefined: none does. */
  private notShared: number | undefined = undefined

  get size(): number {
    return (this.next - this.first) | 0
  }

  /** A further column of values. */
  addColumn(): void {
    this.columns++
    for (const chunk of this.held()) chunk.values.push(new Float64Array(chunkEntries))
  }

  /** A further number that stands with each entry: its place among the `ints` of chunks. */
  addInts(): number {
    for (const chunk of this.held()) chunk.ints.push(new Int32Array(chunkEntries))
    return this.further++
  }

  /** The chunk of an entry that is there, or for which room was made. */
  chunkOf(entry: number): LogChunk {
    return this.chunks[(entry >>> power) & (this.chunks.length - 1)]!
  }

  /** The time of an entry. */
  timeOf(entry: number): number {
    const { base, at } = this.chunkOf(entry)
    return base + at[entry & placeMask]!
  }

  /** Makes room for so many more entries. */
  reserve(count: number): void {
    if (count === 0) return
    const behind = (this.next + count - 1) | 0
    const needed = chunksBetween(this.first, behind) + 1
    if (needed > this.chunks.length) this.widen(needed)
    const mask = this.chunks.length - 1
    const end = behind >>> power
    for (let chunk = this.next >>> power; ; chunk = (chunk + 1) & chunkNumbers) {
      this.chunks[chunk & mask] ??= this.spare.pop() ?? this.made()
      if (chunk === end) return
    }
  }

  /** Adds an entry, for which room was made; its values are set by the caller. `times[i]`: when it came. */
  add(times: Float64Array, i: number, key: number, order: number): void {
    this.put(this.chunkOf(this.next), this.next, times, i, key, order)
    this.next = (this.next + 1) | 0
  }

  /** Writes the entry that comes next, into its chunk, but does not add it. */
  put(chunk: LogChunk, entry: number, times: Float64Array, i: number, key: number, order: number): void {
    const place = entry & placeMask
    const time = times[i]!
    // It is the first of its chunk that is there.
    if (place === 0 || entry === this.first) begin(chunk, time)
    const after = time - chunk.base
    if ((after | 0) === after && chunk.base + after === time) chunk.at[place] = after
    else setFar(chunk, place, time)
    chunk.key[place] = key
    chunk.order[place] = order
  }

  /** Likewise several that come next, up to the end of its chunk at most: those of the rows at places from `from` up to `to`, whose numbers follow `sequence`. */
  putRun(chunk: LogChunk, entry: number, { at, rows, keys, sequence }: RowRun, from: number, to: number): void {
    const place = entry & placeMask
    if (place === 0 || entry === this.first) begin(chunk, at[rows[from]!]!)
    let done = from
    if (chunk.at instanceof Int32Array) done = putNear(chunk.at, place, chunk.base, at, rows, from, to)
    for (; done < to; done++) setFar(chunk, place + done - from, at[rows[done]!]!)
    chunk.key.set(keys.subarray(from, to), place)
    const { order } = chunk
    for (let i = from; i < to; i++) order[place + i - from] = sequence + i
  }

  /** Lets go of the entries before one. */
  releaseTo(first: number): void {
    const mask = this.chunks.length - 1
    const end = first >>> power
    for (let chunk = this.first >>> power; chunk !== end; chunk = (chunk + 1) & chunkNumbers) {
      const gone = this.chunks[chunk & mask]
      this.chunks[chunk & mask] = undefined
      if (chunk === this.notShared) this.notShared = undefined
      const isOwn = this.notShared === undefined && this.holders === 0
      if (gone !== undefined && isOwn && this.spare.length < mostSpare) this.spare.push(gone)
    }
    this.first = first
  }

  /** The first entry from `from` on that is later than `time`; the next one: none is. */
  firstAfter(from: number, time: number): number {
    let before = 0
    let behind = (this.next - from) | 0
    while (before < behind) {
      const middle = (before + behind) >>> 1
      if (this.timeOf((from + middle) | 0) <= time) before = middle + 1
      else behind = middle
    }
    return (from + before) | 0
  }

  /**
   * Goes on with the entries of another one, which is not used any more; `isCopied`: it is. `columns`: of its columns of values those that are there, in their order (undefined: a new one, in
   * which the entries have nothing); `ints`: likewise of its further numbers.
   */
  takeOver(
    former: LogStore,
    columns: readonly (number | undefined)[],
    ints: readonly number[],
    isCopied: boolean,
  ): void {
    const { first, next, chunks } = former
    this.first = first
    this.next = next
    this.columns = columns.length
    this.further = ints.length
    const empty = columns.includes(undefined) ? new Float64Array(chunkEntries) : undefined
    this.notShared = empty && next >>> power
    const full = chunksBetween(first, next)
    this.chunks = chunks.map((chunk, place) => {
      if (chunk === undefined) return undefined
      const isFull = ((place - (first >>> power)) & (chunks.length - 1)) < full
      const made = (): Float64Array => (isFull ? empty! : new Float64Array(chunkEntries))
      const values = columns.map((column) => (column === undefined ? made() : chunk.values[column]!))
      const further = ints.map((each) => chunk.ints[each]!)
      const own = { ...chunk, values, ints: further }
      return isCopied ? copyOf(own) : own
    })
  }

  /** What stands in chunks now is not overwritten until `release`, also where it is let go. */
  hold(): void {
    this.holders++
  }

  release(): void {
    this.holders--
  }

  clear(): void {
    this.releaseTo(this.next)
  }

  private held(): LogChunk[] {
    return [...this.chunks, ...this.spare].filter((one) => one !== undefined)
  }

  private made(): LogChunk {
    return {
      base: 0,
      at: new Int32Array(chunkEntries),
      key: new Int32Array(chunkEntries),
      order: new Int32Array(chunkEntries),
      values: Array.from({ length: this.columns }, () => new Float64Array(chunkEntries)),
      ints: Array.from({ length: this.further }, () => new Int32Array(chunkEntries)),
    }
  }

  /** Chunks keep their numbers when there is place for more of them. */
  private widen(needed: number): void {
    let length = this.chunks.length
    while (length < needed) length *= 2
    const chunks = Array.from<LogChunk | undefined>({ length })
    const held = Math.min(chunksBetween(this.first, this.next) + 1, this.chunks.length)
    for (let i = 0, chunk = this.first >>> power; i < held; i++, chunk = (chunk + 1) & chunkNumbers) {
      chunks[chunk & (length - 1)] = this.chunks[chunk & (this.chunks.length - 1)]
    }
    this.chunks = chunks
  }
}

/** How many chunks the last entry's is behind that of the first. */
function chunksBetween(first: number, last: number): number {
  return ((last >>> power) - (first >>> power)) & chunkNumbers
}

function copyOf({ base, at, key, order, values, ints }: LogChunk): LogChunk {
  return {
    base,
    at: at.slice(),
    key: key.slice(),
    order: order.slice(),
    values: values.map((each) => each.slice()),
    ints: ints.map((each) => each.slice()),
  }
}

function begin(chunk: LogChunk, time: number): void {
  chunk.base = time
  if (!(chunk.at instanceof Int32Array)) chunk.at = new Int32Array(chunkEntries)
}

/** Sets times from a place on as long as they are whole milliseconds near the base; the first one that is not. */
function putNear(
  times: Int32Array,
  place: number,
  base: number,
  at: Float64Array,
  rows: Int32Array,
  from: number,
  to: number,
): number {
  for (let i = from; i < to; i++) {
    const time = at[rows[i]!]!
    const after = (time - base) | 0
    if (base + after !== time) return i
    times[place + i - from] = after
  }
  return to
}

/** Sets a time that is too far from the base of its chunk, or no whole milliseconds from it. */
function setFar(chunk: LogChunk, place: number, time: number): void {
  const { base, at } = chunk
  if (at instanceof Int32Array) {
    chunk.at = Float64Array.from(at, (after) => base + after)
    chunk.base = 0
  }
  chunk.at[place] = time
}
