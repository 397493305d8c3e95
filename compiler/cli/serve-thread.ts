import process from "node:process"
import { type MessagePort, parentPort, workerData } from "node:worker_threads"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import type { Answer, Request } from "../../runtime/job/workers/messages.ts"
import { serveWorker } from "../../runtime/job/workers/worker.ts"
import { openModels } from "../../runtime/models/onnx.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { isCompileStart } from "./compile-messages.ts"
import { importModule } from "./import-module.ts"
import type { WorkerStart } from "./workers.ts"

/** Runs the thread of a worker of `cep run --parallelism`, or the one that compiles. False: this is no such thread. */
export async function serveThread(): Promise<boolean> {
  if (parentPort === null) return false
  process.setSourceMapsEnabled(true)
  if (isCompileStart(workerData)) {
    const { serveCompile } = await import("./serve-compile.ts")
    serveCompile(parentPort)
  } else await serve(parentPort)
  return true
}

/** What is said before the rules are loaded waits. */
async function serve(port: MessagePort): Promise<void> {
  const { rulesUrl, folder } = workerData as WorkerStart
  const early: Request[] = []
  const keep = (request: Request) => void early.push(request)
  port.on("message", keep)
  const { rules } = (await importModule(rulesUrl)) as { readonly rules: RuleSet }
  const { runners: models } = await openModels(rules.manifest.models, { folder })
  port.off("message", keep)
  const onMessage = (take: (request: Request) => void): void => {
    for (const request of early) take(request)
    port.on("message", take)
  }
  const post = (answer: Answer, move: readonly ArrayBuffer[] = []): void => port.postMessage(answer, [...move])
  serveWorker({ post, onMessage }, { rules, createEngine, models, clock: systemClock })
}
