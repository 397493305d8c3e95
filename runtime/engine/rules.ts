import type { EngineOptions } from "../abi/engine.ts"
import type { DurationRef, Manifest, Program, RuleManifest } from "../abi/rule-set.ts"
import type { History } from "../aggregate/history.ts"
import { windowDurations } from "../aggregate/windows.ts"
import type { EventOperator, OnResult } from "../operator/contract.ts"
import { takingOver } from "../operator/conversion/take-over.ts"
import { FilterOperator, type FilterOptions, filterLayout, singleEvent } from "../operator/filter.ts"
import { keyShape } from "../operator/key.ts"
import type { Lane, LaneHost } from "../operator/lanes/contract.ts"
import { RingGroups } from "../operator/lanes/ring-groups.ts"
import { ObjectKeys, type ObjectSpace } from "../operator/object-keys.ts"
import { OpenWindows } from "../operator/open-windows.ts"
import { PatternOperator, patternLayout } from "../operator/pattern.ts"
import { RingOperator, ringLayout } from "../operator/ring.ts"
import { Silences, silenceLayout } from "../operator/silence.ts"
import { WindowOperator, type WindowOptions } from "../operator/window.ts"
import { windowLayout } from "../operator/window-layout.ts"
import { problemOf } from "../operator/window-times.ts"
import type { Layout, StateBackend, Takes } from "../state/contract.ts"
import { heldTogether, layoutsOf } from "./cold-layouts.ts"
import type { HandedOver } from "./handed-over.ts"
import { formLayout, type LaneParts, openLane, openPatternLane, takesTables } from "./lanes.ts"
import type { RowEvents } from "./row-events.ts"
import { divisionOf, sharedKeyReader } from "./shares.ts"

const defaultLimit = 10_000

const onDisk =
  "keys of it are on disk, where state is not changed from one form to another: run the former rules once more with --state memory, then these"

/** A rule of the set and its operator. */
export interface RunningRule {
  readonly index: number
  readonly manifest: RuleManifest
  readonly operator: EventOperator | Lane
  /** Where the rule has `once per`. */
  readonly silences?: Silences
  /** How its operator's state lies. */
  readonly layout: Layout
  /** Its keys, where it judges events as objects: they stand in no rows. */
  readonly objects?: ObjectSpace
}

/** The lane that an operator is; undefined: it judges events as objects. */
export function laneOf(operator: EventOperator | Lane): Lane | undefined {
  return "run" in operator ? operator : undefined
}

/** What operators are opened with. */
export interface RuleParts {
  readonly manifest: Manifest
  readonly program: Program
  readonly backend: StateBackend
  readonly params: Readonly<Record<string, unknown>>
  readonly options: EngineOptions
  readonly onResult: OnResult
  readonly events: RowEvents
  readonly history: History
  readonly host: LaneHost
  /** What is taken over as it lies of the engine before. */
  readonly handed: HandedOver | undefined
  /** The rules of the engine before. */
  readonly former: readonly RunningRule[] | undefined
}

