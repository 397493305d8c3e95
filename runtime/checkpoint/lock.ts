import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ConnectorError } from "../connectors/contract.ts"
import { type Processes, type ProcessName, systemProcesses } from "../platform/processes.ts"

export interface LockOptions {
  readonly agreed?: boolean
  readonly processes?: Processes
}

/**
 * Keeps a second process of the same job on this machine from starting by accident. Advice only: what makes two processes safe is that a
 * checkpoint's number can be made once, and what the sinks know. The lock of a process that has ended does not count.
 */
export class SliceLock {
  readonly #path: string
  readonly #text: string

  private constructor(path: string, text: string) {
    this.#path = path
    this.#text = text
  }

  /**
   * Throws `ConnectorError` (usage) where a living process of this machine has it. `agreed`: the processes have agreed who runs the slice, so that one that
   * lives has given it up, or hangs and does not know: then its lock does not count either.
   */
  static take(
    folder: string,
    job: string,
    { agreed = false, processes = systemProcesses() }: LockOptions = {},
  ): SliceLock {
    mkdirSync(folder, { recursive: true })
    const path = join(folder, "LOCK")
    const { self } = processes
    const text = JSON.stringify(self)
    const draft = `${path}-${self.pid}`
    writeFileSync(draft, text)
    try {
      for (let tries = 0; tries < 10; tries++) {
        if (linked(draft, path)) return new SliceLock(path, text)
        const other = read(path)
        // One of another machine cannot be asked: for whoever shares a folder between machines the store's own safety is there.
        if (!agreed && other !== undefined && other.pid !== self.pid && processes.isAlive(other) === true) {
          const who = `process ${other.pid}`
          throw new ConnectorError(
            "usage",
            `the job ${job} is run by ${who} already (${path}): stop that one first, or give this one another --job`,
          )
        }
        rmSync(path, { force: true })
      }
      throw new ConnectorError("failure", `${path} cannot be taken: it comes again each time it is removed`)
    } finally {
      rmSync(draft, { force: true })
    }
  }

  /** Nothing where another process has taken it over. Twice is harmless. */
  release(): void {
    try {
      if (readFileSync(this.#path, "utf8") === this.#text) rmSync(this.#path, { force: true })
    } catch {
      // It is gone already.
    }
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error
  }
}

function read(path: string): ProcessName | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ProcessName
  } catch {
    return undefined
  }
}
