/** The threads of a job's workers: their messages take turns of the scheduler, in the order in which they were sent, and the process takes them along when it dies. */
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine as createProbe } from "../../runtime/index.ts"
import type { OpenCold } from "../../runtime/job/cold-settings.ts"
import { makeEngine } from "../../runtime/job/engine.ts"
import type { CreateEngine } from "../../runtime/job/job.ts"
import type { OutputSinks } from "../../runtime/job/outputs.ts"
import type { OpenProcessing } from "../../runtime/job/processing.ts"
import type { Answer, Port, Request } from "../../runtime/job/workers/messages.ts"
import { type PoolOptions, type StartedWorker, WorkerPool } from "../../runtime/job/workers/pool.ts"
import { serveWorker } from "../../runtime/job/workers/worker.ts"
import type { Changes } from "./changes/changes.ts"
import type { Planted } from "./planted.ts"
import type { Life, Scheduler } from "./scheduler.ts"

/** A message between threads is on its way for up to so many milliseconds. */
const wayMs = 3

export interface SimulatedThreads {
  /** Where events are judged by rules. */
  processingOf(rules: RuleSet): OpenProcessing
  /** Ends one of the threads, as if its memory had run out. */
  crash(worker: number): void
}

export interface ThreadParts {
  readonly createEngine: CreateEngine
  /** Where rules change: those behind a URL. */
  readonly changes?: Changes
  readonly planted: Planted | undefined
  readonly scheduler: Scheduler
  readonly life: Life
  readonly sinks: OutputSinks
  readonly openCold: OpenCold
}

export function simulatedThreads(
  count: number,
  { createEngine, changes, planted, scheduler, life, sinks, openCold }: ThreadParts,
): SimulatedThreads {
  const crashes: (() => void)[] = []
  const start =
    (rules: RuleSet) =>
    (worker: number): StartedWorker => {
      let isAlive = true
      const ends: ((reason: string) => void)[] = []
      const [outside, inside] = portsBetween(scheduler, life, () => isAlive)
      const load = async (url: string) => {
        if (changes === undefined) return rules
        if (changes.fails(life)) throw new Error("the module cannot be loaded")
        return changes.at(url)
      }
      serveWorker(inside, { rules, load, createEngine, models: {}, clock: scheduler.clockOf(life), openCold })
      crashes[worker] = () => {
        if (isAlive) for (const end of ends) end("it was out of memory")
        isAlive = false
      }
      const stop = async () => {
        isAlive = false
      }
      return { port: plantedPort(planted, outside), onEnd: (take) => ends.push(take), stop }
    }
  const probe: PoolOptions["probe"] = (of, { params, former }) =>
    makeEngine(of, createProbe, { params, models: {}, ...(former && { former }) })
  return {
    processingOf: (rules) => (settings, to) =>
      new WorkerPool({ count, rules, sinks, start: start(rules), probe }, settings, to),
    crash: (worker) => crashes[worker]?.(),
  }
}

/** The way to a worker: one that goes on with rules which others refuse, or that is not given what waits with others. */
function plantedPort(planted: Planted | undefined, port: Port<Request, Answer>): Port<Request, Answer> {
  const isStubborn = planted === "a worker that keeps what others refuse"
  if (!isStubborn && planted !== "an event that waits with another worker") return port
  const post: typeof port.post = (request, move) => {
    if (request.kind !== "followed") port.post(request, move)
    else port.post(isStubborn ? { ...request, isUsed: true } : { ...request, waiting: [] }, move)
  }
  return { ...port, post }
}

function portsBetween(
  scheduler: Scheduler,
  life: Life,
  isAlive: () => boolean,
): [Port<Request, Answer>, Port<Answer, Request>] {
  const [toInside, fromOutside] = channel<Request>(scheduler, life, isAlive)
  const [toOutside, fromInside] = channel<Answer>(scheduler, life, isAlive)
  return [
    { post: toInside, onMessage: fromInside },
    { post: toOutside, onMessage: fromOutside },
  ]
}

type Take<Message> = (message: Message) => void

function channel<Message>(
  scheduler: Scheduler,
  life: Life,
  isAlive: () => boolean,
): [(message: Message, move?: readonly ArrayBuffer[]) => void, (take: Take<Message>) => void] {
  const queue: Message[] = []
  let taker: Take<Message> | undefined
  const deliver = () => {
    // Each message has a turn; whichever comes first brings the one that was sent first.
    if (taker !== undefined && isAlive()) taker(queue.shift()!)
  }
  const send = (message: Message, move: readonly ArrayBuffer[] = []) => {
    queue.push(structuredClone(message, { transfer: [...move] }))
    scheduler.turn(life, wayMs).then(deliver)
  }
  const onMessage = (take: Take<Message>) => {
    taker = take
  }
  return [send, onMessage]
}
