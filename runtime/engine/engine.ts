import type {
  AwaitedValues,
  Engine,
  EngineCounts,
  EngineOptions,
  EngineStats,
  EngineUsage,
  Ingest,
  TableLoad,
} from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Lines, LinesTaken } from "../abi/lines.ts"
import type { KeyLook } from "../abi/look.ts"
import type { ArrivalCounts, RoutedLines, RoutedRecord, WaitingEvent } from "../abi/routed.ts"
import type { Manifest, Program, RuleSet } from "../abi/rule-set.ts"
import type { StateCut } from "../abi/state-cut.ts"
import { History } from "../aggregate/history.ts"
import { builtins } from "../functions/index.ts"
import { createLibrary } from "../library/library.ts"
import type { Result } from "../operator/contract.ts"
import type { Silences } from "../operator/silence.ts"
import { SelectIndex } from "../rows/select-index.ts"
import type { MemoryBackend } from "../state/memory.ts"
import type { LookupTables } from "../tables/lookup-tables.ts"
import { Arrivals } from "./arrivals.ts"
import { Clock, clockLayout } from "./clock.ts"
import type { ColdKeys } from "./cold-keys.ts"
import { droppedStates } from "./dropped.ts"
import { EventReaders } from "./event-readers.ts"
import { failedAggregate, failedEvent, failedWaiting, failedWindow } from "./failed-event.ts"
import { HandedOver } from "./handed-over.ts"
import { EngineHost } from "./host.ts"
import { Instant } from "./instant.ts"
import { Intake } from "./intake.ts"
import { Judging } from "./judging.ts"
import { LineIntake } from "./line-intake.ts"
import { lookAt } from "./look.ts"
import { isList, ObjectIntake, type ObjectTaker } from "./object-intake.ts"
import { Outbox } from "./outbox.ts"
import { Params, paramsLayout } from "./params.ts"
import { messageOf, refuseOtherForms } from "./refusal.ts"
import { ResultWriter } from "./results.ts"
import { RoutedIntake } from "./routed-intake.ts"
import { RowEvents, rankOf, waitingLayout } from "./row-events.ts"
import { seriesOfRows } from "./row-series.ts"
import { durationProblem, openRules, type RunningRule, rulesAsking, usesDuration } from "./rules.ts"
import { clockOf, cutOf, openBackend, openCold, snapshotOf } from "./saving.ts"
import { Scorer } from "./scorer.ts"
import type { StoredEvent } from "./stored-event.ts"
import { openTables } from "./tables.ts"
import { type Gap, thawInto } from "./thaw.ts"
import { outcomeOf, traceOf } from "./traced.ts"
import { takeWaiting, waitingEvents } from "./waiting-exchange.ts"
import { Watched } from "./watched.ts"

/**
 * Makes an engine for a compiled rule set. Synchronous, without threads, files or a clock of its own. Throws when the rule set
 * is of another form, an option is wrong, or the snapshot to restore is damaged.
 */
export function createEngine(rules: RuleSet, options: EngineOptions = {}): Engine {
  refuseOtherForms(rules)
  return new EventTimeEngine(rules, options)
}

/** The engine whose state another one goes on with. */
function formerOf({ former, cold }: EngineOptions): EventTimeEngine | undefined {
  if (former === undefined) return undefined
  if (!(former instanceof EventTimeEngine)) throw new Error("`former` wants an engine that `createEngine` made")
  if (cold !== undefined || former.cold !== undefined) throw new Error("`former` goes on with state in memory alone")
  return former.settled()
}

