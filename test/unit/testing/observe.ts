import { type Compiled, compile } from "../../../compiler/index.ts"
import { gapsOf, type OwnerCoverage } from "../../../compiler/testing/coverage.ts"
import { runTests, type TestResult } from "../../../compiler/testing/index.ts"
import { type Complete, ObservedRules, observed } from "../../../compiler/testing/observed-rules.ts"
import { createEngine } from "../../../runtime/index.ts"

export interface Observed {
  readonly compiled: Compiled
  readonly results: readonly TestResult[]
  readonly coverage: readonly OwnerCoverage[]
}

/** Runs the tests of a text as `cep test` does. */
export async function observe(text: string): Promise<Observed> {
  const sources = [{ path: "rules.cep", text }]
  const probing = observed()
  const compiled = await compile(sources, probing.options)
  if (compiled.rules === undefined) throw new Error(compiled.diagnostics.map((each) => each.text).join("\n"))
  const explained = () => compile(sources, { explains: true })
  const rules = new ObservedRules(compiled as Complete, probing.probes(), sources, explained)
  const options = { observer: rules, forms: "general" as const }
  const results = await runTests(rules.rules, compiled.checked.tests, createEngine, options)
  return { compiled, results, coverage: rules.coverage() }
}

/** What was never taken of a rule or function, without places. */
export function gaps({ coverage }: Observed, name: string): string[] {
  return gapsOf(coverage.find((each) => each.name === name)!).map(({ text }) => text)
}
