import { messages } from "../messages/generated.ts"
import type { AbsenceNode, ElementNode, PatternNode, StepNode } from "../syntax/ast.ts"
import { type Context, complain } from "./context.ts"
import type { QuantifierInfo } from "./model.ts"
import { isOneStep, refuseMemberNames, singleEvents } from "./pattern-choice.ts"

/** More repetitions than this make an automaton that nobody wants to wait for. */
const maxCount = 10_000

/** What may follow what: the rules on `no`, `optional` and `greedy` beside each other. */
export function checkSequence(context: Context, pattern: PatternNode, group: boolean): void {
  for (const [index, element] of pattern.elements.entries()) {
    const before = pattern.elements[index - 1]
    if (element.kind === "absence") {
      const place = group ? "a group" : "a pattern"
      if (before === undefined) complain(context, messages.beginsWithNo({ place }), element.span)
      else if (isOptional(before)) {
        complain(context, messages.noAfterOptional(), element.span, {
          labels: [{ span: before.span, text: "may take no event" }],
        })
      }
      checkFollow(context, pattern, index)
    } else if (before?.kind === "step" && before.greedy && isCalledOptional(element)) {
      complain(context, messages.optionalAfterGreedy(), element.span, {
        labels: [{ span: before.span, text: "greedy" }],
      })
    }
  }
}

function isOptional(node: ElementNode): boolean {
  if (node.kind === "absence") return false
  return node.optional || (node.kind === "step" && node.count?.min === 0)
}

/** `optional` and `0+`, as Flink's `optional()`. A range from none on, `0..2`, may follow a greedy step, as in Flink. */
function isCalledOptional(node: ElementNode): boolean {
  if (node.kind === "absence") return false
  return node.optional || (node.kind === "step" && node.count?.min === 0 && node.count.max === null)
}

/** A branch begins with an event: which one it is decides which branches are taken. */
export function checkBranch(context: Context, pattern: PatternNode): void {
  const [first] = pattern.elements
  if (first === undefined || first.kind === "absence") return
  if (isOptional(first)) complain(context, messages.branchBeginsOptional(), first.span)
  else if (first.kind === "step" && first.single.target.kind === "group" && first.single.target.op === "sequence") {
    for (const inner of first.single.target.patterns) checkBranch(context, inner)
  }
}

/** `then any no` and `then within D no` */
function checkFollow(context: Context, pattern: PatternNode, index: number): void {
  const follow = pattern.follows[index - 1]
  if (follow?.kind === "thenAny") complain(context, messages.thenAnyNo(), follow.span)
  const element = pattern.elements[index]
  if (follow?.kind === "next" && element?.kind === "absence" && element.duration !== undefined) {
    complain(context, messages.nextNoFor(), element.duration.span)
  }
  if (follow?.within !== undefined) complain(context, messages.thenWithinNo(), follow.span)
}

/** `no` takes one event, or one of several, with no end of its own. */
export function checkAbsence(context: Context, node: AbsenceNode): void {
  const { single } = node
  const { target } = single
  if (target.kind === "group") {
    const members = singleEvents(target)
    if (members === undefined) complain(context, messages.noOfGroup(), target.span)
    else refuseMemberNames(context, members)
  }
  if (single.until !== undefined) complain(context, messages.noUntil(), single.until.span)
}

/** How often a step or group may come, with the rules on counts, `greedy` and `until`. */
export function checkQuantifier(context: Context, node: StepNode): QuantifierInfo {
  const { count, single } = node
  const { target } = single
  const group = target.kind === "group" && !isOneStep(single)
  if (target.kind === "group" && !group) refuseMemberNames(context, singleEvents(target) ?? [])
  checkCount(context, node)
  const max = count === undefined ? 1 : count.max
  if (node.greedy) checkGreedy(context, node, group)
  if (single.until !== undefined && max !== null) {
    complain(context, messages.untilWithoutLoop(), single.until.span)
  }
  const members = target.kind === "group" ? singleEvents(target) : undefined
  if (members === undefined && group && single.where !== undefined)
    complain(context, messages.groupWhere(), single.where.span)
  if (group && single.as !== undefined) complain(context, messages.groupName(), single.as.span)
  return {
    min: clamp(count?.min ?? 1),
    max: max === null ? null : clamp(max),
    optional: node.optional || count?.min === 0,
    inner: node.inner ?? "relaxed",
    greedy: node.greedy,
  }
}

function clamp(count: number): number {
  return Number.isSafeInteger(count) && count >= 1 && count <= maxCount ? count : 1
}

function checkCount(context: Context, node: StepNode): void {
  const { count } = node
  if (count === undefined) return
  const { min, max } = count
  if (max === 0) complain(context, messages.countOfNone(), count.span)
  else if (max !== null && max < min) complain(context, messages.countOrder({ min, max }), count.span)
  else if (Math.max(min, max ?? 0) > maxCount) complain(context, messages.countTooLarge({ max: maxCount }), count.span)
}

function checkGreedy(context: Context, node: StepNode, group: boolean): void {
  if (group) complain(context, messages.greedyGroup(), node.span)
  else if (node.count === undefined) complain(context, messages.greedySingle(), node.span)
  else if (node.inner === "any") complain(context, messages.greedyAny(), node.span)
}
