/** What the outputs of a rule show, where that is no more than fields of its matches' first and last events, and parts of its key. */
import type { Expression } from "../../lang/check/model.ts"
import type { RulePlan } from "../2-plan/plan.ts"
import { askedField } from "./registers.ts"

/** A part of the key, or a field of the first or the last event of a step. */
export type ShownRead =
  | { readonly of: "key"; readonly part: number }
  | { readonly of: "first" | "last"; readonly step: number; readonly field: string }

/**
 * By output, in the order of its data. `last`: the step of a match's last event; undefined: it can be one of several. undefined: `having` or an output
 * reads more, or shows something else.
 */
export function shownFields(rule: RulePlan, last: number | undefined): readonly (readonly ShownRead[])[] | undefined {
  const { having, outputs } = rule
  if (having !== undefined) return undefined
  const all: (readonly ShownRead[])[] = []
  for (const { kind, onTimeout, withEvents, score, message, values } of outputs) {
    if (kind !== "alert" || onTimeout || withEvents || score !== undefined || message !== undefined) return undefined
    const reads = values.flatMap((value) => shownRead(value, rule, last) ?? [])
    if (reads.length < values.length) return undefined
    all.push(reads)
  }
  return all
}

function shownRead(value: Expression, { keys }: RulePlan, last: number | undefined): ShownRead | undefined {
  if (value.kind === "key") return { of: "key", part: keys.findIndex(({ name }) => name === value.name) }
  const asked = askedField(value)
  if (asked === undefined) return undefined
  const { of, step, field } = asked
  if (of !== "previous") return { of, step, field }
  return last === undefined ? undefined : { of: "last", step: last, field }
}
