import type { Emitted } from "../../runtime/abi/engine.ts"
import type { Manifest, RuleManifest } from "../../runtime/abi/rule-set.ts"
import type { AggregateOp } from "../../runtime/abi/series.ts"
import { type Grid, gridOver } from "./buckets.ts"

/** Derived events of a rule that are kept for its plots; the plots of what comes further say so. */
const maxPoints = 1_000_000
/** Lines of a plot; all other keys are one line together. */
const maxLines = 8
/** Points of a line: with more, each is the mean of a length of time. */
const maxColumns = 720
/** Windows in which a line is 0 where nothing came: with more between the first and the last, only those that others had. */
const maxWindows = 100_000

/** A numeric field of derived events over event time, by key. */
export interface EmittedPlot {
  readonly rule: string
  readonly event: string
  readonly field: string
  /** The names of the key's fields, as in `country`. */
  readonly keys: readonly string[]
  readonly points: number
  /** Derived events that were not kept. */
  readonly left: number
  /** null: every point is a value as it came; else the mean of each part that holds some. */
  readonly grid: Grid | null
  /** What stands for a line as a whole: values such as averages cannot be added up. */
  readonly shows: "sum" | "mean"
  /** Windows in which nothing came are points too: of a count, 0. */
  readonly filled: boolean
  /** In falling order of their sums; the last may stand for all further keys (`others`: how many). */
  readonly lines: readonly EmittedLine[]
}

export interface EmittedLine {
  readonly key: string
  readonly others?: number
  readonly total: number
  /** Of the values as they came. */
  readonly mean: number
  /** Event time (epoch ms) and value, in the order of time. */
  readonly points: readonly (readonly [number, number])[]
}

/** Keeps the numbers of one rule's derived events. */
export class EmittedPoints {
  readonly #rule: RuleManifest
  readonly #keyNames: readonly string[]
  readonly #fields: readonly PlotField[]
  readonly #event: string
  readonly #keys = new Map<string, number>()
  readonly #times: number[] = []
  readonly #keyOf: number[] = []
  /** By field. */
  readonly #values: number[][]
  #left = 0

  constructor(rule: RuleManifest, event: string, fields: readonly PlotField[]) {
    this.#rule = rule
    this.#event = event
    this.#keyNames = keyNames(rule)
    this.#fields = fields.filter(({ name }) => !this.#keyNames.includes(name))
    this.#values = this.#fields.map(() => [])
  }

  /** `at`: epoch ms. */
  add(data: Emitted["data"], at: number): void {
    if (this.#fields.length === 0) return
    if (this.#times.length >= maxPoints) {
      this.#left++
      return
    }
    const name = this.#keyNames.map((key) => keyText(data[key])).join(" · ")
    const key = this.#keys.get(name) ?? this.#keys.size
    this.#keys.set(name, key)
    this.#times.push(at)
    this.#keyOf.push(key)
    for (const [i, { name: field }] of this.#fields.entries()) this.#values[i]!.push(numberOf(data[field]))
  }

  /** One plot a field that holds numbers. `complete`: no window with events was kept back by the rule. */
  plots(complete: boolean): EmittedPlot[] {
    const windows = complete ? this.#windows() : []
    return this.#fields.flatMap((field, i) => {
      const values = this.#values[i]!
      if (values.every(Number.isNaN)) return []
      const zeros = field.zeroOfNone ? windows : []
      const lines = this.#lines(values, field, zeros)
      const most = Math.max(...lines.map(({ points }) => points.length))
      const grid = most > maxColumns ? this.#grid() : null
      return {
        rule: this.#rule.name,
        event: this.#event,
        field: field.name,
        keys: this.#keyNames,
        points: this.#times.length,
        left: this.#left,
        grid,
        shows: field.shows,
        filled: zeros.length > 0,
        lines: grid === null ? lines : lines.map((line) => ({ ...line, points: means(line.points, grid) })),
      }
    })
  }

