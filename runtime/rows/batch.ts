import type { RowSelect, RowsSchema } from "../abi/rows.ts"
import type { KeySpace } from "./key-space.ts"
import type { Chosen, SelectIndex } from "./select-index.ts"
import type { WaitingRows } from "./waiting-rows.ts"

/** A view of an array costs as much as copying some numbers. */
const viewedRows = 64

interface Selection {
  items: Int32Array
  /** That no other one uses. */
  own: Int32Array
  count: number
  /** The batch that it was made for. */
  batch: number
}

interface Keys {
  items: Int32Array
  /** That no column is. */
  own: Int32Array
  batch: number
}

export interface BatchParts {
  readonly selects: readonly RowSelect[]
  /** Those that choose every event of a type. */
  readonly all?: RowsSchema["all"] | undefined
  /** How many event types there are. */
  readonly types: number
  /** Of the conditions behind `selects`. */
  readonly index: SelectIndex
  readonly spaces: readonly KeySpace[]
}

/**
 * The events that are judged next, in their order, and what several rules want to know of all of them: made when it is first asked for,
 * once for each batch.
 */
export class RowBatch<E> {
  readonly rows: WaitingRows<E>
  /** Places of the rows, in order. */
  order = new Int32Array(2048)
  count = 0
  /** As `Drained.straight`. */
  straight = -1
  /** The sequence number of the first event. */
  sequence = 0
  /** Which batch it is, counted from 1. */
  number = 0
  private readonly selects: readonly RowSelect[]
  private readonly selections: readonly Selection[]
  /** Of the conditions behind `selects`. */
  private readonly index: SelectIndex
  /** The batch that the index was asked for. */
  private indexed = 0
  private readonly spaces: readonly KeySpace[]
  private readonly keys: readonly Keys[]
  /** By place in `selects`: the event type of which it chooses every event. */
  private readonly wholeTypes: readonly (number | undefined)[]
  /** There is no other type. */
  private readonly isOneType: boolean
  /** All places of a batch. */
  private everyPlace = new Int32Array(0)

  constructor(rows: WaitingRows<E>, { selects, all = [], types, index, spaces }: BatchParts) {
    this.isOneType = types === 1
    this.rows = rows
    this.index = index
    this.selects = selects
    this.wholeTypes = selects.map((_, place) => all.find(({ select }) => select === place)?.event)
    const noPlaces = new Int32Array(0)
    this.selections = selects.map(() => ({ items: noPlaces, own: noPlaces, count: 0, batch: 0 }))
    this.spaces = spaces
    this.keys = spaces.map(() => ({ items: noPlaces, own: noPlaces, batch: 0 }))
  }

  /** Takes the next events up to the watermark. False: there are none. */
  fill(watermark: number, sequence: number): boolean {
    const { places, count, straight } = this.rows.drain(watermark, this.order)
    this.order = places
    this.count = count
    this.straight = straight
    this.sequence = sequence
    this.number++
    return count > 0
  }

  /** All events were judged. */
  release(): void {
    this.rows.release({ places: this.order, count: this.count, straight: this.straight })
    this.count = 0
  }

  /** The places of the rows that fulfil a condition. */
  chosen(select: number): Chosen {
    const selection = this.selections[select]
    if (selection === undefined) return this.filledIndex().selections[select - this.selects.length]!
    if (selection.batch === this.number) return selection
    selection.batch = this.number
    const type = this.wholeTypes[select]
    if (type !== undefined && this.isAllOf(type)) {
      selection.items = this.places()
      selection.count = this.count
      return selection
    }
    if (selection.own.length < this.count) selection.own = new Int32Array(this.order.length)
    selection.items = selection.own
    selection.count = this.selects[select]!(this.rows, this.order, 0, this.count, selection.items)
    return selection
  }

  /** Asks for a condition as hits, where an index finds it. False: none does. Before there is a batch. */
  askHits(select: number): boolean {
    if (select < this.selects.length) return false
    this.index.askHits(select - this.selects.length)
    return true
  }

  /** Calls `visit` with the places of rows, rising, and the conditions asked for as hits that they fulfil. */
  eachHit(visit: (place: number, select: number) => void): void {
    const { hitPlaces, hitNumbers, hitCount } = this.filledIndex()
    for (let i = 0; i < hitCount; i++) visit(hitPlaces[i]!, this.selects.length + hitNumbers[i]!)
  }

  /** Calls `visit` with each condition among those `asked` that some row fulfils, in no order, and perhaps with others. `asked`: rising. */
  eachChosen(asked: readonly number[], visit: (select: number) => void): void {
    const indexed = this.selects.length
    for (let i = 0; i < asked.length; i++) {
      const select = asked[i]!
      if (select >= indexed) {
        const { chosen, chosenCount } = this.filledIndex()
        for (let k = 0; k < chosenCount; k++) visit(indexed + chosen[k]!)
        return
      }
      if (this.chosen(select).count > 0) visit(select)
    }
  }

  /** The keys of all events, by place. */
  keysOf(space: number): Int32Array {
    const keys = this.keys[space]!
    if (keys.batch === this.number) return keys.items
    keys.batch = this.number
    const column = this.straight >= 0 && this.count >= viewedRows ? this.spaces[space]!.column?.(this.rows) : undefined
    if (column !== undefined) {
      keys.items = column.subarray(this.straight, this.straight + this.count)
      return keys.items
    }
    if (keys.own.length < this.count) keys.own = new Int32Array(this.order.length)
    keys.items = keys.own
    this.spaces[space]!.read(this.rows, this.order, this.count, keys.items)
    return keys.items
  }

  valuesOf(space: number, key: number): unknown[] {
    return this.spaces[space]!.values(key)
  }

  private isAllOf(type: number): boolean {
    const { order, count } = this
    if (this.isOneType) return true
    const types = this.rows.type
    for (let i = 0; i < count; i++) if (types[order[i]!] !== type) return false
    return true
  }

  private places(): Int32Array {
    if (this.everyPlace.length < this.count) this.everyPlace = Int32Array.from(this.order, (_, place) => place)
    return this.everyPlace
  }

  private filledIndex(): SelectIndex {
    if (this.indexed !== this.number) {
      this.indexed = this.number
      this.index.fill(this.rows, this.order, this.count)
    }
    return this.index
  }
}
