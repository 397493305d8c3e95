/**
 * Runs a rule set: sources → engine → sinks. One loop; everything that waits is in it. Sources are pulled, so what is slow
 * anywhere slows the reading, and memory holds one batch a partition.
 */

import type { KeyLook } from "../abi/look.ts"
import type { Manifest, RuleSet } from "../abi/rule-set.ts"
import type { Batch } from "../connectors/contract.ts"
import { placesOf, seekPartitions } from "./barriers.ts"
import { type Changed, type Changing, changeRules } from "./change-rules.ts"
import type { Barrier, JobCheckpoints, Restored } from "./checkpoints.ts"
import { Counter, type Ending, type JobCounts, type JobResult } from "./counts.ts"
import { JobError } from "./error.ts"
import { Frozen, type ReturnedTo, returnedTo } from "./frozen.ts"
import { type InputPartition, type InputTap, partitionsOf } from "./inputs.ts"
import { Orders } from "./orders.ts"
import { isClosed, Outputs } from "./outputs.ts"
import { LocalProcessing, type Processing, type ProcessingParts } from "./processing.ts"
import type { CreateEngine } from "./processor.ts"
import type { NextRules, Reloaded } from "./reload.ts"
import type { JobSettings } from "./settings.ts"
import { Shadows } from "./shadow/shadows.ts"
import type { Delay } from "./sink-queue.ts"
import { heldBackBy, type JobStatus, noReloads, type PartitionStatus, partitionStatus } from "./status.ts"
import type { TableHost, TableStatus } from "./tables.ts"
import { readersOf, TimeWatch } from "./time-watch.ts"
import type { Standing } from "./warm-up/past.ts"
import { standingOf, timeOf } from "./warm-up/standing.ts"

export type { CreateEngine, JobObserver } from "./processor.ts"
export type { JobSettings } from "./settings.ts"

/** How a job stands while it runs. */
export interface JobProgress extends JobCounts {
  readonly watermark: number
  /** Where the rules have tables. */
  readonly tables?: readonly TableStatus[]
}

/** Events that wait for the watermark before live partitions that are ahead are read no more. */
const maxWaiting = 200_000
const idleCheckMs = 1000
const boundedDelayMs = 50
export class Job {
  readonly #settings: JobSettings
  readonly #createEngine: CreateEngine
  #processing: Processing
  readonly #partitions: readonly InputPartition[]
  readonly #outputs: Outputs
  readonly #shadows: Shadows
  readonly #parts: ProcessingParts
  /** What is to be done between two batches. */
  readonly #orders = new Orders(() => this.#wake())
  readonly #reloads = { ...noReloads }
  readonly #frozen: Frozen
  /** What came back when the rules before ran again; undefined: these are others. */
  #returned: ReturnedTo | undefined
  /** Why a barrier came to nothing. */
  #broken: { readonly error: unknown } | undefined
  #versions: { readonly now: string; readonly before?: string }
  #manifest: Manifest
  readonly #watch: TimeWatch
  #idleCheckDue = false
  /** What the sources were told last. */
  #finished: JobCheckpoints["finished"]
  #wake: () => void = () => {}
  /** They see what sources bring. */
  readonly #taps = new Set<InputTap>()
  /** Numbers that are on their way. */
  #stats: ReturnType<Processing["stats"]> | undefined

