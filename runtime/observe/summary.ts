import type { EnricherStats } from "../enrich/contract.ts"
import type { JobResult } from "../job/counts.ts"
import type { TableStatus } from "../job/tables.ts"
import { isoTime, number } from "./numbers.ts"
import { type ShadowSummary, shadowSummary, shadowWords } from "./shadows.ts"

/** What a job did, for people and tools. */
export interface Summary {
  /** Accepted: neither late nor dead letters, of types that rules name. */
  readonly events: number
  /** Records that the sources delivered. */
  readonly read: number
  /** Of types that no rule names. */
  readonly passedOver: number
  readonly passedOverTypes: readonly string[]
  readonly late: number
  readonly deadLetters: number
  readonly deadLettersByCode: Readonly<Record<string, number>>
  readonly alerts: number
  /** Derived events that were written. */
  readonly emitted: number
  /** What shadow rules made. */
  readonly shadow: number
  readonly rules: readonly {
    readonly name: string
    /** Alerts and derived events written. */
    readonly outputs: number
    readonly shadow: boolean
    /** Matches and timeouts that `once per` kept silent. */
    readonly suppressed: number
    readonly matches: number
    readonly timeouts: number
    readonly late: number
    /** Partial matches dropped by the guard: answers may be wrong. */
    readonly dropped: number
    readonly failed: number
  }[]
  /** ISO 8601; null before the first event and after the end of time. */
  readonly watermark: string | null
  /** Rules on trial beside those that they are compared with, where there are some. */
  readonly shadows?: readonly ShadowSummary[]
  /** Of asynchronous functions, where the rules call some; without results: those that did not answer in time, failed, or gave another type. */
  readonly calls?: {
    readonly made: number
    readonly timeouts: number
    readonly errors: number
    readonly wrongTypes: number
  }
  /** Events that wait for the watermark: the job was stopped before their time came. */
  readonly waiting: number
  /** Where the rules have lookup tables. */
  readonly tables?: readonly TableSummary[]
  readonly seconds: number
  readonly eventsPerSecond: number
  readonly cpuSeconds: number
  readonly peakMemoryBytes: number
  readonly ending: JobResult["ending"]
}

/** A lookup table at the end of a job. Times in ISO 8601. */
export interface TableSummary {
  readonly name: string
  readonly rows: number
  /** Rows that did not fit and were left out. */
  readonly refused: number
  /** Rows whose key came again. */
  readonly repeated: number
  readonly loadedAt: string | null
  /** Since when its source could not be read; the rows are those of `loadedAt`. */
  readonly staleSince: string | null
  readonly error: string | null
}

/** What the process used. */
export interface Usage {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMemoryBytes: number
}

/** Puts a job's result into the summary's form. */
export function summarize(result: JobResult, usage: Usage): Summary {
  const { engine, outputsByRule } = result
  return {
    events: engine.events,
    read: result.read,
    passedOver: result.passedOver,
    passedOverTypes: result.passedOverTypes,
    late: result.late,
    deadLetters: result.deadLetters,
    deadLettersByCode: result.deadLettersByCode,
    alerts: result.alerts,
    emitted: result.emitted,
    shadow: result.shadow,
    rules: engine.rules.map(({ name, shadow, suppressed, matches, timeouts, late, dropped, failed }) => ({
      name,
      outputs: Object.hasOwn(outputsByRule, name) ? outputsByRule[name]! : 0,
      shadow,
      suppressed,
      matches,
      timeouts,
      late,
      dropped,
      failed,
    })),
    watermark: isoTime(engine.watermark),
    waiting: engine.waiting,
    ...(result.tables === undefined ? {} : { tables: result.tables.map(tableOf) }),
    ...(result.calls === undefined ? {} : { calls: callsOf(result.calls) }),
    ...(result.shadows === undefined ? {} : { shadows: result.shadows.map(shadowSummary) }),
    seconds: round(usage.seconds),
    eventsPerSecond: Math.round(result.read / Math.max(usage.seconds, 0.001)),
    cpuSeconds: round(usage.cpuSeconds),
    peakMemoryBytes: usage.peakMemoryBytes,
    ending: result.ending,
  }
}

