import type { EventRecord } from "../../abi/event.ts"
import type { Result } from "../contract.ts"
import type { ChainStore } from "./chain-store.ts"
import type { ShownRun } from "./contract.ts"
import { type RegisterLayout, RegisterView } from "./registers.ts"

const firstMatches = 16
const copiesAtOnce = 32

/** Copies of partial matches that were completed, side by side: an array for each would cost more than all that stands in it. */
export interface Copies {
  readonly cells: Float64Array
  readonly objects: unknown[]
}

/** A partial match that was completed: a copy of it. */
export interface Completed {
  readonly copies: Copies
  /** Among the copies. */
  readonly cell: number
  /** The step that took the event which completed it. */
  readonly step: number
}

/** What results are made of beside what partial matches know. */
export type ResultBase = Pick<Result, "rule" | "key" | "index"> & { readonly event: EventRecord }

/** Partial matches that were completed in the memory of WebAssembly: by match the event that did, of which there is the key, and what is said of it. */
export interface CompletedThere {
  readonly keys: Int32Array
  readonly matchEvents: Int32Array
  readonly matchSteps: Int32Array
  readonly matchCells: Float64Array
}

/** Makes copies of partial matches that are completed, for results that are made at once. */
export class ChainCopies {
  private readonly layout: RegisterLayout
  /** Never overwritten: results may read them later. */
  private copies: Copies = { cells: new Float64Array(0), objects: [] }
  private copied = 0

  constructor(layout: RegisterLayout) {
    this.layout = layout
  }

  /** A copy of the one at a cell. */
  of(partials: ChainStore, from: number, step: number): Completed {
    const { layout } = this
    const { stride } = layout
    if (this.copied + stride > this.copies.cells.length) {
      this.copies = { cells: new Float64Array(stride * copiesAtOnce), objects: [] }
      this.copied = 0
    }
    const { copies, copied: cell } = this
    this.copied += stride
    copyCells(layout, partials, from, copies, cell)
    return { copies, cell, step }
  }
}

/** The matches that were completed in a batch, of each event one at most: they are taken out one after the other when their turn comes. */
export class ChainMatches implements ShownRun {
  cells: Float64Array
  readonly objects: unknown[] = []
  readonly stride: number
  readonly count = 1
  /** Those of which results are made at once: none of these. */
  readonly atOnce: Completed[] = []
  private readonly layout: RegisterLayout
  /** By match: its key, and the step that took the event which completed it. */
  private keys = new Int32Array(firstMatches)
  private steps = new Int32Array(firstMatches)
  private total = 0
  /** Behind the one that was taken last. */
  private next = 0

  constructor(layout: RegisterLayout) {
    this.layout = layout
    this.stride = layout.stride
    this.cells = new Float64Array(firstMatches * layout.stride)
  }

  /** Forgets all. */
  clear(): void {
    this.total = 0
    this.next = 0
    this.objects.length = 0
  }

  /** Adds a copy of the one at a cell; its first cell here. */
  add(partials: ChainStore, from: number, key: number, step: number): number {
    const match = this.total++
    if (match === this.keys.length) this.grow()
    this.keys[match] = key
    this.steps[match] = step
    const cell = match * this.stride
    copyCells(this.layout, partials, from, this, cell)
    return cell
  }

  /** Adds those that WebAssembly completed, in their order. */
  addAll({ keys, matchEvents, matchSteps, matchCells }: CompletedThere, count: number): void {
    while (this.total + count > this.keys.length) this.grow()
    this.cells.set(matchCells.subarray(0, count * this.stride), this.total * this.stride)
    for (let match = 0; match < count; match++) {
      this.keys[this.total] = keys[matchEvents[match]!]!
      this.steps[this.total++] = matchSteps[match]!
    }
  }

  /** Takes the next one. */
  take(): this {
    this.next++
    return this
  }

  /** Where the one that was taken stands. */
  placeOf(): number {
    return this.next - 1
  }

  /** The key of the one that was taken. */
  get key(): number {
    return this.keys[this.next - 1]!
  }

  /** A result of the one that was taken. */
  result(base: ResultBase): Result {
    const match = this.next - 1
    return resultOf(this.layout, { copies: this, cell: match * this.stride, step: this.steps[match]! }, base)
  }

  private grow(): void {
    const { cells, keys, steps } = this
    this.cells = new Float64Array(2 * cells.length)
    this.cells.set(cells)
    this.keys = new Int32Array(2 * keys.length)
    this.keys.set(keys)
    this.steps = new Int32Array(2 * steps.length)
    this.steps.set(steps)
  }
}

/** The result of a match. */
export function resultOf(
  layout: RegisterLayout,
  { copies, cell, step }: Completed,
  { rule, key, event, index }: ResultBase,
): Result {
  const view = new RegisterView(layout, copies.cells, copies.objects, event, step)
  view.cell = cell
  return { rule, timeout: false, view, key, at: event.at, event, index }
}

function copyCells(
  { stride, hasObjects }: RegisterLayout,
  partials: ChainStore,
  from: number,
  { cells, objects }: Copies,
  to: number,
): void {
  for (let i = 0; i < stride; i++) cells[to + i] = partials.cells[from + i]!
  if (hasObjects) for (let i = 0; i < stride; i++) objects[to + i] = partials.objects[from + i]
}
