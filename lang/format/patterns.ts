/** Patterns and triggers. */
import type {
  CountNode,
  ElementNode,
  FollowNode,
  KOfNode,
  PatternNode,
  SingleNode,
  TargetNode,
  Trigger,
} from "../syntax/ast.ts"
import { align, type Doc, group, hardline, indent, join, line, softline } from "./doc.ts"
import { condition, duration } from "./expressions.ts"
import type { Writer } from "./writer.ts"

/** Whether a trigger is so plain that its clauses may stand on its line: one step without a condition. */
export function isShort(trigger: Trigger): boolean {
  if (trigger.kind !== "when") return trigger.where === undefined
  const [only, ...more] = trigger.pattern.elements
  if (only === undefined || more.length > 0 || only.kind !== "step") return false
  const { target, where, until } = only.single
  return where === undefined && until === undefined && target.kind !== "group"
}

export function trigger(w: Writer, node: Trigger): Doc {
  const start = w.at(node.span.start, "")
  switch (node.kind) {
    case "when":
      return [start, "when ", align(5, pattern(w, node.pattern, hardline))]
    case "silence": {
      const head = [start, "when no ", w.name(node.event), node.as === undefined ? "" : [" as ", w.name(node.as)]]
      const where = node.where === undefined ? "" : [line, group("where ", condition(w, node.where))]
      return align(5, group(head, where, node.where === undefined ? " " : line, "for ", duration(w, node.duration)))
    }
    case "each-session": {
      const head = [start, "each session of ", w.name(node.event), " gap ", duration(w, node.gap)]
      return eachDoc(w, head, node.where)
    }
    case "each-count": {
      const head = [start, "each ", w.at(node.count.span.start, node.count.text), " events of ", w.name(node.event)]
      return eachDoc(w, head, node.where)
    }
    case "each": {
      const size = duration(w, node.size)
      const zone = node.zone === undefined ? "" : [" in ", text(w, node.zone)]
      const event = w.name(node.event)
      const every = node.every === undefined ? "" : [" every ", duration(w, node.every)]
      return eachDoc(w, [start, "each ", size, zone, " of ", event, every], node.where)
    }
  }
}

function eachDoc(w: Writer, head: Doc, where: SingleNode["where"]): Doc {
  return where === undefined ? head : align(5, group(head, line, "where ", condition(w, where)))
}

/** A path or other plain text: as it stands in the source, or quoted anew. */
export function text(
  w: Writer,
  node: { readonly span: { readonly start: number; readonly end: number }; readonly text: string },
): Doc {
  return w.at(node.span.start, w.quoted(node))
}

function pattern(w: Writer, node: PatternNode, separator: Doc): Doc {
  return node.elements.map((each, index) => {
    const before = index === 0 ? undefined : node.follows[index - 1]
    if (before === undefined) return element(w, each)
    return [separator, follow(w, before), align(5, element(w, each))]
  })
}

function follow(w: Writer, node: FollowNode): Doc {
  const word = w.at(node.span.start, node.kind === "thenAny" ? "then any" : node.kind)
  return [word, node.within === undefined ? "" : [" within ", duration(w, node.within)], " "]
}

function element(w: Writer, node: ElementNode): Doc {
  const start = w.at(node.span.start, "")
  if (node.kind === "absence") {
    const limit = node.duration
    return group(start, "no ", single(w, node.single), limit === undefined ? "" : [line, "for ", duration(w, limit)])
  }
  const optional = node.optional ? "optional " : ""
  if (node.kind === "k-of") return [start, optional, kOf(w, node)]
  const count = node.count === undefined ? "" : [countText(node.count), " "]
  const inner = node.inner === undefined ? "" : `${node.inner} `
  return group(start, optional, count, inner, single(w, node.single), node.greedy ? " greedy" : "")
}

function kOf(w: Writer, node: KOfNode): Doc {
  const options = node.options.map((each) => group(single(w, each)))
  return group(
    `${node.k} of (`,
    indent(softline, join(options, [line, "| "])),
    softline,
    w.closing(node.span.end - 1),
    ")",
  )
}

function countText({ min, max }: CountNode): string {
  if (max === null) return `${min}+`
  return max === min ? String(min) : `${min}..${max}`
}

function single(w: Writer, node: SingleNode): Doc {
  const name = [target(w, node.target), node.as === undefined ? "" : [" as ", w.name(node.as)]]
  const where = node.where === undefined ? "" : [line, "where ", condition(w, node.where)]
  const until = node.until === undefined ? "" : [line, "until ", condition(w, node.until)]
  return [name, where, until]
}

function target(w: Writer, node: TargetNode): Doc {
  if (node.kind === "event") return w.name(node.name)
  if (node.kind === "any-event") return w.at(node.span.start, "event")
  const open = w.at(node.span.start, "(")
  const mark = node.op === "and" ? "& " : "| "
  const patterns = node.patterns.map((each) => group(pattern(w, each, line)))
  return group(open, indent(softline, join(patterns, [line, mark])), softline, w.closing(node.span.end - 1), ")")
}
