/**
 * The reference matcher: what a pattern finds in the events of one key, decided in the slowest and most obvious way. Every
 * partial match is an immutable list of accepted events and a position in the pattern; every event asks every one of them
 * again. Nothing here is meant to be fast, and nothing is shared with the compiler or the runtime.
 *
 * Time moves from deadline to deadline: what ends at one deadline is settled before the next one, so the results do not
 * depend on when watermarks came. Flink moves in the steps of the watermark instead: all that ends in one step ends together,
 * and only then are the matches that this completes or sets free settled. Both are here; they differ where a skip strategy
 * discards, at one deadline, a partial match with a later deadline in the same step.
 */
import type { Moment } from "./event-time.ts"
import { FlinkHeap } from "./flink-heap.ts"
import { type Edge, type Position, startPosition } from "./graph.ts"
import { eventsOf, type Path, type RefEvent, type ReferencePattern, type Result, stepNames } from "./pattern.ts"

type PartialMatch = { readonly at: Position; readonly path: Path }

type State = {
  /** All partial matches; the one without events is the beginning, and always there. */
  readonly partials: FlinkHeap<PartialMatch>
  /** Complete matches that a skip strategy holds back while a partial match with an earlier first event lives. */
  readonly waiting: FlinkHeap<PartialMatch>
}

/** The time that a match carries when it is reported now. */
type DateOf = (match: PartialMatch) => number

export type KeyResults = {
  readonly matches: readonly Result[]
  readonly timeouts: readonly Result[]
  /** How many matches were left out because they repeat another: the same events under the same names. */
  readonly repeats: number
}

/** How time moves when several deadlines are passed at once. */
export type Stepping = "deadline" | "watermark"

export type MatchOptions = {
  /** Default: `watermark`, which is how Flink moves. It only concerns Flink's skip strategies. */
  readonly stepping?: Stepping
  /** More partial matches at one time throw `TooManyPartialMatches`; default 100,000. */
  readonly maxPartials?: number
}

/** The pattern and the events are more than this matcher can take. */
export class TooManyPartialMatches extends Error {}

/**
 * Runs a pattern over what one key sees.
 *
 * @throws TooManyPartialMatches
 */
export function matchKey(
  pattern: ReferencePattern,
  moments: readonly Moment[],
  options: MatchOptions = {},
): KeyResults {
  const { stepping = "watermark", maxPartials = 100_000 } = options
  const events = moments.flatMap((moment) => ("event" in moment ? [moment.event] : []))
  const order = new Map(events.map((event, place) => [event, place]))
  const isTogether = stepping === "watermark" && pattern.skip.kind !== "default" && pattern.skip.kind !== "none"
  const run = new Run(pattern, order)
  for (const moment of moments) {
    if ("event" in moment) run.accept(moment.event, maxPartials)
    else if (isTogether) run.endUpTo(moment.time)
    else run.advanceTo(moment.time)
  }
  return { matches: run.matches, timeouts: run.timeouts, repeats: run.repeats }
}

class Run {
  readonly matches: Result[] = []
  readonly timeouts: Result[] = []
  repeats = 0
  readonly #pattern: ReferencePattern
  readonly #order: ReadonlyMap<RefEvent, number>
  #state: State

  constructor(pattern: ReferencePattern, order: ReadonlyMap<RefEvent, number>) {
    this.#pattern = pattern
    this.#order = order
    const beginning: PartialMatch = { at: startPosition(pattern.steps), path: [] }
    this.#state = { partials: this.#heap([beginning]), waiting: this.#heap([]) }
  }

  /** Ends every partial match whose deadline is at or before `time`, one deadline after the other. */
  advanceTo(time: number): void {
    const deadlines = () => this.#state.partials.items().map((partial) => this.#deadline(partial))
    for (let next = Math.min(...deadlines()); next <= time && next < Number.POSITIVE_INFINITY; ) {
      this.endUpTo(next)
      next = Math.min(...deadlines())
    }
  }

