import type { EventRecord } from "../abi/event.ts"
import type { CsvColumns, Lines } from "../abi/lines.ts"
import type { Batch, LaneHost } from "../operator/lanes/contract.ts"
import type { HeldLog, OpenLog, VisitNumbers } from "../operator/lanes/held-log.ts"
import type { RowEvents } from "./row-events.ts"
import { type EventLines, type FieldsOf, StoredEvent } from "./stored-event.ts"

const firstRecords = 1024
const firstBytes = 1 << 16
/** Bytes of events that follow one another are copied at once, up to so many, where no more than so many lie between them. */
const mostCopied = 1 << 16
const mostBetween = 16
/** Below so many events it is not asked how many of them are still held; nor below so many times as many as were the last time. */
const fewRecords = 4096
const crowding = 3
/** Memory stays that is not more than so many times what is needed. */
const mostSpare = 8

const decoder = new TextDecoder("utf-8", { ignoreBOM: true })

interface EventLogOptions {
  /** Of all its events. */
  readonly type: number
  /** So long an event is held. */
  readonly withinMs: number
  readonly events: RowEvents
  readonly host: Pick<LaneHost, "sequenceAt">
}

/** What events that were read from the same bytes have in common beside them. */
interface Origin {
  readonly lines: Omit<EventLines, "bytes" | "text" | "released">
  readonly fieldsOf: FieldsOf
}

/** The bytes of the log, for events that stand there. */
class HeldLines implements EventLines {
  released = false
  readonly bytes: Uint8Array
  readonly csv: CsvColumns | undefined
  readonly position: Lines["position"]
  readonly arrival: number | undefined
  readonly line: number

  constructor(bytes: Uint8Array, { csv, position, arrival, line }: Origin["lines"]) {
    this.bytes = bytes
    this.csv = csv
    this.position = position
    this.arrival = arrival
    this.line = line
  }

  text(from: number, to: number): string {
    return decoder.decode(this.bytes.subarray(from, to))
  }
}

/**
 * The events of a ring as the bytes of their lines, one behind the other in the order of time: first in, first out, as windows let go of them. An
 * event of which a ring holds no more than a number costs a copy of its bytes; as an object with its text it was the most that a rule of many events
 * did. Those that were not read from bytes, or came out of a checkpoint, are kept as the objects that they are.
 */
export class EventLog implements HeldLog {
  private readonly options: EventLogOptions
  /** The bytes, around and around: a record's stand side by side. */
  private bytes = new Uint8Array(firstBytes)
  /** The place behind the last record's bytes. */
  private head = 0
  /** Numbers of the first record and of the next one; a record stands at its number modulo the room. */
  private first = 0
  private next = 0
  private mask = firstRecords - 1
  private from = new Int32Array(firstRecords)
  private length = new Int32Array(firstRecords)
  private at = new Float64Array(firstRecords)
  private sequence = new Float64Array(firstRecords)
  private line = new Float64Array(firstRecords)
  private byte = new Float64Array(firstRecords)
  /** Where a record comes from; or the event itself. */
  private sources: (Origin | StoredEvent | undefined)[] = new Array(firstRecords)
  private isKept = false
  /** So many records make it ask which are held. */
  private crowded = fewRecords
  /** By row: the numbers of those that were added last. */
  private numbers = new Float64Array(0)
  /** The lines whose rows were added last, and what is kept of them. */
  private lines: Lines | undefined = undefined
  private origin: Origin | undefined = undefined
  /** The last records, whose bytes are still to be copied: the first of them, and where all of them stand in the lines. */
  private pending = 0
  private pendingFrom = 0
  private pendingTo = 0
  /** What events have that were asked for since the batch began. */
  private readonly views = new Map<Origin, HeldLines>()

  constructor(options: EventLogOptions) {
    this.options = options
  }

  /** Opens logs of a type's events. */
  static opener(type: number, events: RowEvents, host: Pick<LaneHost, "sequenceAt">): OpenLog {
    return (withinMs, former, isCopied = false) => {
      const log = new EventLog({ type, withinMs, events, host })
      if (former instanceof EventLog) log.goOn(former, isCopied)
      return log
    }
  }

  private goOn(former: EventLog, isCopied: boolean): void {
    const own = <A extends { slice(): A }>(array: A): A => (isCopied ? array.slice() : array)
    this.bytes = own(former.bytes)
    this.head = former.head
    this.first = former.first
    this.next = former.next
    this.mask = former.mask
    this.from = own(former.from)
    this.length = own(former.length)
    this.at = own(former.at)
    this.sequence = own(former.sequence)
    this.line = own(former.line)
    this.byte = own(former.byte)
    this.sources = own(former.sources)
    this.crowded = former.crowded
  }

