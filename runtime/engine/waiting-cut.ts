import type { RowBlock } from "../rows/row-blocks.ts"
import type { WaitingRows } from "../rows/waiting-rows.ts"
import type { ByteReader, ByteWriter } from "../state/bytes.ts"
import type { LoggedState, OperatorState } from "../state/contract.ts"
import { Unreadable } from "../state/contract.ts"
import type { EventCodec } from "../state/table.ts"
import type { StoredEvent } from "./stored-event.ts"

/** A row apart from its columns, which go on. */
export interface WaitingRow {
  readonly number: number
  readonly type: number
  readonly at: number
  readonly from: number
  readonly to: number
  /** Its event, or the object that it was read from. */
  readonly origin: StoredEvent | object | undefined
  /** Else where it stands in bytes. */
  readonly block: RowBlock | undefined
}

/** What a row's event is made of, by row. */
interface CopiedRows {
  readonly count: number
  readonly ranks: Float64Array
  readonly numbers: Int32Array
  readonly types: Uint16Array
  readonly ats: Float64Array
  readonly froms: Int32Array
  readonly tos: Int32Array
  readonly origins: (StoredEvent | object | undefined)[]
  readonly blocks: (RowBlock | undefined)[]
}

/**
 * The events that wait, on their way into cuts of the state: each cut has them all. When it begins, only numbers are copied; the bytes that lines stand
 * in are not given back before it is written.
 */
export class WaitingCut implements LoggedState {
  readonly leavesOut = ["waiting"]
  private readonly rows: WaitingRows<StoredEvent>
  private readonly codec: EventCodec
  private readonly eventFrom: (row: WaitingRow) => StoredEvent
  private copied: CopiedRows | undefined = undefined
  private next = 0

  constructor(rows: WaitingRows<StoredEvent>, codec: EventCodec, eventFrom: (row: WaitingRow) => StoredEvent) {
    this.rows = rows
    this.codec = codec
    this.eventFrom = eventFrom
  }

  cutBegins(): void {
    this.copied = copyOf(this.rows)
    this.next = 0
    this.rows.blocks.hold()
  }

  writeSome(out: ByteWriter, isEnough: () => boolean): boolean {
    const { copied, codec } = this
    if (copied === undefined) return false
    while (this.next < copied.count && !isEnough()) {
      const i = this.next++
      const { ranks, numbers, types, ats, froms, tos, origins, blocks } = copied
      const event = this.eventFrom({
        number: numbers[i]!,
        type: types[i]!,
        at: ats[i]!,
        from: froms[i]!,
        to: tos[i]!,
        origin: origins[i],
        block: blocks[i],
      })
      out.number(ranks[i]!)
      // It may have been judged by now, and have got its place among all events.
      out.value({ ...(codec.encode(event) as object), sequence: 0 })
    }
    return this.next < copied.count
  }

  cutEnds(): void {
    if (this.copied === undefined) return
    this.copied = undefined
    this.rows.blocks.letGo()
  }
}

/** The events that waited when the last cut was made, with their ranks; `Unreadable` stands for what is none any more. */
export function* waitingOf(
  state: OperatorState,
  codec: EventCodec,
): Iterable<readonly [rank: number, event: StoredEvent | Unreadable]> {
  let last: readonly ByteReader[] = []
  for (const groups of state.logged()) last = groups
  for (const group of last) {
    while (!group.isAtEnd) {
      const rank = group.number()
      const stored = group.value()
      yield [rank, (codec.decode(stored) as StoredEvent | undefined) ?? new Unreadable(stored)]
    }
  }
}

function copyOf(rows: WaitingRows<StoredEvent>): CopiedRows {
  // Some of them may have been judged.
  const size = (rows.next - rows.oldest) | 0
  const copied = {
    count: size,
    ranks: new Float64Array(size),
    numbers: new Int32Array(size),
    types: new Uint16Array(size),
    ats: new Float64Array(size),
    froms: new Int32Array(size),
    tos: new Int32Array(size),
    origins: new Array<StoredEvent | object | undefined>(size),
    blocks: new Array<RowBlock | undefined>(size),
  }
  let i = 0
  let block: RowBlock | undefined
  /** Rows from this number on stand in another block. */
  let behind: number | undefined
  // As `places` goes through them; it is done for many rows while nothing else goes on.
  for (let number = rows.oldest; number !== rows.next; number = (number + 1) | 0) {
    const place = rows.placeOf(number)
    if (!rows.waits(place)) continue
    const origin = rows.events[place] ?? rows.objects[place]
    if (origin === undefined && (block === undefined || (behind !== undefined && ((number - behind) | 0) >= 0))) {
      block = rows.blocks.of(number)
      behind = rows.blocks.behind(number)
    }
    copied.ranks[i] = rows.rankAt(place)
    copied.numbers[i] = number
    copied.types[i] = rows.type[place]!
    copied.ats[i] = rows.at[place]!
    copied.froms[i] = rows.from[place]!
    copied.tos[i] = rows.to[place]!
    copied.origins[i] = origin
    copied.blocks[i++] = origin === undefined ? block : undefined
  }
  return { ...copied, count: i }
}
