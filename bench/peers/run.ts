/**
 * `npm run bench:peers`: Flink CEP, Esper and Siddhi beside Cepheus on the same files and rules, with the matches compared. Needs Java 17 and
 * Maven, which fetches the engines the first time. docs/operate/benchmarks.md says what is comparable.
 */
import { writeFileSync } from "node:fs"
import process from "node:process"
import { parseArgs } from "node:util"
import { casesOf, outputFile } from "../measure/cases.ts"
import { cepRun } from "../measure/cep.ts"
import { prepareCommand } from "../measure/command.ts"
import { byHand } from "../measure/hand.ts"
import { throughLibrary } from "../measure/library.ts"
import { describeMachine, machineLine, root } from "../measure/machine.ts"
import { barPlot } from "../measure/plot.ts"
import { alignColumns, failuresOf, reportOf, saveReport, tableOf } from "../measure/report.ts"
import { measureCase, type Result } from "../measure/rounds.ts"
import { eventsOf, start, wholeNumber } from "../options.ts"
import { streamNames, streamOf, streams } from "../streams/files.ts"
import { workloadOf, workloads } from "../workloads/index.ts"
import { measureMemory, memoryTable } from "./memory.ts"
import { buildPeers, chosenPeers, explainDifferences, peerVariants, type Way } from "./peers.ts"

const help = `npm run bench:peers -- [WORKLOAD…] [options]

  WORKLOAD        ${workloads.map(({ name }) => name).join(", ")}; without one W1 to W7
  --decoded       decoded objects in memory instead of from file to file
  --memory        bytes a key of W2, W3 and W6 (without --accounts for a million) instead of time
  --peer NAME     flink, esper or siddhi; without it all (may stand several times)
  --events N      how many events (default: 200,000; W8 and W9 a tenth of it)
  --rounds N      how often each is measured (default: 3)
  --stream NAME   ${streamNames.join(", ")}; without it ${streams.map(({ name }) => name).join(" and ")}
  --accounts N    how many accounts the stream has (default: 10,000)
  --heap MIB      the most that a heap may take (default: 2048; with --memory 12288)
  --plot FILE.svg bars of the results
  --keep NAME     also write the results to bench/results/NAME.json, which git sees
`

function readOptions(args: readonly string[]) {
  const text = { type: "string" } as const
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      decoded: { type: "boolean", default: false },
      memory: { type: "boolean", default: false },
      peer: { type: "string", multiple: true, default: [] },
      events: text,
      rounds: { ...text, default: "3" },
      stream: text,
      accounts: text,
      heap: text,
      plot: text,
      keep: text,
    },
  })
  const way: Way = values.memory ? "state" : values.decoded ? "memory" : "file"
  const usual = workloads.filter(({ name }) => (values.memory ? /^W[236]$/ : /^W[1-7]/).test(name))
  return {
    way,
    workloads: positionals.length === 0 ? usual : positionals.map(workloadOf),
    peers: chosenPeers(values.peer),
    events: values.events === undefined ? undefined : wholeNumber("--events", values.events),
    rounds: wholeNumber("--rounds", values.rounds),
    streams: values.stream === undefined ? streams : [streamOf(values.stream)],
    accounts: wholeNumber("--accounts", values.accounts ?? (values.memory ? "1000000" : "10000")),
    heapMiB: wholeNumber("--heap", values.heap ?? (values.memory ? "12288" : "2048")),
    plot: values.plot,
    keep: values.keep,
  }
}

type Options = ReturnType<typeof readOptions>

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args)
  await buildPeers()
  await (options.way === "state" ? reportMemory(options, args) : reportTimes(options, args))
}

async function reportMemory(options: Options, args: readonly string[]): Promise<void> {
  const machine = describeMachine()
  console.log(machineLine(machine))
  const { workloads: some, peers, accounts, heapMiB } = options
  const results = await measureMemory(some, peers, accounts, heapMiB, outputFile())
  console.log(`${accounts.toLocaleString("en")} accounts; heaps limited to ${heapMiB} MiB\n`)
  console.log(alignColumns(memoryTable(results)))
  for (const { workload, variant, failure } of results) {
    if (failure !== undefined) console.log(`\n${variant}, ${workload}: ${failure}`)
  }
  for (const path of saveReport({ ...reportOf(machine, args, []), memory: results }, "memory", options.keep)) {
    console.log(`\nwritten to ${path}`)
  }
}

async function reportTimes(options: Options, args: readonly string[]): Promise<void> {
  const machine = describeMachine()
  console.log(machineLine(machine))
  await prepareCommand(root)
  const ours =
    options.way === "memory"
      ? throughLibrary("library", root, options.heapMiB)
      : [cepRun("cep run", root, options.heapMiB), byHand()]
  const variants = [...ours, ...peerVariants(options.way, options.heapMiB, options.peers)]
  const results: Result[] = []
  const output = outputFile()
  for (const stream of options.streams) {
    const sizes = Map.groupBy(options.workloads, (one) => eventsOf(one, options.events))
    for (const [events, some] of sizes) {
      for await (const one of casesOf(stream, some, events, options.accounts)) {
        const able = variants.filter(({ refuses }) => refuses?.(one) === undefined)
        results.push(...(await measureCase(one, able, options.rounds, output)))
        process.stderr.write(`${one.workload} on ${one.stream} done\n`)
      }
    }
  }
  console.log(`${options.rounds} rounds, medians; heaps limited to ${options.heapMiB} MiB\n`)
  console.log(alignColumns(tableOf(results, ours[0]!.name)))
  for (const line of explainDifferences(results)) console.log(`\n${line}`)
  for (const failure of failuresOf(results)) console.log(`\n${failure}`)
  if (options.plot !== undefined) writeFileSync(options.plot, barPlot(machineLine(machine), results))
  for (const path of saveReport(reportOf(machine, args, results), `peers-${options.way}`, options.keep)) {
    console.log(`\nwritten to ${path}`)
  }
}

await start(help, main)
