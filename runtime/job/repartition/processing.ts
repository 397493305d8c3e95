import type { Manifest, RuleSet } from "../../abi/rule-set.ts"
import type { Batch, Partition, Position, Source, SourceRecord } from "../../connectors/contract.ts"
import type { Clock } from "../../platform/clock.ts"
import type { JobCounts } from "../counts.ts"
import { JobError } from "../error.ts"
import { latenessOf, type StreamPartition } from "../inputs.ts"
import {
  LocalProcessing,
  type OpenProcessing,
  type Processing,
  type ProcessingParts,
  type ProcessingStats,
} from "../processing.ts"
import type { CreateEngine, ProcessorSettings } from "../processor.ts"
import type { PartitionStatus } from "../status.ts"
import { Markers } from "./markers.ts"
import { type Parcel, readParcel } from "./parcel.ts"

/** A source of the job, as its readers read it. */
export interface ReadSource {
  /** The event type, or `*`. */
  readonly name: string
  readonly typeField: string
  readonly bounded: boolean
  /** By partition: its name, what the positions in it have in common, and where it ends as of the start (0 for one that is live). */
  readonly partitions: readonly { readonly name: string; readonly common: Position; readonly end: number }[]
}

/** Whether a slice has had all that there is. */
export interface SliceEnd {
  isReached: boolean
}

export interface SliceParts {
  readonly rules: RuleSet
  readonly createEngine: CreateEngine
  /** By name: as readers number them. */
  readonly sources: readonly ReadSource[]
  readonly slice: number
  readonly slices: number
  readonly end: SliceEnd
}

/** Judges what readers have sent to one slice: the events that it has a key of, in the time that the markers say. */
export function sliceProcessing(parts: SliceParts): (...args: Parameters<OpenProcessing>) => SliceProcessing {
  return (settings, to) => new SliceProcessing(parts, settings, to)
}

/** The partitions of the sources, in the order of source name, then partition. */
export function readPartitions(sources: readonly ReadSource[], manifest: Manifest): StreamPartition[][] {
  return sources.map(({ name, typeField, bounded, partitions }, sourceRank) =>
    partitions.map((partition, partitionRank) => ({
      name,
      typeField,
      bounded,
      key: JSON.stringify([name, partition.name]),
      latenessMs: latenessOf(name, manifest),
      sourceRank,
      partitionRank,
      progress: Number.NEGATIVE_INFINITY,
      idle: false,
    })),
  )
}

/** Events that came to their reader at one moment, from one partition. */
interface Run {
  readonly from: StreamPartition
  readonly arrivedAt: number
  readonly records: SourceRecord[]
}

export class SliceProcessing implements Processing {
  readonly #inner: LocalProcessing
  readonly #parts: SliceParts
  readonly #partitions: readonly (readonly StreamPartition[])[]
  readonly #markers: Markers
  readonly #ends: ReadonlyMap<string, number>
  readonly #isBounded: boolean
  /** By partition: how far it was when it was looked at last, and since when. */
  readonly #heard = new Map<string, { readonly seen: number; readonly at: number }>()
  /** What the clock says to the engine: when a reader had the event. So it is the same whenever this slice reads it. */
  #arrivedAt = 0

