import type { CombinationForm, Form, RingForm, RingStep } from "../abi/form.ts"
import type { Capture as CaptureSchema } from "../abi/rows.ts"
import type { Manifest, Program, RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import { filterLayout } from "../operator/filter.ts"
import { Capture } from "../operator/lanes/capture.ts"
import { ChainLane } from "../operator/lanes/chain-lane.ts"
import { chainLayout } from "../operator/lanes/chain-snapshot.ts"
import { CombinationLane, combinationLayout } from "../operator/lanes/combination-lane.ts"
import type { Lane, LaneHost } from "../operator/lanes/contract.ts"
import { EventMatches } from "../operator/lanes/event-matches.ts"
import { FilterLane } from "../operator/lanes/filter-lane.ts"
import { besideCapture, heldCapture } from "../operator/lanes/held-capture.ts"
import { PatternLane, type PatternLaneOptions, patternLaneLayout } from "../operator/lanes/pattern-lane.ts"
import type { RingGroups } from "../operator/lanes/ring-groups.ts"
import { RingLane } from "../operator/lanes/ring-lane.ts"
import { ringLaneLayout } from "../operator/lanes/ring-tables.ts"
import { ListView } from "../operator/list-view.ts"
import { ringLayout } from "../operator/ring.ts"
import type { KeyedState, Layout, StateBackend, Takes } from "../state/contract.ts"
import { EventLog } from "./event-log.ts"
import type { HandedOver } from "./handed-over.ts"
import type { RowEvents } from "./row-events.ts"
import { divisionOf } from "./shares.ts"

/** What the condition of a filter sees of the match so far. */
const noMatch = new ListView()

export interface LaneParts {
  readonly manifest: Manifest
  readonly program: Program
  readonly backend: Pick<StateBackend, "open">
  readonly events: RowEvents
  readonly host: LaneHost
  /** What filters share, by what they read. */
  readonly filters: Map<string, EventMatches>
  /** Opened when all lanes are. */
  readonly rings: RingGroups
  /** Partial matches of one key. */
  readonly limit: number
  /** Keys leave memory and come back. */
  readonly evicts: boolean
  /** What is taken over as it lies of the engine before. */
  readonly handed: HandedOver | undefined
}

/** Whether a lane goes on with the state of one of the same kind as it lies: its keys have the numbers that they had, its events those of their types. */
function handedTo(
  kind: new (options: never) => KeyedState & Lane,
  { inputs }: RuleManifest,
  space: number,
  handed: HandedOver | undefined,
): Takes | undefined {
  if (handed === undefined || !handed.keepsTypes(inputs)) return undefined
  return (former) => former instanceof kind && handed.keepsKeys(former.space, space)
}

/** What has all of its state in tables takes them over as they are. */
export const takesTables: Takes = (former) => former === undefined

/** The lane of a rule in the general form; undefined where it cannot run over rows. `lengths`: of its window and of the automaton's duration numbers. */
export function openPatternLane(
  rule: RuleManifest,
  index: number,
  program: RuleProgram,
  lengths: Pick<PatternLaneOptions, "duration" | "durationOf">,
  { manifest, program: all, backend, events, host, limit, handed }: LaneParts,
): Lane | undefined {
  const { rows } = rule
  if (rows?.reads === undefined) return undefined
  const space = events.spaceOf(rule)
  if (rows.registers !== undefined) {
    const { tests } = rows.registers
    const testOf = (condition: number) => {
      const place = tests?.[condition] ?? null
      return place === null ? undefined : all.registerTests![place]!
    }
    const { columns, event } = rows.reads[rule.inputs[0]!]!
    return new ChainLane({
      index,
      rule,
      program,
      events: manifest.events,
      space,
      capture: new Capture(columns, manifest.events[event]!, events),
      state: backend.open(chainLayout(rule, manifest.events), handedTo(ChainLane, rule, space, handed)),
      limit,
      host,
      keys: events.spaces[space]!,
      tests: program.conditions.map((_, condition) => testOf(condition)),
    })
  }
  return new PatternLane({
    ...lengths,
    index,
    rule,
    program,
    types: manifest.events.length,
    space,
    captures: rows.reads.map((read) =>
      read === null || read.whole ? null : new Capture(read.columns, manifest.events[read.event]!, events),
    ),
    state: backend.open(patternLaneLayout(rule, manifest.events), handedTo(PatternLane, rule, space, handed)),
    limit,
    host,
    readLater: (event) => events.readLater(event),
    keys: events.spaces[space]!,
  })
}

/** The layout of a rule in that form. */
export function formLayout(
  form: RingForm | CombinationForm,
  rule: RuleManifest,
  overRows: boolean,
  events: Manifest["events"],
): Layout {
  if (form.kind === "combination") return combinationLayout(rule, form, events)
  return overRows ? ringLaneLayout(rule, form, events) : ringLayout(rule, form, events)
}

/** What is kept of events; and what is read of a row: of its columns also where the event is shown. Null: the event as a whole. */
function capturesFor({ inputs }: RuleManifest, { manifest, events }: Pick<LaneParts, "manifest" | "events">) {
  const captureFor = (read: CaptureSchema | null): Capture | null => {
    const { whole, columns, event } = read ?? { whole: false, columns: [], event: inputs[0]! }
    return whole ? null : new Capture(columns, manifest.events[event]!, events)
  }
  const readsOf = (read: CaptureSchema | null): Capture | null => {
    const isOfEvent = read?.whole === true && read.columns.length === 0
    return isOfEvent ? null : captureFor(read && { ...read, whole: false })
  }
  return { captureFor, readsOf }
}

/** The lane of a rule in that form; undefined where it cannot run over rows. */
export function openLane(form: Form, rule: RuleManifest, index: number, parts: LaneParts): Lane | undefined {
  const { manifest, program, backend, events, host, limit, rings, filters, handed } = parts
  const { rows } = rule
  if (rows === undefined) return undefined
  const space = events.spaceOf(rule)
  const selectOf = ({ condition }: RingStep): number => rows.selects[condition]!
  const { captureFor, readsOf } = capturesFor(rule, parts)
  const captureOf = ({ step }: RingStep): Capture | null => captureFor(rows.captures[step]!)
  const common = { index, rule, space, host }
  const { conditions } = program.rules[index]!
  if (form.kind === "filter") {
    const { step } = form.condition
    const same = JSON.stringify([space, step, rule.inputs, rows.captures[step]])
    const capture = readsOf(rows.captures[step]!)
    const matches = filters.get(same) ?? new EventMatches({ space, step, capture, host })
    filters.set(same, matches)
    return new FilterLane({
      index,
      space,
      host,
      select: selectOf(form.condition),
      checked: rows.checked ?? [],
      condition: (event) => conditions[form.condition.condition]!(event, noMatch) === true,
      matches,
      state: backend.open(filterLayout(rule), handed && takesTables),
    })
  }
  if (form.kind === "combination") {
    if (rows.reads !== undefined) return undefined
    return new CombinationLane({
      ...common,
      form,
      selects: form.steps.map(selectOf),
      captures: form.steps.map(captureOf),
      types: form.steps.map(({ step }) => rows.captures[step]?.event ?? rule.inputs[0]!),
      state: backend.open(
        combinationLayout(rule, form, manifest.events),
        handedTo(CombinationLane, rule, space, handed),
      ),
      limit,
      keys: events.spaces[space]!,
    })
  }
  const { first, last } = form
  const type = rows.captures[first.step]?.event ?? rule.inputs[0]!
  const beside = besideCapture(rule, form)
  const lane = new RingLane({
    ...common,
    form,
    select: selectOf(first),
    takesAll: manifest.columns?.all?.some(({ select }) => select === selectOf(first)) === true,
    type,
    // What leaves memory and comes back is not in the order of time.
    openLog: parts.evicts ? undefined : EventLog.opener(type, events, host),
    lastSelect: last && selectOf(last),
    capture: captureFor(heldCapture(rule, form)),
    beside: beside && readsOf(beside),
    lastCapture: readsOf(rows.captures[(last ?? first).step]!),
    state: backend.open(ringLaneLayout(rule, form, manifest.events), handedTo(RingLane, rule, space, handed)),
    limit,
    evicts: parts.evicts,
    keys: events.spaces[space]!,
  })
  // Keys of rules that workers divide differently leave memory each for itself.
  rings.add(lane, parts.evicts ? divisionOf(rule, manifest) : "")
  return lane
}
