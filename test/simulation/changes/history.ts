/**
 * What became of a job whose rules change: the checkpoints of which each was made behind the one before, whoever made it, and what an engine says that changes its rules where these say so. That engine
 * is made anew at each change, from a snapshot: it shares nothing with the ways in which a running job goes over to other rules.
 */
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import type { CheckpointManifest } from "../../../runtime/checkpoint/manifest.ts"
import type { SinkRecord, SourceRecord } from "../../../runtime/connectors/contract.ts"
import { createEngine } from "../../../runtime/index.ts"
import { Counter } from "../../../runtime/job/counts.ts"
import { callbacksOf } from "../../../runtime/job/engine.ts"
import { type InputPartition, partitionsOf } from "../../../runtime/job/inputs.ts"
import { Outputs } from "../../../runtime/job/outputs.ts"
import { Processor } from "../../../runtime/job/processor.ts"
import { trackWatermark } from "../../../runtime/time/watermark.ts"
import { source, TestClock, TestPartition, TestSink } from "../../support/job.ts"
import { type PartitionLog, recordOf } from "../source.ts"

/** A process that has restored a slice. */
interface Attempt {
  /** What it has restored; undefined: it began empty. */
  readonly from: { readonly number: number; readonly attempt: string } | undefined
  /** What it has made, or was about to. */
  readonly manifests: Map<number, CheckpointManifest>
  /** The number of the checkpoint that has the end of its sources. */
  closes: number | undefined
  /** Numbers of those that have the state of the rules which begin there. */
  readonly ofNext: Set<number>
}

/** The checkpoints of a slice, as processes make them. */
export class SliceHistory {
  readonly #attempts = new Map<string, Attempt>()

  begins(attempt: string, from: Attempt["from"]): void {
    this.#attempts.set(attempt, { from, manifests: new Map(), closes: undefined, ofNext: new Set() })
  }

  makes(manifest: CheckpointManifest): void {
    this.#attempts.get(manifest.attempt)?.manifests.set(manifest.number, manifest)
  }

  /** The next checkpoint of a process will have the state of the rules that begin there: whoever goes on from it with others has what those leave. */
  becomesNext(attempt: string, number: number): void {
    this.#attempts.get(attempt)?.ofNext.add(number)
  }

  isOfNext({ attempt, number }: CheckpointManifest): boolean {
    return this.#attempts.get(attempt)!.ofNext.has(number)
  }

  /** What a process has read to its end is in the checkpoint of that number, if that is made. */
  closes(attempt: string, number: number): void {
    const found = this.#attempts.get(attempt)
    if (found !== undefined) found.closes ??= number
  }

  /** The checkpoints that were made one behind the other up to one of a process, and at which of them the sources had ended. */
  chain(newest: { readonly number: number; readonly attempt: string }): {
    readonly manifests: readonly CheckpointManifest[]
    readonly closing: number | undefined
  } {
    const manifests: CheckpointManifest[] = []
    let closing: number | undefined
    for (let last: Attempt["from"] = newest; last !== undefined; ) {
      const attempt = this.#attempts.get(last.attempt)
      if (attempt === undefined) throw new Error(`nobody knows who made checkpoint ${last.number}`)
      const { from, closes } = attempt
      for (let number = last.number; number > (from?.number ?? 0); number--) {
        const manifest = attempt.manifests.get(number)
        if (manifest !== undefined) manifests.unshift(manifest)
      }
      if (closes !== undefined && closes <= last.number) closing = closes
      last = from
    }
    return { manifests, closing }
  }
}

/** Of a slice: its checkpoints, and what it has read. */
export interface OfflineRun {
  readonly manifests: readonly CheckpointManifest[]
  /** Which of them has the end. */
  readonly closing: number
  readonly logs: readonly PartitionLog[]
  /** The number of the first of them. */
  readonly partition: number
  readonly rulesOf: (version: string) => RuleSet
  /** Whether a checkpoint has the state of the rules that begin there. */
  readonly isOfNext: (manifest: CheckpointManifest) => boolean
}

