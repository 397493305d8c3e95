import type { Expression } from "../../lang/check/model.ts"
import type { RuleWords } from "../../runtime/abi/rule-set.ts"
import type { ConditionPlan, OutputPlan, Plan, RulePlan } from "./plan.ts"
import { definitionsText, usesCode } from "./series-name.ts"
import { showExpression } from "./show-expression.ts"
import { showOutput, showPattern } from "./show-plan.ts"
import { showWindow } from "./show-window.ts"

/** What a rule says, part by part, for those who compare two versions of it; `code`: a name for the content of the functions in TypeScript. */
export function ruleWords(rule: RulePlan, plan: Plan, code: string): RuleWords {
  const expressions = expressionsOf(rule)
  const definitions = definitionsText(expressions, plan).replace(/^ with /, "")
  return {
    pattern: rule.window === undefined ? patternText(rule) : windowText(rule),
    conditions: rule.conditions.map((one) => conditionText(one, rule, plan)),
    having: rule.having === undefined ? "" : showExpression(rule.having, rule.steps),
    outputs: rule.outputs.map((one) =>
      showOutput(one, rule, plan)
        .map((line) => line.trim())
        .join(", "),
    ),
    definitions: usesCode(expressions, plan) ? `${definitions} (${code})` : definitions,
  }
}

/** The steps and what lies between them, without their conditions. */
function patternText(rule: RulePlan): string {
  const lines = showPattern(rule.pattern, rule).map((line) => line.trim())
  return lines.join(" ").replaceAll(/ \[c\d+\]/g, "")
}

/** What is worked out of windows stands behind them. */
function windowText(rule: RulePlan): string {
  const [windows, ...measures] = showWindow(rule).map((line) => line.trim())
  return [windows!.replace(/^window +/, ""), ...measures].join(", ")
}

function conditionText({ step, role, events, where }: ConditionPlan, { steps }: RulePlan, plan: Plan): string {
  const types = events.map((id) => plan.events[id]!.name).join(" or ")
  const name = steps[step]?.name ?? types
  const text = where === undefined ? "" : ` where ${showExpression(where, steps)}`
  return `${role === "until" ? "until " : ""}${types} as ${name}${text}`
}

function expressionsOf({ conditions, having, outputs, window }: RulePlan): Expression[] {
  const all = [
    ...conditions.map(({ where }) => where),
    having,
    ...outputs.flatMap(({ score, message, values }: OutputPlan) => [score, message, ...values]),
    ...(window?.measures ?? []).flatMap(({ filter, value }) => [filter, value]),
  ]
  return all.filter((one) => one !== undefined)
}
