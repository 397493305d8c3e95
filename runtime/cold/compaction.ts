import type { ColdLog } from "./cold-log.ts"
import {
  damaged,
  emptyItem,
  filledUp,
  isKey,
  kinds,
  lengthAt,
  readItem,
  recordHead,
  segmentUnits,
  unitBytes,
} from "./segment.ts"
import type { Segment } from "./segments.ts"

/** A file is written anew when so much of it says nothing any more. */
const deadShare = 1 / 2
/** Files smaller than this share of a whole one are put together where there are more than so many. */
const smallShare = 1 / 4
const mostSmall = 8
/** Bytes that are gone through at once; and for each byte that was put or taken out. */
const leastWork = 2 ** 16
const workPerByte = 4
const readBytes = 2 ** 18

/**
 * Writes files anew without what says nothing any more: piece by piece, somewhat faster than the store grows. What is still needed of a file goes to the end of the
 * log; then the file is removed.
 */
export class Compaction {
  private readonly log: ColdLog
  private readonly segmentBytes: number
  private segment: Segment | undefined = undefined
  private at = 0
  private readonly item = emptyItem()

  constructor(log: ColdLog, segmentBytes: number) {
    this.log = log
    this.segmentBytes = segmentBytes
  }

  /** `moved`: bytes that were put or taken out since the last time. */
  work(time: number, moved: number): void {
    for (let left = leastWork + workPerByte * moved; left > 0; ) {
      if (this.segment === undefined) {
        this.segment = this.chosen(time)
        if (this.segment === undefined) return
        this.at = this.segment.begin
      }
      left -= this.goOn(this.segment, Math.min(left, readBytes), time)
    }
  }

  /** The log is to be stored as it is: says how far it has come. */
  note(): void {
    const { segment } = this
    if (segment !== undefined && this.at > segment.begin) {
      this.log.mark(kinds.moved, segment.ordinal, this.at / unitBytes)
    }
  }

  private chosen(time: number): Segment | undefined {
    const { current, open } = this.log.segments
    let chosen: Segment | undefined
    let most = deadShare
    let small = 0
    let smallest: Segment | undefined
    for (const segment of open) {
      if (segment === current) continue
      const share = deadBytes(segment, time) / (segment.bytes - segment.begin)
      if (share >= most) {
        chosen = segment
        most = share
      }
      if (segment.bytes >= smallShare * this.segmentBytes) continue
      small++
      if (smallest === undefined || segment.bytes < smallest.bytes) smallest = segment
    }
    return chosen ?? (small > mostSmall ? smallest : undefined)
  }

  /** Goes through some bytes of a file; how many. */
  private goOn(segment: Segment, most: number, time: number): number {
    const { segments } = this.log
    let bytes = segments.read(segment, this.at, Math.min(Math.max(most, unitBytes), segment.bytes - this.at))
    if (bytes.length >= unitBytes && lengthAt(bytes, 0) > bytes.length) {
      bytes = segments.read(segment, this.at, Math.min(filledUp(lengthAt(bytes, 0)), segment.bytes - this.at))
    }
    let at = 0
    while (at + unitBytes <= bytes.length && at + filledUp(lengthAt(bytes, at)) <= bytes.length) {
      if (!readItem(bytes, at, this.item)) {
        throw damaged(segment.path, this.at + at, "a record's checksum does not agree with its contents")
      }
      this.keep(segment, bytes, (this.at + at) / unitBytes, time)
      at += filledUp(this.item.to - this.item.from)
    }
    if (at === 0 && bytes.length > 0) throw damaged(segment.path, this.at, "it ends within a record")
    this.at += at
    if (this.at === segment.bytes) {
      this.segment = undefined
      segments.drop(segment)
    }
    return Math.max(at, unitBytes)
  }

  private keep(segment: Segment, bytes: Buffer, unit: number, time: number): void {
    const { log, item } = this
    if (!isKey(item)) {
      const isNeeded = item.ordinal !== segment.ordinal && log.segments.withOrdinal(item.ordinal) !== undefined
      if (isNeeded) log.mark(item.kind as 1 | 2, item.ordinal, item.unit)
      return
    }
    const number = segment.layouts[item.layout]!
    const space = log.spaceOf(number, item.space)
    if (space === undefined) return
    const name = bytes.subarray(item.from + recordHead, item.nameTo)
    if (!log.index.remove(log.hashOf(space, name), segment.slot * segmentUnits + unit)) return
    const { lastsTo, dueAt } = item
    if (lastsTo <= time) return
    const facts = { layout: number, space: item.space, lastsTo, dueAt }
    log.append(facts, space, name, bytes.subarray(item.nameTo, item.to))
  }
}

/** About how many bytes of a file say nothing any more: how many records have ceased to count is taken from the times between which they do. */
function deadBytes({ bytes, begin, dead, ending, firstEnd, lastEnd }: Segment, time: number): number {
  if (ending === 0 || time < firstEnd) return dead
  const share = time >= lastEnd ? 1 : (time - firstEnd) / (lastEnd - firstEnd)
  const left = Math.max(0, bytes - begin - dead)
  return dead + left * (ending / (bytes - begin)) * share
}
