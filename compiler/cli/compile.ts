import process from "node:process"
import type { Compiled, CompileOptions } from "../index.ts"
import { CliError, exitCodes } from "./error.ts"
import type { Loaded } from "./load.ts"
import { sayProblems } from "./terminal.ts"

/** A compilation without errors. */
export type Success = Compiled & Required<Pick<Compiled, "rules" | "module" | "plan" | "automata">>

export interface CompileLoadedOptions extends Pick<CompileOptions, "probes" | "explains"> {
  /** Problems that were said before, as JSON: they are not said again, and new ones are added. */
  readonly said?: Set<string>
}

/** Compiles what was loaded, prints its problems, and throws (exit code 1) if there are errors. */
export async function compileLoaded(
  { entries, sources }: Loaded,
  { said, ...options }: CompileLoadedOptions = {},
): Promise<Success> {
  const { compile } = await import("../index.ts")
  // Stack traces of functions in TypeScript name their lines. From here on: `cep` itself has no maps to look for.
  process.setSourceMapsEnabled(true)
  const compiled = await compile(sources, { ...options, entries })
  const unsaid = compiled.diagnostics.filter((each) => said?.has(JSON.stringify(each)) !== true)
  for (const each of unsaid) said?.add(JSON.stringify(each))
  await sayProblems(unsaid, sources)
  if (isSuccess(compiled)) return compiled
  const { render, summarize } = await import("../../lang/diagnostic.ts")
  throw new CliError(summarize(compiled.diagnostics), exitCodes.ruleErrors, render(compiled.diagnostics, sources))
}

function isSuccess(compiled: Compiled): compiled is Success {
  return compiled.rules !== undefined
}
