import type { EngineStats } from "../../abi/engine.ts"
import {
  type Batch,
  ConnectorError,
  type ExchangeWriter,
  type Partition,
  type Source,
} from "../../connectors/contract.ts"
import type { KeyRouter } from "../../engine/routes.ts"
import type { Log } from "../../observe/log.ts"
import type { Clock } from "../../platform/clock.ts"
import { Counter, type Ending, type JobResult } from "../counts.ts"
import type { RecordReader, StreamPartition } from "../inputs.ts"
import type { JobProgress } from "../job.ts"
import type { SliceSignals } from "../slices/runner.ts"
import { type JobStatus, noReloads, type PartitionStatus } from "../status.ts"
import { noteOf, placeOf, type ReaderPlace } from "./note.ts"
import { writeEvent, writeMarker } from "./parcel.ts"
import type { Pressure } from "./pressure.ts"

const commitEveryMs = 1000
/** A position that is not committed for a week is forgotten. */
const refreshEveryMs = 24 * 3_600_000
/** While nothing comes: markers stay in the topic for as long as events do. */
const idleEveryMs = 5000
/** How often it is looked at whether anything is to be said. */
const lookEveryMs = 1000
const crowdedWaitMs = 50
const firstPauseMs = 200
const longestPauseMs = 5000
/** Failing attempts before the log says so: a change of leaders is over sooner. */
const quietAttempts = 2

/** What a reader has open. */
export interface ReaderParts {
  /** Its first partition is the one that is read. */
  readonly source: Source
  readonly writer: ExchangeWriter
}

export interface ReaderSettings {
  /** For people. */
  readonly name: string
  /** The partition, as its connector calls it. */
  readonly partition: string
  /** Likewise as the job sees it: its ranks are the numbers that go with its events. */
  readonly from: StreamPartition
  readonly slices: number
  /** Where the job began to read it. */
  readonly first: ReaderPlace
  open(): Promise<ReaderParts>
  isPassing(error: unknown): boolean
  readonly records: RecordReader
  readonly router: KeyRouter
  readonly pressure: Pressure
  readonly signals: SliceSignals
  readonly clock: Clock
  readonly log: Log
  readonly maxAheadMs: number
  readonly idleAfterMs: number
  /** The greatest lateness of all sources. */
  readonly latenessMs: number
  readonly markEveryMs: number
}

/** What stands between two commits. */
interface Session extends ReaderParts {
  readonly partition: Partition
  place: ReaderPlace
  committed: ReaderPlace | undefined
  committedAt: number
  /** What was said last, as text without numbers of places; undefined: nothing yet. */
  marked: string | undefined
  markedAt: number
  heardAt: number
  /** As it was when it was looked at last. */
  isIdle: boolean
}

/**
 * Reads one partition of a source and sends each event to the slices that have a key of it, in order, and how far it is to all. It has no state but its
 * place, which it commits when all before has arrived. After any failure to send it begins again from there, with another writer: so whoever reads this partition
 * sends the same events in the same order, and slices know by an event's place whether they have had it.
 */
export class PartitionReader {
  readonly #settings: ReaderSettings
  readonly #counter = new Counter()
  /** While it has its topics open. */
  #open: Session | undefined
  #ended = false
  #watermark = Number.NEGATIVE_INFINITY
  #wake: () => void = () => {}
  #isAway = false

  constructor(settings: ReaderSettings) {
    this.#settings = settings
  }

