/** What starts a rule: patterns with one element a line, silences and windows. */
import type {
  CountNode,
  ElementNode,
  FollowNode,
  Name,
  PatternNode,
  SingleNode,
  TargetNode,
  Trigger,
} from "../syntax/ast.ts"
import type { DurationNode, Expr } from "../syntax/ast-expressions.ts"
import { concat, type Doc, group, hardline, line, nest, softline } from "./doc.ts"
import { condition } from "./expression.ts"
import { duration, type Layout, name, numbers, path } from "./layout.ts"

/** The width of `when ` and of `then `: what belongs to a step stands below its first word. */
const step = 5

/** `when …` or `each …`. */
export function trigger(layout: Layout, node: Trigger): Doc {
  switch (node.kind) {
    case "when":
      return concat("when ", nest(step, sequence(layout, node.pattern, hardline, step)))
    case "silence": {
      const event = concat("no ", name(layout, node.event), as(layout, node.as))
      const tail = concat(where(layout, node.where), lasting(layout, node.duration))
      return concat("when ", nest(step, group(event, tail)))
    }
    case "each-session":
      return each(layout, node.where, "session of ", name(layout, node.event), " gap ", duration(layout, node.gap))
    case "each-count":
      return each(layout, node.where, node.count.text, " events of ", name(layout, node.event))
    case "each": {
      const size = duration(layout, node.size)
      const zone = node.zone === undefined ? "" : concat(" in ", path(layout, node.zone))
      const event = concat(" of ", name(layout, node.event))
      const every = node.every === undefined ? "" : concat(" every ", duration(layout, node.every))
      return each(layout, node.where, size, zone, event, every)
    }
  }
}

function each(layout: Layout, filter: Expr | undefined, ...parts: readonly Doc[]): Doc {
  return group("each ", nest(step, ...parts, where(layout, filter)))
}

/** Elements with what stands between them; `separator` begins each but the first. */
function sequence(layout: Layout, pattern: PatternNode, separator: Doc, indent: number): Doc {
  const parts = pattern.elements.map((node, index) => {
    const follow = pattern.follows[index - 1]
    if (follow === undefined) return element(layout, node)
    const before = layout.comments.at(separator, follow.span.start)
    return concat(before, nest(indent, followed(layout, follow), " ", element(layout, node)))
  })
  return concat(...parts)
}

function followed(layout: Layout, { kind, within, span }: FollowNode): Doc {
  const word = concat(layout.comments.here(span.start), kind === "thenAny" ? "then any" : kind)
  return within === undefined ? word : concat(word, " within ", duration(layout, within))
}

function element(layout: Layout, node: ElementNode): Doc {
  const before = layout.comments.here(node.span.start)
  if (node.kind === "absence") {
    const what = concat(before, "no ", single(layout, node.single))
    return group(what, node.duration === undefined ? "" : lasting(layout, node.duration))
  }
  const optional = concat(before, node.optional ? "optional " : "")
  if (node.kind === "k-of") {
    const options = node.options.map((each) => ({ start: each.span.start, doc: () => group(single(layout, each)) }))
    const [k = ""] = numbers(layout, node.span, node.k)
    return group(optional, k, " of ", bracketed(layout, "|", options, node.span.end))
  }
  const times = node.count === undefined ? "" : `${count(layout, node.count)} `
  const inner = node.inner === undefined ? "" : `${node.inner} `
  return group(optional, times, inner, single(layout, node.single), node.greedy ? concat(line, "greedy") : "")
}

function count(layout: Layout, { span, min, max }: CountNode): string {
  if (max === null) return `${numbers(layout, span, min)[0]}+`
  return min === max ? numbers(layout, span, min)[0]! : numbers(layout, span, min, max).join("..")
}

/** In the group of its element, so that all its parts have lines of their own or none has. */
function single(layout: Layout, node: SingleNode): Doc {
  const event = concat(target(layout, node.target), as(layout, node.as))
  return concat(event, where(layout, node.where), where(layout, node.until, "until"))
}

function as(layout: Layout, alias: Name | undefined): Doc {
  return alias === undefined ? "" : concat(" as ", name(layout, alias))
}

function where(layout: Layout, filter: Expr | undefined, word = "where"): Doc {
  if (filter === undefined) return ""
  const before = layout.comments.at(line, layout.comments.word(word, filter.span.start))
  return concat(before, `${word} `, condition(layout, filter))
}

function lasting(layout: Layout, length: DurationNode): Doc {
  const before = layout.comments.at(line, layout.comments.word("for", length.span.start))
  return concat(before, "for ", duration(layout, length))
}

function target(layout: Layout, node: TargetNode): Doc {
  if (node.kind === "any-event") return concat(layout.comments.here(node.span.start), "event")
  if (node.kind === "event") return name(layout, node.name)
  const parts = node.patterns.map((pattern) => ({
    start: pattern.span.start,
    doc: () => (node.op === "sequence" ? sequence(layout, pattern, line, 2) : branch(layout, pattern)),
  }))
  return bracketed(layout, node.op === "and" ? "&" : "|", parts, node.span.end)
}

function branch(layout: Layout, pattern: PatternNode): Doc {
  return group(nest(2, sequence(layout, pattern, line, step)))
}

interface Part {
  readonly start: number
  readonly doc: () => Doc
}

function bracketed(layout: Layout, mark: string, parts: readonly Part[], end: number): Doc {
  const { comments } = layout
  const docs = parts.map(({ start, doc }, index) => {
    if (index === 0) return concat(comments.at(softline, start), doc())
    return concat(comments.at(line, comments.word(mark, start)), `${mark} `, doc())
  })
  return group("(", nest(2, ...docs, comments.close(end - 1)), softline, ")")
}
