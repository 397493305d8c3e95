import { groupBy } from "../../lang/group-by.ts"
import type { Automaton } from "../../runtime/abi/automaton.ts"
import type { KeySchema } from "../../runtime/abi/rule-set.ts"
import type { Awaited, Steps } from "../../runtime/match/steps.ts"
import type { PatternElement, PatternPlan, Plan, RulePlan } from "../2-plan/plan.ts"
import type { Explainer } from "./explain-condition.ts"
import { grainOf, livedAt } from "./kept-stories.ts"
import type { AskedKey } from "./keys.ts"
import type { SeenEvent, Story, StoryOutcome, WhyQuestion } from "./model.ts"
import { type Change, msOf, type Run, type RunParts, runWatched } from "./run.ts"

/** One question, what was seen, and the means to find out more. */
export class Case {
  readonly plan: Plan
  readonly rule: RulePlan
  readonly key: AskedKey
  readonly at: number | undefined
  /** It is asked why it did not fire once more. */
  readonly isMore: boolean
  readonly run: Run
  readonly steps: Steps
  readonly explainer: Explainer
  readonly parts: RunParts
  /** Of runs that are over: partial matches do not change any more. */
  private readonly known = new WeakMap<Run, readonly Story[]>()

  /** `parts.at`: the time that is asked about. */
  constructor(parts: RunParts, run: Run, steps: Steps, { again = false }: Pick<WhyQuestion, "again">) {
    this.parts = parts
    this.plan = parts.plan
    this.rule = parts.plan.rules[parts.rule]!
    this.key = parts.key
    this.run = run
    this.steps = steps
    this.explainer = parts.explainer
    this.at = parts.at
    this.isMore = again
  }

  /** Another run, with one thing changed. */
  again(change: Change): Promise<Run> {
    return runWatched(this.parts, change, this.run)
  }

  /** The partial matches that are asked about: none of which others came. */
  stories(run: Run = this.run): readonly Story[] {
    const found = this.known.get(run) ?? this.storiesOf(run)
    this.known.set(run, found)
    return found
  }

  private storiesOf({ recorder }: Run): readonly Story[] {
    const own = recorder.stories.filter((story) => !story.isMoved && this.lived(story))
    // A step that may go on waits in two states at once; for people it is one partial match, as far as the further one.
    const byEvents = groupBy(own, ({ chain }) => chain)
    return [...byEvents.values()].map((same) =>
      same.reduce((best, each) => (this.rank(each) < this.rank(best) ? each : best)),
    )
  }

  /** Likewise, but for those that the question says nothing of: where it is asked why not once more, what fired. */
  unfired(): readonly Story[] {
    const all = this.stories()
    if (!this.isMore) return all
    const others = all.filter((story) => !hasFired(story))
    // That a match took the events of others says little as long as something else went its own way.
    const own = others.filter(({ end }) => end?.kind !== "skipped")
    return own.length > 0 ? own : others
  }

  /** The less, the further it came: below 0 it matched. */
  rank({ end, isComplete, state }: Story): number {
    if (end?.kind === "reported") return end.outcome?.kind === "written" ? -2 : -1
    return isComplete ? 0 : this.steps.remaining(state)
  }

  /** Whether a partial match lived at the time that is asked about. */
  lived(story: Story): boolean {
    return livedAt(story, this.at)
  }

  /** What became of matches, at the time that is asked about. */
  outcomes(run: Run = this.run): readonly StoryOutcome[] {
    const { at } = this
    if (at === undefined) return run.recorder.results
    const own = this.stories(run).flatMap(({ end }) => (end?.kind === "reported" ? (end.outcome ?? []) : []))
    const then = run.recorder.results.filter((each) => each.at >= at && (each.from ?? each.at) < at + grainOf(at))
    return [...new Set([...own, ...then])]
  }

  /** Whether the rule matched and said so in a run, at the time that is asked about. */
  fires(run: Run): boolean {
    const fired = (of: Run): number => this.outcomes(of).filter(hasSpoken).length
    return fired(run) > (this.isMore ? fired(this.run) : 0)
  }

  /** The state in which a match begins. */
  get start(): number {
    return this.steps.start
  }

