/**
 * Whole jobs with known answers: each sample, and rule sets for each kind of state. The same answers must come when a job is stopped in the middle again and again, and goes on
 * each time with another number of workers. `UPDATE=1` writes the answers of `test/golden-jobs` anew.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { loadRules } from "../../compiler/cli/rules.ts"
import { makeSavepoint } from "../../runtime/checkpoint/savepoint.ts"
import { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import { dividedRules } from "../../runtime/engine/shares.ts"
import { systemFiles } from "../../runtime/platform/node-files.ts"
import { between, pick, seeded } from "../../samples/seeded.ts"
import { backends, type RestartedJob, type RunEnd, runOnce } from "../support/restarted-job.ts"
import { sampleEvents, sampleRun, samples, samplesFolder } from "../support/samples.ts"

const root = join(dirname(fileURLToPath(import.meta.url)), "../..")
const golden = join(root, "test/golden-jobs")
const ruleSets = ["absences", "windows", "aggregates", "silences", "chains"]
/** With how many workers a job runs from its start, and after each stop. */
const ways: readonly { readonly way: readonly number[] }[] = [{ way: [1, 2, 3, 1] }, { way: [2, 1, 3] }]
/** Files in which the events of a job stand: a batch has not more than one. */
const files = 12

const scratch = mkdtempSync(join(tmpdir(), "cepheus-golden-"))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Payments and logins of the rule sets, with some that are late, broken or without what they need. */
function payments(): string {
  const random = seeded(20_260_131)
  const lines: string[] = []
  for (let id = 0; id < 2500; id++) {
    const behind = between(random, 0, 4999) + (random() < 0.01 ? 30_000 : 0)
    const at = 1_700_000_000_000 + id * 200 - behind
    const card = `c${between(random, 1, 40)}`
    const amount = between(random, 1, 9999) / 100
    const shop = random() < 0.03 ? undefined : `s${between(random, 1, 15)}`
    if (random() < 0.01) lines.push(pick(random, ["{", `{"type":"Payment","id":${id}}`, `{"type":"Other"}`]))
    if (random() < 0.2) lines.push(JSON.stringify({ type: "Login", card, device: `d${between(random, 1, 99)}`, at }))
    else lines.push(JSON.stringify({ type: "Payment", id, card, shop, amount, at }))
  }
  return lines.join("\n")
}

interface Golden {
  readonly name: string
  readonly rules: string
  /** What the source is called, and which files it reads. */
  readonly source: string
  readonly suffix: string
  readonly expected: string
  readonly events: () => string | Promise<string>
}

const jobs: readonly Golden[] = [
  ...samples.map((name): Golden => {
    const { source, file } = sampleRun(name)
    return {
      name: `sample ${name}`,
      rules: join(samplesFolder, name, "rules.cep"),
      source,
      suffix: file.slice(file.indexOf(".")),
      expected: join(samplesFolder, name, "expected.jsonl"),
      events: () => sampleEvents(name),
    }
  }),
  ...ruleSets.map(
    (name): Golden => ({
      name,
      rules: join(golden, `${name}.cep`),
      source: "*",
      suffix: ".jsonl",
      expected: join(golden, `${name}.expected.jsonl`),
      events: payments,
    }),
  ),
]

/** Writes events into several files; in CSV each has the first line. */
function split(text: string, folder: string, suffix: string): string {
  const lines = text.trimEnd().split("\n")
  const head = suffix === ".csv" ? [lines.shift()!] : []
  const size = Math.ceil(lines.length / files)
  for (let file = 0; file < files; file++) {
    const own = [...head, ...lines.slice(file * size, (file + 1) * size)]
    writeFileSync(join(folder, `events-${String(file).padStart(2, "0")}${suffix}`), `${own.join("\n")}\n`)
  }
  return `file:${join(folder, `events-*${suffix}`)}`
}

const linesOf = (path: string): string[] => readFileSync(path, "utf8").split("\n").filter(Boolean).sort()
/** What a job has written, whatever its order: alerts, dead letters, late events. */
const written = (outputs: string) => ["alerts", "dead", "late"].map((name) => linesOf(`${outputs}${name}.jsonl`))

async function prepare(golden: Golden, backend: string): Promise<RestartedJob & { readonly at: string }> {
  const at = mkdtempSync(join(scratch, "job-"))
  const { rules } = await loadRules([golden.rules])
  const sources = new Map([[golden.source, split(await golden.events(), at, golden.suffix)]])
  return { at, rules, folder: root, sources, outputs: join(at, "straight-"), backend }
}

