import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { formerFolders, makeProcessFolder } from "../../../runtime/platform/process-folders.ts"
import { systemProcesses } from "../../../runtime/platform/processes.ts"
import { TestProcesses } from "../../support/processes.ts"

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "cep-folders-"))
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

test("folders of dead processes are told from those of living ones, and from those of which nobody here knows", () => {
  const here = new TestProcesses("here@home/1-2")
  const there = new TestProcesses("there")
  const made = (processes: TestProcesses, name: string) => makeProcessFolder(parent, "own-", processes.of(name))
  const dead = [made(here, "a"), made(here, "a")].sort()
  made(here, "b")
  made(here, "c")
  const unknown = [made(there, "d")]
  here.kill("a")
  there.kill("d")
  expect(formerFolders(parent, "own-", here.of("c"))).toEqual({ dead, unknown })
  expect(formerFolders(parent, "other-", here.of("c"))).toEqual({ dead: [], unknown: [] })
})

test("a number that another process has by now is not the process that was", () => {
  const system = systemProcesses()
  const before = { ...system, self: { ...system.self, started: "boot0t1" } }
  const former = makeProcessFolder(parent, "own-", before)
  const own = makeProcessFolder(parent, "own-", system)
  const wanted = system.self.started === "" ? [] : [former]
  expect(formerFolders(parent, "own-", system)).toEqual({ dead: wanted, unknown: [] })
  expect(readdirSync(parent)).toContain(basename(own))
})

test("numbers of another container say nothing, though it has the same name", () => {
  const system = { ...systemProcesses(), namespace: "1" }
  const gone = { ...system, self: { ...system.self, pid: 2 ** 31 - 2 } }
  const folder = makeProcessFolder(parent, "own-", gone)
  expect(formerFolders(parent, "own-", { ...system, namespace: "2" })).toEqual({ dead: [], unknown: [folder] })
  expect(formerFolders(parent, "own-", system)).toEqual({ dead: [folder], unknown: [] })
})

test("what is called otherwise is left alone, and where there is nothing nothing is found", () => {
  for (const name of ["own-", "own-1", "own-1-x-2-aaaaaaaaaaaa", "own-keep@here", "own-1-x-2-aaaaaaaaaaaa@%"]) {
    mkdirSync(join(parent, name))
  }
  expect(formerFolders(parent, "own-", new TestProcesses().of("a"))).toEqual({ dead: [], unknown: [] })
  expect(formerFolders(join(parent, "none"), "own-")).toEqual({ dead: [], unknown: [] })
})
