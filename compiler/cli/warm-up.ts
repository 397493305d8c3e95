/** Before a change of rules: those that would begin empty judge the past events of the job, beside it, in a thread of their own. */
import { Worker } from "node:worker_threads"
import type { WarmUpDone } from "../../runtime/abi/reload.ts"
import type { WarmedState } from "../../runtime/abi/warmed.ts"
import type { KeptEvents, RecentEvents } from "../../runtime/control/recent-events.ts"
import type { PlannedWarmUp } from "../../runtime/engine/warm-up-plan.ts"
import type { JobPast, WarmUp } from "../../runtime/job/reload.ts"
import { Tail } from "../../runtime/job/warm-up/tail.ts"
import type { Clock } from "../../runtime/platform/clock.ts"
import { formatIso, latestTime } from "../../runtime/time/iso.ts"
import { threadArgument } from "./thread-argument.ts"
import { threadFile } from "./thread-file.ts"
import type { PastSource, WarmAnswer, WarmRequest, WarmStart } from "./warm-messages.ts"

/** The thread, as its user sees it. */
export interface StartedWarmUp {
  post(request: WarmRequest): void
  onMessage(take: (answer: WarmAnswer) => void): void
  /** It is no more, with the reason in words. */
  onEnd(take: (reason: string) => void): void
  stop(): Promise<void>
}

export interface WarmUpSettings {
  readonly past: JobPast
  /** As the job has them open. */
  readonly sources: () => readonly PastSource[]
  readonly tables: ReadonlyMap<string, string>
  readonly folder: string
  readonly maxAheadMs: number
  /** What the job keeps of what came last. */
  readonly events?: Pick<RecentEvents, "last"> | undefined
  readonly clock: Pick<Clock, "now" | "after">
  /** Default: a thread. */
  readonly start?: () => StartedWarmUp
}

/** A warm-up that has come near to where the job is. */
export interface Warming extends WarmUp {
  /** What was done, once `finish` has resolved; undefined: time has not begun in the job, so that there is nothing to judge. */
  done(): WarmUpDone | undefined
  /** Twice is harmless. */
  close(): Promise<void>
}

/** What comes while past events are judged may wait in so much memory. */
const mostWaiting = 128 << 20
/** When no more than this waits, or what waited was judged in so short a time, the job is stopped for the rest. */
const littleBytes = 64 << 10
const quickMs = 100
/** For which it waits so long at most. */
const finishMs = 10_000
/** MB of objects in the thread. */
const mostHeap = 2048

