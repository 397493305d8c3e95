import type { Expression } from "../../lang/check/model.ts"
import type { WindowMeasurePlan } from "../2-plan/plan.ts"
import { binding, grouped } from "./code.ts"
import type { Instead, ModuleContext, Scope } from "./context.ts"
import { truth, value } from "./expression.ts"

/** The functions of a measure of a window, as the properties of an object: which events count, and with what value. */
export function measureProperties(
  measure: WindowMeasurePlan,
  module: ModuleContext,
  instead?: Instead,
): readonly string[] {
  const element = { code: "each", optional: false }
  const scope: Scope = { module, locals: new Map(), keys: [], element, ...(instead && { instead }) }
  const each = (name: string, emit: typeof value, expression: Expression | undefined) =>
    expression === undefined ? [] : [`${name}: (each) => ${grouped(emit(expression, scope), binding.coalesce)}`]
  return [...each("filter", truth, measure.filter), ...each("value", value, measure.value)]
}
