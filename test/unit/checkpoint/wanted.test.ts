import { expect, test } from "vitest"
import { WantedRules } from "../../../runtime/checkpoint/wanted.ts"
import { seeded } from "../../../samples/seeded.ts"
import { SimulatedDisk } from "../../simulation/files.ts"
import { Scheduler } from "../../simulation/scheduler.ts"

const diskOf = (seed: number) => new SimulatedDisk(new Scheduler(seeded(seed)), { slowMs: 0 })

test("what was asked for last counts, also once more, outlives a loss of power, and little is kept", async () => {
  for (const losesPower of [true, false]) await lastCounts(losesPower)
})

async function lastCounts(losesPower: boolean): Promise<void> {
  const disk = diskOf(1)
  const wanted = new WantedRules(disk.filesFor(), "/job")
  expect(await wanted.last()).toBeUndefined()
  for (const version of ["b", "a", "b", "c", "a", "b", "a"]) {
    await wanted.put(version, "me", 0)
    if (losesPower) disk.losePower()
    expect((await wanted.last())?.version).toBe(version)
  }
  expect(await wanted.last()).toEqual({ name: "0000000007-a.json", version: "a" })
  // What was removed comes back with the power.
  if (!losesPower) expect(await disk.filesFor().list("/job/wanted")).toHaveLength(5)
}

test("of what was asked for at the same moment all see the same as the last", async () => {
  const disk = diskOf(2)
  const [one, other] = [new WantedRules(disk.filesFor(), "/job"), new WantedRules(disk.filesFor(), "/job")]
  await one.put("start", "one", 0)
  await Promise.all([one.put("b", "one", 0), other.put("a", "other", 0)])
  const seen = await Promise.all([one.last(), other.last()])
  expect(seen[0]).toEqual(seen[1])
  await other.put("next", "other", 0)
  expect((await one.last())?.version).toBe("next")
})
