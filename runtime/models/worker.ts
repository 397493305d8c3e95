/**
 * The thread that runs models. Its package answers later, rules cannot wait: so the one that asks sleeps until this thread has
 * written the results into memory that both see.
 */
import { type MessagePort, parentPort, workerData } from "node:worker_threads"
import type { InferenceSession, Tensor } from "onnxruntime-node"
import { done, failed, type Layout, type Port, type Reply, type Request, type WorkerData } from "./contract.ts"

type Runtime = typeof import("onnxruntime-node")

interface Model {
  readonly session: InferenceSession
  layout?: Layout
}

class ModelWorker {
  readonly #port: MessagePort
  readonly #data: WorkerData
  readonly #state: Int32Array
  readonly #values: Float64Array
  readonly #models: Model[] = []
  #runtime: Runtime | undefined
  /** One request after the other, in their order. */
  #queue: Promise<void> = Promise.resolve()

  constructor(port: MessagePort, data: WorkerData) {
    this.#port = port
    this.#data = data
    this.#state = new Int32Array(data.signal)
    this.#values = new Float64Array(data.data)
    port.on("message", (request: Request) => {
      this.#queue = this.#queue.then(() => this.#answer(request))
    })
  }

  async #answer(request: Request): Promise<void> {
    if (request.kind === "load") this.#port.postMessage(await this.#load(request.path))
    else if (request.kind === "layout") this.#models[request.model]!.layout = request.layout
    else await this.#run(request)
  }

  async #load(path: string): Promise<Reply> {
    try {
      this.#runtime ??= (await import(this.#data.runtime)) as Runtime
    } catch (error) {
      return { kind: "no-runtime", reason: messageOf(error) }
    }
    try {
      // Rows are small: more threads only wait for each other, and sums come out in another order.
      const options = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 } as const
      const session = await this.#runtime.InferenceSession.create(path, options)
      this.#models.push({ session })
      return { kind: "loaded", inputs: session.inputMetadata.map(port), outputs: session.outputMetadata.map(port) }
    } catch (error) {
      return { kind: "failed", reason: messageOf(error) }
    }
  }

  async #run({ model, rows, width }: Request & { kind: "run" }): Promise<void> {
    try {
      const { session, layout } = this.#models[model]!
      const step = layout!.single ? 1 : rows
      const results: number[] = []
      for (let from = 0; from < rows; from += step) {
        const part = this.#values.slice(from * width, (from + step) * width)
        results.push(...(await this.#runRows(session, layout!, part, width)))
      }
      this.#values.set(results)
      this.#finish(done)
    } catch (error) {
      this.#data.reasons.postMessage(messageOf(error))
      this.#finish(failed)
    }
  }

  async #runRows(session: InferenceSession, layout: Layout, rows: Float64Array, width: number): Promise<number[]> {
    const count = rows.length / width
    const isMatrix = layout.kind === "matrix"
    const feeds: Record<string, Tensor> = Object.create(null)
    for (const [column, { name, type, shape }] of layout.inputs.entries()) {
      const numbers = isMatrix ? rows : rows.filter((_, at) => at % width === column)
      const sizes = shape.length > 1 ? [count, isMatrix ? width : 1] : [count]
      feeds[name] = tensor(this.#runtime!, type, numbers, sizes)
    }
    const output = (await session.run(feeds, [layout.output]))[layout.output]!
    const each = output.data.length / count
    if (layout.index >= each) throw new Error(`it gives ${each} values a row, there is none at index ${layout.index}`)
    return Array.from({ length: count }, (_, row) => Number(output.data[row * each + layout.index]))
  }

  #finish(how: number): void {
    Atomics.store(this.#state, 0, how)
    Atomics.notify(this.#state, 0)
  }
}

function port(metadata: InferenceSession.ValueMetadata): Port {
  const { name } = metadata
  return metadata.isTensor ? { name, type: metadata.type, shape: metadata.shape } : { name }
}

function tensor({ Tensor }: Runtime, type: string, numbers: Float64Array, sizes: readonly number[]): Tensor {
  switch (type) {
    case "float32":
      return new Tensor("float32", Float32Array.from(numbers), sizes)
    case "float64":
      return new Tensor("float64", Float64Array.from(numbers), sizes)
    case "int32":
      return new Tensor("int32", Int32Array.from(numbers), sizes)
    case "int64":
      return new Tensor("int64", BigInt64Array.from(Array.from(numbers, whole)), sizes)
    case "bool":
      return new Tensor("bool", Uint8Array.from(numbers), sizes)
    default:
      throw new Error(`its input is of type ${type}`)
  }
}

function whole(value: number): bigint {
  return BigInt(Math.trunc(value))
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

new ModelWorker(parentPort!, workerData as WorkerData)
