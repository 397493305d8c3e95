import type { EngineOptions } from "../abi/engine.ts"
import type { Outcome, RuleTrace } from "../abi/trace.ts"
import type { Result } from "../operator/contract.ts"
import type { Written } from "./results.ts"
import type { RunningRule } from "./rules.ts"

/** Who is told what becomes of a result; mostly nobody is. */
export function traceOf({ trace }: EngineOptions, { manifest }: RunningRule, { key }: Result): RuleTrace | undefined {
  return trace !== undefined && trace.rule === manifest.name && trace.wants(key) ? trace : undefined
}

/** What became of a result, for those who are told. */
export function outcomeOf(written: Written | "filtered" | "suppressed"): Outcome {
  if (written === "filtered" || written === "suppressed") return { kind: written }
  return { kind: "written", outputs: written.outputs.map(({ value }) => value) }
}
