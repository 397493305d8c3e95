import { messages } from "../messages/generated.ts"
import { type Context, complain } from "./context.ts"
import type { WithinInfo } from "./model.ts"
import type { SequenceShape, Shape } from "./pattern-shape.ts"

type Absence = Shape & { kind: "absence" }

/** A `no` at the end is decided by the end of the window, if it has no time of its own. */
export function checkFinalNo(context: Context, sequence: SequenceShape, within: WithinInfo): void {
  if (within.kind === "whole" || within.kind === "between-events") return
  for (const shape of finalAbsences(sequence)) {
    if (shape.node.duration !== undefined || shape.contiguity !== "then") continue
    complain(context, messages.finalNoWithoutWindow(), shape.node.span)
  }
}

/** The absences with which a match can end. */
function finalAbsences(sequence: SequenceShape): Absence[] {
  const found: Absence[] = []
  for (const shape of sequence.elements.toReversed()) {
    if (shape.kind === "absence") found.unshift(shape)
    else if (found.length > 0 || shape.kind === "step") break
    else if (shape.kind === "group") return finalAbsences(shape.sequence)
    else return shape.branches.flatMap((branch) => finalAbsences(branch.sequence))
  }
  return found
}

/** A `no` at the end of a group or branch has an end of its own only where the pattern ends with it, after one round. */
export function checkGroupEnds(context: Context, sequence: SequenceShape, isEnd = true): void {
  for (const [at, shape] of sequence.elements.entries()) {
    if (shape.kind === "step" || shape.kind === "absence") continue
    const isLast = isEnd && at === sequence.elements.length - 1 && shape.quantifier.max === 1
    const ends = isLast && (shape.kind === "group" || shape.count === 1)
    for (const inner of shape.kind === "group" ? [shape] : shape.branches) {
      const last = inner.sequence.elements.at(-1)
      if (last?.kind === "absence" && !ends) complain(context, messages.groupEndsWithNo(), last.node.span)
      checkGroupEnds(context, inner.sequence, ends)
    }
  }
}
