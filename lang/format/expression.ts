/** Expressions: brackets only where the precedence needs them, one operand a line where a row is too long. */
import type {
  BinaryExpr,
  CallExpr,
  ConditionalExpr,
  Expr,
  IndexExpr,
  IsNewExpr,
  KeyNode,
  MatchesExpr,
  WindowNode,
} from "../syntax/ast-expressions.ts"
import { concat, type Doc, flatWidth, group, join, line, nest, print, softline } from "./doc.ts"
import { duration, type Layout, name, numbers, raw } from "./layout.ts"
import { levelOf, levels, operatorLevel, stripped } from "./precedence.ts"
import { recordOf } from "./record.ts"

/** An expression where one that binds at least as tightly as `level` may stand. */
export function expression(layout: Layout, expr: Expr, level: number = levels.conditional): Doc {
  const bare = stripped(expr)
  const before = layout.comments.here(expr.span.start)
  // `a ?? 0 > 5` means the right thing, but few would read it so
  const unclear = level > levels.comparison && bare.kind === "binary" && bare.op === "??"
  const doc = plain(layout, bare)
  return concat(before, levelOf(bare) < level || unclear ? bracketed(doc) : doc)
}

/**
 * A condition in the group of the caller, so that a step's `where` and its `and` break together: each operand of
 * `and` (or `or`) has a line.
 */
export function condition(layout: Layout, expr: Expr): Doc {
  const bare = stripped(expr)
  if (bare.kind !== "binary" || (bare.op !== "and" && bare.op !== "or")) return expression(layout, expr)
  return concat(layout.comments.here(expr.span.start), row(layout, bare))
}

/** What stands behind `not`: in brackets if it has an operator, so that nobody takes `not` for a part of it. */
function negated(layout: Layout, expr: Expr): Doc {
  return expression(layout, expr, levelOf(stripped(expr)) === levels.not ? levels.not : levels.unary)
}

function bracketed(doc: Doc): Doc {
  return group("(", nest(2, softline, doc), softline, ")")
}

function plain(layout: Layout, expr: Exclude<Expr, { kind: "paren" }>): Doc {
  switch (expr.kind) {
    case "number":
    case "string":
    case "time":
      return concat(layout.comments.here(expr.span.start), expr.text)
    case "boolean":
      return concat(layout.comments.here(expr.span.start), String(expr.value))
    case "missing":
      return concat(layout.comments.here(expr.span.start), "missing")
    case "error":
      return raw(layout, expr.span, () => "missing")
    case "duration":
      return duration(layout, expr)
    case "list":
      return listed(layout, "[", expr.items, "]", expr.span.end)
    case "tuple":
      return listed(layout, "(", expr.items, ")", expr.span.end)
    case "record":
      return recordOf(layout, expr)
    case "name":
      return name(layout, expr.name)
    case "call":
      return call(layout, expr)
    case "over":
      return group(call(layout, expr.call), nest(2, per(layout, expr.per, line), over(layout, expr.window, line)))
    default:
      return operation(layout, expr)
  }
}

type Operation = Extract<
  Expr,
  {
    kind: "range" | "member" | "index" | "unary" | "binary" | "in" | "is" | "is-new" | "matches" | "conditional"
  }
>

function operation(layout: Layout, expr: Operation): Doc {
  const operand = (of: Expr, level: number = levels.coalesce) => expression(layout, of, level)
  switch (expr.kind) {
    case "range":
      return concat(operand(expr.from), "..", operand(expr.to))
    case "member":
      return concat(operand(expr.object, levels.postfix), ".", name(layout, expr.field, true))
    case "index":
      return concat(operand(expr.object, levels.postfix), indexes(layout, expr))
    case "unary":
      if (expr.op === "not") return concat("not ", negated(layout, expr.operand))
      return concat("-", operand(expr.operand, levels.unary))
    case "binary":
      return group(row(layout, expr))
    case "in":
      return concat(operand(expr.left), expr.negated ? " not in " : " in ", operand(expr.right, levels.range))
    case "is":
      return concat(operand(expr.operand), expr.negated ? " is not " : " is ", expr.what)
    case "is-new":
      return isNew(layout, expr)
    case "matches":
      return matches(layout, expr)
    case "conditional":
      return conditional(layout, expr)
  }
}

function indexes(layout: Layout, { indexes, span }: IndexExpr): Doc {
  const [first, ...further] = indexes
  return further.length === 0
    ? concat("[", expression(layout, first, levels.conditional), "]")
    : listed(layout, "[", indexes, "]", span.end)
}

