import process from "node:process"
import { type MessagePort, parentPort, workerData } from "node:worker_threads"
import { createEngine } from "../../runtime/index.ts"
import type { Answer, Request } from "../../runtime/job/workers/messages.ts"
import { serveWorker } from "../../runtime/job/workers/worker.ts"
import { openModels } from "../../runtime/models/onnx.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { isCompileStart } from "./compile-messages.ts"
import { isTestStart } from "./lsp/test-messages.ts"
import { rulesAt } from "./rules.ts"
import { isWarmStart } from "./warm-messages.ts"
import type { WorkerStart } from "./workers.ts"

/** Runs the thread of a worker of `cep run --parallelism`, or the one that compiles. False: this is no such thread. */
export async function serveThread(): Promise<boolean> {
  if (parentPort === null) return false
  process.setSourceMapsEnabled(true)
  if (isCompileStart(workerData)) {
    const { serveCompile } = await import("./serve-compile.ts")
    serveCompile(parentPort)
  } else if (isTestStart(workerData)) {
    const { serveTests } = await import("./lsp/serve-tests.ts")
    await serveTests(parentPort, workerData)
  } else if (isWarmStart(workerData)) {
    const { serveWarmUp } = await import("./serve-warm-up.ts")
    serveWarmUp(parentPort)
  } else await serve(parentPort)
  return true
}

/** Stack traces know code by so many names: for each Node keeps a source map for ever. */
const codeNames = 16

/** What is said before the rules are loaded waits. */
async function serve(port: MessagePort): Promise<void> {
  const { rulesUrl, folder } = workerData as WorkerStart
  const early: Request[] = []
  const keep = (request: Request) => void early.push(request)
  port.on("message", keep)
  let loaded = 0
  // Rules that come while others run, and may come to nothing, must not take the source map of those.
  const load = (url: string) => rulesAt(url, `cepheus-rules-${loaded++ % codeNames}.js`)
  const rules = await load(rulesUrl)
  const { runners: models } = await openModels(rules.manifest.models, { folder })
  port.off("message", keep)
  const onMessage = (take: (request: Request) => void): void => {
    for (const request of early) take(request)
    port.on("message", take)
  }
  const post = (answer: Answer, move: readonly ArrayBuffer[] = []): void => port.postMessage(answer, [...move])
  serveWorker({ post, onMessage }, { rules, load, createEngine, models, clock: systemClock })
}
