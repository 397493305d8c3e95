/**
 * `npm run bench`: the workloads through `cep run`, from a file of events to a file of alerts, as users start it. Each run is a process of
 * its own; W2 also by hand. docs/operate/benchmarks.md says what the figures mean.
 */
import { writeFileSync } from "node:fs"
import process from "node:process"
import { cardFraudCases } from "./card-fraud.ts"
import { casesOf, outputFile } from "./measure/cases.ts"
import { cepRun } from "./measure/cep.ts"
import { checkOut } from "./measure/checkout.ts"
import { prepareCommand } from "./measure/command.ts"
import { byHand, otherByHand } from "./measure/hand.ts"
import { throughLibrary } from "./measure/library.ts"
import { describeMachine, machineLine, root } from "./measure/machine.ts"
import { barPlot } from "./measure/plot.ts"
import { alignColumns, failuresOf, reportOf, saveReport, tableOf } from "./measure/report.ts"
import { type Case, measureCase, type Result, type Variant } from "./measure/rounds.ts"
import { eventsOf, help, type Options, readOptions, start } from "./options.ts"
import { workloads } from "./workloads/index.ts"

/** All that was asked for, one case after the other. */
async function* chosenCases(options: Options): AsyncGenerator<Case> {
  for (const stream of options.streams) {
    const sizes = Map.groupBy(options.workloads, (one) => eventsOf(one, options.events))
    for (const [events, some] of sizes) yield* casesOf(stream, some, events, options.accounts)
  }
  if (options.cardFraud) yield* cardFraudCases(options.events ?? 1_000_000)
}

/** What is run, and the variant that the others' speed is told of. */
interface Contest {
  readonly variants: readonly Variant[]
  readonly against: string | undefined
}

async function measureAll(options: Options, { variants }: Contest): Promise<Result[]> {
  const results: Result[] = []
  const output = outputFile()
  for await (const one of chosenCases(options)) {
    const able = variants.filter(({ refuses }) => refuses?.(one) === undefined)
    results.push(...(await measureCase(one, able, options.rounds, output)))
    process.stderr.write(`${one.workload} on ${one.stream} done\n`)
  }
  return results
}

/** This checkout and, where it was asked for, another revision. */
async function measureContest(options: Options): Promise<{ contest: Contest; results: Result[] }> {
  const ours = (name: string, checkout: string) => {
    return options.library ? throughLibrary(name, checkout, options.heapMiB) : [cepRun(name, checkout, options.heapMiB)]
  }
  if (options.compare === undefined) {
    const own = ours(options.library ? "library" : "cep run", root)
    const hands = options.hand === undefined ? [byHand()] : [byHand(), otherByHand(options.hand)]
    const contest = options.library
      ? { variants: own, against: own.at(-1)!.name }
      : { variants: [...own, ...hands], against: hands.at(-1)!.name }
    return { contest, results: await measureAll(options, contest) }
  }
  process.stderr.write(`installing ${options.compare}\n`)
  const other = await checkOut(options.compare)
  try {
    const [before, now] = [ours(other.name, other.folder), ours("now", root)]
    const variants = before.flatMap((one, i) => [one, now[i]!])
    const contest = { variants, against: variants[0]!.name }
    return { contest, results: await measureAll(options, contest) }
  } finally {
    other.remove()
  }
}

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args)
  if (options.list) {
    for (const { name, about } of workloads) console.log(`${name.padEnd(5)}${about}`)
    return
  }
  const machine = describeMachine()
  console.log(machineLine(machine))
  await prepareCommand(root)
  const { contest, results } = await measureContest(options)
  console.log(`${options.rounds} rounds, medians; heap limited to ${options.heapMiB} MiB\n`)
  console.log(alignColumns(tableOf(results, contest.against)))
  for (const failure of failuresOf(results)) console.log(`\n${failure}`)
  const kind = options.compare === undefined ? "run" : "compare"
  for (const path of saveReport(reportOf(machine, args, results), kind, options.keep))
    console.log(`\nwritten to ${path}`)
  if (options.plot !== undefined) writeFileSync(options.plot, barPlot(machineLine(machine), results))
  if (results.some(({ failure, agreement = "equal" }) => failure !== undefined || agreement !== "equal")) {
    process.exitCode = 1
  }
}

await start(help, main)
