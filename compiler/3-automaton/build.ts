import type { Automaton, Guard } from "../../runtime/abi/automaton.ts"
import type { ContiguityPlan, PatternElement, PatternPlan, QuantifierPlan } from "../2-plan/plan.ts"
import { connect, copyOf, type Draft, draft, forbid, freeze } from "./graph.ts"
import { always, and, not, when } from "./guard.ts"

type Group = Extract<PatternElement, { kind: "group" }>
type Step = Extract<PatternElement, { kind: "step" }>
type Absence = Extract<PatternElement, { kind: "absence" }>

/** The elements of a pattern or of one round of a group, and what surrounds them. */
interface Level {
  readonly elements: readonly PatternElement[]
  readonly group: Group | null
  /** Whether this is the group's first round: then the group's own contiguity holds for its first step, else the inner one. */
  readonly firstRound: boolean
  /** Holds while no `until` of a surrounding group does. */
  readonly open: Guard
  /** What follows the group. */
  readonly after: PatternElement | null
}

interface Builder {
  readonly final: Draft
  /** Whether time ends every partial match, so that an absence can be known at its deadline. */
  readonly bounded: boolean
  /** One stop state for each absence. */
  readonly stops: Map<Absence, Draft>
}

/** What a repetition needs in all its rounds. */
interface Round {
  readonly take: Guard
  /** Where a skipped round goes on: `greedy` and `until` together have two places. */
  readonly skipTo: Draft
  readonly skipAtUntil?: Draft
  readonly firstRound: boolean
}

/**
 * Builds the automaton of a pattern, from the last element to the first: each element gets the state that follows it and
 * returns its own first state. The states and the order of edges are those that Flink CEP's matching rules come down to
 * (contiguity, quantifiers, absences, groups), so that results agree to the order of equals. On purpose different, where the
 * pattern has a window (`bounded`): a match that may end after a `then no` is known at the deadline only, also when optional
 * steps follow the absence.
 */
export function buildAutomaton(pattern: PatternPlan, bounded: boolean): Automaton {
  const builder: Builder = { final: draft("final", null), bounded, stops: new Map() }
  const level: Level = { elements: pattern.elements, group: null, firstRound: true, open: always, after: null }
  return freeze(sequence(builder, level, builder.final), pattern.elements.some(repeatsGroup))
}

function repeatsGroup(element: PatternElement): boolean {
  return element.kind === "group" && (element.quantifier.max !== 1 || element.pattern.elements.some(repeatsGroup))
}

function isOptional(element: PatternElement): boolean {
  return element.kind !== "absence" && (element.quantifier.optional || element.quantifier.min === 0)
}

function sequence(builder: Builder, level: Level, sink: Draft): Draft {
  for (let i = level.elements.length - 1; i >= 0; i--) {
    const element = level.elements[i]!
    sink = element.kind === "absence" ? absence(builder, level, element, sink) : repetition(builder, level, i, sink)
  }
  return sink
}

// ---------------------------------------------------------------- absences

/** `next no`: a state of its own. `then no`: a waiting state at the end; elsewhere edges of the states around it. */
function absence(builder: Builder, level: Level, element: Absence, sink: Draft): Draft {
  if (element.contiguity === "next") return nextAbsent(builder, level, element, sink)
  if (sink === builder.final) return pending(builder, level, [element])
  if (sink.kind === "pending") ban(builder, level, sink, element)
  return sink
}

function nextAbsent(builder: Builder, level: Level, element: Absence, sink: Draft): Draft {
  const state = draft("next-absent", null)
  const forbidden = takeGuard(level, element)
  if (sink === builder.final) connect(state, "ignore", sink, not(forbidden))
  else connect(state, "proceed", sink, not(forbidden))
  connect(state, "proceed", stopOf(builder, element), forbidden)
  return state
}

function pending(builder: Builder, level: Level, absences: readonly Absence[]): Draft {
  const state = draft("pending", null)
  connect(state, "ignore", state, always)
  for (const each of absences) ban(builder, level, state, each)
  return state
}

function ban(builder: Builder, level: Level, state: Draft, element: Absence): void {
  const forbidden = takeGuard(level, element)
  for (const edge of state.edges) if (edge.action === "ignore") edge.guard = and(edge.guard, not(forbidden))
  connect(state, "proceed", stopOf(builder, element), forbidden)
}

function stopOf(builder: Builder, element: Absence): Draft {
  let stop = builder.stops.get(element)
  if (stop === undefined) {
    stop = draft("stop", null)
    builder.stops.set(element, stop)
  }
  return stop
}

/** The absences that hold while element `index` is waited for: those before it, also before optional elements before it. */
function absencesBefore(level: Level, index: number): Absence[] {
  const absences: Absence[] = []
  for (let i = index - 1; i >= 0; i--) {
    const element = level.elements[i]!
    if (element.kind === "absence" && element.contiguity === "then") absences.push(element)
    else if (!isOptional(element)) break
  }
  return absences
}

