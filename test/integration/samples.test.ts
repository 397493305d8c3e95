/** Every sample: its `test` blocks pass, and its generator's events give exactly the alerts kept beside it. */
import { execFile } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, describe, expect, test } from "vitest"

const run = promisify(execFile)
const root = join(dirname(fileURLToPath(import.meta.url)), "../..")
const samples = join(root, "samples")
const cep = (...args: string[]) => run(process.execPath, [join(root, "compiler/cli/main.ts"), ...args], { cwd: root })
const scratch = mkdtempSync(join(tmpdir(), "cepheus-samples-"))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** What the generator is asked for, and which source reads it. */
const runs: Readonly<
  Record<string, { readonly args: readonly string[]; readonly source: string; readonly file: string }>
> = {
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

const folders = readdirSync(samples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(samples, entry.name, "rules.cep")))
  .map((entry) => entry.name)

async function alertsOf(sample: string): Promise<string> {
  const { args, source, file } = runs[sample] ?? { args: [], source: "*", file: "events.jsonl" }
  const folder = mkdtempSync(join(scratch, `${sample}-`))
  const made = await run(process.execPath, [join(samples, sample, "generate.ts"), ...args], { maxBuffer: 1 << 26 })
  writeFileSync(join(folder, file), made.stdout)
  const alerts = join(folder, "alerts.jsonl")
  const rules = join(samples, sample, "rules.cep")
  await cep("run", rules, "--source", `${source}=file:${join(folder, file)}`, "--sink", `alerts=file:${alerts}`)
  return readFileSync(alerts, "utf8")
}

describe.each(folders)("samples/%s", (sample) => {
  test("its tests pass and its files have the canonical layout", { timeout: 30_000 }, async () => {
    await cep("test", join(samples, sample))
    await cep("fmt", "--check", join(samples, sample))
  })

  test("gives the alerts kept beside it", { timeout: 60_000 }, async () => {
    const alerts = await alertsOf(sample)
    const path = join(samples, sample, "expected.jsonl")
    if (process.env.UPDATE) writeFileSync(path, alerts)
    expect(alerts).not.toBe("")
    expect(alerts).toBe(readFileSync(path, "utf8"))
  })
})
