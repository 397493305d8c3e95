/** `cep test --watch`: tests run again when the files of their rules change. */
import process from "node:process"
import type { Source } from "../../lang/source.ts"
import type { Clock } from "../../runtime/platform/clock.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import type { TestOptions } from "./commands/test.ts"
import { exitCodes } from "./error.ts"
import { FolderWatch } from "./folder-watch.ts"
import { foldersOf, readAll } from "./load.ts"
import { say } from "./terminal.ts"
import { findTests, TestRuns } from "./test-runs.ts"
import type { WatchFolder } from "./watched-folder.ts"

/** A file whose tests are to be run, with what it imports. */
export interface ChangedFile {
  readonly path: string
  readonly sources: readonly Source[]
}

export interface TestWatchSettings {
  /** The files that there are, and the folders in which something may change, come or go. May throw: then it is tried again. */
  readonly read: () => Promise<{ readonly files: readonly ChangedFile[]; readonly folders: readonly string[] }>
  /** Runs what is concerned; `all`: the paths that there are now. Nothing else is looked at until it resolves. */
  readonly run: (concerned: readonly ChangedFile[], all: readonly string[]) => Promise<void>
  /** Something is wrong, and the watch goes on. */
  readonly say: (text: string) => Promise<void>
  readonly clock: Pick<Clock, "now" | "after">
  /** Default: the system's. */
  readonly watchFolder?: WatchFolder
}

/** Changes that come so soon one after the other are one. */
const quietMs = 100
/** Where the system cannot tell of changes. */
const pollMs = 1_000

/** Watches files until it is closed. */
export class TestWatch {
  readonly #settings: TestWatchSettings
  readonly #watch: FolderWatch
  /** By path: the texts with which its tests ran last. */
  readonly #texts = new Map<string, string>()
  #lastProblem: string | undefined

  constructor(settings: TestWatchSettings) {
    this.#settings = settings
    this.#watch = new FolderWatch({
      look: () => this.#look(),
      failed: (error) => this.#complain(error),
      clock: settings.clock,
      quietMs,
      pollMs,
      watchFolder: settings.watchFolder,
    })
  }

  /** Runs all tests and begins to watch. */
  start(): Promise<void> {
    return this.#watch.ask()
  }

  /** Ends it; resolves when nothing is under way any more. */
  close(): Promise<void> {
    return this.#watch.close()
  }

  async #look(): Promise<void> {
    const { read, run } = this.#settings
    const { files } = await this.#watch.settle(read, ({ folders }) => folders)
    const concerned = files.filter((file) => textOf(file) !== this.#texts.get(file.path))
    if (this.#watch.closed || (concerned.some((file) => this.#losesText(file)) && this.#watch.waits())) return
    this.#watch.found()
    this.#lastProblem = undefined
    const paths = files.map(({ path }) => path)
    for (const path of this.#texts.keys()) if (!paths.includes(path)) this.#texts.delete(path)
    if (concerned.length === 0) return
    for (const file of concerned) this.#texts.set(file.path, textOf(file))
    await run(concerned, paths)
  }

  /** Whether something is gone that may be written anew at this moment. */
  #losesText(file: ChangedFile): boolean {
    const before = this.#texts.get(file.path)
    return before !== undefined && file.sources.some(({ text }) => text.trim() === "")
  }

  /** The same problem is said once, however often it is met. */
  async #complain(error: unknown): Promise<void> {
    if (this.#watch.waits()) return
    const words = error instanceof Error ? error.message : String(error)
    if (words === this.#lastProblem || this.#watch.closed) return
    this.#lastProblem = words
    await this.#settings.say(`${words}\nwaiting for changes\n`)
  }
}

function textOf({ sources }: ChangedFile): string {
  return JSON.stringify(sources.map(({ path, text }) => [path, text]))
}

/** Runs tests until the process is told to end (Ctrl-C, SIGTERM). Throws where the arguments mean no file. */
export async function watchTests(args: readonly string[], options: TestOptions): Promise<number> {
  await findTests(args)
  const runs = new TestRuns(options)
  const watch = new TestWatch({
    read: async () => {
      const files: ChangedFile[] = []
      for (const path of await findTests(args)) files.push({ path, sources: await readAll([path]) })
      const sources = files.flatMap((file) => file.sources)
      return { files, folders: await foldersOf(args, sources) }
    },
    clock: systemClock,
    say,
    run: async (concerned, all) => {
      runs.keep(all)
      try {
        await runs.run(concerned)
      } catch (error) {
        await say(`${error instanceof Error ? error.message : String(error)}\n`)
      }
      await say("waiting for changes; Ctrl-C ends it\n")
    },
  })
  const ended = stopped()
  await watch.start()
  await ended
  await watch.close()
  return exitCodes.done
}

/** Resolves when the process is told to end; keeps it alive until then. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, 2 ** 30)
    const end = () => {
      clearInterval(alive)
      for (const signal of signals) process.removeListener(signal, end)
      resolve()
    }
    for (const signal of signals) process.on(signal, end)
  })
}

const signals = ["SIGINT", "SIGTERM"] as const
