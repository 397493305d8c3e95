/** What stands between operators: literals, names, calls, windows; and the tests `is …`, `matches /…/`. */
import type { CstNode, IToken } from "chevrotain"
import { messages } from "../messages/generated.ts"
import { cover, type Span } from "../source.ts"
import type { Name } from "./ast.ts"
import type { CallExpr, Expr, KeyNode, WindowNode } from "./ast-expressions.ts"
import { buildCount, buildDuration, buildNumberOrDuration, buildString, buildTime } from "./build-literals.ts"
import { buildRecord } from "./build-records.ts"
import { type Builder, child, children, has, token, tokens } from "./builder.ts"

/** An operand with its `.field`, `[index]` and calls, without the `-` and `not` before it. */
export function buildOperandWithoutPrefix(b: Builder, node: CstNode): Expr {
  const primary = child(node, "primary")
  let built = primary === undefined ? errorAt(b.span(node)) : buildPrimary(b, primary)
  for (const postfix of children(node, "postfix")) built = buildPostfix(b, built, postfix)
  return built
}

function errorAt(span: Span): Expr {
  return { kind: "error", span }
}

function buildPrimary(b: Builder, node: CstNode): Expr {
  const span = b.span(node)
  const number = child(node, "numberOrDuration")
  if (number !== undefined) return buildNumberOrDuration(b, number)
  const text = token(node, "String")
  if (text !== undefined) return buildString(b, text)
  const time = token(node, "Time")
  if (time !== undefined) return buildTime(b, time)
  if (has(node, "KwTrue") || has(node, "KwFalse")) return { kind: "boolean", span, value: has(node, "KwTrue") }
  if (has(node, "KwMissing")) return { kind: "missing", span }
  const list = child(node, "list")
  if (list !== undefined) return { kind: "list", span, items: expressions(b, list) }
  const brackets = child(node, "brackets")
  if (brackets !== undefined) return buildBrackets(b, brackets)
  const record = child(node, "record")
  if (record !== undefined) {
    const built = buildRecord(b, record)
    if (b.inTest) return { kind: "record", ...built }
    b.add(messages.recordOutsideTest(), b.at(span.start, span.start + 1))
    return errorAt(span)
  }
  const name = child(node, "nameOrCall")
  return name === undefined ? errorAt(span) : buildNameOrCall(b, name)
}

function expressions(b: Builder, node: CstNode): Expr[] {
  return children(node, "expression").map((each) => b.expression(each))
}

function buildBrackets(b: Builder, node: CstNode): Expr {
  const span = b.span(node)
  const items = expressions(b, node)
  if (items.length === 0) return errorAt(span)
  return items.length === 1 ? { kind: "paren", span, inner: items[0]! } : { kind: "tuple", span, items }
}

function buildNameOrCall(b: Builder, node: CstNode): Expr {
  const span = b.span(node)
  const name = b.name(token(node, "Name"), span)
  const args = child(node, "callArguments")
  if (args === undefined) return { kind: "name", span, name }
  const call = buildCall(b, name, args)
  if (!has(node, "KwOver")) return call
  return {
    kind: "over",
    span,
    call,
    per: buildKeys(b, child(node, "perKeys")),
    window: buildWindow(b, child(node, "window"), span),
  }
}

function buildCall(b: Builder, callee: Name, node: CstNode): CallExpr {
  const span = cover(callee.span, b.span(node))
  const args = expressions(b, node)
  const condition = child(node, "whereInCall")
  if (condition === undefined) return { kind: "call", span, callee, args }
  return { kind: "call", span, callee, args, where: b.expression(child(condition, "expression"), span) }
}

function buildPostfix(b: Builder, object: Expr, node: CstNode): Expr {
  const span = cover(object.span, b.span(node))
  if (has(node, "LSquare")) {
    const [, ...further] = children(node, "expression")
    const first = b.expression(child(node, "expression"), span)
    return { kind: "index", span, object, indexes: [first, ...further.map((each) => b.expression(each))] }
  }
  const field = b.name(token(node, "Name"), span)
  const args = child(node, "callArguments")
  if (args === undefined) return { kind: "member", span, object, field }
  const call = buildCall(b, field, args)
  const inside = args.children.expression === undefined ? "" : ", …"
  const right = `${field.text}(${b.text(object.span)}${inside})`
  b.add(messages.methodCall({ name: field.text }), field.span, { hint: `write \`${right}\`` })
  return { ...call, span, args: [object, ...call.args] }
}

/** `per a, b`; none if `node` is absent. */
export function buildKeys(b: Builder, node: CstNode | undefined): KeyNode[] {
  return node === undefined ? [] : children(node, "key").map((key) => buildKey(b, key))
}

