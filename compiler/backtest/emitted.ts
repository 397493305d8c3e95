import type { Emitted } from "../../runtime/abi/engine.ts"
import type { Manifest, RuleManifest } from "../../runtime/abi/rule-set.ts"
import { type Grid, gridOver } from "./buckets.ts"

/** Derived events of a rule that are kept for its plots; the plots of what comes further say so. */
const maxPoints = 1_000_000
/** Lines of a plot; all other keys are one line together. */
const maxLines = 8
/** Points of a line: with more, each is the mean of a length of time. */
const maxColumns = 720

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
  /** In falling order of their sums; the last may stand for all further keys (`others`: how many). */
  readonly lines: readonly EmittedLine[]
}

export interface EmittedLine {
  readonly key: string
  readonly others?: number
  readonly total: number
  /** Event time (epoch ms) and value, in the order of time. */
  readonly points: readonly (readonly [number, number])[]
}

/** Keeps the numbers of one rule's derived events. */
export class EmittedPoints {
  readonly #rule: RuleManifest
  readonly #keyNames: readonly string[]
  readonly #fields: readonly string[]
  readonly #event: string
  readonly #keys = new Map<string, number>()
  readonly #times: number[] = []
  readonly #keyOf: number[] = []
  /** By field. */
  readonly #values: number[][]
  #left = 0

  constructor(rule: RuleManifest, event: string, fields: readonly string[]) {
    this.#rule = rule
    this.#event = event
    this.#keyNames = keyNames(rule)
    this.#fields = fields.filter((name) => !this.#keyNames.includes(name))
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
    for (const [i, field] of this.#fields.entries()) this.#values[i]!.push(numberOf(data[field]))
  }

  /** One plot a field that holds numbers. */
  plots(): EmittedPlot[] {
    return this.#fields.flatMap((field, i) => {
      const values = this.#values[i]!
      if (values.every(Number.isNaN)) return []
      const lines = this.#lines(values)
      const most = Math.max(...lines.map(({ points }) => points.length))
      const grid = most > maxColumns ? this.#grid() : null
      return {
        rule: this.#rule.name,
        event: this.#event,
        field,
        keys: this.#keyNames,
        points: this.#times.length,
        left: this.#left,
        grid,
        lines: grid === null ? lines : lines.map((line) => ({ ...line, points: means(line.points, grid) })),
      }
    })
  }

  #grid(): Grid {
    const [first, last] = extent(this.#times)
    return gridOver(first, last, maxColumns)
  }

  #lines(values: readonly number[]): EmittedLine[] {
    const totals = new Array<number>(this.#keys.size).fill(0)
    for (const [i, value] of values.entries()) if (!Number.isNaN(value)) totals[this.#keyOf[i]!]! += value
    const names = [...this.#keys.keys()]
    const order = names.map((_, key) => key).sort((a, b) => totals[b]! - totals[a]!)
    const shown = order.length > maxLines + 1 ? order.slice(0, maxLines) : order
    const lineOf = new Array<number>(names.length).fill(shown.length)
    for (const [line, key] of shown.entries()) lineOf[key] = line
    const sums = Array.from({ length: shown.length + 1 }, () => new Map<number, number>())
    for (const [i, value] of values.entries()) {
      if (Number.isNaN(value)) continue
      const at = this.#times[i]!
      const sum = sums[lineOf[this.#keyOf[i]!]!]!
      sum.set(at, (sum.get(at) ?? 0) + value)
    }
    const points = (line: number) => [...sums[line]!].sort((a, b) => a[0] - b[0])
    const lines = shown.map(
      (key, line): EmittedLine => ({ key: names[key]!, total: totals[key]!, points: points(line) }),
    )
    const others = order.slice(shown.length)
    if (others.length === 0) return lines
    const total = others.reduce((sum, key) => sum + totals[key]!, 0)
    return [...lines, { key: "others", others: others.length, total, points: points(shown.length) }]
  }
}

/** Makes what keeps the numbers of the events that the rules emit, by rule and event. */
export function emittedPoints({ rules, events }: Manifest): Map<string, Map<string, EmittedPoints>> {
  const numeric = new Set(["number", "integer", "decimal", "duration"])
  const entries = rules.map((rule): [string, Map<string, EmittedPoints>] => {
    const made = rule.outputs.flatMap(({ kind, event, data }): [string, EmittedPoints][] => {
      if (kind !== "emit" || event === undefined) return []
      const fields = (data ?? []).filter(({ type }) => numeric.has(type.kind)).map(({ name }) => name)
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
  const sums = new Map<number, { sum: number; count: number }>()
  for (const [at, value] of points) {
    const part = Math.floor((at - grid.start) / grid.stepMs)
    const of = sums.get(part) ?? { sum: 0, count: 0 }
    of.sum += value
    of.count++
    sums.set(part, of)
  }
  return [...sums].map(([part, { sum, count }]) => [grid.start + part * grid.stepMs, sum / count])
}
