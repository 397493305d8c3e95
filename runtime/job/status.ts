/** How a running job stands: plain data, for people and tools that look at it from outside. */
import type { EngineStats, EngineUsage } from "../abi/engine.ts"
import type { FrozenFacts } from "../abi/frozen.ts"
import type { Position } from "../connectors/contract.ts"
import type { EnricherStats } from "../enrich/contract.ts"
import type { JobCounts } from "./counts.ts"
import type { ReturnedTo } from "./frozen.ts"
import type { InputPartition } from "./inputs.ts"
import type { ShadowReport } from "./shadow/shadows.ts"
import type { TableStatus } from "./tables.ts"

/** Times are epoch milliseconds; -Infinity: there is none yet. */
export interface JobStatus {
  /** Of a job that is divided: which part of it. */
  readonly slice?: number
  /** What reads a partition for the slices of the job, and judges nothing: in words. */
  readonly reader?: string
  /** Of the rules that judge: slices change one after the other. undefined: nothing is judged here. */
  readonly version?: string
  readonly watermark: number
  readonly partitions: readonly PartitionStatus[]
  /** The partition for whose time all others wait; undefined: there is one alone and its time goes on, or none is open. */
  readonly heldBackBy: HeldBack | undefined
  readonly counts: JobCounts
  readonly engine: EngineStats
  readonly usage: EngineUsage
  readonly checkpoints: CheckpointStatus | undefined
  readonly tables: readonly TableStatus[]
  readonly calls: EnricherStats | undefined
  readonly reloads: ReloadCounts
  /** What the last change of the rules has dropped, for a return to those before; undefined: nothing. */
  readonly frozen?: FrozenFacts | undefined
  /** Where these are rules to which was returned: what came back. */
  readonly returned?: ReturnedTo | undefined
  /** Rules on trial and those that they are compared with. */
  readonly shadows: readonly ShadowReport[]
  /** Why the rules do not see all that they should; empty: they do. */
  readonly notReady: readonly string[]
}

/** Changes of the rules in the running job. */
export interface ReloadCounts {
  readonly attempted: number
  readonly applied: number
  /** The job went on with its rules, and said why. */
  readonly refused: number
  /** Of those applied: back to the rules before. */
  readonly rolledBack: number
}

/** None so far. */
export const noReloads: ReloadCounts = { attempted: 0, applied: 0, refused: 0, rolledBack: 0 }

export interface PartitionStatus {
  /** Event type, or `*`. */
  readonly source: string
  /** As its connector calls it. */
  readonly partition: string
  readonly bounded: boolean
  /** Records that it delivered to this process. */
  readonly read: number
  /** Records behind those that it delivered, as it knew last; undefined: it cannot tell. */
  readonly behind: number | undefined
  /** Its watermark. */
  readonly watermark: number
  /** Silent for so long that it holds nobody back. */
  readonly idle: boolean
  readonly ended: boolean
  /** When it last brought something, by the clock. */
  readonly heardAt: number
  /** Where another run would go on. */
  readonly position: Position
}

/** Why time does not go on faster. */
export interface HeldBack {
  readonly source: string
  readonly partition: string
  readonly watermark: number
  /**
   * `silent`: it brings nothing now. `behind`: it brings events, and they are old. `unheard`: it brought none yet. `future`: it brings events that are dated too far after the
   * clock. `refused`: nothing that it brings moves time.
   */
  readonly why: "silent" | "behind" | "unheard" | "future" | "refused"
}

/** The checkpoints of a job; sizes in bytes. */
export interface CheckpointStatus {
  /** The newest that this process made; undefined: none yet. */
  readonly newest: MadeCheckpoint | undefined
  /** How many this process made. */
  readonly made: number
  /** How many it could not make: each ends the job. */
  readonly failed: number
  /** When this process began to make some, by the clock. */
  readonly since: number
  /** How often one is made. */
  readonly intervalMs: number
  /** The one that it began with; undefined: it began empty. */
  readonly restored: number | undefined
  /** Outputs that wait for their sinks. */
  readonly pendingBytes: number
  readonly publishers: readonly PublisherStatus[]
}

export interface MadeCheckpoint {
  readonly number: number
  /** By the clock. */
  readonly madeAt: number
  /** From the barrier until it was durable. */
  readonly durationMs: number
  /** What was written for it; `full`: all state, else what changed. */
  readonly bytes: number
  readonly full: boolean
}

/** What publishes outputs to one or several sinks. */
export interface PublisherStatus {
  readonly sinks: string
  /** All outputs up to this checkpoint are with its sinks; 0: none yet. */
  readonly confirmed: number
  readonly pendingBytes: number
  /** It could not reach its sink at the last try. */
  readonly failing: boolean
  /** How often it could not since the process began. */
  readonly failures: number
  /** By the clock, when all outputs there were had come to its sinks for the last time; at first when the process began. */
  readonly publishedAt: number
}

/** A partition that is silent for less is on its way. */
const silentMs = 2000

/** How a partition stands. */
export function partitionStatus(partition: InputPartition): PartitionStatus {
  const { name, bounded, read, progress, idle, ended, heardAt, place } = partition
  return {
    source: name,
    partition: partition.partition.name,
    bounded,
    read,
    behind: ended ? 0 : partition.partition.behind?.(),
    watermark: progress === Number.NEGATIVE_INFINITY ? progress : progress - 1,
    idle,
    ended,
    heardAt,
    position: place,
  }
}

/** The partition by which time goes; undefined: none is open. */
export function slowestOf(partitions: readonly PartitionStatus[]): PartitionStatus | undefined {
  let slowest: PartitionStatus | undefined
  for (const each of partitions) {
    if (!each.ended && !each.idle && !(each.watermark >= (slowest?.watermark ?? Number.POSITIVE_INFINITY)))
      slowest = each
  }
  return slowest
}

/** Which of several partitions the others wait for. `lasting`: why time has not gone on for long. */
export function heldBackBy(
  partitions: readonly PartitionStatus[],
  now: number,
  lasting?: HeldBack["why"],
): HeldBack | undefined {
  const slowest = slowestOf(partitions)
  if (slowest === undefined || (partitions.length === 1 && lasting === undefined)) return undefined
  const { source, partition, watermark, heardAt } = slowest
  if (lasting !== undefined) return { source, partition, watermark, why: lasting }
  const isSilent = now - heardAt >= silentMs
  const why = watermark === Number.NEGATIVE_INFINITY ? "unheard" : isSilent ? "silent" : "behind"
  return { source, partition, watermark, why }
}
