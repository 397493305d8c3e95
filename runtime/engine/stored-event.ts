import type { EventRecord } from "../abi/event.ts"
import type { Lines } from "../abi/lines.ts"
import type { Fields } from "../abi/value.ts"
import type { ValueMode } from "./decode.ts"

export interface StoredEventInit {
  readonly type: number
  readonly at: number
  readonly fields: Fields
  /** The record as delivered: JSON, or for a row of texts whatever the source had. Left out: what stands at `place`. */
  readonly text?: string
  readonly mode: ValueMode
  /** Left out: what `text` says as JSON. */
  readonly raw?: unknown
  readonly position?: unknown
  readonly awaited?: ReadonlyMap<number, unknown> | undefined
  readonly place?: LinePlace
}

/** Where the line of an event stands: the places of its first byte and behind its last among the bytes, its number, its offset in the file. */
interface LinePlace {
  readonly lines: Lines
  readonly from: number
  readonly to: number
  readonly line: number
  readonly byte: number
}

/** An event inside the engine. */
export class StoredEvent implements EventRecord {
  readonly type: number
  readonly at: number
  readonly fields: Fields
  readonly mode: ValueMode
  /** Results of asynchronous calls, by number of the call. */
  readonly awaited: ReadonlyMap<number, unknown> | undefined
  sequence = 0
  private text_: string | undefined
  private given: unknown
  private position_: unknown
  /** Of an event that was read from bytes and is not settled. */
  private place: LinePlace | undefined

  constructor(init: StoredEventInit) {
    this.type = init.type
    this.at = init.at
    this.fields = init.fields
    this.mode = init.mode
    this.awaited = init.awaited
    this.text_ = init.text
    this.given = init.raw
    this.position_ = init.position
    this.place = init.place
  }

  get text(): string {
    if (this.text_ === undefined) {
      const { lines, from, to } = this.place!
      this.text_ = lines.text(from, to)
    }
    return this.text_
  }

  get raw(): unknown {
    if (this.given === undefined) this.given = JSON.parse(this.text)
    return this.given
  }

  /** Handed back in dead letters. */
  get position(): unknown {
    this.settle()
    return this.position_
  }

  /** Takes text and position out of the bytes that it was read from, so that it keeps itself alone. */
  settle(): void {
    if (this.place === undefined) return
    const { lines, line, byte } = this.place
    this.position_ = lines.position(line, byte, this.text)
    this.place = undefined
  }
}
