/**
 * The half of an engine that reads, for several workers that judge: it decides of each event whether it is one, whether it is late and whether some
 * rule can use it, and finds the workers that need it. Nothing waits here.
 */
import type { EngineOptions, Ingest } from "../abi/engine.ts"
import type { Lines, LinesTaken } from "../abi/lines.ts"
import type { ArrivalCounts, LineRuns, WaitingEvent } from "../abi/routed.ts"
import type { RuleSet } from "../abi/rule-set.ts"
import { MemoryBackend } from "../state/memory.ts"
import { Arrivals } from "./arrivals.ts"
import { programOfEvents } from "./ask-nothing.ts"
import { Destinations } from "./destinations.ts"
import { EventReaders } from "./event-readers.ts"
import { Intake } from "./intake.ts"
import { LineIntake } from "./line-intake.ts"
import { Outbox } from "./outbox.ts"
import { RowEvents, rankOf, waitingLayout } from "./row-events.ts"
import { RunList } from "./run-list.ts"
import type { StoredEvent } from "./stored-event.ts"
import { usableBy } from "./type-routes.ts"
import { waitingEvent } from "./waiting-exchange.ts"

export interface RouterOptions extends Pick<EngineOptions, "onLate" | "onDeadLetter" | "now"> {
  readonly workers: number
  /** As the engines of the workers say. */
  readonly stepsMatter: boolean
  /** A worker gets an event that stands in no block; `arrival`: its number among all that arrived. */
  readonly onRecord: (worker: number, record: Ingest, arrival: number) => void
  /** Where steps matter: all workers are to take one, behind what they got so far. */
  readonly onStep: (watermark: number) => void
}

/** What workers need of a block. */
export interface RoutedBlock {
  /** By worker; undefined: nothing. Places are told from the first line on. */
  readonly runs: readonly (LineRuns | undefined)[]
  /** The number of the first line among all that arrived. */
  readonly arrival: number
  readonly arrivedAt: number
}

const noWatermark = Number.NEGATIVE_INFINITY

export class Router {
  private readonly options: RouterOptions
  private readonly intake: Intake
  private readonly clock = { watermark: noWatermark, highest: noWatermark, events: 0, late: 0, deadLetters: 0 }
  private readonly outbox: Outbox
  private readonly arrivals: Arrivals
  private readonly events: RowEvents
  private readonly lines: LineIntake
  private readonly destinations: Destinations
  private readonly readers: readonly EventReaders[]
  private lateByRule: number[]
  /** By worker: what it needs of the block at hand. */
  private readonly runs: readonly RunList[]
  /** The event at hand, where it stands in no block. */
  private record: Ingest | undefined = undefined
  /** Number of the next event or line. */
  private next = 1
  private block = { arrival: 0, arrivedAt: 0 }
  private told = { events: 0, late: 0, deadLetters: 0 }

  constructor(rules: RuleSet, options: RouterOptions) {
    const { manifest } = rules
    const { workers } = options
    this.options = options
    const intake = new Intake(manifest.events, options.now, manifest.awaited)
    this.intake = intake
    this.outbox = new Outbox(
      options,
      () => false,
      () => {},
      () => {},
    )
    this.events = new RowEvents(manifest, intake, new MemoryBackend(intake).open(waitingLayout), () => {})
    this.destinations = new Destinations(manifest, this.events, workers)
    this.runs = Array.from({ length: workers }, () => new RunList())
    this.lateByRule = manifest.rules.map(() => 0)
    const counting = manifest.rules.map((rule, place) => ({
      manifest: rule,
      operator: { counts: { add: (_name: string, more: number) => void (this.lateByRule[place]! += more) } },
    }))
    this.readers = manifest.events.map((_, type) => new EventReaders(manifest, type, counting))
    this.arrivals = new Arrivals({
      intake,
      clock: this.clock,
      outbox: this.outbox,
      speaks: true,
      showsLate: options.onLate !== undefined,
      keep: (event, _rank, from, line) => this.keep(event, from, line),
      keepRows: (row, count, _isRising, _rank, line) => this.destinations.addRows(row, count, line, this.runs),
    })
    this.arrivals.readers = this.readers
    const usable = manifest.events.map((_, type) => usableBy(type, manifest))
    this.lines = new LineIntake(manifest, programOfEvents(rules), this.events, {
      asObjects: (type) => usable[type] === "none" || !this.destinations.areInColumns(type),
      keysOf: (type) => {
        const keys = usable[type]
        return keys === "none" ? undefined : keys
      },
    })
  }

