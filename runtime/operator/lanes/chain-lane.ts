import type { EventRecord } from "../../abi/event.ts"
import type { RegisterTest } from "../../abi/rows.ts"
import type { EventSchema, RuleManifest, RuleProgram } from "../../abi/rule-set.ts"
import { Judge, Verdict } from "../../match/judge.ts"
import { GuardReader, type ProgramState, programOf } from "../../match/program.ts"
import { noKey } from "../../rows/key-space.ts"
import type { ByteWriter } from "../../state/bytes.ts"
import { Changes } from "../../state/changes.ts"
import type { KeyedState, OperatorState, RestoredKey, Timing } from "../../state/contract.ts"
import { patternTiming } from "../../state/timing.ts"
import type { Result, RuleCounts } from "../contract.ts"
import { ruleCounts } from "../counts.ts"
import type { Capture, RowCursor } from "./capture.ts"
import { ChainEnds, msOf } from "./chain-ends.ts"
import { ChainCopies, ChainMatches, type Completed, type Copies, resultOf } from "./chain-matches.ts"
import { ChainRunner, type ChainRunnerOptions } from "./chain-runner.ts"
import { type ChainKeys, loadChains, readChain, storeChains, writeBlock } from "./chain-snapshot.ts"
import { ChainSteps, type Outcome } from "./chain-steps.ts"
import { ChainStore, noBlock } from "./chain-store.ts"
import type { Batch, Lane, LaneHost, ResultMaker, RunMaker, ShownField, ShownRun } from "./contract.ts"
import { lastAtCell, RegisterLayout, RegisterView, startAtCell, stateCell } from "./registers.ts"
import { RowAnswers } from "./row-answers.ts"

const never = Number.POSITIVE_INFINITY
/** Keys whose partial matches are fetched at once. */
const touchedAtOnce = 64

export interface ChainLaneOptions {
  readonly index: number
  readonly rule: RuleManifest
  readonly program: RuleProgram
  readonly events: readonly EventSchema[]
  readonly space: number
  /** The fields that are read of events. */
  readonly capture: Capture
  readonly state: OperatorState
  /** Most partial matches of one key. */
  readonly limit: number
  readonly host: LaneHost
  /** Keys by their ids. */
  readonly keys: ChainKeys
  /** By condition: the same over a row and registers; undefined: there is none. */
  readonly tests: readonly (RegisterTest | undefined)[]
}

/** The event that is judged, as conditions see it. */
type Candidate = Pick<EventRecord, "type" | "fields"> &
  Record<"at" | "sequence", number> &
  Record<"raw" | "text", undefined>

/**
 * Patterns in the general form, over rows, in which a partial match never becomes two: those of a key are a row of cells each, in the order in
 * which they began. Nothing comes of their deadlines, so what has ended goes when its key is looked at, or in a sweep.
 */
export class ChainLane implements Lane, ResultMaker, RunMaker, KeyedState {
  readonly counts: RuleCounts
  readonly isKept = true
  readonly stays = false
  readonly timing: Timing
  readonly leavesOut = ["partials", "events"]
  readonly changes: Changes
  readonly space: number
  readonly selects: readonly number[] | undefined
  readonly looksAt: readonly number[]
  readonly tells: readonly number[] | undefined
  private readonly options: ChainLaneOptions
  private readonly answers: RowAnswers
  private readonly states: readonly ProgramState[]
  private readonly layout: RegisterLayout
  private readonly partials: ChainStore
  private readonly view: RegisterView
  private readonly reader: GuardReader
  private readonly judge: Judge
  private readonly verdict = new Verdict()
  /** Undefined: a condition is asked about the event at hand, and may fail. */
  private readonly steps: ChainSteps | undefined
  private readonly cursor: RowCursor
  private readonly candidate: Candidate
  private readonly ends: ChainEnds
  private readonly firstOnly: boolean
  /** The event at hand, once it is asked for. */
  private event: EventRecord | undefined = undefined
  private place = 0
  private readonly copies: ChainCopies
  /** Undefined: results are made at once. */
  private readonly matches: ChainMatches | undefined
  /** Undefined: no event is taken in WebAssembly. */
  private readonly runner: ChainRunner | undefined
  /** What `touch` gave: it says nothing, but a reading of nothing would be left out. */
  protected fetched = 0
  private time: number
  /** The time when the cut of the state began. */
  private cutAt = Number.NEGATIVE_INFINITY

