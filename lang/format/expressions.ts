/** Expressions: brackets only where the tree needs them. */
import type { BinaryOp, CallExpr, DurationNode, Expr, KeyNode, RecordNode, WindowNode } from "../syntax/ast.ts"
import { durationText } from "../syntax/units.ts"
import { align, type Doc, enclosed, group, hardline, indent, join, line } from "./doc.ts"
import { nameText, type Writer } from "./writer.ts"

// From loosest to tightest, as in the language reference.
const level = {
  conditional: 0,
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  range: 5,
  coalesce: 6,
  sum: 7,
  product: 8,
  unary: 9,
  over: 10,
  postfix: 11,
}

const binaryLevels: Readonly<Record<BinaryOp, number>> = {
  or: level.or,
  and: level.and,
  "==": level.comparison,
  "!=": level.comparison,
  "<": level.comparison,
  "<=": level.comparison,
  ">": level.comparison,
  ">=": level.comparison,
  "??": level.coalesce,
  "+": level.sum,
  "-": level.sum,
  "*": level.product,
  "/": level.product,
  "%": level.product,
}

function levelOf(node: Expr): number {
  switch (node.kind) {
    case "conditional":
      return level.conditional
    case "binary":
      return binaryLevels[node.op]
    case "unary":
      return node.op === "not" ? level.not : level.unary
    case "in":
    case "is":
    case "is-new":
    case "matches":
      return level.comparison
    case "range":
      return level.range
    case "over":
      return level.over
    default:
      return level.postfix
  }
}

/** An expression where anything may stand. */
export function expression(w: Writer, node: Expr): Doc {
  return operand(w, node, level.conditional)
}

/** An expression whose rows of `and` and `or` break with the group around them, each part on its own line. */
export function condition(w: Writer, node: Expr): Doc {
  const bare = withoutBrackets(node)
  if (bare.kind !== "binary" || (bare.op !== "and" && bare.op !== "or")) return expression(w, bare)
  const [first, ...rest] = row(w, bare)
  return [first!, indent(rest.map((part) => [line, part]))]
}

function withoutBrackets(node: Expr): Expr {
  let bare = node
  while (bare.kind === "paren") bare = bare.inner
  return bare
}

function operand(w: Writer, node: Expr, least: number): Doc {
  const bare = withoutBrackets(node)
  // `a ?? 0 > 5` would be right without brackets, but few would read it so
  const needed = levelOf(bare) < least || (least > level.comparison && levelOf(bare) === level.coalesce)
  if (!needed) return plain(w, bare)
  const open = w.at(bare.span.start, "(")
  return group(open, align(1, plain(w, bare)), ")")
}

function plain(w: Writer, node: Expr): Doc {
  const { start } = node.span
  switch (node.kind) {
    case "number":
    case "string":
    case "time":
      return w.at(start, node.text)
    case "boolean":
      return w.at(start, String(node.value))
    case "missing":
      return w.at(start, "missing")
    case "duration":
      return w.at(start, durationText(node.amount, node.unit))
    case "name":
      return w.name(node.name)
    case "list":
      return listDoc(w, start, node.items, node.span.end, "[", "]")
    case "tuple":
      return listDoc(w, start, node.items, node.span.end, "(", ")")
    case "record":
      return record(w, node)
    case "call":
      return call(w, node)
    case "member":
      return [operand(w, node.object, level.postfix), ".", w.name(node.field)]
    case "index":
      return [operand(w, node.object, level.postfix), "[", expression(w, node.index), "]"]
    case "paren":
      return plain(w, withoutBrackets(node))
    case "error":
      return ""
    default:
      return operation(w, node)
  }
}

function listDoc(w: Writer, start: number, items: readonly Expr[], end: number, open: string, close: string): Doc {
  const first = w.at(start, open)
  const docs = items.map((item) => expression(w, item))
  return enclosed(first, docs, [w.closing(end - 1), close])
}

type Operation = Exclude<
  Expr,
  {
    kind:
      | "number"
      | "string"
      | "time"
      | "boolean"
      | "missing"
      | "duration"
      | "name"
      | "list"
      | "tuple"
      | "record"
      | "call"
      | "member"
      | "index"
      | "paren"
      | "error"
  }
>

function operation(w: Writer, node: Operation): Doc {
  switch (node.kind) {
    case "unary":
      if (node.op === "not") return [w.at(node.span.start, "not "), operand(w, node.operand, level.not)]
      return [w.at(node.span.start, "-"), operand(w, node.operand, level.unary)]
    case "binary": {
      if (binaryLevels[node.op] === level.comparison) {
        const left = operand(w, node.left, level.range)
        const op = w.at(node.opSpan.start, node.op)
        return group(left, indent(line, op, " ", operand(w, node.right, level.range)))
      }
      const [first, ...rest] = row(w, node)
      return group(first!, indent(rest.map((part) => [line, part])))
    }
    case "in":
      return group(
        operand(w, node.left, level.range),
        node.negated ? " not in " : " in ",
        operand(w, node.right, level.range),
      )
    case "range":
      return [operand(w, node.from, level.coalesce), "..", operand(w, node.to, level.coalesce)]
    case "is":
      return [operand(w, node.operand, level.range), node.negated ? " is not " : " is ", node.what]
    case "is-new": {
      const left = [
        operand(w, node.operand, level.range),
        node.negated ? " is not new" : " is new",
        perKeys(w, node.per),
      ]
      return node.window === undefined ? left : group(left, " over ", window(w, node.window))
    }
    case "matches":
      return [
        operand(w, node.operand, level.range),
        node.negated ? " not matches " : " matches ",
        w.at(node.pattern.span.start, `/${node.pattern.source}/${node.pattern.flags}`),
      ]
    case "over":
      return group(call(w, node.call), perKeys(w, node.per), " over ", window(w, node.window))
    case "conditional":
      return conditional(w, node)
  }
}

