/**
 * What an engine holds after a stream: the events are read from a file one by one and handed over through the library interface; then the
 * collector runs and the live memory of the process is printed, `{"heapBytes": …}`. The matches go to a file.
 *
 *   node --expose-gc bench/state-of-library.ts RULES TYPE EVENTS OUTPUT
 */
import { readFileSync, writeFileSync } from "node:fs"
import process from "node:process"
import { compile } from "cepheus"
import { createEngine } from "cepheus/runtime"
import { eventsIn } from "./streams/files.ts"

/** Live bytes of the whole process: objects and what they hold outside the heap. */
function liveBytes(): number {
  const collect = (globalThis as { gc?: () => void }).gc
  if (collect === undefined) throw new Error("run it with node --expose-gc")
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function main(rulesPath: string, type: string, eventsPath: string, output: string): Promise<void> {
  const { rules, diagnostics } = await compile([{ path: rulesPath, text: readFileSync(rulesPath, "utf8") }])
  if (rules === undefined) throw new Error(diagnostics.map(({ code, text }) => `${code} ${text}`).join("\n"))
  const found: string[] = []
  const engine = createEngine(rules, { onAlert: ({ rule, data }) => found.push(`${JSON.stringify({ rule, data })}\n`) })
  engine.pushAll(type, eventsIn(eventsPath))
  const heapBytes = liveBytes()
  writeFileSync(output, found.join(""))
  const { waiting } = engine.stats()
  console.log(JSON.stringify({ heapBytes, waiting }))
}

const [rules, type, events, output] = process.argv.slice(2)
if (output === undefined) throw new Error("node --expose-gc bench/state-of-library.ts RULES TYPE EVENTS OUTPUT")
await main(rules!, type!, events!, output)
