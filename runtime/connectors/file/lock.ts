import { basename, dirname, join } from "node:path"
import type { Processes, ProcessName } from "../../platform/processes.ts"
import { shortHashText } from "../../platform/short-hash.ts"
import { ConnectorError, type SliceIdentity } from "../contract.ts"
import type { OutputFiles } from "./output-files.ts"

/** The machine as publishers use it. */
export interface FileMachine {
  readonly files: OutputFiles
  readonly processes: Processes
}

/** Says beside a file who writes it. */
export interface FileLock {
  /** Twice is harmless. */
  release(): Promise<void>
}

interface Holder {
  readonly host: string
  readonly job: string
  readonly slice: string
}

/**
 * Takes the lock of a file: advice to processes that write it through a publisher. Each has a file of its own, named after the process, and looks
 * at the others' after making it: so of two at once never both go on, and to remove that of a dead process is no race. What cannot be
 * looked at (another machine) gives way to the same slice of the same job alone: its publishing twice changes nothing. `ConnectorError` (usage)
 * where a process that lives holds it. Throws Node's errors.
 */
export async function lockFile(path: string, identity: SliceIdentity, machine: FileMachine): Promise<FileLock> {
  const { files, processes } = machine
  const { job, slice } = identity
  const folder = dirname(path)
  const prefix = `.${basename(path)}.lock-`
  const own = `${prefix}${nameOf(processes.self)}`
  const held = `${JSON.stringify({ ...processes.self, job, slice })}\n`
  try {
    await writeNew(files, join(folder, own), held)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
    throw new ConnectorError("usage", `${path} is written by this process already: give each sink a file of its own`)
  }
  const release = () => files.remove(join(folder, own))
  try {
    for (const name of await files.list(folder)) {
      if (name.startsWith(prefix) && name !== own) await pass({ path, prefix, identity, machine }, join(folder, name))
    }
  } catch (error) {
    await release()
    throw error
  }
  return { release }
}

/** A lock that is being taken. */
interface Taking {
  readonly path: string
  readonly prefix: string
  readonly identity: SliceIdentity
  readonly machine: FileMachine
}

/** Goes past the lock of another process, or throws. */
async function pass({ path, prefix, identity, machine }: Taking, lock: string): Promise<void> {
  const { files, processes } = machine
  const found = /^([0-9a-f]{8})-(\d+)-([0-9a-z]*)$/.exec(basename(lock).slice(prefix.length))
  if (found === null) return
  const holder = await holderOf(files, lock)
  const isHere = found[1] === shortHashText(processes.self.host)
  const host = isHere ? processes.self.host : (holder?.host ?? "")
  const alive = processes.isAlive({ host, pid: Number(found[2]), started: found[3]! })
  const sameSlice = holder?.job === identity.job && holder.slice === identity.slice
  if (alive === false || (alive === undefined && sameSlice)) return files.remove(lock)
  const of = holder === undefined ? "" : ` of the job ${holder.job}`
  if (alive === true) {
    const advice = "stop it, or give this job a file of its own"
    throw new ConnectorError("usage", `${path} is written by the process ${found[2]}${of} on this machine: ${advice}`)
  }
  const where = host === "" ? "another machine" : `the machine ${host}`
  const advice = `stop it, or give this job a file of its own; if it is gone, delete ${lock}`
  throw new ConnectorError("usage", `${path} is written by the process ${found[2]}${of} on ${where}: ${advice}`)
}

/** undefined: it was let go of meanwhile, or its process died in the middle of writing it. */
async function holderOf(files: OutputFiles, lock: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(new TextDecoder().decode(await files.read(lock)))
  } catch {
    return undefined
  }
}

async function writeNew(files: OutputFiles, path: string, text: string): Promise<void> {
  const file = await files.create(path)
  try {
    await file.writeAt(new TextEncoder().encode(text), 0)
  } finally {
    await file.close()
  }
}

function nameOf({ host, pid, started }: ProcessName): string {
  return `${shortHashText(host)}-${pid}-${started}`
}