  addAll(batch: Batch, places: Int32Array, from: number, to: number): Float64Array {
    const { order, rows } = batch
    if (this.numbers.length < rows.capacity) this.numbers = new Float64Array(rows.capacity)
    const { numbers } = this
    for (let i = from; i < to; i++) {
      const place = places[i]!
      const row = order[place]!
      numbers[row] = this.addRow(batch, row, place)
    }
    this.copyPending()
    return numbers
  }

  add(batch: Batch, place: number): number {
    const number = this.addRow(batch, batch.order[place]!, place)
    this.copyPending()
    return number
  }

  addEvent(event: EventRecord): number {
    const number = this.open(event.at, event.sequence)
    this.setObject(number, event as StoredEvent)
    return number
  }

  event(number: number): StoredEvent {
    const i = number & this.mask
    const source = this.sources[i]!
    if (source instanceof StoredEvent) return source
    const from = this.from[i]!
    const event = StoredEvent.ofLine(
      this.options.type,
      this.at[i]!,
      source.fieldsOf,
      this.viewOf(source),
      from,
      from + this.length[i]!,
      this.line[i]!,
      this.byte[i]!,
    )
    event.sequence = this.sequence[i]!
    return event
  }

  ownEvent(number: number): EventRecord {
    const event = this.event(number)
    event.settle()
    return event
  }

  begin(time: number, visit: VisitNumbers): void {
    for (const view of this.views.values()) view.released = true
    this.views.clear()
    this.lines = undefined
    if (this.isKept) return
    const { at, mask, sources, next } = this
    const { withinMs } = this.options
    let { first } = this
    while (first < next && at[first & mask]! + withinMs <= time) sources[first++ & mask] = undefined
    this.first = first
    if (next - first >= this.crowded) this.compact(visit)
  }

  keep(isKept: boolean): void {
    this.isKept = isKept
  }

  private addRow({ rows }: Batch, row: number, place: number): number {
    const { events, host } = this.options
    const number = this.open(rows.at[row]!, host.sequenceAt(place))
    if (!events.isOfBytes(row)) {
      const event = events.eventOf(row)
      event.sequence = host.sequenceAt(place)
      event.settle()
      this.setObject(number, event)
      return number
    }
    const rowNumber = rows.numberAt(row)
    const block = rows.blocks.of(rowNumber)
    const from = rows.from[row]!
    const to = rows.to[row]!
    const i = number & this.mask
    const { lines } = block
    this.line[i] = lines.lineAt?.(from) ?? block.line + ((rowNumber - block.number) | 0)
    this.byte[i] = lines.byte + from - lines.from
    this.from[i] = from
    this.length[i] = to - from
    this.await(number, lines, from, to)
    this.sources[i] = this.origin
    return number
  }

  /** Notes that the bytes of a record are to be copied. */
  private await(number: number, lines: Lines, from: number, to: number): void {
    const isNext =
      this.lines === lines &&
      this.pendingTo > 0 &&
      from >= this.pendingTo &&
      from - this.pendingTo <= mostBetween &&
      to - this.pendingFrom <= mostCopied
    if (!isNext) {
      this.copyPending(number)
      if (this.lines !== lines) this.setLines(lines)
      this.pending = number
      this.pendingFrom = from
    }
    this.pendingTo = to
  }

  private setLines(lines: Lines): void {
    const { type, events } = this.options
    const { csv, position, arrival, line } = lines
    this.lines = lines
    this.origin = { lines: { csv, position, arrival, line }, fieldsOf: events.readsOf(type, csv) }
  }

  /** Copies what is still to be copied of records before `end`. */
  private copyPending(end = this.next): void {
    const { pendingFrom, pendingTo } = this
    if (pendingTo === 0) return
    this.pendingTo = 0
    const place = this.reserve(pendingTo - pendingFrom, this.pending)
    this.bytes.set(this.lines!.bytes.subarray(pendingFrom, pendingTo), place)
    this.head = place + pendingTo - pendingFrom
    const { from, mask } = this
    const moved = place - pendingFrom
    for (let number = this.pending; number < end; number++) from[number & mask]! += moved
  }

  /** Takes the number of the next record. */
  private open(at: number, sequence: number): number {
    if (this.next - this.first > this.mask) this.growRecords()
    const number = this.next++
    const i = number & this.mask
    this.at[i] = at
    this.sequence[i] = sequence
    return number
  }

  private setObject(number: number, event: StoredEvent): void {
    this.copyPending(number)
    const i = number & this.mask
    // Places rise from one record to the next one.
    this.from[i] = this.reserve(1, number)
    this.length[i] = 1
    this.head = this.from[i]! + 1
    this.sources[i] = event
  }