/** Adds the edges that end a partial match waiting in `state`, and lets it not be complete before the absences are known. */
function addStops(builder: Builder, level: Level, index: number, state: Draft): void {
  const absences = absencesBefore(level, index)
  if (absences.length === 0) return
  for (const edge of state.edges) {
    const early = builder.bounded && edge.action === "proceed" && edge.target.kind === "final"
    if (early) edge.target = pending(builder, level, absences)
  }
  for (const each of absences) connect(state, "proceed", stopOf(builder, each), takeGuard(level, each))
}

/** A repetition that a `then no` follows is also ended by it. */
function addStopAfter(builder: Builder, level: Level, index: number, state: Draft): void {
  const following = level.elements[index + 1] ?? level.after
  if (following?.kind !== "absence" || following.contiguity !== "then") return
  connect(state, "proceed", stopOf(builder, following), takeGuard(level, following))
}

/** What follows an optional element once it took an event: the absences before it hold no longer. */
function withoutStops(builder: Builder, level: Level, index: number, sink: Draft): Draft {
  const absences = absencesBefore(level, index)
  if (absences.length === 0 || !isOptional(level.elements[index]!)) return sink
  const lifted = new Set(absences.map((each) => stopOf(builder, each)))
  const copies = new Map<Draft, Draft>()
  const lift = (state: Draft): Draft => {
    const known = copies.get(state)
    if (known !== undefined) return known
    if (state.kind === "pending") return state.edges.some(({ target }) => lifted.has(target)) ? builder.final : state
    const copy = copyOf(state)
    copies.set(state, copy)
    const kept = copy.edges.filter((edge) => edge.action !== "proceed" || !lifted.has(edge.target))
    copy.edges.length = 0
    for (const edge of kept) {
      if (edge.action === "proceed" && edge.target.kind !== "stop") edge.target = lift(edge.target)
      copy.edges.push(edge)
    }
    return copy
  }
  return lift(sink)
}

// ---------------------------------------------------------------- guards

function takeGuard(level: Level, element: Step | Absence): Guard {
  return and(level.open, when(element.condition))
}

function untilGuard(element: Step | Group): Guard {
  return element.until === null ? always : not(when(element.until))
}

/** When an event is passed over while the element's first event is waited for; null: never. */
function ignoreGuard(level: Level, index: number, element: Step): Guard | null {
  const { group } = level
  if (group === null || index > 0) return relaxation(level, element, element.contiguity)
  return relaxation(level, element, level.firstRound ? group.contiguity : group.quantifier.inner)
}

/** The same between the rounds of a repetition. */
function innerIgnoreGuard(level: Level, index: number, element: Step): Guard | null {
  const inner = level.group !== null && index === 0 ? level.group.quantifier.inner : element.quantifier.inner
  const guard = relaxation(level, element, inner)
  return guard === null ? null : and(untilGuard(element), guard)
}

function relaxation(level: Level, element: Step, follow: ContiguityPlan | QuantifierPlan["inner"]): Guard | null {
  switch (follow) {
    case "first":
    case "next":
    case "consecutive":
      return null
    case "then":
    case "relaxed":
      return and(level.open, not(when(element.condition)))
    case "then-any":
    case "any":
      return level.open
  }
}

// ---------------------------------------------------------------- steps, groups and their repetition

function repetition(builder: Builder, level: Level, index: number, sink: Draft): Draft {
  const element = level.elements[index] as Step | Group
  const { quantifier } = element
  const min = Math.max(1, quantifier.min)
  let state: Draft
  if (quantifier.max === null) {
    const [loop, skipAtUntil] = looping(builder, level, index, withoutStops(builder, level, index, sink))
    state = rounds(builder, level, index, { sink: loop, skipTo: sink, skipAtUntil, min, max: min })
  } else {
    state = rounds(builder, level, index, { sink, skipTo: sink, min, max: quantifier.max })
  }
  addStops(builder, level, index, state)
  return state
}

interface Rounds {
  readonly sink: Draft
  readonly skipTo: Draft
  readonly skipAtUntil?: Draft | undefined
  readonly min: number
  readonly max: number
}

