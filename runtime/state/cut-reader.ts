import type { EventRecord } from "../abi/event.ts"
import { ByteReader, DamagedBytes } from "./bytes.ts"
import type { RestoredKey, TableLayout } from "./contract.ts"
import { groups, pieceMark, pieceVersion } from "./cut.ts"
import type { EventCodec, StoredTable } from "./table.ts"

/** Where something stands among the pieces. */
interface Place {
  readonly piece: Uint8Array
  readonly from: number
  readonly to: number
}

/** Rows of a table as the last cut that had them says. */
class CutTable {
  private readonly rows: (Place | undefined)[] = []
  private readonly free: number[] = []
  private top = 0

  read(rows: ByteReader): void {
    while (!rows.isAtEnd) {
      const { bytes, at, end } = rows.part()
      const reader = new ByteReader(bytes, at, end)
      const row = reader.count()
      if (row > this.rows.length + 2 ** 26) throw new DamagedBytes(`a table has no row ${row}`)
      while (this.rows.length <= row) this.rows.push(undefined)
      this.rows[row] = { piece: bytes, from: reader.at, to: end }
    }
  }

  readFacts(facts: ByteReader): void {
    this.top = facts.count()
    const kept = facts.count()
    if (kept > this.free.length) throw new DamagedBytes("an increment does not fit the cut before it")
    this.free.length = kept
    for (let left = facts.count(); left > 0; left--) this.free.push(facts.count())
  }

  /** As a table of a snapshot. */
  stored({ name, columns }: TableLayout): StoredTable {
    const { top, free, rows } = this
    const freed = new Set(free)
    if (freed.size !== free.length || free.some((row) => row >= top)) throw new DamagedBytes("free rows are not rows")
    const types = Object.entries(columns)
    const cells = types.map((): unknown[] => [])
    for (let row = 0; row < top; row++) {
      if (freed.has(row)) continue
      const place = rows[row]
      if (place === undefined) throw new DamagedBytes(`row ${row} of table ${name} is missing`)
      const reader = new ByteReader(place.piece, place.from, place.to)
      for (const [column, [, type]] of types.entries()) {
        const isNumber = type === "f64" || type === "i32"
        const cell = isNumber ? reader.number() : reader.value()
        cells[column]!.push(isNumber ? cell : cell === undefined ? 0 : [cell])
      }
    }
    return { name, top, free, columns: Object.fromEntries(types.map(([column], i) => [column, cells[i]!])) }
  }
}

/** What an engine takes over of an operator's state. */
export interface CutState {
  readonly fingerprint: string
  readonly hasLog: boolean
  /** The tables that cuts have, as those of a snapshot. */
  storedTables(layouts: readonly TableLayout[]): readonly StoredTable[]
  /** What stands there by key, in the order in which keys were first met; undefined: some event of it is none any more. */
  keyed(codec: EventCodec): Iterable<RestoredKey> | undefined
  /** By cut the groups of the log, in the order in which they were written. */
  logged(): Iterable<readonly ByteReader[]>
  /** By engine those of its last cut. */
  lastLogs(): readonly (readonly ByteReader[])[]
}

/** Whether a key is taken over, by its values. */
export type KeyTest = (key: readonly unknown[]) => boolean

/** An operator's state as the last cut has it. What pieces say of it is looked at when it is asked for. */
export class CutOperator implements CutState {
  readonly fingerprint: string
  /** Groups of tables and keys, in their order. */
  private readonly groups: { readonly kind: number; readonly part: number; readonly place: Place }[] = []
  private viewed: Uint8Array | undefined = undefined
  private view: DataView | undefined = undefined
  /** By cut: the groups of the log. */
  private readonly logs: Place[][] = []

  constructor(fingerprint: string) {
    this.fingerprint = fingerprint
  }

  get hasLog(): boolean {
    return this.logs.some(({ length }) => length > 0)
  }

  storedTables(layouts: readonly TableLayout[]): StoredTable[] {
    const tables: CutTable[] = []
    for (const { kind, part, place } of this.groups) {
      if (kind === groups.keys) continue
      tables[part] ??= new CutTable()
      const group = new ByteReader(place.piece, place.from, place.to)
      if (kind === groups.rows) tables[part].read(group)
      else tables[part].readFacts(group)
    }
    return layouts.flatMap((layout, part) => tables[part]?.stored(layout) ?? [])
  }

  /** Where what is kept by key stands, by the bytes of the key's values. */
  private entries(takes: KeyTest | undefined): Map<string, Place> {
    const entries = new Map<string, Place>()
    for (const { kind, place } of this.groups) {
      if (kind === groups.keys) readKeys(new ByteReader(place.piece, place.from, place.to), entries, takes)
    }
    return entries
  }

  keyed(codec: EventCodec, takes?: KeyTest): Iterable<RestoredKey> | undefined {
    const entries = this.entries(takes)
    return this.areReadable(entries, codec) ? this.restored(entries, codec) : undefined
  }

