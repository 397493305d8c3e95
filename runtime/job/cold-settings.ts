/** State of keys that are not in memory, as jobs and workers speak of it. */
import type { ColdFile, ColdOptions } from "../abi/cold-store.ts"
import type { Log } from "../observe/log.ts"

/** Of a job, or of one of its workers. Plain data. */
export interface ColdSettings {
  /** Where files are made: a folder of the job's own. */
  readonly folder: string
  /** About so many bytes of state stay in memory, those of all sharers together. */
  readonly memoryBytes: number
  /** Who has the memory in common at the moment: slices of a process, which come and go. */
  readonly sharers?: Sharers | undefined
}

/** How many share something: one number that all threads of a process see. */
export type Sharers = Int32Array<SharedArrayBuffer>

/** So far nobody does. */
export function noSharers(): Sharers {
  return new Int32Array(new SharedArrayBuffer(4))
}

/** One more shares it. Returns how it ceases to; twice is harmless. */
export function join(sharers: Sharers): () => void {
  Atomics.add(sharers, 0, 1)
  let here = true
  return () => {
    if (here) Atomics.sub(sharers, 0, 1)
    here = false
  }
}

/** The part of one of those that share the memory now. */
export function shareNow({ memoryBytes, sharers }: ColdSettings): number {
  return sharers === undefined ? memoryBytes : memoryBytes / Math.max(1, Atomics.load(sharers, 0))
}

export interface OpenedCold {
  readonly options: ColdOptions
  close(): void
}

/** What a checkpoint has on disk: a worker's own, or what each of several workers had. */
export interface RestoredCold {
  readonly own: readonly ColdFile[]
  readonly parts?: readonly (readonly ColdFile[])[]
}

/** How stores are opened: loaded only where there is one. */
export type OpenCold = (settings: ColdSettings | undefined, restored: RestoredCold, log: Log) => OpenedCold | undefined

/** The part of each of some workers. */
export function shareOfCold(settings: ColdSettings | undefined, worker: number, of: number): ColdSettings | undefined {
  if (settings === undefined) return undefined
  const { folder, memoryBytes, sharers } = settings
  return { folder: `${folder}/${worker}`, memoryBytes: memoryBytes / of, sharers }
}
