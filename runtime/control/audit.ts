/**
 * Who changed what in a running job, when, and what came of it: JSON lines that are only ever appended, durable before the answer. An entry `begun` stands before the change is made, so that a crash
 * in the middle shows. No secret stands in it.
 */
import { randomBytes } from "node:crypto"
import { type FileHandle, mkdir, open } from "node:fs/promises"
import { dirname } from "node:path"
import type { Log } from "../observe/log.ts"
import type { Clock } from "../platform/clock.ts"

export interface Who {
  /** Of the token; null: there are no tokens. */
  readonly name: string | null
  /** From where, as the connection has it. */
  readonly address: string
}

/** One line of the log. */
export interface AuditEntry {
  /** ISO 8601. */
  readonly time: string
  /** `begun`, then `done`, with one `change`; `refused`: nothing was begun; `uncounted`: so many refusals came that they are only counted. */
  readonly event: "begun" | "done" | "refused" | "uncounted"
  /** Random: what is begun and done is one change. */
  readonly change?: string
  readonly who?: Who
  /** `reload`, `rollback`, `params`, `savepoint`, `stop`; of refusals the request. */
  readonly action?: string
  /** `applied`, `refused`, `errors`, `failed` … */
  readonly outcome?: string
  readonly [more: string]: unknown
}

export type Details = Readonly<Record<string, unknown>>

/** A change that has begun. */
export interface Begun {
  /** It is over. Rejects where that cannot be written. */
  done(outcome: string, details: Details): Promise<void>
}

/** Where changes are written down. */
export interface Audit {
  /** Rejects where it cannot be written: then nothing may be changed. */
  begin(who: Who, action: string, details: Details): Promise<Begun>
  /** Something that was not begun. Never rejects. */
  refused(who: Who, action: string, details: Details): Promise<void>
  /** The last entries, oldest first. undefined: there is no log. */
  last(limit: number): Promise<readonly AuditEntry[] | undefined>
  /** What is only counted is written, and all else. Twice is harmless. */
  close(): Promise<void>
}

/** Of a job without a log. */
export const noAudit: Audit = {
  begin: async () => ({ done: async () => {} }),
  refused: async () => {},
  last: async () => undefined,
  close: async () => {},
}

/** Refusals that are written within a minute: a flood is counted. */
const mostRefusals = 30
const refusalsMs = 60_000
/** From the end of the file, what is read for the last entries. */
const tailBytes = 1 << 22

/** Opens the log, or makes it. Says where it ends in the middle of a line or of a change. Rejects with Node's errors. */
export async function openAudit(path: string, clock: Pick<Clock, "now">, log: Log): Promise<Audit> {
  const file = new AuditFile(path)
  const { torn, entries } = await file.begin()
  if (torn) {
    log(
      "warn",
      `the audit log ${path} ends in the middle of a line: the process that wrote it was killed; it goes on behind it`,
      {
        path,
      },
    )
  }
  const over = new Set(entries.flatMap(({ event, change }) => (event === "done" ? [change] : [])))
  for (const { event, change, action, who, time } of entries) {
    if (event !== "begun" || over.has(change)) continue
    const words = `${action} by ${who?.name ?? who?.address}, begun at ${time}, has no end in the audit log ${path}`
    log("warn", `${words}: the process ended meanwhile, and the rules that run now tell whether it was made`, {
      path,
      change,
    })
  }
  return new AuditLog(file, clock, log)
}

class AuditLog implements Audit {
  readonly #file: AuditFile
  readonly #clock: Pick<Clock, "now">
  readonly #log: Log
  /** When the minute began in which refusals are counted, how many were written, and how many were not. */
  #minute = Number.NEGATIVE_INFINITY
  #written = 0
  #uncounted = 0
  #uncountedSince = 0

  constructor(file: AuditFile, clock: Pick<Clock, "now">, log: Log) {
    this.#file = file
    this.#clock = clock
    this.#log = log
  }

  async begin(who: Who, action: string, details: Details): Promise<Begun> {
    const change = randomBytes(6).toString("hex")
    await this.#add({ event: "begun", change, who, action, ...details })
    return {
      done: (outcome, further) => this.#add({ event: "done", change, who, action, outcome, ...further }),
    }
  }

