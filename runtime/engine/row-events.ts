import type { EventRecord } from "../abi/event.ts"
import type { CsvColumns } from "../abi/lines.ts"
import {
  type ColumnSchema,
  type DomainSchema,
  type IndexedSelect,
  type LineDecoder,
  missingCode,
  type Rows,
  type RowsSchema,
  unreadCode,
} from "../abi/rows.ts"
import type { EventSchema, Manifest, RuleManifest } from "../abi/rule-set.ts"
import type { Fields } from "../abi/value.ts"
import type { Texts } from "../operator/lanes/capture.ts"
import { Dictionary } from "../rows/dictionary.ts"
import type { Share } from "../rows/key-groups.ts"
import { type KeySpace, noKeys, openKeySpace } from "../rows/key-space.ts"
import { LentRows } from "../rows/lent-rows.ts"
import { foreignKeys, OwnedKeys } from "../rows/owned-keys.ts"
import { WaitingRows } from "../rows/waiting-rows.ts"
import type { Column, Layout, OperatorState, Table } from "../state/contract.ts"
import { Unreadable } from "../state/contract.ts"
import type { HandedOver } from "./handed-over.ts"
import type { Intake } from "./intake.ts"
import { ReadAgain } from "./read-again.ts"
import { rowsOf } from "./rows-of.ts"
import { divisionOf } from "./shares.ts"
import { StoredEvent } from "./stored-event.ts"
import { WaitingCut, waitingOf } from "./waiting-cut.ts"

/** Events that wait for the watermark, written when a snapshot is taken. Their order: time, then rank, then arrival. */
export const waitingLayout: Layout = {
  operator: "ordering",
  fingerprint: "3",
  dividedBy: null,
  partial: true,
  tables: [{ name: "waiting", passing: true, columns: { rank: "f64", event: "event" } }],
}

/** More partitions than a source has. */
const partitions = 2 ** 20

/** So many texts and keys are kept before it is asked which are in use. */
const leastSwept = 1 << 16

/** So many rows come before texts and keys are counted again. */
const leastCounted = 32

/** What orders events of equal time. */
export function rankOf(source: number, partition: number): number {
  return source * partitions + partition
}

/** The engine's events as rows: objects into columns, and objects of rows where they are asked for. */
export class RowEvents implements Texts {
  readonly rows: WaitingRows<StoredEvent>
  readonly schema: RowsSchema
  readonly dictionaries: readonly Dictionary[]
  /** Those of the rule set, that of rules without keys, then what a worker that shares keys sees of them. */
  readonly spaces: readonly KeySpace[]
  private sweepAt = leastSwept
  /** The number of the next row when texts and keys were counted last. */
  private countedAt = 0
  /** Objects of rows from this number on are still those of the caller, who may change them later. */
  private lent = 0
  private readonly lentRows = new LentRows()
  readonly manifest: Manifest
  private readonly events: readonly EventSchema[]
  private readonly readFields: readonly ((raw: unknown) => Fields)[]
  /** Likewise of texts. */
  private readonly readTexts: readonly ((raw: unknown) => Fields)[]
  private readonly table: Table
  private readonly rank: Column<number>
  private readonly event: Column<EventRecord>

  private readonly share: Share | undefined
  /** By event type: columns that rows which were taken over do not have yet. */
  private unfilled: readonly (readonly ColumnSchema[])[]

  /** `handed`: what it goes on with; the rows too, where the state says that it has them. `fill` comes next then. */
  constructor(
    manifest: Manifest,
    intake: Intake,
    state: OperatorState,
    onUnreadable: (stored: unknown) => void,
    share?: Share,
    handed?: HandedOver,
  ) {
    this.manifest = manifest
    this.share = share
    this.events = manifest.events
    this.schema = rowsOf(manifest)
    const taken = state.former === undefined ? undefined : handed?.waitingRows()
    this.unfilled = taken?.missing ?? []
    this.rows = new WaitingRows(this.schema, taken)
    this.lent = this.rows.next
    this.dictionaries = this.schema.domains.map((domain, place) => opened(domain, handed?.dictionary(place)))
    const spaces = this.schema.spaces.map((space, place) => {
      const type = space.parts.findIndex((parts) => parts !== null)
      const types = (space.parts[type] ?? []).map(({ field }) => manifest.events[type]!.fields[field]!.type)
      return openKeySpace(space, types, this.dictionaries, handed?.space(place))
    })
    const shared = share === undefined ? [] : [...spaces.map((space) => new OwnedKeys(space, share)), foreignKeys]
    this.spaces = [...spaces, noKeys, ...shared]
    this.readFields = manifest.events.map((_, type) => (raw) => intake.fieldsOf(type, raw, "json"))
    this.readTexts = manifest.events.map((_, type) => (raw) => intake.fieldsOf(type, raw, "text"))
    this.table = state.table("waiting")
    this.rank = this.table.number("rank")
    this.event = this.table.value("event") as Column<EventRecord>
    this.load(onUnreadable)
    for (const { rank, event, arrival } of waitingOf(state, intake)) {
      if (event instanceof Unreadable) onUnreadable(event.stored)
      else {
        // One that has all of them needs no numbers.
        if (share !== undefined) event.arrival = arrival
        this.add(event, rank)
      }
    }
    state.keep(new WaitingCut(this.rows, intake, (place) => this.shownOf(place)))
  }