  constructor(options: ChainLaneOptions) {
    const { rule, program, state, space, events, capture, tests } = options
    const { automaton } = rule
    const durationOf = (number: number): number => msOf(rule.durations[number]!)
    this.options = options
    this.timing = patternTiming(options.rule)
    this.space = space
    this.counts = ruleCounts(state)
    this.answers = new RowAnswers(automaton, rule.rows!.selects, rule.inputs, events.length)
    this.selects = this.answers.needed
    this.looksAt = this.answers.asked
    this.tells = this.answers.tells
    this.states = programOf(automaton)
    this.layout = new RegisterLayout(rule.rows!.registers!, rule.steps.length, events[rule.inputs[0]!]!, capture)
    const former = state.former instanceof ChainLane ? state.former : undefined
    this.changes = former?.changes ?? new Changes()
    this.partials = new ChainStore(this.layout.stride, this.layout.hasObjects, former?.partials)
    this.view = new RegisterView(this.layout, this.partials.cells, this.partials.objects)
    this.reader = new GuardReader(program.conditions, this.view, durationOf, this.answers.bits)
    this.judge = new Judge(this.states, this.reader)
    // The batch that begins sets the rows.
    this.cursor = { rows: undefined!, row: 0 }
    const fields = capture.fieldsAt(this.cursor)
    this.candidate = { type: rule.inputs[0]!, at: 0, sequence: 0, fields, raw: undefined, text: undefined }
    this.ends = new ChainEnds(rule, this.states, durationOf)
    this.firstOnly = rule.skip.kind === "default"
    this.steps = ChainSteps.of(automaton, { bits: this.answers.bits, tests, durations: rule.durations.map(msOf) })
    this.copies = new ChainCopies(this.layout)
    const isLater = this.steps !== undefined && this.firstOnly && this.layout.link < 0
    this.matches = isLater ? new ChainMatches(this.layout) : undefined
    this.runner = this.makeRunner()
    this.prepareFirst()
    this.time = options.host.judged()
    if (former === undefined) this.restore()
    // What had ended does not come back where it would end later now.
    else if (this.ends.isLaterThan(former.ends)) this.sweepAll(former.ends)
    state.keep(this)
  }

  private makeRunner(): ChainRunner | undefined {
    const { steps: trees, matches, layout, ends, partials: store, changes, options, answers } = this
    if (trees === undefined || matches === undefined) return undefined
    const { begins, moves } = answers
    const comparisons = options.rule.rows!.registers!.comparisons ?? []
    const shape = { layout, ends, trees, comparisons, begins, moves }
    if (!ChainRunner.canTake(shape)) return undefined
    const step: ChainRunnerOptions["step"] = (...event) => this.step(trees, ...event)
    const found = (place: number): void => this.reportLater(place)
    return new ChainRunner({ shape, store, matches, changes, limit: options.limit, step, found })
  }

  private restore(): void {
    const { state, keys } = this.options
    loadChains(state, this.partials, this.layout, keys)
    for (const written of state.restored()) this.loadKey(keys.idOf(written.key), written)
    this.sweepAll()
  }

  lastsTo(key: number): number {
    return this.ends.lastOf(this.partials, this.partials.blocks[key]!)
  }

  dropKey(key: number): void {
    const { partials } = this
    const block = key < partials.blocks.length ? partials.blocks[key]! : noBlock
    if (block === noBlock) return
    this.changes.touch(key)
    partials.keep(block, 0)
  }

  loadKey(key: number, { entry, events }: Omit<RestoredKey, "key">): void {
    this.partials.reserve(key + 1)
    this.changes.touch(key)
    for (let left = entry.count(); left > 0; left--) readChain(this.partials, this.layout, key, { entry, events })
  }

