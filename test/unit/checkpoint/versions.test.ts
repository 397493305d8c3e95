import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { CheckpointStore, lastChange } from "../../../runtime/checkpoint/store.ts"
import { RuleVersions } from "../../../runtime/checkpoint/versions.ts"
import { systemFiles } from "../../../runtime/platform/node-files.ts"
import { between, pick, seeded } from "../../../samples/seeded.ts"
import { checkpointWith, testRuleVersions, versionOf } from "../../conformance/rule-versions.ts"
import { SimulatedDisk } from "../../simulation/files.ts"
import { Life, Scheduler } from "../../simulation/scheduler.ts"

const root = mkdtempSync(join(tmpdir(), "cep-versions-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const diskOf = (seed: number) => new SimulatedDisk(new Scheduler(seeded(seed)), { slowMs: 0 })

let folders = 0
testRuleVersions("a folder of this machine", {
  open: async () => ({ files: systemFiles, folder: join(root, String(folders++)), remove: async () => {} }),
})
testRuleVersions("a simulated disk", {
  open: async () => ({ files: diskOf(1).filesFor(), folder: "/checkpoints", remove: async () => {} }),
})

const job = "/checkpoints/job"

test("a version that was put outlives a loss of power", async () => {
  for (let seed = 0; seed < 50; seed++) {
    const disk = diskOf(seed)
    const versions = new RuleVersions(disk.filesFor(), job)
    await versions.put(versionOf("aa"), "x")
    disk.losePower()
    expect(await versions.read("aa")).toEqual(versionOf("aa"))
  }
})

test("what dead processes left of making versions goes when it is old", async () => {
  const files = diskOf(1).filesFor()
  const versions = new RuleVersions(files, job)
  await files.makeFolder(`${job}/versions`)
  for (const place of ["0000000001", "0000000014"]) {
    await files.makeOnce(`${job}/versions/${place}-aa.json-dead`, new Uint8Array(3), "x")
  }
  for (let at = 10; at < 25; at++) await versions.put(versionOf(`v${at}`), "x")
  await versions.retain()
  const drafts = (await files.list(`${job}/versions`)).filter((name) => name.endsWith("-dead"))
  expect(drafts).toEqual(["0000000014-aa.json-dead"])
})

/** A slice of a job in a process: it goes from version to version, makes checkpoints and tidies up. */
async function runSlice(disk: SimulatedDisk, scheduler: Scheduler, slice: number, life: Life): Promise<void> {
  const files = disk.filesFor(life)
  const versions = new RuleVersions(files, job)
  const store = new CheckpointStore(files, join(job, String(slice)))
  const { random } = scheduler
  await store.prepare()
  let version = "v0"
  await versions.put(versionOf(version), life.name)
  for (let number = 1; number <= 12; number++) {
    const next = random() < 0.7 ? `v${between(random, 0, 40)}` : undefined
    if (next !== undefined) await versions.put(versionOf(next), life.name)
    await store.publish(checkpointWith(number, { version, ...(next !== undefined && { next }) }))
    version = next ?? version
    await store.retain()
    if (random() < 0.5) await versions.retain()
  }
}

test("whatever several slices do at once, each version that a checkpoint names can be read at any moment", async () => {
  let removed = 0
  for (let seed = 0; seed < 25; seed++) {
    const scheduler = new Scheduler(seeded(seed))
    const disk = new SimulatedDisk(scheduler, { slowMs: 5 })
    const look = new RuleVersions(disk.filesFor(), job)
    const lives = [0, 1, 2].map((slice) => new Life(`process${slice}`))
    const runs = lives.map((life, slice) => runSlice(disk, scheduler, slice, life))
    const kill = between(scheduler.random, 100, 1500)
    while (await scheduler.step()) {
      if (scheduler.steps === kill) pick(scheduler.random, lives).dead = true
      if (scheduler.steps % 7 !== 0) continue
      for (const [slice] of lives.entries()) {
        for (const { manifest } of await new CheckpointStore(disk.filesFor(), join(job, String(slice))).list()) {
          const { version, next } = manifest!.rules
          for (const each of [version, next]) if (each !== undefined) await look.read(each)
        }
      }
    }
    const survivors = runs.filter((_, at) => !lives[at]!.dead)
    await Promise.all(survivors)
    const last = (await look.list()).at(-1)!.place
    removed += last - (await look.list()).length
  }
  // Without removals it would say nothing.
  expect(removed).toBeGreaterThan(50)
})

test("of the checkpoints the one is kept at whose barrier the rules changed that run now", async () => {
  const store = new CheckpointStore(diskOf(1).filesFor(), `${job}/0`)
  await store.prepare()
  const numbers = async () => (await store.list()).map(({ number }) => number)
  const make = async (number: number, version: string, next?: string) => {
    await store.publish(checkpointWith(number, { version, ...(next !== undefined && { next }) }))
    await store.retain()
  }
  await make(1, "aa")
  await make(2, "aa", "bb")
  for (let number = 3; number <= 8; number++) await make(number, "bb")
  expect(await numbers()).toEqual([2, 6, 7, 8])
  // Another change takes its place.
  await make(9, "bb", "cc")
  for (let number = 10; number <= 13; number++) await make(number, "cc")
  expect(await numbers()).toEqual([9, 11, 12, 13])
  // A person has changed the files since: there is nothing to go back to.
  for (let number = 14; number <= 17; number++) await make(number, "dd")
  expect(await numbers()).toEqual([15, 16, 17])
})

test("a change that was called off is none", () => {
  const changed = checkpointWith(2, { version: "aa", next: "bb" })
  expect(lastChange([changed])?.number).toBe(2)
  expect(lastChange([changed, checkpointWith(3, { version: "bb" })])?.number).toBe(2)
  expect(lastChange([changed, checkpointWith(3, { version: "aa" })])).toBeUndefined()
  expect(lastChange([changed, { ...checkpointWith(3, { version: "bb" }), lineage: "other" }])).toBeUndefined()
  expect(lastChange([])).toBeUndefined()
})
