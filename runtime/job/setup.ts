import type { ConnectorDeclaration } from "../../lang/catalog.ts"
import type { Binding, Manifest } from "../abi/rule-set.ts"
import type { ParamsBy } from "../checkpoint/manifest.ts"
import { withSinkOptions, withSourceOptions } from "../connectors/common-options.ts"
import {
  type Connector,
  type ConnectorContext,
  ConnectorError,
  type Settings,
  type Sink,
  type SliceIdentity,
  type Source,
} from "../connectors/contract.ts"
import {
  bindingSettings,
  declarationFor,
  parseSpec,
  sinkSettings,
  sourceSettings,
  specSettings,
} from "../connectors/index.ts"
import { ModelError, type OpenedModels, openModels } from "../models/onnx.ts"
import type { JobCheckpoints } from "./checkpoints.ts"
import { JobError } from "./error.ts"
import { type JobInput, namedTypes } from "./inputs.ts"
import { type OutputSinks, unreadSink } from "./outputs.ts"
import { noPatience, type Patience } from "./patience.ts"
import { openPublishers, type PublishedSink, type Publishers } from "./publishers.ts"
import { type JobTable, JobTables } from "./tables.ts"

/** What a job reads and writes, as SPECs; what the rules declare stands behind it. */
export interface JobRequest {
  /** By event type, or `*`. */
  readonly sources: ReadonlyMap<string, string>
  readonly sinks: ReadonlyMap<string, string>
  /** By table. */
  readonly tables?: ReadonlyMap<string, string>
  readonly deadLetters?: string | undefined
  readonly late?: string | undefined
  readonly connectors: readonly Connector[]
  readonly context: ConnectorContext
  /** Where the job has checkpoints. */
  readonly checkpoints?: CheckpointRequest | undefined
  /** Of a job that is divided into slices: which one is opened. */
  readonly slice?: number
  /** How the start waits for servers that are away; absent: not at all. */
  readonly patience?: Patience
}

/** How a job's checkpoints are opened, once it is known what publishes its outputs. */
export interface CheckpointRequest {
  readonly identity: SliceIdentity
  open(publishers: Publishers): Promise<OpenCheckpoints>
}

export interface OpenCheckpoints extends JobCheckpoints {
  /** Where the outputs for a sink of a publisher go. */
  sinkOf(publisher: string, place: number): Sink
  /** Whether another process has made checkpoints of the same state since. */
  overtaken(): Promise<boolean>
  /** What became of parameters up to the checkpoint or savepoint with which the job begins; undefined: it begins empty, or that was not noted. */
  readonly restoredParams?: ParamsBy | undefined
  /** The publishers, too. */
  close(): Promise<void>
}

export interface Opened {
  readonly inputs: readonly JobInput[]
  readonly sinks: OutputSinks
  /** Read for the first time. */
  readonly tables: JobTables
  /** Event types that rules read and no source brings. */
  readonly missing: readonly string[]
  readonly checkpoints: OpenCheckpoints | undefined
  /** What runs the models of the rules. */
  readonly models: OpenedModels["runners"]
  /** All sources and sinks. The first error of a sink comes when all are closed. */
  close(): Promise<void>
}

/** A connector with its settings, not opened yet. */
export interface Planned {
  /** Of a source the event type, or `*`. */
  readonly name: string
  readonly connector: Connector
  readonly settings: Settings
  /** Of a source: the field whose value decides in which partition an event is. */
  readonly partitionedBy?: string | undefined
  /** A sink that gets its outputs as they are made, whatever checkpoints there are. */
  readonly atOnce: boolean
}

export interface PlannedTable extends Planned {
  readonly optional: readonly string[]
  readonly refreshMs: number | undefined
}

type Use = "source" | "sink" | "table"

/**
 * Opens all that a job needs; sources first, since a sink may empty its file. Throws `JobError` and `ConnectorError`, with
 * everything closed again.
 */
