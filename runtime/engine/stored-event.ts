import type { EventRecord } from "../abi/event.ts"
import type { Fields } from "../abi/value.ts"
import type { ValueMode } from "./decode.ts"

export interface StoredEventInit {
  readonly type: number
  readonly at: number
  readonly fields: Fields
  /** The record as delivered: JSON, or for a row of texts whatever the source had. */
  readonly text: string
  readonly mode: ValueMode
  /** Left out: what `text` says as JSON. */
  readonly raw?: unknown
  readonly position?: unknown
  readonly awaited?: ReadonlyMap<number, unknown> | undefined
}

/** An event inside the engine. */
export class StoredEvent implements EventRecord {
  readonly type: number
  readonly at: number
  readonly fields: Fields
  readonly text: string
  readonly mode: ValueMode
  /** Handed back in dead letters. */
  readonly position: unknown
  /** Results of asynchronous calls, by number of the call. */
  readonly awaited: ReadonlyMap<number, unknown> | undefined
  sequence = 0
  private given: unknown

  constructor(init: StoredEventInit) {
    this.type = init.type
    this.at = init.at
    this.fields = init.fields
    this.text = init.text
    this.mode = init.mode
    this.position = init.position
    this.awaited = init.awaited
    this.given = init.raw
  }

  get raw(): unknown {
    if (this.given === undefined) this.given = JSON.parse(this.text)
    return this.given
  }
}
