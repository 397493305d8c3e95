/** Compiling beside a running job: in a thread, which is there only as long as it is needed. */
import { Worker } from "node:worker_threads"
import type { RuleFile } from "../../runtime/control/actions.ts"
import type { Clock } from "../../runtime/platform/clock.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import type {
  CompileAnswer,
  CompileMessage,
  CompilerAnswer,
  CompilerRequest,
  CompileStart,
  DryRunAnswer,
  DryRunRequest,
  ExplainAnswer,
  ExplainRequest,
  PlanAnswer,
  PlanRequest,
  ReadAnswer,
  TypesAnswer,
  WhyAnswer,
  WhyRequest,
} from "./compile-messages.ts"
import { threadArgument } from "./thread-argument.ts"
import { threadFile } from "./thread-file.ts"

type Failed = Extract<CompileAnswer, { readonly outcome: "failed" }>

/** A thread that compiles, as its user sees it. */
export interface StartedCompiler {
  post(request: CompilerRequest): void
  onMessage(take: (message: CompileMessage) => void): void
  /** It is no more, with the reason in words. */
  onEnd(take: (reason: string) => void): void
  /** Also in the middle of an endless loop. */
  stop(): Promise<void>
}

export interface CompileThreadOptions {
  readonly clock?: Pick<Clock, "after">
  readonly start?: () => StartedCompiler
}

/** A thread that has nothing to do for so long ends: TypeScript keeps hundreds of MB. */
const idleMs = 60_000
/** How long compiling may take, the start of the thread and TypeScript included. */
const compileMs = 120_000
/** How long the code of rules may take when it is loaded: it only declares things, but other programs may have the processors. */
const loadMs = 20_000
/** How long a dry run may judge events. */
const judgeMs = 30_000
/** So many wait at most; more are refused. */
const mostWaiting = 16
/** MB of objects in the thread. */
const mostHeap = 1024

/** Compiles one set of sources after the other. Nothing that they hold stalls or ends the job's own thread. */
export class CompileThread {
  readonly #clock: Pick<Clock, "after">
  readonly #start: () => StartedCompiler
  #thread: StartedCompiler | undefined
  /** Of the request at hand. */
  #take: (message: CompileMessage) => void = () => {}
  #lose: (reason: string) => void = () => {}
  #cancelIdle = () => {}
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #closed = false

  constructor({ clock = systemClock, start = () => startCompiler() }: CompileThreadOptions = {}) {
    this.#clock = clock
    this.#start = start
  }

  /** Compiles, and sees that the code of the rules can be loaded. What the sources import is taken from `files` alone. Never rejects. */
  compile(files: readonly RuleFile[]): Promise<CompileAnswer> {
    return this.#ask<CompileAnswer>({ files })
  }

  /** Reads what arguments of a command mean from the disk, and all that it imports. Never rejects. */
  read(args: readonly string[]): Promise<ReadAnswer> {
    return this.#ask<ReadAnswer>({ args })
  }

  /** Shows a rule. Never rejects. */
  explain(request: ExplainRequest): Promise<ExplainAnswer> {
    return this.#ask<ExplainAnswer>(request)
  }

  /** Says what a change would do. Never rejects. */
  plan(request: PlanRequest): Promise<PlanAnswer> {
    return this.#ask<PlanAnswer>(request)
  }

  /** Goes over events with other rules. Never rejects. */
  dryRun(request: DryRunRequest): Promise<DryRunAnswer> {
    return this.#ask<DryRunAnswer>(request)
  }

  /** Says why a rule fired for a key, or did not. Never rejects. */
  why(request: WhyRequest): Promise<WhyAnswer> {
    return this.#ask<WhyAnswer>(request)
  }

  /** Reads the types of TypeScript files. Never rejects. */
  types(files: readonly RuleFile[]): Promise<TypesAnswer> {
    return this.#ask<TypesAnswer>({ typesOf: files })
  }

