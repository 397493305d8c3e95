import { basename, join } from "node:path"
import { makeSavepoint } from "../../runtime/checkpoint/savepoint.ts"
import { holdsCheckpoints, readSlices, type SliceCount, writeSlices } from "../../runtime/checkpoint/slices.ts"
import { CheckpointStore, withStore } from "../../runtime/checkpoint/store.ts"
import { CliError } from "./error.ts"
import { openPlace, type Place } from "./places.ts"

/**
 * Copies the newest checkpoint of a job, of each of its slices, to a place that holds none; what was copied, in words. `job`: the job's folder; `whole`: the store of one that is
 * not divided. Throws `CliError` and `ConnectorError`.
 */
export async function copyJob(job: Place, whole: CheckpointStore, to: string): Promise<string> {
  const target = await openPlace(to, { writes: true })
  return withStore(to, async () => {
    const divided = await readSlices(job.files, job.folder)
    if (divided?.repartition !== undefined) throw new CliError(onTheWay(basename(job.folder)))
    if (
      (await readSlices(target.files, target.folder)) !== undefined ||
      (await holdsCheckpoints(target.files, target.folder))
    ) {
      throw new CliError(`${to} holds a savepoint already: give another folder`)
    }
    return divided === undefined ? await copyWhole(whole, target) : await copySlices(job, divided, target)
  })
}

/** What is between readers and slices is in no checkpoint. */
function onTheWay(job: string): string {
  return `the job ${job} runs with --repartition: events are on their way to its slices through a topic, and copies of the slices' checkpoints would lack them. Stop it, and start it again from its own checkpoints`
}

async function copyWhole(store: CheckpointStore, to: Place): Promise<string> {
  const { number, job } = await makeSavepoint(store, new CheckpointStore(to.files, to.folder))
  return `checkpoint ${number} of the job ${job}`
}

/** Slices have nothing in common, so that each may be copied at a moment of its own. The number of slices comes last: without it, it is no savepoint. */
async function copySlices({ files, folder }: Place, divided: SliceCount, to: Place): Promise<string> {
  const numbers: number[] = []
  const slices = Array.from({ length: divided.slices }, (_, slice) => String(slice))
  const lacking: string[] = []
  for (const slice of slices) {
    if ((await new CheckpointStore(files, join(folder, slice)).list()).length === 0) lacking.push(slice)
  }
  if (lacking.length > 0) {
    throw new CliError(
      `there is no checkpoint yet of ${lacking.length === 1 ? "slice" : "slices"} ${lacking.join(", ")} in ${files.show(folder)}: wait until each of the ${divided.slices} slices has run for a checkpoint interval`,
    )
  }
  for (const slice of slices) {
    const store = new CheckpointStore(files, join(folder, slice))
    numbers.push((await makeSavepoint(store, new CheckpointStore(to.files, join(to.folder, slice)))).number)
  }
  const job = basename(folder)
  await writeSlices(to.files, to.folder, divided)
  return `a checkpoint of each of the ${divided.slices} slices (${numbers.join(", ")}) of the job ${job}`
}
