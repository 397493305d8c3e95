import type { EventRecord } from "./event.ts"
import type { Fields } from "./value.ts"

/** What generated code asks the engine for: all that is neither in the event nor in the match. */
export interface Host {
  /**
   * An aggregate over past events as of an event (the current one or an earlier one). `key`: the key's parts, missing ones
   * give a missing result. `select`: for a condition that reads the place of asking, called with the captured fields of each entry in
   * the window: the value that counts, undefined to pass over it.
   */
  history(
    measure: number,
    at: EventRecord | undefined,
    key: readonly unknown[],
    select?: (element: Fields) => unknown,
  ): unknown
  /** Whether no event of the key in the window, the one at hand left out, had this value. A missing part is never new. */
  isNew(measure: number, at: EventRecord | undefined, key: readonly unknown[], value: readonly unknown[]): boolean
  /** The number of a constant of a domain (`DomainSchema.constants`): not its place, since engines may have met other texts before. */
  code(domain: number, constant: number): number
  /** The row of a table that holds at a time (epoch ms). */
  row(table: number, key: readonly unknown[], at: number | undefined): Fields | undefined
  /** What a model says; undefined where an argument is missing. */
  score(model: number, args: readonly unknown[]): unknown
  /** The result of an asynchronous call for an event. */
  awaited(call: number, at: EventRecord | undefined): unknown
}