  /** The ends of windows from the first to the last that came out for any key: of windows of time alone. */
  #windows(): readonly number[] {
    const shape = this.#rule.window?.shape
    if (shape?.kind !== "time" || this.#times.length === 0) return []
    const step = shape.every ?? shape.size
    const [first, last] = extent(this.#times)
    // Days of a calendar have many lengths.
    if (step.kind === "fixed" && shape.zone === undefined && (last - first) / step.ms < maxWindows)
      return Array.from({ length: Math.floor((last - first) / step.ms) + 1 }, (_, i) => first + i * step.ms)
    const known = new Set(this.#times)
    return known.size > maxWindows ? [] : [...known]
  }

  #grid(): Grid {
    const [first, last] = extent(this.#times)
    return gridOver(first, last, maxColumns)
  }

  #lines(values: readonly number[], { shows }: PlotField, zeros: readonly number[]): EmittedLine[] {
    const totals = this.#totals(values)
    const names = [...this.#keys.keys()]
    const order = names.map((_, key) => key).sort((a, b) => totals[b]!.sum - totals[a]!.sum)
    const shown = order.length > maxLines + 1 ? order.slice(0, maxLines) : order
    const lineOf = new Array<number>(names.length).fill(shown.length)
    for (const [line, key] of shown.entries()) lineOf[key] = line
    const sums = Array.from({ length: shown.length + 1 }, () => new Map<number, Sum>())
    for (const [i, value] of values.entries())
      if (!Number.isNaN(value)) add(sums[lineOf[this.#keyOf[i]!]!]!, this.#times[i]!, value)
    for (const line of sums) for (const at of zeros) if (!line.has(at)) line.set(at, { sum: 0, count: 1 })
    const points = (line: number) =>
      [...sums[line]!]
        .map(([at, { sum, count }]) => [at, shows === "sum" ? sum : sum / count] as const)
        .sort((a, b) => a[0] - b[0])
    const lines = shown.map((key, line): EmittedLine => {
      const { sum, count } = totals[key]!
      return { key: names[key]!, total: sum, mean: sum / Math.max(1, count), points: points(line) }
    })
    const others = order.slice(shown.length)
    if (others.length === 0) return lines
    const sum = others.reduce((total, key) => total + totals[key]!.sum, 0)
    const count = others.reduce((total, key) => total + totals[key]!.count, 0)
    return [
      ...lines,
      {
        key: "others",
        others: others.length,
        total: sum,
        mean: sum / Math.max(1, count),
        points: points(shown.length),
      },
    ]
  }

  /** By key. */
  #totals(values: readonly number[]): Sum[] {
    const totals = Array.from({ length: this.#keys.size }, () => ({ sum: 0, count: 0 }))
    for (const [i, value] of values.entries()) {
      if (Number.isNaN(value)) continue
      const total = totals[this.#keyOf[i]!]!
      total.sum += value
      total.count++
    }
    return totals
  }
}

interface Sum {
  sum: number
  count: number
}

function add(sums: Map<number, Sum>, at: number, value: number): void {
  const of = sums.get(at) ?? { sum: 0, count: 0 }
  of.sum += value
  of.count++
  sums.set(at, of)
}

/** A field that is plotted. */
interface PlotField {
  readonly name: string
  readonly shows: "sum" | "mean"
  /** Of no events it is 0. */
  readonly zeroOfNone: boolean
}

/** A field that is no aggregate as it stands is taken for an amount. */
function plotField(name: string, op: AggregateOp | undefined): PlotField {
  const adds = op === undefined || op === "count" || op === "sum"
  return { name, shows: adds ? "sum" : "mean", zeroOfNone: op === "count" || op === "sum" || op === "distinct" }
}

/** Makes what keeps the numbers of the events that the rules emit, by rule and event. */
export function emittedPoints({ rules, events }: Manifest): Map<string, Map<string, EmittedPoints>> {
  const numeric = new Set(["number", "integer", "decimal", "duration"])
  const entries = rules.map((rule): [string, Map<string, EmittedPoints>] => {
    const made = rule.outputs.flatMap(({ kind, event, data, aggregates = {} }): [string, EmittedPoints][] => {
      if (kind !== "emit" || event === undefined) return []
      const fields = (data ?? [])
        .filter(({ type }) => numeric.has(type.kind))
        .map(({ name }) => plotField(name, Object.hasOwn(aggregates, name) ? aggregates[name] : undefined))
      const { name } = events[event]!
      return [[name, new EmittedPoints(rule, name, fields)]]
    })
    return [rule.name, new Map(made)]
  })
  return new Map(entries)
}

/** The fields of the key as derived events hold them. */
export function keyNames({ keys }: RuleManifest): string[] {
  return keys.map(({ name }) => name.split(".").at(-1)!)
}

function keyText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "none")
}

function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : Number.NaN
}

/** The least and the greatest; there is at least one. */
export function extent(numbers: readonly number[]): readonly [number, number] {
  let least = Number.POSITIVE_INFINITY
  let greatest = Number.NEGATIVE_INFINITY
  for (const each of numbers) {
    if (each < least) least = each
    if (each > greatest) greatest = each
  }
  return [least, greatest]
}

function means(points: EmittedLine["points"], grid: Grid): EmittedLine["points"] {
  const sums = new Map<number, Sum>()
  for (const [at, value] of points) add(sums, Math.floor((at - grid.start) / grid.stepMs), value)
  return [...sums].map(([part, { sum, count }]) => [grid.start + part * grid.stepMs, sum / count])
}
