/** Flink CEP, Esper and Siddhi as variants: each run is a Java process of its own. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { readMatches } from "../measure/cep.ts"
import { run, type Usage } from "../measure/child.ts"
import type { Result, Variant } from "../measure/rounds.ts"
import { cache } from "../streams/files.ts"
import { queryOf } from "./queries.ts"

/**
 * `file`: from a file of events to one of matches, the whole process; `memory`: decoded events, the third run in the process; `state`: what
 * is live after the events of a file.
 */
export type Way = "file" | "memory" | "state"

export interface Peer {
  readonly folder: "esper" | "siddhi" | "flink"
  readonly name: string
  readonly main: string
}

/** Flink in tables. */
export const flinkName = "Flink CEP 2.3.0"

const peers: readonly Peer[] = [
  { folder: "flink", name: flinkName, main: "peers.FlinkPeer" },
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
export function chosenPeers(only: readonly string[]): Peer[] {
  for (const name of only)
    if (!peers.some(({ folder }) => folder === name)) throw new Error(`no peer ${name}: flink, esper or siddhi`)
  return peers.filter(({ folder }) => only.length === 0 || only.includes(folder))
}

/** Peers as variants. */
export function peerVariants(way: Way, heapMiB: number, chosen: readonly Peer[]): Variant[] {
  return chosen.map((peer) => ({
    name: peer.name,
    run: async ({ workload }, input, output) => {
      return (await runPeer(peer, way, heapMiB, workload, input, output)) as Usage
    },
    matches: readMatches,
  }))
}

/** Runs a workload with a peer; gives what its last line says, which depends on the way. */
export async function runPeer(
  { folder, main }: Peer,
  way: Way,
  heapMiB: number,
  workload: string,
  input: string,
  output: string,
): Promise<unknown> {
  const { lines } = await runJava(folder, main, heapMiB, [way, queryFile(folder, workload), input, output])
  return JSON.parse(lines.at(-1) ?? "")
}

/** Writes a peer's text for a workload of that name to a file, and gives its path. */
export function queryFile(folder: Peer["folder"], workload: string): string {
  const queries = join(cache, "queries")
  mkdirSync(queries, { recursive: true })
  const path = join(queries, `${workload}.${folder}`)
  writeFileSync(path, queryOf(folder, workload))
  return path
}

/** Runs a main class of a peer; gives the lines that it prints, and the time from before its start to after its end. Throws where it fails. */
export async function runJava(
  folder: Peer["folder"],
  main: string,
  heapMiB: number,
  args: readonly string[],
): Promise<{ readonly lines: readonly string[]; readonly wallSeconds: number }> {
  const build = join(cache, "peers", folder)
  if (!existsSync(build)) throw new Error(`${folder} is not built`)
  // One collector thread: a second one would take time that the CPU figures count.
  const java = [
    `-Xmx${heapMiB}m`,
    "-XX:+UseSerialGC",
    ...opens.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
  ]
  const classes = `${join(build, "classes")}:${join(build, "lib")}/*`
  const { stdout, wallSeconds } = await run("java", [...java, "-cp", classes, main, ...args], { env: process.env })
  return { lines: stdout.trimEnd().split("\n"), wallSeconds }
}
