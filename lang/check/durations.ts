import { messages } from "../messages/generated.ts"
import type { DurationNode } from "../syntax/ast-expressions.ts"
import { unitOf } from "../syntax/units.ts"
import { constantValue } from "./constant.ts"
import { type Context, complain } from "./context.ts"
import type { DurationInfo } from "./model.ts"
import { describe } from "./show.ts"

/**
 * The length of a written duration, of a `param` or of a constant, in ms. Undefined after a problem. `minimum` is the
 * least length in ms that makes sense at this place.
 */
export function readDuration(context: Context, node: DurationNode, minimum = 1): DurationInfo | undefined {
  const unit = node.kind === "name" && !context.declarations.has(node.name.text) ? unitOf(node.name.text) : undefined
  if (node.kind === "name" && unit !== undefined) {
    const hint = `write the number too: \`1 ${unit}\``
    complain(context, messages.unknownName({ name: node.name.text }), node.span, { hint })
    return undefined
  }
  const expression = context.infer(node, {})
  if (expression.type.kind === "unknown") return undefined
  if (expression.type.kind !== "duration") {
    const found = describe(expression.type)
    const number = expression.type.kind === "number" || expression.type.kind === "integer"
    const hint =
      number && node.kind === "name" ? `give it a unit where it is declared, as in \`10 minutes\`` : undefined
    complain(context, messages.notADuration({ found }), node.span, { hint })
    return undefined
  }
  const ms =
    expression.kind === "param" ? context.param(expression.name).value : constantValue(context, expression)?.value
  if (typeof ms !== "number") {
    complain(context, messages.durationNotConstant(), node.span)
    return undefined
  }
  if (ms < minimum || !Number.isSafeInteger(ms)) {
    if (ms < minimum) complain(context, messages.durationTooShort(), node.span)
    else complain(context, messages.durationNotWhole(), node.span)
    return undefined
  }
  return expression.kind === "param" ? { kind: "param", name: expression.name, ms } : { kind: "fixed", ms }
}
