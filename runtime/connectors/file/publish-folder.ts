import { join, resolve } from "node:path"
import {
  type ConnectorContext,
  ConnectorError,
  type Facts,
  type Publisher,
  type Settings,
  type SliceIdentity,
  type StoredOutputs,
} from "../contract.ts"
import { fileFailure } from "./failure.ts"
import { syncFolders } from "./folder.ts"
import type { OutputFile, OutputFiles } from "./output-files.ts"
import { incomplete, Misplaced } from "./publish-file.ts"

/** So many digits, so that names sort as numbers. */
const digits = 12

/** What file systems say that know no second names. */
const noLinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"])

/** What a folder says of who fills it. */
interface Owner {
  readonly job: string
  readonly slice: string
  /** Chosen by who wrote there first: another folder in the same place has another one. */
  readonly token: string
}

/**
 * Outputs of a job with checkpoints as files in a folder, one for each checkpoint that has some. A part is written and synced under a hidden
 * name before the checkpoint is made, and renamed after it: a hidden part that is there is not out yet, one that is gone is, even where a
 * reader has taken it away. Its name has the process that made it, so that no two ever write one file.
 */
export class FolderPublisher implements Publisher {
  readonly kind = "repeatable"
  readonly form = "lines"
  readonly #path: string
  readonly #identity: SliceIdentity
  readonly #files: OutputFiles
  readonly #slice: string
  readonly #owner: string
  /** Numbers of parts lie above those that were there when the lineage began. */
  #base: number | undefined
  #token: unknown
  /** The lineage began in this process. */
  #beganHere = false
  /** Parts of lineages before that are shown. */
  readonly #brought = new Set<string>()
  /** Hidden parts of this process that are not shown, by number. */
  readonly #prepared = new Map<number, string>()
  #swept = false

  constructor(settings: Settings, identity: SliceIdentity, context: ConnectorContext, files: OutputFiles) {
    this.#files = files
    this.#path = resolve(context.folder, String(settings.path))
    this.#identity = identity
    this.#slice = encodeURIComponent(identity.slice)
    this.#owner = join(this.#path, `.owner-${this.#slice}`)
  }

  /** Nobody is shut out: what an older process publishes is what its checkpoints hold. */
  async claim(): Promise<undefined> {}

