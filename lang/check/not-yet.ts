import { messages } from "../messages/generated.ts"
import type { Declaration, RuleDecl, TestItem, Trigger } from "../syntax/ast.ts"
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
  if (node.kind === "when" || node.kind === "silence") return false
  complain(context, messages.notYetEach({ event: node.event.text }), node.span)
  return true
}
