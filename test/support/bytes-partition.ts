import type { Batch, CsvRecords, Partition, ReadOptions } from "../../runtime/connectors/contract.ts"
import { cutBlock } from "../../runtime/connectors/file/cut-block.ts"
import { CsvLines, type Decoder, JsonLines } from "../../runtime/connectors/file/records.ts"
import { type Line, LineSplitter } from "../../runtime/formats/lines.ts"

/** Lines as a file's partition hands them over, in chunks; `blocks`: as lines that were not read, where they are asked for. */
export class BytesPartition implements Partition {
  readonly name = "bytes"
  blocks = 0
  /** Lines of CSV in blocks, and those of them that were read in the slow way. */
  csvLines = 0
  slowLines = 0
  readonly #chunks: Buffer[]
  readonly #splitter = new LineSplitter(1 << 20)
  readonly #decoder: Decoder
  readonly #values: Batch["values"]
  readonly #allowed: boolean
  #finished = false

  /** `delimiter`: that of CSV. */
  constructor(bytes: Buffer, chunkBytes: number, blocks: boolean, delimiter?: string) {
    this.#allowed = blocks
    this.#values = delimiter === undefined ? "json" : "text"
    this.#decoder = delimiter === undefined ? new JsonLines("f") : new CsvLines("f", delimiter)
    this.#chunks = []
    for (let at = 0; at < bytes.length; at += chunkBytes) this.#chunks.push(bytes.subarray(at, at + chunkBytes))
  }

  async read({ lines = false, csv = false }: ReadOptions = {}): Promise<Batch | null> {
    const chunk = this.#chunks.shift()
    const values = this.#values
    if (chunk !== undefined && this.#allowed && (values === "json" ? lines : csv)) {
      const { records, block, csv: rows } = cutBlock(this.#splitter, this.#decoder, chunk)
      if (block === undefined) return { records, values }
      this.blocks++
      for (let at = block.from; at <= block.to; at++) if (block.bytes[at] === 10) this.csvLines++
      const counted = rows && { ...rows, records: this.#countSlow(rows) }
      const position = (line: number, byte: number) => ({ file: "f", line, byte })
      return { records, values, block: { lines: block, position, places: { common: { file: "f" } }, csv: counted } }
    }
    if (chunk === undefined && this.#finished) return null
    const found: Line[] = []
    if (chunk === undefined) {
      this.#finished = true
      this.#splitter.finish(found)
    } else this.#splitter.split(chunk, found)
    const records = this.#decoder.decode(found)
    if (this.#finished) records.push(...this.#decoder.finish())
    return { records, values }
  }

  #countSlow(rows: CsvRecords): CsvRecords["records"] {
    return (line, byte, text) => {
      this.slowLines++
      return rows.records(line, byte, text)
    }
  }

  position() {
    return {}
  }

  async seek() {}
}
