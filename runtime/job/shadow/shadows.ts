/** Compares rules on trial with those that they shadow, by the outputs of a job as its sinks get them: nothing is added to what judges events. */
import type { Manifest } from "../../abi/rule-set.ts"
import type { SinkRecord } from "../../connectors/contract.ts"
import type { OutputWatch } from "../gathered.ts"
import { alertHead, eachAlert } from "./alert-line.ts"
import { Comparison, type ComparisonCounts, type ComparisonExamples, type Side } from "./comparison.ts"
import { type ShadowPair, shadowPairs, toleranceOf } from "./pairs.ts"

/** How the alerts of a rule on trial and those of the rule that it shadows compare. */
export interface ShadowReport extends ComparisonCounts {
  /** The rule on trial. */
  readonly shadow: string
  readonly rule: string
  /** Since when both have said what they say, or the process has them; by the clock, in epoch milliseconds. */
  readonly since: number
  /** Alerts of one key that are at most so far apart, in event time, are the same. */
  readonly toleranceMs: number
  readonly examples: ComparisonExamples
}

/** Alerts that wait in all comparisons of a job together, and characters of their lines. */
const mostWaiting = 50_000
const mostText = 8 << 20

interface Running {
  readonly pair: ShadowPair
  readonly since: number
  readonly comparison: Comparison
}

export interface ShadowsOptions {
  /** Epoch milliseconds. */
  readonly now: () => number
  /** All outputs that were made are of events up to this moment of event time, and of these all were made. */
  readonly watermark: () => number
  /** Values of the parameters of the rules that judge, in JSON form. */
  readonly params: () => Readonly<Record<string, unknown>>
}

type Compared = Pick<Manifest, "version" | "rules" | "params">

export class Shadows implements OutputWatch {
  readonly #options: ShadowsOptions
  /** Rules that have been opened, and may judge from some moment on. */
  #opened: Compared | undefined
  #manifest: Compared | undefined
  #running: readonly Running[] = []
  /** What becomes of the alerts of a rule. */
  #takers = new Map<string, readonly (readonly [Side, Comparison])[]>()
  #paramsChanged = false

  constructor(options: ShadowsOptions) {
    this.#options = options
  }

  /** Rules that are about to judge: `begin` says when. */
  open(rules: Compared): void {
    this.#opened = rules
  }

  /** Every output that comes now is of the rules opened last. What was found of pairs that say what they said stays. */
  begin(): void {
    const rules = this.#opened
    if (rules === undefined || rules === this.#manifest) return
    this.#manifest = rules
    const pairs = shadowPairs(rules)
    const limits = {
      mostWaiting: Math.floor(mostWaiting / pairs.length),
      mostText: Math.floor(mostText / pairs.length),
    }
    const since = this.#options.now()
    this.#running = pairs.map((pair) => {
      const known = this.#running.find(({ pair: { says } }) => says === pair.says)
      if (known !== undefined) return { ...known, pair }
      return { pair, since, comparison: new Comparison(0, limits) }
    })
    this.#takers = takersOf(this.#running)
    this.paramsChanged()
  }

  /** How long durations are may be another by now. */
  paramsChanged(): void {
    this.#paramsChanged = true
  }

  lines(lines: Uint8Array): void {
    if (this.#takers.size === 0) return
    eachAlert(
      lines,
      (rule) => this.#takers.has(rule),
      (rule, line) => this.#take(rule, line),
    )
  }

  records(records: readonly SinkRecord[]): void {
    if (this.#takers.size === 0) return
    for (const { line, kind, rule } of records) if (kind === "alert" && rule !== undefined) this.#take(rule, line)
  }

  #take(rule: string, line: string): void {
    const takers = this.#takers.get(rule)
    const head = takers && alertHead(line)
    if (head === undefined) return
    for (const [side, comparison] of takers!) comparison.add({ side, line, ...head })
  }

  settled(): void {
    if (this.#running.length > 0) this.#advance(this.#options.watermark())
  }

  /** No output will come any more. */
  end(): void {
    this.#advance(Number.POSITIVE_INFINITY)
  }

  #advance(watermark: number): void {
    this.#readTolerances()
    for (const { comparison } of this.#running) comparison.advance(watermark)
  }

  /** What was found so far, by pair. */
  reports(): ShadowReport[] {
    if (this.#running.length === 0) return []
    this.#readTolerances()
    return this.#running.map(({ pair: { shadow, rule }, since, comparison }) => {
      const { counts, examples, tolerance: toleranceMs } = comparison
      return { shadow, rule, since, toleranceMs, ...counts, examples }
    })
  }

  #readTolerances(): void {
    if (!this.#paramsChanged) return
    this.#paramsChanged = false
    const values = this.#options.params()
    for (const { pair, comparison } of this.#running) comparison.tolerance = toleranceOf(pair, this.#manifest!, values)
  }
}

function takersOf(running: readonly Running[]): Map<string, (readonly [Side, Comparison])[]> {
  const takers = new Map<string, (readonly [Side, Comparison])[]>()
  const add = (rule: string, side: Side, comparison: Comparison) => {
    takers.set(rule, [...(takers.get(rule) ?? []), [side, comparison]])
  }
  for (const { pair, comparison } of running) {
    add(pair.rule, "rule", comparison)
    add(pair.shadow, "shadow", comparison)
  }
  return takers
}
