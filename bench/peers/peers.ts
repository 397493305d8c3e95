/** Flink CEP, Esper and Siddhi as variants: each run is a Java process of its own. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { readMatches } from "../measure/cep.ts"
import { run, type Usage } from "../measure/child.ts"
import type { Case, Result, Variant } from "../measure/rounds.ts"
import { cache } from "../streams/files.ts"
import { queryOf } from "./queries.ts"

/** `file`: from a file of events to one of matches, the whole process; `memory`: decoded events, the second run in the process. */
export type Way = "file" | "memory"

interface Peer {
  readonly folder: "esper" | "siddhi" | "flink"
  readonly name: string
  readonly main: string
}

const peers: readonly Peer[] = [
  { folder: "flink", name: "Flink CEP 2.3.0", main: "peers.FlinkPeer" },
  { folder: "esper", name: "Esper 9.0.0", main: "peers.EsperPeer" },
  { folder: "siddhi", name: "Siddhi 5.1.30", main: "peers.SiddhiPeer" },
]

/** Why a peer's matches are others than meant, where it is known that they can be. */
const differences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "Siddhi 5.1.30": {
    W2: "an attempt that a window ends takes its events along, so a burst across the end is missed",
    W3: "an attempt that a window ends takes its events along, so probes across the end are missed",
    W4: "a sequence with + does not begin at every event, and may begin with the last event of a match",
    W4b: "a sequence with + does not begin at every event, and may begin with the last event of a match",
    W7: "behind a second `every`, `within` is lost",
    W8: "as in W2 and W3",
  },
}

/** A line for each result whose matches are not those meant: why, as far as it is known. */
export function explainDifferences(results: readonly Result[]): string[] {
  const lines = results
    .filter(({ agreement = "equal" }) => agreement !== "equal")
    .map(({ variant, workload }) => {
      return `${variant}, ${workload}: ${differences[variant]?.[workload] ?? "other matches than meant; not known why"}`
    })
  return [...new Set(lines)]
}

/** Flink reaches into classes that Java closed since. */
const opens = ["java.lang", "java.util", "java.time", "java.math", "java.nio", "java.util.concurrent"]

/** Compiles the peers; Maven fetches them the first time. */
export async function buildPeers(): Promise<void> {
  const folder = fileURLToPath(new URL(".", import.meta.url))
  await run("mvn", ["--quiet", "--batch-mode", "--no-transfer-progress", "package"], { cwd: folder })
}

/** The peers that were asked for (by folder), or all of them. */
export function peerVariants(way: Way, heapMiB: number, only: readonly string[]): Variant[] {
  for (const name of only)
    if (!peers.some(({ folder }) => folder === name)) throw new Error(`no peer ${name}: flink, esper or siddhi`)
  return peers
    .filter(({ folder }) => only.length === 0 || only.includes(folder))
    .map((peer) => ({
      name: peer.name,
      run: (one, input, output) => runPeer(peer, way, heapMiB, one, input, output),
      matches: readMatches,
    }))
}

async function runPeer(
  { folder, main }: Peer,
  way: Way,
  heapMiB: number,
  one: Case,
  input: string,
  output: string,
): Promise<Usage> {
  const build = join(cache, "peers", folder)
  if (!existsSync(build)) throw new Error(`${folder} is not built`)
  const queries = join(cache, "queries")
  mkdirSync(queries, { recursive: true })
  const query = join(queries, `${one.workload}.${folder}`)
  writeFileSync(query, queryOf(folder, one.workload))
  // One collector thread: a second one would take time that the CPU figures count.
  const java = [
    `-Xmx${heapMiB}m`,
    "-XX:+UseSerialGC",
    ...opens.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
  ]
  const classes = `${join(build, "classes")}:${join(build, "lib")}/*`
  const args = [...java, "-cp", classes, main, way, query, input, output]
  const { stdout } = await run("java", args, { env: process.env })
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Usage
}
