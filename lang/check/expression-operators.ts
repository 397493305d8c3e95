import { messages } from "../messages/generated.ts"
import type { BinaryExpr, ConditionalExpr, Expr, UnaryExpr } from "../syntax/ast-expressions.ts"
import { type Context, complain, unknownAt } from "./context.ts"
import { complainOfValue, isNumeric, repair } from "./fit.ts"
import type { ArithmeticOp, Expression } from "./model.ts"
import type { Environment } from "./scope.ts"
import { describe } from "./show.ts"
import type { Type } from "./types.ts"
import { canBeMissing, fitLoosely, missingIf, optional, required, unifyExpressions } from "./unify.ts"

/** A condition: true or false; one that is missing counts as false. */
export function inferCondition(context: Context, node: Expr, environment: Environment): Expression {
  const condition = context.infer(node, environment)
  const kind = required(condition.type).kind
  if (kind === "boolean" || kind === "unknown" || kind === "missing") return condition
  const hint = isNumeric(required(condition.type)) ? "compare it, as in `… > 0`" : undefined
  complain(context, messages.notACondition({ found: describe(condition.type) }), node.span, { hint })
  return unknownAt(node.span)
}

/** Checks `- x` and `not x`. */
export function inferUnary(context: Context, node: UnaryExpr, environment: Environment): Expression {
  if (node.op === "not") {
    const operand = inferCondition(context, node.operand, environment)
    warnOfNot(context, operand, node)
    return { kind: "not", operand, type: { kind: "boolean" }, span: node.span }
  }
  const operand = context.infer(node.operand, environment)
  const { type } = operand
  if (type.kind === "unknown") return unknownAt(node.span)
  if (!isNumeric(required(type)) && required(type).kind !== "duration") {
    complain(context, messages.wrongOperand({ op: "-", found: describe(type) }), node.span)
    return unknownAt(node.span)
  }
  if (operand.kind === "literal" && typeof operand.value === "number") {
    return { ...operand, value: -operand.value, span: node.span }
  }
  return { kind: "negate", operand, type, span: node.span }
}

/** `not (x > 5)` is true for a missing x, which few authors mean. */
function warnOfNot(context: Context, operand: Expression, node: UnaryExpr): void {
  const sides = operand.kind === "compare" ? [operand.left, operand.right] : "left" in operand ? [operand.left] : []
  const asks = ["compare", "in-list", "in-range"].includes(operand.kind)
  const inner = operand.kind === "matches" ? [operand.operand] : asks ? sides : []
  const maybe = inner.find((side) => canBeMissing(side.type))
  if (maybe === undefined) return
  complain(context, messages.notOfMissing(), node.span, {
    labels: [{ span: maybe.span, text: "may be missing; then the condition is false and its `not` is true" }],
  })
}

/** Checks `a if condition else b`. */
export function inferConditional(context: Context, node: ConditionalExpr, environment: Environment): Expression {
  const test = inferCondition(context, node.test, environment)
  const whenTrue = context.infer(node.whenTrue, environment)
  const whenFalse = context.infer(node.whenFalse, environment)
  const pair = common(context, whenTrue, whenFalse)
  if (pair === undefined) return unknownAt(node.span)
  const type = missingIf(pair.type, whenTrue.type, whenFalse.type)
  return { kind: "conditional", test, whenTrue: pair.left, whenFalse: pair.right, type, span: node.span }
}

/** Two values of which one is taken, brought to one type. */
function common(context: Context, left: Expression, right: Expression) {
  const type = unifyExpressions(left, right, true)
  const fitted = type === undefined ? [] : [fitLoosely(left, type), fitLoosely(right, type)]
  if (type !== undefined && fitted[0] !== undefined && fitted[1] !== undefined) {
    return { type: required(type), left: fitted[0], right: fitted[1] }
  }
  complain(context, messages.unlikeBranches({ left: describe(left.type), right: describe(right.type) }), right.span, {
    labels: [{ span: left.span, text: describe(left.type) }],
  })
  return undefined
}

/** Checks `and or ??` and arithmetic. */
export function inferBinary(context: Context, node: BinaryExpr, environment: Environment): Expression {
  const { op, span } = node
  if (op === "and" || op === "or") {
    const left = inferCondition(context, node.left, environment)
    const right = inferCondition(context, node.right, environment)
    return { kind: op, left, right, type: { kind: "boolean" }, span }
  }
  const left = context.infer(node.left, environment)
  const right = context.infer(node.right, environment)
  if (left.type.kind === "unknown" || right.type.kind === "unknown") return unknownAt(span)
  if (op === "??") {
    const pair = common(context, left, right)
    if (pair === undefined) return unknownAt(span)
    return { kind: "coalesce", left: pair.left, right: pair.right, type: missingIf(pair.type, right.type), span }
  }
  return arithmetic(context, node, op as ArithmeticOp, left, right)
}

