/** A rule as `.cep` text, over one event type, in the layout of the golden cases. */
import type { Contiguity, Skip } from "./pattern.ts"
import {
  type Comparison,
  isPlainGroup,
  type Rule,
  type RuleEventStep,
  type RuleGroup,
  type RulePattern,
  type RuleStep,
} from "./rule.ts"

/** The whole file: the event type and the rule, which is called `Golden`. */
export function toCep({ pattern, outOfOrderMs }: Rule): string {
  const lateness = outOfOrderMs > 0 ? `, up to ${durationText(outOfOrderMs)} late` : ""
  const event = `event Event { i: integer, type: string, k: string, v: integer, w: integer, at: time } timed by at${lateness}`
  const lines = [
    ...patternLines(pattern),
    `  within ${withinText(pattern)}`,
    "  per k",
    ...skipLines(pattern.skip),
    "  alert",
    ...(pattern.within === null && !pattern.steps.some(isTimed) ? [] : ["  on timeout alert"]),
  ]
  return `${event}\n\nrule Golden {\n${lines.join("\n")}\n}\n`
}

function durationText(ms: number): string {
  return ms === 1000 ? "1 second" : ms > 1000 && ms % 1000 === 0 ? `${ms / 1000} seconds` : `${ms} ms`
}

function withinText({ within }: RulePattern): string {
  if (within === null) return "forever"
  return durationText(within.ms) + (within.mode === "previous" ? " between events" : "")
}

function skipLines(skip: Skip): string[] {
  if (skip.kind === "default") return []
  if (skip.kind === "none") return ["  skip none"]
  if (skip.kind === "pastLast") return ["  skip past last"]
  if (skip.kind !== "toFirst" && skip.kind !== "toLast") return ["  skip to next"]
  return [`  skip to ${skip.kind === "toFirst" ? "first" : "last"} ${skip.step}`]
}

/** Whether a step, or one inside it, says within what time its event comes. */
export function isTimed(step: RuleStep): boolean {
  return step.soon != null || ("group" in step && step.group.some(isTimed))
}

function followText(contiguity: Contiguity, soon: number | null = null): string {
  const within = soon === null ? "" : `within ${durationText(soon)} `
  return contiguity === "first" ? "" : `${contiguity === "thenAny" ? "then any" : contiguity} ${within}`
}

function patternLines({ steps }: RulePattern): string[] {
  const singles = singleSteps(steps)
  return steps.map((step, at) => {
    const text = elementText(step, singles)
    return at === 0 ? `  when ${text}` : `       ${followText(step.contiguity, step.soon)}${text}`
  })
}

/** The steps that hold one event at most, whose name is used as a record. */
function singleSteps(steps: readonly RuleStep[], isRepeated = false): Set<string> {
  const names = new Set<string>()
  for (const step of steps) {
    const repeats = isRepeated || step.max !== 1
    if ("group" in step) for (const name of singleSteps(step.group, repeats)) names.add(name)
    else if (!repeats) names.add(step.name)
  }
  return names
}

function elementText(step: RuleStep, singles: ReadonlySet<string>): string {
  if (!("group" in step) && step.negated) {
    return `no ${eventText(step, singles)}${step.for == null ? "" : ` for ${durationText(step.for)}`}`
  }
  const until =
    step.until === null ? "" : ` until ${step.until.map((each) => comparisonText(each, singles)).join(" and ")}`
  const body = "group" in step ? groupText(step, singles) : eventText(step, singles)
  return `${quantifierText(step)}${body}${until}${step.greedy ? " greedy" : ""}`
}

function sequenceText(steps: readonly RuleStep[], singles: ReadonlySet<string>): string {
  return steps
    .map((step, at) => (at === 0 ? "" : followText(step.contiguity, step.soon)) + elementText(step, singles))
    .join(" ")
}

function groupText({ group, choice }: RuleGroup, singles: ReadonlySet<string>): string {
  if (choice === undefined) return `(${sequenceText(group, singles)})`
  const isSome = choice > 1 && choice < group.length
  const members = group.map((member) => {
    const text = elementText(member, singles)
    const isSingle =
      "group" in member ? isPlainGroup(member) || !isSome : !isSome || (member.min === 1 && member.max === 1)
    return isSingle ? text : `(${text})`
  })
  return `${isSome ? `${choice} of ` : ""}(${members.join(choice === 1 || isSome ? " | " : " & ")})`
}

function quantifierText({ min, max, optional, inner }: RuleStep): string {
  const isStar = optional && min === 1 && max === null
  const how = { relaxed: "", strict: "consecutive ", any: "any " }[inner]
  if (isStar) return `0+ ${how}`
  const prefix = optional ? "optional " : ""
  if (max === null) return `${prefix}${min}+ ${how}`
  if (min !== max) return `${prefix}${min}..${max} ${how}`
  return max === 1 ? prefix : `${prefix}${max} ${how}`
}

function eventText(step: RuleEventStep, singles: ReadonlySet<string>): string {
  const conditions = step.where.map((each) => comparisonText(each, singles))
  if (step.type !== null) conditions.unshift(`type == "${step.type}"`)
  return `Event as ${step.name}${conditions.length > 0 ? ` where ${conditions.join(" and ")}` : ""}`
}

function comparisonText(comparison: Comparison, singles: ReadonlySet<string>): string {
  const { field, op } = comparison
  if (!("ref" in comparison)) return `${field} ${op} ${comparison.value}`
  const { ref, times, plus } = comparison
  const scaled = times === 1 ? "" : ` * ${times}`
  const shifted = plus === 0 ? "" : plus > 0 ? ` + ${plus}` : ` - ${-plus}`
  return `${field} ${op} ${aggregateText(ref, singles)}${scaled}${shifted}`
}

function aggregateText(
  { step, agg, field }: { readonly step: string; readonly agg: string; readonly field: string },
  singles: ReadonlySet<string>,
): string {
  if (agg === "count") return `count(${step})`
  if (agg !== "first" && agg !== "last") return `${agg}(${step}.${field})`
  return singles.has(step) ? `${step}.${field}` : `${agg}(${step}).${field}`
}