  private areReadable(entries: ReadonlyMap<string, Place>, codec: EventCodec): boolean {
    for (const place of entries.values()) {
      const reader = this.readerOf(place)
      reader.part()
      reader.part()
      while (!reader.isAtEnd) if (codec.decode(reader.value()) === undefined) return false
    }
    return true
  }

  private *restored(entries: ReadonlyMap<string, Place>, codec: EventCodec): Iterable<RestoredKey> {
    for (const place of entries.values()) {
      const reader = this.readerOf(place)
      const key = valuesOf(reader.part())
      const entry = reader.part()
      const events: EventRecord[] = []
      while (!reader.isAtEnd) events.push(codec.decode(reader.value())!)
      yield { key, entry, events }
    }
  }

  /** Pieces are large: their views are not made for each entry. */
  private readerOf({ piece, from, to }: Place): ByteReader {
    if (this.view === undefined || this.viewed !== piece) {
      this.viewed = piece
      this.view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength)
    }
    return new ByteReader(piece, from, to, this.view)
  }

  *logged(): Iterable<readonly ByteReader[]> {
    for (const cut of this.logs) {
      if (cut.length > 0) yield cut.map(({ piece, from, to }) => new ByteReader(piece, from, to))
    }
  }

  lastLogs(): (readonly ByteReader[])[] {
    return [...this.logged()].slice(-1)
  }

  /** A further cut begins. */
  begin(): void {
    this.logs.push([])
  }

  read(kind: number, part: number, group: ByteReader): void {
    const place = { piece: group.bytes, from: group.at, to: group.end }
    if (kind === groups.rows || kind === groups.table || kind === groups.keys) this.groups.push({ kind, part, place })
    else if (kind === groups.log) this.logs.at(-1)!.push(place)
    else throw new DamagedBytes(`no group is of kind ${kind}`)
  }
}

/** Of each key what the last group says of it; of those alone that are taken over. */
function readKeys(group: ByteReader, entries: Map<string, Place>, takes: KeyTest | undefined): void {
  while (!group.isAtEnd) {
    const entry = group.part()
    const { bytes, at, end } = entry
    const name = entry.part()
    const key = latin(bytes, name.at, name.end)
    if (entry.isAtEnd) entries.delete(key)
    else if (takes === undefined || takes(valuesOf(name))) entries.set(key, { piece: bytes, from: at, to: end })
  }
}

function valuesOf(name: ByteReader): unknown[] {
  const values: unknown[] = []
  while (!name.isAtEnd) values.push(name.value())
  return values
}

/**
 * Reads the pieces of a full cut and of the increments behind it. By operator: what the last cut says. Throws when a piece is missing, damaged or
 * of another version.
 */
export function readCuts(pieces: Iterable<Uint8Array>): Map<string, CutOperator> {
  const operators = new Map<string, CutOperator>()
  let numbered: CutOperator[] | undefined
  let isWhole = false
  for (const piece of pieces) {
    const reader = new ByteReader(piece)
    if (reader.byte() !== pieceMark) throw new DamagedBytes("a piece is no piece of a cut")
    const version = reader.byte()
    if (version !== pieceVersion) {
      throw new Error(
        `cannot restore: the cut of the state has version ${version} of the format, this engine reads ${pieceVersion}`,
      )
    }
    while (!reader.isAtEnd) {
      const kind = reader.byte()
      const number = reader.count()
      const part = reader.count()
      const length = reader.word()
      const from = reader.at
      reader.skip(length)
      const group = new ByteReader(piece, from, reader.at)
      if (kind === groups.begin) {
        if (numbered !== undefined) throw new DamagedBytes("a cut ends too early")
        numbered = begin(group, operators, isWhole)
        isWhole = false
      } else if (numbered === undefined) throw new DamagedBytes("its first piece is missing")
      else if (kind === groups.end) {
        numbered = undefined
        isWhole = true
      } else {
        const operator = numbered[number]
        if (operator === undefined) throw new DamagedBytes(`no operator has the number ${number}`)
        operator.read(kind, part, group)
      }
    }
  }
  if (!isWhole) throw new DamagedBytes("its last piece is missing")
  return operators
}

/** The operators by their numbers in the cut that begins. */
function begin(group: ByteReader, operators: Map<string, CutOperator>, follows: boolean): CutOperator[] {
  const full = group.byte() === 1
  if (!full && !follows) throw new DamagedBytes("an increment stands there without the cut before it")
  if (full) operators.clear()
  const numbered: CutOperator[] = []
  for (let left = group.count(); left > 0; left--) {
    const name = group.text()
    const fingerprint = group.text()
    let operator = operators.get(name)
    if (operator?.fingerprint !== fingerprint) {
      if (!full) throw new DamagedBytes(`an increment has another ${name} than the cut before it`)
      operator = new CutOperator(fingerprint)
      operators.set(name, operator)
    }
    operator.begin()
    numbered.push(operator)
  }
  return numbered
}

/** Bytes as a text of as many letters. */
function latin(bytes: Uint8Array, from: number, to: number): string {
  if (to - from <= 1024) return Reflect.apply(String.fromCharCode, null, bytes.subarray(from, to)) as string
  let text = ""
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at]!)
  return text
}