  /** Nothing that is in the folder is taken away but hidden parts, later. */
  begin(facts: Facts | undefined): Promise<Facts> {
    return this.#doing(async () => {
      const owner = await this.#readOwner()
      this.#swept = false
      this.#beganHere = facts === undefined
      if (facts === undefined) return this.#start(owner)
      const { base, token } = facts
      if (typeof base !== "number" || !Number.isSafeInteger(base)) throw new Error("the folder's facts have no base")
      if (owner?.token !== token) {
        const advice = "mount it or put it back, or begin anew with --fresh"
        throw new ConnectorError("failure", `${this.#path} is not the folder that this job began with; ${advice}`)
      }
      this.#base = base
      this.#token = token
      return facts
    })
  }

  async #start(owner: Owner | undefined): Promise<Facts> {
    this.#failIfOther(owner)
    await this.#files.makeFolder(this.#path)
    const numbers = (await this.#files.list(this.#path)).flatMap((name) => this.#numberOf(name) ?? [])
    const base = numbers.reduce((most, number) => Math.max(most, number), 0)
    const { token } = owner ?? (await this.#own())
    await syncFolders(this.#files, this.#path)
    this.#base = base
    this.#token = token
    return { base, token }
  }

  /** Says whose the folder is. Of several processes that begin the slice at once all have the same token then, whichever of them goes on. */
  async #own(): Promise<Owner> {
    const { job, slice, attempt } = this.#identity
    const own: Owner = { job, slice, token: attempt }
    const draft = `${this.#owner}-${encodeURIComponent(attempt)}`
    await this.#files.remove(draft)
    await this.#writeNew(draft, (file) => file.writeAt(new TextEncoder().encode(`${JSON.stringify(own)}\n`), 0))
    if (await this.#linked(draft)) {
      await this.#files.remove(draft)
      return own
    }
    const other = await this.#readOwner()
    this.#failIfOther(other)
    if (other === undefined) await this.#files.rename(draft, this.#owner)
    else await this.#files.remove(draft)
    return other ?? own
  }

  /** False: the name is taken, or the file system has no second names. */
  async #linked(draft: string): Promise<boolean> {
    try {
      return await this.#files.link(draft, this.#owner)
    } catch (error) {
      if (!noLinks.has((error as NodeJS.ErrnoException).code ?? "")) throw error
      return false
    }
  }

  #failIfOther(owner: Owner | undefined): void {
    if (owner === undefined || owner.job === this.#identity.job) return
    const advice = `give each job its own; if that job is gone for good, delete ${this.#owner}`
    throw new ConnectorError("usage", `${this.#path} belongs to the job ${owner.job}: ${advice}`)
  }

  /** undefined: it says nothing that could be read. */
  async #readOwner(): Promise<Owner | undefined> {
    try {
      return JSON.parse(new TextDecoder().decode(await this.#files.read(this.#owner)))
    } catch (error) {
      if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined
      throw error
    }
  }

  prepare(outputs: StoredOutputs): Promise<void> {
    return this.#doing(async () => {
      if (outputs.bytes === 0) return
      await this.#write(outputs)
      await this.#files.syncFolder(this.#path)
    })
  }

  /** Makes a hidden part. */
  async #write(outputs: StoredOutputs): Promise<void> {
    const path = this.#hidden(outputs)
    // Of an attempt of this process at the same checkpoint that came to nothing.
    await this.#files.remove(path)
    await this.#writeNew(path, async (file) => {
      let written = 0
      for await (const chunk of outputs.chunks()) {
        await file.writeAt(chunk, written)
        written += chunk.length
      }
      if (written !== outputs.bytes) throw incomplete(outputs, written)
    })
    this.#prepared.set(this.#number(outputs), path)
  }

  publish(outputs: StoredOutputs): Promise<void> {
    return this.#doing(async () => {
      const number = this.#number(outputs)
      if (outputs.bytes > 0) await this.#show(outputs)
      await this.#sweep(number)
      await this.#files.syncFolder(this.#path)
    })
  }

  async #show(outputs: StoredOutputs): Promise<void> {
    const [hidden, shown] = [this.#hidden(outputs), this.#shown(this.#number(outputs))]
    if (await this.#isThere(shown)) {
      if (!(await this.#isThere(hidden))) return
      const advice = "find out who writes there, take that file away and start again"
      throw new ConnectorError("fenced", `${shown} is there already, and is not ours; ${advice}`)
    }
    if (this.#beganHere && outputs.attempt !== this.#identity.attempt) {
      // Of a lineage before, from a savepoint: nobody has prepared it for this folder, let alone shown it.
      const own = { ...outputs, attempt: this.#identity.attempt }
      if (this.#brought.has(shown)) return
      await this.#write(own)
      await this.#files.rename(this.#hidden(own), shown)
      this.#brought.add(shown)
      return
    }
    try {
      await this.#files.rename(hidden, shown)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
      // Gone: it was shown before, and somebody took it. Unless the whole folder is gone.
      if ((await this.#readOwner())?.token === this.#token) return
      throw new ConnectorError("fenced", `${this.#path} was taken away: put it back and start again`)
    }
  }

  /**
   * Takes away hidden parts of which no checkpoint was made: all up to this number are published, in order. The whole folder is looked through
   * once, since it may hold very many parts.
   */
  async #sweep(number: number): Promise<void> {
    for (const [prepared, path] of this.#prepared) {
      if (prepared > number) continue
      if (prepared < number) await this.#files.remove(path)
      this.#prepared.delete(prepared)
    }
    if (this.#swept) return
    for (const name of await this.#files.list(this.#path)) {
      const of = name.startsWith(".") ? this.#numberOf(name) : undefined
      if (of !== undefined && of <= number) await this.#files.remove(join(this.#path, name))
    }
    this.#swept = true
  }

  async close(): Promise<void> {}

  #number({ checkpoint }: StoredOutputs): number {
    if (this.#base === undefined) throw new Error("a folder is published to after `begin`")
    return this.#base + checkpoint
  }

  #hidden(outputs: StoredOutputs): string {
    return join(this.#path, `.${this.#name(this.#number(outputs))}-${encodeURIComponent(outputs.attempt)}`)
  }

  #shown(number: number): string {
    return join(this.#path, `${this.#name(number)}.jsonl`)
  }

  #name(number: number): string {
    return `part-${this.#slice}-${String(number).padStart(digits, "0")}`
  }

  /** The number of a part of this slice, hidden or not. */
  #numberOf(name: string): number | undefined {
    const rest = name.startsWith(".") ? name.slice(1) : name
    const prefix = `part-${this.#slice}-`
    const found = rest.startsWith(prefix) ? /^\d{12,}(?=[.-])/.exec(rest.slice(prefix.length)) : null
    return found === null ? undefined : Number(found[0])
  }

  /** Makes a file whose content lasts; where that fails there is none. */
  async #writeNew(path: string, write: (file: OutputFile) => Promise<void>): Promise<void> {
    const file = await this.#files.create(path)
    try {
      await write(file)
      await file.sync()
    } catch (error) {
      await this.#files.remove(path).catch(() => {})
      throw error
    } finally {
      await file.close()
    }
  }

  async #isThere(path: string): Promise<boolean> {
    try {
      await this.#files.identify(path)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return false
      throw error
    }
  }

  async #doing<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act()
    } catch (error) {
      if (error instanceof Misplaced) {
        throw new ConnectorError("failure", `cannot write ${this.#path}: ${error.message}; ${error.advice}`)
      }
      throw fileFailure("write", this.#path, error)
    }
  }
}