class EventTimeEngine implements Engine {
  readonly options: EngineOptions
  readonly manifest: Manifest
  readonly backend: MemoryBackend
  readonly intake: Intake
  private readonly lines: LineIntake
  private readonly routed: RoutedIntake
  private readonly objects: ObjectIntake
  private readonly paramValues: Params
  readonly clock: Clock
  readonly events: RowEvents
  private readonly judging: Judging
  readonly rules: readonly RunningRule[]
  /** Of the rules with `once per`. */
  private readonly silences: readonly Silences[]
  /** By event type. */
  readonly readers: readonly EventReaders[]
  private readonly arrivals: Arrivals
  private readonly writer: ResultWriter
  private readonly host: EngineHost
  private readonly tables: LookupTables
  readonly history: History
  readonly cold: ColdKeys | undefined
  private readonly instant = new Instant()
  private readonly latenessMs: number
  /** For some rule it matters how far the watermark moves at once. */
  readonly stepsMatter: boolean
  /** The first moment after all that was judged before the call at hand. */
  private present = Number.NEGATIVE_INFINITY
  private readonly outbox: Outbox
  /** What those see who watch the engine. */
  private readonly watched: Watched
  private busy = false

  constructor({ manifest, create }: RuleSet, withState: EngineOptions) {
    // What is restored is not held on to.
    const { restore: _, restoreCut: _cut, restoreParts: _parts, former: _former, thaws: _thaws, ...kept } = withState
    const { warmed, ...options } = kept
    const former = formerOf(withState)
    this.options = options
    this.outbox = new Outbox(
      options,
      (output) => this.writer.writes(output),
      () => this.writer.settle(),
      () => this.events.own(this.judging.doneUpTo),
    )
    this.manifest = manifest
    const given = manifest.events.filter(({ derived }) => !derived)
    this.latenessMs = Math.max(0, ...given.map(({ latenessMs }) => latenessMs))
    this.intake = new Intake(manifest.events, options.now, manifest.awaited)
    this.backend = openBackend(this.intake, manifest, withState, former)
    this.clock = new Clock(this.backend.open(clockLayout), warmed && clockOf(this.intake, warmed))
    const gap = thawInto(this.backend, manifest, withState, this.clock.watermark)
    this.paramValues = new Params(manifest.params, this.backend.open(paramsLayout), options.params ?? {}, (values) =>
      durationProblem(manifest, values),
    )
    this.arrivals = this.openArrivals()
    const onUnreadable = (stored: unknown): void => this.arrivals.dead(failedWaiting(stored))
    const handed = former && new HandedOver(former.events, manifest)
    const waiting = this.backend.open(waitingLayout, () => handed!.takesRows)
    this.events = new RowEvents(manifest, this.intake, waiting, onUnreadable, options.share, handed)
    this.tables = openTables(manifest.tables, options.tables, former?.tables)
    const scorer = new Scorer(manifest.models, options.models ?? {})
    this.host = new EngineHost(scorer, this.tables, (domain, constant) => this.events.codeOf(domain, constant))
    const program: Program = create(createLibrary(builtins), this.paramValues.values, this.host)
    this.history = this.openHistory(program, handed, gap)
    this.host.attach(this.history, manifest.measures, options.features)
    this.events.fill(program.decoders ?? [])
    const onResult = (result: Result): void => this.takeResult(result)
    this.judging = this.openJudging(program)
    const { backend, events, history, intake, instant } = this
    this.rules = openRules({
      manifest,
      program,
      backend,
      params: this.paramValues.values,
      options,
      onResult,
      events,
      history,
      host: this.judging,
      handed,
      former: former?.rules,
    })
    this.cold = openCold(this)
    this.judging.attach(this.rules, this.cold)
    const asObjects = (type: number): boolean => this.judging.readsObjects(type)
    this.lines = new LineIntake(manifest, program, events, { asObjects, keysOf: (type) => events.keysOf(type) })
    this.routed = new RoutedIntake(manifest, this.intake, events, this.lines)
    this.objects = new ObjectIntake(manifest, program, events, this.judging, this.objectTaker())
    this.stepsMatter = this.rules.some(({ operator }) => operator.endsTogether === true)
    this.silences = this.rules.flatMap(({ silences }) => silences ?? [])
    this.readers = manifest.events.map((_, type) => new EventReaders(manifest, type, this.rules, options.share))
    this.arrivals.readers = this.readers
    this.writer = new ResultWriter({ manifest, program, intake, instant, options, events, running: this.rules })
    this.watched = new Watched(this)
    this.reportDropped()
    if (this.backend.isRestored) options.onFrozen?.({ ...this.backend.frozen(), after: this.clock.watermark })
    this.backend.isWhole()
  }

