/** Rules: a line for each clause, unless the trigger is so simple that it and its window and key are one line. */
import type { Clause, Node, OutputNode, PatternNode, RuleDecl, SkipNode, Trigger } from "../syntax/ast.ts"
import type { Gap } from "./comments.ts"
import { concat, type Doc, group, hardline, line, nest } from "./doc.ts"
import { condition, per } from "./expression.ts"
import { duration, type Layout, name, path } from "./layout.ts"
import { trigger } from "./pattern.ts"
import { recordOf } from "./record.ts"
import { binding } from "./values.ts"

interface Item {
  readonly start: number
  readonly end: number
  readonly documented: boolean
  readonly doc: () => Doc
}

/** `rule Name { … }` */
export function rule(layout: Layout, node: RuleDecl): Doc {
  const { comments } = layout
  const head = concat(node.shadow ? "shadow rule " : "rule ", name(layout, node.name))
  const of = node.of === undefined ? "" : concat(" of ", name(layout, node.of))
  const was = node.was === undefined ? "" : concat(" was ", name(layout, node.was))
  const title = node.title === undefined ? "" : concat(" ", layout.expression(layout, node.title))
  const items = itemsOf(layout, node)
  const parts = items.map(({ start, documented, doc }, index) => {
    const before = items[index - 1]
    const gap: Gap = { documented, ...(before && { from: before.end }) }
    return concat(comments.item(start, gap), doc())
  })
  const last = comments.close(node.span.end - 1, items.at(-1)?.end)
  return concat(head, of, was, title, " {", nest(2, ...parts, last), hardline, "}")
}

function itemsOf(layout: Layout, node: RuleDecl): Item[] {
  const item = ({ span: { start, end } }: Node, doc: () => Doc, documented = false) => ({ start, end, documented, doc })
  const lets = node.lets.map((each) => item(each, () => binding(layout, each), true))
  const outputs = node.outputs.map((each) => item(each, () => output(layout, each)))
  const clauses = node.clauses.map((each) => item(each, () => clause(layout, each)))
  const start = node.trigger
  if (start === undefined) return [...lets, ...clauses, ...outputs]
  const first = item(start, () => trigger(layout, start))
  if (!isSimple(layout, start, node.clauses)) return [...lets, first, ...clauses, ...outputs]
  const joined = () => group(first.doc(), ...clauses.flatMap(({ doc }) => [line, doc()]))
  return [...lets, { ...first, end: clauses.at(-1)?.end ?? first.end, doc: joined }, ...outputs]
}

/** Whether trigger and clauses may stand on one line: one element without conditions, and only `within` and `per`. */
function isSimple(layout: Layout, node: Trigger, clauses: readonly Clause[]): boolean {
  if (clauses.some(({ kind }) => kind !== "within" && kind !== "within-forever" && kind !== "per")) return false
  if (layout.comments.between(node.span.start, clauses.at(-1)?.span.start ?? 0)) return false
  return node.kind === "when" ? isPlain(node.pattern) : node.where === undefined
}

function isPlain({ elements }: PatternNode): boolean {
  const [element] = elements
  if (element === undefined || elements.length > 1 || element.kind === "absence") return false
  const singles = element.kind === "k-of" ? element.options : [element.single]
  return singles.every(({ target, where, until }) => {
    const plain = target.kind !== "group" || (target.op !== "sequence" && target.patterns.every(isPlain))
    return plain && where === undefined && until === undefined
  })
}

function clause(layout: Layout, node: Clause): Doc {
  switch (node.kind) {
    case "within":
      return concat("within ", duration(layout, node.duration), node.betweenEvents ? " between events" : "")
    case "within-forever":
      return "within forever"
    case "per":
      return per(layout, node.keys, "")
    case "skip":
      return concat("skip ", strategy(layout, node.strategy))
    case "having":
      return concat("having ", group(condition(layout, node.condition)))
    case "once":
      return concat("once per ", duration(layout, node.duration))
    case "tags":
      return `tags ${node.tags.map((tag) => path(layout, tag)).join(", ")}`
  }
}

function strategy(layout: Layout, node: SkipNode): Doc {
  switch (node.kind) {
    case "none":
      return "none"
    case "past-last":
      return "past last"
    case "to-next":
      return "to next"
    default:
      return concat(node.kind === "to-first" ? "to first " : "to last ", name(layout, node.step))
  }
}

function output(layout: Layout, node: OutputNode): Doc {
  const parts: Doc[] = [layout.comments.here(node.span.start), node.onTimeout ? "on timeout " : "", node.kind]
  if (node.event !== undefined) parts.push(" ", name(layout, node.event))
  if (node.severity !== undefined) parts.push(` ${node.severity}`)
  if (node.score !== undefined) parts.push(" score ", layout.expression(layout, node.score))
  if (node.message !== undefined) parts.push(" ", layout.expression(layout, node.message))
  if (node.sink !== undefined) parts.push(" to ", name(layout, node.sink))
  if (node.record !== undefined) parts.push(" ", recordOf(layout, node.record))
  return concat(...parts, node.withoutEvents ? " without events" : "")
}
