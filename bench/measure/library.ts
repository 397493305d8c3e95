/** Decoded objects through the library interface as a variant: no files, no decoding of text, a process warmed up by a first run. */
import { join } from "node:path"
import { readMatches } from "./cep.ts"
import { runNode, type Usage } from "./child.ts"
import type { Variant } from "./rounds.ts"

/** How events are handed over: one a call, or all of them in one. */
export const calls = ["pushAll", "push"] as const

/** The third run in a process, with the package of a checkout, for each of the calls; the events count in its peak memory. */
export function throughLibrary(name: string, checkout: string, heapMiB: number): Variant[] {
  return calls.map((call) => variantOf(`${name} ${call}`, call, checkout, heapMiB))
}

function variantOf(name: string, call: (typeof calls)[number], checkout: string, heapMiB: number): Variant {
  const script = join(checkout, "bench/through-library.ts")
  return {
    name,
    run: async (one, input, output) => {
      const flags = ["--expose-gc", `--max-old-space-size=${Math.max(heapMiB, 2048)}`]
      const { finished } = await runNode(script, [one.rules, one.type, input, output, call], flags)
      return JSON.parse(finished.stdout) as Usage
    },
    matches: readMatches,
  }
}
