import { type Processes, systemProcesses } from "../../platform/processes.ts"
import type { ConnectorContext, Publisher, Settings, SliceIdentity } from "../contract.ts"
import { FilePublisher, plainLayout } from "./publish-file.ts"
import { FolderPublisher } from "./publish-folder.ts"
import { gzipLayout } from "./publish-gzip.ts"
import { isFolder, sinkName } from "./sink.ts"

/**
 * Opens a file, or a folder where the path ends with a slash, for the outputs of a job with checkpoints. Nothing is written before `claim` and `begin`.
 * Throws `ConnectorError`.
 */
export async function openFilePublisher(
  sinks: readonly Settings[],
  identity: SliceIdentity,
  context: ConnectorContext,
  processes: Processes = systemProcesses(),
): Promise<Publisher> {
  const [settings, more] = sinks
  if (settings === undefined || more !== undefined) throw new Error("each file has a publisher of its own")
  const name = sinkName(settings)
  if (isFolder(name)) return new FolderPublisher(settings, identity, context)
  const layout = name.endsWith(".gz") ? gzipLayout : plainLayout
  return new FilePublisher(settings, identity, context, processes, layout)
}

/** Standard output cannot be looked at again. */
export function isImmediate(settings: Settings): boolean {
  return settings.path === "-"
}
