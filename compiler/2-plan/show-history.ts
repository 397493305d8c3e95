import type { Expression } from "../../lang/check/model.ts"
import type { DurationRef } from "../../runtime/abi/rule-set.ts"
import type { SeriesWindow } from "../../runtime/abi/series.ts"
import { type AskPlace, isLater } from "../1-analyze/asks.ts"
import { durationText } from "../1-analyze/bound-text.ts"
import { type HistoryExpression, historyText } from "../1-analyze/history-form.ts"
import { walk } from "../1-analyze/walk.ts"
import type { MeasurePlan, Plan, RulePlan, SeriesPlan } from "./plan.ts"

type Show = (expression: Expression) => string

/** An aggregate over past events as a rule would write it, with the event at which it is taken where that is not the candidate. */
export function showHistory(expression: HistoryExpression, show: Show): string {
  const { history, at, keys, of, feature } = expression
  const taken = at.kind === "candidate" ? "" : at.kind === "previous" ? " at the last event" : ` at ${show(at)}`
  if (feature !== undefined) return `${feature}[${keys.map(show).join(", ")}]${taken}`
  const per = history.keys.map(({ path }, place) => {
    const own = path.join(".")
    const asked = show(keys[place]!)
    return asked === `${show(at)}.${own}` ? own : `${own} = ${asked}`
  })
  const where = history.filter === undefined ? "" : `where ${show(history.filter)}`
  const window = `${per.length === 0 ? "" : ` per ${per.join(", ")}`} over ${showWindow(history.window)}${taken}`
  if (history.op === "new") {
    const parts = (of ?? []).map(show).join(", ")
    return `(${of?.length === 1 ? parts : `(${parts})`} is new${window})`
  }
  const fraction = history.fraction === undefined ? [] : [`${history.fraction}`]
  const args = [...history.values.map(show), ...fraction].join(", ")
  return `${history.op}(${[args, where].filter((part) => part !== "").join(" ")})${window}`
}

/** A window without its `over`. */
export function showWindow(window: SeriesWindow): string {
  switch (window.kind) {
    case "forever":
      return "forever"
    case "count":
      return `${window.previous ? "previous" : "last"} ${window.count} ${window.count === 1 ? "event" : "events"}`
    case "time": {
      const ending = window.ending === undefined ? "" : ` ending ${showDuration(window.ending)} ago`
      return `${window.previous ? "previous " : ""}${showDuration(window.length)}${ending}`
    }
  }
}

/** A duration as written: its name, or its length. */
export function showDuration(duration: DurationRef): string {
  return duration.kind === "param" ? duration.name : durationText(duration.ms)
}

/** What is kept of past events and the aggregates over it, a line each. */
export function showSeries({ series, measures }: Plan): readonly string[] {
  return [...series.map(showOneSeries), ...measures.map((one, number) => showMeasure(one, number, series))]
}

function showOneSeries({ kind, name, windows, lookback, params }: SeriesPlan, number: number): string {
  return [
    `series s${number} ${kind}: ${name}`,
    `over ${windows.map(showWindow).join(", ")}`,
    ...(lookback === null ? [] : [`asked for events up to ${lookback.map(showDuration).join(" + ")} ago`]),
    ...(params.length === 0 ? [] : [`begins anew with ${params.join(", ")}`]),
  ].join("; ")
}

function showMeasure({ op, series, window, feature }: MeasurePlan, number: number, all: readonly SeriesPlan[]): string {
  const name = feature === undefined ? "" : ` (feature ${feature})`
  return `measure m${number} ${op} of s${series} over ${showWindow(all[series]!.windows[window]!)}${name}`
}

/** Which series and window each aggregate of a rule's conditions and outputs comes from, a line each. */
export function showAsks(rule: RulePlan, plan: Plan): readonly string[] {
  const lines: string[] = []
  const add = (where: string, place: AskPlace, ...expressions: readonly (Expression | undefined)[]): void => {
    for (const one of expressions) {
      if (one === undefined) continue
      walk(one, (inner) => {
        if (inner.kind === "history") lines.push(`${where} ${showAsk(historyText(inner, isLater(inner, place)), plan)}`)
      })
    }
  }
  for (const [number, { where }] of rule.conditions.entries()) add(`c${number}`, "condition", where)
  add("having", rule.place, rule.having)
  for (const [number, { onTimeout, score, message, values }] of rule.outputs.entries()) {
    add(`output ${number}`, onTimeout ? "later" : rule.place, score, message, ...values)
  }
  return [...new Set(lines)]
}

function showAsk(text: string, { measures, series: all }: Plan): string {
  const number = measures.findIndex(({ history }) => history === text)
  const { series, window, op, feature } = measures[number]!
  const { kind, name, windows } = all[series]!
  const title = feature === undefined ? op : `${feature}, ${op}`
  return `m${number} ${title} over ${showWindow(windows[window]!)} of s${series} ${kind}: ${name}`
}
