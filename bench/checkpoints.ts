/**
 * `npm run bench:checkpoints`: what a checkpoint costs the engine, with state for many keys. All keys get an event, then rounds follow in which some of them
 * get another one, and in each a cut of the state is taken and fetched while further events are judged. Told are how long the engine stood still
 * for it at a time, how large the cuts are, and how long restoring takes. Each workload runs in a process of its own.
 */
import process from "node:process"
import { parseArgs } from "node:util"
import { compile } from "cepheus"
import { createEngine, type Engine } from "cepheus/runtime"
import { runNode } from "./measure/child.ts"
import { describeMachine, machineLine } from "./measure/machine.ts"
import { alignColumns } from "./measure/report.ts"
import { start, wholeNumber } from "./options.ts"
import { onTime, workloadOf } from "./workloads/index.ts"

const help = `npm run bench:checkpoints -- [WORKLOAD…] [options]

  WORKLOAD        W2, W3, W4, W5, W6 (default: all of these)
  --keys N        accounts with state (default: 1,000,000)
  --rounds N      increments (default: 20)
  --changed N     accounts in a thousand that get an event in a round (default: 10)
  --late          with the lateness of the workloads: half a million events wait, and each cut has them
`

/** Events of one call, as a job hands them over. */
const batchEvents = 1000
/** So many come in a millisecond of event time: all keys of the default are within ten seconds, which the windows hold. */
const eventsPerMs = 100
const firstAt = Date.UTC(2026, 0, 1)

interface Sizes {
  readonly keys: number
  readonly rounds: number
  readonly changed: number
  readonly late: boolean
}

/** What one workload gave; times in milliseconds. */
interface Measured {
  readonly begun: readonly number[]
  readonly fetched: readonly number[]
  readonly batches: readonly number[]
  readonly batchesMeanwhile: readonly number[]
  readonly fullBegun: number
  readonly fullBytes: number
  readonly incrementBytes: readonly number[]
  readonly restored: number
  readonly keysRestored: boolean
}

function milliseconds(run: () => void): number {
  const started = process.hrtime.bigint()
  run()
  return Number(process.hrtime.bigint() - started) / 1e6
}

/** The value below which so much of the list lies. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

/** Payments of accounts one after the other, such that each keeps something for the rule. */
class Payments {
  private made = 0
  private readonly amount: number

  constructor(workload: string) {
    this.amount = workload === "W5" ? 6000 : 1
  }

  batch(from: number, count: number, keys: number): unknown[] {
    return Array.from({ length: count }, (_, i) => {
      const id = this.made++
      const account = `account-${(from + i) % keys}`
      const at = firstAt + Math.floor(id / eventsPerMs)
      return { id, account, card: "c", merchant: "m", device: "d", country: "GB", amount: this.amount, at }
    })
  }
}

async function measure(name: string, { keys, rounds, changed, late }: Sizes): Promise<Measured> {
  const workload = workloadOf(name)
  const { rules } = await compile([{ path: `${name}.cep`, text: (late ? workload : onTime(workload)).text }])
  if (rules === undefined) throw new Error(`${name} does not compile`)
  const engine: Engine = createEngine(rules)
  const payments = new Payments(name)
  let next = 0
  const push = (count: number): number => {
    const events = payments.batch(next, count, keys)
    next += count
    return milliseconds(() => engine.pushAll("Transaction", events))
  }
  while (next < keys) push(Math.min(batchEvents, keys - next))
  const pieces: Uint8Array[] = []
  const bytes: number[] = []
  const begun: number[] = []
  const fetched: number[] = []
  const batches: number[] = []
  const batchesMeanwhile: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const perRound = Math.ceil((keys * changed) / 1000)
    // What is pushed while a cut is fetched changes keys, too: it counts for the next one.
    for (let left = round === 0 ? 0 : perRound; left > 0; left -= batchEvents) {
      batches.push(push(Math.min(batchEvents, left)))
    }
    let cut: ReturnType<Engine["cut"]> | undefined
    begun.push(milliseconds(() => (cut = engine.cut(round === 0))))
    bytes.push(0)
    for (;;) {
      let piece: Uint8Array | undefined
      fetched.push(milliseconds(() => (piece = cut!.next())))
      if (piece === undefined) break
      pieces.push(piece)
      bytes[round] = bytes[round]! + piece.length
      if (round === 0) batchesMeanwhile.push(push(100))
    }
  }
  let again: Engine | undefined
  const restored = milliseconds(() => (again = createEngine(rules, { restoreCut: pieces })))
  const facts = ({ rules: all, series }: ReturnType<Engine["stats"]>) =>
    JSON.stringify([all.map((one) => one.keys), series.map((one) => one.entries)])
  const keysRestored = facts(again!.stats()) === facts(engine.stats())
  const [fullBegun = 0, ...incrementsBegun] = begun
  const [fullBytes = 0, ...incrementBytes] = bytes
  return {
    begun: incrementsBegun,
    fetched,
    batches,
    batchesMeanwhile,
    fullBegun,
    fullBytes,
    incrementBytes,
    restored,
    keysRestored,
  }
}

async function main(args: readonly string[]): Promise<void> {
  const text = (value: string) => ({ type: "string", default: value }) as const
  const flag = { type: "boolean", default: false } as const
  const options = { keys: text("1000000"), rounds: text("20"), changed: text("10"), late: flag, one: flag } as const
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const sizes = {
    keys: wholeNumber("--keys", values.keys),
    rounds: wholeNumber("--rounds", values.rounds),
    changed: wholeNumber("--changed", values.changed),
    late: values.late,
  }
  if (values.one) {
    console.log(JSON.stringify(await measure(positionals[0]!, sizes)))
    return
  }
  console.log(machineLine(describeMachine()))
  console.log(`${sizes.keys.toLocaleString("en")} keys, ${sizes.changed / 10} % of them changed; times in ms\n`)
  const head = ["rules", "full begins", "begins p99", "piece p50", "piece p99", "piece max", "full MB", "increment %"]
  const rows: string[][] = []
  for (const name of positionals.length > 0 ? positionals : ["W2", "W3", "W4", "W5", "W6"]) {
    const { late, ...numbers } = sizes
    const sizesOf = Object.entries(numbers).flatMap(([key, value]) => [`--${key}`, String(value)])
    if (late) sizesOf.push("--late")
    const heap = ["--max-old-space-size=8192"]
    const { finished } = await runNode(import.meta.filename, [name, "--one", ...sizesOf], heap)
    const found = JSON.parse(finished.stdout) as Measured
    if (!found.keysRestored) {
      process.exitCode = 1
      console.error(`${name}: what was restored is not what was there`)
    }
    const share = (100 * quantile(found.incrementBytes, 0.5)) / found.fullBytes
    const times = [
      found.fullBegun,
      quantile(found.begun, 0.99),
      quantile(found.fetched, 0.5),
      quantile(found.fetched, 0.99),
      Math.max(...found.fetched),
    ]
    const figures = [...times.map((time) => time.toFixed(2)), (found.fullBytes / 1e6).toFixed(1), share.toFixed(1)]
    rows.push([name, ...figures, found.restored.toFixed(0)])
  }
  console.log(alignColumns([[...head, "restored"], ...rows]))
}

await start(help, main)
