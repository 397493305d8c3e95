/**
 * The positions that a partial match can be in, and what can happen there. Three things can: *take* the event, *ignore* it
 * and wait on, or *proceed* to another position with the same event. The order of the edges matters: Flink walks them in
 * it, and the survivors of a skip strategy among matches with one first event follow from it.
 *
 * Built from the last step to the first, so that each step is given the position that follows it.
 */
import {
  type ChoiceStep,
  type EventStep,
  type GroupStep,
  isLoop,
  isOptional,
  type Predicate,
  type Step,
} from "./pattern.ts"

export type Edge = {
  readonly action: "take" | "ignore" | "proceed"
  readonly target: Position
  when: Predicate
  /** The step that a *take* belongs to, or the absence that a way to `stop` stands for. */
  readonly step: string
  /** It is open for less than so many ms after the last event (and `when` holds no longer). */
  readonly limit?: number | null
}

export type Position = {
  /**
   * `final`: the match is complete. `stop`: the partial match is dead. `absence`: all is there, and nothing forbidden may
   * come before the deadline. `looking`: the next event decides, so nothing is known before it.
   */
  readonly kind: "normal" | "final" | "stop" | "absence" | "looking"
  edges: Edge[]
  /** For a position that waits for one more repetition after an ignored event: the position where it could also go on. */
  readonly waitsFor?: Position
  /** Where branches meet: the position that waits after an ignored event. */
  rests?: Position
  /** An absence that is known so many ms after the last event; absent: when the window ends. */
  ends?: number | undefined
}

/** Where a sequence of steps stands: in which round of which group, and what comes after it. */
type Place = {
  readonly steps: readonly Step[]
  readonly group: GroupStep | ChoiceStep | null
  readonly firstRound: boolean
  readonly after: Step | null
  /** The `until` of all groups around. */
  readonly until: Predicate | null
  /** How the first step waits, where a choice around it has said so. */
  readonly entry?: Mode
  /** Within how many ms of the event before the first step's event comes. */
  readonly soon?: number | null
}

type Mode = "next" | "then" | "thenAny"

/** Less than `ms` after the last event. */
const within =
  (ms: number | null | undefined, condition: Predicate): Predicate =>
  (event, path) =>
    (ms == null || path.length === 0 || event.at - path.at(-1)!.event.at < ms) && condition(event, path)

const always: Predicate = () => true
const not =
  (condition: Predicate): Predicate =>
  (event, path) =>
    !condition(event, path)
const both =
  (a: Predicate, b: Predicate): Predicate =>
  (event, path) =>
    a(event, path) && b(event, path)
const either =
  (a: Predicate, b: Predicate | null): Predicate =>
  (event, path) =>
    a(event, path) || (b?.(event, path) ?? false)
const unless = (condition: Predicate, until: Predicate | null): Predicate =>
  until === null ? condition : both(not(until), condition)

function position(kind: Position["kind"] = "normal", waitsFor?: Position): Position {
  return { kind, edges: [], waitsFor }
}

function addEdge(
  from: Position,
  action: Edge["action"],
  target: Position,
  when: Predicate,
  step = "",
  limit: number | null = null,
): void {
  from.edges.push({ action, target, when: within(limit, when), step, limit })
}

/** The position in which every match begins. Throws on a pattern that the language refuses. */
export function startPosition(steps: readonly Step[]): Position {
  const place: Place = { steps, group: null, firstRound: true, after: null, until: null }
  if (steps[0] === undefined || (steps[0].kind === "event" && steps[0].negated)) {
    throw new Error("a pattern begins with a step that is not negated")
  }
  return sequence(place, position("final"))
}

function sequence(place: Place, sink: Position): Position {
  let next = sink
  for (let at = place.steps.length - 1; at >= 0; at--) {
    const step = place.steps[at]!
    if (step.kind !== "event" || !step.negated) next = repeated(place, at, next)
    else if (step.contiguity === "next") next = notNext(step, next)
    else if (next.kind === "final" || next.kind === "absence") next = absence(step, next)
    // Any other absence is in the edges of the positions around it: see `addBans` and `addBanAfter`.
  }
  return next
}

function addStop(from: Position, ban: EventStep): void {
  const stop = position("stop")
  addEdge(stop, "take", stop, always)
  addEdge(from, "proceed", stop, within(ban.forMs, ban.where), ban.name)
  if (from.rests !== undefined) addStop(from.rests, ban)
}

