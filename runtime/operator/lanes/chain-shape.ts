/** What the code for WebAssembly of a rule's chains is made from, and how its memory is divided. */
import type { RegisterComparison, RegisterNumber } from "../../abi/rows.ts"
import type { EndsShape } from "./chain-ends.ts"
import type { StepTrees } from "./chain-steps.ts"
import type { RegisterLayout } from "./registers.ts"

/** Events that are handed over at once. */
export const mostEvents = 1024

/** A word, and the number of a double, as bytes. */
export const word = 4
export const double = 8

export interface ChainShape {
  readonly layout: RegisterLayout
  readonly ends: EndsShape
  readonly trees: StepTrees
  /** By condition: what a tree asks that is not known of the event; null: it asks nothing of the kind. */
  readonly comparisons: readonly (readonly RegisterComparison[] | null)[]
  /** As those of `RowAnswers`. */
  readonly begins: number
  readonly moves: number
}

/** Where things stand in the memory, in bytes. Behind it come the blocks of the keys. */
export interface ChainPlaces {
  /** Words: see `ChainCount`. */
  readonly counts: number
  /** By power of two: the first free block. */
  readonly freed: number
  /** By event that is handed over: keys, what is known, times; and its columns, one behind the other. */
  readonly keys: number
  readonly known: number
  readonly times: number
  readonly columns: number
  /** By match: the event that completed it, the step that took it, and a copy of the partial match. */
  readonly matchEvents: number
  readonly matchSteps: number
  readonly matches: number
  /** The store's cells. */
  readonly cells: number
}

/** Words that are counted here and there. */
export const chainCounts = ["top", "keys", "matches", "fetched"] as const
export type ChainCount = (typeof chainCounts)[number]

/** The columns that are read of events, by their places among the number columns of rows. */
export function columnsOf({ layout, trees, comparisons }: ChainShape): readonly number[] {
  const read = new Set<number>()
  const visit = (number: RegisterNumber): void => {
    if (typeof number === "number" || "cell" in number) return
    if ("column" in number) read.add(number.column)
    else for (const side of [number.left, number.right]) visit(side)
  }
  for (const { left, right } of trees.asked.flatMap((condition) => comparisons[condition] ?? [])) {
    visit(left)
    visit(right)
  }
  for (const { firsts, always } of layout.written)
    for (const { numbers } of [firsts, always]) for (let i = 0; i < numbers.length; i += 2) read.add(numbers[i]!)
  return [...read].sort((a, b) => a - b)
}

/** Where things stand. */
export function placesOf({ stride }: RegisterLayout, columns: number): ChainPlaces {
  let next = 0
  const take = (bytes: number): number => {
    const place = next
    next += Math.ceil(bytes / double) * double
    return place
  }
  return {
    counts: take(word * chainCounts.length),
    freed: take(word * 32),
    keys: take(word * mostEvents),
    known: take(word * mostEvents),
    times: take(double * mostEvents),
    columns: take(double * mostEvents * columns),
    matchEvents: take(word * mostEvents),
    matchSteps: take(word * mostEvents),
    matches: take(double * stride * mostEvents),
    cells: take(0),
  }
}
