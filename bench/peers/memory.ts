/**
 * Bytes a key: what engines keep for each account of a stream whose accounts all have something going on. Live heap after a collection, with many
 * accounts less the same with few, divided by how many more there are. So what an engine takes without keys is not counted.
 */
import process from "node:process"
import { fileURLToPath } from "node:url"
import { ruleFile } from "../measure/cases.ts"
import { readMatches } from "../measure/cep.ts"
import { runNode } from "../measure/child.ts"
import { compareMatches } from "../measure/rounds.ts"
import { keptFile } from "../streams/files.ts"
import { closing, eventsPerKey, openKeys } from "../streams/open-keys.ts"
import type { Workload } from "../workloads/index.ts"
import { type Peer, runPeer } from "./peers.ts"

/** Without much to keep, but more than none. */
const fewKeys = 1000
/** Those for whose rules the stream is made. */
const able = ["W2", "W3", "W6"]

/** Live bytes after the events of a file; writes the matches. */
type Measure = (workload: Workload, input: string, output: string) => Promise<number>

export interface Memory {
  readonly workload: string
  readonly variant: string
  readonly bytesPerKey?: number
  readonly agreement?: string
  readonly failure?: string
}

/** Bytes for each of the keys by which `many` has more than `few`. */
export function bytesPerKey(few: number, many: number, moreKeys: number): number {
  return (many - few) / moreKeys
}

const script = fileURLToPath(new URL("../state-of-library.ts", import.meta.url))

function ours(heapMiB: number): Measure {
  return async (workload, input, output) => {
    const flags = ["--expose-gc", `--max-old-space-size=${heapMiB}`]
    const { finished } = await runNode(script, [ruleFile(workload), "Transaction", input, output], flags)
    return JSON.parse(finished.stdout).heapBytes
  }
}

function theirs(peer: Peer, heapMiB: number): Measure {
  return async ({ name }, input, output) => {
    return ((await runPeer(peer, "state", heapMiB, name, input, output)) as { heapBytes: number }).heapBytes
  }
}

/** Measures each workload with ours and the peers; throws where the stream does not suit a workload. */
export async function measureMemory(
  workloads: readonly Workload[],
  peers: readonly Peer[],
  keys: number,
  heapMiB: number,
  output: string,
): Promise<Memory[]> {
  for (const { name } of workloads) {
    if (!able.includes(name)) throw new Error(`--memory is for ${able.join(", ")}: the stream has nothing for ${name}`)
  }
  if (keys <= fewKeys) throw new Error(`--accounts ${keys}: with --memory, more than ${fewKeys} are needed`)
  const measures = new Map([["library", ours(heapMiB)]])
  for (const peer of peers) measures.set(peer.name, theirs(peer, heapMiB))
  const inputs = [await streamFile(fewKeys), await streamFile(keys)] as const
  const results: Memory[] = []
  for (const workload of workloads) {
    for (const [variant, measure] of measures) {
      results.push({ workload: workload.name, variant, ...(await measureOne(workload, measure, inputs, keys, output)) })
      process.stderr.write(`${workload.name} with ${variant} done\n`)
    }
  }
  return results
}

async function measureOne(
  workload: Workload,
  measure: Measure,
  [few, many]: readonly [string, string],
  keys: number,
  output: string,
): Promise<Omit<Memory, "workload" | "variant">> {
  try {
    const before = await measure(workload, few, output)
    const after = await measure(workload, many, output)
    const expected = workload.expected(closing(keys * eventsPerKey)).sort()
    const agreement = compareMatches((await readMatches(output)).toSorted(), expected)
    return { bytesPerKey: bytesPerKey(before, after, keys - fewKeys), agreement }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}

const streamFile = (keys: number): Promise<string> => keptFile(`open-keys-${keys}.jsonl`, () => openKeys(keys))

/** The columns of the table; ratios are of the same workload, with the first variant as 1. */
export function memoryTable(results: readonly Memory[]): string[][] {
  const first = results[0]!.variant
  const rows = results.map(({ workload, variant, bytesPerKey: bytes, agreement = "", failure }) => {
    if (bytes === undefined) return [workload, variant, (failure ?? "no figures").split("\n")[0]!.slice(0, 160)]
    const base = results.find((one) => one.workload === workload && one.variant === first)?.bytesPerKey
    return [
      workload,
      variant,
      String(Math.round(bytes)),
      base === undefined ? "–" : (bytes / base).toFixed(2),
      agreement,
    ]
  })
  return [["workload", "variant", "bytes a key", `${first} = 1`, "agreement"], ...rows]
}
