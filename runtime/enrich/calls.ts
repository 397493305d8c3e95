import type { AwaitedProgram } from "../abi/rule-set.ts"
import type { AwaitedSchema } from "../abi/table.ts"
import type { Fields } from "../abi/value.ts"
import { messageOf } from "../engine/refusal.ts"
import type { CallFailure, EnricherOptions, EnricherStats } from "./contract.ts"

type Problem = Pick<CallFailure, "function" | "kind" | "reason">

/** One of the calls that rules make for events. */
export interface PlannedCall {
  readonly number: number
  readonly schema: AwaitedSchema
  readonly program: AwaitedProgram
}

/** Makes calls: a limited number at once, each for a limited time. */
export class Calls {
  readonly #concurrency: number
  readonly #timeoutMs: number
  readonly #after: NonNullable<EnricherOptions["after"]>
  /** Those that wait for a place, in the order in which they came. */
  readonly #waiting: (() => void)[] = []
  #running = 0
  #made = 0
  #timeouts = 0
  #errors = 0
  #wrongTypes = 0

  constructor({
    concurrency,
    timeoutMs,
    after,
  }: Required<Pick<EnricherOptions, "concurrency" | "timeoutMs" | "after">>) {
    this.#concurrency = concurrency
    this.#timeoutMs = timeoutMs
    this.#after = after
  }

  stats(): EnricherStats {
    return {
      calls: this.#made,
      timeouts: this.#timeouts,
      errors: this.#errors,
      wrongTypes: this.#wrongTypes,
      running: this.#running,
    }
  }

  /** The result in its inside form; undefined where there is none, and then `problem` was told if a call was made. Never rejects. */
  async make({ schema, program }: PlannedCall, fields: Fields, problem: (found: Problem) => void): Promise<unknown> {
    if (this.#running < this.#concurrency) this.#running++
    else await new Promise<void>((free) => this.#waiting.push(free))
    const found = await this.#ask(program, fields)
    const next = this.#waiting.shift()
    // The place goes to the one that waits longest.
    if (next === undefined) this.#running--
    else next()
    if (found.kind === "none") return undefined
    if (found.kind === "given") {
      try {
        return program.result(found.value)
      } catch (thrown) {
        this.#wrongTypes++
        problem({ function: schema.function, kind: "wrong-type", reason: messageOf(thrown) })
        return undefined
      }
    }
    if (found.kind === "timeout") this.#timeouts++
    else this.#errors++
    problem({ function: schema.function, kind: found.kind, reason: found.reason })
    return undefined
  }

  #ask(program: AwaitedProgram, fields: Fields): Promise<Answer> {
    return new Promise<Answer>((settle) => {
      let called: Promise<unknown> | undefined
      const error = (thrown: unknown): Answer => ({ kind: "error", reason: messageOf(thrown) })
      try {
        called = program.call(fields)
      } catch (thrown) {
        this.#made++
        settle(error(thrown))
        return
      }
      if (called === undefined) {
        settle({ kind: "none" })
        return
      }
      this.#made++
      const reason = `it did not answer within ${this.#timeoutMs} ms`
      const end = this.#after(this.#timeoutMs, () => settle({ kind: "timeout", reason }))
      // What comes after the timeout is passed over: the first to settle counts.
      Promise.resolve(called).then(
        (value) => {
          end()
          settle({ kind: "given", value })
        },
        (thrown: unknown) => {
          end()
          settle(error(thrown))
        },
      )
    })
  }
}

type Answer =
  | { readonly kind: "none" }
  | { readonly kind: "given"; readonly value: unknown }
  | { readonly kind: "timeout" | "error"; readonly reason: string }
