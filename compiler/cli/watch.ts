/** `--watch`: when the files of rules change, the job goes on with what they say then. */
import type { RuleFile } from "../../runtime/control/actions.ts"
import type { Log } from "../../runtime/observe/log.ts"
import type { Clock } from "../../runtime/platform/clock.ts"
import type { CompileAnswer } from "./compile-messages.ts"
import type { CompileThread } from "./compile-thread.ts"
import { FolderWatch } from "./folder-watch.ts"
import type { WatchFolder } from "./watched-folder.ts"

/** Files that can be compiled, and what came of it. */
export interface ChangedRules {
  readonly files: readonly RuleFile[]
  readonly compiled: Extract<CompileAnswer, { readonly outcome: "compiled" }>
}

export interface WatchSettings {
  /** The files that the command was given: they and all that they import are watched. */
  readonly args: readonly string[]
  /** The files as they were when the job was started, whatever it runs; undefined: what is there when they are watched first. */
  readonly files: readonly RuleFile[] | undefined
  readonly compiler: Pick<CompileThread, "read" | "compile">
  /** Other rules are there. Nothing else is looked at until it resolves; a rejection is said. */
  readonly onChange: (change: ChangedRules) => Promise<void>
  readonly log: Log
  readonly clock: Pick<Clock, "now" | "after">
  /** Default: the system's. */
  readonly watchFolder?: WatchFolder
}

/** Changes that come so soon one after the other are one. */
const quietMs = 200
/** Where the system cannot tell of changes. */
const pollMs = 2_000

/** Watches files until it is closed. */
export class RulesWatch {
  readonly #settings: WatchSettings
  readonly #watch: FolderWatch
  /** What was handled last, whatever came of it. */
  #files: readonly RuleFile[] | undefined

  constructor(settings: WatchSettings) {
    this.#settings = settings
    this.#files = settings.files
    this.#watch = new FolderWatch({
      look: () => this.#look(),
      failed: (error) => this.#say(`the changed rules cannot be taken: ${wordsOf(error)}`),
      cannotWatch: (error) =>
        settings.log(
          "warn",
          `the system cannot tell of changed files (${wordsOf(error)}): they are looked at every ${pollMs / 1000} seconds`,
        ),
      clock: settings.clock,
      quietMs,
      pollMs,
      watchFolder: settings.watchFolder,
    })
  }

  /** Begins. What has changed since the rules were read is found as well. */
  start(): Promise<void> {
    return this.#watch.ask()
  }

  /** Ends it; resolves when nothing is under way any more. */
  close(): Promise<void> {
    return this.#watch.close()
  }

  async #look(): Promise<void> {
    const { args, compiler, onChange } = this.#settings
    const read = await this.#watch.settle(
      () => compiler.read(args),
      (found) => (found.outcome === "read" ? found.folders : undefined),
    )
    if (this.#watch.closed) return
    if (read.outcome === "failed") {
      if (!this.#watch.waits()) this.#say(`the changed rules cannot be read: ${read.reason}`)
      return
    }
    const { files } = read
    this.#files ??= files
    const isOther = !sameFiles(files, this.#files)
    if (isOther && losesText(this.#files, files) && this.#watch.waits()) return
    this.#watch.found()
    if (!isOther) return
    this.#files = files
    await this.#take(files, onChange)
  }

  async #take(files: readonly RuleFile[], onChange: WatchSettings["onChange"]): Promise<void> {
    const answer = await this.#settings.compiler.compile(files)
    if (this.#watch.closed) return
    if (answer.outcome === "compiled") await onChange({ files, compiled: answer })
    else if (answer.outcome === "errors") this.#say(`the changed rules have errors\n${answer.text.trimEnd()}`)
    else this.#say(answer.reason)
  }

  #say(what: string): void {
    this.#settings.log("error", `${what}\nthe job goes on with the rules that it has`)
  }
}

function sameFiles(some: readonly RuleFile[], others: readonly RuleFile[]): boolean {
  return JSON.stringify(some.map(withoutMore)) === JSON.stringify(others.map(withoutMore))
}

function withoutMore({ path, text }: RuleFile): RuleFile {
  return { path, text }
}

/** Whether a file is gone, or has nothing in it any more: as long as it is being written it may look so. */
function losesText(before: readonly RuleFile[], now: readonly RuleFile[]): boolean {
  const texts = new Map(now.map(({ path, text }) => [path, text]))
  return before.some(({ path, text }) => text.trim() !== "" && (texts.get(path) ?? "").trim() === "")
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
