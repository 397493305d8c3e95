/** Into how many slices a job is divided: its first start decides it, for all processes and for good, since keys stay where their state is. */
import { join } from "node:path"
import { ConnectorError } from "../connectors/contract.ts"
import type { Files } from "../platform/files.ts"

const fileName = "SLICES"
const format = "cepheus-slices 1"

/** What stands in the store. */
export interface SliceCount {
  readonly slices: number
  /** Random: processes that read the same one share a store. */
  readonly id: string
}

/** The number of slices of a job's folder; undefined: it is not divided. Throws `ConnectorError` where the file cannot be read. */
export async function readSlices(files: Files, folder: string): Promise<SliceCount | undefined> {
  const bytes = await files.read(join(folder, fileName))
  if (bytes === undefined) return undefined
  const [, slices, id] = /^cepheus-slices 1 ([1-9]\d{0,5}) ([0-9a-f]+)\n$/.exec(new TextDecoder().decode(bytes)) ?? []
  if (slices !== undefined) return { slices: Number(slices), id: id! }
  throw new ConnectorError(
    "failure",
    `${files.show(join(folder, fileName))} does not say how many slices the job has: it is torn or foreign. Put back an undamaged copy`,
  )
}

/** Of a store that belongs to a job, and of what is to be divided. */
export interface Division {
  readonly files: Files
  /** Of the job: slices are folders in it. */
  readonly folder: string
  readonly job: string
  readonly slices: number
  /** Random: stands for the store where this is the first start. */
  readonly newId: string
}

/**
 * Divides a job into slices, or sees that it is divided so already; of several processes at once one decides. Throws `ConnectorError` (usage) where the store holds
 * another number, or the checkpoints of a job that is not divided.
 */
export async function divide(division: Division): Promise<SliceCount> {
  const { files, folder, job, slices, newId } = division
  const known = (await readSlices(files, folder)) ?? (await first(division, { slices, id: newId }))
  if (known.slices === slices) return known
  throw new ConnectorError(
    "usage",
    `the sources have ${slices} partitions each, and the job ${job} was begun with ${known.slices} (${files.show(join(folder, fileName))}): keys have moved to other partitions, away from their state. Begin anew under another --job, with topics that were written with ${slices} partitions; outputs of events that are read again come again, with the same ids`,
  )
}

async function first({ files, folder, job }: Division, count: SliceCount): Promise<SliceCount> {
  if (await holdsCheckpoints(files, join(folder, "0"))) {
    throw new ConnectorError(
      "usage",
      `${files.show(folder)} holds checkpoints of the job ${job} that one process made for all partitions together: its state cannot be divided. Take \`partitioned by\` away to go on with it, or begin anew under another --job`,
    )
  }
  return writeSlices(files, folder, count)
}

/** Whether a folder has checkpoints, or a savepoint, without slices between. */
export async function holdsCheckpoints(files: Files, folder: string): Promise<boolean> {
  return (await files.list(folder)).some((name) => /^\d{10}$/.test(name))
}

/** Notes the number of slices where none is noted yet; what is noted now. Durable when it resolves. */
export async function writeSlices(files: Files, folder: string, count: SliceCount): Promise<SliceCount> {
  await files.makeFolder(folder)
  const text = `${format} ${count.slices} ${count.id}\n`
  await files.makeOnce(join(folder, fileName), new TextEncoder().encode(text), count.id)
  return (await readSlices(files, folder)) ?? count
}

/** Throws `ConnectorError` (usage) where a job that is to run as a whole was divided. */
export async function failIfDivided(files: Files, folder: string, job: string): Promise<void> {
  const known = await readSlices(files, folder)
  if (known === undefined) return
  throw new ConnectorError(
    "usage",
    `the job ${job} was begun with ${known.slices} slices, one for each partition (${files.show(join(folder, fileName))}), and no source is \`partitioned by\` a field now: give the sources that it had, or begin anew under another --job`,
  )
}
