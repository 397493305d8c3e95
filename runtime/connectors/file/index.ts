import type { Connector } from "../contract.ts"
import { fileDeclaration } from "./declare.ts"
import { isImmediate, openFilePublisher } from "./publisher.ts"
import { fileResource, isFolder, openFileSink } from "./sink.ts"
import { openFilePast, openFileSource } from "./source.ts"
import { openFileTable } from "./table.ts"

/** Files, standard input and standard output. */
export const fileConnector: Connector = {
  declaration: fileDeclaration,
  openSource: openFileSource,
  openPast: openFilePast,
  openTable: openFileTable,
  openSink: openFileSink,
  resource: fileResource,
  openPublisher: openFilePublisher,
  isImmediate,
  isDivisible: ({ path }) => path === "-" || isFolder(String(path)),
}