export async function openJob(manifest: Manifest, request: JobRequest): Promise<Opened> {
  const sources = planSources(manifest, request)
  const sinks = planSinks(manifest, request)
  const planned = planTables(manifest, request)
  const opened = new Resources(request)
  try {
    const inputs: JobInput[] = []
    for (const planned of sources) inputs.push(await opened.source(planned))
    const tables = await opened.tables(planned)
    if (request.checkpoints !== undefined) failWithoutReplay(inputs)
    const { named, other, checkpoints } = await opened.sinks(sinks)
    const [standardOutput, deadLetters, late] = other
    const all = { named, standardOutput: standardOutput!, deadLetters, late }
    const models = await opened.models(manifest)
    const missing = missingTypes(manifest, inputs)
    return { inputs, tables, sinks: all, missing, checkpoints, models, close: () => opened.close() }
  } catch (error) {
    await opened.close().catch(() => {})
    throw error
  }
}

/** The sources of a job, as options and rules have them. Throws `JobError` and `ConnectorError` (usage). */
export function planSources(manifest: Manifest, request: Pick<JobRequest, "sources" | "connectors">): Planned[] {
  const declared = manifest.events.filter((event) => !event.derived).map((event) => event.name)
  for (const name of request.sources.keys()) {
    if (name !== "*" && !declared.includes(name)) throw new JobError("usage", unknownEvent(name, manifest, declared))
  }
  // One stream of everything takes the place of all that the rules declare.
  const bindings = request.sources.has("*") ? [] : manifest.sources.filter(({ name }) => !request.sources.has(name))
  const planned = [
    ...[...request.sources].map(([name, spec]) => planSpec(name, spec, "source", request)),
    ...bindings.map((binding) => planBinding(binding, "source", request)),
  ]
  if (planned.length > 0) return planned
  const example = declared.length === 1 ? `${declared[0]}=file:events.jsonl` : "'*=file:events.jsonl'"
  throw new JobError("usage", `nothing to read: give a source for each event type, as in --source ${example}`)
}

function unknownEvent(name: string, manifest: Manifest, declared: readonly string[]): string {
  if (manifest.events.some((event) => event.name === name)) {
    return `${name} is made by a rule (emit), it has no source`
  }
  const known = declared.length === 0 ? "the rules declare none" : `the rules declare ${declared.join(", ")}`
  return `--source ${name}: no event type is called ${name}; ${known}`
}

/** Likewise the sinks of its outputs. */
export function planSinks(manifest: Manifest, request: Pick<JobRequest, "sinks" | "connectors">): Planned[] {
  const active = manifest.rules.filter((rule) => rule.shadow !== true)
  const used = active.flatMap((rule) => rule.outputs.flatMap((output) => output.sink ?? []))
  const shadow = active.length < manifest.rules.length ? ["shadow"] : []
  const known = [...new Set(["alerts", ...shadow, ...manifest.sinks.map(({ name }) => name), ...used])]
  for (const name of request.sinks.keys()) {
    if (known.includes(name)) continue
    throw new JobError(
      "usage",
      `--sink ${name}: no output goes to a sink called ${name}; there are ${known.join(", ")}`,
    )
  }
  const bindings = manifest.sinks.filter(({ name }) => !request.sinks.has(name))
  const planned = [
    ...[...request.sinks].map(([name, spec]) => planSpec(name, spec, "sink", request)),
    ...bindings.map((binding) => planBinding(binding, "sink", request)),
  ]
  const lost = used.find((name) => name !== "alerts" && !planned.some((each) => each.name === name))
  if (lost === undefined) return planned
  throw new JobError(
    "usage",
    `outputs go to the sink ${lost}, which is not declared: give --sink ${lost}=SPEC, or declare it in the rules`,
  )
}

/** Likewise its tables. */
export function planTables({ tables }: Manifest, request: Pick<JobRequest, "tables" | "connectors">): PlannedTable[] {
  const { tables: given = new Map<string, string>() } = request
  for (const name of given.keys()) {
    if (tables.some((table) => table.name === name)) continue
    const known = tables.length === 0 ? "the rules declare none" : `there are ${tables.map((t) => t.name).join(", ")}`
    throw new JobError("usage", `--table ${name}: no table is called ${name}; ${known}`)
  }
  return tables.map(({ name, from, fields, refreshMs }) => {
    const optional = fields.flatMap((field) => (field.optional ? [field.name] : []))
    const spec = given.get(name)
    const planned = spec === undefined ? planBinding(from, "table", request) : planSpec(name, spec, "table", request)
    return { ...planned, optional, refreshMs }
  })
}

