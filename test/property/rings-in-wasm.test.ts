/** What is said of engines with rings holds where these are in WebAssembly from the first event on. */
import { expect, test, vi } from "vitest"
import type * as Module from "../../runtime/operator/lanes/last-events.ts"
import { RingMachine } from "../../runtime/operator/lanes/ring-machine.ts"

vi.mock("../../runtime/operator/lanes/last-events.ts", async (original) => {
  const module = await original<typeof Module>()
  class LastEvents extends module.LastEvents {
    constructor(options: Module.LastEventsOptions, former?: LastEvents) {
      super({ ...options, wait: 0, least: 0 }, former)
    }
  }
  return { ...module, LastEvents }
})

let taken = 0
const { take } = RingMachine.prototype
RingMachine.prototype.take = function (...given) {
  taken++
  return take.apply(this, given)
}

await import("./forms.test.ts")
await import("./cuts.test.ts")
await import("./handed-over.test.ts")

test("many were", () => expect(taken).toBeGreaterThan(200))
