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

/** An operator's state as the last cut has it. */
export class CutOperator {
  readonly fingerprint: string
  private readonly tables: (CutTable | undefined)[] = []
  /** By the bytes of the key's values. */
  private readonly entries = new Map<string, Place>()
  private viewed: Uint8Array | undefined = undefined
  private view: DataView | undefined = undefined
  /** By cut: the groups of the log. */
  private readonly logs: Place[][] = []

  constructor(fingerprint: string) {
    this.fingerprint = fingerprint
  }

  get hasKeys(): boolean {
    return this.entries.size > 0
  }

  get hasLog(): boolean {
    return this.logs.some(({ length }) => length > 0)
  }

  /** The tables that cuts have, as those of a snapshot. */
  storedTables(tables: readonly TableLayout[]): StoredTable[] {
    return tables.flatMap((layout, part) => this.tables[part]?.stored(layout) ?? [])
  }

  /** Whether all events of what stands there by key are events still. */
  isReadable(codec: EventCodec): boolean {
    for (const place of this.entries.values()) {
      const reader = this.readerOf(place)
      reader.part()
      reader.part()
      while (!reader.isAtEnd) if (codec.decode(reader.value()) === undefined) return false
    }
    return true
  }

  /** What stands there by key, in the order in which keys were first met. All is readable. */
  *keyed(codec: EventCodec): Iterable<RestoredKey> {
    for (const place of this.entries.values()) {
      const reader = this.readerOf(place)
      const name = reader.part()
      const key: unknown[] = []
      while (!name.isAtEnd) key.push(name.value())
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

  /** By cut the groups of the log, in the order in which they were written. */
  *logged(): Iterable<readonly ByteReader[]> {
    for (const cut of this.logs) {
      if (cut.length > 0) yield cut.map(({ piece, from, to }) => new ByteReader(piece, from, to))
    }
  }

  /** A further cut begins. */
  begin(): void {
    this.logs.push([])
  }

  read(kind: number, part: number, group: ByteReader): void {
    if (kind === groups.rows) this.table(part).read(group)
    else if (kind === groups.table) this.table(part).readFacts(group)
    else if (kind === groups.keys) this.readKeys(group)
    else if (kind === groups.log) this.logs.at(-1)!.push({ piece: group.bytes, from: group.at, to: group.end })
    else throw new DamagedBytes(`no group is of kind ${kind}`)
  }

  private readKeys(group: ByteReader): void {
    while (!group.isAtEnd) {
      const entry = group.part()
      const { bytes, at, end } = entry
      const name = entry.part()
      const key = latin(bytes, name.at, name.end)
      if (entry.isAtEnd) this.entries.delete(key)
      else this.entries.set(key, { piece: bytes, from: at, to: end })
    }
  }

  private table(part: number): CutTable {
    this.tables[part] ??= new CutTable()
    return this.tables[part]
  }
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
