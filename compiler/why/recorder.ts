import type { Expression } from "../../lang/check/model.ts"
import type { DeadLetter, LateEvent } from "../../runtime/abi/engine.ts"
import type { EventRecord } from "../../runtime/abi/event.ts"
import type { MatchView, RuleProgram } from "../../runtime/abi/rule-set.ts"
import type { Outcome, RuleTrace, TracedResult } from "../../runtime/abi/trace.ts"
import type { Plan, RulePlan } from "../2-plan/plan.ts"
import { probedParts } from "../2-plan/probed-parts.ts"
import { KeptStories, type StoryInterest } from "./kept-stories.ts"
import type { AskedKey } from "./keys.ts"
import { EventLooks, KeptLooks, type Rate } from "./looks.ts"
import { matchOf } from "./match-view.ts"
import type { Asked, Look, Refused, SeenEvent, Story, StoryOutcome, Taken } from "./model.ts"
import { placeOf } from "./place.ts"
import { TracedStory } from "./story.ts"

const noMatch = matchOf([])

/** Most other keys whose names are kept. */
const mostKeys = 100_000
/** Events of the key: beyond, those in the middle are forgotten. */
const mostEvents = 100_000
/** Of which so many at the beginning stay. */
export const firstEvents = 1000
const mostRefused = 1000

export interface RecorderOptions {
  /** The most partial matches of the key. */
  readonly limit: number
  readonly interest: StoryInterest
  readonly rate: Rate
}

/** What was told of one run of the rule, for one key. */
export class Recorder implements RuleTrace {
  readonly rule: string
  readonly limit: number
  /** Events of the key in the order in which they were judged: of very many the first and the last ones. */
  readonly events: SeenEvent[] = []
  /** How many there were. */
  eventCount = 0
  /** Other keys, and how many events each has. */
  readonly keys = new Map<string, number>()
  readonly kept: KeptStories
  readonly refused: Refused[] = []
  /** What a window, a filter or anything else without partial matches came to. */
  readonly results: StoryOutcome[] = []
  /** By type: how many events arrived, how many without the key, and the first of those. */
  readonly arrived = new Map<string, number>()
  readonly keyless: { readonly type: string; readonly place: string; readonly missing: readonly string[] }[] = []
  keylessCount = 0
  /** Events of the key that arrived and are neither late nor refused, judged or not. */
  arrivedOfKey: { readonly type: string; readonly at: number; readonly place: string }[] = []
  private readonly plan: Plan
  private readonly own: RulePlan
  private readonly key: AskedKey
  /** By row. */
  private readonly live: (TracedStory | undefined)[] = []
  private readonly parts: readonly (readonly Expression[])[]
  private readonly waiting: Story[] = []
  private program: RuleProgram | undefined
  private event_: SeenEvent | undefined
  private view: MatchView | undefined
  private readonly looks = new EventLooks()
  private readonly begun = new KeptLooks()
  private readonly rate: Rate
  private reportedLast: Story | undefined
  private readonly ofEvent = new Map<number, Asked["values"]>()
  /** What the event at hand was taken for last: partial matches share it. */
  private takenNow: Taken | undefined

  constructor(plan: Plan, rule: number, key: AskedKey, { limit, interest, rate }: RecorderOptions) {
    this.plan = plan
    this.own = plan.rules[rule]!
    this.rule = this.own.name
    this.key = key
    this.limit = limit
    this.rate = rate
    this.kept = new KeptStories(interest)
    this.parts = this.own.conditions.map(({ where }) => (where === undefined ? [] : probedParts(where)))
  }

  /** The functions of the rule: before anything is judged. */
  attach(program: RuleProgram): void {
    this.program = program
  }

  /** An event arrived, also one that is late or no event. `at`: null: it was refused. */
  arrive(type: string, raw: unknown, at: number | null, position: unknown): void {
    this.arrived.set(type, (this.arrived.get(type) ?? 0) + 1)
    const id = this.typeId(type)
    if (at === null || !this.own.inputs.includes(id) || this.key.isOfRaw(raw, id) !== true) return
    this.arrivedOfKey.push({ type, at, place: placeOf(position) })
    if (this.arrivedOfKey.length <= mostEvents) return
    // What was judged is not waited for.
    const judged = this.events.at(-1)?.at ?? Number.NEGATIVE_INFINITY
    this.arrivedOfKey = this.arrivedOfKey.filter((each) => each.at > judged).slice(0, mostEvents / 2)
  }

  late({ type, event, at, watermark, position }: LateEvent): void {
    const isOfKey = this.own.inputs.includes(this.typeId(type)) ? this.key.isOfRaw(event, this.typeId(type)) : false
    const reason = "it is late"
    this.refuse({ type, code: "late", reason, at, watermark, place: placeOf(position), isOfKey })
  }

