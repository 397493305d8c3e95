import { type Code, call } from "./code.ts"
import type { Of, Scope } from "./context.ts"
import { bare, isOptional } from "./missing.ts"

/** A measure of the rule's window. Sums of decimals are checked to be exact; durations are whole milliseconds. */
export function emitMeasure({ op, measure, type }: Of<"measure">, { module }: Scope): Code {
  const found = `match.window.measure(${measure})`
  const result = bare(type).kind
  const isExact = result === "decimal" && op === "sum"
  const isRounded = result === "duration" && ["avg", "stddev", "median", "percentile"].includes(op)
  if (!isExact && !isRounded) return call(found)
  const form = isExact ? module.uses.library("decimal") : "Math.round"
  return call(isOptional(type) ? `${module.uses.helper("given")}(${form}, ${found})` : `${form}(${found})`)
}
