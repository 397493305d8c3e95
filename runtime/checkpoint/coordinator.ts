/**
 * Checkpoints of a job in one slice: recovery at the start, barriers, and the way of the outputs into checkpoints and on to their sinks.
 * Start: claim each sink, read its mark, list the store, decide, restore; then nothing ever rolls back.
 */
import type { FrozenFacts, FrozenState } from "../abi/frozen.ts"
import { ConnectorError, type Mark, type Publisher, type Sink } from "../connectors/contract.ts"
import type { Barrier, JobCheckpoints } from "../job/checkpoints.ts"
import type { Patience } from "../job/patience.ts"
import type { CheckpointStatus } from "../job/status.ts"
import type { Log } from "../observe/log.ts"
import type { Clock } from "../platform/clock.ts"
import {
  type Beginning,
  beginningOf,
  beginPublishers,
  claimAll,
  type Line,
  openLines,
  type ReadState,
  type Watch,
} from "./beginning.ts"
import { frozenFacts, readFrozen, storedFrozen } from "./frozen.ts"
import type {
  CheckpointManifest,
  CheckpointRules,
  ParamsBy,
  StoredFile,
  StoredFrozen,
  StoredOutbox,
} from "./manifest.ts"
import type { Outbox } from "./outbox.ts"
import { recover } from "./recover.ts"
import { RunningParams } from "./running-params.ts"
import { type NamedRules, type RulesChange, RunningRules } from "./running-rules.ts"
import { makeCheckpoint, type SavedState } from "./saving.ts"
import { MadeCheckpoints } from "./status.ts"
import { type CheckpointStore, withStore } from "./store.ts"

/** Sinks whose outputs are published together. */
export interface NamedPublisher {
  /** The names of its sinks, joined by `+`. */
  readonly name: string
  /** What it writes, in its connector's own terms. */
  readonly resource: string
  readonly publisher: Publisher
}

export interface CheckpointSettings {
  readonly store: CheckpointStore
  readonly job: string
  readonly slice: string
  /** Random for each process. */
  readonly attempt: string
  /** A random name, used where a new lineage begins. */
  readonly newLineage: string
  readonly intervalMs: number
  /** More outputs that wait for their sinks stop the reading. */
  readonly maxOutboxBytes: number
  readonly publishers: readonly NamedPublisher[]
  readonly rules: CheckpointManifest["rules"]
  readonly params: CheckpointManifest["params"]
  readonly fresh: boolean
  readonly allowRepeats: boolean
  readonly assumePublished: ReadonlyMap<string, number>
  /** How sinks that are away are waited for; absent: not at all. */
  readonly patience?: Patience | undefined
  /** Where the job begins with a savepoint. */
  readonly savepoint?: CheckpointStore | undefined
  /** Gives a folder of this machine for copies of state on disk that lies elsewhere: nobody else's, and there until the job is closed. */
  readonly copies?: () => string
  readonly clock: Clock
  readonly log: Log
  /** The first checkpoint of this run was made: whoever ran the job before can make none any more. */
  readonly begun?: (() => void) | undefined
  /** Everything is closed. */
  readonly closed?: () => void
}

/** So many are read behind a whole one at most. */
const mostIncrements = 100
/** How long a job that is stopped waits for its sinks: what they lack is in the checkpoint. */
const stopWaitMs = 10_000
const mostUnfinished = 100

export class Checkpoints implements JobCheckpoints {
  readonly restored: ReadState | undefined
  readonly #settings: CheckpointSettings
  readonly #lines: readonly Line[]
  readonly #lineage: string
  readonly #earlier: readonly Mark[]
  readonly #from: CheckpointManifest["from"]
  #next: number
  #state: CheckpointManifest["state"]
  readonly #rules: RunningRules
  /** Rules that were restored and are not those that run: of the checkpoint that the run began with. */
  readonly restoredRules: CheckpointRules | undefined
  /** Of the checkpoint or savepoint that the run began with. */
  readonly restoredParams: ParamsBy | undefined
  readonly #params: RunningParams
  #cold: CheckpointManifest["cold"]
  /** Of the last change of the rules. */
  #frozen: { readonly stored: StoredFrozen; readonly facts: FrozenFacts } | undefined
  /** Of former checkpoints: kept until they are published. */
  #pending: readonly StoredOutbox[]
  #due = false
  readonly #made: MadeCheckpoints
  /** The checkpoint that was made last. */
  #last: CheckpointManifest | undefined
  /** The greatest number that this process knows of. */
  #newest: number
  /** Of checkpoints that not every sink has, where the sources were: by rising numbers. */
  readonly #unfinished: { readonly number: number; readonly sources: Barrier["sources"] }[] = []
  #finished: Barrier["sources"] | undefined
  #saving: Promise<void> | undefined
  #failure: { readonly error: unknown } | undefined
  #wake: () => void = () => {}
  readonly #waiting = new Set<() => void>()
  readonly #endTimer: () => void

