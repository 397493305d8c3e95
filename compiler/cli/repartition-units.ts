/** Opens what processes of a job with readers share: slices and readers. */
import type { SliceCount } from "../../runtime/checkpoint/slices.ts"
import { type Connector, ConnectorError, type Exchange, type Position } from "../../runtime/connectors/contract.ts"
import { KeyRouter } from "../../runtime/engine/routes.ts"
import { createEngine } from "../../runtime/index.ts"
import { namedTypes, RecordReader } from "../../runtime/job/inputs.ts"
import { Job } from "../../runtime/job/job.ts"
import { StartPatience } from "../../runtime/job/patience.ts"
import type { OpenProcessing } from "../../runtime/job/processing.ts"
import type { ReaderPlace } from "../../runtime/job/repartition/note.ts"
import { Pressure } from "../../runtime/job/repartition/pressure.ts"
import {
  endingSource,
  type ReadSource,
  readPartitions,
  type SliceEnd,
  sliceProcessing,
} from "../../runtime/job/repartition/processing.ts"
import { PartitionReader } from "../../runtime/job/repartition/reader.ts"
import type { Unit } from "../../runtime/job/repartition/units.ts"
import { openJob, type Planned } from "../../runtime/job/setup.ts"
import { abandonable } from "../../runtime/job/slices/abandon.ts"
import { unlessOvertaken } from "../../runtime/job/slices/overtaken.ts"
import type { OpenSlice, SliceSignals } from "../../runtime/job/slices/runner.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { checkpointRequest } from "./checkpoints.ts"
import type { Places } from "./places.ts"
import type { SlicedJob } from "./slices.ts"

/** A partition of a source, by their places. */
export interface ReaderOf {
  readonly source: number
  readonly partition: number
}

/** How the job is divided, and what is there. */
export interface Division {
  readonly count: SliceCount
  readonly exchange: Exchange
  readonly sources: readonly ReadSource[]
  /** In the order of `sources`. */
  readonly planned: readonly Planned[]
  readonly readers: readonly ReaderOf[]
  readonly units: readonly Unit[]
  /** Processes have agreed who runs a slice. */
  readonly agreed: boolean
  /** Of sources and partitions: where each would be begun. */
  readonly partitions: readonly (readonly Position[])[]
}

/** Between so many readers and slices markers are sent less often. */
const manyMarkers = 2000
const markEveryMs = 200
const markRarelyMs = 1000

/** A reader in words. */
export function readerName(sources: readonly ReadSource[], { source, partition }: ReaderOf): string {
  return `the reader of ${sources[source]!.partitions[partition]!.name}`
}

/** Opens one unit after the other. */
export function unitOpener(job: SlicedJob, places: Places, division: Division) {
  const pressure = new Pressure()
  const openReader = readerOpener(job, division, pressure)
  const openSlice = sliceOpener(job, places, division, pressure)
  return async (number: number, signals: SliceSignals): Promise<OpenSlice> => {
    const unit = division.units[number]!
    return unit.kind === "slice" ? openSlice(unit.slice, signals) : openReader(division.readers[unit.reader]!, signals)
  }
}

function readerOpener(job: SlicedJob, division: Division, pressure: Pressure) {
  const { rules, request, settings, limits, log } = job
  const { count, exchange, sources, planned, readers } = division
  const { slices } = count
  const router = new KeyRouter(rules.manifest, slices)
  const records = new RecordReader(new Set(namedTypes(rules.manifest).map(({ name }) => name)))
  const partitions = readPartitions(sources, rules.manifest)
  const latenessMs = Math.max(0, ...partitions.flat().map((each) => each.latenessMs))
  const every = readers.length * slices > manyMarkers ? markRarelyMs : markEveryMs
  return (of: ReaderOf, signals: SliceSignals): OpenSlice => {
    const { source: at, partition } = of
    const { connector, settings: given, name } = planned[at]!
    const words = readerName(sources, of)
    const own: Log = (level, message, fields) => log(level, `${words}: ${message}`, fields)
    const context = { ...request.context, log: own, hasCheckpoints: true, partition }
    const open = async () => {
      const source = await connector.openSource!(given, context)
      try {
        return { source, writer: await exchange.openWriter(`${name === "*" ? "all" : name}.${partition}`) }
      } catch (error) {
        await source.close()
        throw error
      }
    }
    const reader = new PartitionReader({
      name: words,
      partition: sources[at]!.partitions[partition]!.name,
      from: partitions[at]![partition]!,
      slices,
      first: firstPlace(division, of),
      open,
      isPassing: (error) => exchange.isPassing(error),
      records,
      router,
      pressure,
      signals,
      clock: settings.clock,
      log,
      maxAheadMs: limits.maxAheadMs,
      idleAfterMs: limits.idleAfterMs,
      latenessMs,
      markEveryMs: every,
    })
    return { job: reader, close: async () => {} }
  }
}