  dead({ type, event, code, reason, rule, position }: DeadLetter): void {
    if (rule !== undefined && rule !== this.rule) return
    const id = this.typeId(type)
    const isInput = this.own.inputs.includes(id)
    if (rule === undefined) this.arrived.set(type, (this.arrived.get(type) ?? 0) + 1)
    this.refuse({ type, code, reason, place: placeOf(position), isOfKey: isInput && this.key.isOfRaw(event, id) })
    if (isInput && code === "missing-key") this.addKeyless(type, placeOf(position), this.key.missingIn(event, id))
  }

  /** A record that is no event of a known type. */
  unreadable(type: string, code: string, reason: string, position: unknown): void {
    this.refuse({ type, code, reason, place: placeOf(position), isOfKey: undefined })
  }

  wants(key: readonly unknown[]): boolean {
    return this.key.is(key)
  }

  event(record: EventRecord, key: readonly unknown[] | undefined): boolean {
    const type = this.plan.events[record.type]!.name
    const place = placeOf((record as { readonly position?: unknown }).position)
    if (key === undefined) {
      this.addKeyless(type, place, [])
      return false
    }
    if (!this.key.is(key)) {
      const text = this.key.textOf(key)
      if (this.keys.has(text) || this.keys.size < mostKeys) this.keys.set(text, (this.keys.get(text) ?? 0) + 1)
      return false
    }
    record.settle?.()
    this.event_ = { record, type, at: record.at, place, alone: this.aloneOf(record) }
    this.eventCount++
    this.events.push(this.event_)
    if (this.events.length > mostEvents) this.events.splice(firstEvents, mostEvents / 2)
    this.looks.begin(this.event_)
    this.takenNow = undefined
    this.ofEvent.clear()
    return true
  }

  look(row: number, view: MatchView): void {
    this.view = view
    this.looks.add(row < 0 ? undefined : this.live[row])
    // A rule of one event, or of windows, has no partial matches: what it was asked is all that there is.
    if (row < 0 && !this.hasPartials) this.begun.add(this.looks.looks.at(-1), this.start, this.rate)
  }

  asked(condition: number, holds: boolean): void {
    if (!this.looks.isOpen) return
    const { readsMatch } = this.own.conditions[condition]!
    this.looks.asked({ condition, holds, values: this.valuesOf(condition) }, readsMatch)
  }

  askedSoon(duration: number, holds: boolean): void {
    this.looks.askedSoon(duration, holds)
  }

  judged(): void {
    const { stories, looks } = this.looks
    for (let at = 0; at < stories.length; at++) {
      const story = stories[at]
      if (story === undefined) this.begun.add(looks[at], this.start, this.rate)
      else story.list.add(looks[at], story.state, this.rate)
    }
  }

  made(row: number, from: number, state: number, step: number): void {
    const parent = from < 0 ? undefined : this.live[from]
    if (step < 0) {
      // It passed over the event, and waits elsewhere: the same partial match.
      this.add(row, parent!.passedOver(state, this.isFinal(state)))
      parent!.isMoved = true
      return
    }
    if (parent !== undefined) parent.isMoved = true
    const look = (parent ?? this.begun).takeBack(this.event_!)
    this.add(row, TracedStory.taking(this.taken(step, look), parent, this.eventCount, state, this.isFinal(state)))
  }

  left(row: number, broken: boolean): void {
    const story = this.take(row)
    if (story === undefined || (story.isMoved && !broken)) return
    const event = this.event_!
    const look = story.takeBack(event) ?? { event, asked: [], tooLate: [] }
    story.isMoved = false
    story.end = { kind: broken ? "broken" : "no-way", look }
    story.endedAt = event.at
  }

  merged(row: number): void {
    const story = this.take(row)
    if (story !== undefined) story.isMoved = true
  }

  reported(row: number): void {
    const story = this.take(row)
    if (story === undefined) return
    story.end = { kind: "reported", outcome: undefined }
    story.isComplete = true
    this.reportedLast = story
    this.waiting.push(story)
  }

  skipped(row: number): void {
    const story = this.take(row)
    if (story === undefined) return
    story.end = { kind: "skipped", by: this.reportedLast }
    story.endedAt = this.event_?.at
  }

  dropped(row: number): void {
    const story = this.take(row)
    if (story === undefined) return
    story.end = { kind: "dropped" }
    story.endedAt = this.event_?.at
  }

  ended(row: number, deadline: number, complete: boolean): void {
    const story = this.live[row]
    if (story === undefined) return
    story.endedAt = deadline
    if (complete) story.isComplete = true
    else {
      this.take(row)
      story.end = { kind: "expired" }
    }
  }