  push(type: string, event: unknown, awaited?: AwaitedValues): void {
    this.enter("push", () => {
      if (awaited === undefined) this.objects.takeOne(type, event)
      else if (this.arrivals.accept({ type, raw: event, awaited }) !== null) this.follow()
      this.moveOn(this.arrivals.arrived)
    })
  }

  pushAll(type: string, events: Iterable<unknown>): void {
    const together = this.stepsMatter ? 1 : undefined
    this.enter("pushAll", () => {
      if (isList(events)) this.objects.takeList(type, events, together)
      else this.objects.takeEach(type, events, together)
    })
  }

  /** Events of the only source: the watermark follows them. */
  private objectTaker(): ObjectTaker {
    return {
      latenessMs: this.latenessMs,
      watermark: () => this.arrivals.lateUpTo,
      highest: () => this.clock.highest,
      taken: (type, events, highest) => {
        this.arrivals.taken(type, events, highest)
        if (events > 0) this.follow()
      },
      waits: (row, time) => this.judging.waits(row, time),
      accept: (type, raw) => {
        if (this.arrivals.accept({ type, raw }) !== null) this.follow()
      },
      judge: () => this.moveTo(this.arrivals.arrived),
    }
  }

  private follow(): void {
    const { arrivals, clock } = this
    arrivals.arrived = Math.max(arrivals.arrived, clock.highest - this.latenessMs - 1)
  }

  ingest(record: Ingest): number | null {
    return this.enter("ingest", () => this.arrivals.accept(record))
  }

  takesLines(type: string, format: "json" | "csv" = "json"): boolean {
    return this.lines.has(type, format) && !this.stepsMatter
  }

  ingestLines(lines: Lines): LinesTaken {
    const { source, partition } = lines
    const taker = this.arrivals.lineTaker(rankOf(source, partition))
    return this.enter("ingestLines", () => this.lines.take(lines, taker))
  }

  ingestRouted(routed: RoutedRecord): void {
    this.enter("ingestRouted", () => this.routed.takeRecord(routed))
  }

  ingestRoutedLines(routed: RoutedLines): void {
    this.enter("ingestRoutedLines", () => this.routed.take(routed))
  }

  waitingEvents(types: readonly string[]): WaitingEvent[] {
    return this.enter("waitingEvents", () => waitingEvents(this.settled().events, this.intake, types))
  }

  takeWaiting(events: readonly WaitingEvent[]): void {
    this.enter("takeWaiting", () => takeWaiting(this.events, this.intake, events))
  }

  tell({ events, late, deadLetters, highest, lateByRule, takenByType }: ArrivalCounts): void {
    const { clock } = this
    clock.events += events
    clock.late += late
    clock.deadLetters += deadLetters
    clock.highest = Math.max(clock.highest, highest)
    for (const [place, count] of lateByRule.entries()) this.rules[place]!.operator.counts.add("late", count)
    for (const [type, count] of takenByType.entries()) this.readers[type]!.taken += count
  }

  advanceTo(time: number): void {
    if (typeof time !== "number" || Number.isNaN(time))
      throw new TypeError("advanceTo wants a time in epoch milliseconds")
    this.enter("advanceTo", () => this.moveTo(time))
  }

  end(): void {
    this.enter("end", () => this.moveTo(Number.POSITIVE_INFINITY))
  }

  snapshot(): unknown {
    return this.enter("snapshot", () => snapshotOf(this.settled()))
  }

  cut(full: boolean): StateCut {
    return this.enter("cut", () => cutOf(this.settled(), full))
  }

  takeBack(): void {
    this.enter("takeBack", () => {
      this.backend.goOn()
      this.resetTimers(this.rules)
    })
  }

  /** Some of what was begun may be in the state already, and none of it waits as it did before: it is finished. */
  settled(): this {
    if (this.judging.isInterrupted) this.moveTo(this.clock.watermark)
    this.catchUp()
    return this
  }

