import type { EngineStats } from "../../abi/engine.ts"
import type { EnricherStats } from "../../enrich/contract.ts"
import type { Log } from "../../observe/log.ts"
import type { PulledCut } from "../checkpoints.ts"
import type { JobCounts } from "../counts.ts"
import { JobError } from "../error.ts"
import type { Answer, Opening, Request, SinkOutputs, WorkerReport } from "./messages.ts"
import type { StartedWorker } from "./pool.ts"

/** Who gets what a worker says. */
export interface WorkerListener {
  outputs(outputs: readonly SinkOutputs[]): void
  report(report: WorkerReport): void
  readonly log: Log
  failed(): void
}

interface Waiting<T> {
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

type Work = Extract<Request, { kind: "batch" | "ended" | "idle" | "finish" }>
type CutAnswer = Extract<Answer, { kind: "cut" }>
type Result = {
  readonly counts: JobCounts
  readonly engine: EngineStats
  readonly calls: EnricherStats | undefined
}

/** The job's end of the way to a worker. */
export class WorkerEnd {
  /** Resolves when the worker is ready. */
  readonly ready: Promise<void>
  report: WorkerReport | undefined
  readonly #number: number
  readonly #worker: StartedWorker
  readonly #listener: WorkerListener
  /** Work that is not done. */
  #underWay = 0
  #failure: { readonly error: unknown } | undefined
  #stopped = false
  #room: Waiting<void> | undefined
  #roomFor = 0
  #opened: Waiting<void> | undefined
  #cut: Waiting<CutAnswer> | undefined
  #piece: Waiting<Uint8Array | undefined> | undefined
  #result: Waiting<Result> | undefined

  constructor(number: number, worker: StartedWorker, listener: WorkerListener) {
    this.#number = number
    this.#worker = worker
    this.#listener = listener
    this.ready = new Promise((resolve, reject) => {
      this.#opened = { resolve, reject }
    })
    // Whoever starts the workers waits for it, if it comes so far.
    this.ready.catch(() => {})
    worker.port.onMessage((answer) => this.#take(answer))
    worker.onEnd((reason) => {
      if (!this.#stopped) this.#fail(new JobError("failure", `worker ${number} has ended: ${reason}`))
    })
  }

  open(opening: Opening): void {
    this.post({ kind: "open", opening })
  }

  post(request: Request): void {
    if (this.#failure === undefined && !this.#stopped) this.#worker.port.post(request)
  }

  /** A request that is answered with `done`. */
  work(work: Work): void {
    this.#underWay++
    this.post(work)
  }

  /** Resolves when less work than that is under way. One call at a time. */
  async fewerThan(count: number): Promise<void> {
    this.check()
    if (this.#underWay < count) return
    await new Promise<void>((resolve, reject) => {
      this.#roomFor = count
      this.#room = { resolve, reject }
    })
  }

  /** Resolves when the worker has come to this point. */
  async cut(full: boolean): Promise<{ readonly cut: PulledCut; readonly watermarks: unknown }> {
    this.check()
    this.#underWay++
    const answer = await new Promise<CutAnswer>((resolve, reject) => {
      this.#cut = { resolve, reject }
      this.post({ kind: "cut", full })
    })
    const next = (): Promise<Uint8Array | undefined> => {
      this.check()
      return new Promise((resolve, reject) => {
        this.#piece = { resolve, reject }
        this.post({ kind: "piece" })
      })
    }
    const abandon = () => this.post({ kind: "abandon" })
    return { cut: { full: answer.full, cold: answer.cold, next, abandon }, watermarks: answer.watermarks }
  }

  async result(): Promise<Result> {
    this.check()
    return new Promise((resolve, reject) => {
      this.#result = { resolve, reject }
      this.post({ kind: "result" })
    })
  }

  /** Throws what went wrong in the worker. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }

  /** What waits for an answer is told that none comes: a cut may still be on its way into a checkpoint. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#reject(new JobError("failure", `worker ${this.#number} was stopped`))
    await this.#worker.stop()
  }

  #take(answer: Answer): void {
    switch (answer.kind) {
      case "ready":
        this.#opened?.resolve()
        break
      case "done":
        this.#done(answer.outputs, answer.report)
        break
      case "cut":
        this.#cut?.resolve(answer)
        break
      case "piece":
        this.#piece?.resolve(answer.bytes)
        break
      case "result":
        this.#result?.resolve(answer)
        break
      case "log":
        this.#listener.log(answer.level, answer.message, answer.fields)
        break
      case "failed":
        this.#fail(errorOf(answer, this.#number))
        break
    }
  }

  #done(outputs: readonly SinkOutputs[], report: WorkerReport): void {
    this.#underWay--
    this.report = report
    this.#listener.report(report)
    this.#listener.outputs(outputs)
    if (this.#room === undefined || this.#underWay >= this.#roomFor) return
    const { resolve } = this.#room
    this.#room = undefined
    resolve()
  }

  #fail(error: unknown): void {
    if (this.#failure !== undefined) return
    this.#reject(error)
    this.#listener.failed()
  }

  #reject(error: unknown): void {
    this.#failure ??= { error }
    for (const each of [this.#opened, this.#room, this.#cut, this.#piece, this.#result]) each?.reject(error)
  }
}

/** What a worker could not go on from, as the same kind of error. */
function errorOf({ name, problem, message, stack }: Extract<Answer, { kind: "failed" }>, worker: number): Error {
  const error =
    name === "JobError" || name === "ConnectorError"
      ? new JobError(problem === "usage" ? "usage" : "failure", message)
      : new Error(`worker ${worker}: ${message}`)
  if (stack !== undefined) error.stack = stack
  return error
}
