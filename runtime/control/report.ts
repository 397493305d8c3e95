/** What `/status` says: the job's status in the form of its answer, times as ISO 8601, what is unknown as null. */
import type { RuleStats, RuleUsage } from "../abi/engine.ts"
import type { CheckpointStatus, HeldBack, JobStatus, PartitionStatus } from "../job/status.ts"
import { isoTime } from "../observe/numbers.ts"
import { joinShadows, shadowSummary } from "../observe/shadows.ts"
import type { ControlHost } from "./host.ts"

/** The answer to `GET /status`. */
export interface StatusReport {
  readonly job: string
  readonly version: string
  readonly phase: ControlHost["phase"]
  readonly startedAt: string | null
  readonly ready: boolean
  readonly notReady: readonly string[]
  /** For which rules another process of the job was asked that do not run here; `reason`: why. null: there are none. */
  readonly wanted: { readonly version: string; readonly reason: string | null } | null
  readonly parts: readonly PartReport[]
}

export type PartReport = ReturnType<typeof partReport>

/** How a job stands, in all its parts. */
export async function statusReport(host: ControlHost): Promise<StatusReport> {
  const statuses = await host.statuses()
  const { ready, reasons } = readiness(host, statuses)
  const wanted = host.actions?.rules().wanted
  return {
    job: host.job,
    version: host.version,
    phase: host.phase,
    startedAt: isoTime(host.startedAt),
    ready,
    notReady: reasons,
    wanted: wanted === undefined ? null : { version: wanted.version, reason: wanted.reason ?? null },
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
    ...(status.version !== undefined && { version: status.version }),
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
    ...(status.returned !== undefined && { returned: returnedReport(status.returned) }),
    shadows: status.shadows.map(shadowSummary),
    tables: status.tables.map(({ name, rows, staleSince, error }) => ({
      name,
      rows,
      staleSince: staleSince === null ? null : isoTime(staleSince),
      error,
    })),
    checkpoints: checkpoints === undefined ? null : checkpointReport(checkpoints, now),
  }
}

/** Of rules to which the job has returned: what came back, and what it has not seen. */
function returnedReport({ rules, gap }: NonNullable<JobStatus["returned"]>) {
  return { after: isoTime(gap?.after ?? Number.NaN), until: isoTime(gap?.until ?? Number.NaN), rules }
}

/** The answer to `GET /shadows`: how rules on trial compare with others in all parts, with the last alerts of each kind. */
export function shadowsReport(statuses: readonly JobStatus[]) {
  const shadows = joinShadows(statuses.map((status) => status.shadows))
  return {
    shadows: shadows.map((report) => {
      const { both, onlyRule, onlyShadow } = report.examples
      const examples = {
        both: both.map(({ rule, shadow }) => ({ rule: JSON.parse(rule), shadow: JSON.parse(shadow) })),
        onlyRule: onlyRule.map((line) => JSON.parse(line)),
        onlyShadow: onlyShadow.map((line) => JSON.parse(line)),
      }
      return { ...shadowSummary(report), examples }
    }),
  }
}

export type ShadowsAnswer = ReturnType<typeof shadowsReport>

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
  const { name, shadow, matches, timeouts, filtered, suppressed, late, dropped, failed, partialMatches, states, keys } =
    rule
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
    states: states ?? null,
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