  /** Judges what was put off, before anybody looks; not within a call, which may be reading an event. */
  private catchUp(isWithin = this.busy): void {
    if (!isWithin && this.judging.since !== undefined) this.moveTo(this.clock.watermark)
  }

  setParam(name: string, value: unknown): void {
    this.enter("setParam", () => this.changeParams({ [name]: value }))
  }

  setParams(values: Readonly<Record<string, unknown>>): void {
    this.enter("setParams", () => this.changeParams(values))
  }

  params(): Readonly<Record<string, unknown>> {
    return this.paramValues.outside()
  }
  setTable(name: string, rows: readonly unknown[], values: "json" | "text" = "json"): TableLoad {
    return this.enter("setTable", () => this.tables.set(name, rows, values))
  }

  counts(): EngineCounts {
    this.catchUp()
    const { events, late, deadLetters, watermark } = this.clock
    return { events, late, deadLetters, watermark, waiting: this.events.rows.size }
  }

  stats(): EngineStats {
    return this.watched.stats()
  }

  usage(): EngineUsage {
    this.catchUp()
    return this.watched.usage()
  }
  look(rule: string, key: readonly string[], limit: number): KeyLook | undefined {
    this.catchUp()
    return lookAt(this, this.paramValues.values, rule, key, limit)
  }

  /** Runs one call at a time, and hands over what an earlier call left when a callback threw. */
  private enter<T>(name: string, run: () => T): T {
    if (this.busy) throw new Error(`${name} was called from inside one of the engine's callbacks; call it afterwards`)
    this.busy = true
    try {
      this.outbox.deliver()
      if (name !== "push") this.catchUp(false)
      const result = run()
      this.outbox.deliver()
      return result
    } finally {
      if (name !== "push") this.judging.knowsNothing()
      this.writer.settle()
      this.busy = false
    }
  }

  // ---------------------------------------------------------------- events in

  private openArrivals(): Arrivals {
    const { intake, clock, outbox, options } = this
    const { share } = options
    const speaks = share === undefined || share.apart === true || share.worker === 0
    return new Arrivals({
      intake,
      clock,
      outbox,
      speaks,
      showsLate: options.onLate !== undefined && speaks,
      keep: (event, rank) => {
        this.judging.knowsNothing()
        this.events.add(event, rank)
      },
      keepRows: (row, count, isRising, rank) => {
        if (isRising) this.events.rows.enqueueRising(row, count, rank)
        else this.events.rows.enqueue(row, count, rank)
      },
    })
  }

  private openJudging(program: Program): Judging {
    const { manifest, events, clock, instant, history, backend } = this
    return new Judging({
      backend,
      manifest,
      events,
      selects: program.selects ?? [],
      index: new SelectIndex(events.indexed(), program.rowTests ?? []),
      clock,
      instant,
      history,
      host: {
        result: (result) => this.takeResult(result),
        writeRow: (rule, batch, place) => this.writer.writeRow(rule, batch, place, this.outbox),
        failed: (rule, event, thrown) => this.failed(rule, event, "condition-failed", thrown),
        deliver: () => this.outbox.deliver(),
      },
    })
  }

  private openHistory(program: Program, handed: HandedOver | undefined, gap: Gap | undefined): History {
    const ofRows = seriesOfRows(this.manifest, program, this.events, this.options)
    return new History({
      manifest: this.manifest,
      program,
      ...(ofRows !== undefined && { ofRows }),
      backend: this.backend,
      params: this.paramValues.values,
      after: this.backend.isRestored ? this.clock.watermark : (this.options.beginsAfter ?? Number.NEGATIVE_INFINITY),
      keepsKeys: handed && ((before, now) => handed.keepsKeys(before, now)),
      onFailure: (event, series, thrown) => this.failedAggregate(event, series, thrown),
      ...(gap && { lacksUpTo: (operator) => (this.backend.isThawed(operator) ? gap.until : undefined) }),
    })
  }

