import { messages } from "../messages/generated.ts"
import type { Expr, ListExpr, StringExpr } from "../syntax/ast-expressions.ts"
import { type Context, complain, unknownAt } from "./context.ts"
import { inferCall } from "./expression-calls.ts"
import { inferComparison, inferIn, inferIs, inferMatches } from "./expression-compare.ts"
import { inferIndex, inferMember, inferName } from "./expression-names.ts"
import { inferBinary, inferConditional, inferUnary } from "./expression-operators.ts"
import { plainValue } from "./fit.ts"
import { inferIsNew, inferOver } from "./history.ts"
import { complainOfMisplaced } from "./misplaced.ts"
import type { Expression } from "./model.ts"
import type { Environment } from "./scope.ts"
import { describe } from "./show.ts"
import type { Type } from "./types.ts"
import { fitTo, unify, unifyExpressions } from "./unify.ts"

/** Deeper expressions than this are refused, so that no phase runs out of stack. */
const maxDepth = 400

/** Resolves the names of an expression and finds its type. After a problem its type is `unknown`. */
export function inferExpression(context: Context, node: Expr, environment: Environment): Expression {
  const depth = (environment.depth ?? 0) + 1
  if (depth > maxDepth) {
    complain(context, messages.tooDeep({ max: maxDepth }), node.span)
    return unknownAt(node.span)
  }
  const found = inferKind(context, node, { ...environment, depth })
  context.observe?.expression(node, found)
  return found
}

function inferKind(context: Context, node: Expr, environment: Environment): Expression {
  const { span } = node
  switch (node.kind) {
    case "number": {
      const kind = Number.isSafeInteger(node.value) ? "integer" : "number"
      return { kind: "literal", value: node.value, type: { kind }, span }
    }
    case "string":
      return inferTemplate(context, node, environment)
    case "boolean":
      return { kind: "literal", value: node.value, type: { kind: "boolean" }, span }
    case "missing":
      return { kind: "missing", type: { kind: "missing" }, span }
    case "duration":
      return { kind: "literal", value: node.ms, type: { kind: "duration" }, span }
    case "time":
      return { kind: "literal", value: node.ms, type: { kind: "time" }, span }
    case "list":
      return inferList(context, node, environment)
    case "name":
      return inferName(context, node, environment)
    case "member":
      return inferMember(context, node, environment)
    case "index":
      return inferIndex(context, node, environment)
    case "call":
      return inferCall(context, node, environment)
    case "unary":
      return inferUnary(context, node, environment)
    case "binary":
      return inferComparison(context, node, environment) ?? inferBinary(context, node, environment)
    case "in":
      return inferIn(context, node, environment)
    case "is":
      return inferIs(context, node, environment)
    case "matches":
      return inferMatches(context, node, environment)
    case "conditional":
      return inferConditional(context, node, environment)
    case "paren":
      return { ...inferExpression(context, node.inner, environment), span }
    case "over":
      return inferOver(context, node, environment)
    case "is-new":
      return inferIsNew(context, node, environment)
    case "range":
    case "tuple":
      return complainOfMisplaced(context, node)
    // the parser reports a record outside of tests, which read it themselves
    case "record":
    case "error":
      return unknownAt(span)
  }
}

/** Checks text with `{…}` parts. */
function inferTemplate(context: Context, node: StringExpr, environment: Environment): Expression {
  const type: Type = { kind: "string" }
  if (node.parts.every((part) => typeof part === "string")) {
    return { kind: "literal", value: node.parts.join(""), type, span: node.span }
  }
  const parts = node.parts.map((part) => {
    if (typeof part === "string") return part
    return plainValue(context, context.infer(part, environment))
  })
  return { kind: "template", parts, type, span: node.span }
}

function inferList(context: Context, node: ListExpr, environment: Environment): Expression {
  const items = node.items.map((item) => plainValue(context, context.infer(item, environment)))
  let of: Type = { kind: "unknown" }
  let sample: Expression | undefined
  for (const item of items) {
    const common: Type | undefined =
      sample === undefined ? unify(of, item.type) : unifyExpressions({ ...sample, type: of }, item, true)
    if (common === undefined) {
      const holes = { first: describe(of), other: describe(item.type) }
      complain(context, messages.unlikeItems(holes), item.span, { labels: [{ span: sample!.span, text: holes.first }] })
      return unknownAt(node.span)
    }
    of = common
    if (item.type.kind !== "unknown") sample = item
  }
  const fitted = items.map((item) => fitTo(item, of) ?? item)
  return { kind: "list", items: fitted, type: { kind: "list", of }, span: node.span }
}
