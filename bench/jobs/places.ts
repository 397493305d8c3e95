/** Where jobs read events and write alerts: files, or what another module makes of a broker. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { eachLine } from "../measure/rounds.ts"

/** A place with the events of the benchmark. */
export interface Place {
  /** What one run needs, which no other run has used: with all events, or with none. */
  readonly open: (events: "all" | "none") => Promise<Ends>
  readonly close: () => Promise<void>
}

/** The two ends of one run. */
export interface Ends {
  /** A folder of the run's own, gone with `remove`. */
  readonly folder: string
  /** What `cep run` is told. */
  readonly source: string
  readonly sink: string
  /** The same for the main class `peers.FlinkJob`. */
  readonly flink: readonly string[]
  /** Calls back for each alert's line that readers see. */
  readonly eachAlert: (take: (line: string) => void) => Promise<void>
  readonly remove: () => Promise<void>
}

/** A folder of a run's own. */
export const runFolder = (): string => mkdtempSync(join(tmpdir(), "cep-bench-job-"))

/** From a file to a file; Flink's is a folder of files, of which those in progress have names that begin with a dot. */
export function files(input: string, empty: string): Place {
  return {
    async open(events) {
      const folder = runFolder()
      const from = events === "all" ? input : empty
      const output = join(folder, "alerts.jsonl")
      return {
        folder,
        source: `file:${from}`,
        sink: `file:${output}`,
        flink: ["file", from, output],
        async eachAlert(take) {
          for (const path of writtenTo(output)) await eachLine(path, take)
        },
        async remove() {
          rmSync(folder, { recursive: true, force: true })
        },
      }
    },
    async close() {},
  }
}

/** The files that hold what a job has written to a path: nobody makes one where there are no alerts. */
function writtenTo(path: string): string[] {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path).filter((name) => !name.startsWith("."))
  return names.map((name) => join(path, name))
}
