import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import type { RunOptions } from "../../../compiler/cli/commands/run-options.ts"
import { openStateFolder } from "../../../compiler/cli/state.ts"
import { noSharers, shareNow, shareOfCold } from "../../../runtime/job/cold-settings.ts"
import { openCold } from "../../../runtime/job/cold-state.ts"
import { TestProcesses } from "../../support/processes.ts"

let place: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "cep-state-"))
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

const plain = { atEnd: "close", maxAhead: "1h", idleAfter: "30s", parallelism: "1", state: "disk" }
const optionsOf = (more: Partial<RunOptions>): RunOptions => ({ ...plain, ...more })

test("what a dead process has left goes, what a living one uses stays, and other things are not touched", () => {
  const options = optionsOf({ stateDir: place })
  const machine = new TestProcesses()
  const dead = openStateFolder(options, ["a.cep"], undefined, machine.of("a"))!
  const living = openStateFolder(options, ["a.cep"], undefined, machine.of("b"))!
  writeFileSync(join(dead.folder, "cold-1"), "x")
  mkdirSync(join(place, "cepheus-state-mine"))
  machine.kill("a")
  const own = openStateFolder(options, ["a.cep"], undefined, machine.of("c"))!
  expect(existsSync(dead.folder)).toBe(false)
  expect(existsSync(living.folder)).toBe(true)
  own.remove()
  own.remove()
  expect(readdirSync(place).length).toBe(2)
})

test("what another machine has left goes when a checkpoint shows that it has no use for it", () => {
  const options = optionsOf({ checkpointDir: place, job: "fraud" })
  const theirs = openStateFolder(options, [], { slice: 3, sharers: noSharers() }, new TestProcesses("there").of("a"))!
  const own = openStateFolder(options, [], { slice: 3, sharers: noSharers() }, new TestProcesses("here").of("b"))!
  expect(theirs.folder.startsWith(join(place, "fraud", "3"))).toBe(true)
  expect(existsSync(theirs.folder)).toBe(true)
  own.removeOthers()
  expect(existsSync(theirs.folder)).toBe(false)
  expect(existsSync(own.folder)).toBe(true)
})

test("slices that come and go share the memory of their process, and each its part among its workers", () => {
  const options = optionsOf({ checkpointDir: place, stateMemory: "12MiB" })
  const sharers = noSharers()
  const slice = (number: number) => openStateFolder(options, ["a.cep"], { slice: number, sharers })!
  const first = slice(0)
  expect(shareNow(first)).toBe(12 * 2 ** 20)
  // It goes to another thread.
  const worker = structuredClone(shareOfCold(first, 1, 4)!)
  const store = openCold(worker, { own: [] }, () => {})!
  expect(store.options.memoryBytes).toBe(3 * 2 ** 20)
  const others = [slice(1), slice(2)]
  expect(store.options.memoryBytes).toBe(2 ** 20)
  for (const other of others) {
    other.remove()
    other.remove()
  }
  expect(store.options.memoryBytes).toBe(3 * 2 ** 20)
  store.close()
  first.remove()
})

test("a folder that cannot be made is told", () => {
  writeFileSync(join(place, "file"), "")
  expect(() => openStateFolder(optionsOf({ stateDir: join(place, "file", "in") }), ["a.cep"])).toThrow(
    /--state disk cannot use .*file\/in: ENOTDIR/,
  )
})
