import type { Processes } from "../../runtime/platform/processes.ts"

/** Processes of one machine that live in a test, by names of the test's own. */
export class TestProcesses {
  readonly #pids: string[] = []
  readonly #dead = new Set<number>()
  readonly #host: string

  constructor(host = "here") {
    this.#host = host
  }

  /** What the process of that name sees; it is born when it is first asked for. */
  of(name: string): Processes {
    const known = this.#pids.indexOf(name)
    const pid = known < 0 ? this.#pids.push(name) - 1 : known
    return {
      self: { host: this.#host, pid, started: "boot1" },
      namespace: "",
      isAlive: (other) => (other.host === this.#host ? !this.#dead.has(other.pid) : undefined),
    }
  }

  kill(name: string): void {
    this.#dead.add(this.#pids.indexOf(name))
  }
}
