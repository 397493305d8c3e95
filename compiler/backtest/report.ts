import type { JobResult } from "../../runtime/job/counts.ts"
import { type Grid, gridOver } from "./buckets.ts"
import { type ChangeReport, changeReport } from "./change.ts"
import type { EmittedPlot } from "./emitted.ts"
import { type Replayed, type RuleReport, ruleReports, span, type TotalReport, totalReport } from "./rule-report.ts"
import { sortedNames } from "./score.ts"
import type { Tally } from "./tally.ts"

/** Bars of a plot over time. */
const maxBars = 100
const day = 86_400_000

/** All that a backtest found: what `--json` prints and every other form is made of. Times are ISO 8601. */
export interface BacktestReport {
  /** Rises when a reader of the JSON would have to change. */
  readonly form: 1
  /** By the machine's clock. */
  readonly madeAt: string
  readonly files: readonly string[]
  /** A hash over all that decides the rules' meaning. */
  readonly version: string
  /** Values of params that were given. */
  readonly params: Readonly<Record<string, unknown>>
  readonly input: InputReport
  readonly seconds: number
  readonly eventsPerSecond: number
  readonly rules: readonly RuleReport[]
  /** All rules but shadow rules. `score`: each event once, alerts alone. */
  readonly all: TotalReport
  /** The parts of time that `counts` of the rules are about; null: nothing came out. */
  readonly grid: Grid | null
  readonly label: LabelReport | null
  readonly change: ChangeReport | null
  readonly emitted: readonly EmittedPlot[]
}

export interface InputReport {
  readonly read: number
  /** Accepted: neither late nor dead letters. */
  readonly events: number
  readonly late: number
  readonly deadLetters: number
  readonly deadLettersByCode: Readonly<Record<string, number>>
  readonly passedOver: number
  readonly passedOverTypes: readonly string[]
  /** Not judged: `--at-end stop`, or stopped before the end. */
  readonly waiting: number
  readonly ending: JobResult["ending"]
  /** Event types that rules read and no source brought. */
  readonly missing: readonly string[]
  /** The lookup tables of the rules, as they were read before the first event. */
  readonly tables: readonly {
    readonly name: string
    readonly rows: number
    readonly refused: number
    readonly repeated: number
  }[]
  /** Of asynchronous functions; null: the rules call none. Calls that did not succeed have no result. */
  readonly calls: {
    readonly made: number
    readonly timeouts: number
    readonly errors: number
    readonly wrongTypes: number
  } | null
  readonly first: string | null
  readonly last: string | null
  /** From the first event to the last, at least one: what `perDay` divides by. */
  readonly days: number
}

export interface LabelReport {
  readonly field: string
  readonly classField: string | null
  readonly types: readonly {
    readonly type: string
    readonly positives: number
    readonly negatives: number
    readonly classes: readonly { readonly name: string; readonly positives: number }[]
  }[]
  /** Events whose label is neither true, false, 1 nor 0. */
  readonly unreadable: number
  readonly firstUnreadable: string | null
}

export interface ReportOptions {
  readonly madeAt: string
  /** Examples of each kind and rule in a comparison. */
  readonly examples: number
}

/** Puts together what the replay of a version, and of the one that it is compared with, has shown. */
export function makeReport(after: Replayed, before: Replayed | undefined, options: ReportOptions): BacktestReport {
  const input = inputReport(after)
  const grid = gridOf(before === undefined ? [after] : [before, after])
  const seconds = Math.round(after.seconds * 1000) / 1000
  return {
    form: 1,
    madeAt: options.madeAt,
    files: after.files,
    version: after.rules.manifest.version,
    params: after.params,
    input,
    seconds,
    eventsPerSecond: Math.round(after.result.read / Math.max(after.seconds, 0.001)),
    rules: ruleReports(after, grid, input.days),
    all: totalReport(after, input.days),
    grid,
    label: labelReport(after.tally),
    change: before === undefined ? null : changeReport(before, after, grid, input.days, options.examples),
    emitted: after.tally.plots(after.result.engine.rules),
  }
}

function inputReport({ result, tally, missing }: Replayed): InputReport {
  const { read, late, deadLetters, deadLettersByCode, passedOver, passedOverTypes, ending, engine, tables, calls } =
    result
  const { first, last } = tally
  return {
    read,
    events: engine.events,
    late,
    deadLetters,
    deadLettersByCode,
    passedOver,
    passedOverTypes,
    waiting: engine.waiting,
    ending,
    missing,
    tables: (tables ?? []).map(({ name, rows, refused, repeated }) => ({ name, rows, refused, repeated })),
    calls: calls === undefined ? null : callsOf(calls),
    ...span(first <= last ? [first, last] : []),
    days: Math.max(1, (last - first) / day),
  }
}

function callsOf({ calls, timeouts, errors, wrongTypes }: NonNullable<JobResult["calls"]>): InputReport["calls"] {
  return { made: calls, timeouts, errors, wrongTypes }
}

function gridOf(versions: readonly Replayed[]): Grid | null {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const { tally } of versions) {
    first = Math.min(first, tally.first)
    last = Math.max(last, tally.last)
    // Absences and windows come after the last event.
    for (const { times } of tally.rules) {
      for (const at of times) {
        if (at < first) first = at
        if (at > last) last = at
      }
    }
  }
  return first <= last ? gridOver(first, last, maxBars) : null
}

function labelReport({ labels }: Tally): LabelReport | null {
  if (labels === undefined) return null
  const types = [...labels.byType].map(([type, { positives, negatives, groups }]) => ({
    type,
    positives,
    negatives,
    classes: sortedNames(groups.keys()).map((name) => ({ name, positives: groups.get(name)! })),
  }))
  const { field, classField, unreadable, firstUnreadable } = labels
  return { field, classField: classField ?? null, types, unreadable, firstUnreadable: firstUnreadable ?? null }
}
