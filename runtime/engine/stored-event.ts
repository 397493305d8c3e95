import type { EventRecord } from "../abi/event.ts"
import type { CsvColumns, Lines } from "../abi/lines.ts"
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

/** What an event that stands among bytes asks of them. */
export type EventLines = Pick<Lines, "bytes" | "text" | "position" | "csv" | "arrival" | "line" | "released">

/** Reads the declared fields of a value that is known to fit them. */
export type FieldsOf = (raw: unknown) => Fields

/** What takes the bytes of events. */
export interface ByteReceiver {
  bytes(bytes: Uint8Array, from: number, to: number): void
  /** The UTF-8 bytes of a text. */
  text(text: string): void
  /** The UTF-8 bytes of what `JSON.stringify` makes of a plain object. */
  object(object: object): void
}

/** An event inside the engine. There are many: what can be made when it is asked for is not kept. */
export class StoredEvent implements EventRecord {
  readonly type: number
  readonly at: number
  readonly mode: ValueMode
  private fields_: Fields | undefined
  /** How the fields are read from its text, where they are not yet. */
  private fieldsOf: FieldsOf | undefined = undefined
  /** Results of asynchronous calls, by number of the call. */
  awaited: ReadonlyMap<number, unknown> | undefined = undefined
  sequence = 0
  /** Its number among all that arrived, where others have some of them; else 0. */
  arrival = 0
  private text_: string | undefined = undefined
  private given: unknown = undefined
  /** What it was handed over as, where that says its text. */
  private object: object | undefined = undefined
  private position_: unknown = undefined
  /** Of a row of CSV: how its cells are read. */
  private csv: CsvColumns | undefined = undefined
  /** Of an event that stands in a line: how its position is made, and until it is settled the bytes. */
  private positionOf: Lines["position"] | undefined = undefined
  private lines: EventLines | undefined = undefined
  /** The places of its first byte and behind its last one; the line's number and its offset in the file. */
  private from = 0
  private to = 0
  private line = 0
  private byte = 0

  private constructor(type: number, at: number, fields: Fields | undefined, mode: ValueMode) {
    this.type = type
    this.at = at
    this.fields_ = fields
    this.mode = mode
  }

  static of(init: StoredEventInit): StoredEvent {
    const event = new StoredEvent(init.type, init.at, init.fields, init.mode)
    event.awaited = init.awaited
    event.text_ = init.text
    event.given = init.raw
    event.position_ = init.position
    return event
  }

  /** An event that stands in the bytes of a line of JSON or CSV, without its line break. `fields`: what was read of it, or how all of it is read. */
  static ofLine(
    type: number,
    at: number,
    fields: Fields | FieldsOf,
    lines: EventLines,
    from: number,
    to: number,
    line: number,
    byte: number,
  ): StoredEvent {
    const mode = lines.csv === undefined ? "json" : "text"
    const event = new StoredEvent(type, at, typeof fields === "function" ? undefined : fields, mode)
    if (typeof fields === "function") event.fieldsOf = fields
    event.csv = lines.csv
    event.lines = lines
    event.positionOf = lines.position
    event.from = from
    event.to = to
    event.line = line
    event.byte = byte
    if (lines.arrival !== undefined) event.arrival = lines.arrival + line - lines.line
    return event
  }

  /** An event that was handed over as an object, which nobody changes. `fields`: as in `ofLine`. */
  static ofObject(type: number, at: number, fields: Fields | FieldsOf, object: object): StoredEvent {
    const event = new StoredEvent(type, at, typeof fields === "function" ? undefined : fields, "json")
    if (typeof fields === "function") event.fieldsOf = fields
    event.object = object
    return event
  }

  get fields(): Fields {
    if (this.fields_ === undefined) {
      // What is read here nobody else sees: the event still shows its text.
      this.fields_ = this.fieldsOf!(this.given ?? this.parsed())
      this.fieldsOf = undefined
    }
    return this.fields_
  }

  /** Of its fields only some were read: when they are asked for again, all are. */
  readLater(fieldsOf: FieldsOf): void {
    this.fields_ = undefined
    this.fieldsOf = fieldsOf
  }

  /** Throws where the bytes that it stood in were given back. */
  get text(): string {
    if (this.text_ === undefined) {
      this.text_ =
        this.object === undefined ? this.presentLines().text(this.from, this.to) : JSON.stringify(this.object)
    }
    return this.text_
  }

  get raw(): unknown {
    if (this.given === undefined) this.given = this.parsed()
    return this.given
  }

  /** What it shows is what its text says as JSON, and was not asked for yet. */
  get isItsText(): boolean {
    return this.given === undefined && this.mode === "json"
  }

  /** Hands over the bytes of `text`, without making it where it stands among bytes. */
  giveBytes(receiver: ByteReceiver): void {
    if (this.text_ === undefined && this.object !== undefined) receiver.object(this.object)
    else if (this.lines === undefined) receiver.text(this.text)
    else receiver.bytes(this.presentLines().bytes, this.from, this.to)
  }

  private parsed(): unknown {
    return this.csv === undefined ? JSON.parse(this.text) : this.csv.row(this.text)
  }

  private presentLines(): EventLines {
    const lines = this.lines!
    if (lines.released === true) throw new Error("the event was asked for too late: its bytes have been given back")
    return lines
  }

  /** Handed back in dead letters. */
  get position(): unknown {
    if (this.positionOf !== undefined) {
      this.position_ = this.positionOf(this.line, this.byte, this.text)
      this.positionOf = undefined
    }
    return this.position_
  }

  /** Takes its text out of the bytes that it was read from, so that it keeps itself alone. */
  settle(): void {
    if (this.lines === undefined) return
    this.text_ = this.text
    this.lines = undefined
  }
}
