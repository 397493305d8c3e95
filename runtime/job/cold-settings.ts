/** State of keys that are not in memory, as jobs and workers speak of it. */
import type { ColdFile, ColdOptions } from "../abi/cold-store.ts"
import type { Log } from "../observe/log.ts"

/** Of a job, or of one of its workers. Plain data. */
export interface ColdSettings {
  /** Where files are made: a folder of the job's own. */
  readonly folder: string
  /** About so many bytes of state stay in memory. */
  readonly memoryBytes: number
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
  return { folder: `${settings.folder}/${worker}`, memoryBytes: settings.memoryBytes / of }
}
