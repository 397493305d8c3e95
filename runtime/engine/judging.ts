import type { EventRecord } from "../abi/event.ts"
import type { Fields } from "../abi/value.ts"
import { ConditionFailure, type EventOperator, type Result } from "../operator/contract.ts"
import type { Batch, Lane, LaneHost, ResultMaker } from "../operator/lanes/contract.ts"
import { noNumber, numberIn } from "../operator/object-keys.ts"
import { RowBatch } from "../rows/batch.ts"
import { Agenda } from "./agenda.ts"
import type { ColdKeys } from "./cold-keys.ts"
import { FoundResults } from "./found-results.ts"
import { Failure, type JudgingParts } from "./judging-parts.ts"
import { QuietRows } from "./quiet-rows.ts"
import { Deadlines, laneOf, type RunningRule } from "./rules.ts"
import type { StoredEvent } from "./stored-event.ts"

/** What keeps something for keys. */
interface KeyHolder {
  readonly space: number
  holds(key: number): boolean
}

const noValues: readonly unknown[] = Object.freeze([])

/** Judges events in their order by all rules that read them, and ends windows in between. */
export class Judging implements LaneHost {
  private readonly parts: JudgingParts
  private readonly batch: Batch
  /** The place of the next event of the batch. */
  private next = 0
  /** By place: the lower 32 bits of the sequence numbers of its events, where they are judged one by one. */
  private sequences = new Int32Array(0)
  /** The sequence number of the event at hand. */
  private sequence = 0
  private rules: readonly RunningRule[] = []
  /** By rule: its lane, where that makes results when they are asked for. */
  private makers: readonly (ResultMaker | undefined)[] = []
  private agenda = new Agenda([], 0)
  private cold: ColdKeys | undefined = undefined
  /** Those that keep something for keys. */
  private holders: readonly KeyHolder[] = []
  /** Those that have keys of their own. */
  private ofObjects: readonly RunningRule[] = []
  /** Those that want to know what was judged. */
  private passers: readonly Lane[] = []
  private enders: readonly RunningRule["operator"][] = []
  /** By event type: the rules that have it as their input, in file order. */
  private judges: readonly (readonly RunningRule[])[] = []
  /** By event type: whether something looks at its events as objects. */
  private asObjects: readonly boolean[] = []
  private deadlines = new Deadlines([])
  /** All rules judge rows, and nothing comes of their matches but outputs: a batch is judged rule by rule. */
  private wholeBatches = false
  private oneRule = true
  /** A batch is judged lane by lane, and what comes of it is put in order. */
  private defers = false
  /** undefined: each event is judged when the watermark reaches it. */
  private quiet: QuietRows | undefined = undefined
  /** Those that have deadlines. */
  private timed: readonly RunningRule[] = []
  private judgedTo = Number.NEGATIVE_INFINITY
  private readonly found_ = new FoundResults<Result | Failure>()
  private readonly addHit = (place: number, rule: number): void => this.found_.add(place, rule)
  private readonly handOut = (found: Result | Failure | undefined, place: number, rule: number): void =>
    this.report(found, place, rule)
  /** The event that was asked for last, and the key: several rules mostly ask for the same one. */
  private readonly shown = { batch: 0, place: 0, event: undefined as EventRecord | undefined }
  private readonly shownKey = { batch: 0, space: 0, id: 0, values: noValues }
  /** What rules made of the event or deadline at hand. */
  private derived: StoredEvent[] = []
  present = Number.NEGATIVE_INFINITY

  constructor(parts: JudgingParts) {
    this.parts = parts
    const { manifest, events, selects, index, clock } = parts
    const { spaces } = events
    // Of a state that was restored; else none were.
    this.judgedTo = clock.watermark
    this.batch = new RowBatch<EventRecord>(events.rows, {
      selects,
      all: manifest.columns?.all,
      types: manifest.events.length,
      index,
      spaces,
    })
  }

