import type { ColdLog, KnownLayout } from "./cold-log.ts"
import { damaged, emptyItem, filledUp, isKey, kinds, readItem, recordHead, segmentUnits, unitBytes } from "./segment.ts"
import { noteEnd, type Segment, type Segments } from "./segments.ts"

/** Before all times. */
const always = Number.NEGATIVE_INFINITY

/** What files say of the records of an older one. */
interface Gone {
  /** By unit: a bit. */
  readonly taken: Uint8Array
  movedBefore: number
}

/**
 * Reads the files of a checkpoint, the newest first: what they say of older ones is known then, when those are read. Each record is looked at. Throws a `ConnectorError`
 * where one is not what was written.
 */
export function openLog(
  log: ColdLog,
  files: readonly ReturnType<Segments["adopt"]>[],
  known: readonly KnownLayout[],
): void {
  const numbers = new Map(known.map(({ layout }, number) => [layout.id, number]))
  const segments = files.map((file) =>
    log.segments.add(
      file,
      file.head.layouts.map(({ id }) => numbers.get(id)!),
    ),
  )
  const gone = new Map(
    segments.map(({ ordinal, bytes }): [number, Gone] => {
      return [ordinal, { taken: new Uint8Array(Math.ceil(bytes / unitBytes / 8)), movedBefore: 0 }]
    }),
  )
  for (const segment of segments.toReversed()) {
    const bytes = log.segments.read(segment, 0, segment.bytes)
    const marks = readMarks(segment, bytes, gone)
    for (const [ordinal, count] of marks) {
      if (gone.has(ordinal) && ordinal !== segment.ordinal) segment.marks.set(ordinal, count)
      else segment.dead += count * unitBytes
    }
    readPuts(log, segment, bytes, known, gone.get(segment.ordinal)!)
    gone.delete(segment.ordinal)
  }
}

/** Goes through all that stands in a file, and notes which records are gone; how many it says that of, by segment. */
function readMarks(
  { path, ordinal, begin }: Segment,
  bytes: Buffer,
  gone: ReadonlyMap<number, Gone>,
): Map<number, number> {
  const item = emptyItem()
  const marks = new Map<number, number>()
  let at = begin
  while (at < bytes.length) {
    if (!readItem(bytes, at, item)) throw damaged(path, at, "a record's checksum does not agree with its contents")
    const end = at + filledUp(item.to - item.from)
    for (let filled = item.to; filled < end; filled++) {
      if (bytes[filled] !== 0) throw damaged(path, filled, "something stands between two records")
    }
    at = end
    if (isKey(item)) continue
    marks.set(item.ordinal, (marks.get(item.ordinal) ?? 0) + 1)
    const about = gone.get(item.ordinal)
    if (item.ordinal > ordinal) throw damaged(path, item.from, "it says something of a file that is newer")
    // What it is about may have been let go of altogether.
    if (about === undefined) continue
    if (item.kind === kinds.moved) about.movedBefore = Math.max(about.movedBefore, item.unit)
    else about.taken[item.unit >> 3]! |= 1 << (item.unit & 7)
  }
  return marks
}

function readPuts(
  log: ColdLog,
  segment: Segment,
  bytes: Buffer,
  known: readonly KnownLayout[],
  { taken, movedBefore }: Gone,
): void {
  const item = emptyItem()
  for (let at = segment.begin; at < bytes.length; ) {
    readItem(bytes, at, item)
    const unit = at / unitBytes
    const size = filledUp(item.to - item.from)
    at += size
    if (!isKey(item)) continue
    const space = known[segment.layouts[item.layout] ?? -1]?.spaces.get(item.space)
    const isGone = unit < movedBefore || (taken[unit >> 3]! & (1 << (unit & 7))) !== 0
    if (isGone || space === undefined) {
      segment.dead += size
      continue
    }
    noteEnd(segment, item.lastsTo, size)
    const name = bytes.subarray(item.from + recordHead, item.nameTo)
    const { isRetimed } = known[segment.layouts[item.layout]!]!
    log.add(log.hashOf(space, name), segment.slot * segmentUnits + unit, isRetimed ? always : item.dueAt)
  }
}