  /** `createEngine` throws for wrong parameters: that becomes a usage error. */
  constructor(rules: RuleSet, createEngine: CreateEngine, settings: JobSettings) {
    this.#settings = settings
    this.#versions = { now: rules.manifest.version }
    this.#manifest = rules.manifest
    this.#createEngine = createEngine
    const { clock, log, inputs, checkpoints } = settings
    // Where nothing is live nobody waits for an alert, and more of them are written at once.
    const isLive = inputs.some(({ source }) => !source.bounded)
    const after: Delay["after"] = (milliseconds, act) => clock.after(milliseconds, act)
    const delay = isLive ? undefined : { ms: boundedDelayMs, after, failed: () => this.#wake() }
    this.#frozen = new Frozen(checkpoints, log, () => clock.turn?.() ?? Promise.resolve())
    const counter = new Counter()
    this.#shadows = new Shadows({
      now: () => clock.now(),
      watermark: () => this.#processing.watermark,
      params: () => this.#processing.params(),
    })
    if (settings.inputTap !== undefined) this.#taps.add(settings.inputTap)
    const eyes = { tap: settings.tap, watch: this.#shadows }
    this.#outputs = new Outputs(settings.sinks, counter, log, rules.manifest.version, delay, eyes)
    this.#partitions = partitionsOf(inputs, rules.manifest, clock.now())
    const { maxAheadMs, idleAfterMs } = settings
    this.#watch = new TimeWatch({ log, maxAheadMs, idleAfterMs }, readersOf(rules.manifest), clock.now())
    this.#parts = { outputs: this.#outputs, counter, partitions: this.#partitions, wake: () => this.#wake() }
    this.#processing = this.#open({ rules, ...settings }, checkpoints?.restored)
    this.#shadows.begin()
    const set: TableHost["set"] = (name, rows, values) => this.#processing.setTable(name, rows, values)
    settings.tables?.attach({ set, clock, log })
  }