function conditional(w: Writer, node: Extract<Expr, { kind: "conditional" }>): Doc {
  // `a if c else b if d else e`: one group, not one in the other
  const parts: Doc[] = []
  let first: Doc | undefined
  for (let next: Expr = node; ; next = withoutBrackets(next.whenFalse)) {
    if (next.kind !== "conditional") {
      parts.push([line, "else ", operand(w, next, level.conditional)])
      break
    }
    const value = operand(w, next.whenTrue, level.or)
    const test = ["if ", operand(w, next.test, level.or)]
    if (first === undefined) first = [value, " ", test]
    else parts.push([line, "else ", value, " ", test])
  }
  return group(first ?? "", indent(parts))
}

/** The parts of `a op b op c`, from left to right, each with its operator in front; the brackets on the left need none. */
function row(w: Writer, node: Extract<Expr, { kind: "binary" }>): Doc[] {
  const own = binaryLevels[node.op]
  const chain: Extract<Expr, { kind: "binary" }>[] = []
  let leftmost: Expr = node
  while (leftmost.kind === "binary" && binaryLevels[leftmost.op] === own && own !== level.comparison) {
    chain.push(leftmost)
    leftmost = withoutBrackets(leftmost.left)
  }
  const docs = [operand(w, leftmost, own)]
  for (const each of chain.reverse()) {
    docs.push([w.at(each.opSpan.start, each.op), " ", operand(w, each.right, own + 1)])
  }
  return docs
}

function call(w: Writer, node: CallExpr): Doc {
  const callee = w.name(node.callee)
  const args = node.args.map((arg) => expression(w, arg))
  if (node.where === undefined) return enclosed([callee, "("], args, [w.closing(node.span.end - 1), ")"])
  const where = group("where ", condition(w, node.where))
  const close: Doc = [w.closing(node.span.end - 1), ")"]
  if (args.length === 0) return enclosed([callee, "("], [where], close)
  return enclosed([callee, "("], [[join(args, [",", line]), line, where]], close)
}

function perKeys(w: Writer, keys: readonly KeyNode[]): Doc {
  return keys.length === 0
    ? ""
    : [
        " per ",
        join(
          keys.map((each) => key(w, each)),
          ", ",
        ),
      ]
}

/** `account (Login.user)` */
export function key(w: Writer, node: KeyNode): Doc {
  const path = join(
    node.path.map((name) => w.name(name)),
    ".",
  )
  if (node.overrides.length === 0) return path
  const overrides = node.overrides.map((each) => [w.name(each.event), each.path.map((name) => [".", w.name(name)])])
  return [path, " ", enclosed("(", overrides, ")")]
}

export function duration(w: Writer, node: DurationNode): Doc {
  return plain(w, node)
}

function window(w: Writer, node: WindowNode): Doc {
  const start = w.at(node.span.start, "")
  if (node.kind === "forever") return [start, "forever"]
  if (node.kind === "count") return [start, node.previous ? "previous " : "last ", String(node.count), " events"]
  const length = [start, node.previous ? "previous " : "", duration(w, node.duration)]
  return node.ending === undefined ? length : [length, " ending ", duration(w, node.ending), " ago"]
}

/** `{ a: 1, b: 2 }`, or one field a line with the values below each other. */
export function record(w: Writer, node: RecordNode): Doc {
  const open = w.at(node.span.start, "{")
  const names = node.fields.map((field) => nameText(field.name))
  return block(w, open, node.fields, names, (field) => expression(w, field.value), node.span.end - 1)
}

/**
 * A block of `name: content` items. On one line commas part them; on several the contents stand below each other.
 * `end` is where the closing brace stands; with `broken` the block is never on one line.
 */
export function block<Item extends { readonly span: { readonly start: number } }>(
  w: Writer,
  open: Doc,
  items: readonly Item[],
  names: readonly string[],
  content: (item: Item) => Doc,
  end: number,
  broken = false,
): Doc {
  const widest = Math.max(0, ...names.map((name) => name.length))
  const docs = items.map((item, index) => {
    const before = w.item(item.span.start, index === 0)
    const name = names[index]!
    return { before, name, pad: " ".repeat(widest - name.length), content: content(item) }
  })
  const close = w.closing(end)
  if (docs.length === 0) return group(open, indent(close), "}")
  const aligned = docs.map(({ before, name, pad, content: doc }) => [
    before,
    `${name}: `,
    whenBroken(pad),
    align(2, doc),
  ])
  return group(open, indent(line, join(aligned, [whenFlat(","), line]), close), broken ? hardline : line, "}")
}

function whenBroken(text: string): Doc {
  return { kind: "choice", flat: "", broken: text }
}

function whenFlat(text: string): Doc {
  return { kind: "choice", flat: text, broken: "" }
}
