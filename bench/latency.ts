/**
 * `npm run bench:latency`: how long an alert takes. One process writes events at a fixed rate to a pipe, `cep run` reads them as a live source,
 * a third process reads the alerts from a pipe. Measured is the time from the sending of the event that lets an alert out (the first
 * later one: the rules declare no lateness) to the arrival of the alert's line. docs/operate/benchmarks.md says what that leaves out.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { parseArgs } from "node:util"
import { type Arrival, latenciesOf, lettingOut, percentile } from "./latency/figures.ts"
import { ruleFile } from "./measure/cases.ts"
import { run } from "./measure/child.ts"
import { commandOf, prepareCommand } from "./measure/command.ts"
import { describeMachine, machineLine, root } from "./measure/machine.ts"
import { alignColumns } from "./measure/report.ts"
import { compareMatches, eachLine } from "./measure/rounds.ts"
import { start, wholeNumber } from "./options.ts"
import { readTransactions, streamNames, streamOf, transactionFile } from "./streams/files.ts"
import { inTimeOrder, withoutLate } from "./workloads/expected.ts"
import { onTime, together, type Workload, workloadOf } from "./workloads/index.ts"

const help = `npm run bench:latency -- [WORKLOAD…] [options]

  WORKLOAD        without one W1, W2 and twelve rules together (12)
  --rate N        events a second (default: 100,000)
  --seconds N     how long they are sent (default: 10)
  --warm-up N     of it how many seconds are not counted (default: 3)
  --rounds N      how often each is measured (default: 3)
  --stream NAME   ${streamNames.join(", ")} (default: dense-in-order)
`

interface Options {
  readonly workloads: readonly Workload[]
  readonly stream: string
  readonly rate: number
  readonly seconds: number
  readonly warmUp: number
  readonly rounds: number
}

interface Alert extends Arrival {
  readonly match: string
}

function readOptions(args: readonly string[]): Options {
  const text = (value: string) => ({ type: "string", default: value }) as const
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rate: text("100000"),
      seconds: text("10"),
      "warm-up": text("3"),
      rounds: text("3"),
      stream: text("dense-in-order"),
    },
  })
  const names = positionals.length === 0 ? ["W1", "W2", "12"] : positionals
  const options = {
    workloads: names.map((name) => onTime(name === "12" ? together : workloadOf(name))),
    stream: values.stream,
    rate: wholeNumber("--rate", values.rate),
    seconds: wholeNumber("--seconds", values.seconds),
    warmUp: wholeNumber("--warm-up", values["warm-up"]),
    rounds: wholeNumber("--rounds", values.rounds),
  }
  if (options.warmUp >= options.seconds) throw new Error("--warm-up must be shorter than --seconds")
  return options
}

/** Real pipes, as between programs that a user starts; Node itself would make sockets. The last line tells how `cep run` ended. */
const pipeline = `"$NODE" "$SEND" "$EVENTS" "$RATE" "$STAMPS" |
  { "$NODE" "$CEP" run "$RULES" --source 'Transaction=-?live=true' --quiet; echo $? >"$STATUS"; } |
  "$NODE" "$RECEIVE" "$ALERTS"`

/** Sends the file once; gives when each event was sent, and the alerts. */
async function sendOnce(rules: string, input: string, rate: number) {
  const folder = mkdtempSync(join(tmpdir(), "cep-latency-"))
  const [stamps, alerts, status] = ["stamps", "alerts", "status"].map((name) => join(folder, name))
  const here = join(root, "bench/latency")
  const paths = { SEND: join(here, "send.ts"), CEP: commandOf(root), RECEIVE: join(here, "receive.ts") }
  const own = { NODE: process.execPath, EVENTS: input, RATE: String(rate), STAMPS: stamps, ALERTS: alerts }
  try {
    const env = { ...process.env, ...paths, ...own, RULES: rules, STATUS: status, NODE_NO_WARNINGS: "1" }
    const { stderr } = await run("sh", ["-c", pipeline], { env })
    const code = readFileSync(status!, "utf8").trim()
    if (code !== "0") throw new Error(`cep run ended with ${code}:\n${stderr.trim()}`)
    const bytes = readFileSync(stamps!)
    const sent = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    const seen: Alert[] = []
    await eachLine(alerts!, (line) => seen.push(JSON.parse(line)))
    return { sent, seen }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const milliseconds = (value: number): string => (Number.isNaN(value) ? "–" : value.toFixed(2))

/** A line of the table for each round. */
async function measure(workload: Workload, options: Options): Promise<string[][]> {
  const { rate, seconds, warmUp, rounds } = options
  const input = await transactionFile(streamOf(options.stream), rate * seconds, 10_000)
  const events = readTransactions(input)
  const times = events.map(({ at }) => at)
  const expected = workload.expected(inTimeOrder(withoutLate(events, 0))).sort()
  const rules = ruleFile(workload)
  const rows: string[][] = []
  for (let round = 1; round <= rounds; round++) {
    const { sent, seen } = await sendOnce(rules, input, rate)
    const agreement = compareMatches(seen.map(({ match }) => match).sort(), expected)
    if (agreement !== "equal") process.exitCode = 1
    const counted = rate * warmUp
    const from = sent[counted]!
    const all = latenciesOf(seen, lettingOut(times, 0, seen), sent, from)
    const shares = [0.5, 0.99, 0.999, 1].map((share) => milliseconds(percentile(all, share)))
    const real = ((sent.length - 1 - counted) / (sent.at(-1)! - from)) * 1e9
    const counts = [Math.round(real), seen.length, all.length].map((count) => count.toLocaleString("en"))
    rows.push([workload.name, String(round), ...counts, ...shares, agreement])
    process.stderr.write(`${workload.name}, round ${round} done\n`)
  }
  return rows
}

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args)
  console.log(machineLine(describeMachine()))
  const { rate, seconds, warmUp, stream } = options
  console.log(
    `${rate.toLocaleString("en")} events a second for ${seconds} s, ${stream}; the first ${warmUp} s not counted\n`,
  )
  const head = ["rules", "round", "sent/s", "alerts", "counted", "p50 ms", "p99 ms", "p99.9 ms", "most ms", "agreement"]
  await prepareCommand(root)
  const rows: string[][] = []
  for (const workload of options.workloads) rows.push(...(await measure(workload, options)))
  console.log(alignColumns([head, ...rows]))
}

await start(help, main)
