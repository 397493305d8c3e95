import type { KeyLook } from "../../abi/look.ts"
import type { ArrivalCounts, WaitingEvent } from "../../abi/routed.ts"
import type { Log } from "../../observe/log.ts"
import type { PulledCut } from "../checkpoints.ts"
import { JobError } from "../error.ts"
import type { Coming, DroppedPart } from "../frozen.ts"
import type {
  Answer,
  AskedLook,
  Cutting,
  GivenState,
  Opening,
  Part,
  Request,
  SinkOutputs,
  WorkerBeginning,
  WorkerReport,
} from "./messages.ts"
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

/** Messages with batches on their way to a worker: what comes meanwhile goes together in the next one, so that none waits for others to come. */
const mostMessages = 2
type CutAnswer = Extract<Answer, { kind: "cut" }>
type Follows = Extract<Answer, { kind: "follows" }>
type Result = Omit<Extract<Answer, { kind: "result" }>, "kind">

/** The job's end of the way to a worker. */
export class WorkerEnd {
  /** Resolves when the worker is ready, with what it begins with. */
  readonly ready: Promise<WorkerBeginning>
  report: WorkerReport | undefined
  readonly #number: number
  readonly #worker: StartedWorker
  readonly #listener: WorkerListener
  /** Of work that is not done, message by message: the bytes that stay in memory for it. */
  readonly #underWay: number[] = []
  #parts: Part[] = []
  #partBytes = 0
  /** Where all that was posted ends, and all that was added. */
  #postedTo = Number.NEGATIVE_INFINITY
  #watermark = Number.NEGATIVE_INFINITY
  #failure: { readonly error: unknown } | undefined
  #stopped = false
  #room: Waiting<void> | undefined
  #hasRoom: () => boolean = () => true
  #opened: Waiting<WorkerBeginning> | undefined
  #cut: Waiting<CutAnswer> | undefined
  readonly #pieces: Partial<Record<Cutting, Waiting<Uint8Array | undefined>>> = {}
  #result: Waiting<Result> | undefined
  #prepared: Waiting<string | undefined> | undefined
  #follows: Waiting<Follows> | undefined
  #look: Waiting<KeyLook | undefined> | undefined
  #events: Waiting<readonly WaitingEvent[]> | undefined

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

