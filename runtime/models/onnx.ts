/**
 * Models in files of the ONNX format, run by `onnxruntime-node`. That package answers later, and rules do not wait: it runs in a
 * thread of its own, and the thread of the rules sleeps until the results stand in memory that both see.
 */
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import type { MessagePort, Worker } from "node:worker_threads"
import type { ModelRunner } from "../abi/engine.ts"
import type { ModelSchema } from "../abi/table.ts"
import { done, failed, type Reply, type Request, type WorkerData, waiting } from "./contract.ts"
import { layoutOf } from "./layout.ts"

/** Numbers that fit the shared memory: larger batches go in several parts. */
const capacity = 16_384
/** A model that has not answered after this long never will. */
const longestRunMs = 60_000

/** Why a model cannot be run; the message says what to do. */
export class ModelError extends Error {
  override readonly name = "ModelError"
}

export interface OpenedModels {
  /** For `createEngine`'s option `models`. */
  readonly runners: Readonly<Record<string, ModelRunner>>
  /** Ends the thread. Twice is harmless. */
  close(): Promise<void>
}

export interface ModelOptions {
  /** Where relative paths of models begin; default: where the process was started. */
  readonly folder?: string
  /** The package that runs models, or a path to one with the same interface. */
  readonly runtime?: string
}

/**
 * Loads the models that rules declare with `from onnx(…)`, all of them checked against their declarations. Throws `ModelError` when
 * the package `onnxruntime-node` is not installed, or a file is missing, damaged or does not fit.
 */
export async function openModels(models: readonly ModelSchema[], options: ModelOptions = {}): Promise<OpenedModels> {
  const runners: Record<string, ModelRunner> = Object.create(null)
  if (models.length === 0) return { runners, close: async () => {} }
  const thread = new ModelThread(await import("node:worker_threads"), options.runtime ?? "onnxruntime-node")
  try {
    for (const model of models) runners[model.name] = await thread.open(model, options.folder ?? ".")
  } catch (error) {
    await thread.close()
    throw error
  }
  return { runners, close: () => thread.close() }
}

type Threads = typeof import("node:worker_threads")

class ModelThread {
  readonly #threads: Threads
  readonly #runtime: string
  readonly #state: Int32Array
  readonly #values: Float64Array
  readonly #worker: Worker
  readonly #reasons: MessagePort
  #models = 0
  #lost = false

  constructor(threads: Threads, runtime: string) {
    this.#threads = threads
    this.#runtime = runtime
    const signal = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
    const data = new SharedArrayBuffer(capacity * Float64Array.BYTES_PER_ELEMENT)
    this.#state = new Int32Array(signal)
    this.#values = new Float64Array(data)
    const file = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js"
    const { port1, port2 } = new threads.MessageChannel()
    this.#reasons = port1
    port1.unref()
    const workerData: WorkerData = { runtime, signal, data, reasons: port2 }
    this.#worker = new threads.Worker(new URL(file, import.meta.url), { workerData, transferList: [port2] })
    this.#worker.unref()
  }

  async open(model: ModelSchema, folder: string): Promise<ModelRunner> {
    const { name, from, parameters } = model
    const [given] = from.args
    if (from.connector !== "onnx" || typeof given !== "string") {
      throw new ModelError(`the model ${name} is not from onnx("…"): no other models can be run`)
    }
    const path = resolve(folder, given)
    const what = `the model ${name} in ${given}`
    if (!existsSync(path)) throw new ModelError(`there is no file ${given} for the model ${name} (looked for ${path})`)
    const reply = await this.#load(path)
    if (reply.kind !== "loaded") {
      const isThere = reply.kind === "failed"
      throw new ModelError(isThere ? `${what} cannot be loaded: ${reply.reason}` : notInstalled(name, this.#runtime))
    }
    const { output, index } = from.options
    const wanted = { output: output as string | undefined, index: index as number | undefined }
    const layout = layoutOf(model, reply.inputs, reply.outputs, wanted)
    if (typeof layout === "string") throw new ModelError(`${what} ${layout}`)
    const number = this.#models++
    this.#send({ kind: "layout", model: number, layout })
    return (rows) => this.#run(number, rows, parameters.length, what)
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #send(request: Request): void {
    this.#worker.postMessage(request)
  }

  #load(path: string): Promise<Reply> {
    this.#worker.ref()
    return new Promise<Reply>((give, fail) => {
      this.#worker.once("message", give)
      this.#worker.once("error", fail)
      this.#send({ kind: "load", path })
    }).finally(() => {
      this.#worker.removeAllListeners()
      this.#worker.unref()
    })
  }

  #run(model: number, rows: readonly (readonly unknown[])[], width: number, what: string): number[] {
    const results: number[] = []
    const step = Math.floor(capacity / width)
    for (let from = 0; from < rows.length; from += step) {
      const part = rows.slice(from, from + step)
      this.#ask(model, part, width, what)
      results.push(...this.#values.subarray(0, part.length))
    }
    return results
  }

  #ask(model: number, rows: readonly (readonly unknown[])[], width: number, what: string): void {
    // An answer that comes after its time would be taken for the next one.
    if (this.#lost) throw new Error(`${what} is not asked any more, since a model did not answer in time`)
    for (const [at, row] of rows.entries()) this.#values.set(row.map(Number), at * width)
    Atomics.store(this.#state, 0, waiting)
    this.#send({ kind: "run", model, rows: rows.length, width })
    Atomics.wait(this.#state, 0, waiting, longestRunMs)
    const state = Atomics.load(this.#state, 0)
    if (state === done) return
    if (state === failed)
      throw new Error(`${what} failed: ${this.#threads.receiveMessageOnPort(this.#reasons)?.message}`)
    this.#lost = true
    throw new Error(`${what} did not answer within ${longestRunMs / 1000} seconds`)
  }
}

function notInstalled(name: string, runtime: string): string {
  return `the model ${name} needs the package ${runtime}, which is not installed: npm install ${runtime}`
}
