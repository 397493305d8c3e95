import type { FrozenRules } from "../job/frozen.ts"
import type { CheckpointManifest, CheckpointRules } from "./manifest.ts"

/** What a manifest says of the rules. */
export type NamedRules = Pick<CheckpointManifest, "rules" | "params">

/** A change of the rules at a barrier. */
export interface RulesChange {
  /** Whose state is stored there. */
  readonly state: "former" | "next"
  /** What is dropped; undefined: nothing. */
  readonly frozen: FrozenRules | undefined
}

/** Which rules checkpoints are of, and when they become others. */
export class RunningRules {
  #now: NamedRules
  /** What the next barrier changes. */
  #next: (NamedRules & { readonly change: RulesChange }) | undefined
  #isNew = false

  constructor(rules: CheckpointRules, params: NamedRules["params"]) {
    this.#now = { rules, params }
  }

  /** No checkpoint has state of these rules yet: what was stored before is no base for increments. */
  get isNew(): boolean {
    return this.#isNew
  }

  /** Others begin at the next barrier; What a person has chosen stays what they chose: `base` of those before. */
  change(rules: CheckpointRules, params: NamedRules["params"], change: RulesChange): void {
    const { base } = this.#now.rules
    this.#next = { rules: { ...rules, ...(base !== undefined && { base }) }, params, change }
  }

  /** What changes at the next barrier; undefined: nothing. */
  get upcoming(): RulesChange | undefined {
    return this.#next?.change
  }

  /** A barrier is taken. What its manifest says: the rules that judged up to it, and which begin there. */
  atBarrier(): NamedRules {
    const { rules, params } = this.#now
    const next = this.#next
    this.#isNew = next?.change.state === "former"
    if (next === undefined) return this.#now
    this.#now = { rules: next.rules, params: next.params }
    this.#next = undefined
    const { version } = next.rules
    return { rules: { ...rules, ...(version !== undefined && { next: version }) }, params }
  }
}
