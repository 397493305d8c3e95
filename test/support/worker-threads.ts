/** Workers of a job that are none: they answer in the same thread, to copies of what they are sent, in its order. */
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { makeEngine } from "../../runtime/job/engine.ts"
import type { OutputSinks } from "../../runtime/job/outputs.ts"
import type { OpenProcessing } from "../../runtime/job/processing.ts"
import type { Answer, Port, Request } from "../../runtime/job/workers/messages.ts"
import { type PoolOptions, WorkerPool } from "../../runtime/job/workers/pool.ts"
import { serveWorker, type WorkerParts } from "../../runtime/job/workers/worker.ts"

function channel<Message>(): [Port<Message, never>["post"], (take: (message: Message) => void) => void] {
  let taker: ((message: Message) => void) | undefined
  const post = (message: Message, move: readonly ArrayBuffer[] = []): void => {
    const copy = structuredClone(message, { transfer: [...move] })
    setImmediate(() => taker?.(copy))
  }
  return [
    post,
    (take) => {
      taker = take
    },
  ]
}

const modules = new Map<string, RuleSet>()

/** Where workers in this thread find rules. */
export function urlOf(rules: RuleSet): string {
  const known = [...modules].find(([, each]) => each === rules)?.[0]
  const url = known ?? `rules:${modules.size}`
  modules.set(url, rules)
  return url
}

/** Throws where none were said to be there. */
async function load(url: string): Promise<RuleSet> {
  const rules = modules.get(url)
  if (rules === undefined) throw new Error(`there is no module ${url}`)
  return rules
}

/** `sent`: is told of what each worker is sent. */
export function sameThread(
  count: number,
  rules: RuleSet,
  sinks: OutputSinks,
  clock: WorkerParts["clock"],
  sent: (worker: number, request: Request) => void = () => {},
): OpenProcessing {
  const start = (worker: number) => {
    const [toInside, fromOutside] = channel<Request>()
    const [toOutside, fromInside] = channel<Answer>()
    serveWorker({ post: toOutside, onMessage: fromOutside }, { rules, load, createEngine, models: {}, clock })
    const post = (request: Request, move?: readonly ArrayBuffer[]): void => {
      sent(worker, request)
      toInside(request, move)
    }
    return { port: { post, onMessage: fromInside }, onEnd: () => {}, stop: async () => {} }
  }
  const probe: PoolOptions["probe"] = (of, { former }) =>
    makeEngine(of, createEngine, { models: {}, ...(former && { former }) })
  return (settings, to) => new WorkerPool({ count, rules, sinks, start, probe }, settings, to)
}
