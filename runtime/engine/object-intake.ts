import type { ColumnSchema, RowObjectReader } from "../abi/rows.ts"
import type { Manifest, Program } from "../abi/rule-set.ts"
import { hasKey, type RowEvents } from "./row-events.ts"

interface ObjectReader {
  readonly type: number
  readonly read: RowObjectReader
  /** As in `RowReader`. */
  readonly keys: readonly (readonly ColumnSchema[])[] | undefined
}

/** Reads events that are handed over as objects into rows, where they are as plain as most are. */
export class ObjectIntake {
  private readonly events: RowEvents
  private readonly readers = new Map<string, ObjectReader>()

  /** `asObjects`: as for `LineIntake`. */
  constructor({ events, awaited }: Manifest, program: Program, rows: RowEvents, asObjects: (type: number) => boolean) {
    this.events = rows
    for (const [type, { name }] of events.entries()) {
      const read = program.objectReaders?.[type]
      if (!read || asObjects(type) || awaited.some((call) => call.events.includes(type))) continue
      this.readers.set(name, { type, read, keys: rows.keysOf(type) })
    }
  }

  /** Puts an event among those that wait, and gives its time; undefined: it must be taken in the slow way, or is late. */
  take(type: string, event: unknown, watermark: number): number | undefined {
    const reader = this.readers.get(type)
    if (reader === undefined || !isPlain(event)) return undefined
    const { rows } = this.events
    rows.room()
    const row = rows.placeOf(rows.next)
    const copy = this.read(reader, event, row)
    if (copy === undefined) return undefined
    const at = rows.at[row]!
    if (at <= watermark || (reader.keys !== undefined && !hasKey(reader.keys, rows, row))) return undefined
    rows.type[row] = reader.type
    rows.setObject(row, copy)
    rows.take(1)
    rows.enqueue(row, 1, 0)
    return at
  }

  /** A copy of the event, whose columns were written: the caller may change the object later, and it is read once. */
  private read({ read }: ObjectReader, event: object, row: number): object | undefined {
    const { rows, dictionaries } = this.events
    try {
      const copy = { ...event }
      return read(copy, rows, row, dictionaries) ? copy : undefined
    } catch {
      // What throws when it is read is refused in the slow way.
      return undefined
    }
  }
}

/** An object as `{ … }` makes it: nothing of it is inherited that matters. */
function isPlain(event: unknown): event is object {
  if (typeof event !== "object" || event === null) return false
  const prototype: unknown = Object.getPrototypeOf(event)
  return prototype === Object.prototype || prototype === null
}
