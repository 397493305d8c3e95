import { systemProcesses } from "../../platform/processes.ts"
import type { ConnectorContext, Publisher, Settings, SliceIdentity } from "../contract.ts"
import type { FileMachine } from "./lock.ts"
import { systemOutputFiles } from "./output-files.ts"
import { FilePublisher, plainLayout } from "./publish-file.ts"
import { FolderPublisher } from "./publish-folder.ts"
import { type Compression, gzipLayout } from "./publish-gzip.ts"
import { isFolder, sinkName } from "./sink.ts"

/** The machine that a file is published on. */
export interface PublisherMachine extends FileMachine {
  /** Absent: as Node does it. */
  readonly compression?: Compression
}

/**
 * Opens a file, or a folder where the path ends with a slash, for the outputs of a job with checkpoints. Nothing is written before `claim` and `begin`.
 * Throws `ConnectorError`.
 */
export async function openFilePublisher(
  sinks: readonly Settings[],
  identity: SliceIdentity,
  context: ConnectorContext,
  machine: PublisherMachine = { files: systemOutputFiles, processes: systemProcesses() },
): Promise<Publisher> {
  const [settings, more] = sinks
  if (settings === undefined || more !== undefined) throw new Error("each file has a publisher of its own")
  const name = sinkName(settings)
  if (isFolder(name)) return new FolderPublisher(settings, identity, context, machine.files)
  const layout = name.endsWith(".gz") ? () => gzipLayout(machine.compression) : plainLayout
  return new FilePublisher(settings, identity, context, machine, layout)
}

/** Standard output cannot be looked at again. */
export function isImmediate(settings: Settings): boolean {
  return settings.path === "-"
}
