/** Where checkpoints and savepoints lie: in a folder of this machine (or one that looks so), or in S3. */
import { resolve } from "node:path"
import type { Files } from "../../runtime/platform/files.ts"
import { systemFiles } from "../../runtime/platform/node-files.ts"
import type { RunOptions } from "./commands/run-options.ts"
import { CliError } from "./error.ts"

export interface Place {
  readonly files: Files
  /** Its path in them. */
  readonly folder: string
  /** Among the files of this machine, where a lock says whose they are. */
  readonly isLocal: boolean
}

/** The places of a job. */
export interface Places {
  readonly checkpoints: Place
  readonly savepoint: Place | undefined
}

/**
 * Opens what an option or argument names: a path, or `s3://BUCKET/PREFIX`. `writes`: checkpoints or savepoints are to be made there, and the service has to show that it makes a
 * name once. Throws `CliError` and `ConnectorError`.
 */
export async function openPlace(text: string, { writes }: { readonly writes: boolean }): Promise<Place> {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]+):\/\//.exec(text)?.[1]
  if (scheme === undefined) return { files: systemFiles, folder: resolve(text), isLocal: true }
  if (scheme !== "s3") {
    throw new CliError(`checkpoints cannot lie in ${scheme}://: give a folder, or s3://bucket/prefix`)
  }
  const { openS3 } = await import("../../runtime/checkpoint/s3/open.ts")
  const { files, folder } = await openS3(text, systemFiles)
  if (writes) await files.prove(folder)
  return { files, folder, isLocal: false }
}

/** Likewise those of a job. */
export async function openPlaces({
  checkpointDir,
  fromSavepoint,
}: RunOptions & { readonly checkpointDir: string }): Promise<Places> {
  return {
    checkpoints: await openPlace(checkpointDir, { writes: true }),
    savepoint: fromSavepoint === undefined ? undefined : await openPlace(fromSavepoint, { writes: false }),
  }
}
