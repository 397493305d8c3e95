/** Rules and tests. */
import type { Clause, OutputNode, RuleDecl, SkipNode, TestDecl, TestItem } from "../syntax/ast.ts"
import { align, type Doc, flatWidth, group, hardline, indent, join, line } from "./doc.ts"
import { condition, duration, expression, key, record } from "./expressions.ts"
import { isShort, text, trigger } from "./patterns.ts"
import type { Writer } from "./writer.ts"

export function rule(w: Writer, node: RuleDecl, binding: (w: Writer, node: RuleDecl["lets"][number]) => Doc): Doc {
  const shadow = node.shadow ? "shadow " : ""
  const head = [w.at(node.span.start, `${shadow}rule `), w.name(node.name)]
  const was = node.was === undefined ? "" : [" was ", w.name(node.was)]
  const title = node.title === undefined ? "" : [" ", w.at(node.title.span.start, node.title.text)]
  const items: Doc[] = []
  const add = (start: number, make: () => Doc) => items.push([w.item(start, items.length === 0), make()])
  for (const each of node.lets) add(each.span.start, () => binding(w, each))
  if (node.trigger !== undefined) triggerAndClauses(w, node, add)
  for (const each of node.outputs) add(each.span.start, () => output(w, each))
  return [head, was, title, " ", braces(items, w.closing(node.span.end - 1))]
}

function braces(items: readonly Doc[], close: Doc): Doc {
  return ["{", indent(hardline, join(items, hardline), close), hardline, "}"]
}

function triggerAndClauses(w: Writer, node: RuleDecl, add: (start: number, make: () => Doc) => void): void {
  const start = node.trigger!
  const plain = node.clauses.every(
    (each) => each.kind === "within" || each.kind === "within-forever" || each.kind === "per",
  )
  if (!isShort(start) || !plain) {
    add(start.span.start, () => trigger(w, start))
    for (const each of node.clauses) add(each.span.start, () => clause(w, each))
    return
  }
  add(start.span.start, () => {
    const first = trigger(w, start)
    return group(
      first,
      node.clauses.map((each) => [line, w.item(each.span.start, false), clause(w, each)]),
    )
  })
}

function clause(w: Writer, node: Clause): Doc {
  const start = w.at(node.span.start, "")
  switch (node.kind) {
    case "within":
      return [start, "within ", duration(w, node.duration), node.betweenEvents ? " between events" : ""]
    case "within-forever":
      return [start, "within forever"]
    case "per": {
      const keys = node.keys.map((each) => key(w, each))
      return [start, align(4, group("per ", join(keys, [",", line])))]
    }
    case "skip":
      return [start, "skip ", strategy(w, node.strategy)]
    case "having":
      return [start, group("having ", condition(w, node.condition))]
    case "once":
      return [start, "once per ", duration(w, node.duration)]
    case "tags": {
      const tags = node.tags.map((each) => text(w, each))
      return [start, align(5, group("tags ", join(tags, [",", line])))]
    }
  }
}

function strategy(w: Writer, node: SkipNode): Doc {
  switch (node.kind) {
    case "none":
      return "none"
    case "past-last":
      return "past last"
    case "to-next":
      return "to next"
    default:
      return [node.kind === "to-first" ? "to first " : "to last ", w.name(node.step)]
  }
}

function output(w: Writer, node: OutputNode): Doc {
  const start = w.at(node.span.start, node.onTimeout ? "on timeout " : "")
  const head: Doc[] = [start, node.kind]
  if (node.event !== undefined) head.push(" ", w.name(node.event))
  if (node.severity !== undefined) head.push(` ${node.severity}`)
  if (node.score !== undefined) head.push(" score ", expression(w, node.score))
  if (node.message !== undefined) head.push(" ", w.at(node.message.span.start, node.message.text))
  if (node.sink !== undefined) head.push(" to ", w.name(node.sink))
  if (node.record !== undefined) head.push(" ", record(w, node.record))
  if (node.withoutEvents) head.push(" without events")
  return head
}

export function testDecl(w: Writer, node: TestDecl): Doc {
  const head = [w.at(node.span.start, "test "), text(w, node.name)]
  const params = node.params.map((each) => [w.name(each.name), " = ", expression(w, each.value)])
  const given = params.length === 0 ? "" : [" with ", align(4, group(join(params, [",", line])))]
  const items = testItems(w, node)
  if (node.until !== undefined) {
    const { start } = node.until.span
    items.push([w.item(start, items.length === 0), "until ", expression(w, node.until)])
  }
  return [head, given, " ", braces(items, w.closing(node.span.end - 1))]
}

/** Events on neighbouring lines have their times below each other, if they are of about the same length. */
function testItems(w: Writer, node: TestDecl): Doc[] {
  const made = node.items.map((item, index) => {
    const apart = index === 0 || w.blankBefore(item.span.start) || w.hasComment(item.span.start)
    const before = w.item(item.span.start, index === 0)
    const { doc, time } = testItem(w, item)
    return { before, apart, doc, time, width: flatWidth(doc) }
  })
  const docs: Doc[] = []
  for (let from = 0; from < made.length; ) {
    let widest = made[from]!.width
    let narrowest = widest
    let to = from + 1
    for (; to < made.length && made[to - 1]!.time !== undefined; to++) {
      const { apart, time, width } = made[to]!
      if (apart || time === undefined || Math.max(widest, width) - Math.min(narrowest, width) > maxPadding) break
      widest = Math.max(widest, width)
      narrowest = Math.min(narrowest, width)
    }
    for (const { before, doc, time, width } of made.slice(from, to)) {
      const pad = widest <= maxAligned ? " ".repeat(widest - width) : ""
      docs.push([before, doc, time === undefined ? "" : [`${pad} at `, time]])
    }
    from = to
  }
  return docs
}

/** Longer events than this are not brought into line with their neighbours: they would hardly fit on a line. */
const maxAligned = 76
/** Nor those that would need more spaces than this. */
const maxPadding = 8

function testItem(w: Writer, item: TestItem): { doc: Doc; time?: Doc } {
  const start = w.at(item.span.start, "")
  switch (item.kind) {
    case "event": {
      const doc = [start, w.name(item.event), " ", record(w, item.record)]
      if (item.at === undefined) return { doc }
      const time = item.at.kind === "absolute" ? expression(w, item.at.time) : ["+", duration(w, item.at.duration)]
      return { doc, time }
    }
    case "expect-nothing":
      return { doc: [start, "expect nothing"] }
    case "expect": {
      const count = item.count === null ? "" : item.count === 0 ? "no " : `${item.count} `
      const name = [start, "expect ", count, w.name(item.rule)]
      return { doc: item.record === undefined ? name : [name, " ", record(w, item.record)] }
    }
    case "given": {
      const target = [start, "given ", expression(w, item.target), " = "]
      return { doc: [target, "fields" in item.value ? record(w, item.value) : expression(w, item.value)] }
    }
  }
}