  async refused(who: Who, action: string, details: Details): Promise<void> {
    const now = this.#clock.now()
    if (now - this.#minute >= refusalsMs) {
      this.#minute = now
      this.#written = 0
    }
    if (this.#written >= mostRefusals) {
      if (this.#uncounted === 0) this.#uncountedSince = now
      this.#uncounted++
      return
    }
    this.#written++
    await this.#add({ event: "refused", who, action, ...details }).catch((error) => this.#say(error))
  }

  async last(limit: number): Promise<readonly AuditEntry[]> {
    return (await this.#file.tail()).entries.slice(-limit)
  }

  async close(): Promise<void> {
    if (this.#uncounted > 0) await this.#file.add(this.#takeUncounted()).catch((error) => this.#say(error))
    await this.#file.written()
  }

  async #add(entry: Omit<AuditEntry, "time">): Promise<void> {
    const before = this.#uncounted > 0 ? this.#takeUncounted() : ""
    await this.#file.add(before + this.#line(entry))
  }

  #takeUncounted(): string {
    const refusals = this.#uncounted
    this.#uncounted = 0
    return this.#line({ event: "uncounted", refusals, since: iso(this.#uncountedSince) })
  }

  #line(entry: Omit<AuditEntry, "time">): string {
    return `${JSON.stringify({ time: iso(this.#clock.now()), ...entry })}\n`
  }

  #say(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    this.#log("error", `a refusal could not be written to the audit log: ${reason}`, { reason })
  }
}

function iso(time: number): string {
  return new Date(time).toISOString()
}

/** The file: opened for each entry, so that it may be moved away and begun anew. */
class AuditFile {
  readonly #path: string
  /** The write under way. Never rejects. */
  #last: Promise<void> = Promise.resolve()
  /** The last write broke off: the next one begins a line. */
  #torn = false

  constructor(path: string) {
    this.#path = path
  }

  /** Makes the file where there is none, and reads its end. */
  async begin(): Promise<Tail> {
    const folder = dirname(this.#path)
    await mkdir(folder, { recursive: true })
    await this.#append("")
    await syncFolder(folder)
    const tail = await this.tail()
    this.#torn = tail.torn
    return tail
  }

  /** Whole lines with their line breaks; durable when this resolves. One after the other. */
  add(lines: string): Promise<void> {
    const before = this.#last
    const added = before.then(async () => {
      const text = this.#torn ? `\n${lines}` : lines
      this.#torn = true
      await this.#append(text)
      this.#torn = false
    })
    this.#last = added.catch(() => {})
    return added
  }

  /** All that was added was written, or was not and that was said. */
  written(): Promise<void> {
    return this.#last
  }

  async #append(text: string): Promise<void> {
    const file = await open(this.#path, "a", 0o600)
    try {
      await file.appendFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
  }

  /** The entries at the end; lines that are none are left out. */
  async tail(): Promise<Tail> {
    const file = await open(this.#path, "r").catch((error) => {
      // It was moved away, and nothing came since.
      if (error.code === "ENOENT") return undefined
      throw error
    })
    if (file === undefined) return { torn: false, entries: [] }
    try {
      const { size } = await file.stat()
      const from = Math.max(0, size - tailBytes)
      const bytes = await readRange(file, from, size)
      const text = new TextDecoder().decode(bytes)
      const lines = (from === 0 ? text : text.slice(text.indexOf("\n") + 1)).split("\n")
      // Whether the last line is whole or not, it is one entry more or none.
      return { torn: text !== "" && !text.endsWith("\n"), entries: lines.flatMap(readEntry) }
    } finally {
      await file.close()
    }
  }
}

interface Tail {
  readonly torn: boolean
  readonly entries: readonly AuditEntry[]
}

async function readRange(file: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(to - from)
  let length = 0
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, from + length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return bytes.subarray(0, length)
}

function readEntry(line: string): AuditEntry[] {
  try {
    const value: unknown = JSON.parse(line)
    const isEntry = typeof value === "object" && value !== null && "time" in value && "event" in value
    return isEntry ? [value as AuditEntry] : []
  } catch {
    return []
  }
}

/** The file's name lasts, where the system can say so of a folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined)
  if (handle === undefined) return
  try {
    await handle.sync()
  } catch {
    // Windows, and some file systems: there is nothing to be done about it.
  } finally {
    await handle.close()
  }
}
