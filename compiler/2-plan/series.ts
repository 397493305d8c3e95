import type { Checked, DurationInfo, Expression, HistoryInfo, HistoryWindow } from "../../lang/check/model.ts"
import type { DurationRef } from "../../runtime/abi/rule-set.ts"
import type { MeasureSchema, SeriesWindow } from "../../runtime/abi/series.ts"
import type { Ask } from "../1-analyze/asks.ts"
import type { Facts } from "../1-analyze/facts.ts"
import { formOf, type HistoryForm, historyText } from "../1-analyze/history-form.ts"
import { durationRef } from "../1-analyze/index.ts"
import { fingerprint } from "../1-analyze/walk.ts"
import type { MeasurePlan, SeriesPlan } from "./plan.ts"
import { keptBy, paramsOf, seriesName, totalOf, usesCode } from "./series-name.ts"
import { type EventIds, eventId, valueType } from "./value-type.ts"

/** All that is kept of past events for the rules, each of it once, and the aggregates over it. */
export interface SeriesOfRules {
  readonly series: readonly SeriesPlan[]
  readonly measures: readonly MeasurePlan[]
}

/**
 * Finds what must be kept for all aggregates that rules ask. Aggregates share a series where it holds the same, whatever their
 * windows. What is kept for one never depends on whether there is another: so a new rule changes no state of those before.
 */
export function planSeries(checked: Checked, facts: Facts, ids: EventIds): SeriesOfRules {
  const table = new SeriesTable(checked, ids)
  for (const { asks, reach } of facts.rules) for (const ask of asks) table.add(ask, reach ?? [])
  return { series: table.series(), measures: table.measures }
}

type Draft = Omit<SeriesPlan, "windows" | "lookback"> & {
  /** By their text. */
  readonly places: Map<string, number>
  readonly windows: SeriesWindow[]
  /** The reach of each that asks later. */
  readonly reaches: (readonly DurationInfo[])[]
}

class SeriesTable {
  readonly measures: MeasurePlan[] = []
  readonly #drafts: Draft[] = []
  readonly #numbers = new Map<string, number>()
  /** How many series have a name, or that name with something in brackets behind it. */
  readonly #alike = new Map<string, number>()
  readonly #texts = new Set<string>()
  readonly #checked: Checked
  readonly #ids: EventIds

  constructor(checked: Checked, ids: EventIds) {
    this.#checked = checked
    this.#ids = ids
  }

  add({ expression, later }: Ask, reach: readonly DurationInfo[]): void {
    const { history, feature } = expression
    const fields = this.#checked.events.find(({ name }) => name === history.event)!.fields
    const form = formOf(history, later, fields)
    const series = this.#seriesOf(form, history)
    const draft = this.#drafts[series]!
    if (later) draft.reaches.push(reach)
    const text = historyText(expression, later)
    if (this.#texts.has(text)) return
    this.#texts.add(text)
    const window = placeOf(lowerWindow(history.window), draft)
    this.measures.push({ ...measureOf(history, form, { series, window }, feature), history: text })
  }

  series(): readonly SeriesPlan[] {
    return this.#drafts.map(({ reaches, places: _, ...series }) => ({ ...series, lookback: lookbackOf(reaches) }))
  }

  #seriesOf(form: HistoryForm, history: HistoryInfo): number {
    const meaning = meaningOf(form, history)
    const known = this.#numbers.get(meaning)
    if (known !== undefined) return known
    const number = this.#drafts.push(this.#draft(form, history)) - 1
    this.#numbers.set(meaning, number)
    return number
  }