  /** The partial match that has not begun: what begins is a copy of it. */
  private prepareFirst(): void {
    const { cells } = this.partials
    cells[stateCell] = this.options.rule.automaton.start
    cells[lastAtCell] = never
    this.layout.empty(cells, 0)
  }

  begin(batch: Batch): void {
    this.place = 0
    this.cursor.rows = batch.rows
    batch.keysOf(this.space)
    this.partials.reserve(this.options.keys.limit)
    this.changes.reserve(this.options.keys.limit)
    this.answers.read(batch)
    this.matches?.clear()
  }

  run(batch: Batch, to: number): void {
    const { partials, changes } = this
    const { answers, begins, moves } = this.answers
    const keys = batch.keysOf(this.space)
    const events = { batch, keys, answers, from: this.place, to }
    const from = this.runner?.take(events) ?? this.place
    this.place = to
    let touched = from
    for (let place = from; place < to; place++) {
      if (place === touched) {
        touched = Math.min(place + touchedAtOnce, to)
        this.fetched = partials.touch(keys, place, touched)
      }
      const answer = answers[place]!
      const key = keys[place]!
      if (answer === 0 || key === noKey || (answer & (partials.blocks[key] === noBlock ? begins : moves)) === 0)
        continue
      changes.touch(key)
      if (this.steps === undefined) this.look(batch, place, key, answer)
      else this.step(this.steps, batch, place, key, answer)
    }
  }

  /** What `look` does, where no condition can fail: then what an event does to a partial match is done at once. */
  private step(steps: ChainSteps, batch: Batch, place: number, key: number, answer: number): void {
    const { partials, cursor, firstOnly } = this
    const { rows } = batch
    const row = batch.order[place]!
    const block = partials.blocks[key]!
    const count = block === noBlock ? 0 : partials.count(block)
    cursor.row = row
    this.event = undefined
    let completed: Completed[] | undefined
    let kept = 0
    for (let i = 0; i < count && !(firstOnly && completed !== undefined); i++) {
      const { cells } = partials
      const cell = partials.cellOf(block, i)
      if (this.hasEnded(cell, rows.at[row]!)) continue
      const outcome = steps.follow(rows, row, cells, cell, answer)
      if (outcome.endStep >= 0) completed = this.completeAt(batch, place, key, cell, outcome.endStep, completed)
      if (outcome.target < 0) continue
      if (kept !== i) partials.move(block, i, kept)
      this.goOn(batch, place, partials.cellOf(block, kept++), outcome.target, outcome.step)
    }
    let begun: Outcome | undefined
    if (!firstOnly || completed === undefined) {
      begun = steps.follow(rows, row, partials.cells, 0, answer)
      if (begun.endStep >= 0) completed = this.completeAt(batch, place, key, 0, begun.endStep, completed)
    }
    if (completed !== undefined && firstOnly) {
      if (count > 0) partials.keep(block, 0)
    } else {
      const begins = begun!.target >= 0
      if (kept !== count) partials.keep(block, kept, begins)
      if (begins) this.start(batch, place, key, begun!.target, begun!.step)
    }
    if (completed !== undefined) this.report(batch, place, key, completed)
  }

  private look(batch: Batch, place: number, key: number, answer: number): void {
    const { partials, candidate, cursor, options } = this
    const row = batch.order[place]!
    const at = batch.rows.at[row]!
    const block = partials.blocks[key]!
    const count = block === noBlock ? 0 : this.ends.expire(partials, block, at)
    cursor.row = row
    this.event = undefined
    candidate.at = at
    candidate.sequence = options.host.sequenceAt(place)
    try {
      this.consider(block, count, answer)
    } catch (thrown) {
      options.host.failed(this, place, thrown)
      return
    }
    if (this.verdict.targets.size === 0) {
      if (count > 0) partials.keep(block, 0)
      return
    }
    const completed: Completed[] = []
    if (this.completes()) this.complete(batch, place, key, count, completed)
    if (completed.length > 0 && this.firstOnly) {
      if (count > 0) partials.keep(block, 0)
    } else this.advance(batch, place, key, block, count)
    if (completed.length > 0) this.report(batch, place, key, completed)
  }

