import { copyFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterAll, beforeAll } from "vitest"
import type { ColdFile } from "../../runtime/abi/cold-store.ts"
import type { StateCut } from "../../runtime/abi/state-cut.ts"
import { ColdLog } from "../../runtime/cold/cold-log.ts"
import { systemSyncFiles } from "../../runtime/platform/node-sync-files.ts"
import type { SyncFiles } from "../../runtime/platform/sync-files.ts"
import { type OpenedState, type StateBackendUnderTest, testStateBackend } from "../conformance/state-backend.ts"
import { MapColdStore } from "../support/map-cold-store.ts"
import { MemorySyncFiles } from "../support/memory-sync-files.ts"

const memory: StateBackendUnderTest = {
  open: () => ({ cold: undefined, save: () => undefined, returned: 0, due: 0, close: () => {} }),
  share: 0.3,
  evicts: false,
}

/** Keys leave memory for a map, which is obvious. */
const map: StateBackendUnderTest = {
  open(memoryBytes, saved) {
    const store = new MapColdStore(saved as MapColdStore["sealed"] | undefined)
    return {
      cold: { store, memoryBytes },
      save: ({ cold }) => (cold === undefined ? undefined : store.sealed),
      get returned() {
        return store.takes
      },
      get due() {
        return store.dues
      },
      close: () => {},
    }
  },
  share: 1,
  evicts: true,
}

/** Counts what comes back. */
class CountingLog extends ColdLog {
  returned = 0
  due = 0

  override take(...key: Parameters<ColdLog["take"]>): ReturnType<ColdLog["take"]> {
    const found = super.take(...key)
    if (found !== undefined) this.returned++
    return found
  }

  override takeDue(time: number): ReturnType<ColdLog["takeDue"]> {
    const found = super.takeDue(time)
    if (found !== undefined) this.due++
    return found
  }
}

let opened = 0

/** `keep`: copies a file to where it stays. */
function logOver(files: SyncFiles, folder: string, keep: (file: ColdFile) => ColdFile): StateBackendUnderTest["open"] {
  return (memoryBytes, saved): OpenedState => {
    const restored = (saved ?? []) as readonly ColdFile[]
    const name = `n${opened++}`
    const store = new CountingLog({
      files,
      folder,
      name,
      secret: [opened, 7],
      restored,
      segmentBytes: 2048,
      dueInMemory: 4,
    })
    return {
      cold: { store, memoryBytes },
      save: ({ cold = [] }: StateCut) => cold.map(keep),
      get returned() {
        return store.returned
      },
      get due() {
        return store.due
      },
      close: () => store.close(),
    }
  }
}

const inMemory = new MemorySyncFiles()
const simulated: StateBackendUnderTest = {
  open: logOver(inMemory, "/folder", (file) => {
    const path = `/kept/${opened} ${basename(file.path)}`
    inMemory.contents.set(path, inMemory.contents.get(file.path)!)
    return { ...file, path }
  }),
  share: 1,
  evicts: true,
}

let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cepheus-state-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let kept = 0
const disk: StateBackendUnderTest = {
  open: (...args) =>
    logOver(systemSyncFiles, folder, (file) => {
      const path = join(folder, `kept-${kept++}`)
      copyFileSync(file.path, path)
      return { ...file, path }
    })(...args),
  share: 1,
  evicts: true,
}

testStateBackend("memory", memory)
testStateBackend("memory and a map", map)
testStateBackend("memory and files in memory", simulated)
testStateBackend("memory and the machine's files", disk)
