import type { WaitingRows } from "../rows/waiting-rows.ts"
import type { ByteReader, ByteWriter } from "../state/bytes.ts"
import type { LoggedState, OperatorState } from "../state/contract.ts"
import { Unreadable } from "../state/contract.ts"
import type { EventCodec } from "../state/table.ts"
import type { StoredEvent } from "./stored-event.ts"

/** Of a row that waits, with its line. */
const bytesOfWaiting = 256

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
      const event = this.eventAt(place)
      // It may have been judged by now, and have got its place among all events.
      out.value({ ...(codec.encode(event) as object), sequence: event.arrival })
    }
    return this.next < waited.length
  }

  memoryBytes(): number {
    return this.rows.size * bytesOfWaiting
  }

  cutEnds(): void {
    if (this.waited === undefined) return
    this.waited = undefined
    this.rows.letGo()
  }
}

/** An event that waited when a cut was made, and its rank; `Unreadable` stands for one that is none any more. */
interface Waited {
  readonly rank: number
  readonly event: StoredEvent | Unreadable
  /** Its number among all that arrived; 0: it has none, since one engine had all. */
  readonly arrival: number
}

/**
 * The events that waited when the last cut was made, in the order of their arrival. Of several engines that share keys each has those that it needs, some have the
 * same ones: each event once. They have other numbers then: all engines that take them over give the same one to the same event, less than those of events to come.
 */
export function waitingOf(state: OperatorState, codec: EventCodec): readonly Waited[] {
  const [first = [], ...others] = state.lastLogs().map((groups) => waitedIn(groups, codec))
  if (others.length === 0) return first
  const byArrival = new Map<number, Waited>()
  for (const waited of others.flat()) if (waited.arrival !== 0) byArrival.set(waited.arrival, waited)
  for (const waited of first) if (waited.arrival !== 0) byArrival.set(waited.arrival, waited)
  // Of events without a number all engines have all. Those that were taken over before they came have numbers below theirs.
  const unnumbered = first.filter(({ arrival }) => arrival === 0)
  const all = [...byArrival.values(), ...unnumbered].sort((one, other) => one.arrival - other.arrival)
  return all.map((waited, place) => ({ ...waited, arrival: place - all.length }))
}

function waitedIn(groups: readonly ByteReader[], codec: EventCodec): Waited[] {
  const found: Waited[] = []
  for (const group of groups) {
    while (!group.isAtEnd) {
      const rank = group.number()
      const stored = group.value()
      const event = (codec.decode(stored) as StoredEvent | undefined) ?? new Unreadable(stored)
      found.push({ rank, event, arrival: Number((stored as { readonly sequence?: number }).sequence ?? 0) })
    }
  }
  return found
}
