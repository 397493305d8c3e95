import { setImmediate } from "node:timers/promises"
import type { Connection } from "vscode-languageserver/node"
import { diagnosticOf } from "./convert.ts"
import type { Workspace } from "./workspace.ts"

/** How long nobody has typed when problems are told (ms). */
const quietMs = 150
/** The problems of so many files are told. */
const maxFiles = 500

/** Tells the client the problems of its files, a moment after the last change; those of what was changed first. */
export class Problems {
  readonly #connection: Connection
  readonly #workspace: Workspace
  #timer: NodeJS.Timeout | undefined
  #run = 0
  /** What was told last, by URI. */
  readonly #told = new Map<string, string>()
  readonly #changed = new Set<string>()

  constructor(connection: Connection, workspace: Workspace) {
    this.#connection = connection
    this.#workspace = workspace
  }

  /** A file is another one, or something that all depend on. */
  changed(path?: string): void {
    if (path !== undefined) this.#changed.add(path)
    clearTimeout(this.#timer)
    const run = ++this.#run
    this.#timer = setTimeout(() => void this.#tell(run), quietMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#run++
  }

  async #tell(run: number): Promise<void> {
    const shown = this.#workspace.shown()
    const first = shown.filter((path) => this.#changed.has(path))
    const paths = [...new Set([...first, ...shown])].slice(0, maxFiles)
    for (const path of paths) {
      await this.#workspace.readImports(path).catch((error) => this.#fail(error))
      // Keys that were pressed meanwhile come first.
      await setImmediate()
      if (run !== this.#run) return
      this.#publish(path)
      this.#changed.delete(path)
    }
    this.#withdraw(new Set(paths.map((path) => this.#workspace.uri(path))))
  }

  #publish(path: string): void {
    const { service } = this.#workspace
    const uri = this.#workspace.uri(path)
    try {
      const diagnostics = service.diagnostics(path).map((each) => diagnosticOf(this.#workspace, each))
      const text = JSON.stringify(diagnostics)
      if (
        this.#told.get(uri) === text ||
        (diagnostics.length === 0 && !this.#told.has(uri) && !this.#workspace.isOpen(path))
      )
        return
      this.#told.set(uri, text)
      void this.#connection.sendDiagnostics({ uri, diagnostics })
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Files that are gone have no problems. */
  #withdraw(present: ReadonlySet<string>): void {
    for (const uri of [...this.#told.keys()]) {
      if (present.has(uri)) continue
      this.#told.delete(uri)
      void this.#connection.sendDiagnostics({ uri, diagnostics: [] })
    }
  }

  #fail(error: unknown): void {
    this.#connection.console.error(`cep: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }
}
