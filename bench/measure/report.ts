/** Results as tables for people and as files for later comparisons. */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { cache } from "../streams/files.ts"
import { describeMachine, type Machine, root } from "./machine.ts"
import { median, type Result } from "./rounds.ts"

/** What is kept of a run of the benchmarks. */
export interface Report {
  /** The arguments it was started with. */
  readonly command: string
  /** When it began; `loadAtEnd` is the load average when it ended. */
  readonly machine: Machine
  readonly loadAtEnd: number
  readonly results: readonly Result[]
  /** Where memory was measured instead. */
  readonly memory?: readonly unknown[]
}

/** The middle of a result's rounds. */
export interface Figures {
  readonly wallSeconds: number
  readonly cpuSeconds: number
  /** CPU seconds before the first event. */
  readonly startSeconds: number
  /** Events for each second of CPU time, start included. */
  readonly perCpuSecond: number
  /** The same without what is spent before the first event; 0 where the difference is lost in the noise. */
  readonly perCpuSecondRunning: number
  readonly peakMiB: number
}

/** Undefined where the variant gave no figures. */
export function figuresOf(result: Result): Figures | undefined {
  if (result.samples.length === 0) return undefined
  const middle = (of: (one: Result["samples"][number]) => number) => median(result.samples.map(of))
  const cpuSeconds = middle((one) => one.cpuSeconds)
  const startSeconds = result.starts.length === 0 ? 0 : median(result.starts.map((one) => one.cpuSeconds))
  const running = cpuSeconds - startSeconds
  return {
    wallSeconds: middle((one) => one.wallSeconds),
    cpuSeconds,
    startSeconds,
    perCpuSecond: result.events / cpuSeconds,
    perCpuSecondRunning: running > 0.05 * startSeconds ? result.events / running : 0,
    peakMiB: middle((one) => one.peakBytes) / 2 ** 20,
  }
}

/** In thousands, with three digits that count. */
const thousands = (value: number): string => String(Number((value / 1e3).toPrecision(3)))

/** The columns of the table. `against`: the variant whose speed is 1: without the start, and whole processes. */
export function tableOf(results: readonly Result[], against?: string): string[][] {
  const head = ["workload", "stream", "events", "variant", "wall s", "CPU s", "of it start"]
  const rest = ["kevents/CPU s", "after start", "peak MiB", "matches", "agreement"]
  const rows = results.map((result) => {
    const { workload, stream, variant, events, matches = "", agreement = "", failure } = result
    const name = [workload, stream, events.toLocaleString("en"), variant]
    const figures = figuresOf(result)
    if (figures === undefined || failure !== undefined) return [...name, shortFailure(failure ?? "no figures")]
    const { wallSeconds, cpuSeconds, startSeconds, perCpuSecond, perCpuSecondRunning, peakMiB } = figures
    const times = [wallSeconds, cpuSeconds, startSeconds].map((seconds) => seconds.toFixed(2))
    const speeds = [thousands(perCpuSecond), perCpuSecondRunning === 0 ? "–" : thousands(perCpuSecondRunning)]
    const row = [...name, ...times, ...speeds, String(Math.round(peakMiB)), matches.toLocaleString("en"), agreement]
    if (against === undefined) return row
    return [...row, ratioText(result, results, against, running), ratioText(result, results, against, whole)]
  })
  return [[...head, ...rest, ...(against === undefined ? [] : [`speed, ${against} = 1`, "with start"])], ...rows]
}

/** CPU seconds of each round, without what is spent before the first event. */
export const running = ({ samples, starts }: Result): number[] =>
  samples.map(({ cpuSeconds }, i) => cpuSeconds - (starts[i]?.cpuSeconds ?? 0))

/** CPU seconds of each round, of the process from its start to its end. */
export const whole = ({ samples }: Result): number[] => samples.map(({ cpuSeconds }) => cpuSeconds)

/** How much faster a variant is than another in the same rounds: the median of the rounds' ratios, and their range. */
export function ratioText(
  result: Result,
  results: readonly Result[],
  against: string,
  secondsOf: (one: Result) => number[],
): string {
  const { workload, stream, events } = result
  const other = results.find((one) => {
    return one.variant === against && one.workload === workload && one.stream === stream && one.events === events
  })
  if (other === undefined || other === result || other.samples.length === 0) return ""
  const [own, others] = [secondsOf(result), secondsOf(other)]
  const ratios = own.flatMap((seconds, i) => (seconds > 0 && (others[i] ?? 0) > 0 ? [others[i]! / seconds] : []))
  if (ratios.length === 0) return "–"
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`
}

/** The line of what a process said that tells most: the deepest cause of Java's, else the first one. */
function shortFailure(failure: string): string {
  const lines = failure.split("\n").filter((line) => line.trim() !== "")
  const cause = lines.findLast((line) => /^Caused by: |^\w*Error: /.test(line))
  return (cause ?? lines[0] ?? "").replace(/^Caused by: /, "").slice(0, 160)
}

/** What failed, in full: once for each variant, since it often fails in all workloads for one reason. */
export function failuresOf(results: readonly Result[]): string[] {
  const failed = results.filter(({ failure }) => failure !== undefined)
  return [...Map.groupBy(failed, ({ variant }) => variant).values()].map(([first]) => {
    return `${first!.variant}, ${first!.workload}: ${first!.failure}`
  })
}

/** Lines with columns of equal width; what looks like a number stands at the right. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => (row.length > i + 1 ? row[i]!.length : 0))))
  const cell = (text: string, width: number) => (/^[\d–]/.test(text) ? text.padStart(width) : text.padEnd(width))
  return rows
    .map((row) =>
      row
        .map((text, i) => cell(text, widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

/**
 * Writes the report: beside the streams, where git does not see it, and, where a name is given, under `bench/results`, where it does. Only
 * figures of a quiet machine are worth keeping there, so that is decided each time. Gives the paths.
 */
export function saveReport(report: Report, kind: string, keep: string | undefined): string[] {
  const time = report.machine.date.replaceAll(/[:.]/g, "-")
  const paths = [join(cache, "results", `${kind}-${time}.json`)]
  if (keep !== undefined) paths.push(join(root, "bench/results", `${keep}.json`))
  for (const path of paths) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`)
  }
  return paths
}

/** The report of what was measured since `machine` was described. */
export function reportOf(machine: Machine, command: readonly string[], results: readonly Result[]): Report {
  return { command: command.join(" "), machine, loadAtEnd: describeMachine().load, results }
}