  private constructor(settings: CheckpointSettings, begin: Beginning, lines: (watch: Watch) => readonly Line[]) {
    this.#settings = settings
    this.#made = new MadeCheckpoints(settings.intervalMs, settings.clock.now())
    this.restored = begin.restored
    this.#lineage = begin.lineage
    this.#earlier = begin.earlier
    this.#from = begin.from
    this.#next = begin.next
    this.#newest = begin.next - 1
    this.#state = begin.state
    this.#cold = begin.cold
    const { frozen } = begin
    this.#frozen = frozen && { stored: frozen, facts: frozenFacts(frozen) }
    this.#rules = new RunningRules(settings.rules, settings.params)
    this.restoredRules = begin.rules
    this.restoredParams = begin.paramsBy
    this.#params = new RunningParams(settings.params)
    this.#pending = begin.pending
    this.#lines = lines({
      changed: () => this.#changed(),
      overtaken: () => settings.store.hasAbove(this.#next - 1),
    })
    this.#endTimer = settings.clock.every(settings.intervalMs, () => {
      this.#due = true
      // Also who waits for room: the checkpoint makes it.
      this.#changed()
    })
  }

  /** Claims the sinks and finds out where to go on. Throws `ConnectorError`, also where that would lose or repeat outputs. */
  static open(settings: CheckpointSettings): Promise<Checkpoints> {
    return withStore(settings.store.shown, () => Checkpoints.#open(settings))
  }

  static async #open(settings: CheckpointSettings): Promise<Checkpoints> {
    await settings.store.prepare()
    const claimed = await claimAll(settings)
    const recovery = await recover(settings, claimed)
    for (const warning of recovery.warnings) settings.log("warn", warning)
    const begun = await beginPublishers(recovery, claimed, settings)
    const begin = await beginningOf(recovery, begun, settings)
    return new Checkpoints(settings, begin, (watch) => openLines(recovery, begun, { ...settings, ...watch }))
  }

  /** Whoever else has `restored` holds nothing by it then. */
  takenOver(): void {
    for (const pieces of this.restored?.state ?? []) pieces.length = 0
  }

  /** The number of the next checkpoint. */
  get next(): number {
    return this.#next
  }

  status(): CheckpointStatus {
    const publishers = this.#lines.map(({ named, publishing }) => publishing.status(named.name))
    return this.#made.status(this.restored?.checkpoint, publishers, this.#outboxBytes())
  }

  /** Whether another process has made checkpoints since: whatever fails here then does not matter any more. */
  async overtaken(): Promise<boolean> {
    return this.#settings.store.hasAbove(this.#newest)
  }

  /** Where the outputs for a sink of a publisher go. */
  sinkOf(publisher: string, place: number): Sink {
    return this.#lines.find(({ named }) => named.name === publisher)!.outbox.sink(place)
  }

  get due(): boolean {
    return this.#due && this.#saving === undefined
  }

  get isSaving(): boolean {
    return this.#saving !== undefined
  }

  /** What a next cut may be: everything, or what changed since. */
  get wantsFull(): boolean {
    return this.#rules.isNew || this.#state.length === 0 || this.#state.some(isLong)
  }

  get finished(): Barrier["sources"] | undefined {
    return this.#finished
  }

  attach(wake: () => void, params?: () => Readonly<Record<string, unknown>>): void {
    this.#wake = wake
    if (params !== undefined) this.#params.now = params
  }

  paramsSet(names: Iterable<string>): void {
    this.#params.set(names)
  }

  /** Throws what went wrong beside the job: a checkpoint that could not be made, a sink that another process has taken. */
  check(): void {
    const failed = this.#failure ?? this.#lines.find(({ publishing }) => publishing.failure)?.publishing.failure
    if (failed !== undefined) throw failed.error
  }

  /** Whether the sinks are so far behind that reading should wait. */
  get full(): boolean {
    return this.#outboxBytes() > this.#settings.maxOutboxBytes
  }

  #outboxBytes(): number {
    return this.#lines.reduce((sum, { publishing, outbox }) => sum + publishing.pendingBytes + outbox.bytes, 0)
  }

  /** Resolves when there is room, or `signal` is aborted. A checkpoint may be what makes it. */
  async room(signal: AbortSignal): Promise<void> {
    await this.#until(() => !this.full || this.due, signal)
  }

  changeRules(
    rules: CheckpointRules,
    params: CheckpointManifest["params"],
    state: RulesChange["state"],
    frozen?: RulesChange["frozen"],
  ): void {
    this.#rules.change(rules, params, { state, frozen })
  }

  get frozen(): FrozenFacts | undefined {
    return this.#frozen?.facts
  }

  async thaw(): Promise<FrozenState | undefined> {
    return this.#frozen && readFrozen(this.#settings.store, this.#frozen.stored)
  }

  take(barrier: Barrier): Promise<number> {
    if (this.#saving !== undefined) throw new Error("one checkpoint is saved at a time")
    this.#due = false
    const number = this.#next++
    const outboxes = this.#lines.map(({ named, outbox }) => ({ publisher: named.publisher, sealed: outbox.seal() }))
    const change = this.#rules.upcoming
    const rules = { ...this.#rules.atBarrier(), paramsBy: this.#params.atBarrier() }
    return new Promise((resolve) => {
      this.#saving = this.#save(number, barrier, { ...rules, change }, outboxes).then(
        () => {
          this.#saving = undefined
          this.#changed()
          resolve(number)
        },
        (error) => {
          this.#failure ??= { error }
          this.#made.fail()
          for (const cut of barrier.cuts) cut.abandon()
          this.#changed()
        },
      )
    })
  }

  async #save(
    number: number,
    barrier: Barrier,
    { change, ...rules }: NamedRules & { readonly change: RulesChange | undefined },
    outboxes: readonly {
      readonly publisher: Publisher
      readonly sealed: () => ReturnType<ReturnType<Outbox["seal"]>>
    }[],
  ): Promise<void> {
    const { store, attempt, clock, log } = this.#settings
    const beganAt = clock.now()
    const totals = this.#lines.map(({ outbox }) => outbox.total)
    const made = await makeCheckpoint({
      store,
      number,
      attempt,
      cuts: barrier.cuts,
      stateBefore: this.#state,
      coldBefore: this.#cold,
      frozen: change?.state === "next" ? change.frozen?.parts : undefined,
      outboxes: outboxes.map(({ publisher, sealed }) => ({ publisher, sealed: handled(sealed()) })),
      manifest: (state, own, files) => {
        const frozen = storedFrozen(this.#frozen?.stored, change, files, state)
        return { ...this.#manifest(number, barrier, rules, totals, state, own), ...(frozen && { frozen }) }
      },
    }).catch(async (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      // Whoever has gone on since also tidies up, and takes away what is being written.
      if (await store.hasAbove(number).catch(() => false)) {
        const others = `another process has made later checkpoints of the job ${this.#settings.job}; this one stops`
        throw new ConnectorError("fenced", `checkpoint ${number} cannot be written: ${reason} (${others})`, error)
      }
      const advice = "the job stops here; started again, it goes on from the checkpoint before"
      throw new ConnectorError(
        "failure",
        `checkpoint ${number} cannot be written into ${store.shown}: ${reason} (${advice})`,
        error,
      )
    })
    if (!made.won) {
      const reason = `checkpoint ${number} of the job ${this.#settings.job} was made by another process; this one stops`
      throw new ConnectorError("fenced", `${reason} (two processes of one job must not share ${store.shown})`)
    }
    this.#made.add(made.manifest, beganAt, clock.now(), this.#last)
    if (this.#last === undefined) this.#settings.begun?.()
    this.#last = made.manifest
    this.#newest = number
    this.#state = made.manifest.state
    this.#cold = made.manifest.cold
    const { frozen } = made.manifest
    if (frozen !== this.#frozen?.stored) this.#frozen = frozen && { stored: frozen, facts: frozenFacts(frozen) }
    this.#pending = made.manifest.outboxes
    for (const { named, publishing } of this.#lines) {
      const outbox = made.own.find(({ publisher }) => publisher === named.name)
      if (outbox === undefined) publishing.addEmpty(number)
      else publishing.add(outbox, store)
    }
    this.#unfinished.push({ number, sources: barrier.sources })
    // A sink may be away for long: then it does not matter which of many is told.
    if (this.#unfinished.length > mostUnfinished) this.#unfinished.splice(1, 1)
    await store.retain().catch((error: unknown) => {
      log(
        "warn",
        `old checkpoints in ${store.shown} cannot be removed: ${error instanceof Error ? error.message : error}`,
      )
    })
  }

  #manifest(
    number: number,
    { sources, watermarks }: Barrier,
    rules: NamedRules,
    totals: readonly number[],
    state: SavedState,
    own: readonly StoredOutbox[],
  ): CheckpointManifest {
    const { job, slice, attempt, clock } = this.#settings
    const confirmed = new Map(this.#lines.map(({ named, publishing }) => [named.name, publishing.confirmed]))
    // Those of sinks that the job has no more were given up when it started.
    const unpublished = this.#pending.filter(
      ({ publisher, checkpoint }) => checkpoint > (confirmed.get(publisher) ?? Number.POSITIVE_INFINITY),
    )
    return {
      job,
      slice,
      lineage: this.#lineage,
      earlier: this.#earlier,
      ...(this.#from !== undefined && { from: this.#from }),
      number,
      attempt,
      madeAt: clock.now(),
      ...rules,
      sources,
      watermarks,
      ...state,
      outboxes: [...unpublished, ...own],
      publishers: this.#lines.map(({ named: { name, resource }, publishing, facts }, at) => ({
        name,
        resource,
        confirmed: confirmed.get(name)!,
        confirmedAt: publishing.confirmedAt,
        total: totals[at]!,
        ...(facts !== undefined && { facts }),
      })),
    }
  }

  async finish(barrier: () => Promise<Barrier>, stop: AbortSignal): Promise<void> {
    this.#endTimer()
    await this.#saved()
    this.take(await barrier())
    await this.#saved()
    const { clock, log } = this.#settings
    const patience = new AbortController()
    let cancel = () => {}
    const hurry = () => {
      cancel = clock.after(stopWaitMs, () => patience.abort())
    }
    if (stop.aborted) hurry()
    else stop.addEventListener("abort", hurry, { once: true })
    await this.#until(() => this.#lines.every(({ publishing }) => publishing.isIdle), patience.signal)
    cancel()
    stop.removeEventListener("abort", hurry)
    const behind = this.#lines.filter(({ publishing }) => !publishing.isIdle).map(({ named }) => named.name)
    if (behind.length === 0) return this.#settle()
    log(
      "warn",
      `not published yet: outputs for ${behind.join(", ")}; they are in the checkpoint and come with the next start`,
    )
  }

  /** All outputs are with their sinks: one more checkpoint says so, so that the next start has nothing to ask of them, and a sink may go. */
  async #settle(): Promise<void> {
    const { store, clock } = this.#settings
    const last = this.#last
    if (last === undefined || last.outboxes.length === 0) return
    const publishers = last.publishers.map((each) => {
      const { confirmed = each.confirmed, confirmedAt = each.confirmedAt } =
        this.#lines.find(({ named }) => named.name === each.name)?.publishing ?? {}
      return { ...each, confirmed, confirmedAt }
    })
    const manifest = { ...last, number: this.#next++, madeAt: clock.now(), outboxes: [], publishers }
    // Nothing is lost without it: what it says would be found out again.
    const made = await store.publish(manifest).catch(() => false)
    if (made) this.#newest = manifest.number
    if (made) await store.retain().catch(() => {})
  }

  async #saved(): Promise<void> {
    await this.#saving
    this.check()
  }

  /** Rejects where something failed. */
  async #until(done: () => boolean, signal: AbortSignal): Promise<void> {
    while (!done() && !signal.aborted) {
      this.check()
      await new Promise<void>((resolve) => {
        const go = () => {
          this.#waiting.delete(go)
          signal.removeEventListener("abort", go)
          resolve()
        }
        this.#waiting.add(go)
        signal.addEventListener("abort", go, { once: true })
      })
    }
    this.check()
  }

  #changed(): void {
    const next = Math.min(...this.#lines.map(({ publishing }) => publishing.next))
    while (this.#unfinished.length > 0 && this.#unfinished[0]!.number < next) {
      this.#finished = this.#unfinished.shift()!.sources
    }
    for (const go of [...this.#waiting]) go()
    this.#wake()
  }

  /** Ends all that is under way; what was not made durable did not happen. */
  async close(): Promise<void> {
    this.#endTimer()
    await this.#saving
    for (const { publishing, outbox } of this.#lines) {
      await publishing.close().catch(() => {})
      await outbox.close().catch(() => {})
    }
    this.#settings.closed?.()
  }
}

/** An increment is worth its reading only while all of them are smaller than the whole. */
function isLong([whole, ...increments]: readonly StoredFile[]): boolean {
  if (whole === undefined || increments.length >= mostIncrements) return true
  return increments.reduce((sum, { bytes }) => sum + bytes, 0) > whole.bytes
}

/** Whoever waits for it is told where it fails; until then, or where the state fails before, it is no rejection that nobody handles. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}
