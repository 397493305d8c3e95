/** What an engine goes on with as the one before has it in memory: numbers of texts and keys, and events that wait. */
import type { ColumnKind, ColumnSchema, DomainSchema, RowsSchema } from "../abi/rows.ts"
import type { EventSchema, Manifest } from "../abi/rule-set.ts"
import type { Dictionary } from "../rows/dictionary.ts"
import type { KeySpace } from "../rows/key-space.ts"
import type { RowColumns, WaitingRows } from "../rows/waiting-rows.ts"
import { rowsOf } from "./rows-of.ts"
import type { StoredEvent } from "./stored-event.ts"

/** The rows of the engine before, with what their numbers stand for. */
export interface FormerRows {
  readonly manifest: Manifest
  readonly schema: RowsSchema
  readonly dictionaries: readonly Dictionary[]
  readonly spaces: readonly KeySpace[]
  readonly rows: WaitingRows<StoredEvent>
  /** Texts that got no codes get them. */
  readLeft(): void
}

/** Rows that wait, as they lie but for columns that others had. */
export interface HandedRows {
  readonly rows: WaitingRows<StoredEvent>
  readonly columns: RowColumns
  /** By place: the number of the event type. */
  readonly types: Uint16Array<ArrayBuffer>
  /** By event type: columns that nobody filled yet. */
  readonly missing: readonly (readonly ColumnSchema[])[]
}

/** A column, and that which had the same before; undefined: none had. */
interface Source {
  readonly column: ColumnSchema
  readonly before: ColumnSchema | undefined
}

type Copied = Source & { readonly before: ColumnSchema }

/** Which numbers mean the same in the rule set before and in another one. Nothing of the former engine is changed by it, but that texts get codes. */
export class HandedOver {
  /** By event type: its number before; undefined: it was none, or was declared otherwise. */
  private readonly typeBefore: readonly (number | undefined)[]
  /** By event type of before: its number now. */
  private readonly typeNow: readonly (number | undefined)[]
  /** By domain: that whose texts it has. */
  private readonly domainBefore: readonly (number | undefined)[]
  /** By key space: that whose keys it has. */
  private readonly spaceBefore: readonly (number | undefined)[]
  /** What asynchronous calls said of events has the numbers that it had. */
  private readonly keepsCalls: boolean
  private readonly former: FormerRows
  private readonly manifest: Manifest
  private readonly schema: RowsSchema

  constructor(former: FormerRows, manifest: Manifest) {
    this.former = former
    this.manifest = manifest
    this.schema = rowsOf(manifest)
    const before = former.manifest.events
    const calls = former.manifest.awaited
    this.keepsCalls = calls.length === 0 || JSON.stringify(calls) === JSON.stringify(manifest.awaited)
    const isSame = (one: EventSchema, other: EventSchema): boolean => JSON.stringify(one) === JSON.stringify(other)
    const placeOf = (list: readonly EventSchema[], type: EventSchema): number | undefined => {
      const place = list.findIndex((each) => isSame(each, type))
      return place < 0 ? undefined : place
    }
    this.typeBefore = manifest.events.map((type) => placeOf(before, type))
    this.typeNow = before.map((type) => placeOf(manifest.events, type))
    this.domainBefore = this.matchDomains()
    this.spaceBefore = this.matchSpaces()
  }

  /** The event types of the engine before. */
  get eventsBefore(): readonly EventSchema[] {
    return this.former.manifest.events
  }

  /** Whether these event types had the same numbers before, so that events which were made then have them. */
  keepsTypes(types: readonly number[]): boolean {
    return this.keepsCalls && types.every((type) => this.typeBefore[type] === type)
  }

  /** The dictionary of a domain; undefined: it begins empty. */
  dictionary(domain: number): Dictionary | undefined {
    const before = this.domainBefore[domain]
    return before === undefined ? undefined : this.former.dictionaries[before]
  }

  /** The space whose ids the keys of a space have; undefined: they get new ones. */
  space(space: number): KeySpace | undefined {
    const before = this.spaceBefore[space]
    return before === undefined ? undefined : this.former.spaces[before]
  }

  /**
   * Whether keys have the numbers that they had, by the places of their spaces in the engines: those of the rule sets, behind them that of rules without keys, behind that those of a
   * worker.
   */
  keepsKeys(before: number, now: number): boolean {
    const own = this.schema.spaces.length
    const formerOwn = this.former.schema.spaces.length
    if (now === own || before === formerOwn) return now === own && before === formerOwn
    if (now < own || before < formerOwn) return now < own && this.spaceBefore[now] === before
    const [worker, formerWorker] = [now - own - 1, before - formerOwn - 1]
    // The last ones are those that a worker has no keys of.
    if (worker === own || formerWorker === formerOwn) return worker === own && formerWorker === formerOwn
    return this.spaceBefore[worker] === formerWorker
  }

  /** Whether all events that wait can be taken over as rows. */
  get takesRows(): boolean {
    const { rows } = this.former
    for (const place of rows.places()) {
      const before = rows.type[place]!
      const type = this.typeNow[before]
      if (type === undefined) return false
      if (rows.events[place] !== undefined && (type !== before || !this.keepsCalls)) return false
    }
    return true
  }

