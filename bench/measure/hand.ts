/** Programs written by hand for W2 as variants: what can be had without an engine, the measure of what the engine costs. */
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { cache } from "../streams/files.ts"
import { readMatches } from "./cep.ts"
import { runNode } from "./child.ts"
import { type Case, eachLine, type Variant } from "./rounds.ts"

const script = fileURLToPath(new URL("../hand-w2.ts", import.meta.url))

/** Why such a program cannot run the case; undefined where it can. */
const refuses = ({ workload }: Case): string | undefined => {
  return /^W2(\+on-time)?$/.test(workload) ? undefined : "written for W2 alone"
}

/** The program as JavaScript: what Node loads to read TypeScript would count as its start. */
async function compile(): Promise<string> {
  const outfile = join(cache, "hand-w2.mjs")
  await build({ entryPoints: [script], outfile, bundle: true, platform: "node", format: "esm", logLevel: "error" })
  return outfile
}

/** The project's own program. */
export function byHand(): Variant {
  let compiled: Promise<string> | undefined
  return {
    name: "by hand",
    refuses,
    run: async ({ latenessMs }, input, output) => {
      compiled ??= compile()
      return (await runNode(await compiled, [input, output, String(latenessMs)])).usage
    },
    matches: readMatches,
  }
}

/**
 * Another program with the arguments `IN OUT js 1`: how it is run, and once. Its lines are counted but not compared, since nothing is known of
 * what they show; nor is whether it puts events into the order of time.
 */
export function otherByHand(path: string): Variant {
  return {
    name: basename(path),
    refuses,
    run: async (_, input, output) => (await runNode(path, [input, output, "js", "1"])).usage,
    count: async (output) => {
      let lines = 0
      await eachLine(output, () => lines++)
      return lines
    },
  }
}
