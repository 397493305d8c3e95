/** A job whose new rules are warmed up says what it would have said if it had had them from its beginning. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterAll, expect, test } from "vitest"
import { beginWarmUp } from "../../../compiler/cli/warm-up.ts"
import { compile } from "../../../compiler/index.ts"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import type { Batch, Partition } from "../../../runtime/connectors/contract.ts"
import { RecentEvents } from "../../../runtime/control/recent-events.ts"
import { planReload } from "../../../runtime/engine/reload-plan.ts"
import { planWarmUp } from "../../../runtime/engine/warm-up-plan.ts"
import type { OutputSinks } from "../../../runtime/job/outputs.ts"
import { changeableJob } from "../../../runtime/job/reload.ts"
import { runSize } from "../../property/run-size.ts"
import { makeJob, settle, source, TestClock, TestSink } from "../../support/job.ts"
import { warmUpHere } from "../../support/warm-up.ts"
import { sameThread, urlOf } from "../../support/worker-threads.ts"

const { pairs, seed } = runSize()

const declarations = `
param least = 1
event A { id: integer, k: string, n: integer, at: time } timed by at, up to 20 ms late
event B { id: integer, k: string, n: integer, at: time } timed by at, up to 20 ms late
`
/** The former rules have all events, so that those which wait are not gone. */
const before = `${declarations}
rule First { when A as a where n > 1 then B as b within 60 ms per k alert { a: a.id, b: b.id } without events }
rule Second { when 2 B as b within 60 ms per k alert { n: count(b) } without events }
rule Third { when A as a per k alert { id: a.id } without events }
`
const next = `${declarations}
rule First { when A as a where n > 1 then B as b within 60 ms per k alert { a: a.id, b: b.id } without events }
rule Second { when 2 B as b then A as a where n >= least within 800 ms per k alert { n: count(b), a: a.id } without events }
rule Added { when A as a where sum(n) over 900 ms > 3 then no B for 30 ms per k once per 90 ms alert { id: a.id } without events }
rule Found { when 2 A as a within 500 ms per k emit Pair { k: k, n: count(a) } }
rule OfFound { when 2 Pair as p within 900 ms per k alert { n: sum(p.n) } without events }
rule Window { each 100 ms of A per k alert { n: count(), s: sum(n) } }
`
/** Events may be dated so far ahead of the clock, which goes by as much for each batch. */
const maxAheadMs = 400
const batchMs = 15

/** Of what they would have said of the past nothing is sent. */
const added = new Set(["Added", "OfFound", "Window"])
const anew = new Set(["Second", ...added])

const folder = mkdtempSync(join(tmpdir(), "warm-up-"))
afterAll(() => rmSync(folder, { recursive: true }))

async function compiled(text: string): Promise<{ rules: RuleSet; module: string }> {
  const { rules, module, diagnostics } = await compile([{ path: "a.cep", text }])
  if (rules === undefined) throw new Error(diagnostics.map((each) => each.text).join("\n"))
  return { rules, module: module!.code }
}

/** Hands over lines when a test gives some, and knows where they would stand in a file. */
class Lines implements Partition {
  readonly name: string
  #byte = 0
  #line = 1
  #give: ((lines: readonly string[] | undefined) => void) | undefined

  constructor(name: string) {
    this.name = name
  }