/** The summary in words, several lines. */
export function showSummary(summary: Summary, strong: (text: string) => string): string {
  const { read, events, late, deadLetters, passedOver, waiting, seconds, eventsPerSecond, rules } = summary
  const lines = [
    `${strong(`${number(read)} records`)} read in ${seconds} s (${number(eventsPerSecond)} a second): ${number(events)} events`,
  ]
  if (passedOver > 0) lines.push(`  ${number(passedOver)} of types that no rule names (${some(summary)})`)
  if (late > 0) lines.push(`  ${number(late)} late`)
  if (deadLetters > 0) lines.push(`  ${number(deadLetters)} dead letters (${byCode(summary)})`)
  if (summary.tables !== undefined) lines.push(...summary.tables.map(tableLine))
  if (summary.calls !== undefined) lines.push(callsLine(summary.calls))
  if (waiting > 0) lines.push(`  ${number(waiting)} not judged: the watermark had not reached them`)
  const emitted = summary.emitted > 0 ? `, ${number(summary.emitted)} derived events` : ""
  lines.push(`${strong(plural(summary.alerts, "alert"))}${emitted}`)
  lines.push(...ruleLines(rules.filter(({ shadow }) => !shadow)))
  const shadows = rules.filter(({ shadow }) => shadow)
  if (shadows.length > 0) {
    lines.push(`${strong(plural(summary.shadow, "output"))} of shadow rules`, ...ruleLines(shadows))
  }
  lines.push(...(summary.shadows ?? []).map((each) => `  ${shadowWords(each)}`))
  if (summary.ending === "stopped") lines.push("stopped before the end of the input")
  if (summary.ending === "output-closed") lines.push("the reader of an output went away before the end of the input")
  return `${lines.join("\n")}\n`
}

function tableOf({ name, rows, refused, repeated, loadedAt, staleSince, error }: TableStatus): TableSummary {
  return { name, rows, refused, repeated, loadedAt: timeOf(loadedAt), staleSince: timeOf(staleSince), error }
}

function timeOf(time: number | null): string | null {
  return time === null ? null : isoTime(time)
}

function tableLine({ name, rows, refused, repeated, loadedAt, staleSince, error }: TableSummary): string {
  const parts = [
    ...(refused > 0 ? [`${number(refused)} left out`] : []),
    ...(repeated > 0 ? [`${number(repeated)} with the key of a later one`] : []),
    ...(staleSince === null ? [] : [`those of ${loadedAt}, it cannot be read since ${staleSince}: ${error}`]),
  ]
  const words = parts.length === 0 ? "" : ` (${parts.join("; ")})`
  return `  table ${name}: ${number(rows)} ${rows === 1 ? "row" : "rows"}${words}`
}

function callsOf({ calls, timeouts, errors, wrongTypes }: EnricherStats): NonNullable<Summary["calls"]> {
  return { made: calls, timeouts, errors, wrongTypes }
}

function callsLine({ made, timeouts, errors, wrongTypes }: NonNullable<Summary["calls"]>): string {
  const parts = [
    ...(timeouts > 0 ? [`${number(timeouts)} without an answer in time`] : []),
    ...(errors > 0 ? [`${number(errors)} failed`] : []),
    ...(wrongTypes > 0 ? [`${number(wrongTypes)} with another type of result than declared`] : []),
  ]
  const words = parts.length === 0 ? "" : ` (${parts.join(", ")}: their results are missing)`
  return `  ${number(made)} asynchronous ${made === 1 ? "call" : "calls"}${words}`
}

function ruleLines(rules: Summary["rules"]): string[] {
  const width = Math.max(0, ...rules.map(({ name }) => name.length))
  const digits = Math.max(0, ...rules.map(({ outputs }) => number(outputs).length))
  return rules.map(({ name, outputs, matches, suppressed, failed, dropped }) => {
    const words = [
      // Its derived events go to other rules alone, or `having` refused all.
      outputs === 0 && matches > 0
        ? `  ${number(matches)} ${matches === 1 ? "match" : "matches"} without an output to a sink`
        : "",
      suppressed > 0 ? `  ${number(suppressed)} suppressed` : "",
      failed > 0 ? `  failed on ${number(failed)} ${failed === 1 ? "event" : "events"}` : "",
      dropped > 0 ? `  ${number(dropped)} partial matches dropped: its answers may be wrong` : "",
    ]
    return `  ${name.padEnd(width)}  ${number(outputs).padStart(digits)}${words.join("")}`
  })
}

function some({ passedOverTypes }: Summary): string {
  return passedOverTypes.length > 3 ? `${passedOverTypes.slice(0, 3).join(", ")}, …` : passedOverTypes.join(", ")
}

function byCode({ deadLettersByCode }: Summary): string {
  return Object.entries(deadLettersByCode)
    .map(([code, count]) => `${number(count)} ${code}`)
    .join(", ")
}

function plural(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
