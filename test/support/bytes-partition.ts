import type { Batch, Partition, ReadOptions } from "../../runtime/connectors/contract.ts"
import { JsonLines } from "../../runtime/connectors/file/records.ts"
import { type Line, LineSplitter } from "../../runtime/formats/lines.ts"

/** Lines as a file's partition hands them over, in chunks; `blocks`: as lines that were not read, where they are asked for. */
export class BytesPartition implements Partition {
  readonly name = "bytes"
  blocks = 0
  readonly #chunks: Buffer[]
  readonly #splitter = new LineSplitter(1 << 20)
  readonly #decoder = new JsonLines("f")
  readonly #allowed: boolean
  #finished = false

  constructor(bytes: Buffer, chunkBytes: number, blocks: boolean) {
    this.#allowed = blocks
    this.#chunks = []
    for (let at = 0; at < bytes.length; at += chunkBytes) this.#chunks.push(bytes.subarray(at, at + chunkBytes))
  }

  async read({ lines: asked }: ReadOptions = {}): Promise<Batch | null> {
    const chunk = this.#chunks.shift()
    if (chunk === undefined && this.#finished) return null
    const lines: Line[] = []
    const block = chunk && asked && this.#allowed ? this.#splitter.splitBlock(chunk, lines) : undefined
    if (chunk === undefined) {
      this.#finished = true
      this.#splitter.finish(lines)
    } else if (!(asked && this.#allowed)) this.#splitter.split(chunk, lines)
    const records = this.#decoder.decode(lines)
    if (block === undefined) return { records, values: "json" }
    this.blocks++
    const position = (line: number, byte: number) => ({ file: "f", line, byte })
    return { records, values: "json", block: { lines: block, position } }
  }

  position() {
    return {}
  }

  async seek() {}
}

