/** Before each test file: drawn cases are the same on every run. `SEED=…` draws others. */
import fc from "fast-check"
import { runSize } from "./property/run-size.ts"

fc.configureGlobal({ seed: runSize().seed })
