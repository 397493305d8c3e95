import type { EngineOptions, Ingest, ModelRunner } from "../abi/engine.ts"
import type { RuleSet } from "../abi/rule-set.ts"
import { programOfEvents } from "../engine/ask-nothing.ts"
import { Intake } from "../engine/intake.ts"
import { rowMaker } from "../engine/scorer.ts"

type Runners = NonNullable<EngineOptions["models"]>

/** Scores kept for each model: then all are forgotten, and a model is asked again. */
const keptScores = 100_000

/** Models that are asked for many events at once, before these are judged. */
export interface AheadModels {
  /** In the place of those that were handed over: what was asked ahead is known. */
  readonly runners: Runners
  /** Asks for the rows of events that will be judged soon. What fails is asked again when an event is judged, and said there. */
  ask(records: readonly Ingest[]): void
}

/** Undefined where no call of a model depends on its event alone. */
export function askAhead(rules: RuleSet, runners: Runners): AheadModels | undefined {
  const { rows = [], models, events } = rules.manifest
  // Without a runner for one of them there will be no engine: it says so.
  if (rows.length === 0 || models.some(({ name }) => !Object.hasOwn(runners, name))) return undefined
  const program = programOfEvents(rules)
  const intake = new Intake(events, () => 0)
  const known = models.map(({ name, parameters }) => new KnownScores(runners[name]!, rowMaker(parameters)))
  const asked = rows.map(({ model, events: types }, at) => ({
    scores: known[model]!,
    names: new Set(types.map((type) => events[type]!.name)),
    argsOf: program.rows![at]!,
  }))
  return {
    runners: Object.fromEntries(models.map(({ name }, at) => [name, known[at]!.run])),
    ask(records) {
      for (const record of records) {
        const calls = asked.filter(({ names }) => names.has(record.type))
        if (calls.length === 0) continue
        try {
          const { fields } = intake.read(record)
          for (const { scores, argsOf } of calls) scores.want(argsOf(fields))
        } catch {
          // The engine says what is wrong with the event.
        }
      }
      for (const each of known) each.ask()
    },
  }
}

class KnownScores {
  readonly run: ModelRunner
  readonly #toRow: (args: readonly unknown[]) => readonly unknown[]
  readonly #inner: ModelRunner
  readonly #scores = new Map<string, unknown>()
  readonly #wanted = new Map<string, readonly unknown[]>()

  constructor(inner: ModelRunner, toRow: (args: readonly unknown[]) => readonly unknown[]) {
    this.#inner = inner
    this.#toRow = toRow
    this.run = (rows) => rows.map((row) => this.#score(row))
  }

  /** Notes arguments. */
  want(args: readonly unknown[]): void {
    if (args.includes(undefined)) return
    const row = this.#toRow(args)
    const text = row.join()
    if (!this.#scores.has(text)) this.#wanted.set(text, row)
  }

  /** Asks for all that was noted. */
  ask(): void {
    const { size } = this.#wanted
    if (size === 0) return
    if (this.#scores.size + size > keptScores) this.#scores.clear()
    try {
      const results = this.#inner([...this.#wanted.values()])
      let at = 0
      for (const text of this.#wanted.keys()) this.#scores.set(text, results[at++])
    } catch {
      // One row may have been the reason: each event says for itself.
    }
    this.#wanted.clear()
  }

  #score(row: readonly unknown[]): unknown {
    const text = row.join()
    return this.#scores.has(text) ? this.#scores.get(text) : this.#inner([row])[0]
  }
}
