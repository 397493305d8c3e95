/** The requests about texts: each asks the service and puts what it says into the words of the protocol. */
import {
  type Connection,
  ErrorCodes,
  type Hover,
  type Location,
  MarkupKind,
  ResponseError,
  type SignatureHelp,
  type WorkspaceEdit,
} from "vscode-languageserver/node"
import { answers, offsetOf, offsetsOf } from "./answer.ts"
import {
  codeActionOf,
  completionOf,
  editsOf,
  foldingOf,
  inlayHintOf,
  lensOf,
  locationOf,
  rangeOf,
  symbolKindOf,
  symbolOf,
  workspaceEditOf,
} from "./convert.ts"
import { SemanticTokens } from "./semantic-tokens.ts"
import type { Workspace } from "./workspace.ts"

/** What the client can do. */
export interface Client {
  readonly snippets: boolean
  /** It has a command that shows places. */
  readonly showsUses: boolean
}

/** Answers all requests about texts. `client` is asked at each: it is known only after the first message. */
export function answerRequests(connection: Connection, workspace: Workspace, client: () => Client): void {
  answerNames(connection, workspace)
  answerTyping(connection, workspace, client)
  answerWhole(connection, workspace, client)
}

/** What stands at a place. */
function answerNames(connection: Connection, workspace: Workspace): void {
  const { service } = workspace
  const answer = answers(connection, workspace)
  connection.onHover(
    answer(null as Hover | null, ({ path, document }, { position }) => {
      const found = service.hover(path, offsetOf(document, position))
      if (found === undefined) return null
      const { span, markdown } = found
      return { range: rangeOf(workspace, span), contents: { kind: MarkupKind.Markdown, value: markdown } }
    }),
  )
  connection.onDefinition(
    answer([] as Location[], ({ path, document }, { position }) =>
      service.definition(path, offsetOf(document, position)).map((span) => locationOf(workspace, span)),
    ),
  )
  connection.onReferences(
    answer([] as Location[], ({ path, document }, { position, context }) =>
      service
        .references(path, offsetOf(document, position))
        .filter(({ declaration }) => !declaration || context?.includeDeclaration === true)
        .map(({ span }) => locationOf(workspace, span)),
    ),
  )
  connection.onDocumentHighlight(
    answer(null, ({ path, document }, { position }) =>
      service
        .references(path, offsetOf(document, position))
        .filter(({ span }) => span.path === path)
        .map(({ span }) => ({ range: rangeOf(workspace, span) })),
    ) as Parameters<Connection["onDocumentHighlight"]>[0],
  )
  connection.onPrepareRename(
    answer(null, ({ path, document }, { position }) => {
      const found = service.renameable(path, offsetOf(document, position))
      if ("problem" in found) throw new ResponseError(ErrorCodes.InvalidRequest, found.problem)
      return { range: rangeOf(workspace, found.span), placeholder: found.name }
    }) as Parameters<Connection["onPrepareRename"]>[0],
  )
  connection.onRenameRequest(
    answer(null as WorkspaceEdit | null, ({ path, document }, { position, newName }) => {
      if (typeof newName !== "string") throw new ResponseError(ErrorCodes.InvalidParams, "the new name is missing")
      const found = service.rename(path, offsetOf(document, position), newName)
      if ("problem" in found) throw new ResponseError(ErrorCodes.InvalidRequest, found.problem)
      return workspaceEditOf(workspace, found.edits)
    }),
  )
}

/** What helps while something is written. */
function answerTyping(connection: Connection, workspace: Workspace, client: () => Client): void {
  const { service } = workspace
  const answer = answers(connection, workspace)
  connection.onCompletion(
    answer([], ({ path, document }, { position }) =>
      service
        .complete(path, offsetOf(document, position))
        .map((each, index) => completionOf(workspace, each, index, client().snippets)),
    ) as Parameters<Connection["onCompletion"]>[0],
  )
  connection.onSignatureHelp(
    answer(null as SignatureHelp | null, ({ path, document }, { position }) => {
      const found = service.signature(path, offsetOf(document, position))
      if (found === undefined) return null
      const fits = found.ways.findIndex(({ parameters }) => parameters.length > found.argument)
      return {
        activeSignature: Math.max(0, fits),
        activeParameter: found.argument,
        signatures: found.ways.map(({ label, doc, parameters }) => ({
          label,
          documentation: { kind: MarkupKind.Markdown, value: doc },
          parameters: parameters.map((each) => ({ label: [each.start, each.end], documentation: each.doc })),
        })),
      }
    }),
  )
  connection.onCodeAction(
    answer([], ({ path, document }, { range }) =>
      service.codeActions(path, ...offsetsOf(document, range)).map((each) => codeActionOf(workspace, each)),
    ) as Parameters<Connection["onCodeAction"]>[0],
  )
  connection.onDocumentFormatting(
    answer([], ({ path }) => editsOf(workspace, service.format(path))) as Parameters<
      Connection["onDocumentFormatting"]
    >[0],
  )
}

/** What is said of a text as a whole. */
function answerWhole(connection: Connection, workspace: Workspace, client: () => Client): void {
  const { service } = workspace
  const answer = answers(connection, workspace)
  const tokens = new SemanticTokens(workspace)
  connection.onDocumentSymbol(
    answer([], ({ path }) => service.symbols(path).map((each) => symbolOf(workspace, each))) as Parameters<
      Connection["onDocumentSymbol"]
    >[0],
  )
  connection.onFoldingRanges(
    answer([], ({ path }) => service.folding(path).map((each) => foldingOf(workspace, each))) as Parameters<
      Connection["onFoldingRanges"]
    >[0],
  )
  connection.onCodeLens(
    answer([], ({ path }) =>
      service.lenses(path).flatMap((each) => lensOf(workspace, path, each, client().showsUses)),
    ) as Parameters<Connection["onCodeLens"]>[0],
  )
  connection.languages.inlayHint.on(
    answer([], ({ path, document }, { range }) =>
      service.inlayHints(path, ...offsetsOf(document, range)).map((each) => inlayHintOf(workspace, path, each)),
    ) as Parameters<Connection["languages"]["inlayHint"]["on"]>[0],
  )
  connection.languages.semanticTokens.on(answer({ data: [] }, ({ path }) => tokens.full(path)))
  connection.languages.semanticTokens.onDelta(
    answer({ data: [] }, ({ path }, { previousResultId }) => tokens.delta(path, previousResultId)) as Parameters<
      Connection["languages"]["semanticTokens"]["onDelta"]
    >[0],
  )
  connection.onWorkspaceSymbol(({ query }) => {
    const wanted = typeof query === "string" ? query.toLowerCase() : ""
    return service.paths().flatMap((path) =>
      service
        .symbols(path)
        .filter(({ name }) => name.toLowerCase().includes(wanted))
        .map(({ name, kind, nameSpan }) => ({
          name,
          kind: symbolKindOf(kind),
          location: locationOf(workspace, nameSpan),
        })),
    )
  })
}
