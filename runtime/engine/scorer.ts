import type { ModelRunner } from "../abi/engine.ts"
import type { ModelSchema } from "../abi/table.ts"

/** Results kept for each model: then all are forgotten. */
const keptResults = 10_000

interface Running {
  readonly run: ModelRunner
  readonly toRow: (args: readonly unknown[]) => readonly unknown[]
  /** A model says the same whenever it is given the same. */
  readonly known: Map<string, number | undefined>
}

/** Makes what a model gets of arguments in the inside form: decimals become numbers. */
export function rowMaker(parameters: ModelSchema["parameters"]): (args: readonly unknown[]) => readonly unknown[] {
  const divisors = parameters.map(({ type }) => (type.kind === "decimal" ? 10 ** type.scale : 1))
  return (args) => args.map((value, at) => (typeof value === "number" ? value / divisors[at]! : value))
}

/** Asks models for scores. */
export class Scorer {
  private readonly models: readonly Running[]

  /** Throws when nothing runs one of the models. */
  constructor(models: readonly ModelSchema[], runners: Readonly<Record<string, ModelRunner>>) {
    this.models = models.map(({ name, parameters }) => {
      const run = Object.hasOwn(runners, name) ? runners[name] : undefined
      if (run === undefined) {
        throw new Error(
          `the rules use the model ${name}, and nothing runs it: give createEngine the option models, as in { models: { ${name}: (rows) => … } }`,
        )
      }
      return { run, toRow: rowMaker(parameters), known: new Map() }
    })
  }

  /** The score of one row of arguments; missing where one of them is, and where the model gives no number. May throw, as the model does. */
  score(model: number, args: readonly unknown[]): number | undefined {
    if (args.includes(undefined)) return undefined
    const { run, toRow, known } = this.models[model]!
    const text = args.join()
    if (known.has(text)) return known.get(text)
    const [result] = run([toRow(args)])
    const score = typeof result === "number" && Number.isFinite(result) ? result : undefined
    if (known.size >= keptResults) known.clear()
    known.set(text, score)
    return score
  }
}
