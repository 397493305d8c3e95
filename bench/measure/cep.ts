/** `cep run` as a variant: from a file of events to a file of alerts, in a process of its own. */
import { matchOf } from "../workloads/index.ts"
import { runNode } from "./child.ts"
import { commandOf } from "./command.ts"
import { eachLine, type Variant } from "./rounds.ts"

/**
 * `cep run` of a checkout. The heap is limited (MiB), since without need the collector takes its time and the figures of peak
 * memory would show that.
 */
export function cepRun(name: string, checkout: string, heapMiB: number): Variant {
  return {
    name,
    run: async (one, input, output) => {
      const args = ["run", one.rules, "--source", `${one.type}=file:${input}`, "--sink", `alerts=file:${output}`]
      return (await runNode(commandOf(checkout), [...args, "--quiet"], [`--max-old-space-size=${heapMiB}`])).usage
    },
    matches: readMatches,
  }
}

/** The matches in a file of alerts. */
export async function readMatches(output: string): Promise<string[]> {
  const found: string[] = []
  await eachLine(output, (line) => found.push(matchOf(JSON.parse(line))))
  return found
}
