import { messages } from "../messages/generated.ts"
import type { BinaryExpr, Expr, InExpr, IsExpr, MatchesExpr } from "../syntax/ast-expressions.ts"
import { type Context, complain, unknownAt } from "./context.ts"
import { complainOfValue, isNumeric, repair } from "./fit.ts"
import type { CompareOp, Expression } from "./model.ts"
import type { Environment } from "./scope.ts"
import { describe } from "./show.ts"
import { inferInTable } from "./tables.ts"
import type { Type } from "./types.ts"
import { fitLoosely, required, unifyExpressions } from "./unify.ts"

const operators: readonly string[] = ["==", "!=", "<", "<=", ">", ">="]
const boolean: Type = { kind: "boolean" }
const ordered: readonly Type["kind"][] = ["string", "number", "integer", "decimal", "time", "duration"]
const equatable: readonly Type["kind"][] = [...ordered, "boolean", "enum"]

/** Checks `== != < <= > >=`; undefined for other operators. */
export function inferComparison(context: Context, node: BinaryExpr, environment: Environment): Expression | undefined {
  if (!operators.includes(node.op)) return undefined
  const op = node.op as CompareOp
  const left = context.infer(node.left, environment)
  const right = context.infer(node.right, environment)
  const { span } = node
  if (left.type.kind === "unknown" || right.type.kind === "unknown") return unknownAt(span, boolean)
  if (left.type.kind === "missing" || right.type.kind === "missing") {
    const other = left.type.kind === "missing" ? "right" : "left"
    const word = op === "!=" ? "present" : "missing"
    complain(context, messages.compareWithMissing({ op }), span, {
      hint: `write \`${shorten(node[other])} is ${word}\``,
    })
    return unknownAt(span, boolean)
  }
  const pair = comparable(context, left, right, op)
  if (pair === undefined) return unknownAt(span, boolean)
  return { kind: "compare", op, left: pair.left, right: pair.right, type: boolean, span }
}

/** The written form of short operands, for hints. */
function shorten(node: Expr): string {
  if (node.kind === "name") return node.name.text
  if (node.kind === "member") return `${shorten(node.object)}.${node.field.text}`
  return "…"
}

/** Both sides in one type, or undefined after saying why they cannot be compared. */
function comparable(
  context: Context,
  left: Expression,
  right: Expression,
  op: CompareOp,
): { left: Expression; right: Expression } | undefined {
  if (complainOfMember(context, left, right)) return undefined
  const type = unifyExpressions(left, right, true)
  const fitted = type === undefined ? [] : [fitLoosely(left, type), fitLoosely(right, type)]
  const span = { ...left.span, end: right.span.end }
  if (type === undefined || fitted[0] === undefined || fitted[1] === undefined) {
    const holes = { left: describe(left.type), right: describe(right.type) }
    complain(context, messages.unlikeTypes(holes), span, { hint: hintFor(left, right), labels: sides(left, right) })
    return undefined
  }
  const kind = required(type).kind
  if (kind === "unknown") return { left, right }
  const allowed = op === "==" || op === "!=" ? equatable : ordered
  if (!allowed.includes(kind)) {
    if (equatable.includes(kind)) complain(context, messages.noOrder({ op, type: describe(required(type)) }), span)
    else complain(context, messages.notComparable({ type: describe(required(type)) }), span, { hint: wholeHint(kind) })
    return undefined
  }
  return { left: fitted[0], right: fitted[1] }
}

function wholeHint(kind: Type["kind"]): string | undefined {
  if (kind === "event") return "compare one of its fields"
  return kind === "list" ? "ask for an item with `in`" : undefined
}

function sides(left: Expression, right: Expression) {
  return [left, right].map((side) => ({ span: side.span, text: describe(side.type) }))
}

/** A written text that is compared with an enum that does not have it. */
function complainOfMember(context: Context, left: Expression, right: Expression): boolean {
  const check = (literal: Expression, other: Expression) => {
    const target = required(other.type)
    if (target.kind !== "enum" || literal.kind !== "literal" || typeof literal.value !== "string") return false
    return !target.values.includes(literal.value) && complainOfValue(context, literal, target)
  }
  return check(left, right) || check(right, left)
}

function hintFor(left: Expression, right: Expression): string | undefined {
  const a = required(left.type)
  const b = required(right.type)
  if (a.kind === "time" && b.kind === "duration")
    return "a time minus a time is a duration: write `later - earlier < …`"
  if (a.kind === "list") return "to ask whether the list has the value, write `value in list`"
  if (a.kind === "event" || b.kind === "event") return "name a field of the event"
  if (a.kind === "record" || b.kind === "record") return "name a field of the record"
  const right2 = right.kind === "literal" ? repair(right, a) : undefined
  const left2 = left.kind === "literal" ? repair(left, b) : undefined
  return right2 ?? left2 ?? repair(right, a) ?? repair(left, b)
}

