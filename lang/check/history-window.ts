import { messages } from "../messages/generated.ts"
import type { WindowNode } from "../syntax/ast-expressions.ts"
import { type Context, complain } from "./context.ts"
import { readDuration } from "./durations.ts"
import type { HistoryOp, HistoryWindow } from "./model.ts"

/** More events than this are not kept for one key. */
const maxEvents = 100_000

/** What can be made over all events there ever were without keeping them. `new` keeps each value: it says so by `forever`. */
const constantSize: ReadonlySet<HistoryOp> = new Set<HistoryOp>([
  "count",
  "sum",
  "avg",
  "min",
  "max",
  "stddev",
  "first",
  "last",
  "new",
])

/** Reads the window of an aggregate. Undefined after a problem that was reported. */
export function readWindow(context: Context, node: WindowNode, op: HistoryOp): HistoryWindow | undefined {
  switch (node.kind) {
    case "forever":
      if (constantSize.has(op)) return { kind: "forever" }
      complain(context, messages.foreverGrows({ aggregate: op }), node.span)
      return undefined
    case "count":
      if (node.count <= maxEvents) return { kind: "count", count: node.count, previous: node.previous }
      complain(context, messages.windowTooMany({ max: maxEvents }), node.span)
      return undefined
    case "time": {
      const length = readDuration(context, node.duration)
      const ending = node.ending && readDuration(context, node.ending)
      if (length === undefined) return undefined
      if (node.ending === undefined) return { kind: "time", length, previous: node.previous }
      // What ends before now does not have the current event in it anyway.
      return ending && { kind: "time", length, previous: false, ending }
    }
  }
}

/**
 * The window in which `is new` looks: never at the event itself. Of the last n events that leaves n − 1 before it; undefined:
 * none, so everything is new.
 */
export function withoutCurrent(window: HistoryWindow): HistoryWindow | undefined {
  switch (window.kind) {
    case "forever":
      return window
    case "time":
      return window.ending === undefined ? { ...window, previous: true } : window
    case "count": {
      const count = window.previous ? window.count : window.count - 1
      return count > 0 ? { kind: "count", count, previous: true } : undefined
    }
  }
}
