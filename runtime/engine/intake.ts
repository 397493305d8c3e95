import type { Ingest } from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { EventSchema } from "../abi/rule-set.ts"
import type { AwaitedSchema } from "../abi/table.ts"
import type { Fields } from "../abi/value.ts"
import type { EventCodec } from "../state/table.ts"
import { AwaitedResults } from "./awaited-results.ts"
import { fieldsDecoder, type ValueMode } from "./decode.ts"
import { describe, messageOf, Refusal } from "./refusal.ts"
import { StoredEvent } from "./stored-event.ts"

const openBrace = 0x7b

type DecodeFields = (raw: unknown, path: string) => Fields

interface EventReader {
  readonly type: number
  readonly schema: EventSchema
  readonly json: DecodeFields
  readonly text: DecodeFields
}

/** Turns what sources hand over into events, and events into stored form and back. */
export class Intake implements EventCodec {
  private readonly readers: readonly EventReader[]
  private readonly byName: ReadonlyMap<string, EventReader>
  private readonly now: (() => number) | undefined
  private readonly results: AwaitedResults

  constructor(events: readonly EventSchema[], now: (() => number) | undefined, awaited: readonly AwaitedSchema[] = []) {
    this.results = new AwaitedResults(awaited)
    this.readers = events.map((schema, type) => ({
      type,
      schema,
      json: fieldsDecoder(schema.fields, "json"),
      text: fieldsDecoder(schema.fields, "text"),
    }))
    this.byName = new Map(this.readers.map((reader) => [reader.schema.name, reader]))
    this.now = now
  }

  /**
   * The event of a record. Throws a Refusal, and nothing else whatever the record holds; only where the caller handed over no
   * results of asynchronous calls that the rules make, an Error.
   */
  read(record: Ingest): StoredEvent {
    const reader = this.byName.get(record.type)
    if (reader === undefined) throw new Refusal("unknown-type", `no event type is called ${describe(record.type)}`)
    if (reader.schema.derived) {
      throw new Refusal(
        "unknown-type",
        `events of type ${reader.schema.name} are made by a rule, they cannot be handed in`,
      )
    }
    this.results.demand(reader.type, reader.schema.name, record.awaited)
    try {
      return this.accept(reader, record)
    } catch (thrown) {
      if (thrown instanceof Refusal) throw thrown
      throw new Refusal("unreadable", `the event cannot be read: ${messageOf(thrown)}`)
    }
  }

  /** An event that a rule made. `text` is its JSON; `position` that of the last event that it was made of. */
  derive(type: number, at: number, fields: Fields, text: string, position: unknown): StoredEvent {
    return StoredEvent.of({ type, at, fields, text, mode: "json", position })
  }

  /** The declared fields of a value that is an event of the type. Throws a Refusal. */
  fieldsOf(type: number, raw: unknown, mode: ValueMode): Fields {
    return this.readers[type]![mode](raw, "")
  }

  nameOf(event: EventRecord): string {
    return this.readers[event.type]!.schema.name
  }

  encode(event: EventRecord): unknown {
    const { type, at, sequence, text, mode, position } = event as StoredEvent
    const awaited = this.results.encode(event.awaited)
    const stored: Record<string, unknown> = { type: this.readers[type]!.schema.name, at, sequence, text }
    if (mode === "text") stored.row = event.raw
    // Text in another format than JSON cannot be read again.
    else if (text.charCodeAt(0) !== openBrace) stored.raw = event.raw
    if (position !== undefined) stored.position = position
    if (awaited !== undefined) stored.awaited = awaited
    return stored
  }

  private accept(reader: EventReader, record: Ingest): StoredEvent {
    const mode: ValueMode = record.values ?? "json"
    const fields = (mode === "text" ? reader.text : reader.json)(record.raw, "")
    const at = this.timeOf(reader.schema, fields, record)
    if (record.latest !== undefined && at > record.latest) {
      throw new Refusal("too-far-ahead", `the event is dated ${at - record.latest} ms later than what is accepted now`)
    }
    const text = record.text ?? asText(record.raw)
    // A caller may change an object later; what a source parsed is its own.
    const raw = record.text === undefined ? undefined : record.raw
    return StoredEvent.of({
      type: reader.type,
      at,
      fields,
      text,
      mode,
      raw,
      position: record.position,
      awaited: record.awaited,
    })
  }

  private timeOf(schema: EventSchema, fields: Fields, record: Ingest): number {
    const at = schema.timeField === null ? (record.arrivedAt ?? this.now?.()) : fields[schema.timeField]
    if (typeof at === "number" && Number.isFinite(at)) return at
    if (schema.timeField !== null) throw new Refusal("no-time", `field \`${schema.timeField}\` holds no time`)
    throw new Refusal(
      "no-time",
      `${schema.name} is timed by arrival, but neither \`arrivedAt\` nor the engine's option \`now\` says when that was`,
    )
  }

  decode(stored: unknown): EventRecord | undefined {
    if (typeof stored !== "object" || stored === null) return undefined
    const { type, at, sequence, text, row, raw: kept, position, awaited } = stored as Record<string, unknown>
    const reader = this.byName.get(String(type))
    if (reader === undefined || typeof at !== "number" || typeof text !== "string") return undefined
    try {
      const mode: ValueMode = row === undefined ? "json" : "text"
      const raw: unknown = row ?? kept ?? JSON.parse(text)
      const fields = (mode === "text" ? reader.text : reader.json)(raw, "")
      const event = StoredEvent.of({
        type: reader.type,
        at,
        fields,
        text,
        mode,
        raw,
        position,
        awaited: this.results.decode(awaited, reader.type),
      })
      event.sequence = Number(sequence)
      return event
    } catch {
      return undefined
    }
  }
}

function asText(raw: unknown): string {
  let text: string | undefined
  try {
    text = JSON.stringify(raw)
  } catch (thrown) {
    throw new Refusal("not-json", `the event cannot be written as JSON: ${messageOf(thrown)}`)
  }
  if (text === undefined) throw new Refusal("not-json", "the event cannot be written as JSON")
  return text
}
