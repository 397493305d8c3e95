import type { JobResult } from "../job/counts.ts"

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
  /** Events that wait for the watermark: the job was stopped before their time came. */
  readonly waiting: number
  readonly seconds: number
  readonly eventsPerSecond: number
  readonly cpuSeconds: number
  readonly peakMemoryBytes: number
  readonly ending: JobResult["ending"]
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
  if (waiting > 0) lines.push(`  ${number(waiting)} not judged: the watermark had not reached them`)
  const emitted = summary.emitted > 0 ? `, ${number(summary.emitted)} derived events` : ""
  lines.push(`${strong(plural(summary.alerts, "alert"))}${emitted}`)
  lines.push(...ruleLines(rules.filter(({ shadow }) => !shadow)))
  const shadows = rules.filter(({ shadow }) => shadow)
  if (shadows.length > 0) {
    lines.push(`${strong(plural(summary.shadow, "output"))} of shadow rules`, ...ruleLines(shadows))
  }
  if (summary.ending === "stopped") lines.push("stopped before the end of the input")
  if (summary.ending === "output-closed") lines.push("the reader of an output went away before the end of the input")
  return `${lines.join("\n")}\n`
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

/** A whole number with its thousands apart. */
export function number(value: number): string {
  return value.toLocaleString("en")
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}

/** A time as ISO 8601; null where there is none. */
export function isoTime(time: number): string | null {
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null
}
