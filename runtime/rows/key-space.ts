import { type ColumnSchema, type KeySpaceSchema, missingCode, type Rows, unreadCode } from "../abi/rows.ts"
import type { ValueType } from "../abi/value.ts"
import type { Dictionary } from "./dictionary.ts"
import { PairInterner } from "./interner.ts"

/** The id of the key of an event that lacks a part of it. */
export const noKey = -1

const double = new Float64Array(1)
const halves = new Int32Array(double.buffer)

/** Small numbers for keys, the same for the same key. */
export interface KeyNumbers {
  /** Ids are less than this. */
  readonly limit: number
  /** The inside values of a key. */
  values(id: number): unknown[]
  /** The id of a key given by its inside values. */
  idOf(values: readonly unknown[]): number
}

/** Numbers for the keys of rules that are made of codes and numbers in columns. */
export interface KeySpace extends KeyNumbers {
  /** Ids that it has given beside the codes of dictionaries. */
  readonly size: number
  /** Writes the keys of the rows at these places; `noKey` where an event lacks a part. */
  read(rows: Rows, places: Int32Array, count: number, keys: Int32Array): void
  /** The column that holds the keys of all rows, as `read` would write them; undefined or absent: there is none. */
  column?(rows: Rows): Int32Array | undefined
  /** Gives back the ids that are not live, and says which codes the others are made of. */
  sweep(isLive: (id: number) => boolean, keepCode: (domain: number, code: number) => void): void
}

/** `types`: of the parts. `former`: one whose ids these keys have, with parts of the same kinds and the same dictionaries. */
export function openKeySpace(
  { parts }: KeySpaceSchema,
  types: readonly ValueType[],
  dictionaries: readonly Dictionary[],
  former?: KeySpace,
): KeySpace {
  const columns = parts.find((each) => each !== null)!
  const [only] = columns
  if (columns.length === 1 && only!.kind === "code") {
    return new CodeKeys(parts, only!.domain!, dictionaries[only!.domain!]!)
  }
  return new PartKeys(parts, columns, types, dictionaries, former instanceof PartKeys ? former : undefined)
}

/** Of rules without keys: all events have the same one. */
export const noKeys: KeySpace = {
  limit: 1,
  size: 0,
  read: (_rows, _places, count, keys) => {
    keys.fill(0, 0, count)
  },
  values: () => [],
  idOf: () => 0,
  sweep: () => {},
}

/** A single text: its code is the key's id. */
class CodeKeys implements KeySpace {
  readonly size = 0
  private readonly columns: readonly (number | undefined)[]
  private readonly domain: number
  private readonly dictionary: Dictionary

  constructor(parts: KeySpaceSchema["parts"], domain: number, dictionary: Dictionary) {
    this.columns = parts.map((each) => each?.[0]?.place)
    this.domain = domain
    this.dictionary = dictionary
  }

  get limit(): number {
    return this.dictionary.bound
  }

  column(rows: Rows): Int32Array | undefined {
    const { columns } = this
    const single = columns.length === 1 ? columns[0] : undefined
    return single === undefined ? undefined : rows.codes[single]
  }

  read(rows: Rows, places: Int32Array, count: number, keys: Int32Array): void {
    const { columns } = this
    const codes = this.column(rows)
    if (codes !== undefined) {
      for (let i = 0; i < count; i++) keys[i] = codes[places[i]!]!
      return
    }
    const { type } = rows
    for (let i = 0; i < count; i++) {
      const place = places[i]!
      const column = columns[type[place]!]
      keys[i] = column === undefined ? noKey : rows.codes[column]![place]!
    }
  }

  values(id: number): unknown[] {
    return [this.dictionary.text(id)]
  }

  idOf(values: readonly unknown[]): number {
    return this.dictionary.codeOfText(String(values[0]))
  }

  sweep(isLive: (id: number) => boolean, keepCode: (domain: number, code: number) => void): void {
    for (let id = 0; id < this.limit; id++) if (isLive(id)) keepCode(this.domain, id)
  }
}