  constructor(parts: SliceParts, settings: ProcessorSettings, to: ProcessingParts) {
    const { rules, createEngine, sources, slice, slices } = parts
    this.#parts = parts
    this.#partitions = readPartitions(sources, rules.manifest)
    const all = this.#partitions.flat()
    const keys = all.map(({ key }) => key)
    this.#markers = new Markers(keys, rules.manifest, settings.restored?.watermarks)
    const ends = sources.flatMap(({ partitions }) => partitions.map(({ end }) => end))
    this.#ends = new Map(keys.map((key, at) => [key, ends[at]!]))
    this.#isBounded = sources.every(({ bounded }) => bounded)
    const { clock } = settings
    const own: Clock = {
      now: () => this.#arrivedAt,
      every: (milliseconds, act) => clock.every(milliseconds, act),
      after: (milliseconds, act) => clock.after(milliseconds, act),
    }
    const share = { worker: slice, of: slices, apart: true }
    const given = { ...settings, clock: own, share, tracker: this.#markers }
    this.#inner = new LocalProcessing(rules, createEngine, given, { ...to, partitions: [] })
    this.#lookForEnd()
  }

  get waiting(): number {
    return this.#inner.waiting
  }

  get watermark(): number {
    return this.#inner.watermark
  }

  get passedTo(): number {
    return this.#inner.passedTo
  }

  get firstDeadLetter(): string | undefined {
    return this.#inner.firstDeadLetter
  }

  start(): Promise<void> {
    return this.#inner.start()
  }

  takesLines(): boolean {
    return false
  }

  get tracker(): Processing["tracker"] {
    return this.#inner.tracker
  }

  setParams(values: Readonly<Record<string, unknown>>): void {
    this.#inner.setParams(values)
  }

  params(): Readonly<Record<string, unknown>> {
    return this.#inner.params()
  }

  setTable(...args: Parameters<Processing["setTable"]>): ReturnType<Processing["setTable"]> {
    return this.#inner.setTable(...args)
  }

  async process({ records }: Batch): Promise<void> {
    let run: Run | undefined
    for (const record of records) {
      const parcel = readParcel(record)
      if (parcel === undefined) throw foreign(record)
      const from = this.#partitionOf(parcel, record)
      if (parcel.kind === "marker") {
        await this.#judge(run)
        run = undefined
        // The watermark moves behind all that came before.
        if (this.#markers.mark(from.key, parcel.offset, parcel)) this.#inner.idle([], undefined)
        continue
      }
      if (!this.#markers.admit(from.key, parcel.offset)) continue
      if (run !== undefined && (run.from !== from || run.arrivedAt !== parcel.arrivedAt)) {
        await this.#judge(run)
        run = undefined
      }
      run ??= { from, arrivedAt: parcel.arrivedAt, records: [] }
      const { common } = this.#parts.sources[parcel.source]!.partitions[parcel.partition]!
      run.records.push({ ...parcel.record, position: { ...common, offset: parcel.offset } })
    }
    await this.#judge(run)
    this.#lookForEnd()
  }

  async #judge(run: Run | undefined): Promise<void> {
    if (run === undefined || this.#inner.fails()) return
    this.#arrivedAt = run.arrivedAt
    await this.#inner.process({ records: run.records, values: "json" }, run.from)
  }

  #partitionOf({ source, partition }: Parcel, record: SourceRecord): StreamPartition {
    const found = this.#partitions[source]?.[partition]
    if (found !== undefined) return found
    throw new JobError(
      "usage",
      `an event from partition ${partition} of source ${source} came to the slice (${JSON.stringify(record.position)}), and the job has no such source now: give the sources that it had, or begin anew under another --job`,
    )
  }

  #lookForEnd(): void {
    if (this.#isBounded && this.#markers.haveEnded(this.#ends)) this.#parts.end.isReached = true
  }

  /** What is silent, readers say. */
  async ended(): Promise<void> {}

  idle(): void {}

  finish(close: boolean): Promise<void> {
    return this.#inner.finish(close)
  }

  cut(full: boolean) {
    return this.#inner.cut(full)
  }

  /** Readers count what is read: an event may be read by several slices. */
  counts(): JobCounts {
    return { ...this.#inner.counts(), read: 0 }
  }

  /** Likewise. */
  readonly read = 0

  async stats(): Promise<ProcessingStats> {
    const result = await this.#inner.stats()
    return { ...result, counts: { ...result.counts, read: 0 } }
  }

  look(rule: string, key: readonly string[], limit: number): ReturnType<Processing["look"]> {
    return this.#inner.look(rule, key, limit)
  }

  /** Readers read them, and say how far they are. */
  awaited(now: number): readonly PartitionStatus[] {
    return this.#partitions.flatMap((partitions, source) =>
      partitions.map(({ key, name, bounded }, at) => {
        const { seen, watermark, idle, ended } = this.#markers.standing(key)
        const before = this.#heard.get(key)
        const heardAt = before?.seen === seen ? before.at : now
        this.#heard.set(key, { seen, at: heardAt })
        const partition = this.#parts.sources[source]!.partitions[at]!
        const position = { ...partition.common, offset: seen + 1 }
        const known = { source: name, partition: partition.name, bounded, position, behind: undefined }
        return { ...known, read: seen + 1, watermark, idle, ended, heardAt }
      }),
    )
  }

  fails(): boolean {
    return this.#inner.fails()
  }

  check(): void {
    this.#inner.check()
  }

  close(): Promise<void> {
    return this.#inner.close()
  }
}

function foreign({ position, text }: SourceRecord): JobError {
  return new JobError(
    "failure",
    `${JSON.stringify(position)} holds what no reader of this job has sent (${text.slice(0, 80)}): somebody else writes to the topic between the job's readers and its slices. Keep others away, and begin anew under another --job`,
  )
}

/** The source of a slice: it ends when the slice has had all that there is. `resources`: what the job's readers read, too. */
export function endingSource(source: Source, end: SliceEnd, resources: readonly string[]): Source {
  const partitions = source.partitions.map(
    (partition): Partition => ({
      name: partition.name,
      read: async (options) => (end.isReached ? null : partition.read(options)),
      position: () => partition.position(),
      seek: (position) => partition.seek(position),
    }),
  )
  const close = () => source.close()
  return { partitions, bounded: false, resources: [...resources, ...(source.resources ?? [])], close }
}
