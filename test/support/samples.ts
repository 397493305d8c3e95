import { execFile } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { dirname, join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

/** Where the samples are. */
export const samplesFolder = join(dirname(fileURLToPath(import.meta.url)), "../../samples")

export interface SampleRun {
  /** What the generator is asked for. */
  readonly args: readonly string[]
  /** Which source reads its events, and the name of their file. */
  readonly source: string
  readonly file: string
}

const runs: Readonly<Record<string, SampleRun>> = {
  "account-takeover": { args: [], source: "*", file: "events.jsonl" },
  "card-fraud": { args: ["5000", "7"], source: "*", file: "events.jsonl" },
  "iot-sensors": { args: [], source: "*", file: "events.csv" },
  "log-monitoring": { args: [], source: "Log", file: "events.jsonl" },
  "model-score": { args: [], source: "Payment", file: "events.jsonl" },
  "order-dashboard": { args: [], source: "Order", file: "orders.jsonl" },
  "order-payments": { args: [], source: "*", file: "events.jsonl" },
  "payment-history": { args: [], source: "Transaction", file: "events.csv" },
  "shop-visits": { args: [], source: "*", file: "events.jsonl" },
}

/** The names of all samples. */
export const samples: readonly string[] = readdirSync(samplesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(samplesFolder, entry.name, "rules.cep")))
  .map((entry) => entry.name)

/** How a sample is run. */
export function sampleRun(sample: string): SampleRun {
  return runs[sample] ?? { args: [], source: "*", file: "events.jsonl" }
}

/** What the generator of a sample writes: its events. */
export async function sampleEvents(sample: string): Promise<string> {
  const { args } = sampleRun(sample)
  const generator = join(samplesFolder, sample, "generate.ts")
  const made = await promisify(execFile)(process.execPath, [generator, ...args], { maxBuffer: 1 << 26 })
  return made.stdout
}
