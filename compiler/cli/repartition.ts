/** A job whose events go through a topic of its own to the slices of their keys, so that several processes can run rules with any keys. */
import { randomBytes } from "node:crypto"
import { join } from "node:path"
import { failIfWhole, readSlices, type SliceCount, writeSlices } from "../../runtime/checkpoint/slices.ts"
import { withStore } from "../../runtime/checkpoint/store.ts"
import type { Connector, Exchange, Position, Settings } from "../../runtime/connectors/contract.ts"
import { whyNotApart } from "../../runtime/engine/routes.ts"
import { JobError } from "../../runtime/job/error.ts"
import { namedTypes } from "../../runtime/job/inputs.ts"
import { type Patience, StartPatience } from "../../runtime/job/patience.ts"
import type { ReadSource } from "../../runtime/job/repartition/processing.ts"
import { unitsOf } from "../../runtime/job/repartition/units.ts"
import { type Planned, planSources } from "../../runtime/job/setup.ts"
import { SliceRunner } from "../../runtime/job/slices/runner.ts"
import { whyNotSliced } from "../../runtime/job/slices/slicing.ts"
import { jobName } from "./checkpoints.ts"
import type { RunOptions } from "./commands/run-options.ts"
import { CliError } from "./error.ts"
import { warnMissing } from "./job.ts"
import type { Places } from "./places.ts"
import { type Division, readerName, unitOpener } from "./repartition-units.ts"
import { checkName, checkOnce, checkSinks, joinGroup, readMember, type SlicedJob } from "./slices.ts"

/** As many as keys fall into groups. */
const mostSlices = 128
const usualSlices = 32

/** A source, and the connector that can bring its events to slices. */
interface Readable extends Planned {
  readonly connector: Connector & Required<Pick<Connector, "openSource" | "openExchange">>
}

/** Finds slices and readers, and who runs them. Throws `CliError`, `JobError` and `ConnectorError` where the job cannot be run so, or not as it was. */
export async function openRepartition(job: SlicedJob): Promise<SliceRunner> {
  const { rules, request, options, files, settings, log } = job
  const name = jobName(options.job, files)
  const slices = readCount(options.repartition)
  checkOptions(options, name)
  const reasons = whyNotApart(rules.manifest)
  if (reasons.length > 0) throw new JobError("usage", refusal(reasons))
  const planned = readable(planSources(rules.manifest, request))
  adviseAgainst(job, planned)
  checkSinks(job, slices)
  const patience = new StartPatience({ timeoutMs: job.startTimeoutMs, clock: settings.clock, log })
  const opened = await openSources(job, planned, patience)
  const { sources } = opened
  const places = await job.places()
  const { count, exchange } = await divide(job, places, { name, slices, planned, starts: opened.starts, patience })
  const missing = missingTypes(job, planned)
  warnMissing({ missing }, rules, log)
  const shares = options.member === undefined
  const readers = sources.flatMap((source, at) => source.partitions.map((_, partition) => ({ source: at, partition })))
  const units = unitsOf(slices, readers.length)
  const member = shares
    ? await joinGroup(
        planned,
        { job: name, slices: units.length, kinds: [slices, readers.length], store: count.id },
        request,
      )
    : readMember(options.member!, units.length)
  const division: Division = {
    count,
    exchange,
    sources,
    planned,
    readers,
    units,
    agreed: shares,
    partitions: opened.positions,
  }
  const how = shares ? "shares them with other processes of the job" : `is member ${options.member}`
  const words = `the job ${name} has ${slices} slices and ${readers.length} readers, which send events to them through ${exchange.name}; this process ${how}`
  log("info", words, { job: name, slices, readers: readers.length })
  const nameOf = (unit: number) => {
    const each = units[unit]!
    return each.kind === "slice" ? `slice ${each.slice}` : readerName(sources, readers[each.reader]!)
  }
  const open = unitOpener(job, places, division)
  return new SliceRunner({ open, nameOf, slices, member, shares, log, ...settings })
}

function refusal(reasons: readonly string[]): string {
  const advice =
    "give each aggregate the key of its rule, or leave --repartition out: then one process runs the job, and --parallelism shares the keys among its threads"
  return `the rules cannot be divided by their keys:\n  ${reasons.join("\n  ")}\n${advice}`
}

/** Throws `CliError`. */
function readCount(given: RunOptions["repartition"]): number {
  if (given === undefined || given === true) return usualSlices
  const count = Number(given)
  if (/^[1-9]\d*$/.test(given) && count <= mostSlices) return count
  throw new CliError(`--repartition wants a number of slices from 1 to ${mostSlices}, and got ${JSON.stringify(given)}`)
}

function checkOptions(options: RunOptions, job: string): void {
  if (options.parallelism !== "1") {
    throw new CliError(
      "--parallelism shares the keys among threads of one process, --repartition among the slices of several: give one of them",
    )
  }
  if (options.state !== "memory") {
    throw new CliError(`--state ${options.state} is not built for jobs with --repartition yet: leave it out`)
  }
  if (options.fresh === true) {
    throw new CliError(
      "--fresh cannot be given with --repartition: what is on its way to the slices would be left over. Begin anew under another --job",
    )
  }
  if (options.fromSavepoint !== undefined) {
    throw new CliError(
      "--from-savepoint cannot be given with --repartition: no savepoint has what is on its way to the slices. Begin without it, or run the job without --repartition",
    )
  }
  checkName(job)
  if (options.member === undefined) checkOnce(options)
}

