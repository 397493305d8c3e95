import {
  CodeActionKind,
  type Connection,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node"
import { TextDocument } from "vscode-languageserver-textdocument"
import { semanticTokenModifiers, semanticTokenTypes } from "../../service/index.ts"
import { locationOf } from "./convert.ts"
import { Problems } from "./problems.ts"
import { answerRequests, type Client } from "./requests.ts"
import { runInThread } from "./run-tests.ts"
import { pathOf } from "./uris.ts"
import { Workspace } from "./workspace.ts"

/** Serves a client over a connection until it ends. `version`: of this package. */
export function serve(connection: Connection, version: string): void {
  const workspace = new Workspace()
  const problems = new Problems(connection, workspace)
  const documents = new TextDocuments(TextDocument)
  let client: Client = { snippets: false, showsUses: false }
  let folders: readonly string[] = []
  let watches = false

  connection.onInitialize((params): InitializeResult => {
    client = clientOf(params)
    folders = foldersOf(params)
    watches = params.capabilities?.workspace?.didChangeWatchedFiles?.dynamicRegistration === true
    return { capabilities, serverInfo: { name: "cep", version } }
  })
  connection.onInitialized(async () => {
    if (watches) {
      const watchers = [{ globPattern: "**/*.cep" }, { globPattern: "**/*.ts" }]
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
    }
    await workspace.openFolders(folders)
    problems.changed()
  })
  connection.onShutdown(() => problems.stop())

  documents.onDidOpen(({ document }) => {
    workspace.edit(document)
    void workspace.readImports(pathOf(document.uri)).catch(() => {})
  })
  documents.onDidChangeContent(({ document }) => {
    workspace.edit(document)
    problems.changed(pathOf(document.uri))
  })
  documents.onDidClose(async ({ document }) => {
    await workspace.close(document.uri)
    problems.changed()
  })
  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    for (const { uri } of changes) await workspace.changed(uri)
    problems.changed()
  })
  answerRequests(connection, workspace, () => client)
  answerCommands(connection, workspace)
  documents.listen(connection)
  connection.listen()
}

function clientOf({ capabilities, initializationOptions }: InitializeParams): Client {
  const options: unknown = initializationOptions
  const showsUses =
    typeof options === "object" && options !== null && "showsUses" in options && options.showsUses === true
  return {
    snippets: capabilities?.textDocument?.completion?.completionItem?.snippetSupport === true,
    showsUses,
  }
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri).filter((uri) => uri.startsWith("file:"))
  return rootUri?.startsWith("file:") ? [rootUri] : []
}

const capabilities: InitializeResult["capabilities"] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  hoverProvider: true,
  completionProvider: { triggerCharacters: [".", "{", '"', "(", "/"] },
  signatureHelpProvider: { triggerCharacters: ["(", ","] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentFormattingProvider: true,
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  codeLensProvider: {},
  inlayHintProvider: true,
  semanticTokensProvider: {
    legend: { tokenTypes: [...semanticTokenTypes], tokenModifiers: [...semanticTokenModifiers] },
    full: { delta: true },
  },
  executeCommandProvider: { commands: ["cep.runTests"] },
}

/** `cep.runTests` with the URI of a file and perhaps the name of a test: runs them, and says what became of them. */
function answerCommands(connection: Connection, workspace: Workspace): void {
  connection.onExecuteCommand(async ({ command, arguments: given = [] }) => {
    if (command !== "cep.runTests") return new ResponseError(ErrorCodes.InvalidParams, `there is no command ${command}`)
    const [uri, name] = given as unknown[]
    if (typeof uri !== "string" || (name !== undefined && name !== null && typeof name !== "string"))
      return new ResponseError(ErrorCodes.InvalidParams, "cep.runTests takes the URI of a file and the name of a test")
    const path = pathOf(uri)
    await workspace.readImports(path)
    const answer = await runInThread({ sources: workspace.sources(), path, name: name ?? undefined })
    if (answer.outcome === "failed") {
      connection.window.showErrorMessage(`The tests did not run: ${answer.reason}`)
      return { passed: 0, failed: 0, problem: answer.reason, tests: [] }
    }
    const tests = answer.verdicts.map(({ name: title, failures }) => ({
      name: title,
      failures: failures.map(({ text, span }) => ({ text, location: locationOf(workspace, span) })),
    }))
    const failing = tests.filter(({ failures }) => failures.length > 0)
    const [first] = failing
    if (first === undefined)
      connection.window.showInformationMessage(
        tests.length === 1 ? "The test passed." : `All ${tests.length} tests passed.`,
      )
    else
      connection.window.showErrorMessage(
        `${failing.length} of ${tests.length} failed. ${first.name}: ${first.failures[0]!.text}`,
      )
    return { passed: tests.length - failing.length, failed: failing.length, tests }
  })
}
