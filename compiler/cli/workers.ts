import { Worker } from "node:worker_threads"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { makeEngine } from "../../runtime/job/engine.ts"
import type { OutputSinks } from "../../runtime/job/outputs.ts"
import type { OpenProcessing } from "../../runtime/job/processing.ts"
import type { Answer, Request } from "../../runtime/job/workers/messages.ts"
import { type StartedWorker, WorkerPool } from "../../runtime/job/workers/pool.ts"
import { threadArgument } from "./thread-argument.ts"
import { threadFile } from "./thread-file.ts"

/** With what a worker's thread begins. */
export interface WorkerStart {
  /** A module that exports `rules`. */
  readonly rulesUrl: string
  /** Where relative paths of models begin. */
  readonly folder: string
}

/** The workers of a job, each in a thread of its own. `rulesUrl`: a module that exports the rules. */
export function workers(
  count: number,
  rules: RuleSet,
  rulesUrl: string,
  folder: string,
  sinks: OutputSinks,
): OpenProcessing {
  return (settings, to) =>
    new WorkerPool(
      {
        count,
        rules,
        sinks,
        start: () => startThread({ rulesUrl, folder }),
        probe: (of, { params, models = {}, former }) =>
          makeEngine(of, createEngine, { params, models, ...(former && { former }) }),
      },
      settings,
      to,
    )
}

function startThread(workerData: WorkerStart): StartedWorker {
  const thread = new Worker(threadFile, { workerData, argv: ["run", threadArgument] })
  let reason = "it was stopped from outside"
  thread.on("error", (error) => {
    reason = error instanceof Error ? error.message : String(error)
  })
  return {
    port: {
      post: (request: Request, move = []) => thread.postMessage(request, [...move]),
      onMessage: (take) => void thread.on("message", (answer: Answer) => take(answer)),
    },
    onEnd: (take) => void thread.on("exit", () => take(reason)),
    stop: async () => void (await thread.terminate()),
  }
}
