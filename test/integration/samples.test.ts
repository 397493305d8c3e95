/** Every sample: its `test` blocks pass, and its generator's events give exactly the alerts kept beside it. */
import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, describe, expect, test } from "vitest"
import { sampleEvents, sampleRun, samples, samplesFolder } from "../support/samples.ts"

const run = promisify(execFile)
const root = join(dirname(fileURLToPath(import.meta.url)), "../..")
const cep = (...args: string[]) => run(process.execPath, [join(root, "compiler/cli/main.ts"), ...args], { cwd: root })
const scratch = mkdtempSync(join(tmpdir(), "cepheus-samples-"))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

async function alertsOf(sample: string): Promise<string> {
  const { source, file } = sampleRun(sample)
  const folder = mkdtempSync(join(scratch, `${sample}-`))
  writeFileSync(join(folder, file), await sampleEvents(sample))
  const alerts = join(folder, "alerts.jsonl")
  const rules = join(samplesFolder, sample, "rules.cep")
  await cep("run", rules, "--source", `${source}=file:${join(folder, file)}`, "--sink", `alerts=file:${alerts}`)
  return readFileSync(alerts, "utf8")
}

describe.each(samples)("samples/%s", (sample) => {
  test("its tests pass and its files have the canonical layout", async () => {
    await cep("test", join(samplesFolder, sample))
    await cep("fmt", "--check", join(samplesFolder, sample))
  })

  test("gives the alerts kept beside it", async () => {
    const alerts = await alertsOf(sample)
    const path = join(samplesFolder, sample, "expected.jsonl")
    if (process.env.UPDATE) writeFileSync(path, alerts)
    expect(alerts).not.toBe("")
    expect(alerts).toBe(readFileSync(path, "utf8"))
  })
})
