/**
 * `npm run bench:aggregates`: payments of many cards through the engine's library interface, judged by a rule that asks for the sum of a card's
 * payments in five windows of a minute to 30 days. Prints the time an event and the memory a card, next to the same
 * stream under a rule without aggregates, so that what the aggregates cost can be told from the rest.
 *
 *   node --expose-gc bench/aggregates.ts [events=10000000] [keys=1000000] [days=30]
 */
import { availableParallelism, cpus } from "node:os"
import process from "node:process"
import { compile } from "cepheus"
import { createEngine, type Engine } from "cepheus/runtime"
import { seeded } from "../samples/seeded.ts"

const [events = 10_000_000, keys = 1_000_000, days = 30] = process.argv.slice(2).map(Number)
const day = 86_400_000
/** The watermark moves after so many events, as with a source that hands over batches. */
const batch = 1000

const windows = ["1 minute", "1 hour", "1 day", "7 days", "30 days"]
const declaration = "event Payment { card: string, amount: number, at: time } timed by at\n"
const rules = {
  "no aggregate": "rule Large { when Payment where amount > 1e9 per card alert }",
  "five windows": `rule Large { when Payment where ${windows.map((window) => `sum(amount) over ${window}`).join(" + ")} > 1e9 per card alert }`,
}

interface Figures {
  readonly nanoseconds: number
  readonly cpuNanoseconds: number
  readonly bytes: number
  readonly entries: number
  readonly keys: number
}

async function engineFor(rule: string): Promise<Engine> {
  const { rules: compiled, diagnostics } = await compile([{ path: "bench.cep", text: declaration + rule }])
  if (compiled === undefined) throw new Error(diagnostics.map(({ code, text }) => `${code} ${text}`).join("\n"))
  return createEngine(compiled)
}

function memory(): number {
  const collect = (globalThis as { gc?: () => void }).gc
  if (collect === undefined) throw new Error("run it with node --expose-gc")
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Cards come in no order, so that nothing about them is in a cache when it is needed. */
function feed(engine: Engine): void {
  const random = seeded(1)
  for (let i = 0; i < events; i++) {
    const at = Math.floor((i / events) * days * day)
    const raw = { card: `card-${Math.floor(random() * keys)}`, amount: Math.floor(random() * 10_000) / 100, at }
    engine.ingest({ type: "Payment", raw, text: "{}" })
    if (i % batch === batch - 1) engine.advanceTo(at - 1)
  }
}

async function measure(rule: string): Promise<Figures> {
  const engine = await engineFor(rule)
  const before = memory()
  const started = process.hrtime.bigint()
  const cpu = process.cpuUsage()
  feed(engine)
  const { user, system } = process.cpuUsage(cpu)
  const nanoseconds = Number(process.hrtime.bigint() - started) / events
  const bytes = memory() - before
  const [series] = engine.stats().series
  const cpuNanoseconds = ((user + system) * 1000) / events
  return { nanoseconds, cpuNanoseconds, bytes, entries: series?.entries ?? 0, keys: series?.keys ?? 0 }
}

const number = (value: number): string => Math.round(value).toLocaleString("en")
const cell = (value: number): string => number(value).padStart(12)
console.log(`${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, Node ${process.version}`)
console.log(`${number(events)} events of ${number(keys)} keys in ${days} days; windows of ${windows.join(", ")}\n`)
console.log("                 ns an event  CPU ns an event  memory (MiB)        keys     entries")
const all: Figures[] = []
for (const [name, rule] of Object.entries(rules)) {
  const figures = await measure(rule)
  all.push(figures)
  const { nanoseconds, cpuNanoseconds, bytes, entries } = figures
  console.log(
    `${name.padEnd(16)}${cell(nanoseconds)}${number(cpuNanoseconds).padStart(17)}${number(bytes / 2 ** 20).padStart(14)}${cell(figures.keys)}${cell(entries)}`,
  )
}
const [plain, asked] = all as [Figures, Figures]
console.log(
  `\naggregates: ${number(asked.nanoseconds - plain.nanoseconds)} ns an event, ${number((asked.bytes - plain.bytes) / asked.keys)} bytes a key ` +
    `with ${(asked.entries / asked.keys).toFixed(1)} payments in its longest window`,
)
