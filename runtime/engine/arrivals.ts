import type { DeadLetter, Ingest } from "../abi/engine.ts"
import type { Clock } from "./clock.ts"
import type { EventReaders } from "./event-readers.ts"
import type { Intake } from "./intake.ts"
import type { LineTaker } from "./line-intake.ts"
import type { Outbox } from "./outbox.ts"
import { Refusal } from "./refusal.ts"
import { rankOf } from "./row-events.ts"
import type { StoredEvent } from "./stored-event.ts"

export interface ArrivalsParts {
  readonly intake: Intake
  readonly clock: Pick<Clock, "watermark" | "highest" | "events" | "late" | "deadLetters">
  readonly outbox: Pick<Outbox, "late" | "dead" | "deliver">
  /** Of workers that share keys one: what is said of events, whatever their key, is said once. */
  readonly speaks: boolean
  /** Somebody wants late events. */
  readonly showsLate: boolean
  /** An event that is not late, and that some rule may use. `from` and `line`: where it stands, if in a line of a block. */
  readonly keep: (event: StoredEvent, rank: number, from: number, line: number) => void
  /** Rows that were decoded from lines, likewise. */
  readonly keepRows: LineTaker["keepRows"]
}

/** Decides of each event that arrives whether it is one, whether it is late, and whether some rule can use it; counts and says what is not. */
export class Arrivals {
  /** The watermark as events of a block arrive: what it has passed is late, and is judged when `advanceTo` follows. */
  arrived = Number.NEGATIVE_INFINITY
  /** By event type; before anything arrives. */
  readers: readonly EventReaders[] = []
  private readonly parts: ArrivalsParts

  constructor(parts: ArrivalsParts) {
    this.parts = parts
  }

  /** The event's time; null where it is none. */
  accept(record: Ingest, from = 0, line = 0): number | null {
    let event: StoredEvent
    try {
      event = this.parts.intake.read(record)
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown
      this.dead({
        type: record.type,
        event: record.raw,
        code: thrown.code,
        reason: thrown.reason,
        position: record.position,
      })
      return null
    }
    const rank = rankOf(record.source ?? 0, record.partition ?? 0)
    return this.admit(event, rank, from, line, record.raw) ? event.at : null
  }

  /** What the engine does with lines of a partition. */
  lineTaker(rank: number): LineTaker {
    const { outbox, showsLate, keepRows } = this.parts
    return {
      admit: (event, from, line) => this.admit(event, rank, from, line),
      ingest: (record, from, line) => this.accept(record, from, line),
      deliver: () => outbox.deliver(),
      watermark: () => this.lateUpTo,
      raise: (watermark) => {
        this.arrived = Math.max(this.arrived, watermark)
      },
      showsLate,
      late: (event, watermark) => this.late(event, undefined, watermark),
      countLate: (type) => this.countLate(type),
      unusable: (event) => this.unusable(event, event.raw),
      taken: (type, events, highest) => this.taken(type, events, highest),
      keepRows,
    }
  }

  /** Up to this time events are late: the watermark, or what it will be when what has arrived is judged. */
  get lateUpTo(): number {
    return Math.max(this.parts.clock.watermark, this.arrived)
  }

  /** So many events of a type were taken; the highest time among them. */
  taken(type: number, events: number, highest: number): void {
    const { clock } = this.parts
    this.readers[type]!.taken += events
    clock.events += events
    if (highest > clock.highest) clock.highest = highest
  }

  dead(letter: DeadLetter): void {
    if (letter.rule === undefined && !this.parts.speaks) return
    this.parts.clock.deadLetters++
    const { position, ...rest } = letter
    this.parts.outbox.dead(position === undefined ? rest : letter)
  }

  /** False: no rule can use the event. `raw`: as it was handed over. */
  private admit(event: StoredEvent, rank: number, from: number, line: number, raw?: unknown): boolean {
    const readers = this.readers[event.type]!
    if (readers.areAny && !readers.canUse(event)) {
      this.unusable(event, raw ?? event.raw)
      return false
    }
    const watermark = this.lateUpTo
    if (event.at <= watermark) {
      this.late(event, raw, watermark)
      return true
    }
    this.taken(event.type, 1, event.at)
    if (readers.areAny) this.parts.keep(event, rank, from, line)
    return true
  }

  private unusable(event: StoredEvent, raw: unknown): void {
    this.dead(this.readers[event.type]!.missingKey(raw, event.position))
  }

  /** `raw`: the event as it was handed over; undefined: it is made when it is asked for. */
  private late(event: StoredEvent, raw: unknown, watermark: number): void {
    this.countLate(event.type)
    if (!this.parts.showsLate) return
    this.parts.outbox.late(this.readers[event.type]!.late(event, raw, watermark))
  }

  private countLate(type: number): void {
    this.parts.clock.late++
    this.readers[type]!.countLate()
  }
}
