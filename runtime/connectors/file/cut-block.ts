import type { Line, LineBlock, LineSplitter } from "../../formats/lines.ts"
import type { CsvRecords, SourceRecord } from "../contract.ts"
import type { Decoder } from "./records.ts"

const lineFeed = 10

/** What a piece of a file holds. */
export interface Found {
  readonly records: SourceRecord[]
  readonly block: LineBlock | undefined
  readonly csv: CsvRecords | undefined
  readonly release: (() => void) | undefined
}

/**
 * The lines that end in these bytes: as a block, but for what must be read first. The decoder is that of the splitter's lines. `owned` as for
 * `splitBlock`. Throws `ConnectorError`.
 */
export function cutBlock(splitter: LineSplitter, decoder: Decoder, chunk: Buffer, owned?: Buffer): Found {
  const records: SourceRecord[] = []
  let from = 0
  while (!decoder.isReady && from < chunk.length) {
    const end = chunk.indexOf(lineFeed, from)
    const next = end < 0 ? chunk.length : end + 1
    const head: Line[] = []
    splitter.split(chunk.subarray(from, next), head)
    records.push(...decoder.decode(head))
    from = next
  }
  const lines: Line[] = []
  const block = splitter.splitBlock(chunk.subarray(from), lines, owned?.subarray(from))
  records.push(...decoder.decode(lines))
  return { records, block, csv: decoder.csv, release: undefined }
}