/** An absence at the end: nothing that it forbids may come before the deadline. Several in a row hold together. */
function absence(step: EventStep, sink: Position): Position {
  const waiting = position("absence")
  const known = sink.kind === "absence" ? sink.ends : 0
  waiting.ends = known === undefined || step.forMs === null ? undefined : Math.max(known, step.forMs)
  for (const edge of sink.edges) {
    const target = edge.target === sink ? waiting : edge.target
    const when = edge.action === "ignore" ? both(edge.when, not(within(step.forMs, step.where))) : edge.when
    waiting.edges.push({ ...edge, target, when })
  }
  if (sink.kind === "final") addEdge(waiting, "ignore", waiting, not(within(step.forMs, step.where)))
  addStop(waiting, step)
  return waiting
}

function notNext(step: EventStep, sink: Position): Position {
  const looking = position("looking")
  addEdge(looking, sink.kind === "final" ? "ignore" : "proceed", sink, not(step.where))
  addStop(looking, step)
  return looking
}

/** The absences that hold while the step at `at` waits: those right before it, optional steps between them included. */
function bansBefore(place: Place, at: number): EventStep[] {
  const bans: EventStep[] = []
  for (let i = at - 1; i > 0; i--) {
    const step = place.steps[i]!
    const isBan = step.kind === "event" && step.negated && step.contiguity !== "next"
    if (isBan) bans.push(step)
    else if (!isOptional(step)) break
  }
  return bans
}

function addBans(place: Place, at: number, from: Position): void {
  for (const ban of bansBefore(place, at)) {
    // What is forbidden for a time is not taken either.
    if (ban.forMs !== null) {
      keepFor(from, within(ban.forMs, ban.where))
      if (from.rests !== undefined) keepFor(from.rests, within(ban.forMs, ban.where))
    }
    addStop(from, ban)
  }
}

/** A repetition is over, for an absence that follows it, as soon as the forbidden event comes. */
function addBanAfter(place: Place, at: number, from: Position): void {
  const next = place.steps[at + 1] ?? place.after
  if (next?.kind === "event" && next.negated && next.contiguity !== "next") addStop(from, next)
}

/**
 * The position after an optional step that stands behind an absence: once the step has taken an event, what was forbidden
 * before it is allowed again.
 */
function withoutBans(place: Place, at: number, sink: Position): Position {
  const bans = new Set(bansBefore(place, at).map((ban) => ban.name))
  if (bans.size === 0 || !isOptional(place.steps[at]!)) return sink
  const copies = new Map<Position, Position>()
  const strip = (from: Position): Position => {
    const known = copies.get(from)
    if (known !== undefined) return known
    const copy = position(from.kind, from.waitsFor)
    copies.set(from, copy)
    for (const edge of from.edges) {
      if (edge.action !== "proceed") copy.edges.push({ ...edge, target: edge.target === from ? copy : edge.target })
      else if (edge.target.kind !== "stop") copy.edges.push({ ...edge, target: strip(edge.target) })
      else if (!bans.has(edge.step)) copy.edges.push({ ...edge })
    }
    return copy
  }
  return strip(sink)
}

function repeated(place: Place, at: number, sink: Position): Position {
  const step = place.steps[at]!
  const head = isLoop(step) ? looping(place, at, sink) : times(place, at, sink, [{ target: sink, when: always }])
  addBans(place, at, head)
  return head
}

function takeOf(place: Place, step: EventStep): Predicate {
  return unless(step.where, place.until)
}

/** When an event is passed over while the step waits: never, when it does not fit, or always. */
function ignoreOf(place: Place, at: number, mode: "next" | "then" | "thenAny"): Predicate | null {
  if (mode === "next") return null
  return unless(mode === "thenAny" ? always : not((place.steps[at] as EventStep).where), place.until)
}

const innerMode = { strict: "next", relaxed: "then", any: "thenAny" } as const

/** How the first element of a step waits. The first step of a group waits as the group does in this round. */
function outerMode(place: Place, at: number): "next" | "then" | "thenAny" {
  const step = place.steps[at]!
  if (at === 0 && place.group !== null) {
    if (place.entry !== undefined) return place.entry
    const { contiguity, inner } = place.group
    return place.firstRound ? (contiguity === "first" ? "next" : contiguity) : innerMode[inner]
  }
  return step.contiguity === "first" ? "next" : step.contiguity
}

/** How the further elements of a step wait. The first step of a group takes this from the group. */
function laterMode(place: Place, at: number): "next" | "then" | "thenAny" {
  return innerMode[at === 0 && place.group?.kind === "group" ? place.group.inner : place.steps[at]!.inner]
}

