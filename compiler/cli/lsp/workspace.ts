import { stat } from "node:fs/promises"
import { TextDocument } from "vscode-languageserver-textdocument"
import { Report } from "../../../lang/diagnostic.ts"
import type { Source } from "../../../lang/source.ts"
import { defaultCatalog } from "../../catalog.ts"
import { createService } from "../../service/index.ts"
import { listFiles } from "../list-files.ts"
import { importsOf, readText } from "../load.ts"
import { pathOf, uriOf } from "./uris.ts"

/** So many files of a workspace are read when it is opened. Others come when a file that is open imports them. */
const maxFiles = 2000
/** A longer file is not read: nobody wrote it. */
const maxBytes = 2 * 1024 * 1024

/**
 * The texts of a client: those that are open as they are in the editor, all others as they are on disk.
 */
export class Workspace {
  readonly service = createService({ catalog: defaultCatalog })
  readonly #open = new Map<string, TextDocument>()
  readonly #closed = new Map<string, TextDocument>()
  /** TypeScript files that rules use, as they are on disk. */
  readonly #typescript = new Map<string, string>()
  #typesAreOld = false
  #folders: readonly string[] = []
  #ready: Promise<unknown> = Promise.resolve()

  /** Resolves when what is being read is there. Never rejects. */
  get ready(): Promise<unknown> {
    return this.#ready
  }

  /** Reads the rules below folders. */
  openFolders(uris: readonly string[]): Promise<void> {
    return this.#whileReading(this.#readFolders(uris))
  }

  #whileReading(reading: Promise<void>): Promise<void> {
    this.#ready = Promise.allSettled([this.#ready, reading])
    return reading
  }

  async #readFolders(uris: readonly string[]): Promise<void> {
    this.#folders = uris.map(pathOf)
    for (const folder of this.#folders) {
      const files = (await listFiles(folder)).filter((path) => path.endsWith(".cep"))
      for (const path of files.slice(0, maxFiles)) if (!this.#open.has(path)) await this.#readFile(path)
    }
  }

  /** An editor has a text, or another one. */
  edit(document: TextDocument): void {
    const path = pathOf(document.uri)
    this.#open.set(path, document)
    this.#closed.delete(path)
    this.service.update(path, document.getText())
  }

  /** The editor has closed a text: from now on it is what is on disk. */
  async close(uri: string): Promise<void> {
    const path = pathOf(uri)
    this.#open.delete(path)
    await this.#readFile(path)
  }

  /** Something happened to a file on disk. */
  async changed(uri: string): Promise<void> {
    const path = pathOf(uri)
    if (this.#typescript.has(path)) await this.#readTypeScript(path)
    else if (path.endsWith(".cep") && !this.#open.has(path)) await this.#readFile(path)
  }

  /** Reads what a file imports and is not here yet, step by step, and the types of the TypeScript files that are used. */
  readImports(path: string): Promise<void> {
    return this.#whileReading(this.#readImports(path))
  }

  async #readImports(path: string): Promise<void> {
    const seen = new Set<string>()
    const open = [path]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue
      seen.add(at)
      const text = this.service.text(at) ?? this.#typescript.get(at)
      if (text === undefined) continue
      for (const found of await importsOf({ path: at, text })) {
        if (!found.endsWith(".cep")) await this.#addTypeScript(found)
        else if (this.service.text(found) === undefined) await this.#readFile(found)
        open.push(found)
      }
    }
    await this.#readTypes()
  }

  /** The text of a path with its lines; undefined: there is none. */
  document(path: string): TextDocument | undefined {
    const open = this.#open.get(path) ?? this.#closed.get(path)
    if (open !== undefined) return open
    const text = this.service.text(path)
    if (text === undefined) return undefined
    const made = TextDocument.create(uriOf(path), "cep", 0, text)
    this.#closed.set(path, made)
    return made
  }

  isOpen(path: string): boolean {
    return this.#open.has(path)
  }

  /** The URI by which the client knows a path. */
  uri(path: string): string {
    return this.#open.get(path)?.uri ?? uriOf(path)
  }

  /** The files whose problems are told: those that are open, and those of the folders. */
  shown(): string[] {
    const inFolder = (path: string) => this.#folders.some((folder) => path.startsWith(`${folder}/`))
    const others = this.service.paths().filter((path) => !this.#open.has(path) && inFolder(path))
    return [...this.#open.keys(), ...others]
  }

  /** The texts of a file and of all that it needs. */
  sources(): Source[] {
    const rules = this.service.paths().map((path) => ({ path, text: this.service.text(path) ?? "" }))
    return [...rules, ...[...this.#typescript].map(([path, text]) => ({ path, text }))]
  }

  async #readFile(path: string): Promise<void> {
    const text = await readSmall(path)
    // It was opened meanwhile.
    if (this.#open.has(path)) return
    this.#closed.delete(path)
    if (text !== undefined) this.service.update(path, text)
    else {
      this.service.remove(path)
    }
  }

  async #addTypeScript(path: string): Promise<void> {
    if (!this.#typescript.has(path)) await this.#readTypeScript(path)
  }

  async #readTypeScript(path: string): Promise<void> {
    const text = await readSmall(path)
    if (text === this.#typescript.get(path)) return
    if (text === undefined) this.#typescript.delete(path)
    else this.#typescript.set(path, text)
    this.#typesAreOld = true
  }

  async #readTypes(): Promise<void> {
    if (!this.#typesAreOld) return
    this.#typesAreOld = false
    const { readTypes } = await import("../../typescript/index.ts")
    const sources = [...this.#typescript].map(([path, text]) => ({ path, text }))
    // What is wrong in these files themselves their own editor says.
    this.service.setTypeScript(await readTypes(sources, new Report()))
  }
}

async function readSmall(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path)
    return size > maxBytes ? undefined : await readText(path)
  } catch {
    return undefined
  }
}
