import { expect, test } from "vitest"
import { type FollowerSettings, RulesFollower } from "../../../compiler/cli/follow-rules.ts"
import { WantedRules } from "../../../runtime/checkpoint/wanted.ts"
import type { ReloadAnswer } from "../../../runtime/control/actions.ts"
import { seeded } from "../../../samples/seeded.ts"
import { SimulatedDisk } from "../../simulation/files.ts"
import { Scheduler } from "../../simulation/scheduler.ts"
import { TestClock } from "../../support/job.ts"

const plan = { from: "", to: "", rules: [], params: [], warnings: [], refusals: [] }

/** A process that runs some version. */
function processOf(wanted: WantedRules, version: string, more: Partial<FollowerSettings> = {}) {
  const seen = { running: version, said: [] as string[], taken: [] as string[] }
  const clock = new TestClock()
  const follower = new RulesFollower({
    wanted,
    running: () => seen.running,
    isChanging: () => false,
    isLater: async () => true,
    take: async (next): Promise<ReloadAnswer> => {
      seen.taken.push(next)
      if (next.startsWith("no")) return { outcome: "refused", reasons: ["the sink extra is not open"], plan: undefined }
      seen.running = next
      return { outcome: "applied", plan, version: next, pauseMs: 1, checkpoint: 7 }
    },
    clock,
    log: (level, message) => void seen.said.push(`${level}: ${message}`),
    ...more,
  })
  return { follower, seen, clock }
}

const store = () => new WantedRules(new SimulatedDisk(new Scheduler(seeded(1)), { slowMs: 0 }).filesFor(), "/job")

test("what one process was asked for the others take over, and what was asked for before them as well", async () => {
  const wanted = store()
  const one = processOf(wanted, "v1")
  await one.follower.start()
  await one.follower.look()
  expect(one.seen.taken).toEqual([])
  await wanted.put("v2", "another", 0)
  await one.follower.look()
  await one.follower.look()
  expect(one.seen).toEqual({
    running: "v2",
    taken: ["v2"],
    said: ["info: another process of the job was asked for version v2 of the rules: it is taken over"],
  })
  // A rollback is asked for like any other.
  await wanted.put("v1", "another", 0)
  const late = processOf(wanted, "v2")
  await late.follower.start()
  for (const { follower } of [one, late]) await follower.look()
  expect([one.seen.running, late.seen.running]).toEqual(["v1", "v1"])
})

test("what was asked for before the rules with which a process was begun is over, until something else is", async () => {
  const wanted = store()
  await wanted.put("v1", "another", 0)
  const { follower, seen } = processOf(wanted, "v2", { isLater: async () => false })
  await follower.start()
  await follower.look()
  expect(seen.taken).toEqual([])
  expect(follower.unfollowed).toBeUndefined()
  await wanted.put("v3", "another", 0)
  await follower.look()
  expect(seen.running).toBe("v3")
})

test("a process that cannot follow says so once and goes on, until it is asked for something else", async () => {
  const wanted = store()
  const { follower, seen } = processOf(wanted, "v1")
  await follower.start()
  await wanted.put("no2", "another", 0)
  for (let i = 0; i < 3; i++) await follower.look()
  expect(seen.taken).toEqual(["no2"])
  expect(seen.said.at(-1)).toBe(
    "error: version no2 of the rules, for which another process of the job was asked, is not taken over: the sink extra is not open; this process goes on with version v1",
  )
  expect(follower.unfollowed).toEqual({ version: "no2", reason: "the sink extra is not open" })
  await wanted.put("v1", "another", 0)
  await follower.look()
  expect(follower.unfollowed).toBeUndefined()
  await wanted.put("v3", "another", 0)
  await follower.look()
  expect(seen.running).toBe("v3")
})

test("a store that is away is said once, and asked again", async () => {
  const wanted = store()
  let away = true
  const last = async () => {
    if (away) throw new Error("the store is away")
    return wanted.last()
  }
  const { follower, seen } = processOf(wanted, "v1", { wanted: { last } })
  await wanted.put("v2", "another", 0)
  for (let i = 0; i < 3; i++) await follower.look()
  expect(seen.said).toEqual(["warn: it cannot be seen which rules other processes were asked for: the store is away"])
  away = false
  await follower.look()
  expect(seen.running).toBe("v2")
})

test("nothing is followed while a change is under way here, and it is looked every few seconds", async () => {
  const wanted = store()
  let isChanging = true
  const { follower, seen, clock } = processOf(wanted, "v1", { isChanging: () => isChanging })
  await follower.start()
  await wanted.put("v2", "me", 0)
  await follower.look()
  expect(seen.taken).toEqual([])
  isChanging = false
  clock.pass(5000)
  while (seen.running !== "v2") await new Promise(setImmediate)
  follower.close()
  await wanted.put("v3", "another", 0)
  clock.pass(5000)
  for (let i = 0; i < 20; i++) await new Promise(setImmediate)
  expect(seen.running).toBe("v2")
})
