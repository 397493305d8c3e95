/** Expressions: the flat rows of the grammar become trees by precedence (climbing, loosest level first). */
import type { CstNode, IToken } from "chevrotain"
import { messages } from "../messages/generated.ts"
import { cover, type Span } from "../source.ts"
import type { BinaryOp, Expr, UnaryExpr } from "./ast-expressions.ts"
import { buildIs, buildMatches, buildOperandWithoutPrefix } from "./build-operands.ts"
import { type Builder, child, children, token, tokens } from "./builder.ts"
import * as T from "./tokens.ts"

/** How deep a tree may be, in operators; a longer row is a list that should be written as one. */
const maxChain = 500

interface Tail {
  readonly node: CstNode
  /** The operator's word, or `is`, `matches`, `?`. */
  readonly op: string
  readonly span: Span
}

/** The tree of an expression; an absent one is an `ErrorExpr` (its problem is reported already). */
export function buildExpression(b: Builder, node: CstNode | undefined, fallback?: Span): Expr {
  if (node === undefined) return { kind: "error", span: fallback ?? b.at(0, 0) }
  const operand = child(node, "operand")
  const tails = children(node, "tail")
  if (operand === undefined) return { kind: "error", span: b.span(node) }
  const length = tails.length + tokens(operand, "prefix").length + children(operand, "postfix").length + 1
  if (b.chain + length > maxChain) {
    b.add(messages.longExpression(), b.span(node))
    return { kind: "error", span: b.span(node) }
  }
  b.chain += length
  b.depth++
  const row = new Row(b, operand, tails)
  const built = row.conditional()
  row.finish()
  b.depth--
  b.chain -= length
  return built
}

const binary: ReadonlyMap<string, BinaryOp> = new Map(
  (["or", "and", "==", "!=", "<", "<=", ">", ">=", "??", "+", "-", "*", "/", "%"] as const).map((op) => [op, op]),
)

/** Operators of other languages and what they are here. */
const slips: ReadonlyMap<string, BinaryOp> = new Map([
  ...([
    ["&&", "and"],
    ["||", "or"],
    ["=", "=="],
    ["<>", "!="],
    ["===", "=="],
    ["!==", "!="],
    ["&", "and"],
    ["|", "or"],
    ["=>", ">="],
  ] as const),
])

const comparisons = new Set([
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "=",
  "<>",
  "===",
  "!==",
  "=>",
  "in",
  "not in",
  "is",
  "matches",
  "between",
])
const nulls = new Set(["null", "undefined", "nil", "None", "NULL", "Null"])

class Row {
  readonly #b: Builder
  readonly #tails: readonly Tail[]
  #next = 0
  #operand: CstNode
  #prefix: readonly IToken[]
  #prefixAt = 0

  constructor(b: Builder, operand: CstNode, tails: readonly CstNode[]) {
    this.#b = b
    this.#operand = operand
    this.#prefix = tokens(operand, "prefix")
    this.#tails = tails.map((node) => tailOf(b, node))
  }

