import process from "node:process"
import type { Compiled } from "../index.ts"
import { CliError, exitCodes } from "./error.ts"
import type { Loaded } from "./load.ts"
import { sayProblems } from "./terminal.ts"

/** A compilation without errors. */
export type Success = Compiled & Required<Pick<Compiled, "rules" | "module" | "plan" | "automata">>

/** Compiles what was loaded, prints its problems, and throws (exit code 1) if there are errors. */
export async function compileLoaded({ entries, sources }: Loaded): Promise<Success> {
  const { compile } = await import("../index.ts")
  // Stack traces of functions in TypeScript name their lines. From here on: `cep` itself has no maps to look for.
  process.setSourceMapsEnabled(true)
  const compiled = await compile(sources, { entries })
  await sayProblems(compiled.diagnostics, sources)
  if (isSuccess(compiled)) return compiled
  const { summarize } = await import("../../lang/diagnostic.ts")
  throw new CliError(summarize(compiled.diagnostics), exitCodes.ruleErrors)
}

function isSuccess(compiled: Compiled): compiled is Success {
  return compiled.rules !== undefined
}
