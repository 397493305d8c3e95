import { awaitedText } from "../2-plan/awaited.ts"
import { type Code, call } from "./code.ts"
import type { Emits } from "./compare.ts"
import type { Of, Scope } from "./context.ts"
import { eventCode } from "./history.ts"

/** The result of an asynchronous function for an event: it was worked out before. */
export function emitAwaited(expression: Of<"awaited">, scope: Scope, emits: Emits): Code {
  const number = scope.module.awaited.get(awaitedText(expression))
  if (number === undefined) throw new Error(`no call of ${expression.name} in the plan`)
  return call(`host.awaited(${number}, ${eventCode(expression.at, scope, emits)})`)
}

/** What a model says. */
export function emitModel({ name, args }: Of<"model">, scope: Scope, emits: Emits): Code {
  const number = scope.module.models.get(name)
  if (number === undefined) throw new Error(`no model ${name} in the plan`)
  return call(`host.score(${number}, [${args.map((arg) => emits.value(arg, scope).text).join(", ")}])`)
}
