import { noKey } from "../../rows/key-space.ts"
import type { Changes } from "../../state/changes.ts"
import { ChainMachine } from "./chain-machine.ts"
import type { ChainMatches } from "./chain-matches.ts"
import { type ChainShape, mostEvents } from "./chain-shape.ts"
import type { ChainStore } from "./chain-store.ts"
import type { Batch } from "./contract.ts"

/** So many events come before WebAssembly takes them: for a few it would not be worth the time and the memory. */
const patience = 4096
/** Handing fewer events over costs more than it saves. */
const leastEvents = 16
/** Larger trees and partial matches stay where they are: their code would be long. */
const mostWords = 3 * 128
const mostCells = 64

export interface ChainRunnerOptions {
  readonly shape: ChainShape
  readonly store: ChainStore
  readonly matches: ChainMatches
  readonly changes: Changes
  /** Most partial matches of one key. */
  readonly limit: number
  /** What is done with an event that is left. */
  readonly step: (batch: Batch, place: number, key: number, answer: number) => void
  /** What is done with one that completed a match, when that was added to the matches. */
  readonly found: (place: number) => void
  /** So many events come before WebAssembly takes them; of a batch, if it has at least so many. */
  readonly wait?: number
  readonly least?: number
}

/** Events of a batch: those at the places from `from` to before `to`. */
export interface ChainEvents {
  readonly batch: Batch
  /** By place. */
  readonly keys: Int32Array
  readonly answers: Int32Array
  readonly from: number
  readonly to: number
}

/** Hands the events of a lane over to WebAssembly, once there are enough of them. */
export class ChainRunner {
  private readonly options: ChainRunnerOptions
  private machine: ChainMachine | undefined = undefined
  private left: number
  private readonly least: number
  /** By event that was handed over: its place in the batch. */
  private readonly places = new Int32Array(mostEvents)

  constructor(options: ChainRunnerOptions) {
    this.options = options
    this.left = options.wait ?? patience
    this.least = options.least ?? leastEvents
  }

  /** Whether the code for WebAssembly can say what partial matches of that shape ask and keep. */
  static canTake({ layout, trees, comparisons }: ChainShape): boolean {
    const isSmall = trees.nodes.length <= mostWords && layout.stride <= mostCells
    return isSmall && !layout.hasObjects && trees.asked.every((condition) => (comparisons[condition] ?? null) !== null)
  }

  /** Gives the place of the first event that it leaves to the caller. */
  take(events: ChainEvents): number {
    const { from, to } = events
    if (this.machine === undefined && !this.enters(to - from)) return from
    let place = from
    if (to - from >= this.least) while (place < to && this.isThere()) place = this.takeSome({ ...events, from: place })
    return place
  }

  private enters(events: number): boolean {
    this.left -= events
    if (this.left > 0) return false
    const { store, shape } = this.options
    try {
      this.machine = new ChainMachine(shape, store)
    } catch {
      // No WebAssembly, or no memory for it.
      this.left = Number.POSITIVE_INFINITY
      return false
    }
    store.enter(this.machine)
    return true
  }

  /** False: there was no more memory there, and the store has gone on without. */
  private isThere(): boolean {
    const { store } = this.options
    if (this.machine !== undefined && store.memory === undefined) {
      this.machine = undefined
      this.left = Number.POSITIVE_INFINITY
    }
    return this.machine !== undefined
  }

  /** Gives the place behind those that were looked at. */
  private takeSome(events: ChainEvents): number {
    const { store, changes, limit, step } = this.options
    const { machine, places } = this
    const { behind, count } = this.handOver(events)
    changes.touchAll(machine!.keys, 0, count)
    for (let next = 0; next < count; ) {
      if (this.isThere()) {
        next = machine!.run(store, next, count, limit)
        this.bring(machine!)
        if (next === count) break
      }
      const place = places[next++]!
      const key = events.keys[place]!
      store.makeRoom(key)
      step(events.batch, place, key, events.answers[place]!)
    }
    return behind
  }

  /** Hands over the next events that may change something. */
  private handOver({ batch, keys, answers, from, to }: ChainEvents): { behind: number; count: number } {
    const { places } = this
    const machine = this.machine!
    const { rows, order } = batch
    const { begins, moves } = this.options.shape
    const wanted = begins | moves
    let count = 0
    let place = from
    for (; place < to && count < mostEvents; place++) {
      const answer = answers[place]!
      const key = keys[place]!
      if ((answer & wanted) === 0 || key === noKey) continue
      places[count] = place
      machine.keys[count] = key
      machine.known[count] = answer
      machine.times[count++] = rows.at[order[place]!]!
    }
    for (const [at, column] of machine.places.entries()) {
      const given = machine.columns[at]!
      const values = rows.numbers[column]!
      for (let event = 0; event < count; event++) given[event] = values[order[places[event]!]!]!
    }
    return { behind: place, count }
  }

  private bring(machine: ChainMachine): void {
    const { matches: count, matchEvents } = machine
    if (count === 0) return
    this.options.matches.addAll(machine, count)
    for (let match = 0; match < count; match++) this.options.found(this.places[matchEvents[match]!]!)
  }
}
