import type { DurationInfo, RuleInfo } from "../../lang/check/model.ts"
import type { StateBound } from "./facts.ts"
import { windowText } from "./window-bound.ts"

/** The state that one key can hold, as a formula for people. */
export function boundText(rule: RuleInfo, bound: StateBound): string {
  const place = keyText(rule)
  switch (bound.kind) {
    case "none":
      return "none: each event is judged alone"
    case "fixed":
      return `at most ${counted(bound.events, "event")} and ${counted(bound.partialMatches, "partial match")} ${place}`
    case "forever":
      return `no bound (\`within forever\`): what waits ${place} is kept until it matches`
    case "waits":
      return `every ${inputsText(rule)} ${place} for at most ${bound.durations.map(durationOf).join(" + ")}; for n of them ${growthText(bound)}`
    case "windows":
      return rule.trigger.kind === "window" ? windowText(rule.trigger.window, place) : ""
    case "window":
      return `${withinText(rule, bound)}; for n of them ${growthText(bound)}`
  }
}

function withinText(rule: RuleInfo, bound: Extract<StateBound, { kind: "window" }>): string {
  const { within } = rule
  const time = within.kind === "whole" || within.kind === "between-events" ? durationOf(within.duration) : ""
  const events = `every ${inputsText(rule)}`
  if (within.kind === "between-events" && bound.duration !== undefined) {
    return `${events} ${keyText(rule)} for as long as each follows the one before within ${time}`
  }
  return `${events} of the last ${time} ${keyText(rule)}`
}

function growthText({ growth, degree }: Extract<StateBound, { kind: "window" | "waits" }>): string {
  if (growth === "linear") return "at most about n partial matches"
  return growth === "polynomial"
    ? `at most about n^${degree} partial matches`
    : "up to 2^n partial matches, held by the engine's limit"
}

function keyText(rule: RuleInfo): string {
  return rule.keys.length === 0 ? "in all" : `per ${rule.keys.map((key) => key.name).join(", ")}`
}

/** The types of the events that wait: a last step that holds one event completes the match with it. */
function inputsText(rule: RuleInfo): string {
  const { elements } = rule.trigger.pattern
  const last = elements.at(-1)
  const completes = elements.length > 1 && last?.kind === "step" && last.quantifier.max === 1 ? last.step : null
  const kept = new Set(
    rule.steps.filter((step) => step.shown && step.index !== completes).flatMap((step) => step.events),
  )
  return [...kept].join(" or ")
}

/** A duration as written; of a parameter its name and what it is now. */
export function durationOf(duration: DurationInfo): string {
  const text = durationText(duration.ms)
  return duration.kind === "param" ? `${duration.name} (now ${text})` : text
}

/** A duration as a rule would write it: the greatest unit that leaves a whole number. */
export function durationText(ms: number): string {
  const units = [
    ["week", 604_800_000],
    ["day", 86_400_000],
    ["hour", 3_600_000],
    ["minute", 60_000],
    ["second", 1_000],
  ] as const
  for (const [name, size] of units) if (ms >= size && ms % size === 0) return counted(ms / size, name)
  return `${ms} ms`
}

function counted(count: number, noun: string): string {
  const several = noun.endsWith("ch") ? `${noun}es` : `${noun}s`
  // By hand: the first number that `Intl` formats takes milliseconds.
  const digits = String(count).replace(/\B(?=(?:\d{3})+$)/g, ",")
  return `${digits} ${count === 1 ? noun : several}`
}
