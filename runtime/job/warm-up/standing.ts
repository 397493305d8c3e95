import type { BatchTime, InputPartition } from "../inputs.ts"
import type { Processing } from "../processing.ts"
import type { Standing } from "./past.ts"

type Timed = Pick<Processing, "passedTo" | "tracker">

/** How far time is before a batch of a partition is judged. */
export function timeOf(
  { passedTo, tracker }: Timed,
  partitions: readonly InputPartition[],
  { key }: InputPartition,
): BatchTime {
  let reached = Number.NEGATIVE_INFINITY
  for (const each of partitions) reached = Math.max(reached, tracker.highest(each.key))
  return { watermark: passedTo, highest: tracker.highest(key), ceiling: tracker.ceiling(key), reached }
}

/** How a job stands between two batches. */
export function standingOf({ passedTo, tracker }: Timed, partitions: readonly InputPartition[]): Standing {
  return {
    watermark: passedTo,
    partitions: partitions.map(({ partition, place, name, typeField, ...of }) => ({
      of: {
        name,
        typeField,
        bounded: of.bounded,
        key: of.key,
        latenessMs: of.latenessMs,
        sourceRank: of.sourceRank,
        partitionRank: of.partitionRank,
        progress: of.progress,
        idle: of.idle,
      },
      name: partition.name,
      place,
      highest: tracker.highest(of.key),
    })),
  }
}