function readable(planned: readonly Planned[]): Readable[] {
  const sorted = [...planned].sort((a, b) => (a.name < b.name ? -1 : 1))
  return sorted.map((each) => {
    const { openSource, openExchange } = each.connector
    if (openSource !== undefined && openExchange !== undefined) {
      return { ...each, connector: { ...each.connector, openSource, openExchange } }
    }
    throw new JobError(
      "usage",
      `${each.name}: --repartition is for topics of Kafka, and this source is one of the connector ${each.connector.declaration.name}`,
    )
  })
}

/** Where the sources are partitioned as the rules need it no event has to be sent twice. */
function adviseAgainst({ rules, log }: SlicedJob, planned: readonly Planned[]): void {
  if (planned.some(({ partitionedBy }) => partitionedBy === undefined)) return
  if (whyNotSliced(rules.manifest, planned).length > 0) return
  log(
    "warn",
    "the sources are `partitioned by` fields that all rules have in their keys: without --repartition the job needs no topic of its own, and each event is read once",
  )
}

function missingTypes({ rules: { manifest } }: SlicedJob, planned: readonly Planned[]): string[] {
  if (planned.some(({ name }) => name === "*")) return []
  return namedTypes(manifest).flatMap(({ name }) => (planned.some((each) => each.name === name) ? [] : [name]))
}

/** What is known of the sources at the start of this process. */
interface OpenedSources {
  readonly sources: readonly ReadSource[]
  /** Where each partition would be begun now. */
  readonly starts: NonNullable<SliceCount["repartition"]>["starts"]
  readonly positions: readonly (readonly Position[])[]
}

/** Looks at each source, and where it ends if it does. */
async function openSources(
  { request }: SlicedJob,
  planned: readonly Readable[],
  patience: Patience,
): Promise<OpenedSources> {
  const sources: ReadSource[] = []
  const starts: { source: string; partition: string; position: Position }[] = []
  const all: Position[][] = []
  for (const { name, connector, settings } of planned) {
    const open = (from: Settings) =>
      patience.attempt(() => connector.openSource({ ...settings, ...from }, request.context))
    const source = await open({})
    await source.close()
    const own = source.partitions.map((partition) => partition.position())
    starts.push(
      ...source.partitions.map((partition, at) => ({ source: name, partition: partition.name, position: own[at]! })),
    )
    const last = source.bounded ? await open({ from: "latest" }) : undefined
    await last?.close()
    const partitions = source.partitions.map((partition, at) => {
      const { offset: _, topicId: __, ...common } = own[at]!
      return { name: partition.name, common, end: Number(last?.partitions[at]?.position().offset ?? 0) }
    })
    const typeField = typeof settings.type === "string" ? settings.type : "type"
    sources.push({ name, typeField, bounded: source.bounded, partitions })
    all.push(own)
  }
  const live = sources.filter(({ bounded }) => !bounded)
  if (live.length > 0 && live.length < sources.length) {
    const ending = sources.find(({ bounded }) => bounded)!
    throw new JobError(
      "usage",
      `the source of ${ending.name} ends (until=end), and that of ${live[0]!.name} does not: with --repartition all of them end, or none`,
    )
  }
  return { sources, starts, positions: all }
}

interface ToDivide {
  readonly name: string
  readonly slices: number
  readonly planned: readonly Readable[]
  readonly starts: OpenedSources["starts"]
  readonly patience: Patience
}

/** The job as it was begun, or begun now; of several processes at once one decides. */
async function divide(
  { request }: SlicedJob,
  { checkpoints: { files, folder: above } }: Places,
  wanted: ToDivide,
): Promise<{ readonly count: SliceCount; readonly exchange: Exchange }> {
  const { name, slices, planned, starts, patience } = wanted
  const folder = join(above, name)
  const shown = files.show(folder)
  const { connector, settings } = planned[0]!
  const openExchange = (known: SliceCount | undefined) => {
    const identity = { job: name, partitions: slices, known: known?.repartition?.exchange }
    return patience.attempt(() => connector.openExchange(settings, identity, request.context))
  }
  const read = () => withStore(shown, () => readSlices(files, folder))
  let known = await read()
  if (known === undefined) {
    await withStore(shown, () => failIfWhole(files, folder, name))
    let exchange: Exchange | undefined
    try {
      exchange = await openExchange(undefined)
    } catch (error) {
      // Another process has begun the job meanwhile, and events are on their way already.
      known = await read()
      if (known === undefined) throw error
    }
    if (exchange !== undefined) {
      const repartition = { exchange: exchange.facts, starts }
      const first = { slices, id: randomBytes(8).toString("hex"), repartition }
      known = await withStore(shown, () => writeSlices(files, folder, first))
    }
  }
  failUnlessSame(known!, wanted, files.show(join(folder, "SLICES")))
  return { count: known!, exchange: await openExchange(known) }
}

function failUnlessSame(
  { slices: known, repartition }: SliceCount,
  { name, slices, planned }: ToDivide,
  file: string,
): void {
  if (repartition === undefined) {
    throw new JobError(
      "usage",
      `the job ${name} was begun with ${known} slices, one for each partition of its sources (${file}): leave --repartition out, or begin anew under another --job`,
    )
  }
  const before = [...new Set(repartition.starts.map(({ source }) => source))].sort()
  const now = planned.map((each) => each.name).sort()
  if (JSON.stringify(before) !== JSON.stringify(now)) {
    throw new JobError(
      "usage",
      `the job ${name} was begun with sources of ${before.join(", ")}, and has those of ${now.join(", ")} now: events that are on their way would be taken for others. Give the sources that it had, or begin anew under another --job`,
    )
  }
  if (known === slices) return
  throw new JobError(
    "usage",
    `the job ${name} was begun with --repartition ${known} (${file}), and ${slices} is given: keys would move away from their state. Give ${known}, or begin anew under another --job`,
  )
}
