import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { SliceLock } from "../../../runtime/checkpoint/lock.ts"
import { divide, failIfDivided, readSlices } from "../../../runtime/checkpoint/slices.ts"
import { systemFiles as files } from "../../../runtime/platform/node-files.ts"
import { TestProcesses } from "../../support/processes.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cep-slices-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const start = (slices: number, newId: string) => divide({ files, folder, job: "fraud", slices, newId })

test("the first start decides how many slices there are, of several at once one of them", async () => {
  expect(await readSlices(files, folder)).toBeUndefined()
  await failIfDivided(files, folder, "fraud")
  const all = await Promise.all(["aa", "bb", "cc"].map((id) => start(4, id)))
  expect(new Set(all.map(({ id }) => id)).size).toBe(1)
  expect(await start(4, "dd")).toEqual(all[0])
  expect(readdirSync(folder)).toEqual(["SLICES"])
})

test("another number is refused, with both; so is a job that is not divided", async () => {
  await start(4, "aa")
  await expect(start(6, "bb")).rejects.toMatchObject({ kind: "usage", message: /6 partitions.*begun with 4/ })
  await expect(failIfDivided(files, folder, "fraud")).rejects.toMatchObject({ kind: "usage", message: /with 4 slices/ })
})

test("checkpoints of all partitions together cannot be divided", async () => {
  mkdirSync(join(folder, "0", "0000000001"), { recursive: true })
  await expect(start(4, "aa")).rejects.toMatchObject({ kind: "usage", message: /cannot be divided/ })
  expect(readdirSync(folder)).toEqual(["0"])
})

test.each([
  "",
  "cepheus-slices 1 4",
  "cepheus-slices 2 4 aa\n",
  "cepheus-slices 1 0 aa\n",
])("a file that says %j is named as damaged", async (text) => {
  writeFileSync(join(folder, "SLICES"), text)
  await expect(start(4, "aa")).rejects.toMatchObject({ kind: "failure", message: /SLICES .*torn or foreign/ })
})

test("the lock of a process that lives counts only where processes have not agreed who runs the slice", () => {
  const all = new TestProcesses()
  const old = SliceLock.take(folder, "fraud", { processes: all.of("old") })
  const young = { processes: all.of("young") }
  expect(() => SliceLock.take(folder, "fraud", young)).toThrow(/is run by process 0 already/)
  const taken = SliceLock.take(folder, "fraud", { ...young, agreed: true })
  // What was taken over is no more the old one's to remove.
  old.release()
  expect(readdirSync(folder)).toEqual(["LOCK"])
  taken.release()
  expect(readdirSync(folder)).toEqual([])
})
