import type { Publisher } from "../connectors/contract.ts"
import type { StoredOutbox } from "./manifest.ts"
import { storedOutputs } from "./publishing.ts"
import type { CheckpointStore } from "./store.ts"

/** Where outboxes are taken along to. */
export interface Carrying {
  readonly from: CheckpointStore
  readonly to: CheckpointStore
  readonly attempt: string
  /** The number of the next checkpoint, and of the publisher among those of the job. */
  readonly next: number
  readonly place: number
}

/**
 * Takes outputs that no sink has yet from a savepoint, or from a checkpoint that others followed, into a lineage that begins: copied, as if this process had
 * made them, from the first byte of what it publishes.
 */
export async function carryOutboxes(
  outboxes: readonly StoredOutbox[],
  publisher: Publisher,
  { from, to, attempt, next, place }: Carrying,
): Promise<{ readonly outboxes: readonly StoredOutbox[]; readonly total: number }> {
  const carried: StoredOutbox[] = []
  let total = 0
  for (const outbox of outboxes) {
    const writer = await to.create(next, `carried-${place}-${outbox.checkpoint}-${attempt}`)
    try {
      for await (const piece of from.whole(outbox.contents)) await writer.write(piece)
      const own: StoredOutbox = { ...outbox, attempt, offset: total, contents: await writer.finish() }
      await publisher.prepare?.(storedOutputs(to, own))
      carried.push(own)
      if (own.form === "lines") total += own.contents.bytes
    } finally {
      await writer.close()
    }
  }
  return { outboxes: carried, total }
}
