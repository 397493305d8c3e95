/** Tests: one event or expectation a line, the times of neighbouring events in a column. */
import type { TestDecl, TestItem, TestTime } from "../syntax/ast.ts"
import { breaks, concat, type Doc, flatWidth, group, hardline, line, lineWidth, nest } from "./doc.ts"
import { expression } from "./expression.ts"
import { duration, type Layout, name, numbers, path } from "./layout.ts"
import { recordOf } from "./record.ts"
import { assigned } from "./values.ts"

/** Times stand in a column where that moves none of them by more than so much, */
const maxPadding = 8
/** and where the longest event is no longer than this. */
const maxAligned = 76
/** How long a line inside of a test can be. */
const room = lineWidth - 2

type EventItem = Extract<TestItem, { kind: "event" }>

interface Line {
  readonly doc: Doc
  readonly time?: Doc
  /** How far the time is moved to the right. */
  padding: number
}

/** `test "name" { … }` */
export function test(layout: Layout, node: TestDecl): Doc {
  const head = concat("test ", path(layout, node.name), params(layout, node), " {")
  const gaps: Doc[] = []
  const lines: Line[] = []
  let from: number | undefined
  for (const item of node.items) {
    gaps.push(layout.comments.item(item.span.start, from === undefined ? {} : { from }))
    lines.push(lineOf(layout, item))
    from = item.span.end
  }
  alignTimes(layout, node.items, lines)
  const items = lines.map(({ doc, time, padding }, index) =>
    concat(gaps[index]!, doc, time === undefined ? "" : concat(" ".repeat(padding + 1), time)),
  )
  if (node.until !== undefined) {
    const start = layout.comments.word("until", node.until.span.start)
    items.push(layout.comments.item(start, from === undefined ? {} : { from }))
    items.push("until ", expression(layout, node.until))
    from = node.until.span.end
  }
  const last = layout.comments.close(node.span.end - 1, from)
  if (items.length === 0 && !breaks(last)) return concat(head, "}")
  return concat(head, nest(2, ...items, last), hardline, "}")
}

function params(layout: Layout, { params }: TestDecl): Doc {
  if (params.length === 0) return ""
  const parts = params.map(({ name: of, value }, index) => {
    const before = index === 0 ? " with " : concat(",", layout.comments.at(line, of.span.start))
    return concat(before, name(layout, of), " = ", expression(layout, value))
  })
  return group(nest(2, ...parts))
}

function lineOf(layout: Layout, item: TestItem): Line {
  if (item.kind !== "event") return { doc: other(layout, item), padding: 0 }
  const doc = concat(name(layout, item.event), " ", recordOf(layout, item.record))
  return item.at === undefined ? { doc, padding: 0 } : { doc, time: concat("at ", time(layout, item.at)), padding: 0 }
}

function time(layout: Layout, at: TestTime): Doc {
  return at.kind === "offset" ? concat("+", duration(layout, at.duration)) : expression(layout, at.time)
}

/** Moves the times of neighbouring events into one column, as long as none of them is much longer than another. */
function alignTimes(layout: Layout, items: readonly TestItem[], lines: readonly Line[]): void {
  const widths = lines.map(({ doc }) => flatWidth(doc))
  const times = lines.map(({ time }) => (time === undefined ? Number.POSITIVE_INFINITY : flatWidth(time)))
  for (let first = 0; first < lines.length; ) {
    let [narrowest, column, longest] = [widths[first]!, widths[first]!, times[first]!]
    let end = first + 1
    for (; end < lines.length && areNeighbours(layout, items[end - 1]!, items[end]!); end++) {
      const least = Math.min(narrowest, widths[end]!)
      const most = Math.max(column, widths[end]!)
      const time = Math.max(longest, times[end]!)
      if (most - least > maxPadding || most > maxAligned || most + 1 + time > room) break
      ;[narrowest, column, longest] = [least, most, time]
    }
    if (end > first + 1) for (let at = first; at < end; at++) lines[at]!.padding = column - widths[at]!
    first = end
  }
}

function areNeighbours(layout: Layout, one: TestItem, two: TestItem): boolean {
  return one.kind === "event" && two.kind === "event" && !layout.comments.parted(one.span.end, two.span.start)
}

function other(layout: Layout, item: Exclude<TestItem, EventItem>): Doc {
  if (item.kind === "expect-nothing") return "expect nothing"
  if (item.kind === "expect-late") return "expect late"
  if (item.kind === "watermark") return concat("watermark to ", time(layout, item.to))
  if (item.kind === "given") {
    const target = concat("given ", expression(layout, item.target))
    if ("kind" in item.value) return assigned(layout, target, item.value)
    return concat(target, " = ", recordOf(layout, item.value))
  }
  const times = item.count === null ? "" : item.count === 0 ? "no " : `${numbers(layout, item.span, item.count)[0]} `
  const record = item.record === undefined ? "" : concat(" ", recordOf(layout, item.record))
  return concat("expect ", times, name(layout, item.rule), record)
}