/** Opens the operators of all rules, in file order. */
export function openRules(parts: RuleParts): RunningRule[] {
  const { manifest, program, params, options, onResult } = parts
  const limit = options.limits?.partialMatchesPerKey ?? defaultLimit
  const kept = options.cold === undefined ? [] : layoutsOf(options.cold)
  const rings = new RingGroups(heldTogether(kept))
  const filters: LaneParts["filters"] = new Map()
  const evicts = options.cold !== undefined
  const layouts: Layout[] = []
  const refuses = (operator: string): string | undefined =>
    kept.some(({ operators }) => operators.some((each) => each.operator === operator)) ? onDisk : undefined
  const open = (rule: RuleManifest, index: number, objects: ObjectSpace): EventOperator | Lane => {
    const takes = { rule, limit, duration: durationOf(rule, params), judged: () => parts.host.judged(), refuses }
    const taken = (layout: Layout): Layout => takingOver(layout, takes)
    const backend = {
      open: (layout: Layout, takes?: Takes) => {
        layouts[index] = layout
        return parts.backend.open(taken(layout), takes)
      },
    }
    const inRows = { ...parts, backend, limit, evicts, rings, filters }
    const single = singleEvent(rule.automaton)
    const { reader } = objects
    const trace = options.trace?.rule === rule.name ? options.trace : undefined
    const { onEnded } = options
    const ended = onEnded && ((state: number, complete: boolean) => onEnded(index, state, complete))
    const common = { index, rule, program: program.rules[index]!, onResult, reader, trace, ended }
    const form = needsGeneralForm(rule, taken, parts) ? undefined : rule.form
    const lane = form === undefined || !asksRows(rule, parts) ? undefined : openLane(form, rule, index, inRows)
    if (lane !== undefined) return lane
    if (form?.kind === "ring") {
      return new RingOperator({
        ...common,
        objects,
        form,
        limit,
        judged: () => parts.host.judged(),
        state: backend.open(ringLayout(rule, form, manifest.events), handedTo(RingOperator, rule, objects, parts)),
      })
    }
    if (single === undefined) {
      const lengths = {
        duration: durationOf(rule, params),
        durationOf: (number: number) => lengthOf(rule.durations[number]!, params)(),
      }
      const overRows = isGeneral(options) ? undefined : openPatternLane(rule, index, common.program, lengths, inRows)
      if (overRows !== undefined) return overRows
      return new PatternOperator({
        ...common,
        ...lengths,
        objects,
        state: backend.open(patternLayout(rule, manifest.events), handedTo(PatternOperator, rule, objects, parts)),
        limit: trace?.limit ?? limit,
        together: options.timeSteps !== "deadline" && endsTogether(rule, manifest),
      })
    }
    return openSingle({ ...common, objects, single, params }, backend, parts)
  }
  const rules = manifest.rules.map((rule, index): RunningRule => {
    const space = objectSpace(rule, index, parts)
    const operator = open(rule, index, space)
    return runningRule({ index, manifest: rule, operator, layout: layouts[index]! }, space, parts)
  })
  rings.open()
  return rules
}

/** The operator of a rule of one event, or of `each`. */
function openSingle(
  options: Omit<WindowOptions, "state" | "window"> & Pick<FilterOptions, "reader">,
  backend: Pick<StateBackend, "open">,
  { manifest, handed }: RuleParts,
): EventOperator {
  const { rule, objects, params } = options
  const { window } = rule
  if (window === undefined) {
    return new FilterOperator({ ...options, state: backend.open(filterLayout(rule), handed && takesTables) })
  }
  const windowsHold = (former: unknown): boolean =>
    former instanceof OpenWindows && former.objects.keys === objects.keys && former.params.holdFor(params)
  const state = backend.open(windowLayout(rule, manifest.events), handed && windowsHold)
  return new WindowOperator({ ...options, state, window })
}

/** Only a rule over rows has its keys in rows when it judges: one that judges events has them as numbers of its own, whatever its rows. */
function runningRule(
  rule: Pick<RunningRule, "index" | "manifest" | "operator" | "layout">,
  space: ObjectSpace,
  parts: RuleParts,
): RunningRule {
  const objects = laneOf(rule.operator) === undefined ? space : undefined
  const silences = openSilences(rule.manifest, objects, parts)
  return { ...rule, ...(silences !== undefined && { silences }), ...(objects !== undefined && { objects }) }
}

/** Someone wants to be told what the general form alone can tell, or wants that form. */
function isGeneral({ forms, onEnded }: EngineOptions): boolean {
  return forms === "general" || onEnded !== undefined
}

/**
 * Whether a rule is matched in the general form although there is a cheaper one: the options say so, or its partial matches of before cannot be told as events. At the next
 * start these are gone or others, and it is looked at again. Not where its aggregates are known over rows alone, nor where keys leave memory.
 */