/** A way to go on without a further event of the step, and when it is open. */
type WayOn = { readonly target: Position; readonly when: Predicate }

/**
 * The ways past a step without an upper bound. A greedy one keeps its events from the position after it, but not the event
 * that ends the repetition: for that one there is a copy of the position, made before it is restricted.
 */
function waysOn(step: Step, sink: Position): WayOn[] {
  if (step.kind !== "event" || !step.greedy || step.until === null) return [{ target: sink, when: always }]
  const free = position(sink.kind, sink.waitsFor)
  free.edges = sink.edges.map((edge) => ({ ...edge, target: edge.target === sink ? free : edge.target }))
  return [
    { target: free, when: step.until },
    { target: sink, when: not(step.until) },
  ]
}

/** From the first of its repetitions on: the required ones, then those that may be left out, then whatever follows. */
function times(place: Place, at: number, sink: Position, ways: readonly WayOn[]): Position {
  const step = place.steps[at]!
  const from = Math.max(1, step.min)
  const to = step.max ?? from
  const later = laterMode(place, at)
  if (step.kind === "event" && step.greedy && from !== to) keepFor(sink, takeOf(place, step))
  let next = sink
  for (let count = to; count > 1; count--) {
    const mayEnd = count > from
    next = once(place, at, next, mayEnd ? ways : [], later, false)
    addBanAfter(place, at, next)
  }
  return once(place, at, next, isOptional(step) ? ways : [], outerMode(place, at), true)
}

/**
 * One repetition. `ways`: how the match may go on without it, if it may. With such a way out, an ignored event moves to a
 * position that only waits, so that the way out is not walked twice.
 */
function once(
  place: Place,
  at: number,
  sink: Position,
  ways: readonly WayOn[],
  mode: "next" | "then" | "thenAny",
  first: boolean,
): Position {
  const step = place.steps[at]!
  if (step.kind === "group") return round(place, at, step, sink, ways, first)
  if (step.kind === "choice") return meeting(place, at, step, sink, ways, first)
  const limit = first ? limitOf(place, at) : null
  const take = unless(takeOf(place, step), step.until)
  const rest = ignoreOf(place, at, mode)
  const ignore = rest === null || first ? rest : unless(rest, step.until)
  const accepted = withoutBans(place, at, sink)
  const here = position()
  addEdge(here, "take", accepted, take, step.name, limit)
  for (const way of ways) addEdge(here, "proceed", way.target, way.when)
  if (ignore === null) return here
  const leaves =
    ways.length > 0 || (at === 0 && place.group?.kind === "group" && place.firstRound && isOptional(place.group))
  if (!leaves) {
    addEdge(here, "ignore", here, ignore, "", limit)
    return here
  }
  const waiting = position("normal", here)
  addEdge(waiting, "take", accepted, take, step.name, limit)
  addEdge(waiting, "ignore", waiting, ignore, "", limit)
  addBans(place, at, waiting)
  addEdge(here, "ignore", waiting, ignore, "", limit)
  return here
}

/** Within how many ms of the event before the first event of the step at `at` comes. */
function limitOf(place: Place, at: number): number | null {
  return (at === 0 ? place.soon : place.steps[at]!.soon) ?? null
}

/**
 * One round of a choice. After each branch taken, those that are left meet again, written out in full for every order. A branch
 * begins with the very event that comes here; an event that begins none is passed over as the choice waits: at first as it follows
 * what was before it, after a branch as `then`.
 */
function meeting(
  place: Place,
  at: number,
  choice: ChoiceStep,
  sink: Position,
  ways: readonly WayOn[],
  first: boolean,
): Position {
  const meet = (left: readonly (readonly Step[])[], needed: number): Position => {
    if (needed === 0) return sink
    const begins = needed === choice.count
    const limit = begins && first ? limitOf(place, at) : null
    const around = inside(place, at, choice, first)
    const after = needed === 1 ? around.after : null
    const heads = left.map((branch) => {
      const rest = left.filter((other) => other !== branch)
      return sequence({ ...around, steps: branch, after, entry: "next", soon: limit }, meet(rest, needed - 1))
    })
    const mode = begins ? choiceMode(place, at, choice, first) : "then"
    const fits: Predicate = (event, path) => left.some((branch) => canBegin(branch, event, path))
    const rest = mode === "next" ? null : unless(mode === "thenAny" ? always : not(fits), around.until)
    return meetingOf(heads, rest, begins ? ways : [], limit)
  }
  return meet(choice.branches, choice.count)
}

