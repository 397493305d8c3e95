export {
  type EngineFactory,
  runTests,
  type TestFailure,
  type TestOutput,
  type TestResult,
} from "./run-tests.ts"