function needsGeneralForm(rule: RuleManifest, taken: (layout: Layout) => Layout, parts: RuleParts): boolean {
  const { manifest, options, backend } = parts
  const { form } = rule
  if (isGeneral(options)) return true
  if (form === undefined || form.kind === "filter" || options.cold !== undefined) return false
  const overRows = rule.rows !== undefined && asksRows(rule, parts)
  if (form.kind === "combination" && !overRows) return false
  if (overRows && (rule.asks ?? []).length > 0) return false
  if (backend.fits(taken(formLayout(form, rule, overRows, manifest.events)))) return false
  return backend.fits(taken(patternLayout(rule, manifest.events)))
}

/** Whether an operator goes on with the state of one of the same kind as it lies: its keys have the numbers that they had, its events those of their types. */
function handedTo(
  kind: typeof RingOperator | typeof PatternOperator,
  { inputs }: RuleManifest,
  { keys }: ObjectSpace,
  { handed }: RuleParts,
): Takes | undefined {
  if (handed === undefined || !handed.keepsTypes(inputs)) return undefined
  return (former) => former instanceof kind && former.rows.keys === keys
}

/** The numbers that the keys of a rule had in the engine before, where it judged events as objects there, too; undefined: they get new ones. */
function keysBefore(rule: RuleManifest, { former, handed, manifest }: RuleParts): ObjectKeys | undefined {
  const same = former?.find(({ manifest: each }) => (each.was ?? each.name) === (rule.was ?? rule.name))
  if (same?.objects === undefined || handed === undefined) return undefined
  const shapes = [keyShape(same.manifest, handed.eventsBefore), keyShape(rule, manifest.events)]
  return JSON.stringify(shapes[0]) === JSON.stringify(shapes[1]) ? same.objects.keys : undefined
}

/** The keys of a rule that judges events as objects. Their place is behind the spaces of rows, so that no rule has them with another one. */
function objectSpace(rule: RuleManifest, index: number, parts: RuleParts): ObjectSpace {
  const { manifest, events, options } = parts
  const { share, cold } = options
  const { spaces, unkeyed } = events
  const isForeign = share !== undefined && share.worker > 0 && divisionOf(rule, manifest) === "all"
  const foreign = spaces.length - 1
  return {
    keys: keysBefore(rule, parts) ?? new ObjectKeys(),
    reader: sharedKeyReader(rule, manifest, share),
    // What is held without keys, or by nobody here, does not leave memory.
    space: rule.keys.length === 0 ? unkeyed : isForeign ? foreign : spaces.length + index,
    leaves: cold !== undefined,
  }
}

/** What `once per` keeps of a rule; undefined: it has none. */
function openSilences(
  rule: RuleManifest,
  objects: ObjectSpace | undefined,
  { backend, manifest, params, events, options, handed }: RuleParts,
): Silences | undefined {
  const { oncePer } = rule
  if (oncePer === undefined) return undefined
  const space = objects?.space ?? events.spaceOf(rule)
  const keepsKeys = (former: Silences): boolean =>
    objects === undefined
      ? !former.isOfObjects && handed?.keepsKeys(former.space, space) === true
      : former.keys === objects.keys
  const takes: Takes = (former) => former instanceof Silences && keepsKeys(former)
  return new Silences({
    rule,
    state: backend.open(silenceLayout(rule, manifest.events), handed && takes),
    duration: lengthOf(oncePer, params),
    keys: objects?.keys ?? events.spaces[space]!,
    space,
    leaves: objects === undefined ? options.cold !== undefined : objects.leaves,
  })
}

/** Whether all aggregates that a rule asks for are columns of rows. */
function asksRows({ asks }: RuleManifest, { manifest, history }: RuleParts): boolean {
  return asks?.every((measure) => history.isOfRows(manifest.measures[measure]!.series)) ?? true
}