  /** The rules in file order; before anything is judged. `cold`: not all of their keys are in memory. */
  attach(rules: readonly RunningRule[], cold: ColdKeys | undefined): void {
    this.cold = cold
    const { events, series } = this.parts.manifest
    const { history } = this.parts
    const kept = series.filter((_, place) => !history.isOfRows(place))
    const lanes = rules.flatMap(({ operator }) => laneOf(operator) ?? [])
    this.rules = rules
    this.makers = rules.map(({ operator }) => makerOf(laneOf(operator)))
    const ofRows = rules.flatMap(({ silences, objects }) => (objects === undefined ? (silences ?? []) : []))
    this.holders = [...lanes.filter(({ holds }) => holds !== undefined), ...ofRows] as readonly KeyHolder[]
    this.ofObjects = rules.filter(({ objects }) => objects !== undefined)
    this.passers = lanes.filter(({ passed }) => passed !== undefined)
    this.enders = rules.flatMap(({ operator }) => (operator.endStep === undefined ? [] : operator))
    this.oneRule = rules.length === 1
    this.timed = rules.filter(({ operator }) => laneOf(operator) === undefined || laneOf(operator)!.isTimed === true)
    this.judges = events.map((_, type) => rules.filter(({ manifest }) => manifest.inputs.includes(type)))
    this.asObjects = events.map(
      (_, type) =>
        kept.some(({ event }) => event === type) ||
        this.judges[type]!.some(({ operator }) => laneOf(operator) === undefined),
    )
    this.deadlines = new Deadlines(rules)
    const derives = rules.some(({ manifest }) => manifest.outputs.some((output) => output.event !== undefined))
    this.wholeBatches = lanes.length === rules.length && kept.length === 0 && !derives
    this.agenda = new Agenda(rules, events.length, this.wholeBatches ? this.batch : undefined)
    const isPlain = this.wholeBatches && cold === undefined && series.length === 0 && this.enders.length === 0
    this.quiet = isPlain ? new QuietRows(rules, this.batch) : undefined
  }

  /** Whether something looks at events of a type as objects. */
  readsObjects(type: number): boolean {
    return this.asObjects[type]!
  }

  /** Whether nothing looks at more of the rows of a type than conditions choose: what the others have as texts is not asked for. */
  leavesTexts(type: number): boolean {
    const isAlone = this.quiet !== undefined && !this.parts.events.isShared
    return (
      isAlone &&
      this.rules.every(({ silences }) => silences === undefined) &&
      this.judges[type]!.every(
        // Rows of other types may have the same text and key.
        ({ operator, manifest }) => manifest.inputs.length === 1 && laneOf(operator)?.selects !== undefined,
      )
    )
  }

  /** Whether a batch was begun and not finished: what it calls threw. */
  get isInterrupted(): boolean {
    return this.batch.count > 0
  }

  /** All events up to this time were judged, and nothing of their rows is needed any more: of a batch that is judged as a whole. */
  get doneUpTo(): number {
    const { batch } = this
    const done = this.wholeBatches && batch.count > 0 && this.next === batch.count
    return done ? batch.rows.at[batch.order[batch.count - 1]!]! : Number.NEGATIVE_INFINITY
  }

  /** The watermark up to which all was judged, where events behind it were put off. */
  get since(): number | undefined {
    return this.quiet?.since
  }

  /** The row of an event that was pushed waits. */
  waits(row: number, time: number): void {
    this.quiet?.add(row, time)
  }

  /** Rows wait that came in other ways, or conditions may hold that did not. */
  knowsNothing(): void {
    this.quiet?.forget()
  }

  /** Whether nothing comes out of what the watermark reaches, which was `before`: then it is put off to the next `moveTo`. */
  putsOff(watermark: number, before: number): boolean {
    const { quiet } = this
    if (quiet === undefined || this.isInterrupted || this.deadlines.next() <= watermark) return false
    return quiet.putsOff(watermark, before)
  }

  /** A rule's next deadline may have changed. */
  update(rule: RunningRule): void {
    this.deadlines.update(rule)
  }

  /** Events that a rule made are judged behind the event or deadline at hand. */
  derive(events: readonly StoredEvent[]): void {
    this.derived.push(...events)
  }

  /**
   * Time moves from deadline to deadline and from event to event, up to the watermark; a window that ends at an event's time ends before
   * it. No deadline is before `present`.
   */
  moveTo(watermark: number, present: number): void {
    const { cold } = this
    const { host } = this.parts
    this.present = present
    this.quiet?.begin()
    let to: number
    do {
      // No further than keys that are not in memory have room there when their deadlines come.
      to = cold === undefined ? watermark : Math.min(watermark, Math.max(present, cold.dueSoon(watermark)))
      this.judgeEvents(to, present)
      this.fireUpTo(to, present)
    } while (to < watermark)
    this.judgedTo = watermark
    this.quiet?.judged(watermark)
    for (const lane of this.passers) lane.passed!(watermark)
    for (const operator of this.enders) operator.endStep!(watermark)
    host.deliver()
  }

  private judgeEvents(to: number, present: number): void {
    const { batch } = this
    const { clock, history, host } = this.parts
    for (;;) {
      if (this.next === batch.count) {
        this.finishBatch()
        if (!batch.fill(to, clock.sequence)) return
        if (this.sequences.length < batch.count) this.sequences = new Int32Array(batch.order.length)
        this.load(batch.rows.at[batch.order[batch.count - 1]!]!)
        history.take(batch)
        this.agenda.begin(batch)
      }
      if (this.wholeBatches) this.judgeBatch()
      else this.judgeNext(present)
      host.deliver()
    }
  }

