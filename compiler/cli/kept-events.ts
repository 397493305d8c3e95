/** The events that a job has kept, as sources of another job. */
import { groupBy } from "../../lang/group-by.ts"
import type { Manifest } from "../../runtime/abi/rule-set.ts"
import type { Batch, Partition, Source } from "../../runtime/connectors/contract.ts"
import { type Connector, connectors } from "../../runtime/connectors/index.ts"
import type { KeptBatch, KeptEvents } from "../../runtime/control/recent-events.ts"
import type { JobInput } from "../../runtime/job/inputs.ts"
import { keptRecords } from "../../runtime/job/kept-lines.ts"
import { type Opened, openJob } from "../../runtime/job/setup.ts"
import type { Clock } from "../../runtime/platform/clock.ts"
import type { KeptRequest } from "./compile-messages.ts"
import { withoutSinks } from "./without-sinks.ts"

/** What was opened for a run over kept events. */
export interface OpenedKept {
  /** Tables and models; its inputs are those below. */
  readonly opened: Opened
  readonly inputs: readonly JobInput[]
  /** Sources that the rules know nothing of. */
  readonly left: readonly string[]
}

/** Opens kept events for rules, with their tables, which are read anew. Whoever does so closes it. Throws as `openJob` does. */
export async function openKept(
  manifest: Manifest,
  { events, tables, folder }: KeptRequest,
  clock: KeptClock,
): Promise<OpenedKept> {
  const declared = manifest.events.filter(({ derived }) => !derived).map(({ name }) => name)
  const fields = new Map(events.batches.map(({ source, typeField }) => [source, typeField]))
  const read = [...fields.keys()].filter((name) => name === "*" || declared.includes(name))
  const left = [...fields.keys()].filter((name) => !read.includes(name))
  // A job reads something: where nothing was kept, an empty stream.
  const names = read.length === 0 ? ["*"] : read
  const opened = await openJob(withoutSinks(manifest), {
    sources: new Map(names.map((name) => [name, `recent:${name}`])),
    sinks: new Map(),
    tables: new Map([...tables].filter(([name]) => manifest.tables.some((table) => table.name === name))),
    connectors: [...connectors, recentConnector(events, clock)],
    context: { folder, log: () => {} },
  })
  const inputs = opened.inputs.map((input) => ({ ...input, typeField: fields.get(input.name) ?? "type" }))
  return { opened, inputs, left }
}

/** Values that hold in the job hold for a parameter of the same name and type. `former`: whose values they are; absent: of these rules. */
export function paramsFor(next: Manifest, values: KeptRequest["params"], former = next): Record<string, unknown> {
  const types = new Map(former.params.map(({ name, type }) => [name, JSON.stringify(type)]))
  const own = next.params.filter(({ name, type }) => types.get(name) === JSON.stringify(type))
  return Object.fromEntries(own.flatMap(({ name }) => (Object.hasOwn(values, name) ? [[name, values[name]]] : [])))
}

/** The time at which events arrived. Nothing waits for it. */
export class KeptClock implements Clock {
  time = 0

  now(): number {
    return this.time
  }

  every(): () => void {
    return () => {}
  }

  after(milliseconds: number, act: () => void): () => void {
    const timer = setTimeout(act, milliseconds)
    return () => clearTimeout(timer)
  }
}

/** Brings what was kept, as the sources brought it. */
function recentConnector(events: KeptEvents, clock: KeptClock): Connector {
  const declaration: Connector["declaration"] = {
    name: "recent",
    doc: "Events that a job has kept.",
    use: ["source"],
    options: [{ name: "source", type: "text", required: true, positional: true, doc: "Of which source." }],
    examples: [],
  }
  const openSource = async ({ source }: Readonly<Record<string, unknown>>): Promise<Source> => {
    const byPartition = groupBy(
      events.batches.filter((batch) => batch.source === source),
      ({ partition }) => partition,
    )
    const partitions = [...byPartition].map(([name, batches]) => new KeptPartition(name, batches, events.bytes, clock))
    return { partitions, bounded: true, close: async () => {} }
  }
  return { declaration, openSource }
}

class KeptPartition implements Partition {
  readonly name: string
  readonly #batches: readonly KeptBatch[]
  readonly #bytes: Uint8Array
  readonly #clock: KeptClock
  #next = 0

  constructor(name: string, batches: readonly KeptBatch[], bytes: Uint8Array, clock: KeptClock) {
    this.name = name
    this.#batches = batches
    this.#bytes = bytes
    this.#clock = clock
  }

  async read(): Promise<Batch | null> {
    const batch = this.#batches[this.#next]
    if (batch === undefined) return null
    this.#next++
    this.#clock.time = Math.max(this.#clock.time, batch.arrivedAt)
    const { values, csv, from, to } = batch
    return { records: keptRecords({ bytes: this.#bytes.subarray(from, to), csv }), values }
  }

  position() {
    return {}
  }

  async seek(): Promise<void> {}
}