/**
 * Under Flink's skip strategies a match waits for partial matches that began earlier, and Flink ends all that one step of the
 * watermark ends before it lets matches out. What other rules read comes in order of time all the same: deadline by deadline; and so
 * do matches that ask for aggregates, which are kept for as long as a match can take and no longer.
 */
function endsTogether({ skip, outputs, asksLater }: RuleManifest, { rules, events }: Manifest): boolean {
  if (skip.kind === "default" || skip.kind === "none" || asksLater === true) return false
  const readsAlerts = rules.some(({ inputs }) => inputs.some((input) => events[input]!.name === "Alert"))
  return !readsAlerts && outputs.every(({ kind }) => kind === "alert")
}

function durationOf({ within }: RuleManifest, params: Readonly<Record<string, unknown>>): () => number {
  if (within.kind === "none") return () => Number.POSITIVE_INFINITY
  return lengthOf(within.duration, params)
}

function lengthOf(duration: DurationRef, params: Readonly<Record<string, unknown>>): () => number {
  if (duration.kind === "fixed") return () => duration.ms
  return () => Number(params[duration.name])
}

/** What is wrong with values of parameters that are lengths of time; nothing where they make sense. */
export function durationProblem({ rules, series }: Manifest, params: Readonly<Record<string, unknown>>) {
  const isWrong = (each: DurationRef): boolean => !(lengthOf(each, params)() >= 1)
  const rest = "would make no sense: it is at least 1 ms"
  for (const rule of rules) {
    const problem = rule.window && problemOf(rule.window.shape, params)
    if (problem !== undefined) return `the window of rule ${rule.name} would make no sense: ${problem}`
    const { oncePer } = rule
    if ([...durationsOf(rule), ...(oncePer === undefined ? [] : [oncePer])].some(isWrong)) {
      return `a length of time in rule ${rule.name} ${rest}`
    }
  }
  const wrong = series.find((each) => windowDurations(each).some(isWrong))
  return wrong === undefined ? undefined : `the window of the aggregate over ${wrong.name} ${rest}`
}

function durationsOf({ within, durations }: RuleManifest): readonly DurationRef[] {
  return within.kind === "none" ? durations : [within.duration, ...durations]
}

/** Whether the rule's window, a duration in its pattern or that of its silences is that parameter. */
export function usesDuration(rule: RuleManifest, param: string): boolean {
  const { oncePer } = rule
  const durations = [...durationsOf(rule), ...(oncePer === undefined ? [] : [oncePer])]
  return durations.some((duration) => duration.kind === "param" && duration.name === param)
}

/** The names of the rules that ask for an aggregate over a series. */
export function rulesAsking({ rules, measures }: Manifest, series: number): string[] {
  return rules.flatMap(({ name, asks }) =>
    asks?.some((measure) => measures[measure]!.series === series) ? [name] : [],
  )
}

/** The rules by when their next window ends; made anew from the operators at a restore. */
export class Deadlines {
  private readonly rules: readonly RunningRule[]
  private readonly due: Float64Array
  private earliest = Number.POSITIVE_INFINITY
  private stale = false

  constructor(rules: readonly RunningRule[]) {
    this.rules = rules
    this.due = new Float64Array(rules.length)
    for (const rule of rules) this.due[rule.index] = rule.operator.nextDeadline()
    this.stale = true
  }

  /** Notes that a rule's next deadline may have changed. */
  update(rule: RunningRule): void {
    const due = rule.operator.nextDeadline()
    const before = this.due[rule.index]!
    if (due === before) return
    this.due[rule.index] = due
    if (due < this.earliest) this.earliest = due
    else if (before === this.earliest) this.stale = true
  }

  next(): number {
    if (this.stale) {
      this.stale = false
      this.earliest = Number.POSITIVE_INFINITY
      for (const due of this.due) if (due < this.earliest) this.earliest = due
    }
    return this.earliest
  }

  /** The rules with a deadline at or before `time`, in file order. */
  dueAt(time: number): RunningRule[] {
    return this.rules.filter(({ index }) => this.due[index]! <= time)
  }
}
