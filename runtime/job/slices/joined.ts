/** What several slices did, as one job. */
import type { EngineStats, RuleStats, SeriesStats } from "../../abi/engine.ts"
import { joinShadows } from "../../observe/shadows.ts"
import { type JobCounts, type JobResult, joinDeadLetters } from "../counts.ts"
import type { JobProgress } from "../job.ts"
import { addedStates } from "../workers/joined.ts"

const keptTypeNames = 10

/** The counts of all, and the time that all have reached. */
export function joinProgress(parts: readonly JobProgress[]): JobProgress {
  const tables = parts.find((part) => part.tables !== undefined)?.tables
  const watermark = parts.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...parts.map((part) => part.watermark))
  return { ...joinCounts(parts), watermark, ...(tables && { tables }) }
}

/** The results of all; `ending`: how the job as a whole ended. */
export function joinResults(parts: readonly JobResult[], ending: JobResult["ending"]): JobResult {
  const tables = parts.find((part) => part.tables !== undefined)?.tables
  const calls = parts.flatMap((part) => part.calls ?? [])
  const [first, ...others] = calls
  const shadows = joinShadows(parts.map((part) => part.shadows ?? []))
  return {
    ...joinCounts(parts),
    ending,
    engine: joinStats(parts.map(({ engine }) => engine)),
    ...(tables && { tables }),
    ...(shadows.length > 0 && { shadows }),
    ...(first && { calls: others.reduce((sum, each) => added(sum, each), first) }),
  }
}

function joinCounts(parts: readonly JobCounts[]): JobCounts {
  const sum = (of: (part: JobCounts) => number) => parts.reduce((total, part) => total + of(part), 0)
  return {
    read: sum(({ read }) => read),
    passedOver: sum(({ passedOver }) => passedOver),
    passedOverTypes: [...new Set(parts.flatMap(({ passedOverTypes }) => passedOverTypes))].slice(0, keptTypeNames),
    ...joinDeadLetters(parts),
    late: sum(({ late }) => late),
    alerts: sum(({ alerts }) => alerts),
    emitted: sum(({ emitted }) => emitted),
    shadow: sum(({ shadow }) => shadow),
    outputsByRule: joinTallies(parts.map(({ outputsByRule }) => outputsByRule)),
  }
}

function joinTallies(parts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>()
  for (const part of parts)
    for (const [name, count] of Object.entries(part)) sums.set(name, (sums.get(name) ?? 0) + count)
  return Object.fromEntries(sums)
}

function joinStats(parts: readonly EngineStats[]): EngineStats {
  const rules = new Map<string, RuleStats>()
  const series = new Map<string, SeriesStats>()
  for (const part of parts) {
    for (const rule of part.rules) {
      const known = rules.get(rule.name)
      const states = rule.states && { states: addedStates(known === undefined ? [rule] : [known, rule]) }
      rules.set(rule.name, { ...added(known, rule), ...states })
    }
    for (const each of part.series) {
      const known = series.get(each.name)
      const completeAfter = Math.max(known?.completeAfter ?? Number.NEGATIVE_INFINITY, each.completeAfter)
      series.set(each.name, { ...added(known, each), completeAfter })
    }
  }
  const sum = (of: (part: EngineStats) => number) => parts.reduce((total, part) => total + of(part), 0)
  return {
    events: sum(({ events }) => events),
    late: sum(({ late }) => late),
    deadLetters: sum(({ deadLetters }) => deadLetters),
    waiting: sum(({ waiting }) => waiting),
    watermark: parts.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...parts.map(({ watermark }) => watermark)),
    rules: [...rules.values()],
    series: [...series.values()],
  }
}

/** Numbers are added; the rest is that of the second. */
function added<T extends object>(a: T | undefined, b: T): T {
  if (a === undefined) return b
  const numbers = Object.entries(b).flatMap(([name, value]): [string, number][] => {
    const before: unknown = a[name as keyof T]
    return typeof value === "number" && typeof before === "number" ? [[name, before + value]] : []
  })
  return { ...b, ...Object.fromEntries(numbers) }
}
