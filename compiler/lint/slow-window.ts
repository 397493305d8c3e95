import type { DurationInfo, ElementInfo, EventInfo, RuleInfo } from "../../lang/check/model.ts"
import type { Report } from "../../lang/diagnostic.ts"
import { messages } from "../../lang/messages/generated.ts"
import type { Span } from "../../lang/source.ts"
import { durationTextOf } from "../../lang/syntax/units.ts"
import { elementsOf, walk } from "../1-analyze/walk.ts"
import { expressionsOf } from "./expressions.ts"
import type { LintInput } from "./lint.ts"

/**
 * Rules whose whole view of time is shorter than the lateness of an event that they read: every event waits for that long before it
 * is judged, so what happens within seconds is told an hour later.
 */
export function slowWindows(input: LintInput, rule: RuleInfo, report: Report): void {
  const longest = longestWindow(rule)
  if (longest === undefined) return
  const slowest = input.checked.events
    .filter(({ name }) => rule.inputs.includes(name))
    .reduce<EventInfo | undefined>(
      (most, each) => (most && most.latenessMs >= each.latenessMs ? most : each),
      undefined,
    )
  if (slowest === undefined || slowest.latenessMs <= longest) return
  const holes = {
    rule: rule.name,
    window: durationTextOf(longest),
    event: slowest.name,
    lateness: durationTextOf(slowest.latenessMs),
  }
  report.add(messages.windowShorterThanLateness(holes), windowSpan(input, rule), {
    labels: [{ span: slowest.span, text: `waits ${holes.lateness} for late ones` }],
  })
}

/** In ms; undefined: the rule looks at one event alone, or back without an end, or a parameter says how far. */
function longestWindow(rule: RuleInfo): number | undefined {
  const own = ownWindows(rule)
  const past = pastWindows(rule)
  if (own === undefined || past === undefined) return undefined
  if ([...own, ...past].some(({ kind }) => kind === "param") || own.length + past.length === 0) return undefined
  // Waits follow each other; without a window the rule may take as long as all of them.
  return Math.max(
    own.reduce((sum, { ms }) => sum + ms, 0),
    ...past.map(({ ms }) => ms),
  )
}

function ownWindows({ trigger, within }: RuleInfo): readonly DurationInfo[] | undefined {
  if (within.kind === "forever") return undefined
  if (within.kind !== "none") return [within.duration]
  if (trigger.kind !== "window") return [...elementsOf(trigger.pattern)].flatMap(waitOf)
  const { shape } = trigger.window
  // A session lasts for as long as events come.
  return shape.kind === "time" ? [shape.size] : undefined
}

/** How far its aggregates look back. */
function pastWindows(rule: RuleInfo): readonly DurationInfo[] | undefined {
  const found: DurationInfo[] = []
  let endless = false
  for (const expression of expressionsOf(rule)) {
    walk(expression, (part) => {
      if (part.kind !== "history") return
      const { window } = part.history
      if (window.kind !== "time") endless = true
      else found.push(window.length, ...(window.ending === undefined ? [] : [window.ending]))
    })
  }
  return endless ? undefined : found
}

function waitOf(element: ElementInfo): readonly DurationInfo[] {
  const duration = element.kind === "absence" ? element.duration : element.soon
  return duration === undefined ? [] : [duration]
}

function windowSpan(input: LintInput, rule: RuleInfo): Span {
  const node = input.written(rule.name)
  const clause = node?.clauses.find(({ kind }) => kind === "within")
  return clause?.span ?? (node?.trigger?.kind !== "when" ? node?.trigger?.span : undefined) ?? rule.span
}
