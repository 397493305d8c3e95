import type { DurationRef, EventSchema } from "../../runtime/abi/rule-set.ts"
import type { TableSchema } from "../../runtime/abi/table.ts"
import type { ValueType } from "../../runtime/abi/value.ts"
import { durationText } from "../1-analyze/bound-text.ts"
import type { ConditionPlan, OutputPlan, PatternElement, PatternPlan, Plan, QuantifierPlan, RulePlan } from "./plan.ts"
import { showExpression } from "./show-expression.ts"
import { showAsks, showDuration, showSeries } from "./show-history.ts"
import { showWindow } from "./show-window.ts"

/** A plan as text, for `cep explain --plan` and the case folders. */
export function showPlan(plan: Plan): string {
  const head = [
    ...plan.events.map((event, id) => showEvent(event, id, plan)),
    ...plan.params.map((one) => `param ${one.name}: ${showType(one.type, plan)} = ${JSON.stringify(one.value)}`),
    ...plan.lets.map((one) => `let ${one.name} = ${showExpression(one.value, [])}`),
    ...plan.functions.map(
      (one) =>
        `fn ${one.name}(${one.parameters.map((each) => each.name).join(", ")}) = ${showExpression(one.body, [])}`,
    ),
    ...plan.uses.map((one) => `use ${one.name} = ${one.exported} of ${one.path}`),
    ...plan.tables.map((one) => showTable(one, plan)),
    ...plan.models.map((one) => {
      const parameters = one.parameters.map(({ name, type }) => `${name}: ${showType(type, plan)}`)
      return `model ${one.name}(${parameters.join(", ")}) from ${one.from.connector}${JSON.stringify(one.from.args)}`
    }),
    ...plan.rows.map((one) => `ahead ${one.name} for ${one.events.map((id) => plan.events[id]!.name).join(", ")}`),
    ...plan.awaited.map((one) => `await ${one.name} for ${one.events.map((id) => plan.events[id]!.name).join(", ")}`),
    ...plan.sources.map((one) => `source ${one.name} from ${one.connector}${JSON.stringify(one.args)}`),
    ...showSeries(plan),
    ...plan.sinks.map((one) => `sink ${one.name} to ${one.connector}${JSON.stringify(one.args)}`),
  ]
  return [...head, ...plan.rules.map((rule) => `\n${showRulePlan(rule, plan)}`)].join("\n").trim()
}

function showEvent(event: EventSchema, id: number, plan: Plan): string {
  const fields = event.fields.map((field) => `${field.name}: ${showType(field.type, plan)}${field.optional ? "?" : ""}`)
  const time = event.derived ? "derived" : event.timeField === null ? "by arrival" : `by ${event.timeField}`
  const late = event.latenessMs > 0 ? `, up to ${durationText(event.latenessMs)} late` : ""
  return `event ${id} ${event.name} { ${fields.join(", ")} } ${time}${late}`
}

function showTable({ name, keys, fields, timeField, from, refreshMs }: TableSchema, plan: Plan): string {
  const shown = fields.map((field) => `${field.name}: ${showType(field.type, plan)}${field.optional ? "?" : ""}`)
  const key = keys.map((key) => fields[key]!.name).join(", ")
  const time = timeField === null ? "" : ` by ${timeField}`
  const refresh = refreshMs === undefined ? "" : ` refresh ${durationText(refreshMs)}`
  return `table ${name} key ${key} { ${shown.join(", ")} }${time} from ${from.connector}${JSON.stringify(from.args)}${refresh}`
}

/** One rule of a plan as text. */
export function showRulePlan(rule: RulePlan, plan: Plan): string {
  const names = (ids: readonly number[]) => ids.map((id) => plan.events[id]!.name).join(" | ")
  const key = rule.keys.map((one) => `${one.name}: ${showType(one.type, plan)}`).join(", ")
  const within = rule.within.kind === "none" ? "none" : `${rule.within.kind} ${showDuration(rule.within.duration)}`
  const skip = "step" in rule.skip ? `${rule.skip.kind} ${rule.steps[rule.skip.step]!.name}` : rule.skip.kind
  return [
    `${rule.shadow ? "shadow " : ""}rule ${rule.name}${rule.of === undefined ? "" : ` of ${rule.of}`}${rule.was === undefined ? "" : ` was ${rule.was}`}`,
    `  input   ${names(rule.inputs)}`,
    `  key     ${key === "" ? "none" : key}`,
    `  within  ${within}`,
    `  skip    ${skip}`,
    `  state   ${rule.boundText}`,
    ...(rule.oncePer === undefined ? [] : [`  silent  ${showSilence(rule.oncePer)}`]),
    ...(rule.tags.length === 0 ? [] : [`  tags    ${rule.tags.map((tag) => JSON.stringify(tag)).join(", ")}`]),
    ...showWindow(rule),
    "  pattern",
    ...showPattern(rule.pattern, rule).map((line) => `    ${line}`),
    "  conditions",
    ...rule.conditions.map((one, number) => `    ${showCondition(one, number, rule, names)}`),
    ...(rule.having === undefined ? [] : [`  having  ${showExpression(rule.having, rule.steps)}`]),
    ...titled("  aggregates", showAsks(rule, plan)),
    ...rule.outputs.flatMap((output) => showOutput(output, rule, plan).map((line) => `  ${line}`)),
  ].join("\n")
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `    ${line}`)]
}

