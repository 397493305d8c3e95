import type { Fields } from "./value.ts"

/** An event inside the engine. */
export interface EventRecord {
  /** Index of its type in the manifest's `events`. */
  readonly type: number
  /** Event time, epoch ms. */
  readonly at: number
  /** Its place in the order of events: rises with each event handed to the operators; orders equal times. */
  readonly sequence: number
  /** The declared fields, decoded. */
  readonly fields: Fields
  /** As it arrived (undeclared fields included): what an alert's `events` show. */
  readonly raw: unknown
  /** The record as delivered, where the source had text; else `JSON.stringify(raw)` is taken when an id needs it. */
  readonly text: string | undefined
  /** Called before it is kept for long: it lets go of the bytes that it was read from. */
  settle?(): void
  /** Results of asynchronous calls for it, by number of the call. */
  readonly awaited?: ReadonlyMap<number, unknown> | undefined
}