  stepName(step: number): string {
    return this.rule.steps[step]!.name
  }

  /** Names of the event types that a condition takes. */
  typesOf(condition: number): readonly string[] {
    return this.rule.conditions[condition]!.events.map((id) => this.plan.events[id]!.name)
  }

  /** Whether an event by itself is what a step wants; what depends on the match too is taken to hold. */
  fits({ type, alone }: SeenEvent, { wanted, unwanted }: Awaited): boolean {
    const holds = (condition: number): boolean => this.typesOf(condition).includes(type) && alone[condition] !== false
    return wanted.length > 0 && wanted.every(holds) && unwanted.every((condition) => alone[condition] !== true)
  }

  /** Of a rule without partial matches: the events that its condition holds of. */
  passed(): readonly SeenEvent[] {
    const [only] = this.steps.awaited(this.start)
    return only === undefined ? [] : this.run.recorder.events.filter((event) => this.fits(event, only))
  }

  get inputs(): readonly string[] {
    return this.rule.inputs.map((id) => this.plan.events[id]!.name)
  }

  get keys(): readonly KeySchema[] {
    return this.rule.keys
  }

  /** The window in ms; undefined: it has none. */
  get within(): number | undefined {
    const { within } = this.rule
    return within.kind === "none" ? undefined : msOf(within.duration, this.run.params)
  }

  /** The ms of a duration number of the pattern. */
  durationOf(number: number): number {
    return msOf(this.rule.durations[number]!, this.run.params)
  }

  get oncePer(): number | undefined {
    const { oncePer } = this.rule
    return oncePer === undefined ? undefined : msOf(oncePer, this.run.params)
  }

  /** How long after the last event of a partial match in a state it ends, whatever the window; undefined: it does not. */
  expiryOf(state: number): number | undefined {
    const { expires, kind } = this.automaton.states[state]!
    if (kind === "pending" || expires.length === 0) return undefined
    return Math.max(...expires.map((number) => this.durationOf(number)))
  }

  /** How long nothing must come after the last event, in a state that waits for that alone. */
  silenceAfter(state: number): number | undefined {
    const { expires } = this.automaton.states[state]!
    return expires.length === 0 ? undefined : Math.max(...expires.map((number) => this.durationOf(number)))
  }

  /** The rule is `when no … for …`. */
  get isSilence(): boolean {
    const [first, second] = this.rule.pattern.elements
    return second?.kind === "absence" && first?.kind === "step" && first.condition === second.condition
  }

  /** What must not come. */
  get absences(): readonly { readonly step: number; readonly condition: number }[] {
    return elementsIn(this.rule.pattern).filter((element) => element.kind === "absence")
  }

  /** Whether what is awaited after a step is a further event of it, and those have to be consecutive. */
  isConsecutive(steps: readonly number[], last: number): boolean {
    return elementsIn(this.rule.pattern).some(
      (element) =>
        element.kind === "step" &&
        element.quantifier.inner === "consecutive" &&
        element.step === last &&
        steps.includes(last),
    )
  }

  private get automaton(): Automaton {
    return this.steps.automaton
  }

  /** Of events, the one nearest to the time that is asked about; without one the last. */
  nearest<T extends Pick<SeenEvent, "at">>(events: readonly T[]): T | undefined {
    const { at } = this
    if (at === undefined) return events.at(-1)
    return events.toSorted((left, right) => Math.abs(left.at - at) - Math.abs(right.at - at))[0]
  }
}

/** A match that said something. */
function hasSpoken(outcome: StoryOutcome): boolean {
  return outcome.kind === "written" && !outcome.timeout && outcome.outputs.length > 0
}

/** Whether a partial match became a match that said something. */
export function hasFired({ end }: Story): boolean {
  return end?.kind === "reported" && end.outcome !== undefined && hasSpoken(end.outcome)
}

/** The elements of a pattern and of what is inside them. */
function elementsIn({ elements }: PatternPlan): readonly PatternElement[] {
  return elements.flatMap((element) => {
    if (element.kind === "group") return [element, ...elementsIn(element.pattern)]
    return element.kind === "choice" ? [element, ...element.branches.flatMap(elementsIn)] : [element]
  })
}
