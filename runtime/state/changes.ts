const firstMarks = 256
/** Marks that are looked at before it is asked whether the piece has enough. */
const looksAtOnce = 4096

/** The piece of a cut that is written. */
export interface Piece {
  readonly isEnough: boolean
  looked(things: number): void
}

/**
 * What of some numbered things (rows, keys) changed since the last cut of the state, and what belongs to the cut under way: a mark for each. Before the
 * first cut nothing is noted, and all count as changed.
 *
 * `touch` is called before a thing changes. What belongs to a cut and was not handed out yet is handed out then, as it was.
 */
export class Changes {
  /** By number: one of the three below, which change places. */
  marks = new Uint8Array(firstMarks)
  /** The mark of what changed since the last cut began. */
  changed = 0
  private pending = 1
  private clean = 2
  /** Hands a thing to the cut under way; undefined: there is none. */
  private handOut: ((number: number) => void) | undefined = undefined
  /** Numbers of the cut under way are less. */
  private limit = 0
  /** Where it goes on. */
  private next = 0
  private isTracking = false
  /** What an increment handed out, in case it is abandoned. */
  private handed: number[] | undefined = undefined

  /** Before a thing changes. */
  touch(number: number): void {
    if (this.marks[number] !== this.changed) this.change(number)
  }

  /** As `touch`, of many things: those of `numbers` from the one at `from` to before `end`. Negative numbers stand for no thing. */
  touchAll(numbers: Int32Array, from: number, end: number): void {
    // Before the first cut all count as changed: jobs that save nothing need not look at each.
    if (!this.isTracking) return
    for (let i = from; i < end; i++) if (numbers[i]! >= 0) this.touch(numbers[i]!)
  }

  /** Whether the next cut has something to say of it. */
  isChanged(number: number): boolean {
    return this.isTracking && number < this.marks.length && this.marks[number] !== this.clean
  }

  /** What was touched holds nothing, and no cut so far has it: the next one has nothing to say of it. */
  settle(number: number): void {
    if (this.isTracking && this.marks[number] === this.changed) this.marks[number] = this.clean
  }

  /** Begins a cut of the things whose numbers are less than `limit`. `handOut` writes one, as it is. */
  begin(full: boolean, limit: number, handOut: (number: number) => void): void {
    this.reserve(limit)
    if (!this.isTracking) this.marks.fill(this.clean, limit)
    else if (full) this.marks.fill(this.changed, 0, limit)
    const { pending } = this
    this.pending = this.changed
    this.changed = pending
    this.isTracking = true
    this.limit = limit
    this.next = 0
    this.handOut = handOut
    this.handed = full ? undefined : []
  }

  /** Hands out what belongs to the cut until the piece has enough; false: that was all. */
  handOutSome(piece: Piece): boolean {
    const { marks, pending, limit, clean, handed } = this
    const handOut = this.handOut!
    while (this.next < limit && !piece.isEnough) {
      const end = Math.min(limit, this.next + looksAtOnce)
      piece.looked(end - this.next)
      let { next } = this
      for (; next < end; next++) {
        if (marks[next] !== pending) continue
        if (piece.isEnough) break
        handOut(next)
        handed?.push(next)
        marks[next] = clean
      }
      this.next = next
    }
    if (this.next < limit) return true
    this.end()
    return false
  }

  /** The cut came to nothing: what it held has changed. Of a full one that is everything, which the next cut has to say. */
  abandon(): void {
    const { marks, pending, changed, handed } = this
    for (let number = 0; number < marks.length; number++) if (marks[number] === pending) marks[number] = changed
    for (const number of handed ?? []) marks[number] = changed
    this.handed = undefined
    this.end()
  }

  /** Numbers up to this one have marks. */
  reserve(limit: number): void {
    if (limit <= this.marks.length) return
    const before = this.marks
    const marks = new Uint8Array(Math.max(limit, 2 * before.length))
    marks.set(before)
    // Before the first cut all marks are 0, and so is that of what changed.
    if (this.isTracking) marks.fill(this.clean, before.length)
    this.marks = marks
  }

  private end(): void {
    this.handOut = undefined
    // The place of what is pending in the next cut is that of what changes now: none may be left of this one.
    this.limit = 0
  }

  /** A thing whose mark is another one, or that has none yet, changes. */
  change(number: number): void {
    this.reserve(number + 1)
    if (this.marks[number] === this.pending && number < this.limit) {
      this.handOut?.(number)
      this.handed?.push(number)
    }
    this.marks[number] = this.changed
  }
}
