import type { ExpectationInfo, TestInfo } from "../../lang/check/model.ts"
import type { Span } from "../../lang/source.ts"
import type { Alert, Emitted } from "../../runtime/abi/engine.ts"
import type { Difference } from "./expectations.ts"

/** What came out of one test, in order. */
export interface TestOutput {
  readonly rule: string
  readonly kind: "alert" | "emit"
  readonly value: Alert | Emitted
}

/** One thing that was not as expected. */
export interface TestFailure {
  readonly text: string
  readonly span: Span
  readonly expected?: ExpectationInfo
  /** The outputs of the rule that do not fit, the nearest first. */
  readonly differences?: readonly Difference[]
  /** The rule of which too little came. */
  readonly lacks?: string
  /** Outputs of which there were too many: the one that is explained first. */
  readonly surplus?: readonly TestOutput[]
  /** Why it did not come, came, or is another one: a line each. */
  readonly why?: readonly string[]
}

export interface TestResult {
  readonly test: TestInfo
  readonly failures: readonly TestFailure[]
  readonly outputs: readonly TestOutput[]
  /** How long it took, in ms; 0 where no clock was given. */
  readonly ms: number
}