function arithmetic(
  context: Context,
  node: BinaryExpr,
  op: ArithmeticOp,
  left: Expression,
  right: Expression,
): Expression {
  const a = required(left.type)
  const b = required(right.type)
  const { span } = node
  const result = isNumeric(a) && isNumeric(b) ? numbers(context, op, left, right) : times(op, a, b, left, right)
  if (result === undefined) {
    complain(context, messages.wrongOperands({ op, left: describe(left.type), right: describe(right.type) }), span, {
      hint: arithmeticHint(op, left, right),
    })
    return unknownAt(span)
  }
  if (result === "reported") return unknownAt(span)
  const known = missingIf(result.type, left.type, right.type)
  const type = (op === "/" || op === "%") && !isNonZero(right) ? optional(known) : known
  return { kind: "arithmetic", op, left: result.left, right: result.right, type, span }
}

interface Operands {
  readonly left: Expression
  readonly right: Expression
  readonly type: Type
}

/** Numbers, integers and decimals. `+ - %` of decimals are exact in the finer scale, `* /` give a number. */
function numbers(context: Context, op: ArithmeticOp, left: Expression, right: Expression): Operands | "reported" {
  const a = required(left.type)
  const b = required(right.type)
  const number: Type = { kind: "number" }
  if (a.kind !== "decimal" && b.kind !== "decimal") {
    const type: Type = a.kind === "integer" && b.kind === "integer" && op !== "/" ? { kind: "integer" } : number
    return { left, right, type }
  }
  if (op === "*" && (a.kind === "integer" || b.kind === "integer")) {
    return { left, right, type: a.kind === "decimal" ? a : b }
  }
  if (op === "*" || op === "/") return { ...bothAs(left, right, number), type: number }
  const type = unifyExpressions(left, right, op === "%")
  if (type === undefined || required(type).kind !== "decimal") {
    if (complainOfValue(context, left, right.type) || complainOfValue(context, right, left.type)) return "reported"
    return { ...bothAs(left, right, number), type: number }
  }
  return { ...bothAs(left, right, type), type: required(type) }
}

function bothAs(left: Expression, right: Expression, type: Type): { left: Expression; right: Expression } {
  return { left: fitLoosely(left, type) ?? left, right: fitLoosely(right, type) ?? right }
}

/** Times and durations. */
function times(op: ArithmeticOp, a: Type, b: Type, left: Expression, right: Expression): Operands | undefined {
  const type = timeResult(op, a, b)
  if (type === undefined) return undefined
  const number: Type = { kind: "number" }
  return {
    left: a.kind === "decimal" ? (fitLoosely(left, number) ?? left) : left,
    right: b.kind === "decimal" ? (fitLoosely(right, number) ?? right) : right,
    type,
  }
}

function timeResult(op: ArithmeticOp, a: Type, b: Type): Type | undefined {
  const is = (kind: Type["kind"], other: Type["kind"]) => a.kind === kind && b.kind === other
  if (op === "+" && (is("time", "duration") || is("duration", "time"))) return { kind: "time" }
  if (op === "-" && is("time", "duration")) return { kind: "time" }
  if (op === "-" && is("time", "time")) return { kind: "duration" }
  if ((op === "+" || op === "-" || op === "%") && is("duration", "duration")) return { kind: "duration" }
  if (op === "/" && is("duration", "duration")) return { kind: "number" }
  if ((op === "*" || op === "/") && a.kind === "duration" && isNumeric(b)) return { kind: "duration" }
  if (op === "*" && isNumeric(a) && b.kind === "duration") return { kind: "duration" }
  return undefined
}

function isNonZero(expression: Expression): boolean {
  return expression.kind === "literal" && typeof expression.value === "number" && expression.value !== 0
}

function arithmeticHint(op: ArithmeticOp, left: Expression, right: Expression): string | undefined {
  const a = required(left.type)
  const b = required(right.type)
  if (op === "+" && (a.kind === "string" || b.kind === "string") && !["event", "list"].includes(a.kind)) {
    return 'join texts inside one text, as in `"{first} {second}"`'
  }
  if (a.kind === "time" && isNumeric(b)) return repair(right, { kind: "duration" })
  if (a.kind === "list" || b.kind === "list" || a.kind === "event" || b.kind === "event") return undefined
  return repair(right, a) ?? repair(left, b)
}