  /** Reports what no level could take (an `else` without `if`). */
  finish(): void {
    const rest = this.#tails[this.#next]
    if (rest === undefined) return
    if (rest.op === "else") this.#b.add(messages.elseWithoutIf(), rest.span)
    else
      this.#b.add(
        messages.unexpectedText({ expected: "the end of the expression", found: `\`${rest.op}\`` }),
        rest.span,
        // `at 10:00` of a test
        rest.op === ":" && this.#b.inTest ? { hint: "a time of day has seconds: `10:00:00`" } : {},
      )
  }

  conditional(): Expr {
    // `a if c else b if d else e` is read from the right; a loop, since rows are long and the stack is not
    const parts: { whenTrue: Expr; test: Expr }[] = []
    for (;;) {
      const value = this.#or()
      const op = this.#peek()
      if (op === "?") {
        const rest = this.#ternary(value)
        return parts.reduceRight<Expr>((whenFalse, part) => conditionalOf(part.test, part.whenTrue, whenFalse), rest)
      }
      if (op !== "if")
        return parts.reduceRight<Expr>((whenFalse, part) => conditionalOf(part.test, part.whenTrue, whenFalse), value)
      const mark = this.#take()
      const test = this.#or()
      parts.push({ whenTrue: value, test })
      if (this.#peek() !== "else") {
        this.#b.add(messages.ifWithoutElse(), mark.span)
        const missing: Expr = { kind: "error", span: this.#b.at(test.span.end, test.span.end) }
        return parts.reduceRight<Expr>((whenFalse, part) => conditionalOf(part.test, part.whenTrue, whenFalse), missing)
      }
      const other = this.#take()
      const elseIf = child(other.node, "operator")
      const slip = elseIf === undefined ? undefined : token(elseIf, "elseIf")
      if (slip !== undefined) {
        this.#b.add(messages.elseIf(), this.#b.at(other.span.start, this.#b.span(slip).end))
        this.#next = this.#tails.length
        return { kind: "error", span: this.#b.span(this.#operand) }
      }
    }
  }

  /** `cond ? a : b`, where a line of them may stand on either side; the row's limited length bounds the recursion. */
  #ternary(test: Expr): Expr {
    const mark = this.#take()
    this.#b.add(messages.ternary(), mark.span)
    const value = this.#or()
    const whenTrue = this.#peek() === "?" ? this.#ternary(value) : value
    const end = this.#b.at(whenTrue.span.end, whenTrue.span.end)
    if (this.#peek() !== ":") return conditionalOf(test, whenTrue, { kind: "error", span: end })
    this.#take()
    return conditionalOf(test, whenTrue, this.conditional())
  }

  #or(): Expr {
    return this.#leftToRight(["or", "||", "|"], () => this.#and())
  }

  #and(): Expr {
    return this.#leftToRight(["and", "&&", "&"], () => this.#not())
  }

  #not(): Expr {
    const marks: Span[] = []
    for (
      let mark = this.#prefix[this.#prefixAt];
      mark !== undefined && mark.tokenType !== T.Minus;
      mark = this.#prefix[this.#prefixAt]
    ) {
      marks.push(this.#b.span(mark))
      if (mark.tokenType === T.Bang)
        this.#b.addFix(messages.otherOperator({ found: "!", right: "not" }), this.#b.span(mark), "not ")
      this.#prefixAt++
    }
    return marks.reduceRight<Expr>((operand, mark) => unaryOf("not", mark, operand), this.#comparison())
  }

  #comparison(): Expr {
    let left = this.#range()
    for (let count = 0; comparisons.has(this.#peek() ?? ""); count++) {
      const before = left
      const tail = this.#take()
      left = this.#compare(left, tail)
      if (count > 0) {
        this.#reportChain(before, tail, left)
        // What its parts would compare is not what was meant: no second problem about it.
        left = { kind: "error", span: left.span }
      }
    }
    return left
  }

  #reportChain(before: Expr, tail: Tail, built: Expr): void {
    const window = [before, built].flatMap((each) =>
      each.kind === "in" && each.right.kind === "duration" ? [each.right] : [],
    )[0]
    const middle = before.kind === "binary" ? this.#b.text(before.right.span) : ""
    const compared =
      before.kind === "binary" && middle.length < 40 && /^[<>]=?$/.test(before.op) && /^[<>]=?$/.test(tail.op)
        ? `write \`${this.#b.text(before.span)} and ${middle} ${tail.op} …\``
        : undefined
    this.#b.add(messages.chainedComparison(), tail.span, {
      hint: window === undefined ? compared : `a window is given with \`over\`: \`over ${this.#b.text(window.span)}\``,
      labels: before.kind === "binary" ? [{ span: before.opSpan, text: "the first comparison" }] : [],
    })
  }

  #compare(left: Expr, tail: Tail): Expr {
    const b = this.#b
    if (tail.op === "is") return buildIs(b, left, tail.node)
    if (tail.op === "matches") return buildMatches(b, left, tail.node)
    if (tail.op === "between") return this.#between(left, tail)
    const right = this.#range()
    const span = cover(left.span, right.span)
    if (tail.op === "in" || tail.op === "not in")
      return { kind: "in", span, negated: tail.op === "not in", left, right }
    const op = this.#operator(tail)
    const built: Expr = { kind: "binary", span, op, opSpan: tail.span, left, right }
    const nothing = [right, left].find((side) => side.kind === "name" && !side.name.quoted && nulls.has(side.name.text))
    if (nothing !== undefined && (op === "==" || op === "!=")) {
      const operand = nothing === right ? left : right
      const repaired = `${b.text(operand.span)} is ${op === "==" ? "missing" : "present"}`
      b.addFix(messages.comparedWithNull({ found: b.text(nothing.span) }), span, repaired, {
        hint: `write \`${repaired}\``,
      })
      return { kind: "is", span, negated: false, what: op === "==" ? "missing" : "present", operand }
    }
    return built
  }

  #between(left: Expr, tail: Tail): Expr {
    const b = this.#b
    const from = this.#coalesce()
    const complete = this.#peek() === "and" || this.#peek() === "&&"
    if (complete) this.#take()
    const to = complete ? this.#coalesce() : from
    const span = cover(left.span, to.span)
    const right = `${b.text(left.span)} in ${b.text(from.span)}..${b.text(to.span)}`
    b.addFix(messages.between(), cover(tail.span, to.span), `in ${b.text(from.span)}..${b.text(to.span)}`, {
      hint: `write \`${right}\``,
    })
    return {
      kind: "in",
      span,
      negated: false,
      left,
      right: { kind: "range", span: cover(from.span, to.span), from, to },
    }
  }

  // a range anywhere but right of `in` is the checker's to refuse
  #range(): Expr {
    const from = this.#coalesce()
    if (this.#peek() !== "..") return from
    this.#take()
    const to = this.#coalesce()
    return { kind: "range", span: cover(from.span, to.span), from, to }
  }

  #coalesce(): Expr {
    return this.#leftToRight(["??"], () => this.#additive())
  }

  #additive(): Expr {
    return this.#leftToRight(["+", "-"], () => this.#multiplicative())
  }

  #multiplicative(): Expr {
    return this.#leftToRight(["*", "/", "%"], () => this.#unary())
  }

  #unary(): Expr {
    const marks = this.#prefix.slice(this.#prefixAt)
    const bare = buildOperandWithoutPrefix(this.#b, this.#operand)
    return marks.reduceRight<Expr>((operand, mark) => {
      if (mark.tokenType === T.Minus) return unaryOf("-", this.#b.span(mark), operand)
      this.#b.add(messages.notNeedsBrackets(), this.#b.span(mark))
      return unaryOf("not", this.#b.span(mark), operand)
    }, bare)
  }

  #leftToRight(ops: readonly string[], part: () => Expr): Expr {
    let left = part()
    while (ops.includes(this.#peek() ?? "")) {
      const tail = this.#take()
      const op = this.#operator(tail)
      const right = part()
      left = { kind: "binary", span: cover(left.span, right.span), op, opSpan: tail.span, left, right }
    }
    return left
  }

  #operator(tail: Tail): BinaryOp {
    const known = binary.get(tail.op)
    if (known !== undefined) return known
    const right = slips.get(tail.op) ?? "=="
    const message = tail.op === "=" ? messages.singleEquals() : messages.otherOperator({ found: tail.op, right })
    this.#b.addFix(message, tail.span, right)
    return right
  }

  #peek(): string | undefined {
    return this.#tails[this.#next]?.op
  }

  #take(): Tail {
    const tail = this.#tails[this.#next++]!
    const operand = child(tail.node, "operand")
    if (operand !== undefined) {
      this.#operand = operand
      this.#prefix = tokens(operand, "prefix")
      this.#prefixAt = 0
    }
    return tail
  }
}

function tailOf(b: Builder, node: CstNode): Tail {
  const operator = child(node, "operator")
  if (operator !== undefined) {
    const mark = token(operator, "op") ?? token(operator, "notIn")
    if (token(operator, "notIn") !== undefined) return { node, op: "not in", span: b.span(operator) }
    return { node, op: mark?.image ?? "", span: mark === undefined ? b.span(node) : b.span(mark) }
  }
  const is = child(node, "isTail")
  if (is !== undefined) return { node: is, op: "is", span: b.span(is) }
  const matches = child(node, "matchesTail")
  if (matches !== undefined) return { node: matches, op: "matches", span: b.span(matches) }
  return { node, op: "", span: b.span(node) }
}

function conditionalOf(test: Expr, whenTrue: Expr, whenFalse: Expr): Expr {
  return {
    kind: "conditional",
    span: cover(cover(test.span, whenTrue.span), whenFalse.span),
    test,
    whenTrue,
    whenFalse,
  }
}

function unaryOf(op: "-" | "not", mark: Span, operand: Expr): UnaryExpr {
  return { kind: "unary", span: cover(mark, operand.span), op, operand }
}
