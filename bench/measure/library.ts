/** Decoded objects through the library interface as a variant: no files, no decoding of text, a process warmed up by a first run. */
import { join } from "node:path"
import { readMatches } from "./cep.ts"
import { runNode, type Usage } from "./child.ts"
import type { Variant } from "./rounds.ts"

/** The second run in a process, with the package of a checkout; the events count in its peak memory. */
export function throughLibrary(name: string, checkout: string, heapMiB: number): Variant {
  const script = join(checkout, "bench/through-library.ts")
  return {
    name,
    run: async (one, input, output) => {
      const flags = ["--expose-gc", `--max-old-space-size=${Math.max(heapMiB, 2048)}`]
      const { finished } = await runNode(script, [one.rules, one.type, input, output], flags)
      return JSON.parse(finished.stdout) as Usage
    },
    matches: readMatches,
  }
}
