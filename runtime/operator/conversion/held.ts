/** What a key holds, whatever the form: what one form's state is read to, and another one's is written from. */
import type { EventRecord } from "../../abi/event.ts"
import type { Fields } from "../../abi/value.ts"

/** An event that partial matches hold: there is one object for each, so that they can be told apart. */
export interface HeldEvent {
  readonly at: number
  /** Orders equal times; where it was not kept it is made up (`madeUp`). */
  readonly sequence: number
  /** Its type as a place among the rule's inputs; -1: it was not kept. */
  readonly input: number
  /** As it arrived; undefined: fields are all that was kept. */
  readonly whole: EventRecord | undefined
  /** The fields that were kept. */
  readonly fields: Fields
}

/** An event of a partial match and those before it. Partial matches that share some share their nodes. */
export interface HeldNode {
  readonly step: number
  readonly event: HeldEvent
  readonly before: HeldNode | undefined
}

/** What a chain kept of the events of a partial match. */
export interface HeldRegisters {
  /** By step, the fields of its first and its last event; of the event accepted last -1. */
  readonly first: ReadonlyMap<number, Fields>
  readonly last: ReadonlyMap<number, Fields>
  readonly counts: ReadonlyMap<number, number>
  /** The steps that hold an event, as bits. */
  readonly seen: number
}

export interface HeldPartial {
  readonly state: number
  readonly startAt: number
  readonly startSequence: number
  readonly lastAt: number
  /** Its last event; undefined: no more is known than its registers say. */
  readonly node: HeldNode | undefined
  readonly registers?: HeldRegisters
}

/** Events of a key, once each in their order, with the places of the steps that they fulfil: of a ring always the first. */
export interface HeldRun {
  readonly event: HeldEvent
  /** Places in the form's list of steps. */
  readonly levels: readonly number[]
}

/** A key's state: partial matches in the order in which they began, or events of which they follow. */
export type HeldKey =
  | { readonly key: readonly unknown[]; readonly kind: "runs"; readonly runs: readonly HeldRun[] }
  | {
      readonly key: readonly unknown[]
      readonly kind: "partials"
      readonly partials: readonly HeldPartial[]
      /** Matches that a skip strategy holds back, in the order of their heap. */
      readonly completed: readonly HeldPartial[]
    }

/**
 * A sequence number for an event without one, the `place`-th of its key: before those that are given out from now on; of two of these the
 * earlier event's is less.
 */
export function madeUp(at: number, place: number): number {
  return Math.min(at, 2 ** 42) - 2 ** 43 + Math.min(place, 1023) / 1024
}

/** The events of a partial match, from the first to the last. */
export function nodesOf(last: HeldNode | undefined): HeldNode[] {
  const nodes: HeldNode[] = []
  for (let node = last; node !== undefined; node = node.before) nodes.push(node)
  return nodes.reverse()
}

/** The first event of a partial match; undefined: no event is known. */
export function firstOf({ node }: HeldPartial): HeldEvent | undefined {
  let first = node
  while (first?.before !== undefined) first = first.before
  return first?.event
}

/** Partial matches in the order in which they began. */
export function inOrder(partials: readonly HeldPartial[]): HeldPartial[] {
  return [...partials].sort((a, b) => a.startAt - b.startAt || a.startSequence - b.startSequence)
}
