import { readFileSync, readlinkSync } from "node:fs"
import { hostname } from "node:os"
import process from "node:process"

/** A process, told apart from a later one that has the same number. */
export interface ProcessName {
  readonly host: string
  readonly pid: number
  /** When it began, in the system's own terms; empty: the system does not say. Letters and digits. */
  readonly started: string
}

/** What one process can know of others. */
export interface Processes {
  readonly self: ProcessName
  /** Where numbers of processes mean the same as here: containers of one machine may share its name. Letters and digits; empty: the system does not say. */
  readonly namespace: string
  /** undefined: that cannot be known from here (another machine). */
  isAlive(other: ProcessName): boolean | undefined
}

/** The processes of this machine. Where the system has no `/proc`, a number that is in use again counts as the same process. */
export function systemProcesses(): Processes {
  const self = { host: hostname(), pid: process.pid, started: startOf(process.pid) ?? "" }
  return {
    self,
    namespace: namespaceOf(),
    isAlive: (other) => {
      if (other.host !== self.host) return undefined
      return self.started === "" ? isThere(other.pid) : startOf(other.pid) === other.started
    },
  }
}

/** Which start of the machine, and how long after it; undefined: there is no such process, or it is dead and was not taken notice of. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8)
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    // The name in parentheses may hold anything (proc(5)): the state is the first field behind it, the start the twentieth.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return fields[0] === "Z" || fields[0] === "X" ? undefined : `${boot}t${fields[19]}`
  } catch {
    return undefined
  }
}

function namespaceOf(): string {
  try {
    return readlinkSync("/proc/self/ns/pid").replace(/\D/g, "")
  } catch {
    return ""
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH"
  }
}
