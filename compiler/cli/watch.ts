/** `--watch`: when the files of rules change, the job goes on with what they say then. */
import type { RuleFile } from "../../runtime/control/actions.ts"
import type { Log } from "../../runtime/observe/log.ts"
import type { Clock } from "../../runtime/platform/clock.ts"
import type { CompileAnswer } from "./compile-messages.ts"
import type { CompileThread } from "./compile-thread.ts"
import { type WatchFolder, watchFolder } from "./watched-folder.ts"

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
/** Where changes do not end they are looked at after so long. */
const mostQuietMs = 2_000
/** A file that is gone, or empty, may be about to be written anew: so often it is looked at again before that is believed. */
const mostPatience = 5
/** Where the system cannot tell of changes. */
const pollMs = 2_000

/** Watches files until it is closed. */
export class RulesWatch {
  readonly #settings: WatchSettings
  readonly #watch: WatchFolder
  /** What was handled last, whatever came of it. */
  #files: readonly RuleFile[] | undefined
  #folders: readonly string[] = []
  #endWatching = () => {}
  #cannotWatch = false
  #cancelTimer = () => {}
  #cancelPoll = () => {}
  /** Since when changes have not been looked at. */
  #since: number | undefined
  #patience = mostPatience
  #busy: Promise<void> | undefined
  #again = false
  #closed = false

  constructor(settings: WatchSettings) {
    this.#settings = settings
    this.#watch = settings.watchFolder ?? watchFolder
    this.#files = settings.files
  }

  /** Begins. What has changed since the rules were read is found as well. */
  start(): Promise<void> {
    return this.#look()
  }

  /** Ends it; resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true
    this.#cancelTimer()
    this.#cancelPoll()
    this.#endWatching()
    await this.#busy
  }

  /** Something may have changed: it is looked at when it has been quiet. */
  #changed(): void {
    if (this.#closed) return
    const now = this.#settings.clock.now()
    this.#since ??= now
    this.#after(Math.max(0, Math.min(quietMs, this.#since + mostQuietMs - now)))
  }

  #after(milliseconds: number): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#settings.clock.after(milliseconds, () => {
      this.#since = undefined
      void this.#look()
    })
  }

  /** One look at a time. */
  #look(): Promise<void> {
    if (this.#busy !== undefined) {
      this.#again = true
      return this.#busy
    }
    this.#busy = this.#lookOnce()
      .catch((error: unknown) => this.#say(`the changed rules cannot be taken: ${wordsOf(error)}`))
      .then(() => {
        this.#busy = undefined
        if (!this.#again || this.#closed) return undefined
        this.#again = false
        return this.#look()
      })
    return this.#busy
  }

  async #lookOnce(): Promise<void> {
    const { args, compiler, onChange } = this.#settings
    this.#watchFolders()
    let read = await compiler.read(args)
    // What has changed in a folder before it was watched is seen by reading once more.
    for (let tries = 0; read.outcome === "read" && this.#isOther(read.folders) && tries < mostPatience; tries++) {
      this.#folders = read.folders
      this.#watchFolders()
      read = await compiler.read(args)
    }
    if (this.#closed) return
    if (read.outcome === "failed") {
      if (!this.#waits()) this.#say(`the changed rules cannot be read: ${read.reason}`)
      return
    }
    const { files } = read
    this.#files ??= files
    if (sameFiles(files, this.#files)) {
      this.#patience = mostPatience
      return
    }
    if (losesText(this.#files, files) && this.#waits()) return
    this.#patience = mostPatience
    this.#files = files
    const answer = await compiler.compile(files)
    if (this.#closed) return
    if (answer.outcome === "compiled") await onChange({ files, compiled: answer })
    else if (answer.outcome === "errors") this.#say(`the changed rules have errors\n${answer.text.trimEnd()}`)
    else this.#say(answer.reason)
  }

  /** Whether what is missing is looked for once more, later. */
  #waits(): boolean {
    if (this.#patience === 0) return false
    this.#patience--
    this.#after(quietMs)
    return true
  }

  #isOther(folders: readonly string[]): boolean {
    return JSON.stringify(folders) !== JSON.stringify(this.#folders)
  }

  /** Anew each time: a folder may be another one under the same name. The former ones end when the others have begun, so that nothing is missed. */
  #watchFolders(): void {
    const former = this.#endWatching
    const ends: (() => void)[] = []
    this.#endWatching = () => {
      for (const end of ends) end()
    }
    this.#cancelPoll()
    try {
      for (const folder of this.#folders) ends.push(this.#watch(folder, () => this.#changed()))
    } catch (error) {
      if (!this.#cannotWatch) {
        const reason = `the system cannot tell of changed files (${wordsOf(error)}): they are looked at every ${pollMs / 1000} seconds`
        this.#settings.log("warn", reason)
      }
      this.#cannotWatch = true
      this.#cancelPoll = this.#settings.clock.after(pollMs, () => void this.#look())
    }
    former()
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
