/**
 * `npm run bench:forms`: what judging an event costs in each form of matching, without reading it: decoded objects in the order of time through
 * the library interface, the second run in a process. The same stream under a filter that never holds is measured beside it, so that what the
 * rule adds can be told from what each event costs anyway. The form is what `cep explain` says.
 */

import process from "node:process"
import { parseArgs } from "node:util"
import { casesOf, outputFile } from "./measure/cases.ts"
import { runNode } from "./measure/child.ts"
import { commandOf, prepareCommand } from "./measure/command.ts"
import { throughLibrary } from "./measure/library.ts"
import { describeMachine, machineLine, root } from "./measure/machine.ts"
import { alignColumns } from "./measure/report.ts"
import { type Case, measureCase, median, type Result } from "./measure/rounds.ts"
import { start, wholeNumber } from "./options.ts"
import { streamNames, streamOf } from "./streams/files.ts"
import { onTime, type Workload, workloadOf } from "./workloads/index.ts"

const help = `npm run bench:forms -- [options]

  --events N      how many events (default: 300,000)
  --rounds N      how often each is measured (default: 5)
  --stream NAME   ${streamNames.join(", ")} (default: dense-in-order)
`

/** The workload that each kind of rule is measured with. */
const kinds: Readonly<Record<string, string>> = {
  filter: "W1",
  ring: "W2",
  "sequence ring": "W3",
  "aggregate log": "W6",
  enumeration: "W7",
  absence: "W5",
  general: "W4",
}

/** A filter that never holds: what an event costs that is only passed by. */
function nothing(): Workload {
  const { text, ...rest } = workloadOf("W1")
  const never = text.replace("amount > 10000", "amount < 0")
  if (never === text) throw new Error("W1 has another condition than it had")
  return { ...rest, name: "nothing", text: never, expected: () => [] }
}

/** What `cep explain` says of how a rule is matched, without the reasons. */
async function formOf(rules: string): Promise<string> {
  const { finished } = await runNode(commandOf(root), ["explain", rules])
  const lines = finished.stdout.split("\n").filter((line) => /^(form|runs) /.test(line))
  return lines.map((line) => line.replace(/:.*/, "").replace(/^form /, "")).join(", ")
}

/** CPU ns an event of each round. */
function nanoseconds({ samples, events }: Result): number[] {
  return samples.map(({ cpuSeconds }) => (cpuSeconds * 1e9) / events)
}

async function main(args: readonly string[]): Promise<void> {
  const text = (value: string) => ({ type: "string", default: value }) as const
  const options = { events: text("300000"), rounds: text("5"), stream: text("dense-in-order") }
  const { values } = parseArgs({ args: [...args], options })
  const [events, rounds] = [wholeNumber("--events", values.events), wholeNumber("--rounds", values.rounds)]
  const all = [nothing(), ...Object.values(kinds).map(workloadOf)].map(onTime)
  const [pushAll] = throughLibrary("library", root, 2048)
  console.log(machineLine(describeMachine()))
  console.log(`${events.toLocaleString("en")} events, ${values.stream}, ${rounds} rounds, medians of CPU time\n`)
  await prepareCommand(root)
  const cases: Case[] = []
  for await (const one of casesOf(streamOf(values.stream), all, events, 10_000)) cases.push(one)
  const results: Result[][] = cases.map(() => [])
  const output = outputFile()
  for (let round = 0; round < rounds; round++) {
    for (const [i, one] of cases.entries()) results[i]!.push(...(await measureCase(one, [pushAll!], 1, output)))
    process.stderr.write(`round ${round + 1} done\n`)
  }
  const times = results.map((own) => own.flatMap(nanoseconds))
  const base = median(times[0]!)
  const rows: string[][] = []
  for (const [i, { rules }] of cases.entries()) {
    const { matches = 0, agreement = "", failure } = results[i]![0]!
    if (failure !== undefined || agreement !== "equal") process.exitCode = 1
    const time = median(times[i]!)
    const figures = [time, time - base].map((value) => value.toFixed(0))
    const name = ["nothing", ...Object.keys(kinds)][i]!
    const found = [matches.toLocaleString("en"), failure ?? agreement]
    rows.push([name, all[i]!.name, ...figures, ...found, await formOf(rules)])
  }
  console.log(
    alignColumns([["kind", "rules", "ns an event", "of it the rule", "matches", "agreement", "form"], ...rows]),
  )
}

await start(help, main)
