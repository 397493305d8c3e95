import type { Expression, RuleInfo } from "../../lang/check/model.ts"
import { elementsOf } from "../1-analyze/walk.ts"

/** The expressions of a rule, in the order written but for those of windows, which come last. */
export function expressionsOf(rule: RuleInfo): readonly Expression[] {
  const { trigger, having, outputs } = rule
  const steps = [...elementsOf(trigger.pattern)].flatMap((element) => [
    "where" in element ? element.where : undefined,
    "until" in element ? element.until : undefined,
  ])
  const results = outputs.flatMap(({ score, message, data }) => [score, message, ...data.map(({ value }) => value)])
  const measures = trigger.kind === "window" ? trigger.window.measures.flatMap((each) => [each.value, each.filter]) : []
  return [...steps, having, ...results, ...measures].filter((each) => each !== undefined)
}
