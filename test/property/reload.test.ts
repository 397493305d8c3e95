/**
 * A job whose rules are changed while it runs says what a library engine says that is made anew at the same places, from a snapshot and with the other rules: no event is lost or judged twice, and
 * each by one version. In one process and by workers, from records and from lines, of which some were asked for under rules that took them otherwise.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { Batch, Partition } from "../../runtime/connectors/contract.ts"
import { createEngine } from "../../runtime/index.ts"
import type { OutputSinks } from "../../runtime/job/outputs.ts"
import { type AtWork, changed } from "../support/changed-rules.ts"
import { makeJob, source, TestClock, TestSink } from "../support/job.ts"
import { sameThread, urlOf } from "../support/worker-threads.ts"
import { event, shapes, textOf } from "./divided-rules.ts"
import { set } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/** Hands over lines as blocks where it is asked for them when the read begins, and waits for each. */
class StepPartition implements Partition {
  readonly name = "p"
  #lines = 1
  #bytes = 0
  #give: ((lines: readonly string[] | undefined) => void) | undefined

  async read({ lines = false }: { readonly lines?: boolean } = {}): Promise<Batch | null> {
    const given = await new Promise<readonly string[] | undefined>((resolve) => {
      this.#give = resolve
    })
    if (given === undefined) return null
    const text = given.map((line) => `${line}\n`).join("")
    const [line, byte] = [this.#lines, this.#bytes]
    this.#lines += given.length
    this.#bytes += text.length
    const position = (of: number, at: number) => ({ file: "f", line: of, byte: at })
    if (lines) {
      const bytes = Buffer.from(`${text}${" ".repeat(32)}`)
      const block = { bytes, from: 0, to: text.length - 1, ascii: true, line, byte, lines: undefined }
      const release = () => void bytes.fill(" ")
      const places = { common: { file: "f" } }
      return { records: [], values: "json", block: { lines: block, position, places, release } }
    }
    const records = given.map((each, at) => {
      return { raw: JSON.parse(each), text: each, position: position(line + at, 0), problem: undefined }
    })
    return { records, values: "json" }
  }

  /** Resolves when the job asks for more. */
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
    return {}
  }

  async seek() {}
}

interface Part {
  readonly rules: RuleSet
  readonly batches: readonly (readonly string[])[]
}

/** What an engine for each part says, of which each begins with a snapshot of the one before. */
function expected(parts: readonly Part[]): string[] {
  const said: string[] = []
  let atWork: AtWork | undefined
  for (const [at, { rules, batches }] of parts.entries()) {
    const options: EngineOptions = { onOutput: (output) => said.push(output.line()) }
    atWork = atWork === undefined ? { engine: createEngine(rules, options), rules } : changed(atWork, rules, options)
    const { engine } = atWork
    for (const line of batches.flat()) {
      const { type, ...fields } = JSON.parse(line)
      engine.push(type, { type, ...fields })
    }
    if (at === parts.length - 1) engine.end()
  }
  return said
}

async function judged(parts: readonly Part[], workers: number): Promise<string[]> {
  const partition = new StepPartition()
  const clock = new TestClock(5000)
  const output = new TestSink()
  const sinks: OutputSinks = { named: new Map(), standardOutput: output }
  const processingOf = (rules: RuleSet) => (workers === 0 ? undefined : sameThread(workers, rules, sinks, clock))
  const [{ rules: first }] = parts as [Part]
  const settings = { clock, sinks, processing: processingOf(first) }
  const { job, logged } = makeJob(first, { "*": source([partition], false) }, settings)
  const done = job.run()
  for (const [at, { rules, batches }] of parts.entries()) {
    if (at > 0) await job.reload({ rules, params: {}, processing: processingOf(rules), url: urlOf(rules) })
    for (const batch of batches) await partition.give(batch)
  }
  await partition.give(undefined)
  await done
  expect(logged.filter(({ level }) => level === "error")).toEqual([])
  return output.records.map(({ line }) => line)
}

const step = fc.record({ event, ends: fc.nat(4).map((drawn) => drawn === 0) })
const version = fc.tuple(set, fc.uniqueArray(fc.nat(shapes.length - 1), { maxLength: 4 }))
const stretch = fc.record({ version: fc.nat(2), steps: fc.array(step, { maxLength: 25 }) })

test(
  "no event is lost or judged twice when rules change",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(version, { minLength: 3, maxLength: 3 }),
        fc.array(stretch, { minLength: 2, maxLength: 5 }),
        fc.nat(4),
        async (versions, stretches, workers) => {
          const compiled: RuleSet[] = []
          for (const [drawn, chosen] of versions) {
            const { rules } = await compile([{ path: "test.cep", text: textOf(drawn, chosen) }])
            // Some drawn sets have rules that do not go together.
            if (rules === undefined) fc.pre(false)
            compiled.push(rules!)
          }
          let at = 1000
          let id = 0
          const parts = stretches.map(({ version: which, steps }): Part => {
            const batches: string[][] = [[]]
            for (const { event: drawn, ends } of steps) {
              const { type, k, m, b, n, o, after } = drawn
              at += after
              batches.at(-1)!.push(JSON.stringify({ type, id: id++, k, m, n, ...(type === "A" && { b, o }), at }))
              if (ends) batches.push([])
            }
            return { rules: compiled[which]!, batches: batches.filter(({ length }) => length > 0) }
          })
          const all = await judged(parts, workers)
          expect([...all].sort()).toEqual(expected(parts).sort())
        },
      ),
      { numRuns: Math.ceil(pairs / 20), seed, endOnFailure: true },
    )
  },
  timeout,
)
