/** Makes one checkpoint of what a barrier left: state, outboxes, manifest. The job goes on meanwhile. */

import { Buffer } from "node:buffer"
import { basename } from "node:path"
import type { Publisher } from "../connectors/contract.ts"
import type { PulledCut } from "../job/checkpoints.ts"
import type { CheckpointManifest, StoredFile, StoredFrozen, StoredOutbox } from "./manifest.ts"
import type { SealedOutbox } from "./outbox.ts"
import { headOf } from "./pieces.ts"
import { storedOutputs } from "./publishing.ts"
import type { CheckpointStore } from "./store.ts"

/** Bytes of state: so much is taken while the engine stands still, about a millisecond for each 300 KiB. */
const writtenAtOnce = 2 ** 20

/** What a manifest says of the state. */
export type SavedState = Pick<CheckpointManifest, "state" | "cold">

/** What a checkpoint is made of. */
export interface Making {
  readonly store: CheckpointStore
  readonly number: number
  readonly attempt: string
  /** One for each worker. */
  readonly cuts: readonly PulledCut[]
  /** Of the checkpoint before: what an increment is put behind. */
  readonly stateBefore: CheckpointManifest["state"]
  /** Of the checkpoint before: files that it has and that are needed again. */
  readonly coldBefore: CheckpointManifest["cold"]
  /** What the rules that begin here have dropped of the state of those before; absent: they are no others, or it is in the state. */
  readonly frozen?: readonly Pick<PulledCut, "next">[] | undefined
  readonly outboxes: readonly { readonly publisher: Publisher; readonly sealed: Promise<SealedOutbox> }[]
  /** All else that stands in the manifest, asked when everything is durable; `own`: the outboxes with outputs. */
  readonly manifest: (state: SavedState, own: readonly StoredOutbox[], frozen: FrozenFiles) => CheckpointManifest
}

/** By worker the files of what was dropped. */
export type FrozenFiles = StoredFrozen["files"]

/** What was made; `won` is false where another process has made a checkpoint with this number. */
export interface Made {
  readonly won: boolean
  readonly manifest: CheckpointManifest
  readonly own: readonly StoredOutbox[]
}

/** Rejects where something could not be written; then there is no checkpoint. */
export async function makeCheckpoint(making: Making): Promise<Made> {
  const { store, cuts, stateBefore } = making
  const state: StoredFile[][] = []
  for (const [worker, cut] of cuts.entries()) {
    const written = await writeState(making, cut, `state-${worker}`)
    state.push(cut.full ? [written] : [...(stateBefore[worker] ?? []), written])
  }
  const frozen: StoredFile[][] = []
  for (const [worker, dropped] of (making.frozen ?? []).entries()) {
    frozen.push([await writeState(making, dropped, `frozen-${worker}`)])
  }
  const cold = await adoptCold(making)
  const own: StoredOutbox[] = []
  for (const { publisher, sealed } of making.outboxes) {
    const { contents, ...outbox } = await sealed
    if (contents === undefined) continue
    const stored = { ...outbox, contents }
    own.push(stored)
    await publisher.prepare?.(storedOutputs(store, stored))
  }
  const manifest = making.manifest({ state, ...(cold !== undefined && { cold }) }, own, frozen)
  return { won: await store.publish(manifest), manifest, own }
}

/** The files of keys that are not in memory; those that the checkpoint before has are there already. */
async function adoptCold({ store, number, cuts, coldBefore = [] }: Making): Promise<CheckpointManifest["cold"]> {
  if (cuts.every(({ cold = [] }) => cold.length === 0)) return undefined
  const known = new Map(coldBefore.flat().map((stored) => [basename(stored.file), stored]))
  const all: StoredFile[][] = []
  for (const { cold = [] } of cuts) {
    const own: StoredFile[] = []
    for (const file of cold) own.push(known.get(basename(file.path)) ?? (await store.adopt(number, file)))
    all.push(own)
  }
  return all
}

async function writeState(
  { store, number, attempt }: Making,
  cut: Pick<PulledCut, "next">,
  name: string,
): Promise<StoredFile> {
  const writer = await store.create(number, `${name}-${attempt}`)
  try {
    let gathered: Uint8Array[] = []
    let bytes = 0
    for (;;) {
      // An engine in this thread answers at once, and goes on when this one waits.
      const answer = cut.next()
      const piece = await answer
      if (piece !== undefined) {
        gathered.push(headOf(piece), piece)
        bytes += piece.length
      }
      if (!(answer instanceof Promise) && bytes < writtenAtOnce && piece !== undefined) continue
      const [head, ...rest] = gathered
      if (head !== undefined) {
        // In two, so that a write that is cut off between both is met by whoever tries such things.
        await writer.write(head)
        await writer.write(Buffer.concat(rest))
      }
      if (piece === undefined) return await writer.finish()
      gathered = []
      bytes = 0
    }
  } finally {
    await writer.close()
  }
}
