import type { WindowShape } from "../../runtime/abi/series.ts"
import type { RulePlan } from "./plan.ts"
import { showDuration } from "./show-history.ts"

/** The lines about the windows of an `each` rule: none for any other rule. */
export function showWindow({ window }: RulePlan): string[] {
  if (window === undefined) return []
  const measures = window.measures.map(({ name }, number) => `    m${number} ${name}`)
  return [`  window  ${showShape(window.shape)}`, ...measures]
}

function showShape(shape: WindowShape): string {
  if (shape.kind === "count") return `each ${shape.count} events`
  if (shape.kind === "session") return `each session, gap ${showDuration(shape.gap)}`
  const zone = shape.zone === undefined ? "" : ` in ${JSON.stringify(shape.zone)}`
  const every = shape.every === undefined ? "" : ` every ${showDuration(shape.every)}`
  return `each ${showDuration(shape.size)}${zone}${every}`
}
