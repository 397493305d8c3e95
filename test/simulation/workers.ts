/** The threads of a job's workers: their messages take turns of the scheduler, in the order in which they were sent, and the process takes them along when it dies. */
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import type { OpenCold } from "../../runtime/job/cold-settings.ts"
import type { OutputSinks } from "../../runtime/job/outputs.ts"
import type { OpenProcessing } from "../../runtime/job/processing.ts"
import { makeEngine } from "../../runtime/job/processor.ts"
import type { Answer, Port, Request } from "../../runtime/job/workers/messages.ts"
import { type StartedWorker, WorkerPool } from "../../runtime/job/workers/pool.ts"
import { serveWorker } from "../../runtime/job/workers/worker.ts"
import type { Life, Scheduler } from "./scheduler.ts"

/** A message between threads is on its way for up to so many milliseconds. */
const wayMs = 3

export interface SimulatedThreads {
  readonly processing: OpenProcessing
  /** Ends one of the threads, as if its memory had run out. */
  crash(worker: number): void
}

export interface ThreadParts {
  readonly rules: RuleSet
  readonly scheduler: Scheduler
  readonly life: Life
  readonly sinks: OutputSinks
  readonly openCold: OpenCold
}

export function simulatedThreads(
  count: number,
  { rules, scheduler, life, sinks, openCold }: ThreadParts,
): SimulatedThreads {
  const crashes: (() => void)[] = []
  const start = (worker: number): StartedWorker => {
    let isAlive = true
    const ends: ((reason: string) => void)[] = []
    const [outside, inside] = portsBetween(scheduler, life, () => isAlive)
    serveWorker(inside, { rules, createEngine, models: {}, clock: scheduler.clockOf(life), openCold })
    crashes[worker] = () => {
      if (isAlive) for (const end of ends) end("it was out of memory")
      isAlive = false
    }
    const stop = async () => {
      isAlive = false
    }
    return { port: outside, onEnd: (take) => ends.push(take), stop }
  }
  const probe = () => makeEngine(rules, createEngine, { params: {}, models: {} })
  return {
    processing: (settings, to) => new WorkerPool({ count, sinks, start, probe }, settings, to),
    crash: (worker) => crashes[worker]?.(),
  }
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
