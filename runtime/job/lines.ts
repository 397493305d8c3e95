import type { Ingest } from "../abi/engine.ts"
import type { Lines } from "../abi/lines.ts"
import type { RecordBlock, SourceRecord } from "../connectors/contract.ts"
import { decodeJson, isBlank } from "../formats/json.ts"
import type { InputPartition } from "./inputs.ts"
import type { Origin } from "./outputs.ts"

/** What the job knows of a block beside its bytes. */
export interface BlockFacts extends Pick<Lines, "arrivedAt" | "latest" | "highest" | "ceiling" | "mixed"> {
  /** The event of a record that the engine could not read from its bytes; undefined: it is none, which was counted. */
  slow(record: SourceRecord): Ingest | undefined
}

/** Apart from what knows the bytes: events keep it when they have let go of those. */
function originOf(source: string, position: RecordBlock["position"]): Lines["position"] {
  return (line, byte, text): Origin => ({ source, position: position(line, byte), text })
}

/** A block of a partition as the engine takes it. */
export function linesOf({ lines, position, release }: RecordBlock, from: InputPartition, facts: BlockFacts): Lines {
  const { bytes, ascii } = lines
  const encoding = ascii ? "latin1" : "utf8"
  const { name } = from.input
  return {
    type: name,
    mixed: facts.mixed,
    bytes,
    from: lines.from,
    to: lines.to,
    ascii,
    line: lines.line,
    byte: lines.byte,
    text: (start, end) => bytes.toString(encoding, start, end),
    position: originOf(name, position),
    slow: (line, byte, text) => {
      if (isBlank(text)) return undefined
      const { value: raw, problem } = decodeJson(text)
      return facts.slow({ raw, text, position: position(line, byte), problem })
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
