/** Ways to run a whole job: `cep run` and Flink CEP, each in a process of its own. */
import { existsSync, mkdirSync, readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { ruleFile } from "../measure/cases.ts"
import { runNode, type Usage } from "../measure/child.ts"
import { commandOf } from "../measure/command.ts"
import { root } from "../measure/machine.ts"
import { flinkName, queryFile, runJava } from "../peers/peers.ts"
import type { Workload } from "../workloads/index.ts"
import type { Ends } from "./places.ts"

/** One way to run a job. */
export interface Variant {
  readonly engine: "cep" | "flink"
  readonly workers: number
  readonly checkpoints: boolean
}

/** What one run used, and how many checkpoints it made. */
export interface JobUsage extends Usage {
  readonly checkpoints: number
}

export interface JobSettings {
  readonly intervalMs: number
  /** Of Flink alone: `cep` runs as users start it. */
  readonly heapMiB: number
}

/** One and two workers, without checkpoints and with them. */
export function variantsOf(engines: readonly Variant["engine"][]): Variant[] {
  return engines.flatMap((engine) =>
    [1, 2].flatMap((workers) => [false, true].map((checkpoints) => ({ engine, workers, checkpoints }))),
  )
}

/** Its name in tables. */
export function nameOf({ engine, workers, checkpoints }: Variant): string {
  const name = engine === "cep" ? "cep run" : flinkName
  return `${name}, ${workers} worker${workers === 1 ? "" : "s"}${checkpoints ? ", checkpoints" : ""}`
}

/** Runs a workload once; throws with what the process said where it fails. */
export function runJob(workload: Workload, variant: Variant, ends: Ends, settings: JobSettings): Promise<JobUsage> {
  return variant.engine === "cep"
    ? runCep(workload, variant, ends, settings)
    : runFlink(workload, variant, ends, settings)
}

async function runCep(
  workload: Workload,
  { workers, checkpoints }: Variant,
  { folder, source, sink }: Ends,
  { intervalMs }: JobSettings,
): Promise<JobUsage> {
  const stored = join(folder, "checkpoints")
  // Sinks know by the job's name what they hold: no two runs have the same.
  const job = basename(folder)
  const ends = ["--source", `Transaction=${source}`, "--sink", `alerts=${sink}`]
  const storing = ["--checkpoint-dir", stored, "--checkpoint-interval", `${intervalMs}ms`, "--job", job]
  const args = ["run", ruleFile(workload), ...ends, "--quiet", "--parallelism", String(workers)]
  const { usage } = await runNode(commandOf(root), checkpoints ? [...args, ...storing] : args)
  return { ...usage, checkpoints: newestIn(join(stored, job, "0")) }
}

/** Checkpoints are numbered from 1 on, and only the newest few are kept. */
function newestIn(folder: string): number {
  if (!existsSync(folder)) return 0
  return Math.max(
    0,
    ...readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number),
  )
}

async function runFlink(
  workload: Workload,
  { workers, checkpoints }: Variant,
  { folder, flink }: Ends,
  { intervalMs, heapMiB }: JobSettings,
): Promise<JobUsage> {
  const stored = join(folder, "checkpoints")
  mkdirSync(stored)
  const every = String(checkpoints ? intervalMs : 0)
  const args = [queryFile("flink", workload.name), String(workers), every, stored, ...flink]
  const { wallSeconds, lines } = await runJava("flink", "peers.FlinkJob", heapMiB, args)
  const [made, used] = lines.slice(-2).map((line) => JSON.parse(line))
  // From before the Java machine's start to after its end, as for `cep`.
  return { ...(used as Usage), wallSeconds, checkpoints: (made as { checkpoints: number }).checkpoints }
}