  async read({ lines = false }: { readonly lines?: boolean } = {}): Promise<Batch | null> {
    const given = await new Promise<readonly string[] | undefined>((resolve) => {
      this.#give = resolve
    })
    if (given === undefined) return null
    const [line, byte] = [this.#line, this.#byte]
    const text = given.map((each) => `${each}\n`).join("")
    this.#line += given.length
    this.#byte += text.length
    const position = (of: number, at: number) => ({ file: this.name, line: of, byte: at })
    if (!lines) {
      const records = given.map((each, at) => {
        return { raw: JSON.parse(each), text: each, position: position(line + at, byte), problem: undefined }
      })
      return { records, values: "json" }
    }
    const bytes = Buffer.from(`${text}${" ".repeat(32)}`)
    const block = { bytes, from: 0, to: text.length - 1, ascii: true, line, byte, lines: undefined }
    const places = { common: { file: this.name } }
    const release = () => void bytes.fill(" ")
    return { records: [], values: "json", block: { lines: block, position, places, release } }
  }

  async asked(): Promise<void> {
    while (this.#give === undefined) await new Promise((resolve) => setImmediate(resolve))
  }

  async give(lines: readonly string[] | undefined): Promise<void> {
    await this.asked()
    const give = this.#give!
    this.#give = undefined
    give(lines)
    if (lines !== undefined) await this.asked()
  }

  position() {
    return { file: this.name, line: this.#line, byte: this.#byte }
  }

  async seek() {}
}

interface Given {
  /** Of each batch the place of its partition and its lines. */
  readonly batches: readonly (readonly [number, readonly string[]])[]
  /** Behind so many of them the warm-up begins, and the rules change. */
  readonly warmsAt: number
  readonly changesAt: number
  readonly partitions: number
  /** Behind so many batches the last partition ends, where there is another one. */
  readonly endsAt: number
  readonly workers: number
  readonly isKept: boolean
}

interface Said {
  readonly rule: string
  readonly line: string
}

/** Runs a job; the alerts behind the change. `changed`: rules that come there, by a warm-up. */
async function run(first: RuleSet, given: Given, changed?: { rules: RuleSet; module: string }): Promise<Said[]> {
  const { batches, warmsAt, changesAt, endsAt, workers, isKept } = given
  const clock = new TestClock(1000)
  const output = new TestSink()
  const sinks: OutputSinks = { named: new Map(), standardOutput: output }
  const processingOf = (rules: RuleSet) => (workers === 0 ? undefined : sameThread(workers, rules, sinks, clock))
  const partitions = Array.from({ length: given.partitions }, (_, at) => new Lines(`events-${at}.jsonl`))
  const recent = isKept ? new RecentEvents({ keepMs: 1e9, mostBytes: 1 << 20, now: () => clock.now() }) : undefined
  const settings = { clock, maxAheadMs, sinks, processing: processingOf(first), ...(recent && { inputTap: recent }) }
  const { job, logged } = makeJob(first, { "*": source(partitions, false) }, settings)
  const done = job.run()
  const change = changeableJob(job, { rules: first, params: {} }, async (rules) => processingOf(rules.rules))
  let before = 0
  let warming: Awaited<ReturnType<typeof beginWarmUp>>
  const step = async (at: number) => {
    if (at === endsAt && partitions.length > 1) {
      await partitions.pop()!.give(undefined)
      // The job knows it before anything else comes.
      await settle()
    }
    if (at === warmsAt && changed !== undefined) {
      const plan = planReload(first, changed.rules, { params: {} })
      const { all, after } = change.past!.paramsOf(changed.rules.manifest)
      const planned = planWarmUp(changed.rules.manifest, plan, after)
      expect(planned.plan.without).toEqual([])
      warming = await beginWarmUp(changed.module, planned, all, {
        past: change.past!,
        sources: () =>
          isKept ? [] : [{ name: "*", connector: "file", settings: { path: "events-0.jsonl", type: "type" } }],
        tables: new Map(),
        folder,
        maxAheadMs,
        events: recent,
        clock,
        start: warmUpHere,
      })
    }
    if (at !== changesAt) return
    // Also where nothing changes: so all outputs of what was judged before are there.
    const { rules } = changed ?? { rules: first }
    await change.reload({ rules, url: () => urlOf(rules) }, warming)
    before = output.records.length
    if (changed !== undefined) expect(saidBy(output).filter(({ rule }) => added.has(rule))).toEqual([])
  }
  for (const [at, [partition, lines]] of batches.entries()) {
    await step(at)
    clock.time += batchMs
    await partitions[Math.min(partition, partitions.length - 1)]!.give(lines)
  }
  await step(batches.length)
  for (const partition of partitions) await partition.give(undefined)
  await done
  expect(logged.filter(({ level }) => level === "error")).toEqual([])
  return saidBy(output).slice(before)
}

function saidBy({ records }: TestSink): Said[] {
  return records.map(({ line }) => ({ rule: JSON.parse(line).rule, line }))
}

const event = fc.record({
  type: fc.constantFrom("A", "A", "B"),
  k: fc.constantFrom("x", "y", "z"),
  n: fc.integer({ min: 0, max: 3 }),
  after: fc.constantFrom(0, 1, 5, 9, -3, -30, 25),
  isLast: fc.nat(3).map((one) => one === 0),
  partition: fc.nat(1),
  /** Dated so far ahead that the job refuses it. */
  isAhead: fc.nat(9).map((one) => one === 0),
})

test.each([
  ["kept events", { isKept: true, partitions: 2, workers: 0 }],
  ["kept events, by workers", { isKept: true, partitions: 2, workers: 2 }],
  ["a source that is read again", { isKept: false, partitions: 1, workers: 0 }],
])("%s", async (_, mode) => {
  const [old, now] = await Promise.all([compiled(before), compiled(next)])
  let said = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 20, maxLength: 90 }),
      fc.nat(99),
      fc.nat(99),
      fc.nat(99),
      async (events, warms, changes, ends) => {
        let at = 1000
        // All partitions are heard first, so that time begins.
        const batches = Array.from({ length: mode.partitions }, (_, partition): [number, string[]] => {
          return [partition, [JSON.stringify({ id: 100 + partition, type: "A", k: "x", n: 2, at })]]
        })
        for (const [id, { after, isLast, partition, isAhead, ...fields }] of events.entries()) {
          at += after
          if (isLast) batches.push([partition % mode.partitions, []])
          batches.at(-1)![1].push(JSON.stringify({ id, ...fields, at: at + (isAhead ? 100_000 : 0) }))
        }
        const some = batches.filter(([, lines]) => lines.length > 0)
        const warmsAt = mode.partitions + Math.floor(((some.length - mode.partitions) * warms) / 100)
        const changesAt = warmsAt + Math.floor(((some.length - warmsAt) * changes) / 100)
        // Often right before the change: so time goes on without a batch.
        const endsAt = ends < 40 ? changesAt : mode.partitions + (ends % (some.length - 1))
        const given = { batches: some, warmsAt, changesAt, endsAt, ...mode }
        writeFileSync(
          join(folder, "events-0.jsonl"),
          some.flatMap(([, lines]) => lines.map((each) => `${each}\n`)).join(""),
        )
        const changed = await run(old.rules, given, now)
        const always = await run(now.rules, given)
        const of = (all: readonly Said[]) =>
          all
            .filter(({ rule }) => anew.has(rule))
            .map(({ line }) => line)
            .sort()
        expect(of(changed)).toEqual(of(always))
        said += of(always).length
      },
    ),
    { numRuns: Math.ceil(pairs / 150), seed, endOnFailure: true },
  )
  expect(said).toBeGreaterThan(pairs / 40)
})