/** `min` to `max` rounds, one state (or group of states) each. */
function rounds(builder: Builder, level: Level, index: number, plan: Rounds): Draft {
  const element = level.elements[index] as Step | Group
  const take = element.kind === "step" ? and(untilGuard(element), takeGuard(level, element)) : always
  const inner = element.kind === "step" ? innerIgnoreGuard(level, index, element) : null
  let skipAtUntil = plan.skipAtUntil
  if (element.quantifier.greedy && plan.min !== plan.max && element.kind === "step") {
    if (element.until !== null) skipAtUntil = copyOf(plan.sink)
    forbid(plan.sink, take)
  }
  const round: Round = { take, skipTo: plan.skipTo, firstRound: false, ...(skipAtUntil && { skipAtUntil }) }
  let sink = plan.sink
  for (let i = plan.min; i < plan.max; i++) {
    sink = single(builder, level, index, sink, round, inner, true)
    addStopAfter(builder, level, index, sink)
  }
  for (let i = 1; i < plan.min; i++) {
    sink = single(builder, level, index, sink, round, inner, false)
    addStopAfter(builder, level, index, sink)
  }
  const ignore = element.kind === "step" ? ignoreGuard(level, index, element) : null
  return single(builder, level, index, sink, { ...round, firstRound: true }, ignore, isOptional(element))
}

/**
 * One round. A state that can be skipped goes over to a twin without the way past it as soon as it passed over an event, so
 * that each way past it is taken once.
 */
function single(
  builder: Builder,
  level: Level,
  index: number,
  sink: Draft,
  round: Round,
  ignore: Guard | null,
  optional: boolean,
): Draft {
  const element = level.elements[index] as Step | Group
  if (element.kind === "group") return group(builder, level, index, sink, round, optional)
  const state = draft("normal", element.step)
  const next = withoutStops(builder, level, index, sink)
  connect(state, "take", next, round.take)
  if (optional) addSkip(level, element, state, round)
  if (ignore === null) return state
  let waiting = state
  if (optional || beginsOptionalGroup(level, index)) {
    waiting = draft("normal", element.step)
    waiting.twinOf = state
    connect(waiting, "take", next, round.take)
    connect(waiting, "ignore", waiting, ignore)
    addStops(builder, level, index, waiting)
  }
  connect(state, "ignore", waiting, ignore)
  return state
}

function beginsOptionalGroup(level: Level, index: number): boolean {
  return index === 0 && level.group !== null && level.firstRound && isOptional(level.group)
}

function addSkip(level: Level, element: Step, state: Draft, round: Round): void {
  if (!element.quantifier.greedy || element.until === null) {
    connect(state, "proceed", round.skipTo, level.open)
    return
  }
  const until = when(element.until)
  connect(state, "proceed", round.skipAtUntil ?? round.skipTo, and(level.open, until))
  connect(state, "proceed", round.skipTo, and(level.open, not(until)))
}

function inside(level: Level, index: number, firstRound: boolean): Level {
  const element = level.elements[index] as Group
  return {
    elements: element.pattern.elements,
    group: element,
    firstRound,
    open: and(level.open, untilGuard(element)),
    after: level.elements[index + 1] ?? level.after,
  }
}

function group(builder: Builder, level: Level, index: number, sink: Draft, round: Round, optional: boolean): Draft {
  const first = sequence(builder, inside(level, index, round.firstRound), sink)
  if (optional) connect(first, "proceed", round.skipTo, level.open)
  return first
}

/** The rounds after the least number: a state that takes again and again, with a way on. */
function looping(builder: Builder, level: Level, index: number, sink: Draft): [loop: Draft, skipAtUntil?: Draft] {
  const element = level.elements[index] as Step | Group
  if (element.kind === "group") return [loopingGroup(builder, level, index, sink)]
  const loop = draft("normal", element.step)
  const take = and(untilGuard(element), takeGuard(level, element))
  const skipAtUntil = addLoopExit(level, element, loop, sink)
  connect(loop, "take", loop, take)
  addStopAfter(builder, level, index, loop)
  const ignore = innerIgnoreGuard(level, index, element)
  if (ignore !== null) {
    const waiting = draft("normal", element.step)
    waiting.twinOf = loop
    connect(waiting, "take", loop, take)
    connect(waiting, "ignore", waiting, ignore)
    connect(loop, "ignore", waiting, ignore)
    addStopAfter(builder, level, index, waiting)
  }
  return skipAtUntil === undefined ? [loop] : [loop, skipAtUntil]
}

/** The way from a loop to what follows: `greedy` closes it for events that fit the loop, unless `until` ended the loop. */
function addLoopExit(level: Level, element: Step, loop: Draft, sink: Draft): Draft | undefined {
  if (!element.quantifier.greedy) {
    connect(loop, "proceed", sink, level.open)
    return undefined
  }
  let atUntil: Draft | undefined
  if (element.until !== null) {
    atUntil = copyOf(sink)
    connect(loop, "proceed", atUntil, and(level.open, when(element.until)))
  }
  connect(loop, "proceed", sink, and(level.open, untilGuard(element)))
  forbid(sink, takeGuard(level, element))
  return atUntil
}

function loopingGroup(builder: Builder, level: Level, index: number, sink: Draft): Draft {
  const turn = draft("normal", null)
  const first = sequence(builder, inside(level, index, false), turn)
  connect(first, "proceed", sink, level.open)
  connect(turn, "proceed", first, level.open)
  return turn
}
