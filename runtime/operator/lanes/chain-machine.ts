import { instantiate, pageBytes, type WasmMemory } from "../../wasm/host.ts"
import { chainModule } from "./chain-code.ts"
import {
  type ChainCount,
  type ChainPlaces,
  type ChainShape,
  chainCounts,
  columnsOf,
  mostEvents,
  placesOf,
} from "./chain-shape.ts"
import type { ChainMemory, ChainStore } from "./chain-store.ts"

type Run = (from: number, to: number, blocks: number, end: number, limit: number) => number

/**
 * The cells and blocks of a `ChainStore` in the memory of WebAssembly, with the code that takes events there. The cells stand first, then what says where the blocks
 * of keys are, so that both grow in place.
 */
export class ChainMachine implements ChainMemory {
  /** Views of the memory: others after it grew. */
  cells!: Float64Array<ArrayBuffer>
  blocks!: Int32Array<ArrayBuffer>
  freed!: Int32Array<ArrayBuffer>
  /** By event that is handed over. */
  keys!: Int32Array
  known!: Int32Array
  times!: Float64Array
  columns!: readonly Float64Array[]
  /** By match: the event that completed it, the step that took it, and the partial match. */
  matchEvents!: Int32Array
  matchSteps!: Int32Array
  matchCells!: Float64Array
  /** Which column of rows each of `columns` is. */
  readonly places: readonly number[]
  private counts!: Int32Array
  private readonly memory: WasmMemory
  private readonly code: Run
  private readonly at: ChainPlaces
  private readonly stride: number
  private blocksAt: number

  /** With copies of what a store holds. Throws where the host has no WebAssembly, does not allow it, or has no memory for it. */
  constructor(shape: ChainShape, { cells, blocks, freed }: Pick<ChainStore, "cells" | "blocks" | "freed">) {
    this.places = columnsOf(shape)
    this.stride = shape.layout.stride
    this.at = placesOf(shape.layout, this.places.length)
    this.blocksAt = this.at.cells + cells.byteLength
    const { memory, run } = instantiate(chainModule(shape, this.blocksAt + blocks.byteLength))
    this.memory = memory as WasmMemory
    this.code = run as Run
    this.view(cells.length, blocks.length)
    this.cells.set(cells)
    this.blocks.set(blocks)
    this.freed.set(freed)
  }

  /** Takes the events that were handed over, from the one at `from` to before `to`, where a key may have so many partial matches; gives the first that it left. */
  run(store: ChainStore, from: number, to: number, limit: number): number {
    this.set("top", store.top)
    this.set("keys", store.keys)
    this.set("matches", 0)
    const next = this.code(from, to, this.blocksAt, this.cells.length, Math.min(limit, 0x7fff_ffff))
    store.top = this.count("top")
    store.keys = this.count("keys")
    return next
  }

  /** How many matches the events completed. */
  get matches(): number {
    return this.count("matches")
  }

  growCells(length: number): void {
    const { blocksAt } = this
    // Views have no length any more behind `reach`.
    const blocks = this.blocks.length
    const moved = this.at.cells + 8 * length
    this.reach(moved + 4 * blocks)
    new Uint8Array(this.memory.buffer).copyWithin(moved, blocksAt, blocksAt + 4 * blocks)
    this.blocksAt = moved
    this.view(length, blocks)
  }

  growBlocks(length: number): void {
    const cells = this.cells.length
    this.reach(this.blocksAt + 4 * length)
    this.view(cells, length)
  }

  private reach(end: number): void {
    const pages = Math.ceil((end - this.memory.buffer.byteLength) / pageBytes)
    if (pages > 0) this.memory.grow(pages)
  }

  private view(cells: number, blocks: number): void {
    const { at, stride } = this
    const { buffer } = this.memory
    const columnBytes = 8 * mostEvents
    this.cells = new Float64Array(buffer, at.cells, cells)
    this.blocks = new Int32Array(buffer, this.blocksAt, blocks)
    this.freed = new Int32Array(buffer, at.freed, 32)
    this.counts = new Int32Array(buffer, at.counts, chainCounts.length)
    this.keys = new Int32Array(buffer, at.keys, mostEvents)
    this.known = new Int32Array(buffer, at.known, mostEvents)
    this.times = new Float64Array(buffer, at.times, mostEvents)
    this.columns = this.places.map(
      (_, column) => new Float64Array(buffer, at.columns + column * columnBytes, mostEvents),
    )
    this.matchEvents = new Int32Array(buffer, at.matchEvents, mostEvents)
    this.matchSteps = new Int32Array(buffer, at.matchSteps, mostEvents)
    this.matchCells = new Float64Array(buffer, at.matches, stride * mostEvents)
  }

  private count(name: ChainCount): number {
    return this.counts[chainCounts.indexOf(name)]!
  }

  private set(name: ChainCount, value: number): void {
    this.counts[chainCounts.indexOf(name)] = value
  }
}
