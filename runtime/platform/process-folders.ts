/** Folders for as long as a process runs. Their names say whose they are, so that others can take away what one that was killed has left. */
import { randomBytes } from "node:crypto"
import { mkdirSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { type Processes, systemProcesses } from "./processes.ts"

/** Folders that others have left, or use. */
export interface FormerFolders {
  /** Their processes have ended. */
  readonly dead: readonly string[]
  /** Of other machines or containers: whether their processes live cannot be known from here. */
  readonly unknown: readonly string[]
}

/** Makes a folder of this process, and those above it. `prefix`: with what its name begins. Throws Node's errors. */
export function makeProcessFolder(parent: string, prefix: string, processes: Processes = systemProcesses()): string {
  const { self, namespace } = processes
  const own = [self.pid, self.started, namespace, randomBytes(6).toString("hex")].join("-")
  const folder = join(parent, `${prefix}${own}@${encodeURIComponent(self.host)}`)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** What else `makeProcessFolder` has made in a folder with that prefix; other names are left out. Throws Node's errors, none where there is no such folder. */
export function formerFolders(parent: string, prefix: string, processes: Processes = systemProcesses()): FormerFolders {
  const dead: string[] = []
  const unknown: string[] = []
  for (const name of namesIn(parent)) {
    if (!name.startsWith(prefix)) continue
    const found = /^(\d+)-(\w*)-(\d*)-[0-9a-f]{12}@(.+)$/.exec(name.slice(prefix.length))
    const host = found === null ? undefined : decoded(found[4]!)
    if (found === null || host === undefined) continue
    const [, pid, started, namespace] = found
    const owner = { pid: Number(pid), started: started!, host }
    const alive = namespace === processes.namespace ? processes.isAlive(owner) : undefined
    if (alive === undefined) unknown.push(join(parent, name))
    else if (!alive) dead.push(join(parent, name))
  }
  return { dead, unknown }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []
    throw error
  }
}

/** A name that another program has made may be no such text. */
function decoded(host: string): string | undefined {
  try {
    return decodeURIComponent(host)
  } catch {
    return undefined
  }
}
