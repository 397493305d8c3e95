import type { AnnouncedRules } from "../job/checkpoints.ts"
import type { CheckpointManifest, CheckpointRules } from "./manifest.ts"

type Params = CheckpointManifest["params"]

/** The rules of one checkpoint. */
export interface RulesAtBarrier {
  /** What its manifest says; asked once, when that is made. */
  named(): Pick<CheckpointManifest, "rules" | "params">
  /** The checkpoint was made, or came to nothing. */
  ended(made: boolean): void
}

interface Change {
  readonly rules: CheckpointRules
  readonly params: Params
  readonly before: { readonly rules: CheckpointRules; readonly params: Params }
  off: boolean
  /** A manifest names it: it may be durable. */
  named: boolean
  tell: (durable: boolean) => void
}

/** Which rules checkpoints are of, and when they become others. */
export class RunningRules {
  #rules: CheckpointRules
  #params: Params
  /** What the next barrier changes. */
  #coming: Change | undefined
  #isNew = false

  constructor(rules: CheckpointRules, params: Params) {
    this.#rules = rules
    this.#params = params
  }

  /** No checkpoint is made yet with state of these rules. */
  get isNew(): boolean {
    return this.#isNew
  }

  /** Other rules begin at the barrier of the checkpoint with this number, which comes next. `late`: it was called off when the checkpoint named it already. */
  change(checkpoint: number, rules: CheckpointRules, params: Params, late: () => void): AnnouncedRules {
    if (this.#coming !== undefined) throw new Error("one change of rules is announced at a time")
    let tell = (_: boolean) => {}
    const durable = new Promise<boolean>((resolve) => {
      tell = resolve
    })
    // What a person chose stays what they chose.
    const { base } = this.#rules
    const next = { ...rules, ...(base !== undefined && { base }) }
    const before = { rules: this.#rules, params: this.#params }
    const change: Change = { rules: next, params, before, off: false, named: false, tell }
    this.#coming = change
    return { checkpoint, durable, callOff: () => this.#callOff(change, late) }
  }

  #callOff(change: Change, late: () => void): void {
    if (change.off) return
    change.off = true
    if (this.#coming === change) this.#coming = undefined
    else if (this.#rules === change.rules) {
      this.#rules = change.before.rules
      this.#params = change.before.params
    }
    if (change.named) late()
    else change.tell(false)
  }

  /** A barrier is taken: what comes behind it is judged by the rules that were announced. */
  atBarrier(): RulesAtBarrier {
    const change = this.#coming
    const own = { rules: this.#rules, params: this.#params }
    this.#coming = undefined
    if (change !== undefined) {
      this.#rules = change.rules
      this.#params = change.params
    }
    return {
      named: () => {
        if (change === undefined || change.off) return own
        change.named = true
        const next = change.rules.version
        return { ...own, rules: { ...own.rules, ...(next !== undefined && { next }) } }
      },
      ended: (made) => {
        this.#isNew = made && change !== undefined
        change?.tell(made && change.named)
      },
    }
  }
}
