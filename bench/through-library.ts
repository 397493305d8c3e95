/**
 * Rules on decoded objects, through the library interface: three times, the third time measured. Prints what it used; CPU time is that of all
 * threads. The matches go to a file after the measure. `push` hands over one event a call, `pushAll` all of them in one.
 *
 *   node --expose-gc bench/through-library.ts RULES TYPE EVENTS OUTPUT push|pushAll
 */
import { readFileSync, writeFileSync } from "node:fs"
import process from "node:process"
import { setTimeout } from "node:timers/promises"
import { compile } from "cepheus"
import { createEngine, type Engine } from "cepheus/runtime"
import type { Usage } from "./measure/child.ts"

interface Found {
  readonly rule: string
  readonly data: Readonly<Record<string, unknown>> | undefined
}

/** More than sweeping a heap of a gigabyte takes. */
const sweepMs = 1000

type Call = "push" | "pushAll"

/** Hands over the events; throws where the revision at hand has no such call. */
function handOver(engine: Engine, call: Call, type: string, events: readonly unknown[]): void {
  if (call === "pushAll") {
    if (typeof engine.pushAll !== "function") throw new Error("this revision has no pushAll")
    engine.pushAll(type, events)
  } else for (const event of events) engine.push(type, event)
}

async function main(rulesPath: string, type: string, eventsPath: string, output: string, call: Call): Promise<void> {
  const { rules, diagnostics } = await compile([{ path: rulesPath, text: readFileSync(rulesPath, "utf8") }])
  if (rules === undefined) throw new Error(diagnostics.map(({ code, text }) => `${code} ${text}`).join("\n"))
  const lines = readFileSync(eventsPath, "utf8").split("\n")
  const events: unknown[] = lines.flatMap((line) => (line === "" ? [] : [JSON.parse(line)]))
  // They stay: V8 throws away what it compiled for an engine that is gone.
  const engines: Engine[] = []
  const feed = (): { usage: Usage; found: Found[] } => {
    const found: Found[] = []
    const engine = createEngine(rules, { onAlert: ({ rule, data }) => found.push({ rule, data }) })
    engines.push(engine)
    const started = process.hrtime.bigint()
    const before = process.cpuUsage()
    handOver(engine, call, type, events)
    engine.end()
    const { user, system } = process.cpuUsage(before)
    const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9
    const peakBytes = process.resourceUsage().maxRSS * 1024
    return { usage: { wallSeconds, cpuSeconds: (user + system) / 1e6, peakBytes }, found }
  }
  feed()
  // What was compiled for the only engine so far is compiled once more when there is another one.
  feed()
  ;(globalThis as { gc?: () => void }).gc?.()
  // What the collector found is swept by other threads behind it: their time is not the engine's.
  await setTimeout(sweepMs)
  const { usage, found } = feed()
  writeFileSync(output, found.map((one) => `${JSON.stringify(one)}\n`).join(""))
  console.log(JSON.stringify(usage))
}

const [rules, type, events, output, call] = process.argv.slice(2)
if (call !== "push" && call !== "pushAll") {
  throw new Error("node --expose-gc bench/through-library.ts RULES TYPE EVENTS OUTPUT push|pushAll")
}
await main(rules!, type!, events!, output!, call)
