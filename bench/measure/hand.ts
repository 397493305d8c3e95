/** The hand-written program for W2 as a variant. */
import { fileURLToPath } from "node:url"
import { readMatches } from "./cep.ts"
import { runNode } from "./child.ts"
import type { Variant } from "./rounds.ts"

const script = fileURLToPath(new URL("../hand-w2.ts", import.meta.url))

/** What can be had for W2 without an engine: the measure of what the engine costs. */
export const byHand: Variant = {
  name: "by hand",
  refuses: ({ workload }) => (workload === "W2" ? undefined : "written for W2 alone"),
  run: async (_, input, output) => (await runNode(script, [input, output])).usage,
  matches: readMatches,
}
