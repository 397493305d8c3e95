import { Buffer } from "node:buffer"
import type { Batch, Partition, Position } from "../../connectors/contract.ts"
import { JobError } from "../error.ts"
import type { JobInput } from "../inputs.ts"

/** Keys that are remembered; later ones are only compared with them. */
const mostKeys = 100_000
const longestKey = 1000
/** A longer line is not looked into. */
const longestLine = 64 << 10

/** Where a key was seen. */
interface Place {
  readonly slice: number
  readonly source: string
  readonly position: Position
}

/** What is watched of a source. */
export interface Watched {
  readonly field: string
  /** The same for sources that have their keys in common. */
  readonly space: string
}

/**
 * Looks whether a key comes in two partitions, which would divide its events between two slices: a topic that is not partitioned as declared. The first event of
 * each batch is looked at, of all slices of this process: so it is found soon where keys are scattered, and not at once where few are.
 */
export class KeyPlaces {
  readonly #places = new Map<string, Place>()

  /** The same source; its partitions reject with `JobError` where a key was seen in another slice. */
  watch(input: JobInput, { field, space }: Watched, slice: number): JobInput {
    const partitions = input.source.partitions.map((partition): Partition => {
      const look = (batch: Batch) => {
        const found = firstKey(batch, field)
        if (found !== undefined) this.#see(found.key, { field, space }, { slice, source: input.name, ...found })
      }
      return {
        name: partition.name,
        get isHeldUp() {
          return partition.isHeldUp === true
        },
        async read(options) {
          const batch = await partition.read(options)
          if (batch !== null) look(batch)
          return batch
        },
        position: () => partition.position(),
        seek: (position) => partition.seek(position),
      }
    })
    const { bounded, replays, resources } = input.source
    const more = { ...(replays !== undefined && { replays }), ...(resources !== undefined && { resources }) }
    const finished = (positions: ReadonlyMap<string, Position>) => input.source.finished?.(positions)
    return { ...input, source: { partitions, bounded, ...more, finished, close: () => input.source.close() } }
  }

  #see(key: string, { field, space }: Watched, { slice, source, position }: Place): void {
    const name = `${space} ${key}`
    const known = this.#places.get(name)
    if (known === undefined) {
      if (this.#places.size < mostKeys) this.#places.set(name, { slice, source, position })
      return
    }
    if (known.slice === slice) return
    const places = `${known.source} at ${JSON.stringify(known.position)} and ${source} at ${JSON.stringify(position)}`
    throw new JobError(
      "failure",
      `the key ${key} is in two partitions: ${places}. Rules would see a part of its events each, and alerts would be missing; the job stops. Let the producers choose the partition by ${field}, all in the same way, and begin anew with topics that were written so; without \`partitioned by\` one process runs the job`,
    )
  }
}

/** The key of a batch's first event; undefined where there is none that can be read. */
function firstKey({ records, block }: Batch, field: string): { key: string; position: Position } | undefined {
  const [record] = records
  if (record !== undefined) return keyed(record.raw, field, record.position)
  if (block === undefined || block.csv !== undefined) return undefined
  const { bytes, from, to, line } = block.lines
  const lineFeed = bytes.indexOf(10, from)
  const end = lineFeed < 0 || lineFeed > to ? to : lineFeed
  if (end - from > longestLine) return undefined
  try {
    const raw: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from).toString("utf8"))
    return keyed(raw, field, block.position(line, from))
  } catch {
    // It becomes a dead letter.
    return undefined
  }
}

function keyed(raw: unknown, field: string, position: Position): { key: string; position: Position } | undefined {
  if (typeof raw !== "object" || raw === null || !Object.hasOwn(raw, field)) return undefined
  const value = (raw as Readonly<Record<string, unknown>>)[field]
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined
  const key = JSON.stringify(value)
  return key.length > longestKey ? undefined : { key, position }
}