  /** Fills what rows that were taken over lack, out of their lines. `decoders`: by event type, from lines of JSON. */
  fill(decoders: readonly (LineDecoder | null)[]): void {
    const { unfilled, rows } = this
    this.unfilled = []
    if (unfilled.every((columns) => columns.length === 0)) return
    const readAgain = new ReadAgain(rows, this.dictionaries, decoders)
    for (const place of rows.places()) {
      const type = rows.type[place]!
      const columns = unfilled[type]!
      if (columns.length === 0 || readAgain.read(place)) continue
      const event = this.eventOf(place)
      for (const column of columns) this.fillCell(column, event, place)
    }
  }

  /** Gives codes to texts that readers left alone, before others ask for other rows. */
  readLeft(): void {
    const { rows } = this
    for (const place of rows.places()) {
      for (const column of this.schema.events[rows.type[place]!] ?? []) {
        if (column.kind === "code" && rows.codes[column.place]![place] === unreadCode) {
          this.fillCell(column, this.shownOf(place), place)
        }
      }
    }
  }

  /** The number of a constant of a domain. Where nothing runs over rows nobody looks at it. */
  codeOf(domain: number, constant: number): number {
    const text = this.schema.domains[domain]?.constants[constant]
    return text === undefined ? constant : this.dictionaries[domain]!.codeOfText(text)
  }

  /** The conditions that an index finds, with the numbers that their constants have here. */
  indexed(): readonly IndexedSelect[] {
    const numbered = (select: IndexedSelect): IndexedSelect => {
      const { event, codes } = select
      if (codes === undefined) return select
      const column = this.schema.events[event]!.find(({ kind, place }) => kind === "code" && place === codes.column)!
      return { ...select, codes: { ...codes, values: codes.values.map((value) => this.codeOf(column.domain!, value)) } }
    }
    return (this.schema.indexed ?? []).map(numbered)
  }

  /** Whether workers share the keys. */
  get isShared(): boolean {
    return this.share !== undefined
  }

  /** The place of the keys of rules without keys. */
  get unkeyed(): number {
    return this.schema.spaces.length
  }

  /** The place of a rule's keys among the spaces: as far as they are this worker's. */
  spaceOf(rule: RuleManifest): number {
    const space = rule.rows?.space ?? this.unkeyed
    const { share, unkeyed } = this
    if (share === undefined) return space
    if (divisionOf(rule, this.manifest) === "by-key") return unkeyed + 1 + space
    return share.worker === 0 ? space : this.spaces.length - 1
  }

  /** Puts an event among those that wait. */
  add(event: StoredEvent, rank: number): void {
    const { rows } = this
    rows.room()
    const place = rows.placeOf(rows.next)
    rows.take(1)
    rows.type[place] = event.type
    rows.at[place] = event.at
    rows.setEvent(place, event)
    for (const column of this.schema.events[event.type] ?? []) this.fillCell(column, event, place)
    rows.enqueue(place, 1, rank)
  }

  /** Takes the next row, which stands at that place and was read from an object, and puts it among those that wait. */
  addCopy(type: number, place: number, object: object): void {
    const { rows } = this
    // Throws where reading the object does.
    const copy = { ...object }
    rows.type[place] = type
    rows.setObject(place, copy)
    rows.take(1)
    rows.enqueue(place, 1, 0)
    this.lent = rows.next
  }

  /** Takes the next rows, which were read from objects of a list: from `from` on. Until `own` they are the caller's. */
  lend(type: number, list: readonly unknown[], from: number, count: number): void {
    const { rows } = this
    const first = rows.placeOf(rows.next)
    rows.type.fill(type, first, first + count)
    this.lentRows.add(list, from, rows.next, count)
    rows.take(count)
  }

