import { availableParallelism } from "node:os"
import type { Log } from "../../runtime/observe/log.ts"

/** So many threads for each processor get in each other's way. */
const threadsEach = 4

/** Says once where the workers of all slices are more than the machine has use for. */
export class ThreadCount {
  readonly #workers: number
  readonly #log: Log
  readonly #processors: number
  readonly #slices = new Set<number>()
  #warned = false

  /** `workers`: of each slice. */
  constructor(workers: number, log: Log, processors = availableParallelism()) {
    this.#workers = workers
    this.#log = log
    this.#processors = processors
  }

  /** A slice begins here. */
  added(slice: number): void {
    this.#slices.add(slice)
    const slices = this.#slices.size
    const threads = slices * this.#workers
    const processors = this.#processors
    if (this.#warned || this.#workers === 1 || threads <= threadsEach * processors) return
    this.#warned = true
    const what = `${threads} threads, ${this.#workers} for each of ${slices} slices, share ${processors} processors`
    this.#log("warn", `${what}: slices are divided work already; give a smaller --parallelism, or start more processes`)
  }

  /** It was given up. Twice is harmless. */
  removed(slice: number): void {
    this.#slices.delete(slice)
  }
}