  progress(): JobProgress {
    return { ...this.#counter.counts({ late: 0 }), watermark: this.#watermark }
  }

  /** How it stands: what it reads, and nothing of rules. */
  async status(): Promise<JobStatus> {
    const { name, from } = this.#settings
    const session = this.#open
    const partition: PartitionStatus = {
      source: from.name,
      partition: this.#settings.partition,
      bounded: from.bounded,
      read: this.#counter.read,
      behind: this.#ended ? 0 : session?.partition.behind?.(),
      watermark: this.#watermark,
      idle: session?.isIdle === true,
      ended: this.#ended,
      heardAt: session?.heardAt ?? Number.NEGATIVE_INFINITY,
      position: session?.place.position ?? this.#settings.first.position,
    }
    const engine = this.#engineStats()
    return {
      reader: name,
      watermark: this.#watermark,
      partitions: [partition],
      heldBackBy: undefined,
      counts: this.#counter.counts({ late: 0 }),
      engine,
      usage: { began: { events: 0, late: 0, deadLetters: 0 }, rules: [], series: [] },
      checkpoints: undefined,
      tables: [],
      calls: undefined,
      reloads: noReloads,
      shadows: [],
      notReady: session === undefined && !this.#ended ? [`${name} has not got to its topic`] : [],
    }
  }

  /** Until the partition ends or it is stopped. Throws `ConnectorError`; fenced: another process goes on. */
  async run(): Promise<JobResult> {
    const { signals, clock } = this.#settings
    const wake = () => this.#wake()
    signals.stop.addEventListener("abort", wake)
    signals.abandon.addEventListener("abort", wake)
    try {
      let pauseMs = firstPauseMs
      for (let attempt = 1; ; attempt++) {
        const begunAt = clock.now()
        try {
          return this.#result(await this.#session())
        } catch (error) {
          this.#failIfAbandoned()
          if (!this.#settings.isPassing(error)) throw error
          if (signals.stop.aborted) return this.#result("stopped")
          if (clock.now() - begunAt > longestPauseMs) {
            attempt = 1
            pauseMs = firstPauseMs
          }
          if (attempt > quietAttempts) this.#sayAway(error)
        }
        await this.#sleep(pauseMs)
        pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      }
    } finally {
      signals.stop.removeEventListener("abort", wake)
      signals.abandon.removeEventListener("abort", wake)
    }
  }

  #sayAway(error: unknown): void {
    if (this.#isAway) return
    this.#isAway = true
    const { log, name } = this.#settings
    log("warn", `${name}: ${error instanceof Error ? error.message : String(error)}; waiting for it`)
  }

  #failIfAbandoned(): void {
    if (this.#settings.signals.abandon.aborted) throw new ConnectorError("fenced", "another process runs it now")
  }

  /** From the committed place until something fails. */
  async #session(): Promise<Ending> {
    this.#failIfAbandoned()
    if (this.#settings.signals.stop.aborted) return "stopped"
    const { first, clock, from } = this.#settings
    const parts = await this.#settings.open()
    try {
      const committed = placeOf(await parts.writer.committed(), first)
      const place = committed ?? first
      const partition = parts.source.partitions[0]!
      await partition.seek(place.position)
      const now = clock.now()
      const times = { committedAt: now, markedAt: Number.NEGATIVE_INFINITY, heardAt: now }
      this.#watermark = place.highest === null ? Number.NEGATIVE_INFINITY : place.highest - from.latenessMs - 1
      this.#open = { ...parts, partition, place, committed, marked: undefined, isIdle: false, ...times }
      return await this.#readAll(this.#open)
    } finally {
      this.#open = undefined
      await parts.writer.close().catch(() => {})
      await parts.source.close().catch(() => {})
    }
  }

  async #readAll(session: Session): Promise<Ending> {
    const { signals } = this.#settings
    let isReading = false
    let ready: { readonly batch: Batch | null } | { readonly error: unknown } | undefined
    for (;;) {
      this.#failIfAbandoned()
      if (signals.stop.aborted) {
        await this.#commit(session)
        return "stopped"
      }
      if (ready !== undefined) {
        const found = ready
        ready = undefined
        isReading = false
        if ("error" in found) throw found.error
        if (found.batch === null) return this.#end(session)
        await this.#send(session, found.batch)
      }
      await this.#tell(session)
      const isAhead = this.#settings.pressure.holds(this.#watermark)
      if (!isAhead && !isReading) {
        isReading = true
        session.partition.read().then(
          (batch) => {
            ready = { batch }
            this.#wake()
          },
          (error) => {
            ready = { error }
            this.#wake()
          },
        )
      }
      // What is there already need not be waited for.
      await Promise.resolve()
      if (ready === undefined) await this.#sleep(isAhead ? crowdedWaitMs : this.#waitMs(session))
    }
  }

  /** Until the next marker or commit. */
  #waitMs({ markedAt, committedAt, committed, place }: Session): number {
    const { clock, markEveryMs } = this.#settings
    const now = clock.now()
    const waits = [markedAt + markEveryMs - now]
    if (committed !== place) waits.push(committedAt + commitEveryMs - now)
    return Math.min(...waits.filter((wait) => wait > 0), lookEveryMs)
  }

