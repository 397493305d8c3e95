/** The VS Code extension: starts `cep lsp` and adds what only the editor can do. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { commands, type ExtensionContext, Location, Position, Range, Uri, window, workspace } from "vscode"
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node"

type Place = { readonly uri: string; readonly range: Range }

/** Starts the language server; VS Code calls this when the first `.cep` file is opened. */
export async function activate(context: ExtensionContext): Promise<void> {
  const client = new LanguageClient("cep", "Cepheus", serverOf(), options)
  context.subscriptions.push(
    client,
    commands.registerCommand("cep.restart", () => client.restart()),
    commands.registerCommand("cep.showUses", showUses),
  )
  try {
    await client.start()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const hint = "install the package in the workspace, or set `cep.command`"
    void window.showErrorMessage(`\`cep lsp\` could not be started (${reason}): ${hint}`)
  }
}

const options: LanguageClientOptions = {
  documentSelector: [{ language: "cep" }],
  initializationOptions: { showsUses: true },
}

function serverOf(): ServerOptions {
  const command = commandOf()
  // On Windows the command is a script, which only a shell can start.
  const shell = process.platform === "win32"
  return { command: shell ? `"${command}"` : command, args: ["lsp"], options: { shell } }
}

function commandOf(): string {
  const set = workspace.getConfiguration("cep").get<string>("command", "").trim()
  if (set !== "") return set
  const name = process.platform === "win32" ? "cep.cmd" : "cep"
  const folders = workspace.workspaceFolders ?? []
  const local = folders.map(({ uri }) => join(uri.fsPath, "node_modules", ".bin", name)).find(existsSync)
  return local ?? name
}

/** The command of a lens: places come as the protocol has them, and the editor's own command wants its own objects. */
async function showUses(uri: string, position: Position, places: readonly Place[]): Promise<void> {
  const positionOf = ({ line, character }: Position) => new Position(line, character)
  const locations = places.map(
    (each) => new Location(Uri.parse(each.uri), new Range(positionOf(each.range.start), positionOf(each.range.end))),
  )
  await commands.executeCommand("editor.action.showReferences", Uri.parse(uri), positionOf(position), locations)
}