/** Checks `x in list` and `x in a..b`. */
export function inferIn(context: Context, node: InExpr, environment: Environment): Expression {
  const table = inferInTable(context, node, environment)
  if (table !== undefined) return table
  const left = context.infer(node.left, environment)
  const { span, negated } = node
  const range = unwrap(node.right)
  if (range.kind === "range") {
    const from = context.infer(range.from, environment)
    const to = context.infer(range.to, environment)
    if ([left, from, to].some((each) => each.type.kind === "unknown")) return unknownAt(span, boolean)
    return inRange(context, node, left, from, to)
  }
  const right = context.infer(node.right, environment)
  if (left.type.kind === "unknown" || right.type.kind === "unknown") return unknownAt(span, boolean)
  const list = required(right.type)
  if (list.kind !== "list") {
    const hint = list.kind === "string" ? "to look for a part of a text, write `contains(text, part)`" : undefined
    complain(context, messages.inNeedsList({ found: describe(right.type) }), node.right.span, { hint })
    return unknownAt(span, boolean)
  }
  const pair = listOperands(context, left, right, list.of)
  if (pair === undefined) return unknownAt(span, boolean)
  return { kind: "in-list", negated, left: pair.left, right: pair.right, type: boolean, span }
}

/** A written list takes the type of the value that is looked for; another must have items of a like type. */
function listOperands(context: Context, left: Expression, right: Expression, of: Type) {
  if (right.kind === "list") {
    const wrong = right.items.filter((item) => comparable(context, left, item, "==") === undefined)
    if (wrong.length > 0) return undefined
    let type: Type | undefined = left.type
    for (const item of right.items) type = type && unifyExpressions({ ...left, type }, item, true)
    const target = type && required(type)
    const items = right.items.map((item) => (target && fitLoosely(item, target)) ?? item)
    const list: Expression = { ...right, items, type: { kind: "list", of: target ?? of } }
    return { left: (target && fitLoosely(left, target)) ?? left, right: list }
  }
  const sample: Expression = { kind: "missing", type: of, span: right.span }
  const pair = comparable(context, left, sample, "==")
  if (pair === undefined) return undefined
  return pair.right.kind === "convert" ? numbersInList(context, left, right) : { left: pair.left, right }
}

/** A decimal list that would have to be converted item by item is refused. */
function numbersInList(context: Context, left: Expression, right: Expression): undefined {
  const holes = { left: describe(left.type), right: describe(right.type) }
  complain(
    context,
    messages.unlikeTypes(holes),
    { ...left.span, end: right.span.end },
    {
      hint: "give the list's items the type of the value",
      labels: sides(left, right),
    },
  )
  return undefined
}

function inRange(context: Context, node: InExpr, left: Expression, from: Expression, to: Expression): Expression {
  const { span, negated } = node
  const low = comparable(context, left, from, "<=")
  const high = low && comparable(context, left, to, "<=")
  if (low === undefined || high === undefined) return unknownAt(span, boolean)
  const first = unifyExpressions(low.left, low.right, true)
  const type = first && unifyExpressions({ ...left, type: first }, high.right, true)
  const fitted = type && [left, from, to].map((each) => fitLoosely(each, type))
  const [value, least, most] = fitted ?? []
  if (value === undefined || least === undefined || most === undefined) return unknownAt(span, boolean)
  return { kind: "in-range", negated, left: value, from: least, to: most, type: boolean, span }
}

function unwrap(node: Expr): Expr {
  let inner = node
  while (inner.kind === "paren") inner = inner.inner
  return inner
}

/** Checks `x is missing` and `x is present`. */
export function inferIs(context: Context, node: IsExpr, environment: Environment): Expression {
  const operand = context.infer(node.operand, environment)
  const negated = (node.what === "present") !== node.negated
  return { kind: "is-missing", negated, operand, type: boolean, span: node.span }
}

/** Checks `x matches /…/`. */
export function inferMatches(context: Context, node: MatchesExpr, environment: Environment): Expression {
  const operand = context.infer(node.operand, environment)
  const { source, flags, span } = node.pattern
  const bad = /[^imsu]/.exec(flags)?.[0]
  if (bad !== undefined) complain(context, messages.regexFlag({ flag: bad }), span)
  const type = required(operand.type)
  if (!["string", "enum", "unknown"].includes(type.kind)) {
    const hint = isNumeric(type) ? "compare numbers with `<`, `==` or `in 1..5`" : undefined
    complain(context, messages.matchesNeedsText({ found: describe(operand.type) }), node.operand.span, { hint })
  }
  return { kind: "matches", negated: node.negated, operand, source, flags, type: boolean, span: node.span }
}
