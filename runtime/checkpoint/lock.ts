import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { JobError } from "../job/error.ts"

interface Holder {
  readonly pid: number
  readonly host: string
  /** Of the process, in the kernel's terms; empty where that is not known. */
  readonly startedAt: string
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

  /** Throws `JobError` (usage) where a living process of this machine has it. */
  static async take(folder: string, job: string): Promise<SliceLock> {
    mkdirSync(folder, { recursive: true })
    const path = join(folder, "LOCK")
    const holder: Holder = { pid: process.pid, host: hostname(), startedAt: startOf(process.pid) }
    const text = JSON.stringify(holder)
    const draft = `${path}-${process.pid}`
    writeFileSync(draft, text)
    try {
      for (let tries = 0; tries < 10; tries++) {
        if (linked(draft, path)) return new SliceLock(path, text)
        const other = read(path)
        if (other !== undefined && isAlive(other)) {
          const who = `process ${other.pid}`
          throw new JobError(
            "usage",
            `the job ${job} is run by ${who} already (${path}): stop that one first, or give this one another --job`,
          )
        }
        rmSync(path, { force: true })
      }
      throw new JobError("failure", `${path} cannot be taken: it comes again each time it is removed`)
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

function read(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder
  } catch {
    return undefined
  }
}

/** A process of another machine cannot be asked: whoever shares a folder between machines has the store's own safety. */
function isAlive({ pid, host, startedAt }: Holder): boolean {
  if (host !== hostname() || pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false
  }
  return startOf(pid) === startedAt
}

/** When a process began, so that a number that was given again is not taken for it; a zombie has ended. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return fields[0] === "Z" || fields[0] === "X" ? "ended" : (fields[19] ?? "")
  } catch {
    return ""
  }
}
