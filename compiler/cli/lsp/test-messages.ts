import type { Source, Span } from "../../../lang/source.ts"

/** With what the thread begins that runs tests. */
export interface TestStart {
  readonly tests: true
  readonly sources: readonly Source[]
  /** The file whose tests are run. */
  readonly path: string
  /** Of that name alone; undefined: all. */
  readonly name: string | undefined
}

/** What became of one test. */
export interface TestVerdict {
  readonly name: string
  readonly failures: readonly { readonly text: string; readonly span: Span }[]
}

/** What the thread says: verdicts, or why there are none. */
export type TestAnswer =
  | { readonly outcome: "run"; readonly verdicts: readonly TestVerdict[] }
  | { readonly outcome: "failed"; readonly reason: string }

/** What the thread says before its answer: the rules are compiled, and their code begins to run. */
export type TestMessage = TestAnswer | { readonly outcome: "begun" }

/** Whether a thread was started to run tests. */
export function isTestStart(workerData: unknown): workerData is TestStart {
  return typeof workerData === "object" && workerData !== null && "tests" in workerData
}
