import type { KeyLook } from "../../abi/look.ts"
import { ConnectorError, type GroupMember, type SliceAdvice } from "../../connectors/contract.ts"
import type { Log } from "../../observe/log.ts"
import type { Clock } from "../../platform/clock.ts"
import type { Ending, JobResult } from "../counts.ts"
import { JobError } from "../error.ts"
import type { Job, JobProgress } from "../job.ts"
import { mayPass } from "../patience.ts"
import type { ChangeableJob, Reloaded, RuleModule } from "../reload.ts"
import type { JobStatus } from "../status.ts"
import { joinProgress, joinResults } from "./joined.ts"

/** A slice that was opened: its state is restored, its sources and sinks are its own. */
export interface OpenSlice {
  readonly job: Pick<Job, "run" | "progress"> & Partial<Pick<Job, "status" | "look">>
  /** Absent: its rules stay. */
  readonly change?: ChangeableJob
  /** Called once, when changes of the rules reach it from then on: if there was one since it was opened, it makes it. */
  catchUp?(): void
  /** Twice is harmless. */
  close(): Promise<void>
}

/** Slices of a job, and those of them that run in this process. */
export interface SliceShare {
  readonly slices: number
  readonly here: number
}

/** How a slice is ended. */
export interface SliceSignals {
  /** With a checkpoint. */
  readonly stop: AbortSignal
  /** At once: another process goes on with its state. */
  readonly abandon: AbortSignal
}

export interface RunnerSettings {
  open(slice: number, signals: SliceSignals): Promise<OpenSlice>
  /** For people; absent: the slice with that number. */
  nameOf?(slice: number): string
  /** How many slices the job has: what has a greater number is none. */
  readonly slices?: number
  readonly member: GroupMember
  /** Whether a slice that another process has taken may come back: then only it ends, else the whole job. */
  readonly shares: boolean
  readonly clock: Clock
  readonly log: Log
  readonly stop: AbortSignal
}

/** A slice of this process, from before it is opened until it is closed. */
interface Slot {
  readonly stop: AbortController
  readonly abandon: AbortController
  job: OpenSlice["job"] | undefined
  change: ChangeableJob | undefined
}

/** After a slice was taken by another process, before it is begun here again; doubled each time. */
const firstRestMs = 500
const longestRestMs = 30_000

/**
 * Runs slices of a job in this process, those that its membership says: begins what it gains, ends what it loses, and lets the others go on. A slice whose sinks or
 * checkpoints another process has taken over is dropped, and begun anew when the membership, asked again, still gives it to this process. Any other failure of a slice
 * ends all, with a checkpoint of the others.
 */
export class SliceRunner {
  readonly #settings: RunnerSettings
  #wanted: ReadonlySet<number> = new Set()
  #advised = false
  readonly #slots = new Map<number, Slot>()
  /** Bounded sources: read to their end. */
  readonly #ended = new Set<number>()
  /** Taken by another process: how often, and until when (by the clock) it is left alone. */
  readonly #rests = new Map<number, { readonly count: number; readonly until: number }>()
  readonly #timers = new Map<number, () => void>()
  /** Of slices that ended here in order: what a dropped one did is done again by who took it. */
  readonly #results: JobResult[] = []
  readonly #past: JobProgress[] = []
  #ending: Ending = "end"
  #failure: { readonly error: unknown } | undefined
  #wake: () => void = () => {}

  constructor(settings: RunnerSettings) {
    this.#settings = settings
  }