  #ask<Answer extends CompilerAnswer>(request: CompilerRequest): Promise<Answer | Failed> {
    if (this.#waiting >= mostWaiting) {
      const reason = `${mostWaiting} other sets of rules wait for the compiler: try it again later`
      return Promise.resolve({ outcome: "failed", reason })
    }
    this.#waiting++
    const answer = this.#last.then(() => this.#answer<Answer>(request))
    this.#last = answer.finally(() => this.#waiting--)
    return answer
  }

  /** Ends the thread; what is under way fails. */
  async close(): Promise<void> {
    this.#closed = true
    this.#lose("the job ends")
    await this.#end()
  }

  #answer<Answer>(request: CompilerRequest): Promise<Answer | Failed> {
    if (this.#closed) return Promise.resolve({ outcome: "failed", reason: "the job ends" })
    this.#cancelIdle()
    return new Promise((resolve) => {
      let cancel = () => {}
      const done = (answer: Answer | Failed) => {
        cancel()
        this.#take = () => {}
        this.#lose = () => {}
        if (this.#thread !== undefined) this.#cancelIdle = this.#clock.after(idleMs, () => void this.#end())
        resolve(answer)
      }
      const limit = (milliseconds: number, reason: string) => {
        cancel()
        cancel = this.#clock.after(milliseconds, () => {
          void this.#end()
          done({ outcome: "failed", reason })
        })
      }
      this.#lose = (reason) => done({ outcome: "failed", reason: `the rules were not compiled: ${reason}` })
      this.#take = (message) => {
        // It answers what it was asked.
        if (message.kind === "answer") done(message.answer as Answer)
        else if (message.kind === "loading") limit(loadMs, stuck)
        else limit(judgeMs, slow)
      }
      limit(compileMs, `the rules were not compiled within ${compileMs / 1000} seconds: make them smaller`)
      try {
        this.#started().post(request)
      } catch (error) {
        this.#lose(error instanceof Error ? error.message : String(error))
      }
    })
  }

  #started(): StartedCompiler {
    if (this.#thread !== undefined) return this.#thread
    const thread = this.#start()
    this.#thread = thread
    // What one says that was given up is of no account.
    thread.onMessage((message) => {
      if (this.#thread === thread) this.#take(message)
    })
    thread.onEnd((reason) => {
      if (this.#thread !== thread) return
      this.#thread = undefined
      this.#lose(reason)
    })
    return thread
  }

  async #end(): Promise<void> {
    this.#cancelIdle()
    const thread = this.#thread
    this.#thread = undefined
    await thread?.stop()
  }
}

const slow = `the rules did not come to an end of the events within ${judgeMs / 1000} seconds: look for what takes them so long, or keep fewer events (--keep-recent)`

const stuck = `the rules cannot be loaded: their code did not come to an end within ${loadMs / 1000} seconds. Look at what their functions in TypeScript do outside of functions`

/** `heap`: MB of objects; who needs more is ended. */
export function startCompiler(heap = mostHeap): StartedCompiler {
  const workerData: CompileStart = { compiles: true }
  const thread = new Worker(threadFile, {
    workerData,
    // The quick form keeps compiled code by the command: this is what `cep check` uses.
    argv: ["check", threadArgument],
    resourceLimits: { maxOldGenerationSizeMb: heap },
    // Standard output is for alerts, and code that is only tried has nothing to say.
    stdout: true,
    stderr: true,
  })
  thread.stdout.resume()
  thread.stderr.resume()
  let reason: string | undefined
  thread.on("error", (error) => {
    reason = error instanceof Error ? error.message : String(error)
  })
  return {
    post: (request) => thread.postMessage(request),
    onMessage: (take) => void thread.on("message", take),
    onEnd: (take) =>
      void thread.on("exit", (code) => take(reason ?? `their thread has ended by itself (code ${code})`)),
    stop: async () => void (await thread.terminate()),
  }
}