/** What a SPEC of the command line means. Throws `JobError` and `ConnectorError` (usage). */
export function planSpec(name: string, text: string, use: Use, request: Pick<JobRequest, "connectors">): Planned {
  const spec = parseSpec(text)
  const connector = findConnector(spec.connector, name, use, request)
  return planned(name, connector, use, (declaration) => specSettings(spec, declaration))
}

function planBinding(binding: Binding, use: Use, request: Pick<JobRequest, "connectors">): Planned {
  const connector = findConnector(binding.connector, binding.name, use, request)
  const own = planned(binding.name, connector, use, (declaration) => bindingSettings(binding, declaration))
  return use === "source" ? { ...own, partitionedBy: binding.partitionedBy } : own
}

function planned(
  name: string,
  connector: Connector,
  use: Use,
  read: (declaration: ConnectorDeclaration) => Settings,
): Planned {
  const declaration = declarationFor(connector.declaration, use)
  if (use === "table") return { name, connector, settings: read(declaration), atOnce: true }
  if (use === "source") {
    return { name, connector, ...sourceSettings(read(withSourceOptions(declaration))), atOnce: true }
  }
  return { name, connector, ...sinkSettings(read(withSinkOptions(declaration))) }
}

function findConnector(name: string, of: string, use: Use, { connectors }: Pick<JobRequest, "connectors">): Connector {
  const connector = connectors.find(({ declaration }) => declaration.name === name)
  if (connector?.declaration.use.includes(use) === true) return connector
  const usable = connectors
    .filter(({ declaration }) => declaration.use.includes(use))
    .map(({ declaration }) => declaration.name)
  const what = connector === undefined ? `there is no connector ${name}` : `the connector ${name} is no ${use}`
  throw new JobError("usage", `${of}: ${what} in this version; there is ${usable.join(", ")}`)
}

/** What is open, so that it can be shared and closed. */
class Resources {
  readonly #patience: Patience
  readonly #request: JobRequest
  readonly #sources: { readonly connector: Connector; readonly source: Source; readonly name: string }[] = []
  readonly #tables: (JobTable & { readonly connector: Connector })[] = []
  readonly #sinks = new Map<string, Sink>()
  /** The settings with which a resource is written. */
  readonly #written = new Map<string, string>()
  #checkpoints: OpenCheckpoints | undefined
  #standardInput: string | undefined
  #models: OpenedModels | undefined

  constructor(request: JobRequest) {
    this.#patience = request.patience ?? noPatience
    this.#request = request
  }

  async source({ name, connector, settings }: Planned): Promise<JobInput> {
    if (settings.path === "-") {
      if (this.#standardInput !== undefined) {
        throw new JobError(
          "usage",
          `standard input is the source of ${this.#standardInput} already; for several event types in one stream give '*=-'`,
        )
      }
      this.#standardInput = name
    }
    const { context, checkpoints, slice } = this.#request
    const own = {
      ...context,
      hasCheckpoints: checkpoints !== undefined,
      ...(slice !== undefined && { partition: slice }),
    }
    const source = await this.#patience.attempt(() => connector.openSource!(settings, own))
    this.#sources.push({ connector, source, name })
    return { name, source, typeField: typeof settings.type === "string" ? settings.type : "type" }
  }

