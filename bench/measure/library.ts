/** Decoded objects through the library interface as a variant: no files, no decoding of text, a process warmed up by a first run. */
import { fileURLToPath } from "node:url"
import { readMatches } from "./cep.ts"
import { runNode, type Usage } from "./child.ts"
import type { Variant } from "./rounds.ts"

const script = fileURLToPath(new URL("../through-library.ts", import.meta.url))

/** The second run in a process; its peak memory has the events in it. */
export function throughLibrary(heapMiB: number): Variant {
  return {
    name: "library",
    run: async (one, input, output) => {
      const flags = ["--expose-gc", `--max-old-space-size=${Math.max(heapMiB, 2048)}`]
      const { finished } = await runNode(script, [one.rules, one.type, input, output], flags)
      return JSON.parse(finished.stdout) as Usage
    },
    matches: readMatches,
  }
}
