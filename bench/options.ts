/** The command line of `npm run bench`. */
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import process from "node:process"
import { parseArgs } from "node:util"
import { type Stream, streamNames, streamOf, streams } from "./streams/files.ts"
import { onTime, type Workload, withEvents, workloadOf, workloads } from "./workloads/index.ts"

export const help = `npm run bench -- [WORKLOAD…] [options]

  WORKLOAD          ${workloads.map(({ name }) => name).join(", ")}, card-fraud, or all; without one W1 W2 W3 W6
  --events N        how many events (default: 200,000; W8 and W9 a tenth of it, card-fraud 1,000,000)
  --rounds N        how often each is measured (default: 3)
  --stream NAME     ${streamNames.join(", ")}; without it ${streams.map(({ name }) => name).join(" and ")}
  --accounts N      how many accounts the stream has (default: 10,000)
  --whole-events    also with the whole events in the alerts, as they come where rules say nothing else
  --on-time         also without declared lateness: what comes late is dropped
  --hand FILE       also another program for W2, run as node FILE IN OUT js 1; speeds are then told of it
  --heap MIB        the most that the heap may take (default: 512)
  --compare REV     before and after: this checkout against a revision
  --library         decoded objects through the library interface, without files
  --plot FILE.svg   bars of the results
  --keep NAME       also write the results to bench/results/NAME.json, which git sees
  --list            what the workloads are about
`

export interface Options {
  readonly workloads: readonly Workload[]
  readonly cardFraud: boolean
  readonly events: number | undefined
  readonly rounds: number
  readonly streams: readonly Stream[]
  readonly accounts: number
  readonly heapMiB: number
  readonly compare: string | undefined
  readonly library: boolean
  /** The path of another program by hand for W2. */
  readonly hand: string | undefined
  readonly plot: string | undefined
  readonly keep: string | undefined
  readonly list: boolean
}

/** Reads the arguments; throws with words for the user. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: "string" } as const
  const flag = { type: "boolean", default: false } as const
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      events: text,
      rounds: { ...text, default: "3" },
      stream: text,
      accounts: { ...text, default: "10000" },
      "whole-events": flag,
      "on-time": flag,
      hand: text,
      heap: { ...text, default: "512" },
      compare: text,
      library: flag,
      plot: text,
      keep: text,
      list: flag,
    },
  })
  const names = positionals.length === 0 ? ["W1", "W2", "W3", "W6"] : positionals
  const chosen = names.flatMap((name) => {
    if (name === "all") return workloads
    return name === "card-fraud" ? [] : [workloadOf(name)]
  })
  return {
    workloads: chosen.flatMap((one) => [
      one,
      ...(values["whole-events"] ? [withEvents(one)] : []),
      ...(values["on-time"] ? [onTime(one)] : []),
    ]),
    cardFraud: names.includes("card-fraud"),
    events: values.events === undefined ? undefined : wholeNumber("--events", values.events),
    rounds: wholeNumber("--rounds", values.rounds),
    streams: values.stream === undefined ? streams : [streamOf(values.stream)],
    accounts: wholeNumber("--accounts", values.accounts),
    heapMiB: wholeNumber("--heap", values.heap),
    compare: values.compare,
    library: values.library,
    hand: values.hand === undefined ? undefined : fileOf("--hand", values.hand),
    plot: values.plot,
    keep: values.keep,
    list: values.list,
  }
}

/** How many events of its stream a workload is run on: many rules at once get a tenth. */
export function eventsOf(workload: Workload, events: number | undefined): number {
  const all = events ?? 200_000
  return /^W[89]/.test(workload.name) ? Math.ceil(all / 10) : all
}

/** The absolute path of a file; throws where there is none. */
export function fileOf(name: string, path: string): string {
  if (!existsSync(path)) throw new Error(`${name} ${path}: there is no such file`)
  return resolve(path)
}

/** A whole number from 1 on, also written as 1e6 or 1_000_000; throws where it is none. */
export function wholeNumber(name: string, text: string): number {
  const value = Number(text.replaceAll(/[_,]/g, ""))
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} ${text}: a whole number is needed`)
  return value
}

/** Runs a benchmark with the arguments of the process, or shows its help. What it throws is said in a line; then the exit code is 2. */
export async function start(text: string, main: (args: readonly string[]) => Promise<void>): Promise<void> {
  const args = process.argv.slice(2)
  if (args.includes("--help") || args.includes("-h")) {
    console.log(text)
    return
  }
  try {
    await main(args)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 2
  }
}