function meetingOf(heads: readonly Position[], ignore: Predicate | null, ways: readonly WayOn[], limit: number | null) {
  const addHeads = (from: Position) => {
    // What is added last is looked at first.
    for (const head of heads.toReversed()) addEdge(from, "proceed", head, always)
  }
  const here = position()
  for (const way of ways) addEdge(here, "proceed", way.target, way.when)
  addHeads(here)
  if (ignore === null) return here
  const rests = ways.length === 0 ? here : position()
  if (rests !== here) {
    addHeads(rests)
    addEdge(rests, "ignore", rests, ignore, "", limit)
    here.rests = rests
  }
  addEdge(here, "ignore", rests, ignore, "", limit)
  return here
}

function choiceMode(place: Place, at: number, choice: ChoiceStep, first: boolean): Mode {
  if (!first) return innerMode[choice.inner]
  return outerMode(place, at)
}

/** Whether an event has what the first step of a branch asks for. */
function canBegin(branch: readonly Step[], event: Parameters<Predicate>[0], path: Parameters<Predicate>[1]): boolean {
  const first = branch[0]!
  if (first.kind === "event") return first.where(event, path)
  if (first.kind === "group") return canBegin(first.steps, event, path)
  return first.branches.some((inner) => canBegin(inner, event, path))
}

/** One round of a group. */
function round(
  place: Place,
  at: number,
  group: GroupStep,
  sink: Position,
  ways: readonly WayOn[],
  first: boolean,
): Position {
  const head = sequence(groupPlace(place, at, group, first), sink)
  for (const way of ways) addEdge(head, "proceed", way.target, way.when)
  return head
}

function groupPlace(place: Place, at: number, group: GroupStep, firstRound: boolean): Place {
  const last = group.steps.at(-1)
  if (last === undefined || (last.kind === "event" && last.negated)) throw new Error("a group ends with an absence")
  const branch = place.group?.kind === "choice" && at === 0 && firstRound ? { entry: outerMode(place, at) } : {}
  const soon = firstRound ? limitOf(place, at) : null
  return { ...inside(place, at, group, firstRound), steps: group.steps, ...branch, soon }
}

function inside(place: Place, at: number, group: GroupStep | ChoiceStep, firstRound: boolean): Place {
  return {
    steps: [],
    group,
    firstRound,
    after: place.steps[at + 1] ?? place.after,
    until: group.until === null ? place.until : either(group.until, place.until),
  }
}

/** The further rounds of a step without an upper bound, for ever, and the way on. */
function looping(place: Place, at: number, sink: Position): Position {
  const step = place.steps[at]!
  const onwards = withoutBans(place, at, sink)
  const skips = waysOn(step, sink)
  const ways = onwards === sink ? skips : waysOn(step, onwards)
  const loop =
    step.kind === "event" ? loopingEvent(place, at, step, onwards, ways) : loopingNest(place, at, step, onwards)
  return times(place, at, loop, skips)
}

function loopingNest(place: Place, at: number, nest: GroupStep | ChoiceStep, sink: Position): Position {
  const again = position()
  const way = { target: sink, when: always }
  const head =
    nest.kind === "group" ? round(place, at, nest, again, [way], false) : meeting(place, at, nest, again, [way], false)
  addEdge(again, "proceed", head, always)
  return head
}

function loopingEvent(place: Place, at: number, step: EventStep, sink: Position, ways: readonly WayOn[]): Position {
  const take = unless(takeOf(place, step), step.until)
  const rest = ignoreOf(place, at, laterMode(place, at))
  const loop = position()
  for (const way of ways) addEdge(loop, "proceed", way.target, way.when)
  if (step.greedy) keepFor(sink, takeOf(place, step))
  addEdge(loop, "take", loop, take, step.name)
  addBanAfter(place, at, loop)
  if (rest === null) return loop
  const ignore = unless(rest, step.until)
  const waiting = position("normal", loop)
  addEdge(waiting, "take", loop, take, step.name)
  addEdge(waiting, "ignore", waiting, ignore)
  addEdge(loop, "ignore", waiting, ignore)
  addBanAfter(place, at, waiting)
  return loop
}

/** A greedy repetition keeps its events from the position after it: no edge there may use an event that it accepts. */
function keepFor(sink: Position, take: Predicate): void {
  for (const edge of sink.edges) edge.when = both(edge.when, not(take))
}
