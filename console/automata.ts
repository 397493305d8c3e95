/** The rules' automata, asked for once for each version of the rules. */
import { type Signal, signal } from "@preact/signals"
import { type Api, ApiError, type RuleAutomaton } from "./api.ts"

export class Automata {
  /** By version and rule; null: there is none. */
  readonly known: Signal<ReadonlyMap<string, RuleAutomaton | null>> = signal(new Map())
  readonly #api: Api
  readonly #asked = new Set<string>()

  constructor(api: Api) {
    this.#api = api
  }

  /** undefined: it is on its way. */
  of(version: string, rule: string): RuleAutomaton | null | undefined {
    const key = `${version} ${rule}`
    if (!this.#asked.has(key)) {
      this.#asked.add(key)
      void this.#ask(key, rule)
    }
    return this.known.value.get(key)
  }

  async #ask(key: string, rule: string): Promise<void> {
    const found = await this.#api.automaton(rule).catch((error: unknown) => error)
    // A job that does not answer now is asked again by whoever looks next.
    if (found instanceof ApiError && (found.status === 0 || found.status === 401 || found.status === 429)) {
      this.#asked.delete(key)
      return
    }
    this.known.value = new Map(this.known.value).set(key, found instanceof Error ? null : (found as RuleAutomaton))
  }
}