/** Several parts, or one that is no text: the parts are put together from left to right. */
class PartKeys implements KeySpace {
  private readonly parts: KeySpaceSchema["parts"]
  private readonly shape: readonly ColumnSchema[]
  private readonly types: readonly ValueType[]
  private readonly dictionaries: readonly Dictionary[]
  /** By part: the id of its value. */
  private readonly ofPart: readonly (PairInterner | undefined)[]
  /** By part: the id of all parts up to it, of the id of those before and its own. */
  private readonly joined: readonly PairInterner[]

  constructor(
    parts: KeySpaceSchema["parts"],
    shape: readonly ColumnSchema[],
    types: readonly ValueType[],
    dictionaries: readonly Dictionary[],
    former?: PartKeys,
  ) {
    this.parts = parts
    this.shape = shape
    this.types = types
    this.dictionaries = dictionaries
    this.ofPart = former?.ofPart ?? shape.map(({ kind }) => (kind === "number" ? new PairInterner() : undefined))
    this.joined = former?.joined ?? shape.map(() => new PairInterner())
  }

  get limit(): number {
    return this.joined.at(-1)!.limit
  }

  get size(): number {
    return this.joined.at(-1)!.size
  }

  read(rows: Rows, places: Int32Array, count: number, keys: Int32Array): void {
    for (let i = 0; i < count; i++) {
      const place = places[i]!
      const columns = this.parts[rows.type[place]!]
      let id = columns ? 0 : noKey
      for (let part = 0; id !== noKey && part < this.shape.length; part++) {
        const value = this.partOf(rows, place, columns![part]!, part)
        id = value === noKey ? noKey : this.joined[part]!.idOf(id, value)
      }
      keys[i] = id
    }
  }

  values(id: number): unknown[] {
    const values: unknown[] = []
    let rest = id
    for (let part = this.shape.length - 1; part >= 0; part--) {
      values[part] = this.valueOf(part, this.joined[part]!.rightOf(rest))
      rest = this.joined[part]!.leftOf(rest)
    }
    return values
  }

  idOf(values: readonly unknown[]): number {
    let id = 0
    for (const [part, value] of values.entries()) {
      const { kind, domain } = this.shape[part]!
      const own =
        kind === "number" ? this.idOfNumber(part, Number(value)) : this.dictionaries[domain!]!.codeOfText(String(value))
      id = this.joined[part]!.idOf(id, own)
    }
    return id
  }

  sweep(isLive: (id: number) => boolean, keepCode: (domain: number, code: number) => void): void {
    let live = isLive
    for (let part = this.shape.length - 1; part >= 0; part--) {
      const joined = this.joined[part]!
      joined.sweep(live)
      const before = new Set<number>()
      const own = new Set<number>()
      for (let id = 0; id < joined.limit; id++) {
        if (!live(id)) continue
        before.add(joined.leftOf(id))
        own.add(joined.rightOf(id))
      }
      const { domain } = this.shape[part]!
      if (domain !== undefined) for (const code of own) keepCode(domain, code)
      this.ofPart[part]?.sweep((id) => own.has(id))
      live = (id) => before.has(id)
    }
  }

  private partOf(rows: Rows, place: number, { kind, place: column }: ColumnSchema, part: number): number {
    if (kind === "number") return this.idOfNumber(part, rows.numbers[column]![place]!)
    const code = rows.codes[column]![place]!
    return code === missingCode || code === unreadCode ? noKey : code
  }

  /** NaN is a missing one. */
  private idOfNumber(part: number, value: number): number {
    if (Number.isNaN(value)) return noKey
    // 0 and -0 are one key.
    double[0] = value === 0 ? 0 : value
    return this.ofPart[part]!.idOf(halves[0]!, halves[1]!)
  }

  private valueOf(part: number, id: number): unknown {
    const { kind, domain } = this.shape[part]!
    if (kind !== "number") return this.dictionaries[domain!]!.text(id)
    const interner = this.ofPart[part]!
    halves[0] = interner.leftOf(id)
    halves[1] = interner.rightOf(id)
    return this.types[part]!.kind === "boolean" ? double[0] === 1 : double[0]
  }
}
