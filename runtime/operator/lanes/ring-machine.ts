import { block, branch, branchIf, type Code, f64, get, i32, loop, select, set, when } from "../../wasm/code.ts"
import { instantiate, pageBytes, type WasmMemory } from "../../wasm/host.ts"
import { moduleBytes } from "../../wasm/module.ts"

/** Events that are handed over at once. */
export const mostEvents = 1024

/** Where in its memory: what it says of the next event, the time that events are held, and what it is given: keys, times, columns, each by event. */
const nextPlace = 0
const withinPlace = 8
const keysGiven = 64
const timesGiven = keysGiven + 4 * mostEvents
const columnsGiven = timesGiven + 8 * mostEvents

/** Of keys and log: bytes of a word, of a number. */
const wordShift = 2
const numberShift = 3

export interface RingShape {
  /** As those of `LastEvents`. */
  readonly most: number
  readonly stride: number
  /** Words of a key are 2 to this power. */
  readonly widthShift: number
}

type Take = (from: number, to: number, keys: number, cells: number, mask: number, tail: number, next: number) => number

/**
 * The log and the keys' words of `LastEvents` in the memory of WebAssembly, and its loop there: V8 looks at each array anew for each event, and takes
 * tens of milliseconds to compile that. The log stands first, then the keys, so that both grow in place.
 */
export class RingMachine {
  /** Views of the memory: others after it grew. */
  cells!: Float64Array<ArrayBuffer>
  keys!: Int32Array<ArrayBuffer>
  /** By event that is handed over. */
  keysGiven!: Int32Array
  times!: Float64Array
  columns!: readonly Float64Array[]
  private words!: Int32Array
  private readonly shape: RingShape
  private readonly memory: WasmMemory
  private readonly run: Take
  private readonly cellsFrom: number
  private keysFrom: number

  /** With copies of a log and of keys' words. Throws where the host has no WebAssembly, does not allow it, or has no memory for it. */
  constructor(shape: RingShape, cells: Float64Array, keys: Int32Array) {
    const { stride } = shape
    this.shape = shape
    this.cellsFrom = columnsGiven + 8 * mostEvents * (stride - 1)
    this.keysFrom = this.cellsFrom + 8 * cells.length
    const exports = instantiate(codeOf(shape))
    this.memory = exports.memory as WasmMemory
    this.run = exports.take as Take
    this.reach(this.keysFrom + 4 * keys.length)
    this.view(cells.length, keys.length)
    this.cells.set(cells)
    this.keys.set(keys)
  }

  /** So long an event is held. */
  set withinMs(value: number) {
    new Float64Array(this.memory.buffer, withinPlace, 1)[0] = value
  }

  /** As `LastEvents.take`, of the events that were handed over, while the log has room. `next` says then where the next event goes. */
  take(from: number, to: number, mask: number, tail: number, next: number): number {
    return this.run(from, to, this.keysFrom, this.cellsFrom, mask, tail, next)
  }

  get next(): number {
    return this.words[nextPlace >> wordShift]!
  }

  /** Room for so many words of keys, which are 0. Throws where there is no more memory: all is as before then. */
  growKeys(length: number): void {
    const cells = this.cells.length
    this.reach(this.keysFrom + 4 * length)
    this.view(cells, length)
  }

  /** Room for so many numbers of the log. Likewise. */
  growCells(length: number): void {
    const { keysFrom } = this
    // Views have no length any more behind `reach`.
    const keys = this.keys.length
    const moved = keysFrom + 8 * (length - this.cells.length)
    this.reach(moved + 4 * keys)
    new Uint8Array(this.memory.buffer).copyWithin(moved, keysFrom, keysFrom + 4 * keys)
    this.keysFrom = moved
    this.view(length, keys)
  }

  private reach(end: number): void {
    const pages = Math.ceil((end - this.memory.buffer.byteLength) / pageBytes)
    if (pages > 0) this.memory.grow(pages)
  }

  private view(cells: number, keys: number): void {
    const { buffer } = this.memory
    this.cells = new Float64Array(buffer, this.cellsFrom, cells)
    this.keys = new Int32Array(buffer, this.keysFrom, keys)
    this.keysGiven = new Int32Array(buffer, keysGiven, mostEvents)
    this.times = new Float64Array(buffer, timesGiven, mostEvents)
    this.columns = Array.from(
      { length: this.shape.stride - 1 },
      (_, column) => new Float64Array(buffer, columnsGiven + 8 * mostEvents * column, mostEvents),
    )
    this.words = new Int32Array(buffer, 0, keysGiven >> wordShift)
  }
}

const at = (place: Code, shift: number): Code => i32.shl(place, i32.const(shift))
const isNegative = (value: Code): Code => i32.shrU(value, i32.const(31))

function codeOf({ most, stride, widthShift }: RingShape): Uint8Array {
  const cellOf = (number: Code): Code =>
    i32.add(get("cells"), i32.mul(i32.and(number, get("mask")), i32.const(stride << numberShift)))
  const completes = f64.gt(f64.add(f64.load(cellOf(get("oldest"))), f64.load(i32.const(withinPlace))), get("time"))
  const keep: readonly Code[] = [
    set("into", i32.add(get("into"), i32.const(1))),
    i32.store(get("key"), select(i32.const(0), get("into"), i32.eq(get("into"), i32.const(most)))),
    i32.store(get("word"), get("next"), 4),
    set("cell", cellOf(get("next"))),
    f64.store(get("cell"), get("time")),
    ...Array.from({ length: stride - 1 }, (_, column) =>
      f64.store(
        get("cell"),
        f64.load(at(get("i"), numberShift), columnsGiven + 8 * mostEvents * column),
        8 * (column + 1),
      ),
    ),
    set("next", i32.add(get("next"), i32.const(1))),
  ]
  const take: readonly Code[] = [
    set("time", f64.load(at(get("i"), numberShift), timesGiven)),
    set("key", i32.add(get("keys"), at(get("key"), widthShift + wordShift))),
    set("into", i32.load(get("key"))),
    // A key's first word says which of the others is the next.
    set("word", i32.add(get("key"), at(get("into"), wordShift))),
    set("oldest", i32.load(get("word"), 4)),
    when(i32.eqz(isNegative(i32.sub(get("oldest"), get("tail")))), [branchIf("found", completes)]),
    ...keep,
  ]
  const body = [
    block(
      "found",
      loop(
        "events",
        branchIf("found", i32.geU(get("i"), get("to"))),
        set("key", i32.load(at(get("i"), wordShift), keysGiven)),
        when(i32.eqz(isNegative(get("key"))), take),
        set("i", i32.add(get("i"), i32.const(1))),
        branch("events"),
      ),
    ),
    i32.store(i32.const(nextPlace), get("next")),
    get("i"),
  ]
  return moduleBytes({
    parameters: ["i", "to", "keys", "cells", "mask", "tail", "next"],
    locals: { key: "i32", into: "i32", word: "i32", oldest: "i32", cell: "i32", time: "f64" },
    imports: [],
    bodies: { take: body },
    memoryBytes: pageBytes,
    dataAt: 0,
    data: new Uint8Array(0),
  })
}