  private changeParams(values: Readonly<Record<string, unknown>>): void {
    this.paramValues.set(values)
    const names = Object.keys(values)
    for (const name of names) this.restartAggregates(name)
    const concerned = this.rules.filter(({ manifest }) => names.some((name) => usesDuration(manifest, name)))
    if (concerned.length > 0) this.resetTimers(concerned)
  }

  /** Lengths of time that these rules work with are others than their timers were set with. */
  private resetTimers(rules: readonly RunningRule[]): void {
    for (const rule of rules) {
      rule.silences?.resetTimers()
      rule.operator.resetTimers()
      this.judging.update(rule)
    }
    this.judging.retime()
  }

  private restartAggregates(param: string): void {
    for (const place of this.history.paramChanged(param, this.clock.watermark)) {
      const series = this.manifest.series[place]!.name
      this.outbox.restarted({ series, param, rules: rulesAsking(this.manifest, place) })
    }
    for (const { manifest, operator } of this.rules) {
      for (const series of operator.restart?.(param) ?? []) {
        this.outbox.restarted({ series, param, rules: [manifest.name] })
      }
    }
  }

  // ---------------------------------------------------------------- time

  /** Time moves on with an event. What brings nothing out is put off, unless somebody is to be told something. */
  private moveOn(time: number): void {
    const { clock, judging, outbox } = this
    const watermark = Math.max(time, clock.watermark)
    if (outbox.isEmpty && judging.putsOff(watermark, clock.watermark)) clock.watermark = watermark
    else this.moveTo(time)
  }

  /** Time moves on to the watermark: all up to there is judged. */
  private moveTo(time: number): void {
    const { clock } = this
    this.present = Math.floor(this.judging.since ?? clock.watermark) + 1
    if (time > clock.watermark) clock.watermark = time
    const watermark = clock.watermark
    this.judging.moveTo(watermark, this.present)
    // Everything that is judged from now on is dated later.
    for (const silences of this.silences) silences.forget(watermark)
    this.history.forget(watermark)
  }

  private failed(rule: RunningRule, event: EventRecord, code: string, thrown: unknown): void {
    rule.operator.counts.add("failed", 1)
    this.arrivals.dead(failedEvent(rule.manifest, event as StoredEvent, this.intake, code, thrown))
  }

  private failedWindow({ manifest, operator }: RunningRule, result: Result, thrown: unknown): void {
    operator.counts.add("failed", 1)
    this.arrivals.dead(failedWindow(manifest, this.manifest, result, thrown))
  }

  private failedAggregate(event: EventRecord, series: string, thrown: unknown): void {
    this.arrivals.dead(failedAggregate(series, event as StoredEvent, this.intake, thrown))
  }

  // ---------------------------------------------------------------- results out

  private takeResult(found: Result): void {
    const isTold = this.options.trace !== undefined || !this.outbox.isEmpty
    if (found.isEvent === true && !isTold && found.at >= this.present && this.writer.again(found)) return
    const result = this.notBeforePresent(found)
    const rule = this.rules[result.rule]!
    const trace = traceOf(this.options, rule, result)
    try {
      const written = this.writer.write(rule, result, this.outbox.isEmpty)
      trace?.result(result, outcomeOf(written))
      if (typeof written === "string") rule.operator.counts.add(written, 1)
      else {
        for (const output of written.outputs) this.outbox.output(output)
        for (const { type } of written.derived) this.readers[type]!.taken++
        if (written.derived.length > 0) this.judging.derive(written.derived)
      }
    } catch (thrown) {
      trace?.result(result, { kind: "failed", reason: messageOf(thrown) })
      const event = result.event ?? this.writer.lastEvent(result)
      if (event !== undefined) this.failed(rule, event, "output-failed", thrown)
      else this.failedWindow(rule, result, thrown)
    }
  }

  /** A deadline that a shorter duration put into the past comes now: what is made never goes back in time. */
  private notBeforePresent(result: Result): Result {
    const { present } = this
    return result.at < present ? { ...result, at: present, due: result.at } : result
  }

  private reportDropped(): void {
    const { onDropped } = this.options
    if (onDropped !== undefined) for (const dropped of droppedStates(this)) onDropped(dropped)
  }
}
