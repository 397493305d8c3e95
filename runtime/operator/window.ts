import type { EventRecord } from "../abi/event.ts"
import type { RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import type { WindowShape } from "../abi/series.ts"
import type { RuleTrace } from "../abi/trace.ts"
import { type Accumulator, accumulator } from "../aggregate/accumulate.ts"
import type { OperatorState } from "../state/contract.ts"
import { ConditionFailure, type EventOperator, type OnResult, type RuleCounts } from "./contract.ts"
import { ruleCounts } from "./counts.ts"
import { type SingleEvent, type SingleTest, singleTest } from "./filter.ts"
import { haveSameKey } from "./key.ts"
import type { ObjectSpace } from "./object-keys.ts"
import { none, OpenWindows } from "./open-windows.ts"
import { MeasureParams } from "./window-params.ts"
import { length, type WindowsAt, windowsAt } from "./window-times.ts"
import { WindowView } from "./window-view.ts"

const forever = Number.POSITIVE_INFINITY

export interface WindowOptions {
  readonly index: number
  readonly rule: RuleManifest
  readonly program: RuleProgram
  readonly state: OperatorState
  readonly single: SingleEvent
  readonly window: NonNullable<RuleManifest["window"]>
  readonly params: Readonly<Record<string, unknown>>
  readonly onResult: OnResult
  /** Its keys: where they are shared with others, those of this worker. */
  readonly objects: ObjectSpace
  /** Who is told of the conditions of one of its keys. */
  readonly trace?: RuleTrace | undefined
}

/**
 * An `each` rule. Events come in the order of time and a window that ends at an event's time has ended before it, so every open
 * window of a key holds every event that comes: sessions only grow, and a window keeps running results instead of events.
 */
export class WindowOperator implements EventOperator {
  readonly counts: RuleCounts
  readonly outdated: readonly string[]
  private readonly options: WindowOptions
  private readonly fits: SingleTest
  private readonly measures: readonly Accumulator[]
  /** What the event at hand adds to each measure; undefined: nothing. */
  private readonly added: unknown[] = []
  private readonly windowsAt: WindowsAt
  private readonly measureParams: MeasureParams
  /** Those that are open: for who looks at a key. */
  readonly windows: OpenWindows

  constructor(options: WindowOptions) {
    const { program, state, window, params, objects } = options
    this.options = options
    this.counts = ruleCounts(state)
    this.fits = singleTest(options.single, program)
    this.measures = window.measures.map((measure) => accumulator(measure.op, measure))
    this.windowsAt = window.shape.kind === "time" ? windowsAt(window.shape, params) : () => []
    this.measureParams = new MeasureParams(state.table("params"), window.measures, params)
    const changed = this.measureParams.changed()
    this.measureParams.remember()
    this.windows = new OpenWindows({ state, objects, measures: this.measures, params: this.measureParams })
    this.outdated = this.restartMeasures(changed)
  }

  process(event: EventRecord): void {
    const { keys, reader } = this.options.objects
    const name = reader.read(event)
    const { trace } = this.options
    const isOther = trace?.event(event, name === undefined ? undefined : reader.parts()) === false
    if (name === undefined || isOther || !this.fits(event, trace)) return
    this.measure(event)
    const key = keys.numberOf(name, reader)
    this.windows.changes.touch(key)
    const newest = this.windows.newest(key)
    const { shape } = this.options.window
    if (shape.kind === "count") this.addCounted(shape.count, key, newest, event)
    else if (shape.kind === "session") this.addToSession(shape, key, newest, event)
    else if (shape.every === undefined && newest !== none) this.windows.add(newest, this.added)
    else this.addToAll(key, newest, event)
  }

  get stays(): boolean {
    return this.windows.stays
  }

  nextDeadline(): number {
    return this.windows.nextEnd()
  }

  /** Windows that end together come out in the order in which they were opened. */
  fire(time: number): void {
    for (let at = this.windows.nextEnd(); at <= time; at = this.windows.nextEnd()) {
      for (const window of this.windows.takeEnding()) this.close(window, at, null)
    }
  }

  restart(param: string): readonly string[] {
    if (!this.measureParams.changed().includes(param)) return []
    const restarted = this.restartMeasures([param])
    this.measureParams.remember()
    return restarted
  }

  holds(key: number): boolean {
    return this.windows.holds(key)
  }

  store(): void {
    this.windows.store()
  }

  /** Begins what these parameters are in anew; the names of the measures. Where keys are not in memory, it is not known whether they have any. */
  private restartMeasures(params: readonly string[]): readonly string[] {
    const concerned = this.measureParams.concerned(params)
    if (concerned.length === 0) return []
    this.windows.restart(concerned)
    const { measures } = this.options.window
    return this.windows.size === 0 && this.stays ? [] : concerned.map((number) => measures[number]!.name)
  }

  /** A window keeps the end that it has: another length is that of windows that open later. */
  resetTimers(): void {}

  sameKey(left: EventRecord, right: EventRecord): boolean {
    return haveSameKey(this.options.objects.reader, left, right)
  }

  /** The open windows. */
  partialMatches(): number {
    return this.windows.size
  }

  keys(): number {
    return this.windows.keys
  }

  /** What the event adds is worked out before anything is written: code that throws leaves the state as it was. */
  private measure({ fields }: EventRecord): void {
    const measures = this.options.program.measures ?? []
    try {
      for (const [number, { filter, value }] of measures.entries()) {
        const counts = filter === undefined || filter(fields) === true
        this.added[number] = !counts ? undefined : value === undefined ? true : value(fields)
      }
    } catch (thrown) {
      throw new ConditionFailure(thrown)
    }
  }

  private addCounted(count: number, key: number, newest: number, event: EventRecord): void {
    const { windows } = this
    const window = newest === none ? windows.open(key, event.at, forever, event.sequence) : newest
    windows.add(window, this.added)
    if (windows.eventsOf(window) >= count) this.close(window, event.at, event)
  }

  private addToSession(
    { gap }: Extract<WindowShape, { kind: "session" }>,
    key: number,
    newest: number,
    event: EventRecord,
  ): void {
    const { windows } = this
    const end = event.at + length(gap, this.options.params)
    if (newest === none) windows.add(windows.open(key, event.at, end, event.sequence), this.added)
    else {
      windows.setEnd(newest, end)
      windows.add(newest, this.added)
    }
  }

  /** Windows that began no later than the key's newest one are open already, or they are past. */
  private addToAll(key: number, newest: number, event: EventRecord): void {
    const { windows } = this
    const last = newest === none ? Number.NEGATIVE_INFINITY : windows.start(newest)
    for (const { start, end } of this.windowsAt(event.at, last)) windows.open(key, start, end, event.sequence)
    for (let window = windows.newest(key); window !== none; window = windows.older(window)) {
      windows.add(window, this.added)
    }
  }

  /** Settles the key first, then reports. */
  private close(window: number, at: number, event: EventRecord | null): void {
    const { windows } = this
    const key = windows.valuesOf(windows.keyOf(window))
    const view = new WindowView(windows.start(window), at, this.measures, windows.results(window))
    windows.close(window)
    this.counts.add("matches", 1)
    const { index: rule, onResult } = this.options
    onResult({ rule, timeout: false, view, key, at, event, index: 0 })
  }
}
