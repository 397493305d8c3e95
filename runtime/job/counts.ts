import type { EngineCounts, EngineStats, Output } from "../abi/engine.ts"
import type { EnricherStats } from "../enrich/contract.ts"
import type { ShadowReport } from "./shadow/shadows.ts"
import type { TableStatus } from "./tables.ts"

/** What a job has done so far. */
export interface JobCounts {
  /** Records that the sources delivered. */
  readonly read: number
  /** Of types that no rule names, and the first few of these names. */
  readonly passedOver: number
  readonly passedOverTypes: readonly string[]
  readonly deadLetters: number
  /** By code. */
  readonly deadLettersByCode: Readonly<Record<string, number>>
  /** Likewise, by source. */
  readonly deadLettersOf: readonly DeadLetterCount[]
  readonly late: number
  readonly alerts: number
  readonly emitted: number
  /** What shadow rules made; not among the alerts and derived events. */
  readonly shadow: number
  /** Alerts and derived events that were written, by rule; of shadow rules also without a sink. */
  readonly outputsByRule: Readonly<Record<string, number>>
}

/** Dead letters of one kind. */
export interface DeadLetterCount {
  /** Event type, or `*`; of an event that a rule made its type. */
  readonly source: string
  readonly code: string
  readonly count: number
}

/** How a job ended: its sources did, it was stopped, or the reader of an output went away. */
export type Ending = "end" | "stopped" | "output-closed"

export interface JobResult extends JobCounts {
  readonly ending: Ending
  readonly engine: EngineStats
  /** Where the rules have tables. */
  readonly tables?: readonly TableStatus[]
  /** Of asynchronous functions, where the rules call some. */
  readonly calls?: EnricherStats
  /** Where rules on trial are compared with others. */
  readonly shadows?: readonly ShadowReport[]
}

const keptTypeNames = 10

/** How many outputs of a rule and a kind there were. */
export interface Tally {
  readonly rule: string
  readonly kind: "alert" | "emit" | "shadow"
  count: number
}

/** Counts as a job goes. */
export class Counter {
  read = 0
  passedOver = 0
  deadLetters = 0
  readonly #passedOverTypes = new Set<string>()
  /** By source, then by code. */
  readonly #deadLettersOf = new Map<string, Map<string, number>>()
  /** By rule and kind. */
  readonly #tallies = new Map<string, Tally>()
  /** Of workers that are no more. */
  #former: JobCounts | undefined

  /** An event of a type that no rule names. */
  passOver(type: string): void {
    this.passedOver++
    if (this.#passedOverTypes.size < keptTypeNames) this.#passedOverTypes.add(type)
  }

  deadLetter(code: string, source: string): void {
    this.deadLetters++
    const known = this.#deadLettersOf.get(source) ?? new Map<string, number>()
    this.#deadLettersOf.set(source, known)
    add(known, code, 1)
  }

  output(output: Pick<Output, "kind" | "rule" | "shadow">): void {
    this.tallyOf(output).count++
  }

  /** What goes up by one with such an output. */
  tallyOf({ kind, rule, shadow }: Pick<Output, "kind" | "rule" | "shadow">): Tally {
    const own = shadow ? "shadow" : kind
    const name = `${own} ${rule}`
    const known = this.#tallies.get(name)
    if (known !== undefined) return known
    const tally: Tally = { rule, kind: own, count: 0 }
    this.#tallies.set(name, tally)
    return tally
  }

  /** What a worker has counted that is no more. */
  takeOver(counts: JobCounts): void {
    this.#former = this.#former === undefined ? counts : joinedCounts([this.#former, counts])
  }

  /** The counts as plain data; late events are counted by the engine. */
  counts({ late }: Pick<EngineCounts, "late">): JobCounts {
    const own = this.#own(late)
    return this.#former === undefined ? own : joinedCounts([own, this.#former])
  }

  #own(late: number): JobCounts {
    const { read, passedOver, deadLetters } = this
    const ofKind = { alert: 0, emit: 0, shadow: 0 }
    const byRule = new Map<string, number>()
    for (const { rule, kind, count } of this.#tallies.values()) {
      ofKind[kind] += count
      if (count > 0) byRule.set(rule, (byRule.get(rule) ?? 0) + count)
    }
    const deadLettersOf = [...this.#deadLettersOf].flatMap(([source, codes]) =>
      [...codes].map(([code, count]) => ({ source, code, count })),
    )
    return {
      read,
      passedOver,
      passedOverTypes: [...this.#passedOverTypes],
      deadLetters,
      deadLettersByCode: byCode(deadLettersOf),
      deadLettersOf,
      late,
      alerts: ofKind.alert,
      emitted: ofKind.emit,
      shadow: ofKind.shadow,
      outputsByRule: Object.fromEntries(byRule),
    }
  }
}

/** The counts of several that share the events: what was read, and what is late, is that of the first. */
export function joinedCounts(counts: readonly JobCounts[]): JobCounts {
  const sum = (of: (each: JobCounts) => number): number => counts.reduce((total, each) => total + of(each), 0)
  const tally = (of: (each: JobCounts) => Readonly<Record<string, number>>): Record<string, number> => {
    const totals = new Map<string, number>()
    for (const each of counts) {
      for (const [name, count] of Object.entries(of(each))) totals.set(name, (totals.get(name) ?? 0) + count)
    }
    return Object.fromEntries(totals)
  }
  return {
    ...counts[0]!,
    ...joinDeadLetters(counts),
    alerts: sum(({ alerts }) => alerts),
    emitted: sum(({ emitted }) => emitted),
    shadow: sum(({ shadow }) => shadow),
    outputsByRule: tally(({ outputsByRule }) => outputsByRule),
  }
}

/** The dead letters of several parts of a job. */
export function joinDeadLetters(
  parts: readonly Pick<JobCounts, "deadLettersOf">[],
): Pick<JobCounts, "deadLetters" | "deadLettersByCode" | "deadLettersOf"> {
  const counts = new Map<string, DeadLetterCount>()
  for (const each of parts.flatMap(({ deadLettersOf }) => deadLettersOf)) {
    const name = JSON.stringify([each.source, each.code])
    counts.set(name, { ...each, count: (counts.get(name)?.count ?? 0) + each.count })
  }
  const deadLettersOf = [...counts.values()]
  const deadLetters = deadLettersOf.reduce((sum, { count }) => sum + count, 0)
  return { deadLetters, deadLettersByCode: byCode(deadLettersOf), deadLettersOf }
}

function byCode(counts: readonly DeadLetterCount[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>()
  for (const { code, count } of counts) add(sums, code, count)
  return Object.fromEntries(sums)
}

function add(map: Map<string, number>, name: string, more: number): void {
  map.set(name, (map.get(name) ?? 0) + more)
}
