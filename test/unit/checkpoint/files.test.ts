import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { systemFiles } from "../../../runtime/platform/node-files.ts"
import { seeded } from "../../../samples/seeded.ts"
import { testCheckpointFiles } from "../../conformance/checkpoint-files.ts"
import { testCheckpointStore } from "../../conformance/checkpoint-store.ts"
import { SimulatedDisk } from "../../simulation/files.ts"
import { Scheduler } from "../../simulation/scheduler.ts"

const folder = mkdtempSync(join(tmpdir(), "cep-torn-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const simulated = () => new SimulatedDisk(new Scheduler(seeded(1)), { slowMs: 0 }).filesFor()

const sizes = { races: 100, reads: 100, large: 5_000_001 }
testCheckpointFiles("this machine's", {
  ...sizes,
  adopts: true,
  open: async () => ({ files: systemFiles, folder: join(folder, "files") }),
})
testCheckpointFiles("those of simulations", {
  ...sizes,
  adopts: false,
  open: async () => ({ files: simulated(), folder: "/checkpoints" }),
})

const store = { step: 1, races: 100 }
let stores = 0
testCheckpointStore("this machine's", {
  ...store,
  open: async () => ({ files: systemFiles, folder: join(folder, `store-${stores++}`), remove: async () => {} }),
})
testCheckpointStore("those of simulations", {
  ...store,
  open: async () => ({ files: simulated(), folder: "/checkpoints", remove: async () => {} }),
})
