/** Partial matches that follow from events which were held once each: the automaton itself is asked. */
import type { Automaton } from "../../abi/automaton.ts"
import type { EventRecord } from "../../abi/event.ts"
import type { Condition } from "../../abi/rule-set.ts"
import { matchTables } from "../../match/layout.ts"
import { Matcher } from "../../match/matcher.ts"
import type { OperatorState } from "../../state/contract.ts"
import { MemoryTable } from "../../state/table.ts"
import { type HeldEvent, type HeldPartial, type HeldRun, nodesOf } from "./held.ts"
import { PartialReader } from "./read-general.ts"
import type { CombinationState, RingState } from "./stored-form.ts"

/** An event on its way through the automaton. */
interface Unfolding extends EventRecord {
  readonly held: HeldEvent
}

/** What follows from the events of one key. */
export interface Unfolded {
  readonly partials: readonly HeldPartial[]
  /** Partial matches that were dropped at the limit. */
  readonly dropped: number
  /** It is not what such a form holds: events complete a match, or are taken by other steps. */
  readonly isOther: boolean
}

/** Makes the partial matches of a ring's or a combination's events, as the general form would have them. `limit`: of a key. */
export function unfolding(
  automaton: Automaton,
  steps: number,
  kept: RingState | CombinationState,
  limit: number,
): (runs: readonly HeldRun[]) => Unfolded {
  const conditionOf = stepsOf(kept).map((step) => conditionOfStep(automaton, step))
  return (runs) => {
    const state = scratch()
    let holding: ReadonlySet<number> = new Set()
    const conditions = Array.from(
      { length: conditionsIn(automaton) },
      (_, number): Condition =>
        () =>
          holding.has(number),
    )
    const duration = (): number => Number.POSITIVE_INFINITY
    const matcher = new Matcher(state, {
      automaton,
      conditions,
      steps,
      skip: { kind: "none" },
      window: null,
      duration,
      durationOf: duration,
      limit,
    })
    const key = matcher.addKey()
    let dropped = 0
    let completes = false
    for (const { event, levels } of runs) {
      holding = new Set(levels.map((level) => conditionOf[level]!))
      const record = unfoldingOf(event)
      if (!matcher.consider(key, record)) continue
      matcher.apply(key, record)
      dropped += matcher.dropped
      // A match of a combination leaves all partial matches as they are; they were reported when they came.
      if (matcher.matches.length > 0) completes = true
      matcher.release()
    }
    const { partials } = new PartialReader(state, (record) => (record as Unfolding).held).read(key)
    const isOther = kept.form === "ring" ? completes : !areHeldSo(partials, runs)
    return { partials, dropped, isOther }
  }
}

/** The steps that levels are. */
function stepsOf(kept: RingState | CombinationState): readonly number[] {
  return kept.form === "ring" ? [kept.first] : kept.steps
}

/** The condition that an event must fulfil to be taken by a step. */
function conditionOfStep({ states }: Automaton, step: number): number {
  for (const state of states) {
    const take = state.step === step ? state.edges.find(({ action }) => action === "take") : undefined
    if (take?.guard.kind === "condition") return take.guard.condition
  }
  throw new Error(`step ${step} of a ring or a combination has no condition of its own`)
}

/** Whether the events of a combination are taken by no other steps than they were held for: they may be where steps have one condition by now. */
function areHeldSo(partials: readonly HeldPartial[], runs: readonly HeldRun[]): boolean {
  const levels = new Map(runs.map(({ event, levels: own }) => [event, own]))
  return partials.every(({ node }) => nodesOf(node).every(({ event }, level) => levels.get(event)!.includes(level)))
}

function unfoldingOf(held: HeldEvent): Unfolding {
  const { at, sequence, fields } = held
  return { type: 0, at, sequence, fields, raw: undefined, text: undefined, held }
}

/** Tables of partial matches that nobody else has. */
function scratch(): OperatorState {
  const tables = new Map(matchTables.map((layout) => [layout.name, new MemoryTable(layout)]))
  return {
    table: (name) => tables.get(name)!,
    keep: () => {},
    keepIndex: () => {},
    restored: () => [],
    lastLogs: () => [],
    logged: () => [],
  }
}

function conditionsIn(automaton: Automaton): number {
  let most = -1
  const look = (guard: Automaton["states"][number]["edges"][number]["guard"]): void => {
    if (guard.kind === "condition") most = Math.max(most, guard.condition)
    else if (guard.kind === "not") look(guard.guard)
    else if (guard.kind === "and" || guard.kind === "or") guard.guards.forEach(look)
  }
  for (const { edges } of automaton.states) for (const { guard } of edges) look(guard)
  return most + 1
}