  post(request: Request, move?: readonly ArrayBuffer[]): void {
    if (this.#failure === undefined && !this.#stopped) this.#worker.port.post(request, move)
  }

  /** What it is to judge behind all that it was given. `bytes`: stay in memory until then. */
  add(part: Part, bytes: number): void {
    this.#parts.push(part)
    this.#partBytes += bytes
  }

  /** The watermark behind all that was added: it is on its way as soon as the worker has little else to do. */
  passTo(watermark: number): void {
    this.#watermark = watermark
    if (this.#underWay.length < mostMessages) this.flush()
  }

  /** What was added is on its way. */
  flush(): void {
    if (this.#parts.length === 0 && this.#watermark === this.#postedTo) return
    const parts = this.#parts
    const watermark = this.#watermark
    this.#underWay.push(this.#partBytes)
    this.#parts = []
    this.#partBytes = 0
    this.#postedTo = watermark
    const move = parts.flatMap(({ lines }) => (lines === undefined ? [] : [lines.runs.buffer]))
    this.post({ kind: "batch", parts, watermark }, move)
  }

  /** All that was added, then the end. */
  finish(close: boolean): void {
    this.flush()
    this.#underWay.push(0)
    this.post({ kind: "finish", close })
  }

  /** Resolves when less than so many bytes stay in memory for what it has not judged. One call at a time. */
  lessThan(bytes: number): Promise<void> {
    return this.#until(() => this.#underWay.reduce((sum, each) => sum + each, this.#partBytes) < bytes)
  }

  /** Resolves when all is judged. One call at a time. */
  drained(): Promise<void> {
    this.flush()
    return this.#until(() => this.#underWay.length === 0)
  }

  async #until(hasRoom: () => boolean): Promise<void> {
    this.check()
    if (hasRoom()) return
    await new Promise<void>((resolve, reject) => {
      this.#hasRoom = hasRoom
      this.#room = { resolve, reject }
    })
  }

  /** Resolves when the worker has come to this point. */
  async cut(full: boolean, arrived: ArrivalCounts): Promise<PulledCut> {
    this.check()
    this.flush()
    this.#underWay.push(0)
    const answer = await new Promise<CutAnswer>((resolve, reject) => {
      this.#cut = { resolve, reject }
      this.post({ kind: "cut", full, arrived })
    })
    return { full: answer.full, cold: answer.cold, ...this.#fetching("cut") }
  }

  /** What it did not take over, as it said when it began; undefined: nothing. */
  droppedOf({ dropped }: WorkerBeginning): DroppedPart | undefined {
    if (dropped === undefined) return undefined
    const { isCut, ...facts } = dropped
    return { ...facts, cut: isCut ? this.#fetching("dropped") : undefined }
  }

  #fetching(of: Cutting): Coming {
    const next = (): Promise<Uint8Array | undefined> => {
      this.check()
      return new Promise((resolve, reject) => {
        this.#pieces[of] = { resolve, reject }
        this.post({ kind: "piece", of })
      })
    }
    return { next, abandon: () => this.post({ kind: "abandon", of }) }
  }

  async result(arrived: ArrivalCounts): Promise<Result> {
    this.check()
    this.flush()
    return new Promise((resolve, reject) => {
      this.#result = { resolve, reject }
      this.post({ kind: "result", arrived })
    })
  }

  /** Resolves when rules are loaded, with why they cannot be. */
  async prepare(url: string): Promise<string | undefined> {
    this.check()
    return new Promise((resolve, reject) => {
      this.#prepared = { resolve, reject }
      this.post({ kind: "prepare", url })
    })
  }

  /** After all is judged: resolves when an engine of the rules that were prepared is open, or with why it cannot be. Then comes `followed`. */
  async follow(params: Readonly<Record<string, unknown>>, arrived: ArrivalCounts, given: GivenState): Promise<Follows> {
    this.check()
    return new Promise((resolve, reject) => {
      this.#follows = { resolve, reject }
      this.post({ kind: "follow", params, arrived, given })
    })
  }

  /** What followed judges from now on, with events that wait with others; or it is not used. */
  followed(isUsed: boolean, waiting: readonly WaitingEvent[]): void {
    this.post({ kind: "followed", isUsed, waiting })
  }

  /** After all is judged: the events of some types that wait. */
  async waiting(types: readonly string[]): Promise<readonly WaitingEvent[]> {
    this.check()
    return new Promise((resolve, reject) => {
      this.#events = { resolve, reject }
      this.post({ kind: "waiting", types })
    })
  }

  /** What it holds for a key, behind all that it was given. */
  async look(asked: AskedLook): Promise<KeyLook | undefined> {
    this.check()
    this.flush()
    return new Promise((resolve, reject) => {
      this.#look = { resolve, reject }
      this.post({ kind: "look", asked })
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
        this.#opened?.resolve(answer.begins)
        break
      case "done":
        this.#done(answer.outputs, answer.report)
        break
      case "cut":
        this.#cut?.resolve(answer)
        break
      case "piece":
        this.#pieces[answer.of]?.resolve(answer.bytes)
        break
      case "result":
        this.#result?.resolve(answer)
        break
      case "prepared":
        this.#prepared?.resolve(answer.refusal)
        break
      case "follows":
        this.#follows?.resolve(answer)
        break
      case "waiting":
        this.#events?.resolve(answer.events)
        break
      case "look":
        this.#look?.resolve(answer.look)
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
    this.#underWay.shift()
    this.report = report
    this.#listener.report(report)
    this.#listener.outputs(outputs)
    if (this.#underWay.length < mostMessages) this.flush()
    if (this.#room === undefined || !this.#hasRoom()) return
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
    const { error: why } = this.#failure
    for (const each of [this.#opened, this.#room, this.#cut, this.#result]) each?.reject(why)
    for (const each of Object.values(this.#pieces)) each.reject(why)
    for (const each of [this.#prepared, this.#follows, this.#look, this.#events]) each?.reject(why)
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
