import type { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import type { Changes } from "./changes/changes.ts"

/** Who made which checkpoint of which slice. */
interface Notes {
  /** By slice and number. */
  readonly makers: Map<string, string>
  /** What must not be. */
  readonly half: string[]
  readonly changes: Pick<Changes, "makes"> | undefined
}

/** A store of which is noted who made which checkpoint: each is made once. */
export function watchedStore(store: CheckpointStore, slice: number, { makers, half, changes }: Notes): CheckpointStore {
  const publish = store.publish.bind(store)
  store.publish = async (manifest) => {
    changes?.makes(slice, manifest)
    const made = await publish(manifest)
    const known = makers.get(`${slice} ${manifest.number}`) ?? manifest.attempt
    if (made && known !== manifest.attempt) {
      half.push(`checkpoint ${manifest.number} of slice ${slice} was made by two processes`)
    }
    if (made) makers.set(`${slice} ${manifest.number}`, manifest.attempt)
    return made
  }
  return store
}