export interface OfflineOutputs {
  readonly alerts: readonly SinkRecord[]
  readonly audit: readonly SinkRecord[]
}

/** What an engine says that judges what lies between two checkpoints by the rules and parameters that these name. */
export async function offline(run: OfflineRun): Promise<OfflineOutputs> {
  const { manifests, closing, logs, partition, rulesOf, isOfNext } = run
  const alerts = new TestSink()
  const audit = new TestSink()
  const late = new TestSink()
  const deadLetters = new TestSink()
  const sinks = {
    named: new Map([
      ["alerts", alerts],
      ["audit", audit],
    ] as const),
    standardOutput: alerts,
    late,
    deadLetters,
  }
  const first = rulesOf(manifests[0]!.rules.version!)
  const clock = new TestClock()
  const outputs = new Outputs(sinks, new Counter(), () => {}, first.manifest.version)
  const names = logs.map((_, at) => `log/${partition + at}`)
  const inputs = [
    { name: "Payment", source: source(names.map((name) => new TestPartition(name, []))), typeField: "type" },
  ]
  const partitions = partitionsOf(inputs, first.manifest, 0)
  const lateness = new Map(partitions.map(({ key, latenessMs }) => [key, latenessMs]))
  const from = names.map(() => 0)
  let engine: ReturnType<typeof createEngine> | undefined
  let judged = ""
  let watermarks: unknown
  let params: Readonly<Record<string, unknown>> = {}
  const goOnWith = async (rules: RuleSet): Promise<void> => {
    const by = JSON.stringify([rules.manifest.version, params])
    if (by === judged) return
    await outputs.flush()
    outputs.version = rules.manifest.version
    const restore = engine && JSON.parse(JSON.stringify(engine.snapshot()))
    const of = { ...callbacksOf({ clock, strict: false }, outputs), params, ...(restore && { restore }) }
    engine = createEngine(rules, of)
    judged = by
  }
  for (const manifest of manifests) {
    const rules = rulesOf(manifest.rules.version!)
    await goOnWith(rules)
    const settings = {
      params: {},
      strict: false,
      maxAheadMs: 0,
      clock,
      log: () => {},
      tracker: trackWatermark(lateness, watermarks),
    }
    const processor = new Processor(rules, () => engine!, settings, { outputs, counter: new Counter(), partitions })
    await readUpTo(
      manifest,
      from,
      partitions,
      (records, each) => processor.process({ records, values: "json" }, each),
      logs,
    )
    ;({ watermarks } = manifest)
    const { watermark } = watermarks as { readonly watermark: number | null }
    if (watermark !== null) processor.moveWatermark(watermark)
    params = { ...params, ...manifest.paramsBy?.set }
    if (manifest.number === closing) break
    if (isOfNext(manifest)) await goOnWith(rulesOf(manifest.rules.next!))
  }
  engine!.end()
  await outputs.flush()
  return { alerts: [...alerts.records, ...late.records], audit: [...audit.records, ...deadLetters.records] }
}

/** What lies between the places of two checkpoints. */
async function readUpTo(
  { sources }: CheckpointManifest,
  from: number[],
  partitions: readonly InputPartition[],
  take: (records: readonly SourceRecord[], from: InputPartition) => Promise<void>,
  logs: readonly PartitionLog[],
): Promise<void> {
  for (const [at, partition] of partitions.entries()) {
    const { name } = partition.partition
    const place = sources.find((each) => each.partition === name)!.position as { readonly offset: number }
    const texts = logs[at]!.slice(from[at], place.offset)
    const begin = from[at]!
    await take(
      texts.map((text, which) => recordOf(text, { partition: name, offset: begin + which })),
      partition,
    )
    from[at] = place.offset
  }
}
