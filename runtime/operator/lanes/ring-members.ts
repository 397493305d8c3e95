import type { EventRecord } from "../../abi/event.ts"
import type { RingForm } from "../../abi/form.ts"
import type { Changes } from "../../state/changes.ts"
import type { Capture } from "./capture.ts"
import type { Batch } from "./contract.ts"
import type { HeldLog } from "./held-log.ts"

/** A rule among those that share a ring. */
export interface RingMember {
  readonly form: RingForm
  /** The condition of the last step; null: there is none. */
  readonly lastSelect: number | null
  /** The event at a place of the batch completed a match: with `count` events of the block from the one at `from` on. */
  complete(place: number, block: number, from: number, count: number): void
  /** So many of the oldest events that counted for it were dropped. */
  drop(events: number): void
}

/** How events that a ring holds are looked at. */
export interface HeldEvents {
  /** Numbers of an event in `cells`, its time first. */
  readonly stride: number
  readonly cells: Float64Array
  /** By cell of an event's time. */
  readonly objects: unknown[] | undefined
  /** The cell of a block's event, counted from the oldest. */
  cellOf(block: number, event: number): number
  keyOf(block: number): number
}

/** An event of a key as a rule's state has it. */
export interface HeldEvent {
  readonly at: number
  /** Null: the event as a whole. */
  readonly kept: readonly [numbers: readonly (number | null)[], strings: readonly (string | null)[]] | null
  readonly event: EventRecord | undefined
}

/** The last events of each key, for rules that hold the same ones. */
export interface Ring {
  readonly store: HeldEvents
  /** Has the events as a whole, whose numbers stand behind their times; undefined: they are objects, or fields of them are kept. */
  readonly log: HeldLog | undefined
  /** The numbers that are kept of them behind that. */
  readonly beside: Capture | null
  /** By key. */
  readonly changes: Changes
  /** A batch begins. */
  begin(batch: Batch): void
  /** Judges the events of the batch from where it is up to the place `to`, for all members. */
  run(batch: Batch, to: number): void
  /** Whether a key has events. */
  holds(key: number): boolean
  /** Adds an event to a key and gives the cell of its time, which is set. */
  push(key: number, time: number): number
  /** Says that of a key's events the last `count` count for a member. */
  setHeld(number: number, key: number, count: number): void
  /** The keys' events that count for a member at `time`: `count` of a block from the one at `from` on, one at least. */
  held(number: number, time: number): Iterable<HeldRun>
  /** Those of one key; undefined: none. Nothing is let go of. */
  heldOf(number: number, key: number, time: number): HeldRun | undefined
  /** Lets a key's events go. Absent: keys do not leave memory. */
  dropKey?(key: number): void
  /**
   * A key that was dropped comes back, for one member after the other: `push` adds its events to the key, the last ones of those that another member brought or the
   * other way round. None counts for the members that do not come.
   */
  loadKey?(number: number, key: number, count: number, push: () => void): void
  /** Up to when a key's events count at most. */
  lastsTo?(key: number): number
  /** What is held at this moment is not let go of until `releaseHeld`. */
  keepHeld?(): void
  releaseHeld?(): void
}

/** Events of a block. */
export interface HeldRun {
  readonly block: number
  readonly from: number
  readonly count: number
}

/** A member with what is looked up for each event. */
export interface Seat<M> {
  readonly member: M
  /** Which of the members it is. */
  readonly number: number
  /** How many events must be held for the next one to complete the match. */
  readonly needed: number
  readonly withinMs: number
}

/** Members that need as many events, those with the longest window first. */
export interface Level<M> {
  readonly needed: number
  /** The longest window of those here and of those who need more. */
  readonly longest: number
  readonly seats: readonly Seat<M>[]
}

/** The members with their numbers, from 0 on where they have none. */
export function seatsOf<M extends RingMember>(members: readonly M[], numbers?: readonly number[]): readonly Seat<M>[] {
  return members.map((member, place) => {
    const { min, last, withinMs } = member.form
    return { member, number: numbers?.[place] ?? place, needed: last === null ? min - 1 : min, withinMs }
  })
}

/** Members by how many events they need, rising. */
export function levelsOf<M>(seats: readonly Seat<M>[]): readonly Level<M>[] {
  const needs = [...new Set(seats.map(({ needed }) => needed))].sort((a, b) => a - b)
  return needs.map((needed) => {
    const own = seats.filter((seat) => seat.needed === needed)
    const reaching = seats.filter((seat) => seat.needed >= needed)
    const longest = reaching.reduce((most, { withinMs }) => Math.max(most, withinMs), 0)
    return { needed, longest, seats: own.toSorted((a, b) => b.withinMs - a.withinMs) }
  })
}