  /** Reads what the event does to the key; writes nothing. Throws what a condition throws. */
  private consider(block: number, count: number, answer: number): void {
    const { partials, view, reader, judge, verdict } = this
    const { cells } = partials
    verdict.clear()
    view.cells = cells
    reader.begin(this.candidate, answer)
    for (let i = 0; i < count; i++) {
      const cell = partials.cellOf(block, i)
      view.cell = cell
      reader.lastAt = cells[cell + lastAtCell]!
      judge.judge(cells[cell + stateCell]!, verdict)
    }
    view.cell = 0
    reader.lastAt = never
    judge.judge(this.options.rule.automaton.start, verdict)
  }

  private completes(): boolean {
    const { targets } = this.verdict
    for (let i = 0; i < targets.size; i++) if (this.states[targets.at(i)]!.kind === "final") return true
    return false
  }

  /** Copies what completes, in the order in which it began. */
  private complete(batch: Batch, place: number, key: number, count: number, completed: Completed[]): void {
    const { verdict, partials, firstOnly, states } = this
    const block = partials.blocks[key]!
    let result = 0
    for (let i = 0; i <= count; i++) {
      for (const end = verdict.ends.at(i); result < end; result++) {
        if (states[verdict.targets.at(result)]!.kind !== "final" || (firstOnly && completed.length > 0)) continue
        const cell = i === count ? 0 : partials.cellOf(block, i)
        this.completeAt(batch, place, key, cell, verdict.steps.at(result), completed)
      }
    }
  }

  /** Adds a copy of a partial match that the event completes: here, or to the matches that are made later. */
  private completeAt(
    batch: Batch,
    place: number,
    key: number,
    cell: number,
    step: number,
    completed: Completed[] = [],
  ): Completed[] {
    const { matches, partials } = this
    if (matches !== undefined) {
      const to = matches.add(partials, cell, key, step)
      this.take(batch, place, matches, to, step)
      return matches.atOnce
    }
    const copy = this.copies.of(partials, cell, step)
    this.take(batch, place, copy.copies, copy.cell, step)
    completed.push(copy)
    return completed
  }

  private take(batch: Batch, place: number, { cells, objects }: Copies, cell: number, step: number): void {
    const { layout, cursor } = this
    // What is kept beyond the batch stands in no bytes of it.
    if (layout.link >= 0 && this.event === undefined) this.eventAt(batch, place).settle?.()
    layout.take(cells, objects, cell, step, cursor, this.event)
  }

  /** Each partial match goes to the one state that it has come to, or is gone; last comes what the event begins. */
  private advance(batch: Batch, place: number, key: number, block: number, count: number): void {
    const { verdict, states, partials } = this
    let kept = 0
    let result = 0
    for (let i = 0; i <= count; i++) {
      const isDiscarded = verdict.discarded.at(i) === 1
      let live = -1
      for (const end = verdict.ends.at(i); result < end; result++) {
        if (!isDiscarded && states[verdict.targets.at(result)]!.kind !== "final") live = result
      }
      if (i === count) {
        if (kept !== count) partials.keep(block, kept, live >= 0)
        if (live >= 0) this.start(batch, place, key, verdict.targets.at(live), verdict.steps.at(live))
      } else if (live >= 0) {
        if (kept !== i) partials.move(block, i, kept)
        this.goOn(batch, place, partials.cellOf(block, kept++), verdict.targets.at(live), verdict.steps.at(live))
      }
    }
  }

  private goOn(batch: Batch, place: number, cell: number, target: number, step: number): void {
    this.partials.cells[cell + stateCell] = target
    if (step !== -1) this.take(batch, place, this.partials, cell, step)
  }

