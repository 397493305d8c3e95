/** What `/status` says: the job's status in the form of its answer, times as ISO 8601, what is unknown as null. */
import type { RuleStats, RuleUsage } from "../abi/engine.ts"
import type { CheckpointStatus, HeldBack, JobStatus, PartitionStatus } from "../job/status.ts"
import { isoTime } from "../observe/summary.ts"
import type { ControlHost } from "./host.ts"

/** The answer to `GET /status`. */
export interface StatusReport {
  readonly job: string
  readonly version: string
  readonly phase: ControlHost["phase"]
  readonly startedAt: string | null
  readonly ready: boolean
  readonly notReady: readonly string[]
  readonly parts: readonly PartReport[]
}

export type PartReport = ReturnType<typeof partReport>

/** How a job stands, in all its parts. */
export async function statusReport(host: ControlHost): Promise<StatusReport> {
  const statuses = await host.statuses()
  const { ready, reasons } = readiness(host, statuses)
  return {
    job: host.job,
    version: host.version,
    phase: host.phase,
    startedAt: isoTime(host.startedAt),
    ready,
    notReady: reasons,
    parts: statuses.map((status) => partReport(status, host.now())),
  }
}

/** Whether the rules see all that they should. */
export function readiness(
  host: Pick<ControlHost, "phase" | "notReady">,
  statuses: readonly JobStatus[],
): { readonly ready: boolean; readonly reasons: readonly string[] } {
  const phase = host.phase === "running" ? [] : [`the job is ${host.phase}`]
  // Of a divided job a process without a slice stands by.
  const missing = host.phase === "running" ? (host.notReady?.() ?? []) : []
  const reasons = [...phase, ...missing, ...new Set(statuses.flatMap(({ notReady }) => notReady))]
  return { ready: reasons.length === 0, reasons }
}

function partReport(status: JobStatus, now: number) {
  const { slice, reader, watermark, partitions, heldBackBy, counts, engine, usage, checkpoints, reloads } = status
  return {
    ...(slice !== undefined && { slice }),
    ...(reader !== undefined && { reader }),
    watermark: isoTime(watermark),
    watermarkLagSeconds: lagSeconds(watermark, now),
    heldBackBy: heldBackBy === undefined ? null : heldBackReport(heldBackBy, now),
    events: engine.events,
    waiting: engine.waiting,
    late: counts.late,
    deadLetters: counts.deadLetters,
    deadLettersByCode: counts.deadLettersByCode,
    alerts: counts.alerts,
    sources: partitions.map((partition) => sourceReport(partition, now)),
    rules: engine.rules.map((rule, place) => ruleReport(rule, usage.rules[place]!, counts.outputsByRule)),
    series: engine.series.map(({ name, keys, entries }, place) => ({
      name,
      keys,
      entries,
      stateBytes: usage.series[place]!.stateBytes,
    })),
    reloads,
    tables: status.tables.map(({ name, rows, staleSince, error }) => ({
      name,
      rows,
      staleSince: staleSince === null ? null : isoTime(staleSince),
      error,
    })),
    checkpoints: checkpoints === undefined ? null : checkpointReport(checkpoints, now),
  }
}

/** How far time is behind the clock; null: there is none yet, or it has come to its end. */
export function lagSeconds(watermark: number, now: number): number | null {
  return Number.isFinite(watermark) ? (now - watermark) / 1000 : null
}

const reasonsOfWaiting: Readonly<Record<HeldBack["why"], string>> = {
  unheard: "it has not brought an event yet, so time has not begun",
  silent: "it brings no events now; after --idle-after it holds time back no longer",
  behind: "it is read, and its events are older than those of the others",
  future:
    "its events are dated too far after the clock and are refused (--max-ahead): look at the clock of who writes them, and at the unit of their times",
  refused:
    "it is read, and nothing that it brings moves time: look at dead letters, late events and types that no rule names",
}

function heldBackReport({ source, partition, watermark, why }: HeldBack, now: number) {
  return {
    source,
    partition,
    watermark: isoTime(watermark),
    lagSeconds: lagSeconds(watermark, now),
    why,
    reason: reasonsOfWaiting[why],
  }
}

function sourceReport(partition: PartitionStatus, now: number) {
  const { source, partition: name, read, behind, watermark, idle, ended, heardAt, position } = partition
  return {
    source,
    partition: name,
    read,
    behind: behind ?? null,
    watermark: isoTime(watermark),
    watermarkLagSeconds: lagSeconds(watermark, now),
    state: ended ? ("ended" as const) : idle ? ("idle" as const) : ("open" as const),
    heardAt: isoTime(heardAt),
    position,
  }
}

function ruleReport(
  rule: RuleStats,
  { evaluations, stateBytes }: RuleUsage,
  outputs: Readonly<Record<string, number>>,
) {
  const { name, shadow, matches, timeouts, filtered, suppressed, late, dropped, failed, partialMatches, keys } = rule
  const written = Object.hasOwn(outputs, name) ? outputs[name]! : 0
  // A partial match that was dropped is one that may have become an alert.
  const incomplete = dropped > 0
  return {
    name,
    shadow,
    evaluations,
    outputs: written,
    matches,
    timeouts,
    filtered,
    suppressed,
    late,
    dropped,
    failed,
    partialMatches,
    keys,
    stateBytes,
    incomplete,
  }
}

function checkpointReport(status: CheckpointStatus, now: number) {
  const { newest, made, failed, intervalMs, restored, pendingBytes, publishers } = status
  return {
    restored: restored ?? null,
    made,
    failed,
    intervalSeconds: intervalMs / 1000,
    newest: newest?.number ?? null,
    madeAt: newest === undefined ? null : isoTime(newest.madeAt),
    ageSeconds: newest === undefined ? null : (now - newest.madeAt) / 1000,
    durationSeconds: newest === undefined ? null : newest.durationMs / 1000,
    bytes: newest?.bytes ?? null,
    pendingBytes,
    publishers: publishers.map(({ publishedAt, ...publisher }) => ({
      ...publisher,
      publishedAt: isoTime(publishedAt),
    })),
  }
}
