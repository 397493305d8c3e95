import type { Automaton, Guard } from "../../runtime/abi/automaton.ts"
import type { PatternPlan } from "../2-plan/plan.ts"
import { connect, copyOf, type Draft, draft, forbid, freeze } from "./graph.ts"
import { always, and, not, soon, when } from "./guard.ts"
import {
  type Absence,
  absencesBefore,
  banGuard,
  beginsOptionalGroup,
  type Choice,
  endsGreedy,
  headsOf,
  ignoreGuard,
  innerIgnoreGuard,
  inside,
  isOptional,
  type Level,
  type Nest,
  relaxation,
  repeatsGroup,
  type Step,
  soonOf,
  takeGuard,
  untilGuard,
} from "./level.ts"

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
  if (sink.kind === "pending") {
    ban(builder, level, sink, element)
    if (sink.expires !== undefined) {
      const { duration } = element
      if (duration === undefined) delete sink.expires
      else sink.expires = [...sink.expires, duration]
    }
  }
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
  const durations = absences.flatMap(({ duration }) => (duration === undefined ? [] : [duration]))
  if (durations.length === absences.length) state.expires = durations
  return state
}

function ban(builder: Builder, level: Level, state: Draft, element: Absence): void {
  const forbidden = banGuard(level, element)
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

/** Adds the edges that end a partial match waiting in `state`, and lets it not be complete before the absences are known. */
function addStops(builder: Builder, level: Level, index: number, state: Draft): void {
  const absences = absencesBefore(level, index)
  if (absences.length === 0) return
  const known = builder.bounded || absences.every(({ duration }) => duration !== undefined)
  for (const edge of state.edges) {
    const early = known && edge.action === "proceed" && edge.target.kind === "final"
    if (early) edge.target = pending(builder, level, absences)
  }
  for (const each of absences) {
    // What is forbidden for a time may be what is waited for after it.
    if (each.duration !== undefined) {
      forbid(state, banGuard(level, each))
      if (state.waits !== undefined) forbid(state.waits, banGuard(level, each))
    }
    stopAt(builder, level, state, each)
  }
}

/** The way to the end of a partial match that meets what is forbidden. */
function stopAt(builder: Builder, level: Level, state: Draft, element: Absence): void {
  connect(state, "proceed", stopOf(builder, element), banGuard(level, element))
  if (state.waits !== undefined) connect(state.waits, "proceed", stopOf(builder, element), banGuard(level, element))
}

/** A repetition that a `then no` follows is also ended by it. */
function addStopAfter(builder: Builder, level: Level, index: number, state: Draft): void {
  const following = level.elements[index + 1] ?? level.after
  if (following?.kind !== "absence" || following.contiguity !== "then") return
  stopAt(builder, level, state, following)
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

// ---------------------------------------------------------------- steps, groups and their repetition

function repetition(builder: Builder, level: Level, index: number, sink: Draft): Draft {
  const element = level.elements[index] as Step | Nest
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
  const element = level.elements[index] as Step | Nest
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
  const element = level.elements[index] as Step | Nest
  if (element.kind !== "step") return group(builder, level, index, sink, round, optional)
  const state = draft("normal", element.step)
  const next = withoutStops(builder, level, index, sink)
  const limit = round.firstRound ? soon(soonOf(level, index, element)) : always
  const take = and(round.take, limit)
  connect(state, "take", next, take)
  if (optional) addSkip(element, state, round)
  if (ignore === null) return state
  const wait = and(ignore, limit)
  let waiting = state
  if (optional || beginsOptionalGroup(level, index)) {
    waiting = draft("normal", element.step)
    waiting.twinOf = state
    connect(waiting, "take", next, take)
    connect(waiting, "ignore", waiting, wait)
    addStops(builder, level, index, waiting)
  }
  connect(state, "ignore", waiting, wait)
  return state
}

function addSkip(element: Step, state: Draft, round: Round): void {
  if (!element.quantifier.greedy || element.until === null) {
    connect(state, "proceed", round.skipTo, always)
    return
  }
  const until = when(element.until)
  connect(state, "proceed", round.skipAtUntil ?? round.skipTo, until)
  connect(state, "proceed", round.skipTo, not(until))
}

function group(builder: Builder, level: Level, index: number, sink: Draft, round: Round, optional: boolean): Draft {
  return nest(builder, level, index, sink, round.firstRound, optional ? round.skipTo : null)
}

/** One round of a group. `exit`: where it goes on without the round; open when `until` holds, too, for that ends only rounds. */
function nest(
  builder: Builder,
  level: Level,
  index: number,
  sink: Draft,
  firstRound: boolean,
  exit: Draft | null,
): Draft {
  const element = level.elements[index] as Nest
  const around = inside(level, index, firstRound)
  if (element.kind === "choice") return choice(builder, element, around, sink, exit)
  const first = sequence(builder, { ...around, elements: element.pattern.elements }, sink)
  if (exit !== null) connect(first, "proceed", exit, always)
  return first
}

/**
 * Branches in any order until `count` are taken: a place for each set of branches taken. It passes over events for all
 * branches together, so their first steps wait for nothing themselves.
 */
function choice(
  builder: Builder,
  element: Choice,
  around: Omit<Level, "elements">,
  sink: Draft,
  exit: Draft | null,
): Draft {
  const places = new Map<number, Draft>()
  const place = (taken: number): Draft => {
    const known = places.get(taken)
    if (known !== undefined) return known
    const left = [...element.branches.keys()].filter((branch) => (taken & (1 << branch)) === 0)
    if (element.branches.length - left.length === element.count) return sink
    const isLast = element.branches.length - left.length === element.count - 1
    const begins = taken === 0
    const heads = left.map((branch): [Draft, Guard] => {
      const rest = {
        entry: "first" as const,
        after: isLast ? around.after : null,
        soon: begins ? around.soon : undefined,
      }
      const level = { ...around, ...rest, elements: element.branches[branch]!.elements }
      const next = place(taken | (1 << branch))
      return [sequence(builder, level, endsGreedy(level.elements) ? ownSink(builder, next) : next), around.open]
    })
    const follow = begins
      ? (around.entry ?? (around.firstRound ? element.contiguity : element.quantifier.inner))
      : "then"
    const conditions = left.flatMap((branch) => headsOf(element.branches[branch]!))
    const ignore = relaxation({ ...around, elements: [] }, conditions, follow)
    const limit = begins ? soon(around.soon) : always
    const made = meeting(heads, ignore === null ? null : and(ignore, limit), begins ? exit : null)
    places.set(taken, made)
    return made
  }
  return place(0)
}

function ownSink(builder: Builder, sink: Draft): Draft {
  return sink === builder.final ? sink : copyOf(sink)
}

/** A place where branches meet. Once it passed over an event, the way past it is taken already. */
function meeting(heads: readonly [Draft, Guard][], ignore: Guard | null, exit: Draft | null): Draft {
  const state = draft("normal", null)
  // The way that was added last is walked first.
  const ways = heads.toReversed()
  if (exit !== null) connect(state, "proceed", exit, always)
  for (const [head, open] of ways) connect(state, "proceed", head, open)
  if (ignore === null) return state
  if (exit === null) {
    connect(state, "ignore", state, ignore)
    return state
  }
  const waiting = draft("normal", null)
  for (const [head, open] of ways) connect(waiting, "proceed", head, open)
  connect(waiting, "ignore", waiting, ignore)
  connect(state, "ignore", waiting, ignore)
  state.waits = waiting
  return state
}

/** The rounds after the least number: a state that takes again and again, with a way on. */
function looping(builder: Builder, level: Level, index: number, sink: Draft): [loop: Draft, skipAtUntil?: Draft] {
  const element = level.elements[index] as Step | Nest
  if (element.kind !== "step") return [loopingGroup(builder, level, index, sink)]
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
    connect(loop, "proceed", sink, always)
    return undefined
  }
  let atUntil: Draft | undefined
  if (element.until !== null) {
    atUntil = copyOf(sink)
    connect(loop, "proceed", atUntil, when(element.until))
  }
  connect(loop, "proceed", sink, untilGuard(element))
  forbid(sink, takeGuard(level, element))
  return atUntil
}

function loopingGroup(builder: Builder, level: Level, index: number, sink: Draft): Draft {
  const turn = draft("normal", null)
  const first = nest(builder, level, index, turn, false, sink)
  connect(turn, "proceed", first, always)
  return turn
}