  /** Opens the tables and reads them. */
  async tables(planned: readonly PlannedTable[]): Promise<JobTables> {
    for (const { name, connector, settings, optional, refreshMs } of planned) {
      const source = await this.#patience.attempt(() => connector.openTable!(settings, this.#request.context))
      this.#tables.push({ name, connector, source, optional, refreshMs })
    }
    const tables = new JobTables(this.#tables)
    await tables.read(this.#patience)
    return tables
  }

  /** Opens all sinks: those of outputs by name, then standard output, and those of dead letters and late events. */
  async sinks(planned: readonly Planned[]) {
    const { deadLetters, late, checkpoints: wanted } = this.#request
    const others = [
      planSpec("standard output", "-", "sink", this.#request),
      deadLetters === undefined ? undefined : planSpec("--dead-letter", deadLetters, "sink", this.#request),
      late === undefined ? undefined : planSpec("--late", late, "sink", this.#request),
    ]
    const published: PublishedSink[] = []
    const opened = new Map<Planned, Sink>()
    for (const each of [...planned, ...others]) {
      if (each === undefined) continue
      const resource = this.#resourceOf(each)
      if (wanted !== undefined && !each.atOnce && each.connector.isImmediate?.(each.settings) !== true) {
        published.push({ ...each, resource })
      } else opened.set(each, await this.#sink(each, resource))
    }
    const checkpoints = wanted && (await this.#openCheckpoints(wanted, published))
    const find = (each: Planned): Sink => opened.get(each) ?? checkpoints!.sinkOf(each.name)
    return {
      named: withShadow(new Map(planned.map((each) => [each.name, find(each)]))),
      other: others.map((each) => each && find(each)),
      checkpoints: checkpoints?.checkpoints,
    }
  }

  async #openCheckpoints({ identity, open }: CheckpointRequest, published: readonly PublishedSink[]) {
    const publishers = await openPublishers(published, identity, this.#request.context, this.#patience)
    try {
      const checkpoints = await open(publishers)
      this.#checkpoints = checkpoints
      const sinks = new Map<string, Sink>()
      const sinkOf = (name: string): Sink => {
        const { publisher, place } = publishers.places.get(name)!
        const key = `${publisher} ${place}`
        // Two names may stand for one sink.
        const sink = sinks.get(key) ?? checkpoints.sinkOf(publisher, place)
        sinks.set(key, sink)
        return sink
      }
      return { checkpoints, sinkOf }
    } catch (error) {
      for (const { publisher } of publishers.all) await publisher.close().catch(() => {})
      throw error
    }
  }

  /** What a sink writes; it must be no source, and sinks that write the same must have the same settings. */
  #resourceOf({ name, connector, settings }: Planned): string {
    const resource = connector.resource?.(settings, this.#request.context) ?? JSON.stringify(settings)
    const reader = [...this.#sources, ...this.#tables].find(
      (each) => each.connector === connector && each.source.resources?.includes(resource),
    )
    if (reader !== undefined)
      throw new JobError(
        "usage",
        `${name} would overwrite ${settings.path ?? resource}, which is the source of ${reader.name}`,
      )
    const key = JSON.stringify([connector.declaration.name, resource])
    const written = JSON.stringify(settings)
    const known = this.#written.get(key) ?? written
    this.#written.set(key, written)
    if (known === written || resource === "-") return resource
    throw new JobError("usage", `${name}: two sinks write ${resource} with different options; give them the same`)
  }

  async #sink({ connector, settings }: Planned, resource: string): Promise<Sink> {
    const key = JSON.stringify([connector.declaration.name, resource])
    const known = this.#sinks.get(key)
    if (known !== undefined) return known
    const sink = await this.#patience.attempt(() => connector.openSink!(settings, this.#request.context))
    this.#sinks.set(key, sink)
    return sink
  }

  async models({ models }: Manifest): Promise<OpenedModels["runners"]> {
    try {
      this.#models = await openModels(models, { folder: this.#request.context.folder })
      return this.#models.runners
    } catch (error) {
      if (error instanceof ModelError) throw new JobError("usage", error.message, error)
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#models?.close()
    await Promise.allSettled([...this.#sources, ...this.#tables].map(({ source }) => source.close()))
    await this.#checkpoints?.close()
    const closed = await Promise.allSettled([...this.#sinks.values()].map((sink) => sink.close()))
    const failed = closed.find((result) => result.status === "rejected" && !isClosed(result.reason))
    if (failed?.status === "rejected") throw failed.reason
  }
}

/** What shadow rules make is compared, also where nobody reads it. */
function withShadow(named: ReadonlyMap<string, Sink>): ReadonlyMap<string, Sink> {
  return named.has("shadow") ? named : new Map([...named, ["shadow", unreadSink]])
}

/** After a crash a source is read again from where the checkpoint was. */
function failWithoutReplay(inputs: readonly JobInput[]): void {
  const input = inputs.find(({ source }) => source.replays === false)
  if (input === undefined) return
  const reason = `the source of ${input.name} cannot be read again after a crash (standard input, a pipe), and checkpoints need that`
  throw new JobError("usage", `${reason}: give a file or a topic, or run without --checkpoint-dir`)
}

function isClosed(error: unknown): boolean {
  return error instanceof ConnectorError && error.kind === "closed"
}

function missingTypes(manifest: Manifest, inputs: readonly JobInput[]): string[] {
  if (inputs.some(({ name }) => name === "*")) return []
  return namedTypes(manifest).flatMap(({ name }) => (inputs.some((input) => input.name === name) ? [] : [name]))
}