function buildKey(b: Builder, node: CstNode): KeyNode {
  const path = pathNames(b, child(node, "path"))
  const overrides = children(node, "override").flatMap((each) => {
    const [event, ...rest] = pathNames(b, each)
    if (event === undefined || rest.length === 0) {
      b.add(messages.keyOverride({ key: path.at(-1)?.text ?? "key" }), b.span(each))
      return []
    }
    return [{ event, path: rest, span: b.span(each) }]
  })
  return { span: b.span(node), path, overrides }
}

function pathNames(b: Builder, node: CstNode | undefined): Name[] {
  return node === undefined ? [] : tokens(node, "Name").map((each) => b.name(each))
}

/** What stands after `over`: a duration, a number of events, or `forever`. */
function buildWindow(b: Builder, node: CstNode | undefined, fallback: Span): WindowNode {
  if (node === undefined) return { kind: "forever", span: fallback }
  const span = b.span(node)
  if (has(node, "KwForever")) return { kind: "forever", span }
  const previous = has(node, "KwPrevious")
  const number = token(node, "Number")
  if (number !== undefined) {
    if (!previous && !has(node, "KwLast"))
      b.addFix(messages.countWindow({ count: number.image }), b.span(number), `last ${number.image}`)
    return { kind: "count", span, count: buildCount(b, number, 1), previous }
  }
  const duration = buildDuration(b, child(node, "duration"), span)
  const last = token(node, "KwLast")
  if (last !== undefined)
    b.addFix(
      messages.lastDuration({ duration: b.text(duration.span) }),
      b.at(b.span(last).start, duration.span.start),
      "",
    )
  const ending = child(node, "ending")
  if (ending === undefined) return { kind: "time", span, duration, previous }
  if (!has(node, "KwAgo")) b.add(messages.missingAgo({ duration: b.text(b.span(ending)) }), b.span(ending))
  return { kind: "time", span, duration, previous, ending: buildDuration(b, ending, span) }
}

const nothings = new Set(["null", "undefined", "nil", "None", "NULL", "Null"])

/** `x is [not] missing | present | new …`; `node` is the part from `is` on. */
export function buildIs(b: Builder, operand: Expr, node: CstNode): Expr {
  const span = cover(operand.span, b.span(node))
  const negated = has(node, "KwNot")
  if (has(node, "KwMissing")) return { kind: "is", span, negated, what: "missing", operand }
  if (has(node, "KwPresent")) return { kind: "is", span, negated, what: "present", operand }
  if (has(node, "KwNew")) {
    const per = buildKeys(b, child(node, "perKeys"))
    if (!has(node, "KwOver")) return { kind: "is-new", span, negated, operand, per }
    return { kind: "is-new", span, negated, operand, per, window: buildWindow(b, child(node, "window"), span) }
  }
  const other = child(node, "operand")
  if (other === undefined) return errorAt(span)
  const found = b.text(b.span(other))
  const right = nothings.has(found)
    ? `${b.text(operand.span)} is ${negated ? "present" : "missing"}`
    : `${b.text(operand.span)} ${negated ? "!=" : "=="} ${found}`
  b.add(messages.isWithValue({ found }), b.span(other), { hint: `write \`${right}\`` })
  return errorAt(span)
}

/** `x [not] matches /…/`; `node` is the part from `matches` on. */
export function buildMatches(b: Builder, operand: Expr, node: CstNode): Expr {
  const span = cover(operand.span, b.span(node))
  const negated = has(node, "KwNot")
  const regex = token(node, "Regex")
  if (regex === undefined) {
    const text = token(node, "String")
    if (text !== undefined)
      b.add(messages.textForRegex(), b.span(text), { hint: `write \`matches /${text.image.slice(1, -1)}/\`` })
    return errorAt(span)
  }
  return { kind: "matches", span, negated, operand, pattern: regexParts(b, regex) }
}

function regexParts(b: Builder, regex: IToken): { source: string; flags: string; span: Span } {
  const span = b.span(regex)
  const end = regex.image.lastIndexOf("/")
  const match = /^\/((?:[^\\/[]|\\[\s\S]|\[(?:[^\]\\]|\\[\s\S])*\])+)\/([a-zA-Z]*)$/.exec(regex.image)
  if (match === null) {
    b.add(messages.unclosedRegex(), b.at(span.start, span.start + 1))
    return { source: regex.image.slice(1, end > 0 ? end : undefined), flags: "", span }
  }
  const [, source = "", flags = ""] = match
  try {
    new RegExp(source, flags)
  } catch (error) {
    b.add(messages.badRegex({ reason: (error as Error).message.replace(/^Invalid regular expression: /, "") }), span)
  }
  return { source, flags, span }
}
