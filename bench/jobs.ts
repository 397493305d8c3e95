/**
 * `npm run bench:jobs`: what a whole job takes from events to alerts, in files or in topics of Kafka, with one and two workers, with checkpoints and
 * without, and the same with Flink CEP. All runs must find the same. The whole process is measured; what a start takes is told apart, by a run on
 * no events.
 */
import process from "node:process"
import { alertsOf, disagreements, type Found } from "./jobs/alerts.ts"
import { type JobUsage, nameOf, runJob, type Variant, variantsOf } from "./jobs/engines.ts"
import { topicsOf } from "./jobs/kafka.ts"
import { help, type JobOptions, readJobOptions } from "./jobs/options.ts"
import { files, type Place } from "./jobs/places.ts"
import { type JobRow, jobTable } from "./jobs/table.ts"
import { emptyFile } from "./measure/cases.ts"
import { prepareCommand } from "./measure/command.ts"
import { describeMachine, machineLine, root } from "./measure/machine.ts"
import { alignColumns } from "./measure/report.ts"
import { start } from "./options.ts"
import { buildPeers } from "./peers/peers.ts"
import { transactionFile } from "./streams/files.ts"
import type { Workload } from "./workloads/index.ts"

/** A variant, and what its runs gave so far. */
interface Measured {
  readonly variant: Variant
  readonly all: JobUsage[]
  /** Of runs on no events. */
  readonly none: JobUsage[]
  readonly found: Found[]
  failure?: string
}

/** One run. */
async function runOnce(
  workload: Workload,
  one: Measured,
  place: Place,
  events: "all" | "none",
  options: JobOptions,
): Promise<void> {
  const { variant } = one
  const ends = await place.open(events)
  try {
    const usage = await runJob(workload, variant, ends, options)
    one[events].push(usage)
    const alerts = await alertsOf(ends.eachAlert)
    if (events === "all") one.found.push({ variant: nameOf(variant), engine: variant.engine, alerts })
    else if (alerts.count > 0) throw new Error(`${alerts.count} alerts of no events`)
  } finally {
    await ends.remove()
  }
}

/** All variants take turns in each round; one that fails is not run again. */
async function measureAll(workload: Workload, place: Place, options: JobOptions): Promise<Measured[]> {
  const variants = variantsOf(options.flink ? ["cep", "flink"] : ["cep"])
  const all = variants.map((variant): Measured => ({ variant, all: [], none: [], found: [] }))
  for (let round = 1; round <= options.rounds; round++) {
    for (const one of all) {
      if (one.failure !== undefined) continue
      try {
        await runOnce(workload, one, place, "none", options)
        await runOnce(workload, one, place, "all", options)
      } catch (error) {
        one.failure = error instanceof Error ? error.message : String(error)
      }
    }
    process.stderr.write(`${workload.name}: round ${round} of ${options.rounds} done\n`)
  }
  return all
}

/** Prints what was measured; a failure or different alerts make the exit code 1. */
function report(workload: Workload, all: readonly Measured[], { events, from, intervalMs }: JobOptions): void {
  const rows = all.map(
    (one): JobRow => ({
      name: nameOf(one.variant),
      events,
      full: one.all,
      empty: one.none,
      failure: one.failure,
    }),
  )
  const found = all.flatMap((one) => one.found)
  const alerts = found.length === 0 ? "no" : found[0]!.alerts.count
  const differences = disagreements(found)
  const verdict = differences.length > 0 ? ": THEY DIFFER" : ""
  console.log(
    `\n${workload.name} from ${from}, ${events} events, ${alerts} alerts${verdict}; checkpoints every ${intervalMs} ms`,
  )
  console.log(alignColumns(jobTable(rows)))
  for (const line of differences) console.log(line)
  for (const { name, failure } of rows) if (failure !== undefined) console.log(`\n${name} failed: ${failure}`)
  if (differences.length > 0 || rows.some(({ failure }) => failure !== undefined)) process.exitCode = 1
}

await start(help, async (args) => {
  const options = readJobOptions(args)
  const { events, stream, accounts, partitions, from } = options
  if (options.flink) await buildPeers()
  const input = await transactionFile(stream, events, accounts)
  await prepareCommand(root)
  console.log(machineLine(describeMachine()))
  const place = from === "file" ? files(input, emptyFile()) : await topicsOf(input, events, partitions)
  closeWhenStopped(place)
  try {
    for (const workload of options.workloads) report(workload, await measureAll(workload, place, options), options)
  } finally {
    await place.close()
  }
})

/** A broker would outlive this process, and its topics are large. */
function closeWhenStopped(place: Place): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void place.close().finally(() => process.exit(signal === "SIGINT" ? 130 : 143)))
  }
}