  private start(batch: Batch, place: number, key: number, target: number, step: number): void {
    const { partials } = this
    const cell = partials.begin(key)
    partials.cells[cell + startAtCell] = batch.rows.at[batch.order[place]!]!
    this.goOn(batch, place, cell, target, step)
    const block = partials.blocks[key]!
    const count = partials.count(block)
    if (count <= this.options.limit) return
    for (let i = 1; i < count; i++) partials.move(block, i, i - 1)
    partials.keep(block, count - 1)
    this.counts.add("dropped", 1)
  }

  private report(batch: Batch, place: number, keyId: number, completed: readonly Completed[]): void {
    const { index: rule, host, keys } = this.options
    if (this.matches !== undefined) {
      this.reportLater(place)
      return
    }
    const event = this.eventAt(batch, place)
    const key = keys.values(keyId)
    this.counts.add("matches", completed.length)
    for (const [index, copy] of completed.entries())
      host.found(this, place, resultOf(this.layout, copy, { rule, key, event, index }))
  }

  private reportLater(place: number): void {
    this.counts.add("matches", 1)
    this.options.host.foundBy(this.options.index, place)
  }

  resultAt(batch: Batch, place: number): Result {
    const { index: rule, host, keys, capture } = this.options
    const matches = this.matches!.take()
    const event = host.event(batch, place, capture.fieldsOf(batch.rows, batch.order[place]!))
    const base = { rule, key: keys.values(matches.key), event, index: 0 }
    return { ...matches.result(base), ordinal: this.ordinalAt(place) }
  }

  heldNumber(value: ShownField): number | undefined {
    return this.matches && this.layout.numberOf(value)
  }

  takeRun(): ShownRun {
    return this.matches!.take()
  }

  ordinalAt(place: number): number {
    return this.options.host.ordinal(this, this.options.index, place)
  }

  private eventAt(batch: Batch, place: number): EventRecord {
    const { host, capture } = this.options
    this.event ??= host.event(batch, place, capture.fieldsOf(batch.rows, batch.order[place]!))
    return this.event
  }

  private hasEnded(cell: number, time: number): boolean {
    return this.ends.hasEnded(this.partials.cells, cell, time)
  }

  holds(key: number): boolean {
    const isHeld = key < this.partials.blocks.length && this.partials.blocks[key] !== noBlock
    return isHeld || this.changes.isChanged(key)
  }

  get limit(): number {
    return this.options.keys.limit
  }

  cutBegins(): void {
    this.cutAt = this.time
  }

  valuesOf(key: number): readonly unknown[] {
    return this.options.keys.values(key)
  }

  holdsAtCut(key: number): boolean {
    const block = this.partials.blocks[key] ?? noBlock
    return block !== noBlock && this.ends.holds(this.partials, block, this.cutAt)
  }

  write(key: number, out: ByteWriter, numberOf: (event: EventRecord) => number): void {
    const isHeld = (cell: number): boolean => !this.hasEnded(cell, this.cutAt)
    writeBlock(this.partials, this.layout, this.partials.blocks[key]!, isHeld, out, numberOf)
  }

  passed(watermark: number): void {
    this.time = watermark
    this.partials.sweep((block) => this.expireSwept(block, watermark))
  }

  nextDeadline(): number {
    return never
  }

  fire(): void {}

  /** No duration is a parameter. */
  resetTimers(): void {}

  partialMatches(): number {
    return this.ends.count(this.partials, this.time).held
  }

  byState(): readonly number[] {
    return this.ends.countByState(this.partials, this.time, this.states.length)
  }

  keys(): number {
    return this.ends.count(this.partials, this.time).keys
  }

  store(): void {
    this.sweepAll()
    storeChains(this.options.state, this.partials, this.layout, this.options.keys)
  }

  private sweepAll(ends = this.ends): void {
    for (const block of this.partials.all()) this.expireSwept(block, this.time, ends)
  }

  /** Likewise of a key that no event has come to. */
  private expireSwept(block: number, time: number, ends = this.ends): void {
    const { partials } = this
    if (!ends.canExpire(partials, block, time)) return
    this.changes.touch(partials.keyOf(block))
    ends.expire(partials, block, time)
  }
}
