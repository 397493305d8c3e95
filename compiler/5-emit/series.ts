import type { SeriesPlan } from "../2-plan/plan.ts"
import { binding, grouped } from "./code.ts"
import type { ModuleContext, Scope } from "./context.ts"
import { truth, value } from "./expression.ts"

/** The functions of a series, as the properties of an object: which events count, and what is kept of one. */
export function seriesProperties({ filter, values }: SeriesPlan, module: ModuleContext): readonly string[] {
  const scope: Scope = { module, locals: new Map(), keys: [], element: { code: "each", optional: false } }
  const functions = values.map((one) => `(each) => ${grouped(value(one, scope), binding.coalesce)}`)
  const kept = `values: [${functions.join(", ")}]`
  return filter === undefined ? [kept] : [`filter: (each) => ${grouped(truth(filter, scope), binding.coalesce)}`, kept]
}
