/** What all that watches files has in common: when it looks, and that nothing is missed meanwhile. */
import type { Clock } from "../../runtime/platform/clock.ts"
import { OneLook } from "./one-look.ts"
import { type WatchFolder, watchFolder } from "./watched-folder.ts"

export interface FolderWatchSettings {
  /** Looks at what has changed. One look at a time; it asks `settle` for what is there. */
  readonly look: () => Promise<void>
  /** A look was rejected; what comes of it goes on watching. */
  readonly failed: (error: unknown) => void | Promise<void>
  /** The system cannot tell of changes, so folders are looked at every `pollMs`: said once. */
  readonly cannotWatch?: (error: unknown) => void
  readonly clock: Pick<Clock, "now" | "after">
  /** Changes that come so soon one after the other are one (ms). */
  readonly quietMs: number
  /** How often it is looked where the system cannot tell of changes (ms). */
  readonly pollMs: number
  /** Default: the system's. */
  readonly watchFolder?: WatchFolder | undefined
}

/** Where changes do not end they are looked at after so long. */
const mostQuietMs = 2_000
/** A file that is gone, or empty, may be about to be written anew: so often it is looked at again before that is believed. */
const mostPatience = 5

/** Watches folders and looks when something has changed in them, until it is closed. */
export class FolderWatch {
  readonly #settings: FolderWatchSettings
  readonly #watch: WatchFolder
  readonly #looks: OneLook
  #folders: readonly string[] = []
  #endWatching = () => {}
  #cannotWatch = false
  #cancelTimer = () => {}
  #cancelPoll = () => {}
  /** Since when changes have not been looked at. */
  #since: number | undefined
  #patience = mostPatience
  #closed = false

  constructor(settings: FolderWatchSettings) {
    this.#settings = settings
    this.#watch = settings.watchFolder ?? watchFolder
    this.#looks = new OneLook(settings.look, settings.failed)
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Looks now; resolves when nothing is left to look at. */
  ask(): Promise<void> {
    return this.#looks.ask()
  }

  /** Ends it; resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true
    this.#cancelTimer()
    this.#cancelPoll()
    this.#endWatching()
    await this.#looks.close()
  }

  /**
   * Reads what is there while its folders are watched: what has changed in one before it was watched is seen by reading once more.
   * `foldersOf`: undefined where it could not be read; then those of before are watched on.
   */
  async settle<Read>(
    read: () => Promise<Read>,
    foldersOf: (read: Read) => readonly string[] | undefined,
  ): Promise<Read> {
    this.#watchAll()
    for (let tries = 0; ; tries++) {
      const found = await read()
      const folders = foldersOf(found)
      if (this.#closed || folders === undefined || !this.#isOther(folders) || tries === mostPatience) return found
      this.#folders = folders
      this.#watchAll()
    }
  }

  /** Something is missing that may be written anew at this moment. True: it is looked for once more, later. */
  waits(): boolean {
    if (this.#patience === 0) return false
    this.#patience--
    this.#after(this.#settings.quietMs)
    return true
  }

  /** Nothing is missing any more. */
  found(): void {
    this.#patience = mostPatience
  }

  /** Something may have changed: it is looked at when it has been quiet. */
  #changed(): void {
    const now = this.#settings.clock.now()
    this.#since ??= now
    this.#after(Math.max(0, Math.min(this.#settings.quietMs, this.#since + mostQuietMs - now)))
  }

  #after(milliseconds: number): void {
    this.#cancelTimer()
    if (this.#closed) return
    this.#cancelTimer = this.#settings.clock.after(milliseconds, () => {
      this.#since = undefined
      void this.#looks.ask()
    })
  }

  #isOther(folders: readonly string[]): boolean {
    return JSON.stringify(folders) !== JSON.stringify(this.#folders)
  }

  /** Anew each time: a folder may be another one under the same name. The former ones end when the others have begun, so that nothing is missed. */
  #watchAll(): void {
    if (this.#closed) return
    const former = this.#endWatching
    const ends: (() => void)[] = []
    this.#endWatching = () => {
      for (const end of ends) end()
    }
    this.#cancelPoll()
    try {
      for (const folder of this.#folders) ends.push(this.#watch(folder, () => this.#changed()))
    } catch (error) {
      if (!this.#cannotWatch) this.#settings.cannotWatch?.(error)
      this.#cannotWatch = true
      this.#cancelPoll = this.#settings.clock.after(this.#settings.pollMs, () => void this.#looks.ask())
    }
    former()
  }
}