  result(result: TracedResult, outcome: Outcome): void {
    if (result.timeout) {
      if (outcome.kind === "written") this.results.push(this.outcomeOf(outcome, result))
      return
    }
    const { at } = result
    const own = this.outcomeOf(outcome, result)
    this.results.push(own)
    const story = this.waiting.shift()
    if (story?.end?.kind !== "reported") return
    story.end.outcome = own
    story.endedAt = at
  }

  // ---------------------------------------------------------------- inside

  private outcomeOf(outcome: Outcome, result: TracedResult): StoryOutcome {
    const { at } = result
    const look = this.hasPartials || result.event === null ? undefined : this.looks.looks.at(-1)
    const common = { at, from: result.view.window?.start, look }
    if (outcome.kind === "filtered") return { kind: "filtered", ...common, values: this.havingValues(result) }
    return outcome.kind === "written" ? { ...outcome, ...common, timeout: result.timeout } : { ...outcome, ...common }
  }

  /** Whether the rule has partial matches: not of one event, nor of windows. */
  get hasPartials(): boolean {
    const { window, pattern } = this.own
    const [first, second] = pattern.elements
    const isOne = first?.kind === "step" && first.quantifier.max === 1 && first.until === null
    return window === undefined && !(isOne && second === undefined)
  }

  private isFinal(state: number): boolean {
    return this.finals.has(state)
  }

  /** The states in which all is there, and that in which matches begin. */
  finals: ReadonlySet<number> = new Set()
  start = 0

  private refuse(refused: Refused): void {
    const { isOfKey } = refused
    // Of others a few are enough; those of the key are all kept, within reason.
    if (this.refused.length < (isOfKey === true ? 10 * mostRefused : mostRefused)) this.refused.push(refused)
  }

  private addKeyless(type: string, place: string, missing: readonly string[]): void {
    this.keylessCount++
    if (this.keyless.length < 10) this.keyless.push({ type, place, missing })
  }

  /** The event at hand as a step took it. */
  private taken(step: number, look: Look | undefined): Taken {
    const known = this.takenNow
    if (known !== undefined && known.step === step && known.asked === look?.asked) return known
    this.takenNow = { step, event: this.event_!, ...(look !== undefined && { asked: look.asked }) }
    return this.takenNow
  }

  private add(row: number, story: TracedStory): void {
    this.live[row] = story
    this.kept.add(story)
  }

  private take(row: number): TracedStory | undefined {
    const story = this.live[row]
    this.live[row] = undefined
    if (story !== undefined) story.until = this.eventCount
    return story
  }

  /** Partial matches: all that live, and of those that are over the ones that tell most. */
  get stories(): readonly TracedStory[] {
    return this.kept.all
  }

  /** Looks of events that began nothing: of many the first, the last and the nearest ones. */
  get begins(): readonly Look[] {
    return this.begun.all
  }

  get areAllBeginsKept(): boolean {
    return !this.begun.isPartial
  }

  /** What holds of an event whatever the match: asked while the engine is at this event. */
  private aloneOf(record: EventRecord): SeenEvent["alone"] {
    return this.own.conditions.map(({ readsMatch }, condition) => {
      if (readsMatch) return undefined
      try {
        return this.program?.conditions[condition]?.(record, noMatch) === true
      } catch {
        return false
      }
    })
  }

  /** Whether a condition holds of an event that came before others of a match. */
  holdsFor(condition: number, event: SeenEvent, match: () => MatchView): boolean {
    const known = event.alone[condition]
    if (known !== undefined) return known
    try {
      return this.program?.conditions[condition]?.(event.record, match()) === true
    } catch {
      return false
    }
  }

  private valuesOf(condition: number): Asked["values"] {
    const known = this.ofEvent.get(condition)
    if (known !== undefined) return known
    const probes = this.program?.probes?.[condition] ?? []
    const event = this.event_!.record
    const values = valuesBy(this.parts[condition]!, (part) => probes[part]?.(event, this.view!))
    if (!this.own.conditions[condition]!.readsMatch) this.ofEvent.set(condition, values)
    return values
  }

  private havingValues({ view, key }: TracedResult): ReadonlyMap<Expression, unknown> {
    const { having } = this.own
    const probes = this.program?.havingProbes ?? []
    if (having === undefined || probes.length === 0) return new Map()
    return valuesBy(probedParts(having), (part) => probes[part]?.(view, key))
  }

  private typeId(type: string): number {
    return this.plan.events.findIndex(({ name }) => name === type)
  }
}

/** What fails has no value: a step that it reads may hold no event yet. */
function valuesBy(parts: readonly Expression[], of: (part: number) => unknown): ReadonlyMap<Expression, unknown> {
  const values = new Map<Expression, unknown>()
  for (const [at, part] of parts.entries()) {
    try {
      values.set(part, of(at))
    } catch {
      values.set(part, undefined)
    }
  }
  return values
}
