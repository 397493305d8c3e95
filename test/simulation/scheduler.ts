/**
 * One order of everything that happens, drawn from a seed: each step of each process waits for its turn, time goes on when nothing is due, and
 * the same seed gives the same order again.
 */
import type { Clock } from "../../runtime/platform/clock.ts"
import { between, pick, type Random } from "../../samples/seeded.ts"

interface Task {
  readonly at: number
  readonly owner: Life | undefined
  readonly act: () => void
}

/** A process as the scheduler sees it. */
export class Life {
  readonly name: string
  /** Nothing of it happens any more. */
  dead = false
  /** Nothing of it happens before this time: it hangs, and does not know it. */
  frozenUntil = 0

  constructor(name: string) {
    this.name = name
  }
}

export class Scheduler {
  readonly random: Random
  time = 1_700_000_000_000
  steps = 0
  #tasks: Task[] = []

  constructor(random: Random) {
    this.random = random
  }

  /** Resolves at some turn within so many milliseconds; never, when the process is dead by then. */
  turn(owner: Life | undefined, withinMs = 0): Promise<void> {
    const at = this.time + (withinMs === 0 ? 0 : between(this.random, 0, withinMs))
    return new Promise((act) => this.#tasks.push({ at, owner, act }))
  }

  /** Does something later, on nobody's account: what is on its way through a network. */
  later(withinMs: number, act: () => void): void {
    this.#tasks.push({ at: this.time + between(this.random, 0, withinMs), owner: undefined, act })
  }

  /** The clock of a process. */
  clockOf(owner: Life): Clock {
    const after = (milliseconds: number, act: () => void) => {
      const task: Task = { at: this.time + milliseconds, owner, act }
      this.#tasks.push(task)
      return () => {
        this.#tasks = this.#tasks.filter((each) => each !== task)
      }
    }
    return {
      now: () => this.time,
      after,
      every: (milliseconds, act) => {
        let cancel = () => {}
        const again = () => {
          cancel = after(milliseconds, () => {
            again()
            act()
          })
        }
        again()
        return () => cancel()
      },
    }
  }

  /** One step: whatever can go on without a turn goes on, then one task has its turn. False: there is none. */
  async step(): Promise<boolean> {
    await new Promise((resolve) => setImmediate(resolve))
    this.#tasks = this.#tasks.filter(({ owner }) => owner?.dead !== true)
    if (this.#tasks.length === 0) return false
    const due = (task: Task) => Math.max(task.at, task.owner?.frozenUntil ?? 0)
    let ready = this.#tasks.filter((task) => due(task) <= this.time)
    if (ready.length === 0) {
      this.time = Math.min(...this.#tasks.map(due))
      ready = this.#tasks.filter((task) => due(task) <= this.time)
    }
    const task = pick(this.random, ready)
    this.#tasks.splice(this.#tasks.indexOf(task), 1)
    this.steps++
    task.act()
    return true
  }
}