  #open(next: NextRules, restored: Restored | undefined, former?: Processing): Processing {
    const { rules, params, processing, frozen } = next
    this.#shadows.open(rules.manifest)
    const settings = { ...this.#settings, params, restored, frozen, ...(former && { tracker: former.tracker }) }
    if (processing !== undefined) return processing(settings, this.#parts)
    return new LocalProcessing(rules, this.#createEngine, settings, this.#parts)
  }

  /**
   * Goes on with other rules, between two batches: every event is judged by one of them. Rejects where that cannot be, or the job ends before; then the former rules
   * judge on.
   */
  reload(next: NextRules): Promise<Reloaded> {
    const counts = this.#reloads
    counts.attempted++
    return this.#inTurn(next)
      .then(
        (done) => {
          counts.applied++
          const { version } = next.rules.manifest
          if (version === this.#versions.before) counts.rolledBack++
          this.#versions = { now: version, before: this.#versions.now }
          return done
        },
        (error: unknown) => {
          counts.refused++
          throw error
        },
      )
      .then(async ({ pauseMs, made }) => {
        const returned = this.#returned
        // Only then does a crash not bring the former rules back.
        return { pauseMs, checkpoint: made && (await this.#orders.unlessEnded(made)), ...(returned && { returned }) }
      })
  }

  /** Of the parameters that the rules have now, in JSON form. */
  params(): Readonly<Record<string, unknown>> {
    return this.#processing.params()
  }

  /** Changes parameters, all of them between the same two events. Rejects where one is wrong; then none has changed. */
  setParams(values: Readonly<Record<string, unknown>>): Promise<void> {
    return this.#orders.add(async () => {
      this.#processing.setParams(values)
      this.#settings.checkpoints?.paramsSet?.(Object.keys(values))
      this.#shadows.paramsChanged()
    })
  }

  /** Resolves when a checkpoint of now is made; with its number. Rejects where the job has none. */
  checkpoint(): Promise<number> {
    const { checkpoints } = this.#settings
    if (checkpoints === undefined) {
      return Promise.reject(new JobError("usage", "the job has no checkpoints: start it with --checkpoint-dir"))
    }
    const taken = this.#orders.add(async () => ({ made: checkpoints.take(await this.#barrier(checkpoints.wantsFull)) }))
    return taken.then(({ made }) => this.#orders.unlessEnded(made))
  }

  /** The counts of this moment. */
  progress(): JobProgress {
    return { ...this.#processing.counts(), watermark: this.#processing.watermark, ...this.#tables() }
  }

  /** How it stands, with all that the engine counts. Rejects where a worker has failed. */
  async status(): Promise<JobStatus> {
    const { tables, checkpoints, clock } = this.#settings
    const { engine, usage, counts, calls } = await this.#numbers()
    const partitions = this.#partitions.map(partitionStatus)
    return {
      version: this.#versions.now,
      watermark: this.#processing.watermark,
      partitions,
      heldBackBy: heldBackBy(this.#awaited(), clock.now(), this.#watch.held),
      counts,
      engine,
      usage,
      checkpoints: checkpoints?.status?.(),
      tables: tables?.status() ?? [],
      calls,
      reloads: { ...this.#reloads },
      frozen: this.#frozen.facts,
      returned: this.#returned,
      shadows: this.#shadows.reports(),
      notReady: this.ready().reasons,
    }
  }

  /** From between two batches on a tap sees what is read, until `end`; with how the job stands at that moment, at which `begins` is called. */
  tapInput(tap: InputTap, begins = () => {}): Promise<{ readonly standing: Standing; end(): void }> {
    return this.#orders.add(async () => {
      this.#taps.add(tap)
      begins()
      const standing = standingOf(this.#processing, this.#partitions)
      return { standing, end: () => void this.#taps.delete(tap) }
    })
  }

  /** Who asks while another one waits for the numbers gets the same ones: workers answer one at a time. */
  #numbers(): ReturnType<Processing["stats"]> {
    this.#stats ??= this.#processing.stats().finally(() => {
      this.#stats = undefined
    })
    return this.#stats
  }

  /** What a rule holds for a key, between two batches; undefined: nothing. Rejects where the job ends before. */
  look(rule: string, key: readonly string[], limit: number): Promise<KeyLook | undefined> {
    return this.#orders.add(() => this.#processing.look(rule, key, limit))
  }

  /** Whether the rules see all that they should, and why not. */
  ready(): { readonly ready: boolean; readonly reasons: readonly string[] } {
    const reasons = this.#settings.tables?.reasons() ?? []
    return { ready: reasons.length === 0, reasons }
  }

  #tables(): { readonly tables?: readonly TableStatus[] } {
    const tables = this.#settings.tables?.status() ?? []
    return tables.length === 0 ? {} : { tables }
  }

  /** Runs to the end. Sources and sinks stay open: who opened them closes them. Throws `JobError` and `ConnectorError`. */
  async run(): Promise<JobResult> {
    const { stop, clock } = this.#settings
    const onStop = () => this.#wake()
    stop.addEventListener("abort", onStop)
    const live = this.#partitions.some(({ input }) => !input.source.bounded)
    this.#settings.checkpoints?.attach(
      () => this.#wake(),
      () => this.#processing.params(),
    )
    const endRefreshes = this.#settings.tables?.watch(clock)
    // Silence makes outputs, so it is looked at between two batches: not while a barrier is under way, whose state would lack them.
    const noticeSilence = () => {
      this.#idleCheckDue = true
      this.#wake()
    }
    const endIdleChecks = live ? clock.every(idleCheckMs, noticeSilence) : () => {}
    try {
      const ending = await this.#readAll().catch((error) => this.#giveUp(error))
      // Those that were asked for before the end are not the last ones.
      await this.#stats?.catch(() => {})
      const { counts, engine, calls } = await this.#numbers()
      const shadows = this.#shadows.reports()
      const more = { ...(calls && { calls }), ...(shadows.length > 0 && { shadows }) }
      return { ...counts, ending, engine, ...more, ...this.#tables() }
    } finally {
      this.#orders.close("the job has ended")
      endIdleChecks()
      endRefreshes?.()
      stop.removeEventListener("abort", onStop)
      await this.#processing.close()
    }
  }

  async #readAll(): Promise<Ending> {
    const { stop, atEnd, checkpoints } = this.#settings
    await this.#processing.start()
    checkpoints?.takenOver?.()
    await seekPartitions(this.#partitions, checkpoints?.restored)
    for (;;) {
      const partition = await this.#next()
      if (partition === undefined) break
      await this.#take(partition)
    }
    const ending = stop.aborted ? "stopped" : "end"
    const closes = ending === "end" && atEnd === "close"
    await this.#processing.finish(closes)
    await this.#outputs.flush()
    if (closes) this.#shadows.end()
    this.#failIfStrict()
    if (checkpoints !== undefined) {
      await checkpoints.finish(() => this.#barrier(checkpoints.wantsFull), stop)
      this.#tellSources(checkpoints)
    }
    return ending
  }

  /** Between two batches: outputs that wait for checkpoints leave room for others, and a checkpoint is taken where one is due. */
  async #pause(checkpoints: JobCheckpoints): Promise<void> {
    checkpoints.check()
    if (checkpoints.due) {
      checkpoints.take(await this.#barrier(checkpoints.wantsFull))
    }
    this.#tellSources(checkpoints)
    if (checkpoints.full) await checkpoints.room(this.#settings.stop)
    // Where reading is quick nothing else would have its turn, and what a checkpoint holds on to would be held on to for long.
    if (checkpoints.isSaving) await this.#settings.clock.turn?.()
  }

  /** Sources may show how far the job is for good. */
  #tellSources({ finished }: JobCheckpoints): void {
    if (finished === undefined || finished === this.#finished) return
    this.#finished = finished
    for (const input of this.#settings.inputs) {
      const own = finished.filter((place) => place.input === input.name)
      input.source.finished?.(new Map(own.map(({ partition, position }) => [partition, position])))
    }
  }

  /**
   * Everything that was read is judged, and its outputs are where they belong: the job stands still. What fails here ends the job, also where it was done for somebody who asked for it: that one learns why, but
   * state that is half cut cannot be gone on with.
   */
  async #barrier(full: boolean): Promise<Barrier> {
    try {
      const { cuts, watermarks } = await this.#processing.cut(full)
      await this.#outputs.flush()
      return { cuts, watermarks, sources: placesOf(this.#partitions) }
    } catch (error) {
      this.#broken ??= { error }
      throw error
    }
  }

  /** What can be made ready before is, while the stream goes on. */
  async #inTurn(next: NextRules): Promise<Changed> {
    if (this.#processing.prepare !== undefined) await this.#processing.prepare(next)
    for (;;) {
      const { facts } = this.#frozen
      const held = this.#settings.cold ? undefined : this.#frozen.of(next.rules.manifest.version)
      const frozen = held && (await held)
      // Another change may have come in between: then something else was dropped last.
      const isOf = (): boolean => facts === this.#frozen.facts
      const changed = await this.#orders.add(async () => (isOf() ? this.#reload({ ...next, frozen }) : undefined))
      if (changed !== undefined) return changed
    }
  }

  async #reload(next: NextRules): Promise<Changed> {
    // Who asks how the job stands gets an answer of those who are asked.
    await this.#stats?.catch(() => {})
    const changed = await changeRules(next, this.#manifest, this.#changing)
    this.#frozen.keep(changed.frozen)
    this.#returned = next.frozen && returnedTo(this.#manifest, next.frozen, changed.watermark, this.#settings.log)
    return changed
  }

  /** What a change of the rules touches. */
  get #changing(): Changing {
    return {
      ...this.#settings,
      processing: this.#processing,
      followSettings: (params) => ({ ...this.#settings, params }),
      open: (next, restored) => this.#open(next, restored, this.#processing),
      barrier: (full) => this.#barrier(full),
      judges: (processing) => {
        this.#processing = processing
      },
      changed: ({ manifest }) => {
        this.#manifest = manifest
        this.#shadows.open(manifest)
        this.#outputs.version = manifest.version
        this.#watch.readers = readersOf(manifest)
      },
    }
  }

  /** The next partition that has something; nothing when all have ended or the job is stopped. */
  async #next(): Promise<InputPartition | undefined> {
    const { stop, checkpoints } = this.#settings
    for (;;) {
      // A cut that is still being written has to be done before the next one. Before one that is due: where batches take longer than the interval there is one at each, and orders would never have their turn.
      if (!this.#orders.isEmpty) await this.#orders.run(() => checkpoints?.isSaving !== true && !this.#broken)
      if (this.#broken !== undefined) throw this.#broken.error
      if (checkpoints !== undefined) await this.#pause(checkpoints)
      if (this.#idleCheckDue) await this.#checkIdle()
      const open = this.#partitions.filter(({ ended }) => !ended)
      if (stop.aborted || open.length === 0) return undefined
      this.#startReads(open)
      const ready = open.find((partition) => partition.ready !== undefined)
      if (ready !== undefined) return ready
      // One that came while the job was busy has woken nobody.
      if (!this.#orders.isEmpty && checkpoints?.isSaving !== true) continue
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#outputs.check()
      this.#processing.check()
    }
  }

  /** Of bounded partitions the one furthest behind is read, of live ones all that are not too far ahead. */
  #startReads(open: readonly InputPartition[]): void {
    const behind = furthestBehind(open.filter(({ input }) => input.source.bounded))
    if (behind !== undefined) this.#startRead(behind)
    const live = open.filter(({ input }) => !input.source.bounded)
    if (live.length === 0) return
    const crowded = this.#processing.waiting > maxWaiting
    const last = furthestBehind(open)
    for (const partition of live) if (!crowded || partition === last || partition.idle) this.#startRead(partition)
  }

  #startRead(partition: InputPartition): void {
    if (partition.reading || partition.ready !== undefined) return
    partition.reading = true
    const done = (ready: InputPartition["ready"]) => {
      partition.reading = false
      partition.ready = ready
      this.#wake()
    }
    const lines = this.#processing.takesLines(partition, "json")
    partition.partition.read({ lines, csv: this.#processing.takesLines(partition, "csv") }).then(
      (batch) => done({ batch }),
      (error) => done({ error }),
    )
  }

  async #take(partition: InputPartition): Promise<void> {
    const ready = partition.ready!
    partition.ready = undefined
    if ("error" in ready) throw ready.error
    if (ready.batch === null) {
      partition.ended = true
      await this.#processing.ended(partition)
    } else {
      if (this.#taps.size > 0) this.#showTaps(ready.batch, partition)
      const before = this.#processing.read
      await this.#processing.process(ready.batch, partition)
      partition.read += this.#processing.read - before
      partition.heardAt = this.#settings.clock.now()
    }
    partition.place = partition.partition.position()
    await this.#outputs.send()
    this.#failIfStrict()
  }

  #showTaps(batch: Batch, from: InputPartition): void {
    const time = timeOf(this.#processing, this.#partitions, from)
    for (const tap of this.#taps) tap.batch(batch, from, time)
  }

  /** Live partitions that are silent hold nobody back; when all are, time goes on by the clock, as far behind it as they are silent. */
  async #checkIdle(): Promise<void> {
    this.#idleCheckDue = false
    const { clock, idleAfterMs } = this.#settings
    const now = clock.now()
    const open = this.#partitions.filter(({ ended }) => !ended)
    const silent: InputPartition[] = []
    for (const partition of open) {
      if (partition.input.source.bounded || partition.idle || partition.ready !== undefined) continue
      if (partition.partition.isHeldUp === true) continue
      if (now - partition.heardAt < idleAfterMs) continue
      partition.idle = true
      silent.push(partition)
    }
    const lateness = Math.max(...open.map(({ latenessMs }) => latenessMs))
    const allIdle = open.length > 0 && open.every(({ idle }) => idle)
    this.#processing.idle(silent, allIdle ? now - idleAfterMs - lateness - 1 : undefined)
    this.#watch.look({
      now,
      watermark: this.#processing.watermark,
      partitions: this.#awaited(),
      deadLettersOf: this.#parts.counter.counts({ late: 0 }).deadLettersOf,
    })
    await this.#outputs.send()
  }

  /** The partitions by which time goes. */
  #awaited(): readonly PartitionStatus[] {
    return this.#processing.awaited?.(this.#settings.clock.now()) ?? this.#partitions.map(partitionStatus)
  }

  /** The other sinks get their lines first. A reader of an output that goes away has seen enough: that is no failure. */
  async #giveUp(error: unknown): Promise<Ending> {
    const further = await this.#outputs.flush().catch((each: unknown) => each)
    if (!isClosed(error)) throw error
    if (further !== undefined && !isClosed(further)) throw further
    return "output-closed"
  }

  #failIfStrict(): void {
    if (!this.#processing.fails()) return
    const first = this.#processing.firstDeadLetter
    throw new JobError("failure", `${first}; --strict stops at the first. Repair it, or run without --strict`)
  }
}

function furthestBehind(partitions: readonly InputPartition[]): InputPartition | undefined {
  let found: InputPartition | undefined
  for (const partition of partitions) if (found === undefined || partition.progress < found.progress) found = partition
  return found
}