  /** Copies the objects of rows that wait, before code of others runs. `judged`: rows up to this time are not needed any more. */
  own(judged = Number.NEGATIVE_INFINITY): void {
    const { rows } = this
    const { next, oldest, at } = rows
    // What is before the oldest row in use was given back.
    const from = ((oldest - this.lent) | 0) > 0 ? oldest : this.lent
    for (let number = from; number !== next; number = (number + 1) | 0) {
      const place = rows.placeOf(number)
      if (!rows.waits(place) || at[place]! <= judged || rows.events[place] !== undefined) continue
      const object = this.lentRows.of(number)
      if (object !== undefined) rows.setObject(place, { ...object })
    }
    this.lent = next
    if (judged === Number.NEGATIVE_INFINITY) this.lentRows.clear()
  }

  /** Whether a row was decoded from bytes, which say all of it: it is no event that was made, nor an object. */
  isOfBytes(row: number): boolean {
    return this.rows.events[row] === undefined && this.objectOf(row) === undefined
  }

  /** The object that a row was read from; undefined: it was not read from one. */
  objectOf(place: number): object | undefined {
    return this.rows.objects[place] ?? this.lentRows.of(this.rows.numberAt(place))
  }

  /** The event of a row. */
  eventOf(row: number): StoredEvent {
    const { rows } = this
    const made = rows.events[row]
    if (made !== undefined) return made
    const event = this.made(row, undefined)
    rows.setEvent(row, event)
    return event
  }

  /** Likewise for a short look, so that it is not kept for the row; with these fields alone where they are given. */
  shownOf(row: number, fields?: Fields): StoredEvent {
    return this.rows.events[row] ?? this.made(row, fields)
  }

  /** All fields of an event that is kept are read from its text when one is asked for: so far it had only some of them. */
  readLater(event: EventRecord): void {
    const stored = event as StoredEvent
    stored.readLater((stored.mode === "json" ? this.readFields : this.readTexts)[stored.type]!)
  }

  /** How the fields of a type's events are read, of lines of JSON or of CSV. */
  readsOf(type: number, csv: CsvColumns | undefined): (raw: unknown) => Fields {
    return (csv === undefined ? this.readFields : this.readTexts)[type]!
  }

  private made(row: number, given: Fields | undefined): StoredEvent {
    const { rows } = this
    const type = rows.type[row]!
    const at = rows.at[row]!
    const number = rows.numberAt(row)
    const object = this.objectOf(row)
    if (object !== undefined) {
      const own = ((number - this.lent) | 0) < 0 ? object : { ...object }
      return StoredEvent.ofObject(type, at, given ?? this.readFields[type]!, own)
    }
    const { lines, line: firstLine, number: first } = rows.blocks.of(number)
    const from = rows.from[row]!
    const line = lines.lineAt?.(from) ?? firstLine + ((number - first) | 0)
    const fields = given ?? this.readsOf(type, lines.csv)
    return StoredEvent.ofLine(type, at, fields, lines, from, rows.to[row]!, line, lines.byte + from - lines.from)
  }

  /**
   * Which columns hold the keys of rules for events of a type: all columns of one of the lists are there where some rule can use the event.
   * undefined: some rule can use every event.
   */
  keysOf(type: number): (readonly ColumnSchema[])[] | undefined {
    const { fields } = this.events[type]!
    const { rules, series } = this.manifest
    if (rules.some(({ inputs, keys }) => keys.length === 0 && inputs.includes(type))) return undefined
    const own = (this.schema.series ?? []).filter((each) => series[each.series]!.event === type)
    if (own.some(({ space }) => space === null)) return undefined
    // What a series is asked for at an event makes the event useful to no one.
    const readers = rules.filter(({ inputs }) => inputs.includes(type))
    const spaces = new Set([...readers.map(({ rows }) => rows?.space), ...own.map(({ space }) => space)])
    const keys = [...spaces].flatMap((space) => {
      const parts = this.schema.spaces[space ?? -1]?.parts[type]
      return parts ? [parts] : []
    })
    return keys.some((parts) => parts.every(({ field }) => !fields[field]!.optional)) ? undefined : keys
  }

  /** Whether many numbers of texts and keys have been added since the last `sweep`: looked at when some rows have come. */
  get isDue(): boolean {
    const { next } = this.rows
    if (((next - this.countedAt) | 0) < leastCounted) return false
    this.countedAt = next
    return this.numbers() >= this.sweepAt
  }