  /** Where the engines of the workers go on. `arrived`: as it was when their state was kept. */
  begin(watermark: number, arrived: number | undefined): void {
    this.clock.watermark = Math.max(this.clock.watermark, watermark)
    this.next = arrived ?? this.next
  }

  get watermark(): number {
    return this.clock.watermark
  }

  /** What numbers of events go on with. */
  get arrived(): number {
    return this.next
  }

  /** Late events so far. */
  get late(): number {
    return this.clock.late
  }

  /** As `Engine.takesLines`. */
  takesLines(type: string, format: "json" | "csv" = "json"): boolean {
    return format === "json" && this.lines.has(type, format) && !this.options.stepsMatter
  }

  /** By worker those of some events that wait which it needs and does not have; `held`: by worker what it has. Those without a number all have. Throws where one cannot be read. */
  lacking(held: readonly (readonly WaitingEvent[])[]): WaitingEvent[][] {
    const has = held.map((events) => new Set(events.map(({ arrival }) => arrival)))
    const lacks: WaitingEvent[][] = held.map(() => [])
    const all = new Map(held.flat().map((event) => [event.arrival, event]))
    all.delete(0)
    for (const waiting of all.values()) {
      this.destinations.eachOf(waitingEvent(this.intake, waiting), (worker) => {
        if (!has[worker]!.has(waiting.arrival)) lacks[worker]!.push(waiting)
      })
    }
    return lacks
  }

  /** As `Engine.ingest`. */
  ingest(record: Ingest): number | null {
    this.outbox.deliver()
    this.record = record
    const at = this.arrivals.accept(record)
    this.record = undefined
    this.next++
    this.outbox.deliver()
    return at
  }

  /** As `Engine.ingestLines`; then `takeBlock` says which workers need which of them. */
  ingestLines(lines: Lines): LinesTaken {
    this.outbox.deliver()
    for (const run of this.runs) run.begin(lines.from)
    const taken = this.lines.take(lines, this.arrivals.lineTaker(rankOf(lines.source, lines.partition)))
    this.block = { arrival: this.next, arrivedAt: lines.arrivedAt }
    this.next += taken.lines
    this.destinations.sweep()
    this.outbox.deliver()
    return taken
  }

  /** What workers need of the block that was taken last. */
  takeBlock(): RoutedBlock {
    return { ...this.block, runs: this.runs.map((run) => run.take()) }
  }

  advanceTo(watermark: number): void {
    if (watermark <= this.clock.watermark) return
    this.clock.watermark = watermark
    if (this.options.stepsMatter) this.options.onStep(watermark)
  }

  /** What was counted since the last time. */
  takeCounts(): ArrivalCounts {
    for (const readers of this.readers) readers.settle()
    const { events, late, deadLetters, highest } = this.clock
    const { told, lateByRule } = this
    this.told = { events, late, deadLetters }
    const takenByType = this.readers.map(({ taken }) => taken)
    for (const readers of this.readers) readers.taken = 0
    this.lateByRule = lateByRule.map(() => 0)
    return {
      events: events - told.events,
      late: late - told.late,
      deadLetters: deadLetters - told.deadLetters,
      highest,
      lateByRule,
      takenByType,
    }
  }

  private keep(event: StoredEvent, from: number, line: number): void {
    const { record } = this
    const { onRecord } = this.options
    this.destinations.eachOf(event, (worker) => {
      if (record === undefined) this.runs[worker]!.add(event.type, from, line, 1)
      else onRecord(worker, record, this.next)
    })
  }
}
