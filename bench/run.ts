/**
 * `npm run bench`: the workloads through `cep run`, from a file of events to a file of alerts, as users start it. Each run is a process of
 * its own; W2 also by hand. docs/operate/benchmarks.md says what the figures mean.
 */
import process from "node:process"
import { cardFraudCases } from "./card-fraud.ts"
import { casesOf, outputPath } from "./measure/cases.ts"
import { cepRun } from "./measure/cep.ts"
import { byHand } from "./measure/hand.ts"
import { describeMachine, machineLine, root } from "./measure/machine.ts"
import { alignColumns, reportOf, saveReport, tableOf } from "./measure/report.ts"
import { type Case, measureCase, type Result, type Variant } from "./measure/rounds.ts"
import { eventsOf, help, type Options, readOptions } from "./options.ts"
import { workloads } from "./workloads/index.ts"

/** All that was asked for, one case after the other. */
async function* chosenCases(options: Options): AsyncGenerator<Case> {
  for (const stream of options.streams) {
    const sizes = Map.groupBy(options.workloads, (one) => eventsOf(one, options.events))
    for (const [events, some] of sizes) yield* casesOf(stream, some, events, options.accounts)
  }
  if (options.cardFraud) yield* cardFraudCases(options.events ?? 1_000_000)
}

function variantsOf(one: Case, options: Options): Variant[] {
  const cep = cepRun("cep run", root, options.heapMiB)
  return one.workload === "W2" ? [cep, byHand] : [cep]
}

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args)
  if (options.list) {
    for (const { name, about } of workloads) console.log(`${name.padEnd(5)}${about}`)
    return
  }
  const machine = describeMachine()
  console.log(machineLine(machine))
  const results: Result[] = []
  for await (const one of chosenCases(options)) {
    results.push(...(await measureCase(one, variantsOf(one, options), options.rounds, outputPath)))
    process.stderr.write(`${one.workload} on ${one.stream} done\n`)
  }
  const report = reportOf(machine, args, results)
  console.log(`${options.rounds} rounds, medians; heap limited to ${options.heapMiB} MiB\n`)
  console.log(alignColumns(tableOf(results, "by hand")))
  for (const { failure } of results) if (failure?.includes("\n")) console.log(`\n${failure}`)
  for (const path of saveReport(report, "run", options.keep)) console.log(`\nwritten to ${path}`)
  if (results.some(({ failure, agreement = "equal" }) => failure !== undefined || agreement !== "equal")) {
    process.exitCode = 1
  }
}

const args = process.argv.slice(2)
if (args.includes("--help") || args.includes("-h")) console.log(help)
else await main(args)