  #draft(form: HistoryForm, history: HistoryInfo): Draft {
    const ids = this.#ids
    const { kind, filter, columns } = form
    return {
      name: this.#uniqueName(seriesName(form, history, this.#checked)),
      kind,
      event: eventId(history.event, ids),
      keys: history.keys.map(({ type, path }) => ({ type: valueType(type, ids), path })),
      columns: columns.map(({ name, value, optional }) => ({ name, type: valueType(value.type, ids), optional })),
      counted: history.window.kind === "count",
      params: paramsOf(keptBy(form), this.#checked),
      usesCode: usesCode(keptBy(form), this.#checked),
      ...(filter === undefined ? {} : { filter }),
      values: columns.map(({ value }) => value),
      places: new Map(),
      windows: [],
      reaches: [],
    }
  }

  /** Different series have different names, unless types alone tell them apart. */
  #uniqueName(name: string): string {
    const alike = this.#alike.get(name) ?? 0
    const unique = alike === 0 ? name : `${name} (${alike + 1})`
    const starts = [...unique.matchAll(/ \(/g)].map(({ index }) => unique.slice(0, index))
    for (const start of [unique, ...starts]) this.#alike.set(start, (this.#alike.get(start) ?? 0) + 1)
    return unique
  }
}

/** Two aggregates with the same text can be answered from the same series. */
function meaningOf({ kind, filter, columns }: HistoryForm, { op, event, keys, window }: HistoryInfo): string {
  return JSON.stringify([
    kind === "total" ? `total ${totalOf(op)}` : kind,
    event,
    keys.map(({ path }) => path),
    window.kind === "count",
    filter === undefined ? null : fingerprint(filter),
    columns.map(({ value, optional }) => [fingerprint(value), optional]),
  ])
}

function placeOf(window: SeriesWindow, { places, windows }: Draft): number {
  const text = JSON.stringify(window)
  const known = places.get(text)
  if (known !== undefined) return known
  places.set(text, windows.length)
  return windows.push(window) - 1
}

function lowerWindow(window: HistoryWindow): SeriesWindow {
  if (window.kind !== "time") return window
  const { previous, ending } = window
  const end = ending === undefined ? {} : { ending: durationRef(ending) }
  return { kind: "time", length: durationRef(window.length), previous, ...end }
}

function measureOf(
  { op, values, fraction }: HistoryInfo,
  { column }: HistoryForm,
  place: Pick<MeasureSchema, "series" | "window">,
  feature: string | undefined,
): MeasureSchema {
  const scale = resultScale(op, values[0])
  return {
    ...place,
    op,
    ...(column === undefined ? {} : { column }),
    ...(fraction === undefined ? {} : { fraction }),
    ...(scale === undefined ? {} : { scale }),
    ...(feature === undefined ? {} : { feature }),
  }
}

/** Where decimals give a number: what the result is divided by, as a power of ten. */
function resultScale(op: HistoryInfo["op"], value: Expression | undefined): number | undefined {
  if (value === undefined || !["avg", "stddev", "median", "percentile"].includes(op)) return undefined
  const type = value.type.kind === "optional" ? value.type.of : value.type
  return type.kind === "decimal" ? type.scale : undefined
}

/**
 * A sum that is at least as long as each reach, whatever the parameters are: each parameter as often as in the reach that has
 * it most often, and the longest of the fixed parts.
 */
function lookbackOf(reaches: readonly (readonly DurationInfo[])[]): readonly DurationRef[] | null {
  if (reaches.length === 0) return null
  let fixed = 0
  const most = new Map<string, number>()
  for (const reach of reaches) {
    const own = new Map<string, number>()
    let ownFixed = 0
    for (const one of reach) {
      if (one.kind === "fixed") ownFixed += one.ms
      else own.set(one.name, (own.get(one.name) ?? 0) + 1)
    }
    fixed = Math.max(fixed, ownFixed)
    for (const [name, times] of own) most.set(name, Math.max(times, most.get(name) ?? 0))
  }
  const params = [...most].flatMap(([name, times]) => Array<DurationRef>(times).fill({ kind: "param", name }))
  return fixed > 0 || params.length === 0 ? [...params, { kind: "fixed", ms: fixed }] : params
}
