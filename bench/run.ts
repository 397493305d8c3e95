/**
 * `npm run bench`: the card fraud rules on a million card payments, through `cep run` as a user starts it. Prints how many events a second,
 * the processor time, and the most memory at a quarter, half and all of the events: it must not grow with them. The heap is limited, since
 * without need the collector takes its time and the figures would show that.
 *
 *   node bench/run.ts [events=1000000]
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createWriteStream } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { availableParallelism, cpus, tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { finished } from "node:stream/promises"
import { fileURLToPath } from "node:url"
import { generate } from "../samples/card-fraud/generate.ts"

const heapMiB = 512
const root = fileURLToPath(new URL("..", import.meta.url))
const rules = join(root, "samples/card-fraud/rules.cep")

/** The parts of the summary of `cep run --json` that are shown. */
interface Summary {
  readonly read: number
  readonly seconds: number
  readonly eventsPerSecond: number
  readonly cpuSeconds: number
  readonly peakMemoryBytes: number
  readonly alerts: number
  readonly rules: readonly { readonly name: string; readonly outputs: number }[]
}

/** Writes the first `count` of the same seeded stream of events. */
async function writeEvents(path: string, events: Iterable<unknown>, count: number): Promise<void> {
  const file = createWriteStream(path)
  let chunk = ""
  let written = 0
  for (const event of events) {
    if (written++ === count) break
    chunk += `${JSON.stringify(event)}\n`
    if (chunk.length < 1 << 20) continue
    if (!file.write(chunk)) await once(file, "drain")
    chunk = ""
  }
  file.end(chunk)
  await finished(file)
}

async function cepRun(events: string, alerts: string): Promise<Summary> {
  const main = join(root, "compiler/cli/main.ts")
  const args = [
    "run",
    rules,
    "--source",
    `*=file:${events}`,
    "--sink",
    `alerts=file:${alerts}`,
    "--json",
    "--log",
    "text",
  ]
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMiB}`, main, ...args], {
    stdio: ["ignore", "inherit", "pipe"],
  })
  let said = ""
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said += text
  })
  const [code] = await once(child, "close")
  if (code !== 0) throw new Error(`cep run ended with ${code}:\n${said}`)
  return JSON.parse(said.trimEnd().split("\n").at(-1) ?? "")
}

const number = (value: number) => value.toLocaleString("en")
const total = Number(process.argv[2] ?? 1_000_000)
const folder = await mkdtemp(join(tmpdir(), "cep-bench-"))
try {
  console.log(
    `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, Node ${process.version}, heap limited to ${heapMiB} MiB`,
  )
  console.log("    events   seconds   events/s   CPU seconds   peak memory")
  let last: Summary | undefined
  for (const count of [total / 4, total / 2, total].map(Math.round)) {
    const events = join(folder, "events.jsonl")
    await writeEvents(events, generate(total, 1), count)
    last = await cepRun(events, join(folder, "alerts.jsonl"))
    const memory = `${Math.round(last.peakMemoryBytes / 2 ** 20)} MiB`
    console.log(
      `${number(last.read).padStart(10)}${last.seconds.toFixed(1).padStart(10)}${number(last.eventsPerSecond).padStart(11)}` +
        `${last.cpuSeconds.toFixed(1).padStart(14)}${memory.padStart(14)}`,
    )
  }
  console.log(`\n${number(last!.alerts)} alerts`)
  for (const { name, outputs } of last!.rules) console.log(`  ${name.padEnd(20)}${number(outputs).padStart(8)}`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
