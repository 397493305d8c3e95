import type { EventRecord } from "../../abi/event.ts"
import { areAlike, type Capture } from "./capture.ts"
import type { Batch } from "./contract.ts"

/** Where what is kept beside the number of a whole event stands, counted from its time. */
export const besideNumber = 2

/** Calls back for each cell that has the number of an event which is still held. */
export type VisitNumbers = (each: (cells: Float64Array, cell: number) => void) => void

/** Whole events that a ring holds, without an object for each: the ring has their numbers, which rise in the order in which they were added. */
export interface HeldLog {
  /** Adds the events at the places `places[from .. to)` of a batch: their numbers by row. They are of later times than those before. */
  addAll(batch: Batch, places: Int32Array, from: number, to: number): Float64Array
  /** Adds the event at a place of the batch; its number. */
  add(batch: Batch, place: number): number
  /** Adds an event that was made already, in the order of time. */
  addEvent(event: EventRecord): number
  /** The event of that number. Its text must be asked for before the next batch begins. */
  event(number: number): EventRecord
  /** Likewise one that has its text. */
  ownEvent(number: number): EventRecord
  /** A batch begins, whose first event has that time: what no window holds any more then is let go of, unless it is kept. `visit`: all that is held. */
  begin(time: number, visit: VisitNumbers): void
  /** Nothing is let go of, or so no more. */
  keep(isKept: boolean): void
}

/** The numbers that a ring keeps of whole events behind those that they have in its log, and room for so many of them. */
export interface BesideLog {
  readonly beside: Capture | null
  readonly room: number
}

/** For a ring whose rules read these numbers. `former`: the ring with whose events it goes on: there may be other numbers. */
export function besideLog(
  wanted: Capture | null,
  former?: { readonly beside: Capture | null; readonly store: { readonly stride: number } },
): BesideLog {
  if (former === undefined) return { beside: wanted, room: wanted?.numbers ?? 0 }
  return { beside: areAlike(wanted, former.beside) ? wanted : null, room: former.store.stride - besideNumber }
}

/** Opens the log of a ring. `former`: with whose events it goes on; that one is used no more, unless it is copied. */
export type OpenLog = (withinMs: number, former?: HeldLog, isCopied?: boolean) => HeldLog
