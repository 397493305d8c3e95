import { findTests, TestRuns } from "../test-runs.ts"

export interface TestOptions {
  readonly watch?: boolean
  readonly only?: string
  readonly coverage?: boolean
  /** In percent. */
  readonly coverageThreshold?: number
  readonly lcov?: string
  readonly junit?: string
  readonly json?: boolean
}

/** `cep test`: runs the `test` blocks of files, each with the rules of its file and of those that it imports. */
export async function test(files: readonly string[], options: TestOptions = {}): Promise<number> {
  if (options.watch === true) return (await import("../test-watch.ts")).watchTests(files, options)
  const paths = await findTests(files)
  return new TestRuns(options).run(paths.map((path) => ({ path })))
}
