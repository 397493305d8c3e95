import type { Ingest } from "../abi/engine.ts"
import type { Lines } from "../abi/lines.ts"
import type { Batch, RecordBlock, SourceRecord } from "../connectors/contract.ts"
import { decodeJson, isBlank } from "../formats/json.ts"
import type { StreamPartition } from "./inputs.ts"
import type { Origin } from "./outputs.ts"

const lineFeed = 10

/** What the job knows of a block beside its bytes. */
export interface BlockFacts extends Pick<Lines, "arrivedAt" | "latest" | "highest" | "ceiling" | "mixed" | "stops"> {
  /** The event of a record that the engine could not read from its bytes; undefined: it is none, which was counted. */
  slow(record: SourceRecord, values: Batch["values"]): Ingest | undefined
}

/** Apart from what knows the bytes: events keep it when they have let go of those. */
function originOf(source: string, position: RecordBlock["position"]): Lines["position"] {
  return (line, byte, text): Origin => ({ source, position: position(line, byte), text })
}

/** The record of a line of JSON; none where it is blank. */
export function recordsOf(text: string, position: () => SourceRecord["position"]): SourceRecord[] {
  if (isBlank(text)) return []
  const { value: raw, problem } = decodeJson(text)
  return [
    problem === undefined
      ? { raw, text, position: position(), problem }
      : { raw: undefined, text, position: position(), problem },
  ]
}

/** The records of a block, for those who do not take its lines. Nothing of it is held. */
export function recordsIn({ lines, csv, position }: RecordBlock): SourceRecord[] {
  const { bytes, from, to, ascii, line, byte } = lines
  const records: SourceRecord[] = []
  let start = from
  for (let number = line; start <= to; number++) {
    const found = bytes.indexOf(lineFeed, start)
    const end = found < 0 || found > to ? to : found
    const at = byte + start - from
    const of = number
    const text = bytes.toString(ascii ? "latin1" : "utf8", start, end)
    records.push(...(csv?.records(of, at, text) ?? recordsOf(text, () => position(of, at))))
    start = end + 1
  }
  return records
}

/** A block of a partition as the engine takes it. */
export function linesOf(
  { lines, position, csv, release }: RecordBlock,
  from: StreamPartition,
  facts: BlockFacts,
): Lines {
  const { bytes, ascii } = lines
  const encoding = ascii ? "latin1" : "utf8"
  const { name } = from
  return {
    type: name,
    mixed: facts.mixed,
    stops: facts.stops,
    csv,
    bytes,
    from: lines.from,
    to: lines.to,
    ascii,
    line: lines.line,
    byte: lines.byte,
    text: (start, end) => bytes.toString(encoding, start, end),
    position: originOf(name, position),
    *slow(line, byte, text) {
      for (const record of csv?.records(line, byte, text) ?? recordsOf(text, () => position(line, byte))) {
        const event = facts.slow(record, csv === undefined ? "json" : "text")
        if (event !== undefined) yield event
        if (facts.stops?.() === true) return
      }
    },
    source: from.sourceRank,
    partition: from.partitionRank,
    arrivedAt: facts.arrivedAt,
    latest: facts.latest,
    highest: facts.highest,
    latenessMs: from.latenessMs,
    ceiling: facts.ceiling,
    release,
  }
}
