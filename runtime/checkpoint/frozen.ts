/** What a change of the rules has dropped, in a store: which checkpoints have it, and how it is read again. */
import type { FrozenFacts, FrozenState } from "../abi/frozen.ts"
import { ConnectorError } from "../connectors/contract.ts"
import type { StoredFrozen } from "./manifest.ts"
import { readPieces } from "./pieces.ts"
import type { RulesChange } from "./running-rules.ts"
import type { FrozenFiles, SavedState } from "./saving.ts"
import type { CheckpointStore } from "./store.ts"

/** What a checkpoint says of it. `before`: what the one before did; `files`: those that were written for it. */
export function storedFrozen(
  before: StoredFrozen | undefined,
  change: RulesChange | undefined,
  files: FrozenFiles,
  { state }: SavedState,
): StoredFrozen | undefined {
  if (change === undefined) return before
  if (change.frozen === undefined) return undefined
  const { version, operators, converted, after } = change.frozen
  const known = { version, operators, converted, after: Number.isFinite(after) ? after : null }
  return { ...known, files: change.state === "former" ? state : files }
}

/** What is known of it. */
export function frozenFacts({ files: _, after, ...facts }: StoredFrozen): FrozenFacts {
  return { ...facts, after: after ?? Number.NEGATIVE_INFINITY }
}

/** Reads it. Rejects with the store's errors, and where a file is damaged. */
export async function readFrozen(store: CheckpointStore, stored: StoredFrozen): Promise<FrozenState> {
  const parts: Uint8Array[][] = []
  for (const files of stored.files) {
    const pieces: Uint8Array[] = []
    for (const each of files) {
      const damage = await store.damageOfFile(each)
      if (damage !== undefined) throw new ConnectorError("failure", damage)
      pieces.push(...(await readPieces(store, each.file)))
    }
    parts.push(pieces)
  }
  const { version: _, ...facts } = frozenFacts(stored)
  return { ...facts, parts }
}