  /** Ends what ends up to a time. */
  private fireUpTo(to: number, present: number): void {
    const { deadlines, cold } = this
    let loaded = 0
    for (;;) {
      const deadline = Math.max(Math.min(deadlines.next(), cold?.nextDue ?? Number.POSITIVE_INFINITY), present)
      if (deadline > to || deadline === Number.POSITIVE_INFINITY) break
      if (cold !== undefined && cold.nextDue <= deadline) {
        loaded += cold.loadDue(deadline)
        this.updateTimed()
      }
      this.fire(deadline)
      this.parts.host.deliver()
    }
    if (loaded === 0) return
    cold!.evict(0, Math.min(to, Number.MAX_VALUE))
    this.sweep()
  }

  /** Brings into memory what the batch at hand needs; its last event is of that time. */
  private load(time: number): void {
    this.cold?.load(this.batch, time)
    if (this.cold !== undefined) this.updateTimed()
  }

  private updateTimed(): void {
    for (const rule of this.timed) this.deadlines.update(rule)
  }

  /** A length of time changed that deadlines of rules are worked out with. */
  retime(): void {
    this.cold?.retime(this.judgedTo)
    this.updateTimed()
  }

  event(batch: Batch, place: number, fields?: Fields): EventRecord {
    const { shown } = this
    if (fields === undefined && shown.batch === batch.number && shown.place === place) return shown.event!
    const event = this.parts.events.shownOf(batch.order[place]!, fields)
    event.sequence = this.sequenceAt(place)
    if (fields === undefined) {
      shown.batch = batch.number
      shown.place = place
      shown.event = event
    }
    return event
  }

  key(batch: Batch, space: number, id: number): readonly unknown[] {
    const { shownKey } = this
    if (shownKey.batch === batch.number && shownKey.space === space && shownKey.id === id) return shownKey.values
    shownKey.batch = batch.number
    shownKey.space = space
    shownKey.id = id
    shownKey.values = batch.valuesOf(space, id)
    return shownKey.values
  }

  sequenceAt(place: number): number {
    return this.wholeBatches ? this.batch.sequence + place : this.sequence
  }

  kept(batch: Batch, place: number): EventRecord {
    const event = this.parts.events.eventOf(batch.order[place]!)
    event.sequence = this.sequenceAt(place)
    event.settle()
    return event
  }

  found(lane: Lane, place: number, result: Result): void {
    result.ordinal = this.ordinal(lane, result.rule, place)
    this.take(result, result.rule, place)
  }

  foundBy(rule: number, place: number): void {
    this.take(undefined, rule, place)
  }

  /** Reports at once, or when all rules have judged the batch: another one may have found something at an earlier event. */
  private take(found: Result | Failure | undefined, rule: number, place: number): void {
    if (this.defers) this.found_.add(place, rule, found)
    else this.report(found, place, rule)
  }

  /** `found`: undefined: the rule makes it. `place`: of the event at hand; -1: it is a deadline that is. */
  private report(found: Result | Failure | undefined, place: number, rule: number): void {
    const { history, host } = this.parts
    if (found instanceof Failure) {
      host.failed(found.rule, found.event, found.thrown)
      return
    }
    if (found === undefined && host.writeRow(rule, this.batch, place)) return
    const result = found ?? this.makers[rule]!.resultAt(this.batch, place)
    if (result === undefined) return
    if (place >= 0) history.attend(this.batch.order[place]!)
    host.result(result)
  }

  due(time: number, result: Result): void {
    if (!this.defers) {
      this.parts.host.result(result)
      return
    }
    const { batch } = this
    // The first event that is not before the deadline.
    let place = 0
    for (let behind = batch.count; place < behind; ) {
      const middle = (place + behind) >>> 1
      if (batch.rows.at[batch.order[middle]!]! < time) place = middle + 1
      else behind = middle
    }
    this.found_.addDue(place, time, result)
  }

  asks(lane: Lane, place: number, condition: (event: EventRecord) => boolean): boolean {
    this.parts.history.attend(this.batch.order[place]!)
    try {
      return condition(this.event(this.batch, place))
    } catch (thrown) {
      this.failed(lane, place, thrown)
      return false
    }
  }

  failed(lane: Lane, place: number, thrown: unknown): void {
    const event = this.event(this.batch, place) as StoredEvent
    const rule = this.rules.find(({ operator }) => operator === lane)!
    this.take(new Failure(rule, event, thrown), rule.index, place)
  }

  judged(): number {
    return this.judgedTo
  }

  ordinal({ space }: Lane, rule: number, place: number): number {
    const { batch } = this
    const { order, rows } = batch
    const { at } = rows
    const time = at[order[place]!]!
    if (place === 0 || at[order[place - 1]!] !== time) return 0
    const keys = batch.keysOf(space)
    const { inputs } = this.rules[rule]!.manifest
    let ordinal = 0
    for (let other = place - 1; other >= 0 && at[order[other]!] === time; other--) {
      if (keys[other] !== keys[place] || !inputs.includes(rows.type[order[other]!]!)) continue
      if (this.textOf(other) === this.textOf(place)) ordinal++
    }
    return ordinal
  }