describe.each(Object.keys(backends))("backend %s", (backend) => {
  describe.each(jobs)("$name", (golden) => {
    let job: Awaited<ReturnType<typeof prepare>>
    beforeAll(async () => {
      job = await prepare(golden, backend)
      expect(await runOnce(job, { parallelism: 1 })).toMatchObject({ ending: "end" })
    })

    test("gives the alerts that are known", () => {
      const alerts = readFileSync(`${job.outputs}alerts.jsonl`, "utf8")
      if (process.env.UPDATE && dirname(golden.expected).endsWith("golden-jobs")) {
        writeFileSync(golden.expected, alerts)
      }
      expect(alerts).not.toBe("")
      expect(alerts.split("\n")).toEqual(readFileSync(golden.expected, "utf8").split("\n"))
    })

    test.each(ways)("gives them when it is killed and goes on with other numbers of workers: $way", async ({ way }) => {
      const outputs = join(job.at, `${way.join("-")}-`)
      const checkpoints = join(job.at, `${way.join("-")}-checkpoints`)
      const ends: RunEnd[] = []
      for (const [at, parallelism] of way.entries()) {
        const crashAfter = at < way.length - 1 ? { crashAfter: 2 + at } : {}
        ends.push(await runOnce({ ...job, outputs }, { parallelism, checkpoints, ...crashAfter }))
      }
      expect(ends.map(({ ending }) => ending)).toEqual(way.map((_, at) => (at < way.length - 1 ? "crash" : "end")))
      expect(ends.map(({ restored }) => restored)).toEqual([0, ...way.slice(0, -1)])
      expect(ends.flatMap(({ warnings }) => warnings.filter((each) => /begins empty/.test(each)))).toEqual([])
      expect(written(outputs)).toEqual(written(job.outputs))
    })
  })

  test("a savepoint goes on with another number of workers", async () => {
    const job = await prepare(jobs.find(({ name }) => name === "chains")!, backend)
    await runOnce(job, { parallelism: 1 })
    const before = { ...job, outputs: join(job.at, "before-") }
    const after = { ...job, outputs: join(job.at, "after-") }
    const checkpoints = join(job.at, "before")
    expect((await runOnce(before, { parallelism: 3, checkpoints, stopAfter: 5 })).ending).toBe("stopped")
    const store = new CheckpointStore(systemFiles, join(checkpoints, "job", "0"))
    const cold = (await store.list()).at(-1)!.manifest!.cold ?? []
    expect(cold.flat().length > 0).toBe(backend === "disk")
    const savepoint = new CheckpointStore(systemFiles, join(job.at, "savepoint"))
    mkdirSync(savepoint.folder)
    await makeSavepoint(store, savepoint)
    const end = await runOnce(after, { parallelism: 2, checkpoints: join(job.at, "after"), savepoint })
    expect(end).toMatchObject({ ending: "end", restored: 3 })
    const [first, second] = [written(before.outputs), written(after.outputs)]
    expect(Math.min(first[0]!.length, second[0]!.length)).toBeGreaterThan(10)
    expect(first.map((lines, at) => [...lines, ...second[at]!].sort())).toEqual(written(job.outputs))
    // The first checkpoint behind it needs nothing of the savepoint.
    const made = await new CheckpointStore(systemFiles, join(job.at, "after", "job", "0")).list()
    expect(made.at(-1)!.manifest!.state).toHaveLength(2)
  })

  test("as many workers go on with rules that are divided otherwise than before", async () => {
    const job = await prepare(jobs.find(({ name }) => name === "silences")!, backend)
    const text = ["events.cep", "silences.cep"].map((name) => readFileSync(join(golden, name), "utf8")).join("\n")
    const rulesOf = async (name: string, cut: (text: string) => string) => {
      const path = join(job.at, name)
      writeFileSync(path, cut(text.replace(/import .*/, "")))
      return (await loadRules([path])).rules
    }
    // Nobody reads what `Busy` emits, so that each worker has its own cards; then `Rushes` does, and all are the first one's.
    const before = await rulesOf("before.cep", (all) => all.slice(0, all.indexOf("rule Rushes")))
    const after = await rulesOf("after.cep", (all) => all)
    expect([before, after].map(({ manifest }) => dividedRules(manifest).includes("Busy"))).toEqual([true, false])
    const outputs = async (parallelism: number) => {
      const own = { ...job, outputs: join(job.at, `${parallelism}-`) }
      const checkpoints = join(job.at, `checkpoints-${parallelism}`)
      const stopped = await runOnce({ ...own, rules: before }, { parallelism, checkpoints, stopAfter: 5 })
      const ended = await runOnce({ ...own, rules: after }, { parallelism, checkpoints })
      expect([stopped.ending, ended.ending]).toEqual(["stopped", "end"])
      return written(own.outputs)
    }
    expect(await outputs(2)).toEqual(await outputs(1))
  })
})
