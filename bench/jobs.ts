/**
 * `npm run bench:jobs`: what a whole job takes from a file of events to a file of alerts, with one and two workers, with checkpoints and without.
 * All runs must give the same alerts. The whole process is measured; what a start takes is told apart, by a run on no events.
 */
import { createReadStream, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { emptyFile, ruleFile } from "./measure/cases.ts"
import { runNode, type Usage } from "./measure/child.ts"
import { commandOf, prepareCommand } from "./measure/command.ts"
import { describeMachine, machineLine, root } from "./measure/machine.ts"
import { alignColumns } from "./measure/report.ts"
import { median } from "./measure/rounds.ts"
import { start, wholeNumber } from "./options.ts"
import { streamOf, transactionFile } from "./streams/files.ts"
import { workloadOf } from "./workloads/index.ts"

const help = `npm run bench:jobs -- [WORKLOAD…] [options]

  WORKLOAD      default: W2
  --events N    default: 5,000,000
  --accounts N  default: 10,000
  --stream S    dense or sparse (default)
  --rounds N    default: 3
  --interval D  of checkpoints (default: 10s)
`

interface Variant {
  readonly workers: number
  readonly checkpoints: boolean
}

const variants: readonly Variant[] = [
  { workers: 1, checkpoints: false },
  { workers: 1, checkpoints: true },
  { workers: 2, checkpoints: false },
  { workers: 2, checkpoints: true },
]

/** The lines of a file whatever their order: a sum of hashes, and how many there are. */
async function fingerprintOf(path: string): Promise<string> {
  let lines = 0
  let sum = 0
  let hash = 0x811c9dc5
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (const byte of chunk) {
      if (byte !== 0x0a) hash = Math.imul(hash ^ byte, 0x01000193)
      else {
        lines++
        sum = (sum + (hash >>> 0)) % 2 ** 48
        hash = 0x811c9dc5
      }
    }
  }
  return `${lines} ${sum}`
}

/** One run in a folder of its own. */
async function measure(rules: string, input: string, { workers, checkpoints }: Variant, interval: string) {
  const folder = mkdtempSync(join(tmpdir(), "cep-bench-job-"))
  try {
    const output = join(folder, "alerts.jsonl")
    const stored = checkpoints ? ["--checkpoint-dir", join(folder, "ck"), "--checkpoint-interval", interval] : []
    const args = ["run", rules, "--source", `Transaction=file:${input}`, "--sink", `alerts=file:${output}`, "--quiet"]
    const { usage } = await runNode(commandOf(root), [...args, "--parallelism", String(workers), ...stored])
    return { usage, alerts: await fingerprintOf(output) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const nameOf = ({ workers, checkpoints }: Variant): string =>
  `${workers} worker${workers === 1 ? "" : "s"}${checkpoints ? ", checkpoints" : ""}`

await start(help, async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      events: { type: "string", default: "5e6" },
      accounts: { type: "string", default: "10_000" },
      stream: { type: "string", default: "sparse" },
      rounds: { type: "string", default: "3" },
      interval: { type: "string", default: "10s" },
    },
  })
  const events = wholeNumber("--events", values.events)
  const rounds = wholeNumber("--rounds", values.rounds)
  const input = await transactionFile(streamOf(values.stream), events, wholeNumber("--accounts", values.accounts))
  await prepareCommand(root)
  console.log(machineLine(describeMachine()))
  for (const name of positionals.length === 0 ? ["W2"] : positionals) {
    const rules = ruleFile(workloadOf(name))
    const found = variants.map(() => ({ full: [] as Usage[], empty: [] as Usage[] }))
    const alerts = new Set<string>()
    for (let round = 0; round < rounds; round++) {
      for (const [place, variant] of variants.entries()) {
        found[place]!.empty.push((await measure(rules, emptyFile(), variant, values.interval)).usage)
        const one = await measure(rules, input, variant, values.interval)
        found[place]!.full.push(one.usage)
        alerts.add(one.alerts)
      }
    }
    console.log(
      `\n${name}, ${events} events, ${[...alerts].join(" OR ").split(" ")[0]} alerts${alerts.size > 1 ? ": THEY DIFFER" : ""}`,
    )
    const rows = variants.map((variant, place) => rowOf(variant, found[place]!, events))
    console.log(alignColumns([["", "seconds", "CPU s", "M events/s after start", "peak MiB"], ...rows]))
    if (alerts.size > 1) throw new Error(`${name}: the runs gave different alerts`)
  }
})

function rowOf(
  variant: Variant,
  { full, empty }: { full: readonly Usage[]; empty: readonly Usage[] },
  events: number,
): string[] {
  const of = (runs: readonly Usage[], what: keyof Usage): number => median(runs.map((each) => each[what]))
  const running = of(full, "wallSeconds") - of(empty, "wallSeconds")
  return [
    nameOf(variant),
    of(full, "wallSeconds").toFixed(2),
    of(full, "cpuSeconds").toFixed(2),
    (events / running / 1e6).toFixed(2),
    (of(full, "peakBytes") / 2 ** 20).toFixed(0),
  ]
}