/** The elements of a pattern, a line each. */
export function showPattern(pattern: PatternPlan, rule: RulePlan): string[] {
  return pattern.elements.flatMap((element) => showElement(element, rule))
}

function showElement(element: PatternElement, rule: RulePlan): string[] {
  const soon =
    element.kind === "absence" || element.soon === undefined ? "" : ` within ${durationOf(rule, element.soon)}`
  const follow = element.contiguity === "first" ? "" : `${element.contiguity}${soon} `
  if (element.kind === "absence") {
    const time = element.duration === undefined ? "" : ` for ${durationOf(rule, element.duration)}`
    return [`${follow}no ${rule.steps[element.step]!.name} [c${element.condition}]${time}`]
  }
  const count = showQuantifier(element.quantifier)
  const until = element.until === null ? "" : ` until [c${element.until}]`
  if (element.kind === "step") {
    return [`${follow}${count}${rule.steps[element.step]!.name} [c${element.condition}]${until}`]
  }
  if (element.kind === "choice") {
    const branches = element.branches.flatMap((branch, at) => {
      const lines = showPattern(branch, rule)
      return lines.map((line, i) => `${i > 0 || at === 0 ? " " : "|"} ${line}`)
    })
    return [`${follow}${count}${element.count} of (`, ...branches, `)${until}`]
  }
  return [`${follow}${count}(`, ...showPattern(element.pattern, rule).map((line) => `  ${line}`), `)${until}`]
}

function durationOf(rule: RulePlan, number: number): string {
  return showDuration(rule.durations[number]!)
}

function showQuantifier({ min, max, optional, inner, greedy }: QuantifierPlan): string {
  const range = max === null ? `${min}+` : min === max ? `${min}` : `${min}..${max}`
  const count = range === "1" ? "" : `${range} ${inner === "relaxed" ? "" : `${inner} `}`
  return `${optional ? "optional " : ""}${count}${greedy ? "greedy " : ""}`
}

function showCondition(
  condition: ConditionPlan,
  number: number,
  rule: RulePlan,
  names: (ids: readonly number[]) => string,
): string {
  const where = condition.where === undefined ? "" : ` where ${showExpression(condition.where, rule.steps)}`
  const reads = condition.readsMatch ? "  (reads the match)" : ""
  return `c${number} ${names(condition.events)}${where}${reads}`
}

/** An output, its head first. */
export function showOutput(output: OutputPlan, rule: RulePlan, plan: Plan): string[] {
  const what = output.kind === "alert" ? `alert ${output.severity}` : `emit ${plan.events[output.event!]!.name}`
  const head = [
    output.onTimeout ? "on timeout " : "",
    what,
    output.sink === undefined ? "" : ` to ${output.sink}`,
    output.withEvents ? "" : " without events",
    output.writes ? "" : " (read by rules, not written)",
    output.kind === "alert" && output.event !== undefined ? " (read by rules as Alert)" : "",
  ].join("")
  const message = output.message === undefined ? [] : [`  message ${showExpression(output.message, rule.steps)}`]
  const values = output.values.map((value, at) => {
    const field = output.data![at]!
    return `  ${field.name}: ${showType(field.type, plan)}${field.optional ? "?" : ""} = ${showExpression(value, rule.steps)}`
  })
  const score = output.score === undefined ? [] : [`  score ${showExpression(output.score, rule.steps)}`]
  return [head, ...score, ...message, ...values]
}

/** What `once per` keeps. */
function showSilence(duration: DurationRef): string {
  const count = "a count of suppressed ones for ten times as long, at least a day"
  return `${showDuration(duration)} after an output; per key a time until then, ${count}`
}

function showType(type: ValueType, plan: Plan): string {
  switch (type.kind) {
    case "decimal":
      return `decimal(${type.scale})`
    case "enum":
      return type.values.map((value) => JSON.stringify(value)).join(" | ")
    case "list":
      return `${showType(type.of, plan)}[]`
    case "record":
      return `{ ${type.fields.map((one) => `${one.name}: ${showType(one.type, plan)}${one.optional ? "?" : ""}`).join(", ")} }`
    case "event":
      return type.events.map((id) => plan.events[id]!.name).join(" | ")
    default:
      return type.kind
  }
}