  /** The waiting rows in the columns of now: as many as can be are those that there were, since all of them together are many megabytes. */
  waitingRows(): HandedRows {
    const { rows } = this.former
    this.former.readLeft()
    const sources = this.manifest.events.map((_, type) => this.sourcesOf(type))
    const { columns, copied } = this.columnsOf(sources)
    const keepsNumbers = this.typeNow.every((type, before) => type === before)
    const types = keepsNumbers ? rows.type : rows.type.map((type) => this.typeNow[type] ?? 0)
    if (copied.some((own) => own.length > 0)) {
      for (const place of rows.places()) {
        for (const { column, before } of copied[types[place]!]!) copyCell(rows, before, columns, column, place)
      }
    }
    const missing = sources.map((own) => own.flatMap(({ column, before }) => (before === undefined ? column : [])))
    return { rows, columns, types, missing }
  }

  /** The columns of now, and by event type what is still to be copied into them. */
  private columnsOf(sources: readonly (readonly Source[])[]): {
    readonly columns: RowColumns
    readonly copied: readonly (readonly Copied[])[]
  } {
    const { rows } = this.former
    const { numbers, codes, texts } = this.schema
    const kept = {
      number: keptColumns(sources, "number", numbers),
      code: keptColumns(sources, "code", codes),
      text: keptColumns(sources, "text", texts),
    }
    const { capacity } = rows
    const columns: RowColumns = {
      numbers: kept.number.map((before) => (before < 0 ? new Float64Array(capacity) : rows.numbers[before]!)),
      codes: kept.code.map((before) => (before < 0 ? new Int32Array(capacity) : rows.codes[before]!)),
      textFrom: kept.text.map((before) => (before < 0 ? new Int32Array(capacity) : rows.textFrom[before]!)),
      textTo: kept.text.map((before) => (before < 0 ? new Int32Array(capacity) : rows.textTo[before]!)),
    }
    const isCopied = (source: Source): source is Copied =>
      source.before !== undefined && kept[source.column.kind][source.column.place]! < 0
    return { columns, copied: sources.map((own) => own.filter(isCopied)) }
  }

  /** The columns of an event type, and which had the same. */
  private sourcesOf(type: number): readonly Source[] {
    const before = this.typeBefore[type]
    const former = before === undefined ? [] : (this.former.schema.events[before] ?? [])
    return (this.schema.events[type] ?? []).map((column) => {
      const same = former.find(({ field, kind }) => field === column.field && kind === column.kind)
      const hasNumbers = column.domain === undefined || this.domainBefore[column.domain] === same?.domain
      return { column, before: hasNumbers ? same : undefined }
    })
  }

  private matchDomains(): (number | undefined)[] {
    const { schema, former } = this
    const taken = new Set<number>()
    return schema.domains.map((domain, number) => {
      const candidates = new Set<number>()
      for (const [type, columns] of schema.events.entries()) {
        const before = former.schema.events[this.typeBefore[type] ?? -1] ?? []
        for (const column of columns ?? []) {
          if (column.domain !== number) continue
          const same = before.find(({ field, kind }) => field === column.field && kind === "code")
          if (same !== undefined) candidates.add(same.domain!)
        }
      }
      const [found] = [...candidates]
        .filter((each) => !taken.has(each) && this.hasTexts(each, domain))
        .sort((one, other) => former.dictionaries[other]!.size - former.dictionaries[one]!.size)
      if (found !== undefined) taken.add(found)
      return found
    })
  }

  /** Whether a dictionary of before knows what one of the domain has to. */
  private hasTexts(before: number, { constants, open }: DomainSchema): boolean {
    if (this.former.dictionaries[before]!.isOpen) return true
    const known = this.former.schema.domains[before]!.constants
    return !open && [...constants].sort().join("\0") === [...known].sort().join("\0")
  }

  private matchSpaces(): (number | undefined)[] {
    const { schema, former } = this
    const taken = new Set<number>()
    return schema.spaces.map(({ parts }) => {
      const found = former.schema.spaces.findIndex((before, place) => {
        if (taken.has(place)) return false
        return parts.some((columns, type) => this.areSameKeys(columns, before.parts[this.typeBefore[type] ?? -1]))
      })
      if (found < 0) return undefined
      taken.add(found)
      return found
    })
  }

  private areSameKeys(
    columns: readonly ColumnSchema[] | null,
    before: readonly ColumnSchema[] | null | undefined,
  ): boolean {
    if (columns === null || !before || columns.length !== before.length) return false
    return columns.every(({ field, kind, domain }, part) => {
      const former = before[part]!
      if (former.field !== field || former.kind !== kind) return false
      return domain === undefined || this.domainBefore[domain] === former.domain
    })
  }
}

/**
 * By column of a kind: that of before which can be used as it is, -1: none. Every event type of now that has the column had it there, so that
 * nothing is filled in: the engine before still judges by it where the change comes to nothing. And no other column of now is that one.
 */
function keptColumns(sources: readonly (readonly Source[])[], kind: ColumnKind, count: number): number[] {
  const kept = new Array<number>(count).fill(-1)
  const known = new Array<boolean>(count).fill(false)
  for (const { column, before } of sources.flat()) {
    if (column.kind !== kind) continue
    const place = before?.place ?? -1
    kept[column.place] = !known[column.place] || kept[column.place] === place ? place : -1
    known[column.place] = true
  }
  return kept.map((before, place) => (before >= 0 && kept.indexOf(before) === place ? before : -1))
}

function copyCell(
  from: WaitingRows<StoredEvent>,
  before: ColumnSchema,
  to: RowColumns,
  column: ColumnSchema,
  place: number,
): void {
  if (column.kind === "number") to.numbers[column.place]![place] = from.numbers[before.place]![place]!
  else if (column.kind === "code") to.codes[column.place]![place] = from.codes[before.place]![place]!
  else {
    to.textFrom[column.place]![place] = from.textFrom[before.place]![place]!
    to.textTo[column.place]![place] = from.textTo[before.place]![place]!
  }
}
