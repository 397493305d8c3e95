import type { RingForm } from "../../abi/form.ts"

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

/** The members with their numbers. */
export function seatsOf<M extends RingMember>(members: readonly M[]): readonly Seat<M>[] {
  return members.map((member, number) => {
    const { min, last, withinMs } = member.form
    return { member, number, needed: last === null ? min - 1 : min, withinMs }
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