  /**
   * Gives back the numbers of texts and keys that nothing uses any more, where many have been added since the last time. Between two
   * batches. `holds`: whether a rule keeps something for a key of a space.
   */
  sweep(holds: (space: number, key: number) => boolean): void {
    const live = this.dictionaries.map(({ bound }) => new Uint8Array(bound))
    const keep = (domain: number, code: number): void => {
      if (code >= 0) live[domain]![code] = 1
    }
    const { unkeyed } = this
    for (const [space, keys] of this.spaces.entries()) {
      // What a worker has of a space are its ids.
      const owned = space < unkeyed ? unkeyed + 1 + space : this.spaces.length
      keys.sweep((key) => holds(space, key) || holds(owned, key), keep)
    }
    for (const row of this.rows.places()) {
      for (const { place, domain } of this.schema.events[this.rows.type[row]!] ?? []) {
        if (domain !== undefined) keep(domain, this.rows.codes[place]![row]!)
      }
    }
    for (const [domain, dictionary] of this.dictionaries.entries()) {
      dictionary.sweep((code) => live[domain]![code] === 1)
    }
    this.sweepAt = 2 * this.numbers() + leastSwept
  }

  /** Gives back the numbers of all texts and keys: no row is in use, and nothing is kept. */
  sweepAll(): void {
    for (const keys of this.spaces) {
      keys.sweep(
        () => false,
        () => {},
      )
    }
    for (const dictionary of this.dictionaries) dictionary.sweep(() => false)
  }

  /** How many texts and keys have numbers. */
  numbers(): number {
    const { dictionaries, spaces } = this
    let count = 0
    for (let i = 0; i < dictionaries.length; i++) count += dictionaries[i]!.size
    for (let i = 0; i < spaces.length; i++) count += spaces[i]!.size
    return count
  }

  ofCode(domain: number, code: number): string {
    return this.dictionaries[domain]!.text(code)
  }

  ofRow(rows: Rows, row: number, { place, field }: ColumnSchema): string | undefined {
    const made = this.rows.events[row]
    if (made !== undefined) return made.fields[this.events[made.type]!.fields[field]!.name] as string | undefined
    const object = this.objectOf(row) as Record<string, unknown> | undefined
    if (object !== undefined) {
      // `null` and what is not there are both missing.
      return (object[this.events[this.rows.type[row]!]!.fields[field]!.name] ?? undefined) as string | undefined
    }
    const from = rows.textFrom[place]![row]!
    if (from < 0) return undefined
    const { lines } = this.rows.blocks.of(this.rows.numberAt(row))
    const to = rows.textTo[place]![row]!
    return to < 0 ? (JSON.parse(`"${lines.text(from, ~to)}"`) as string) : lines.text(from, to)
  }

  /** The text of a row's line. */
  textOf(row: number): string {
    const made = this.rows.events[row]
    if (made !== undefined) return made.text
    if (this.objectOf(row) !== undefined) return this.eventOf(row).text
    return this.rows.blocks.of(this.rows.numberAt(row)).lines.text(this.rows.from[row]!, this.rows.to[row]!)
  }

  /** Writes what waits into the state, for a snapshot. */
  store(): void {
    this.table.clear()
    for (const place of this.rows.places()) {
      const row = this.table.allocate()
      this.rank.set(row, this.rows.rankAt(place))
      this.event.set(row, this.eventOf(place))
    }
  }

  private load(onUnreadable: (stored: unknown) => void): void {
    for (const row of this.table.rows()) {
      const event: unknown = this.event.get(row)
      if (event instanceof Unreadable) onUnreadable(event.stored)
      else this.add(event as StoredEvent, this.rank.get(row))
    }
    this.table.clear()
  }

  private fillCell(
    { field, kind, place: column, domain }: ColumnSchema,
    { type, fields }: StoredEvent,
    place: number,
  ): void {
    const { rows } = this
    const value = fields[this.events[type]!.fields[field]!.name]
    if (kind === "number") rows.numbers[column]![place] = value === undefined ? Number.NaN : Number(value)
    // Whether it is there is seen in the column, its text in the event.
    else if (kind === "text") rows.textFrom[column]![place] = value === undefined ? -1 : 0
    else {
      rows.codes[column]![place] =
        value === undefined ? missingCode : this.dictionaries[domain!]!.codeOfText(value as string)
    }
  }
}

function opened(domain: DomainSchema, former: Dictionary | undefined): Dictionary {
  if (former === undefined) return new Dictionary(domain)
  former.keep(domain.constants)
  return former
}

/** Whether all columns of one of the lists hold something in a row. */
export function hasKey(keys: readonly (readonly ColumnSchema[])[], rows: Rows, row: number): boolean {
  return keys.some((parts) =>
    parts.every(({ kind, place }) =>
      kind === "number" ? !Number.isNaN(rows.numbers[place]![row]!) : rows.codes[place]![row] !== missingCode,
    ),
  )
}