/** A row of operators of one level, of which each may begin a line. */
function row(layout: Layout, expr: BinaryExpr): Doc {
  const level = operatorLevel(expr.op)
  const compares = level === levels.comparison
  const tail: BinaryExpr[] = []
  let first: Expr = expr
  for (let left = stripped(first); left.kind === "binary" && operatorLevel(left.op) === level; left = stripped(first)) {
    tail.unshift(left)
    first = left.left
    if (compares) break
  }
  const start = expression(layout, first, compares ? levels.coalesce : level + 1)
  const rest = tail.map(({ op, opSpan, right }) => {
    const before = concat(layout.comments.at(line, opSpan.start), layout.comments.here(opSpan.start))
    return concat(before, op, " ", expression(layout, right, compares ? levels.coalesce : level + 1))
  })
  return concat(start, nest(2, ...rest))
}

/** `a if c else b if d else e`: a row with a line for each `else`. */
function conditional(layout: Layout, expr: ConditionalExpr): Doc {
  const { comments } = layout
  const choiceOf = ({ whenTrue, test }: ConditionalExpr) => {
    const value = expression(layout, whenTrue, levels.or)
    return concat(value, " if ", expression(layout, test, levels.or))
  }
  const first = choiceOf(expr)
  const rest: Doc[] = []
  for (let node = expr; ; ) {
    const other = node.whenFalse
    rest.push(comments.at(line, comments.word("else", other.span.start)), "else ")
    const next = stripped(other)
    if (next.kind !== "conditional") {
      rest.push(expression(layout, other, levels.conditional))
      return group(first, nest(2, ...rest))
    }
    rest.push(comments.here(other.span.start), choiceOf(next))
    node = next
  }
}

/** Items between brackets: on one line, or one a line. */
function listed(layout: Layout, open: string, items: readonly Expr[], close: string, end: number): Doc {
  const { comments } = layout
  if (items.length === 0) return `${open}${close}`
  const parts = items.map((item, index) =>
    concat(
      index === 0 ? "" : ",",
      comments.at(index === 0 ? softline : line, item.span.start),
      layout.expression(layout, item),
    ),
  )
  const last = comments.close(end - 1)
  return group(open, nest(2, ...parts, last), softline, close)
}

function call(layout: Layout, expr: CallExpr): Doc {
  const { comments } = layout
  const callee = name(layout, expr.callee)
  if (expr.where === undefined) return concat(callee, listed(layout, "(", expr.args, ")", expr.span.end))
  const args = expr.args.map((arg, index) =>
    concat(index === 0 ? "" : ",", comments.at(index === 0 ? softline : line, arg.span.start), expression(layout, arg)),
  )
  const between = expr.args.length === 0 ? softline : line
  const where = comments.at(between, comments.word("where", expr.where.span.start))
  const filter = concat(where, "where ", condition(layout, expr.where))
  return group(callee, "(", nest(2, ...args, filter, comments.close(expr.span.end - 1)), softline, ")")
}

/** `per a, b (E.f)` with what stands before it; nothing without keys. */
export function per(layout: Layout, keys: readonly KeyNode[], before: Doc): Doc {
  if (keys.length === 0) return ""
  const parts = keys.map((key) => {
    const others = key.overrides.map(({ event, path }) => dotted(layout, [event, ...path]))
    return concat(dotted(layout, key.path), others.length === 0 ? "" : concat(" (", join(", ", others), ")"))
  })
  return concat(before, "per ", group(nest(2, join(concat(",", line), parts))))
}

function dotted(layout: Layout, path: KeyNode["path"]): Doc {
  return join(
    ".",
    path.map((part, index) => name(layout, part, index > 0)),
  )
}

function over(layout: Layout, window: WindowNode, before: Doc): Doc {
  if (window.kind === "forever") return concat(before, "over forever")
  const previous = window.previous ? "previous " : ""
  if (window.kind === "count")
    return concat(before, `over ${previous || "last "}${numbers(layout, window.span, window.count)[0]} events`)
  const ending = window.ending === undefined ? "" : concat(" ending ", duration(layout, window.ending), " ago")
  return concat(before, "over ", previous, duration(layout, window.duration), ending)
}

function isNew(layout: Layout, expr: IsNewExpr): Doc {
  const operand = expression(layout, expr.operand, levels.coalesce)
  const keys = per(layout, expr.per, line)
  const window = expr.window === undefined ? "" : over(layout, expr.window, line)
  return group(operand, expr.negated ? " is not new" : " is new", nest(2, keys, window))
}

/** After these words a `/` is read as a division. */
const beforeOperand = /(?:^|\W)(?:where|and|or|not|in|if|else|until|having|score|is)$/

function matches(layout: Layout, expr: MatchesExpr): Doc {
  const operand = expression(layout, expr.operand, levels.coalesce)
  const fits = flatWidth(operand) < Number.POSITIVE_INFINITY
  const divides = fits && beforeOperand.test(print(operand, Number.POSITIVE_INFINITY))
  const { source, flags, span } = expr.pattern
  const pattern = raw(layout, span, () => `/${source}/${flags}`)
  const words = expr.negated ? " not matches " : " matches "
  return concat(divides ? bracketed(operand) : operand, words, pattern)
}
