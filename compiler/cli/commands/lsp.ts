import { once } from "node:events"
import process from "node:process"
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node"
import { exitCodes } from "../error.ts"
import { serve } from "../lsp/server.ts"
import { readVersion } from "../version.ts"

/** `cep lsp`: serves an editor over standard input and output until it says `exit` or goes away. */
export async function lsp(): Promise<number> {
  const reader = new StreamMessageReader(process.stdin)
  const writer = new StreamMessageWriter(process.stdout)
  serve(createConnection(ProposedFeatures.all, reader, writer), readVersion())
  await once(process.stdin, "close")
  return exitCodes.done
}
