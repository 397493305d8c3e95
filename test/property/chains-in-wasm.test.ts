/** What is said of patterns over rows holds where WebAssembly takes events of chains from the first one on. */
import { expect, test, vi } from "vitest"
import { ChainMachine } from "../../runtime/operator/lanes/chain-machine.ts"
import type * as Module from "../../runtime/operator/lanes/chain-runner.ts"

vi.mock("../../runtime/operator/lanes/chain-runner.ts", async (original) => {
  const module = await original<typeof Module>()
  class ChainRunner extends module.ChainRunner {
    constructor(options: Module.ChainRunnerOptions) {
      super({ ...options, wait: 0, least: 0 })
    }
  }
  return { ...module, ChainRunner }
})

let taken = 0
const { run } = ChainMachine.prototype
ChainMachine.prototype.run = function (...given) {
  taken++
  return run.apply(this, given)
}

await import("./patterns-over-rows.test.ts")
await import("./cuts.test.ts")
await import("./handed-over.test.ts")

test("many were", () => expect(taken).toBeGreaterThan(200))
