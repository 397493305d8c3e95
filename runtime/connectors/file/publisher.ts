import { type Processes, systemProcesses } from "../../platform/processes.ts"
import {
  type ConnectorContext,
  ConnectorError,
  type Publisher,
  type Settings,
  type SliceIdentity,
} from "../contract.ts"
import { FilePublisher, plainLayout } from "./publish-file.ts"
import { FolderPublisher } from "./publish-folder.ts"
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
  if (name.endsWith(".gz")) {
    const advice = "give a file without .gz, or let outputs go there at once with `delivery=at-least-once`"
    throw new ConnectorError("usage", `cannot write ${name}: with checkpoints files are not compressed; ${advice}`)
  }
  return new FilePublisher(settings, identity, context, processes, plainLayout)
}

/** Standard output cannot be looked at again. */
export function isImmediate(settings: Settings): boolean {
  return settings.path === "-"
}
