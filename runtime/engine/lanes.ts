import type { Form, RingStep } from "../abi/form.ts"
import type { Manifest, RuleManifest } from "../abi/rule-set.ts"
import { filterLayout } from "../operator/filter.ts"
import { Capture } from "../operator/lanes/capture.ts"
import type { Lane, LaneHost } from "../operator/lanes/contract.ts"
import { EventMatches } from "../operator/lanes/event-matches.ts"
import { FilterLane } from "../operator/lanes/filter-lane.ts"
import type { RingGroups } from "../operator/lanes/ring-groups.ts"
import { RingLane, ringLaneLayout } from "../operator/lanes/ring-lane.ts"
import type { StateBackend } from "../state/contract.ts"
import type { RowEvents } from "./row-events.ts"

export interface LaneParts {
  readonly manifest: Manifest
  readonly backend: StateBackend
  readonly events: RowEvents
  readonly host: LaneHost
  /** What filters share, by what they read. */
  readonly filters: Map<string, EventMatches>
  /** Opened when all lanes are. */
  readonly rings: RingGroups
  /** Partial matches of one key. */
  readonly limit: number
}

/** The lane of a rule in that form; undefined where it cannot run over rows. */
export function openLane(form: Form, rule: RuleManifest, index: number, parts: LaneParts): Lane | undefined {
  const { manifest, backend, events, host, limit, rings, filters } = parts
  const { rows } = rule
  if (rows === undefined) return undefined
  // Rules without keys have the last space.
  const space = rows.space ?? events.spaces.length - 1
  const selectOf = ({ condition }: RingStep): number => rows.selects[condition]!
  const captureOf = ({ step }: RingStep): Capture | null => {
    const { whole, columns, event } = rows.captures[step] ?? { whole: false, columns: [], event: rule.inputs[0]! }
    return whole ? null : new Capture(columns, manifest.events[event]!, events)
  }
  const common = { index, rule, space, host }
  if (form.kind === "filter") {
    const { step } = form.condition
    const same = JSON.stringify([space, step, rule.inputs, rows.captures[step]])
    const matches = filters.get(same) ?? new EventMatches({ space, step, capture: captureOf(form.condition), host })
    filters.set(same, matches)
    return new FilterLane({
      index,
      space,
      host,
      select: selectOf(form.condition),
      matches,
      state: backend.open(filterLayout(rule)),
    })
  }
  const { first, last } = form
  const lane = new RingLane({
    ...common,
    form,
    select: selectOf(first),
    type: rows.captures[first.step]?.event ?? rule.inputs[0]!,
    lastSelect: last && selectOf(last),
    capture: captureOf(first),
    lastCapture: last && captureOf(last),
    state: backend.open(ringLaneLayout(rule, form, manifest.events)),
    limit,
    keys: events.spaces[space]!,
  })
  rings.add(lane)
  return lane
}
