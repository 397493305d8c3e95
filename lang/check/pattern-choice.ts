import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import type { KOfNode, PatternNode, SingleNode, StepNode } from "../syntax/ast.ts"
import { type Context, complain } from "./context.ts"
import type { GroupNode } from "./pattern-nodes.ts"

/** What can be taken: branches, of which a match takes `count` in any order. */
export interface ChoiceForm {
  readonly branches: readonly PatternNode[]
  readonly count: number
}

/** With more branches in any order there would be a place for each of too many sets of them. */
const maxInAnyOrder = 6

/** `(A | B)` and `(A & B)` as a choice. */
export function groupChoice(context: Context, target: GroupNode): ChoiceForm {
  const branches = target.patterns.map(opened)
  if (target.op === "or") return { branches, count: 1 }
  refuseMany(context, branches.length, target.span)
  return { branches, count: branches.length }
}

/** `k of (…)` as a choice; undefined after a problem. */
export function kOfChoice(context: Context, node: KOfNode): ChoiceForm | undefined {
  const { k, options } = node
  if (k < 1 || k > options.length || !Number.isInteger(k)) {
    complain(context, messages.kOfCount({ k, count: options.length }), node.span)
    return undefined
  }
  refuseMany(context, options.length, node.span)
  return { branches: options.map((single) => opened(patternOf(single))), count: k }
}

function refuseMany(context: Context, count: number, span: Span): void {
  if (count > maxInAnyOrder) complain(context, messages.tooManyInAnyOrder({ count, max: maxInAnyOrder }), span)
}

function patternOf(single: SingleNode): PatternNode {
  const element: StepNode = { kind: "step", optional: false, single, greedy: false, span: single.span }
  return { kind: "pattern", elements: [element], follows: [], span: single.span }
}

/** A branch in brackets of its own is what stands in them. */
function opened(pattern: PatternNode): PatternNode {
  const [element] = pattern.elements
  if (pattern.elements.length !== 1 || element?.kind !== "step" || element.optional || element.count !== undefined) {
    return pattern
  }
  const { target, as, where, until } = element.single
  const bare = as === undefined && where === undefined && until === undefined && !element.greedy
  if (!bare || target.kind !== "group" || target.op !== "sequence") return pattern
  return target.patterns[0] === undefined ? pattern : opened(target.patterns[0])
}

/** The members of `(A | B)` where each is a single event, taken once; undefined where some is more than that. */
export function singleEvents(target: GroupNode): readonly SingleNode[] | undefined {
  if (target.op !== "or") return undefined
  const singles = target.patterns.map(({ elements }) => {
    const [element] = elements
    const isOnce = elements.length === 1 && element?.kind === "step" && !element.optional && element.count === undefined
    return isOnce && element.single.target.kind !== "group" && element.single.until === undefined
      ? element.single
      : undefined
  })
  return singles.every((single) => single !== undefined) ? singles : undefined
}

/** Whether a group is one step that accepts several event types: `(A | B) as e`, `no (A | B)`. */
export function isOneStep(single: SingleNode): boolean {
  return single.target.kind === "group" && single.as !== undefined && singleEvents(single.target) !== undefined
}

/** Reports names of members where the whole has one. */
export function refuseMemberNames(context: Context, members: readonly SingleNode[]): void {
  for (const { as } of members) if (as !== undefined) complain(context, messages.memberName({ name: as.text }), as.span)
}
