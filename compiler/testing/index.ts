export type { Difference, FieldDifference } from "./expectations.ts"
export type { TestFailure, TestOutput, TestResult } from "./result.ts"
export { type EngineFactory, runTests, type TestObserver, type TestWorld } from "./run-tests.ts"