  /** Ends every partial match whose deadline is at or before `time`, together. */
  endUpTo(time: number): void {
    const hasEnded = (partial: PartialMatch) => {
      const deadline = this.#deadline(partial)
      return deadline <= time && deadline < Number.POSITIVE_INFINITY
    }
    const all = this.#state.partials.items()
    const ended = all.filter(hasEnded)
    if (ended.length === 0) return
    const complete = ended.filter((partial) => partial.at.kind === "absence")
    const partials = this.#heap(all.filter((partial) => !ended.includes(partial)))
    // A match is out when it is complete itself and the last one that held it back has ended.
    const dateOf = (match: PartialMatch) => {
      const causes = ended.filter((other) => other === match || this.#first(other) < this.#first(match))
      return Math.max(...causes.map((cause) => this.#deadline(cause)))
    }
    this.#settle(dateOf, complete, partials)
    for (const partial of ended) {
      if (!lacksOnlyAbsence(partial.at)) this.timeouts.push(result(this.#deadline(partial), partial.path))
    }
  }

  /** Shows an event to every partial match, and reports what it completes. */
  accept(event: RefEvent, maxPartials: number): void {
    const complete: PartialMatch[] = []
    const partials = this.#heap([])
    for (const partial of this.#state.partials.items()) {
      const next = successors(partial, event)
      complete.push(...next.filter(({ at }) => at.kind === "final"))
      const isDead = next.some(({ at }) => at.kind === "stop")
      if (!isDead) for (const successor of next) if (successor.at.kind !== "final") partials.add(successor)
      if (complete.length + partials.items().length > maxPartials) throw new TooManyPartialMatches()
    }
    this.#settle(() => event.at, complete, partials)
  }

  #deadline(partial: PartialMatch): number {
    const { within } = this.#pattern
    const from = within?.mode === "whole" ? partial.path[0] : partial.path.at(-1)
    if (from === undefined) return Number.POSITIVE_INFINITY
    const { at, path } = partial
    const last = path.at(-1)!.event.at
    // An absence with a time of its own is not ended by the window, which is from event to event.
    if (at.kind === "absence" && at.ends !== undefined) return last + at.ends
    return Math.min(last + lastChance(at), within === null ? Number.POSITIVE_INFINITY : from.event.at + within.ms)
  }

  /** Reports what has become complete, as the skip strategy has it, and keeps what is left. */
  #settle(time: DateOf, complete: readonly PartialMatch[], partials: FlinkHeap<PartialMatch>): void {
    const { kind } = this.#pattern.skip
    const distinct = withoutRepeats(complete, this.#state.waiting.items())
    this.repeats += complete.length - distinct.length
    if (kind === "none") this.#reportAll(time, distinct)
    else if (kind === "default") this.#reportFirst(time, distinct, partials)
    else this.#reportInTurn(time, distinct, partials)
    this.#state = { partials, waiting: this.#state.waiting }
  }

  #reportAll(time: DateOf, complete: readonly PartialMatch[]): void {
    for (const match of complete.toSorted((a, b) => this.#compareMatches(a, b))) this.#report(time, match)
  }

  /** The default: the best match is out at once, and whatever began at or before its last event is gone. */
  #reportFirst(time: DateOf, complete: readonly PartialMatch[], partials: FlinkHeap<PartialMatch>): void {
    let left = complete.toSorted((a, b) => this.#compareMatches(a, b))
    while (left[0] !== undefined) {
      const match = left[0]
      this.#report(time, match)
      const last = this.#place(match.path.at(-1)!.event)
      left = left.filter((other) => this.#first(other) > last)
      partials.removeAll((partial) => this.#first(partial) <= last)
    }
  }

  /** Flink's strategies: a match waits for partial matches with an earlier first event, and discards by first event. */
  #reportInTurn(time: DateOf, complete: readonly PartialMatch[], partials: FlinkHeap<PartialMatch>): void {
    const { waiting } = this.#state
    for (const match of this.#heap(complete).items()) waiting.add(match)
    for (;;) {
      const match = waiting.peek()
      const earliest = partials.peek()
      if (match === undefined || (earliest !== undefined && this.#first(match) > this.#first(earliest))) return
      waiting.poll()
      this.#report(time, match)
      const isDiscarded = this.#discardedBy(match)
      partials.removeAll(isDiscarded)
      waiting.removeAll(isDiscarded)
    }
  }

  #discardedBy({ path }: PartialMatch): (other: PartialMatch) => boolean {
    const { skip } = this.#pattern
    const places = path.map(({ event }) => this.#place(event))
    if (skip.kind === "pastLast") return (other) => this.#first(other) <= Math.max(...places)
    if (skip.kind === "next") return (other) => this.#first(other) <= Math.min(...places)
    if (skip.kind !== "toFirst" && skip.kind !== "toLast") return () => false
    const events = eventsOf(path, skip.step)
    const target = skip.kind === "toFirst" ? events[0] : events.at(-1)
    return target === undefined ? () => false : (other) => this.#first(other) < this.#place(target)
  }

  #report(time: DateOf, match: PartialMatch): void {
    this.matches.push(result(time(match), match.path))
  }

  #place(event: RefEvent): number {
    return this.#order.get(event)!
  }

  /** The place of the first event; the beginning, which has none, comes after everything. */
  #first(partial: PartialMatch): number {
    const first = partial.path[0]
    return first === undefined ? Number.POSITIVE_INFINITY : this.#place(first.event)
  }

  #heap(items: Iterable<PartialMatch>): FlinkHeap<PartialMatch> {
    const compare = (a: PartialMatch, b: PartialMatch) => {
      const [first, second] = [this.#first(a), this.#first(b)]
      return first === second ? 0 : first - second
    }
    return new FlinkHeap(compare, items)
  }

  /**
   * The earliest first event, then the most events, then the earlier events; of two with the same events, the one whose
   * earlier events stand under the earlier steps.
   */
  #compareMatches(a: PartialMatch, b: PartialMatch): number {
    const names = stepNames(this.#pattern.steps)
    const places = ({ path }: PartialMatch) => path.map(({ event }) => this.#place(event))
    const steps = ({ path }: PartialMatch) => path.map(({ step }) => names.indexOf(step))
    return (
      this.#first(a) - this.#first(b) ||
      b.path.length - a.path.length ||
      compareLists(places(a), places(b)) ||
      compareLists(steps(a), steps(b))
    )
  }
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((item, i) => item !== b[i])
  return at < 0 ? 0 : a[at]! - b[at]!
}

function result(at: number, path: Path): Result {
  const match: Record<string, number[]> = Object.create(null)
  for (const { step, event } of path) (match[step] ??= []).push(event.index)
  return { key: path[0]!.event.key, at, match }
}

/** The same events under the same names are one match. */
function withoutRepeats(complete: readonly PartialMatch[], known: readonly PartialMatch[]): PartialMatch[] {
  const text = ({ path }: PartialMatch) => path.map(({ step, event }) => `${event.index} ${step}`).join()
  const seen = new Set(known.map(text))
  return complete.filter((match) => !seen.has(text(match)) && seen.add(text(match)))
}

/** Everything that a partial match becomes with an event, itself included when it may wait on. */
function successors(partial: PartialMatch, event: RefEvent): PartialMatch[] {
  const { at, path } = partial
  const isBeginning = path.length === 0
  const next: PartialMatch[] = []
  for (const edge of openEdges(at, event, path)) {
    if (edge.action === "ignore") {
      if (!isBeginning) next.push({ at: edge.target, path })
      continue
    }
    const taken = [...path, { step: edge.step, event }]
    next.push({ at: edge.target, path: taken })
    const end = endAfter(edge.target, event, path)
    if (end !== undefined) next.push({ at: end, path: taken })
  }
  return isBeginning ? [...next, partial] : next
}

/** The takes and ignores open to an event, directly or after proceeding; the position proceeded to last is looked at first. */
function openEdges(from: Position, event: RefEvent, path: Path): Edge[] {
  const open: Edge[] = []
  const stack: (readonly Position[])[] = [[from]]
  for (let trail = stack.pop(); trail !== undefined; trail = stack.pop()) {
    const here = trail.at(-1)!
    for (const edge of here.edges) {
      if (!edge.when(event, path)) continue
      if (edge.action === "proceed") {
        // A round without an event leads back to where it began: nothing new.
        if (!trail.includes(edge.target)) stack.push([...trail, edge.target])
      } else if (edge.action === "take" || !hasBegunToWait(trail)) open.push(edge)
    }
  }
  return open
}

/** A match that could end in an absence began to wait for it when it took its last event, not when one is ignored. */
function hasBegunToWait(trail: readonly Position[]): boolean {
  return trail.length > 1 && trail.at(-1)!.kind === "absence" && !trail.some(({ kind }) => kind === "looking")
}

/** Where a match that has just come to a position already is as well, with no further event: complete, or awaiting an absence. */
function endAfter(from: Position, event: RefEvent, path: Path): Position | undefined {
  const seen = new Set([from])
  const stack = [from]
  for (let here = stack.pop(); here !== undefined; here = stack.pop()) {
    for (const edge of here.edges) {
      if (edge.action !== "proceed" || seen.has(edge.target) || !edge.when(event, path)) continue
      if (edge.target.kind === "final") return edge.target
      if (edge.target.kind === "absence" && here.kind !== "looking") return edge.target
      seen.add(edge.target)
      stack.push(edge.target)
    }
  }
  return undefined
}

/** So many ms after the last event no way on from a position is open any more; Infinity if one stays open. */
function lastChance(from: Position): number {
  if (from.kind === "absence") return Number.POSITIVE_INFINITY
  let longest: number | undefined
  const seen = new Set([from])
  for (const here of seen) {
    for (const { action, target, limit } of here.edges) {
      if (action === "proceed") {
        if (target.kind !== "stop" && target.kind !== "absence") seen.add(target)
      } else longest = Math.max(longest ?? 0, limit ?? Number.POSITIVE_INFINITY)
    }
  }
  return longest ?? Number.POSITIVE_INFINITY
}

/** At its deadline, such a partial match has all that the pattern asks for: it is no timeout, for it matches. */
function lacksOnlyAbsence(from: Position): boolean {
  const seen = new Set([from])
  for (const here of seen) {
    if (here.kind === "absence") return true
    if (here.kind === "looking") continue
    for (const edge of here.edges) if (edge.action === "proceed") seen.add(edge.target)
    if (here.waitsFor !== undefined) seen.add(here.waitsFor)
  }
  return false
}