  private textOf(place: number): string {
    return this.parts.events.textOf(this.batch.order[place]!)
  }

  private finishBatch(): void {
    if (!this.wholeBatches && this.next > 0) this.parts.history.number(this.sequences)
    const { batch, cold } = this
    const { count } = batch
    if (count > 0) {
      cold?.evict(count, batch.rows.at[batch.order[count - 1]!]!)
      this.next = 0
      batch.release()
    }
    this.sweep()
  }

  /** Gives back the numbers of keys that nothing is held for, where there are many. */
  private sweep(): void {
    const { holders, ofObjects, cold } = this
    const { events, history } = this.parts
    // A cut of the state that is not written yet has names of keys that may be gone by now.
    if (this.parts.backend.isCutting) return
    for (const rule of ofObjects) this.sweepObjects(rule)
    if (!events.isDue) return
    events.sweep((space, key) => {
      const isHeld = holders.some((each) => each.space === space && each.holds(key)) || history.holds(space, key)
      if (!isHeld) cold?.forget(space, key)
      return isHeld
    })
  }

  private sweepObjects({ objects, operator, silences }: RunningRule): void {
    const { keys, space } = objects!
    if (!keys.isDue) return
    const { holds } = operator as EventOperator
    keys.sweep((key) => {
      const isHeld = holds?.call(operator, key) === true || silences?.holds(key) === true
      if (!isHeld) this.cold?.forget(space, key)
      return isHeld
    })
  }

  /** Brings the key of an event into memory for a rule whose keys stand in no rows. */
  private bring({ objects }: RunningRule, event: EventRecord): void {
    if (objects?.leaves !== true) return
    const key = numberIn(objects, event)
    if (key !== noNumber) this.cold!.use(objects.space, key)
  }

  private judgeBatch(): void {
    const { batch, agenda } = this
    const { clock } = this.parts
    const { count } = batch
    // Of several rules another one may have something to tell of an earlier place in the batch.
    this.defers = !this.oneRule
    for (let i = 0; i < agenda.count; i++) agenda.lanes[i]!.run(batch, count)
    this.defers = false
    this.next = count
    clock.sequence += count
    for (const rule of this.timed) this.deadlines.update(rule)
    agenda.eachHit(batch, this.addHit)
    this.found_.handOut(count, this.handOut)
  }

  private judgeNext(present: number): void {
    const { batch, deadlines } = this
    const row = batch.order[this.next]!
    const deadline = Math.max(deadlines.next(), present)
    if (deadline <= batch.rows.at[row]!) {
      this.fire(deadline)
      return
    }
    this.next++
    const type = batch.rows.type[row]!
    if (this.asObjects[type]) {
      this.handle(this.parts.events.eventOf(row), this.next)
      return
    }
    this.sequence = this.parts.clock.sequence++
    this.sequences[this.next - 1] = this.sequence
    for (const rule of this.agenda.rulesAt(batch, this.next - 1)) {
      laneOf(rule.operator)!.run(batch, this.next)
      this.deadlines.update(rule)
    }
    this.handleDerived()
  }

  private fire(time: number): void {
    for (const rule of this.deadlines.dueAt(time)) {
      rule.operator.fire(time)
      this.deadlines.update(rule)
    }
    this.handleDerived()
  }

  /** Judges an event by all rules that read it; then the events that they made of it, each with those made of that one. `to`: lanes go on to there. */
  private handle(event: StoredEvent, to?: number): void {
    const { clock, instant, history, host } = this.parts
    this.sequence = clock.sequence++
    if (to !== undefined) this.sequences[to - 1] = this.sequence
    event.sequence = this.sequence
    instant.add(event)
    history.update(event)
    const rules = to === undefined ? this.judges[event.type]! : this.agenda.rulesAt(this.batch, to - 1)
    for (const rule of rules) {
      const { operator } = rule
      if ("process" in operator) {
        if (this.cold !== undefined) this.bring(rule, event)
        try {
          operator.process(event)
        } catch (thrown) {
          if (!(thrown instanceof ConditionFailure)) throw thrown
          host.failed(rule, event, thrown.cause)
        }
      } else if (to !== undefined) operator.run(this.batch, to)
      this.deadlines.update(rule)
    }
    this.handleDerived()
  }

  private handleDerived(): void {
    if (this.derived.length === 0) return
    const events = this.derived
    this.derived = []
    for (const event of events) this.handle(event)
  }
}

function makerOf(lane: Lane | undefined): ResultMaker | undefined {
  return lane !== undefined && "resultAt" in lane ? (lane as Lane & ResultMaker) : undefined
}
