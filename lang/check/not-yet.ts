import { messages } from "../messages/generated.ts"
import type { Declaration, ElementNode, PatternNode, RuleDecl, SingleNode, TestItem, Trigger } from "../syntax/ast.ts"
import { type Context, complain } from "./context.ts"

/** Says of a declaration of a kind that is read but cannot be used yet that it cannot. */
export function reportDeclaration(context: Context, node: Declaration): void {
  if (node.kind === "feature") complain(context, messages.notYetFeature(), node.name.span)
  if (node.kind === "table") complain(context, messages.notYetTable(), node.name.span)
  if (node.kind === "model") complain(context, messages.notYetModel(), node.name.span)
}

/** `given` in a test. */
export function reportTestItem(context: Context, node: TestItem): void {
  if (node.kind === "given") complain(context, messages.notYetGiven(), node.span)
}

/** Reports all parts of a rule that cannot be used yet. True: its trigger is among them, so its names cannot be checked. */
export function reportRule(context: Context, node: RuleDecl): boolean {
  return node.trigger !== undefined && reportTrigger(context, node.trigger)
}

function reportTrigger(context: Context, node: Trigger): boolean {
  if (node.kind === "when") return reportPattern(context, node.pattern)
  if (node.kind === "silence") complain(context, messages.notYetSilence({ event: node.event.text }), node.span)
  else complain(context, messages.notYetEach({ event: node.event.text }), node.span)
  return true
}

function reportPattern(context: Context, node: PatternNode): boolean {
  let found = false
  for (const [index, element] of node.elements.entries()) {
    const follow = node.follows[index - 1]
    if (follow?.within !== undefined && element.kind !== "absence") {
      complain(context, messages.notYetThenWithin(), follow.span)
      found = true
    }
    found = reportElement(context, element) || found
  }
  return found
}

function reportElement(context: Context, node: ElementNode): boolean {
  if (node.kind === "k-of") {
    complain(context, messages.notYetKOf(), node.span)
    return true
  }
  if (node.kind === "absence" && node.duration !== undefined) {
    complain(context, messages.notYetNoFor(), node.span)
    return true
  }
  return reportSingle(context, node.single)
}

function reportSingle(context: Context, node: SingleNode): boolean {
  const { target } = node
  if (target.kind !== "group") return false
  if (target.op === "sequence") {
    return target.patterns.map((pattern) => reportPattern(context, pattern)).some((found) => found)
  }
  if (target.op === "or") complain(context, messages.notYetAlternatives(), target.span)
  else complain(context, messages.notYetAnyOrder(), target.span)
  return true
}