  /** The place of so many bytes side by side, behind those of the records before `number`. */
  private reserve(length: number, number: number): number {
    const { bytes, head, first } = this
    if (first === number) {
      if (length > bytes.length) this.bytes = new Uint8Array(2 * length)
      return 0
    }
    const tail = this.from[first & this.mask]!
    if (head > tail) {
      if (bytes.length - head >= length) return head
      if (tail > length) return 0
    } else if (tail - head > length) return head
    this.growBytes(length, number)
    return this.head
  }

  /** Room for so many bytes behind those of the records before `number`, which stand at the beginning then. */
  private growBytes(length: number, number: number): void {
    const { bytes, from, first, head, mask } = this
    const tail = from[first & mask]!
    const made = new Uint8Array(Math.max(2 * bytes.length, 2 * (bytes.length + length)))
    // What was left free at the end, because a record did not fit there, is left out.
    let end = head
    let last = number
    if (head <= tail) {
      last = first
      while (last < number && from[last & mask]! >= tail) last++
      const before = (last - 1) & mask
      end = from[before]! + this.length[before]!
    }
    made.set(bytes.subarray(tail, end))
    for (let each = first; each < last; each++) from[each & mask]! -= tail
    if (last < number) {
      made.set(bytes.subarray(0, head), end - tail)
      for (let each = last; each < number; each++) from[each & mask]! += end - tail
    }
    this.head = last < number ? end - tail + head : end - tail
    this.bytes = made
  }

  private growRecords(): void {
    const { first, next } = this
    const [before, mask] = [this.mask, 2 * this.mask + 1]
    const grown = <A extends Float64Array | Int32Array>(old: A, made: A): A => {
      for (let number = first; number < next; number++) made[number & mask] = old[number & before]!
      return made
    }
    this.from = grown(this.from, new Int32Array(mask + 1))
    this.length = grown(this.length, new Int32Array(mask + 1))
    this.at = grown(this.at, new Float64Array(mask + 1))
    this.sequence = grown(this.sequence, new Float64Array(mask + 1))
    this.line = grown(this.line, new Float64Array(mask + 1))
    this.byte = grown(this.byte, new Float64Array(mask + 1))
    const sources = new Array<Origin | StoredEvent | undefined>(mask + 1)
    for (let number = first; number < next; number++) sources[number & mask] = this.sources[number & before]
    this.sources = sources
    this.mask = mask
  }

  /** The bytes of now, for events that have this origin. */
  private viewOf(origin: Origin): HeldLines {
    const last = this.views.get(origin)
    if (last?.bytes === this.bytes) return last
    const made = new HeldLines(this.bytes, origin.lines)
    this.views.set(origin, made)
    return made
  }

  /** Where fewer than half of the events are still held, since matches let go of them or there were too many for a key, those move together. */
  private compact(visit: VisitNumbers): void {
    const { first, next } = this
    const isHeld = new Uint8Array(next - first)
    visit((cells, cell) => {
      const number = cells[cell]! - first
      if (number >= 0) isHeld[number] = 1
    })
    let count = 0
    for (let i = 0; i < isHeld.length; i++) count += isHeld[i]!
    this.crowded = Math.max(fewRecords, crowding * count)
    if (2 * count > next - first) return
    const moved = this.moveTogether(isHeld)
    visit((cells, cell) => {
      const number = cells[cell]! - first
      if (number >= 0) cells[cell] = moved[number]!
    })
  }

  /** Leaves of the records those that are held; by record: its number then. */
  private moveTogether(isHeld: Uint8Array): Float64Array {
    const { bytes, from, length, mask, first, next } = this
    const moved = new Float64Array(isHeld.length)
    let total = 0
    for (let i = 0; i < isHeld.length; i++) total += isHeld[i]! * length[(first + i) & mask]!
    const isTooMuch = bytes.length > Math.max(firstBytes, mostSpare * total)
    const made = new Uint8Array(isTooMuch ? (mostSpare / 2) * total : bytes.length)
    let to = first
    let head = 0
    for (let number = first; number < next; number++) {
      if (isHeld[number - first] === 0) continue
      const [i, into] = [number & mask, to & mask]
      made.set(bytes.subarray(from[i]!, from[i]! + length[i]!), head)
      from[into] = head
      head += length[i]!
      this.moveRecord(i, into)
      moved[number - first] = to++
    }
    for (let number = to; number < next; number++) this.sources[number & mask] = undefined
    this.bytes = made
    this.head = head
    this.next = to
    return moved
  }

  private moveRecord(from: number, to: number): void {
    this.length[to] = this.length[from]!
    this.at[to] = this.at[from]!
    this.sequence[to] = this.sequence[from]!
    this.line[to] = this.line[from]!
    this.byte[to] = this.byte[from]!
    this.sources[to] = this.sources[from]
  }
}
