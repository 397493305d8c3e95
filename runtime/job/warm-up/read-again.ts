/** Sources that are read once more, for those who judge their events again. */
import type { Batch, Partition, Source } from "../../connectors/contract.ts"
import type { StreamPartition } from "../inputs.ts"
import type { Standing } from "./past.ts"
import type { Rebuild } from "./rebuild.ts"

/** A source that ends where the job was. */
export interface PastReader {
  readonly source: Source
  /** Some of what the partition had is gone, or may be. */
  isCut(partition: string): boolean
}

interface Reader {
  readonly of: StreamPartition
  readonly partition: Partition
  /** Up to which event time some of it may be gone. */
  lacking: number
  ended: boolean
}

/**
 * Judges all that sources (by name) bring, always of the partition that is furthest behind, as a job does that reads what is there already. Returns up to which event time something may
 * lack, since it is gone at its source; -Infinity: nothing is.
 */
export async function readAgain(
  rebuild: Rebuild,
  { partitions }: Standing,
  sources: ReadonlyMap<string, PastReader>,
): Promise<number> {
  const readers = partitions.flatMap(({ of, name, highest }): Reader[] => {
    const past = sources.get(of.name)
    const partition = past?.source.partitions.find((each) => each.name === name)
    if (past === undefined || partition === undefined) return []
    // Until something of it is found all may be gone.
    const lacking = past.isCut(name) ? highest : Number.NEGATIVE_INFINITY
    return [{ of: rebuild.again(of.key), partition, lacking, ended: false }]
  })
  for (;;) {
    const open = readers.filter(({ ended }) => !ended)
    const [first] = open
    if (first === undefined) return Math.max(...readers.map(({ lacking }) => lacking))
    const reader = open.reduce((one, other) => (other.of.progress < one.of.progress ? other : one), first)
    const batch: Batch | null = await reader.partition.read(rebuild.readOptions(reader.of))
    if (batch === null) {
      reader.ended = true
      rebuild.ended(reader.of)
      continue
    }
    await rebuild.judgeAgain(batch, reader.of)
    const { progress, latenessMs } = reader.of
    if (Number.isFinite(progress)) reader.lacking = Math.min(reader.lacking, progress + latenessMs)
  }
}
