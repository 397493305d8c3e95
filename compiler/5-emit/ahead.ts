/** Functions for what is worked out before an event is judged. */
import type { Expression } from "../../lang/check/model.ts"
import type { AwaitedPlan, RowPlan } from "../2-plan/plan.ts"
import { emitCall } from "./calls.ts"
import { binding, grouped } from "./code.ts"
import type { ModuleContext, Of, Scope } from "./context.ts"
import { value } from "./expression.ts"
import { resultCode } from "./user-functions.ts"

/** The arguments of a model for an event. */
export function rowFunction({ args }: RowPlan, module: ModuleContext): string {
  const scope: Scope = { module, locals: new Map(), keys: [], element: { code: "each", optional: false } }
  return `(each) => [${args.map((arg) => value(arg, scope).text).join(", ")}]`
}

/** The functions of a call that is made before an event is judged, as the properties of an object. */
export function awaitedProperties(plan: AwaitedPlan, module: ModuleContext): readonly string[] {
  const scope: Scope = { module, locals: new Map(), keys: [], element: { code: "each", optional: false } }
  const made: Of<"call"> & Pick<Expression, "type" | "span"> = {
    kind: "call",
    target: "use",
    name: plan.function,
    args: plan.args,
    type: { kind: "unknown" },
    span: plan.args[0]?.span ?? { path: "", start: 0, end: 0 },
  }
  const code = grouped(emitCall(made, scope, value), binding.coalesce)
  return [`call: (each) => ${code}`, `result: (given) => ${resultCode(plan.function, module)}`]
}
