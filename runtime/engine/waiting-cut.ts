import type { WaitingRows } from "../rows/waiting-rows.ts"
import type { ByteReader, ByteWriter } from "../state/bytes.ts"
import type { LoggedState, OperatorState } from "../state/contract.ts"
import { Unreadable } from "../state/contract.ts"
import type { EventCodec } from "../state/table.ts"
import type { StoredEvent } from "./stored-event.ts"

/**
 * The events that wait, on their way into cuts of the state: each cut has them all. When it begins, only which ones they are is copied; rows stay where
 * they are, and the bytes of their lines too, before it is written.
 */
export class WaitingCut implements LoggedState {
  readonly leavesOut = ["waiting"]
  private readonly rows: WaitingRows<StoredEvent>
  private readonly codec: EventCodec
  private readonly eventAt: (place: number) => StoredEvent
  /** By row, from the number `first` on: whether it waited. */
  private waited: Uint8Array | undefined = undefined
  private first = 0
  private next = 0

  /** `eventAt`: of the row at a place, for a short look. */
  constructor(rows: WaitingRows<StoredEvent>, codec: EventCodec, eventAt: (place: number) => StoredEvent) {
    this.rows = rows
    this.codec = codec
    this.eventAt = eventAt
  }

  cutBegins(): void {
    this.waited = this.rows.hold()
    this.first = this.rows.oldest
    this.next = 0
  }

  writeSome(out: ByteWriter, isEnough: () => boolean): boolean {
    const { waited, rows, codec } = this
    if (waited === undefined) return false
    for (; this.next < waited.length && !isEnough(); this.next++) {
      if (waited[this.next] !== 1) continue
      const place = rows.placeOf((this.first + this.next) | 0)
      out.number(rows.rankAt(place))
      // It may have been judged by now, and have got its place among all events.
      out.value({ ...(codec.encode(this.eventAt(place)) as object), sequence: 0 })
    }
    return this.next < waited.length
  }

  cutEnds(): void {
    if (this.waited === undefined) return
    this.waited = undefined
    this.rows.letGo()
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
