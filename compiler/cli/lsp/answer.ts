import { setImmediate } from "node:timers/promises"
import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  type Position,
  type Range,
  ResponseError,
} from "vscode-languageserver/node"
import type { TextDocument } from "vscode-languageserver-textdocument"
import { pathOf } from "./uris.ts"
import type { Workspace } from "./workspace.ts"

/** A text that a request is about. */
export interface Place {
  readonly path: string
  readonly document: TextDocument
}

interface Asked {
  readonly textDocument: { readonly uri: string }
}

/**
 * Makes handlers of requests that look at texts. Each lets what came after the request be read first: where it was cancelled, or the text has
 * changed, it is not worked out. A text that is not there, and a mistake of ours, are answered with `nothing`.
 */
export function answers(connection: Connection, workspace: Workspace) {
  return <Params extends Asked, Result>(nothing: Result, work: (place: Place, params: Params) => Result) =>
    async (params: Params, cancelled: CancellationToken): Promise<Result | ResponseError> => {
      const uri = params?.textDocument?.uri
      if (typeof uri !== "string") return new ResponseError(ErrorCodes.InvalidParams, "the text's uri is missing")
      const path = pathOf(uri)
      const text = workspace.service.text(path)
      await workspace.ready
      await setImmediate()
      if (cancelled.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled")
      if (text !== undefined && workspace.service.text(path) !== text)
        return new ResponseError(LSPErrorCodes.ContentModified, "the text has changed")
      const document = workspace.document(path)
      if (document === undefined) return nothing
      try {
        return work({ path, document }, params)
      } catch (error) {
        if (error instanceof ResponseError) return error
        connection.console.error(`cep: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
        return nothing
      }
    }
}

/** The offset of a position. Throws `ResponseError` for what is none; a position outside of the text counts as its nearest end. */
export function offsetOf(document: TextDocument, position: Position | undefined): number {
  const { line, character } = position ?? {}
  if (!Number.isSafeInteger(line) || !Number.isSafeInteger(character))
    throw new ResponseError(ErrorCodes.InvalidParams, "a position has a line and a character, both whole numbers")
  return document.offsetAt({ line: Math.max(0, line!), character: Math.max(0, character!) })
}

/** The offsets of a range. Throws as `offsetOf`. */
export function offsetsOf(document: TextDocument, range: Range | undefined): [start: number, end: number] {
  return [offsetOf(document, range?.start), offsetOf(document, range?.end)]
}