/** Where the job began to read a partition; one that the topic has got since is read from its beginning. */
function firstPlace({ count, exchange, sources, partitions }: Division, { source, partition }: ReaderOf): ReaderPlace {
  const { name, partitions: own } = sources[source]!
  const known = count.repartition!.starts.find(
    (start) => start.source === name && start.partition === own[partition]!.name,
  )
  const position = known?.position ?? { ...partitions[source]![partition]!, offset: 0 }
  return { position, highest: null, exchange: String(exchange.facts.topicId) }
}

function sliceOpener(job: SlicedJob, places: Places, division: Division, pressure: Pressure) {
  const { rules, params, limits, request, settings, log } = job
  const { count, exchange, sources, planned, agreed } = division
  const { slices } = count
  const [{ connector, settings: given }] = planned as [Planned]
  const read = planned.flatMap((each) =>
    each.connector.declaration.name === connector.declaration.name
      ? (each.connector.resource?.(each.settings, request.context) ?? [])
      : [],
  )
  const spec = `${connector.declaration.name}:${exchange.name}?brokers=${given.brokers}`
  return async (slice: number, { stop, abandon }: SliceSignals): Promise<OpenSlice> => {
    const own: Log = (level, message, fields) => log(level, `slice ${slice}: ${message}`, { ...fields, slice })
    const patience = new StartPatience({
      timeoutMs: job.startTimeoutMs,
      clock: settings.clock,
      log: own,
      stop: AbortSignal.any([stop, abandon]),
    })
    const checkpoints = checkpointRequest({ ...job, places, log: own, patience }, { number: slice, slices, agreed })
    const context = { ...request.context, log: own }
    const end: SliceEnd = { isReached: false }
    const openSource: Connector["openSource"] = async (_, inside) =>
      endingSource(await exchange.openPartition(slice, inside), end, read)
    const name = connector.declaration.name
    const connectors = request.connectors.map((each) =>
      each.declaration.name === name ? { ...each, openSource } : each,
    )
    const sourcesOfSlice = new Map([["*", spec]])
    const parts = { ...request, connectors, sources: sourcesOfSlice, context, checkpoints, slice, patience }
    const opened = await openJob(rules.manifest, parts)
    let forget = () => {}
    try {
      if (abandon.aborted) throw new ConnectorError("fenced", "another process runs it now")
      const { inputs, sinks, tables, models } = opened
      const open = sliceProcessing({ rules, createEngine, sources, slice, slices, end })
      const processing: OpenProcessing = (...args) => {
        const made = open(...args)
        forget = pressure.add(made)
        return made
      }
      const all = { inputs, sinks, tables, models, params, checkpoints: abandonable(opened.checkpoints!, abandon) }
      const running = new Job(rules, createEngine, {
        ...all,
        processing,
        ...limits,
        clock: settings.clock,
        tap: settings.tap,
        log: own,
        stop,
      })
      const close = async () => {
        forget()
        await opened.close()
      }
      return { job: unlessOvertaken(running, opened.checkpoints!), close }
    } catch (error) {
      forget()
      await opened.close().catch(() => {})
      throw error
    }
  }
}
