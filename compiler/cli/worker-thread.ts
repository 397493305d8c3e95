/** What runs in the thread of a worker of `cep run --parallelism`. */
import process from "node:process"
import { parentPort, workerData } from "node:worker_threads"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import type { Request } from "../../runtime/job/workers/messages.ts"
import { serveWorker } from "../../runtime/job/workers/worker.ts"
import { openModels } from "../../runtime/models/onnx.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { importModule } from "./import-module.ts"
import type { WorkerStart } from "./workers.ts"

const { rulesUrl, folder } = workerData as WorkerStart
const port = parentPort!
// What is said before the rules are loaded waits.
const early: Request[] = []
const keep = (request: Request) => void early.push(request)
port.on("message", keep)
process.setSourceMapsEnabled(true)
const { rules } = (await importModule(rulesUrl)) as { readonly rules: RuleSet }
const { runners: models } = await openModels(rules.manifest.models, { folder })
port.off("message", keep)
serveWorker(
  {
    post: (answer, move = []) => port.postMessage(answer, [...move]),
    onMessage: (take) => {
      for (const request of early) take(request)
      port.on("message", take)
    },
  },
  { rules, createEngine, models, clock: systemClock },
)