  /** The counts of all slices that were here, and the least watermark of those that are. */
  progress(): JobProgress {
    const now = [...this.#slots.values()].flatMap(({ job }) => job?.progress() ?? [])
    const { watermark } = joinProgress(now.length > 0 ? now : this.#past)
    return { ...joinProgress([...this.#past, ...now]), watermark }
  }

  /** How the slices stand that are here and open. */
  async statuses(): Promise<JobStatus[]> {
    const open = [...this.#slots].flatMap(([slice, { job }]) =>
      job?.status === undefined ? [] : [{ slice, status: () => job.status!() }],
    )
    const all = await Promise.allSettled(
      open.map(async ({ slice, status }): Promise<JobStatus> => {
        const own = await status()
        return own.reader === undefined ? { slice, ...own } : own
      }),
    )
    return all.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []))
  }

  /** What a rule holds for a key in the slices that are here and open: that of one of them, mostly. */
  async looks(rule: string, key: readonly string[], limit: number): Promise<KeyLook[]> {
    const open = [...this.#slots.values()].flatMap(({ job }) => (job?.look === undefined ? [] : [job]))
    const all = await Promise.allSettled(open.map((job) => job.look!(rule, key, limit)))
    return all.flatMap((each) => (each.status === "fulfilled" && each.value !== undefined ? [each.value] : []))
  }

  /** How many of the job's slices run here. undefined: it was not said how many there are. */
  share(): SliceShare | undefined {
    const { slices } = this.#settings
    if (slices === undefined) return undefined
    const here = [...this.#slots].filter(([slice, { job }]) => slice < slices && job !== undefined)
    return { slices, here: here.length }
  }

  /** What this process should run and does not yet, in words. */
  notReady(): string[] {
    if (!this.#advised) return ["it is not known yet which slices this process has"]
    const missing = [...this.#wanted].filter((slice) => !this.#ended.has(slice) && !this.#slots.get(slice)?.job)
    return missing.map((slice) => `${this.#nameOf(slice)} does not run here yet`)
  }

  /** Those that can be changed, by slice. */
  #changeable(): (readonly [number, ChangeableJob])[] {
    return [...this.#slots].flatMap(([slice, { change }]) => (change === undefined ? [] : [[slice, change] as const]))
  }

  /**
   * All slices that are here go on with other rules, one after the other, each at a barrier of its own. Where one cannot, those before it go back to `former`, and it rejects with
   * why. Who opens slices gives them the rules that hold then.
   */
  async reload(next: RuleModule, former: RuleModule): Promise<Reloaded> {
    const done: ChangeableJob[] = []
    const made: Reloaded[] = []
    for (const [slice, job] of this.#changeable()) {
      try {
        made.push(await job.reload(next))
        done.push(job)
      } catch (error) {
        // It may have moved to another process meanwhile, which has the rules that hold there.
        if (!this.#slots.has(slice)) continue
        for (const each of done) await each.reload(former).catch(() => {})
        throw named(this.#nameOf(slice), error)
      }
    }
    return { pauseMs: Math.max(0, ...made.map(({ pauseMs }) => pauseMs)), checkpoint: made[0]?.checkpoint }
  }

  async setParams(values: Readonly<Record<string, unknown>>): Promise<void> {
    for (const [, job] of this.#changeable()) await job.setParams(values)
  }

  params(): Readonly<Record<string, unknown>> {
    return this.#changeable()[0]?.[1].params() ?? {}
  }

  /** The number of the first slice's. */
  async checkpoint(): Promise<number> {
    const made = await Promise.all(this.#changeable().map(([, job]) => job.checkpoint()))
    if (made.length === 0) throw new Error("this process has no slice of the job at the moment")
    return made[0]!
  }

  /**
   * Runs until it is stopped, a slice fails, or the sources of all slices that this process has were read to their end. Throws `JobError` and `ConnectorError`
   * that name the slice.
   */
  async run(): Promise<JobResult> {
    const { stop, member } = this.#settings
    const onStop = () => this.#stopAll()
    stop.addEventListener("abort", onStop, { once: true })
    const membership = member.run((advice) => this.#take(advice)).catch((error) => this.#fail(error))
    try {
      while (!this.#isDone()) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    } finally {
      stop.removeEventListener("abort", onStop)
      for (const cancel of this.#timers.values()) cancel()
      await member.leave()
      await membership
    }
    if (this.#failure !== undefined) throw this.#failure.error
    return joinResults(this.#results, stop.aborted ? "stopped" : this.#ending)
  }

  get #isStopping(): boolean {
    return this.#settings.stop.aborted || this.#failure !== undefined
  }

  #isDone(): boolean {
    if (this.#slots.size > 0) return false
    if (this.#isStopping) return true
    return this.#advised && this.#wanted.size > 0 && [...this.#wanted].every((slice) => this.#ended.has(slice))
  }

  #take({ run, taken }: SliceAdvice): void {
    this.#wanted = run
    this.#advised = true
    for (const [slice, { stop, abandon }] of this.#slots) {
      if (taken.has(slice)) abandon.abort()
      else if (!run.has(slice)) stop.abort()
    }
    this.#fill()
  }

  /** Begins what is wanted and not here. */
  #fill(): void {
    const { clock } = this.#settings
    if (!this.#isStopping) {
      for (const slice of this.#wanted) {
        if (this.#slots.has(slice) || this.#ended.has(slice)) continue
        const restMs = (this.#rests.get(slice)?.until ?? 0) - clock.now()
        if (restMs <= 0) this.#begin(slice)
        else if (this.#timers.get(slice) === undefined) {
          const act = () => {
            this.#timers.delete(slice)
            this.#fill()
          }
          this.#timers.set(slice, clock.after(restMs, act))
        }
      }
    }
    this.#changed()
  }

  #begin(slice: number): void {
    const slot: Slot = {
      stop: new AbortController(),
      abandon: new AbortController(),
      job: undefined,
      change: undefined,
    }
    this.#slots.set(slice, slot)
    this.#run(slice, slot)
      .catch((error) => this.#failed(slice, error))
      .finally(() => {
        if (slot.job !== undefined) this.#past.push(slot.job.progress())
        this.#slots.delete(slice)
        this.#fill()
      })
  }

  async #run(slice: number, slot: Slot): Promise<void> {
    const opened = await this.#open(slice, slot)
    if (opened === undefined) return
    try {
      slot.job = opened.job
      slot.change = opened.change
      opened.catchUp?.()
      const result = await opened.job.run()
      this.#results.push(result)
      if (result.ending !== "stopped") this.#ended.add(slice)
      if (result.ending === "output-closed") this.#ending = result.ending
    } finally {
      await opened.close()
    }
  }

  /** undefined: it was waited for a server that is away when the slice was ended, and nothing had begun. */
  async #open(slice: number, { stop, abandon }: Slot): Promise<OpenSlice | undefined> {
    try {
      return await this.#settings.open(slice, { stop: stop.signal, abandon: abandon.signal })
    } catch (error) {
      if (abandon.signal.aborted && mayPass(error)) throw new ConnectorError("fenced", "another process runs it now")
      if (stop.signal.aborted && mayPass(error)) return undefined
      throw error
    }
  }

  #failed(slice: number, error: unknown): void {
    const isFenced = error instanceof ConnectorError && error.kind === "fenced"
    if (!isFenced || !this.#settings.shares) {
      this.#fail(named(this.#nameOf(slice), error))
      return
    }
    const { clock, log } = this.#settings
    const count = (this.#rests.get(slice)?.count ?? 0) + 1
    this.#rests.set(slice, { count, until: clock.now() + Math.min(firstRestMs * 2 ** count, longestRestMs) })
    log("warn", `${this.#nameOf(slice)} is dropped here: ${error.message}; the other slices go on`, { slice })
    // Only where the membership says so again is it begun here once more.
    this.#wanted = new Set([...this.#wanted].filter((each) => each !== slice))
    this.#advised = false
  }

  #nameOf(slice: number): string {
    return this.#settings.nameOf?.(slice) ?? `slice ${slice}`
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
    this.#stopAll()
  }

  #stopAll(): void {
    for (const { stop } of this.#slots.values()) stop.abort()
    this.#changed()
  }

  #changed(): void {
    this.#settings.member.hold(new Set([...this.#wanted, ...this.#slots.keys()]))
    this.#wake()
  }
}

/** Says whose failure it is. */
function named(name: string, error: unknown): unknown {
  if (error instanceof ConnectorError) return new ConnectorError(error.kind, `${name}: ${error.message}`, error)
  if (error instanceof JobError) return new JobError(error.kind, `${name}: ${error.message}`, error)
  return error
}
