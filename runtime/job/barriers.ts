/** Between a running job and its checkpoints: what it goes on from, and what a barrier takes of it. */
import type { DroppedState, EngineOptions } from "../abi/engine.ts"
import type { FrozenState } from "../abi/frozen.ts"
import type { Log } from "../observe/log.ts"
import type { PartitionPlace, Restored } from "./checkpoints.ts"
import type { RestoredCold } from "./cold-settings.ts"
import { JobError } from "./error.ts"
import type { InputPartition } from "./inputs.ts"

/** Whether each of so many workers takes over what one worker had; else each takes its own from all of them. */
export function takesOneEach({ state, dividedAnew }: Restored, workers: number): boolean {
  return state.length === workers && !dividedAnew
}

/** How an engine takes over what was restored, and says what does not fit. */
export function restoreOptions(
  restored: Restored | undefined,
  share: EngineOptions["share"],
  log: Log,
): Pick<EngineOptions, "restoreCut" | "restoreParts" | "onDropped"> {
  if (restored === undefined) return {}
  const { state } = restored
  const { worker, of } = togetherOf(share)
  return {
    ...(takesOneEach(restored, of) ? { restoreCut: state[worker]! } : { restoreParts: state }),
    onDropped: droppedInto(log),
  }
}

/** How an engine takes over what its rules had before others took their place; of several that share keys each what is its own. */
export function thawing(frozen: FrozenState | undefined, share: EngineOptions["share"]): Pick<EngineOptions, "thaws"> {
  if (frozen === undefined) return {}
  const { parts, ...facts } = frozen
  const { worker, of } = togetherOf(share)
  // The same rules divide keys among as many engines in the same way.
  return { thaws: parts.length === of ? { ...facts, cut: parts[worker]! } : { ...facts, parts } }
}

/** Says in the log what began empty. */
export function droppedInto(log: Log): NonNullable<EngineOptions["onDropped"]> {
  return (dropped) => log("warn", wordsOf(dropped), { ...dropped })
}

/** Among how many engines the checkpoint's state is divided: those that are apart have checkpoints of their own. */
function togetherOf(share: EngineOptions["share"]): { readonly worker: number; readonly of: number } {
  return share === undefined || share.apart === true ? { worker: 0, of: 1 } : share
}

/** The files of keys that were not in memory: those of a worker, or where each takes its own from all of them those of all. */
export function coldOf(restored: Restored | undefined, share: EngineOptions["share"]): RestoredCold {
  const { cold } = restored ?? {}
  const { worker, of } = togetherOf(share)
  if (cold === undefined) return { own: [] }
  return takesOneEach(restored!, of) ? { own: cold[worker]! } : { own: [], parts: cold }
}

const reasons: Readonly<Record<DroppedState["reason"], string>> = {
  "other-shape": "its steps, keys or what it keeps of events were others",
  "unreadable-events": "events that it kept cannot be read by the present declarations",
  "not-kept": "it was not kept",
  "other-parameters": "a parameter in it had another value",
}

function wordsOf({ rule, series, reason, why }: DroppedState): string {
  const what = series === undefined ? `rule ${rule} begins empty` : `${series} of rule ${rule} begins empty`
  return `${what}: the checkpoint's state does not fit, since ${why ?? reasons[reason]}`
}

/** Goes to where the restored run was. Throws `JobError` where a partition of it is not among the sources, and `ConnectorError`. */
export async function seekPartitions(
  partitions: readonly InputPartition[],
  restored: Restored | undefined,
): Promise<void> {
  for (const { input, partition, position } of restored?.sources ?? []) {
    const found = partitions.find((each) => each.input.name === input && each.partition.name === partition)
    if (found === undefined) {
      const reason = `checkpoint ${restored!.checkpoint} has read ${partition} for ${input}, and no source brings it now`
      throw new JobError("usage", `${reason}: give the sources that it had, or begin anew with --fresh`)
    }
    await found.partition.seek(position)
  }
  for (const each of partitions) each.place = each.partition.position()
}

/** Where each partition goes on. */
export function placesOf(partitions: readonly InputPartition[]): PartitionPlace[] {
  return partitions.map(({ input, partition, place }) => ({
    input: input.name,
    partition: partition.name,
    position: place,
  }))
}