/** Judges the job's past events by rules (`module`: the text of theirs), in rounds until little is left. Rejects where it comes to nothing; then nothing goes on. */
export async function beginWarmUp(
  module: string,
  planned: PlannedWarmUp,
  params: Readonly<Record<string, unknown>>,
  settings: WarmUpSettings,
): Promise<Warming> {
  const { past, events, clock } = settings
  const began = clock.now()
  const tail = new Tail(mostWaiting, () => clock.now())
  let kept: KeptEvents | undefined
  const { standing, end } = await past.tapInput(tail, () => {
    kept = events?.last()
  })
  if (!Number.isFinite(standing.watermark)) {
    end()
    return nothingYet(params)
  }
  const thread = new WarmThread((settings.start ?? startThread)(), clock)
  const close = async (): Promise<void> => {
    end()
    await thread.close()
  }
  try {
    const { tables, folder, maxAheadMs } = settings
    const { judged, reachMs, withoutSeries } = planned
    const sources = settings.sources()
    const about = { module, rules: [...judged], params, tables, folder, maxAheadMs, standing, reachMs, sources, kept }
    const { history } = await thread.ask({ kind: "begin", ...about }, "begun")
    // Kept no longer than they are used.
    kept = undefined
    for (let isNear = false; !isNear && (tail.bytes > littleBytes || tail.isTooMuch); ) {
      const since = clock.now()
      await thread.ask({ kind: "more", batches: batchesOf(tail) }, "judged")
      isNear = clock.now() - since < quickMs
    }
    let outcome = { events: 0, outputs: 0 }
    return {
      params,
      async finish(watermark): Promise<WarmedState> {
        const batches = batchesOf(tail)
        end()
        const {
          state,
          events: count,
          outputs,
        } = await thread.within(finishMs, thread.ask({ kind: "finish", batches, watermark }, "finished"))
        outcome = { events: count, outputs }
        return { state, withoutSeries }
      },
      done: () => {
        const completeAfter = timeText(history.completeAfter)
        return { ...outcome, ...history, completeAfter, seconds: (clock.now() - began) / 1000 }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Of a job in which time has not begun. */
function nothingYet(params: WarmUp["params"]): Warming {
  return {
    params,
    async finish(watermark) {
      if (Number.isFinite(watermark))
        throw new Error("time began in the job while the rules were made ready: try it again")
      return undefined
    },
    done: () => undefined,
    close: async () => {},
  }
}

/** Of a time that may be before all times that can be written. */
function timeText(time: number): string {
  return Math.abs(time) <= latestTime ? formatIso(time) : "the beginning"
}

function batchesOf(tail: Tail) {
  if (tail.isTooMuch) {
    const most = `${mostWaiting >> 20} MB`
    throw new Error(`more events came (${most}) than could be judged beside the job: try it when less comes`)
  }
  return tail.take()
}

class WarmThread {
  readonly #thread: StartedWarmUp
  readonly #clock: Pick<Clock, "after">
  #take: (answer: WarmAnswer) => void = () => {}
  #lose: (reason: string) => void = () => {}
  #ended: string | undefined

  constructor(thread: StartedWarmUp, clock: Pick<Clock, "after">) {
    this.#thread = thread
    this.#clock = clock
    thread.onMessage((answer) => this.#take(answer))
    thread.onEnd((reason) => {
      this.#ended ??= reason
      this.#lose(reason)
    })
  }

  /** One request after the other. */
  ask<Kind extends WarmAnswer["kind"]>(
    request: WarmRequest,
    kind: Kind,
  ): Promise<Extract<WarmAnswer, { readonly kind: Kind }>> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(new Error(this.#ended))
        return
      }
      this.#lose = (reason) => reject(new Error(reason))
      this.#take = (answer) => {
        if (answer.kind === kind) resolve(answer as Extract<WarmAnswer, { readonly kind: Kind }>)
        else reject(new Error(answer.kind === "failed" ? answer.reason : `unexpected answer ${answer.kind}`))
      }
      this.#thread.post(request)
    })
  }

  /** Rejects where it takes longer. */
  async within<T>(milliseconds: number, asked: Promise<T>): Promise<T> {
    let cancel = () => {}
    const late = new Promise<never>((_, reject) => {
      const reason = `the last events were not judged within ${milliseconds / 1000} seconds`
      cancel = this.#clock.after(milliseconds, () => reject(new Error(reason)))
    })
    return Promise.race([asked, late]).finally(() => cancel())
  }

  async close(): Promise<void> {
    this.#ended ??= "it was given up"
    await this.#thread.stop()
  }
}

function startThread(): StartedWarmUp {
  const workerData: WarmStart = { warms: true }
  const thread = new Worker(threadFile, {
    workerData,
    argv: ["run", threadArgument],
    resourceLimits: { maxOldGenerationSizeMb: mostHeap },
    // Standard output is for alerts.
    stdout: true,
    stderr: true,
  })
  thread.stdout.resume()
  thread.stderr.resume()
  let reason = "its thread was stopped from outside"
  thread.on("error", (error) => {
    reason = error instanceof Error ? error.message : String(error)
  })
  return {
    post: (request) => thread.postMessage(request),
    onMessage: (take) => void thread.on("message", take),
    onEnd: (take) => void thread.on("exit", () => take(reason)),
    stop: async () => void (await thread.terminate()),
  }
}