  /** Until it is woken, or for so long. */
  async #sleep(milliseconds: number): Promise<void> {
    const { clock, signals } = this.#settings
    if (signals.stop.aborted || signals.abandon.aborted) return
    await new Promise<void>((resolve) => {
      const cancel = clock.after(milliseconds, resolve)
      this.#wake = () => {
        cancel()
        resolve()
      }
    })
    this.#wake = () => {}
  }

  /** All events of a batch arrive before the place moves. */
  async #send(session: Session, { records }: Batch): Promise<void> {
    const { from, slices, clock, maxAheadMs, records: reader, router } = this.#settings
    const arrivedAt = clock.now()
    const latest = from.bounded ? Number.POSITIVE_INFINITY : arrivedAt + maxAheadMs
    const messages: { partition: number; text: string }[] = []
    let { highest } = session.place
    // What no slice has a key of, one has to say something about, whoever reads it.
    const speaker = (from.sourceRank + from.partitionRank) % slices
    for (const record of records) {
      this.#counter.read++
      const offset = Number(record.position.offset)
      const place = { source: from.sourceRank, partition: from.partitionRank, offset }
      const reading = reader.read(record, "json", from, arrivedAt)
      if (reading.kind === "other") {
        this.#counter.passOver(reading.type)
        continue
      }
      const routed = reading.kind === "event" ? router.route(reading.ingest) : undefined
      const isAhead = routed !== undefined && routed.at > latest
      if (routed !== undefined && !isAhead) highest = Math.max(highest ?? routed.at, routed.at)
      const to = routed === undefined ? [speaker] : isAhead ? routed.to.slice(0, 1) : routed.to
      if (to.length === 0) continue
      const text = writeEvent(place, arrivedAt, record)
      for (const partition of to) messages.push({ partition, text })
    }
    const position = session.partition.position()
    if (messages.length > 0) await session.writer.send(messages)
    session.place = { ...session.place, position, highest }
    session.heardAt = arrivedAt
    if (highest !== null) this.#watermark = Math.max(this.#watermark, highest - from.latenessMs - 1)
    this.#isAway = false
  }

  /** Says how far it is, and commits it, where it is time. */
  async #tell(session: Session): Promise<void> {
    const { clock, markEveryMs } = this.#settings
    const now = clock.now()
    if (now - session.markedAt >= markEveryMs) await this.#mark(session, now)
    const due = session.committed === session.place ? refreshEveryMs : commitEveryMs
    if (now - session.committedAt >= due) await this.#commit(session)
  }

  async #mark(session: Session, now: number): Promise<void> {
    const { from, idleAfterMs, latenessMs, markEveryMs } = this.#settings
    const isIdle = !from.bounded && session.partition.isHeldUp !== true && now - session.heardAt >= idleAfterMs
    session.isIdle = isIdle
    const watermark = Number.isFinite(this.#watermark) ? this.#watermark : null
    const known = JSON.stringify([Number(session.place.position.offset), watermark, isIdle])
    if (known === session.marked && !(isIdle && now - session.markedAt >= Math.max(idleEveryMs, markEveryMs))) return
    const idle = isIdle ? { idle: now - idleAfterMs - latenessMs - 1 } : {}
    await this.#sendMarker(session, { watermark, ...idle })
    session.marked = known
    session.markedAt = now
  }

  async #sendMarker({ writer, place }: Session, marker: Parameters<typeof writeMarker>[1]): Promise<void> {
    const { from, slices } = this.#settings
    const offset = Number(place.position.offset) - 1
    const text = writeMarker({ source: from.sourceRank, partition: from.partitionRank, offset }, marker)
    await writer.send(Array.from({ length: slices }, (_, partition) => ({ partition, text })))
  }

  async #end(session: Session): Promise<Ending> {
    session.place = { ...session.place, position: session.partition.position() }
    const watermark = Number.isFinite(this.#watermark) ? this.#watermark : null
    await this.#sendMarker(session, { watermark, ended: true })
    await this.#commit(session)
    this.#ended = true
    return "end"
  }

  async #commit(session: Session): Promise<void> {
    const { place, writer, source, partition } = session
    await writer.commit({ offset: Number(place.position.offset), note: noteOf(place) })
    session.committed = place
    session.committedAt = this.#settings.clock.now()
    source.finished?.(new Map([[partition.name, place.position]]))
  }

  #result(ending: Ending): JobResult {
    return { ...this.#counter.counts({ late: 0 }), ending, engine: this.#engineStats() }
  }

  #engineStats(): EngineStats {
    return { events: 0, late: 0, deadLetters: 0, waiting: 0, watermark: this.#watermark, rules: [], series: [] }
  }
}
