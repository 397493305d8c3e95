/** What was measured of whole jobs, as a table. */
import type { Usage } from "../measure/child.ts"
import { median } from "../measure/rounds.ts"
import type { JobUsage } from "./engines.ts"

/** The runs of one variant, one of each kind for a round. */
export interface JobRow {
  readonly name: string
  readonly events: number
  readonly full: readonly JobUsage[]
  /** The same job without events. */
  readonly empty: readonly JobUsage[]
  /** Why there are no figures. */
  readonly failure: string | undefined
}

/** Medians. Speed is told without the time of a run on no events; `–` where the difference is lost in the noise. */
export function jobTable(rows: readonly JobRow[]): string[][] {
  const head = [
    "",
    "seconds",
    "of it start",
    "CPU s",
    "of it start",
    "M events/s after start",
    "peak MiB",
    "checkpoints",
  ]
  return [head, ...rows.map(cellsOf)]
}

function cellsOf({ name, events, full, empty, failure }: JobRow): string[] {
  if (failure !== undefined) return [name, "failed"]
  const of = (runs: readonly JobUsage[], what: keyof Usage): number => median(runs.map((each) => each[what]))
  const times = (["wallSeconds", "cpuSeconds"] as const).flatMap((what) => [of(full, what), of(empty, what)])
  const [seconds, start] = times as [number, number]
  const running = seconds - start
  return [
    name,
    ...times.map((each) => each.toFixed(2)),
    running > 0.05 * start ? (events / running / 1e6).toFixed(2) : "–",
    (of(full, "peakBytes") / 2 ** 20).toFixed(0),
    String(median(full.map(({ checkpoints }) => checkpoints))),
  ]
}
