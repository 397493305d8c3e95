import type { ParamsBy } from "./manifest.ts"

type Values = Readonly<Record<string, unknown>>

/** Which parameters of a running job were set, and by whom. */
export class RunningParams {
  /** All values, in JSON form. */
  now: () => Values = () => ({})
  readonly #start: Values
  readonly #set = new Set<string>()

  /** `start`: what the command that runs was given. */
  constructor(start: Values) {
    this.#start = start
  }

  /** Somebody has set them while the job ran, perhaps in a process before. */
  set(names: Iterable<string>): void {
    for (const name of names) this.#set.add(name)
  }

  /** Those that the rules have by now. */
  atBarrier(): ParamsBy {
    const now = this.now()
    const set = Object.entries(now).filter(([name]) => this.#set.has(name))
    return { start: this.#start, set: Object.fromEntries(set) }
  }
}
