import type { ParameterDeclaration } from "../catalog.ts"
import { messages } from "../messages/generated.ts"
import { type Context, complain } from "./context.ts"
import type { Expression } from "./model.ts"

/** Asks the function's own declaration about an argument that is written out: a time zone that does not exist is found here. */
export function checkLiteral(context: Context, parameter: ParameterDeclaration, argument: Expression): void {
  if (argument.kind !== "literal") return
  const problem = parameter.check?.(argument.value)
  if (problem !== undefined) complain(context, messages.impossibleArgument({ problem }), argument.span)
}
