import { dirname, resolve } from "node:path"
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
import { type FileLock, type FileMachine, lockFile } from "./lock.ts"
import type { OutputFile } from "./output-files.ts"

/** How outputs stand in a file. Both throw `ConnectorError` and Node's errors. */
export interface Layout {
  /** Makes an end at which outputs can begin; that end. Repeating it changes nothing. */
  end(file: OutputFile): Promise<number>
  /** Puts outputs at their place behind `base`: adds what is missing, and throws where something else stands. */
  put(file: OutputFile, outputs: StoredOutputs, base: number): Promise<void>
}

/**
 * Outputs of a job with checkpoints in one file, each at the place that its checkpoint says: publishing again changes nothing, and completes
 * what a crash left half written.
 */
export class FilePublisher implements Publisher {
  readonly kind = "repeatable"
  readonly form = "lines"
  readonly #path: string
  readonly #append: boolean
  readonly #identity: SliceIdentity
  readonly #machine: FileMachine
  readonly #makeLayout: () => Layout
  #layout: Layout
  #lock: FileLock | undefined
  #file: OutputFile | undefined
  #base = 0

  constructor(
    settings: Settings,
    identity: SliceIdentity,
    context: ConnectorContext,
    machine: FileMachine,
    makeLayout: () => Layout,
  ) {
    this.#path = resolve(context.folder, String(settings.path))
    this.#append = settings.append === true
    this.#identity = identity
    this.#machine = machine
    this.#makeLayout = makeLayout
    this.#layout = makeLayout()
  }

  async claim(): Promise<undefined> {
    await this.#doing(async () => {
      if (this.#lock !== undefined) return
      await this.#machine.files.makeFolder(dirname(this.#path))
      this.#lock = await lockFile(this.#path, this.#identity, this.#machine)
    })
  }

  /** A lineage that begins empties the file, unless it is to be kept. */
  begin(facts: Facts | undefined, keep = false): Promise<Facts> {
    return this.#doing(async () => {
      await this.#file?.close()
      this.#file = undefined
      const { files } = this.#machine
      const file = await files.open(this.#path)
      this.#file = file
      this.#layout = this.#makeLayout()
      if (!(await file.look()).isFile) throw this.#failure("it is no file whose end can be found", noFile, "usage")
      if (facts === undefined) {
        if (!this.#append && !keep) await file.truncate(0)
        this.#base = await this.#layout.end(file)
        await file.sync()
      } else {
        if (!Number.isSafeInteger(facts.base)) throw new Error("what was stored of the file has no base")
        this.#base = Number(facts.base)
      }
      await syncFolders(files, dirname(this.#path))
      return { base: this.#base }
    })
  }

  publish(outputs: StoredOutputs): Promise<void> {
    return this.#doing(async () => {
      const file = this.#file
      if (file === undefined) throw new Error("a file is published to after `claim` and `begin`")
      await this.#layout.put(file, outputs, this.#base)
      await file.sync()
      // Taken away or replaced, as programs that rotate logs do: what is written would be lost with it.
      const named = await this.#machine.files.identify(this.#path).catch(() => undefined)
      if ((await file.look()).identity !== named) throw this.#failure("it was taken away or replaced", moved)
    })
  }

  async close(): Promise<void> {
    const [file, lock] = [this.#file, this.#lock]
    this.#file = undefined
    this.#lock = undefined
    await this.#doing(async () => {
      await file?.close()
      await lock?.release()
    })
  }

  async #doing<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act()
    } catch (error) {
      if (error instanceof Misplaced) throw this.#failure(error.message, error.advice)
      throw fileFailure("write", this.#path, error)
    }
  }

  #failure(what: string, advice: string, kind: "fenced" | "usage" = "fenced"): ConnectorError {
    return new ConnectorError(kind, `cannot write ${this.#path}: ${what}; ${advice}`)
  }
}

const noFile = "give a file, or let outputs go there at once with `delivery=at-least-once`"
const moved = "put it back and start again; where files are to be taken away, give a folder, as in file:alerts/"

/** A file that does not hold what it should: what is wrong, and what to do. */
export class Misplaced extends Error {
  readonly advice: string

  constructor(what: string, advice: string) {
    super(what)
    this.advice = advice
  }
}

/** Compared and written at a time. */
const pieceBytes = 1 << 20
const lineFeed = 0x0a

/** Lines as they are: their place in the file is their place among all outputs. */
export const plainLayout = (): Layout => ({
  async end(file) {
    const { size } = await file.look()
    if (size === 0) return 0
    // What others left may lack its line break.
    const last = await file.readAt(size - 1, 1)
    if (last[0] === lineFeed) return size
    await file.writeAt(new Uint8Array([lineFeed]), size)
    return size + 1
  },

  async put(file, outputs, base) {
    const from = base + outputs.offset
    const { size } = await file.look()
    if (size < from) throw cut(size, from)
    let place = from
    for await (const chunk of outputs.chunks()) {
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes)
        if (place < size && differs(await file.readAt(place, piece.length), piece)) throw foreign(from, outputs)
        // What is there is written again: it may be in memory alone, after a sync that failed.
        await file.writeAt(piece, place)
        place += piece.length
      }
    }
    if (place - from !== outputs.bytes) throw incomplete(outputs, place - from)
  },
})

/** A byte that was never written is 0 where the machine went down in the middle of a write; no line holds one. */
function differs(there: Uint8Array, piece: Uint8Array): boolean {
  return there.some((byte, at) => byte !== piece[at] && byte !== 0)
}

/** A file that is shorter than what was published to it. */
export function cut(size: number, wanted: number): Misplaced {
  const advice = "put the whole file back, or begin anew with --fresh"
  return new Misplaced(`it has ${size} bytes of the ${wanted} published before: it was cut or replaced`, advice)
}

/** A place that holds something else than the checkpoint's outputs. */
export function foreign(from: number, { checkpoint }: StoredOutputs): Misplaced {
  const what = `from byte ${from} on it holds something else than the outputs of checkpoint ${checkpoint}`
  const advice = `find out who writes there, keep a copy, cut the file to ${from} bytes (\`truncate\`) and start again`
  return new Misplaced(what, advice)
}

/** Outputs that are more or less than was said. */
export function incomplete({ checkpoint, bytes }: StoredOutputs, found: number): Misplaced {
  const what = `the stored outputs of checkpoint ${checkpoint} have ${found} bytes in place of ${bytes}`
  return new Misplaced(what, "the checkpoint is damaged: look at its folder")
}
