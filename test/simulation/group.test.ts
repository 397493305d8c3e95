import { expect, test } from "vitest"
import type { SliceAdvice } from "../../runtime/connectors/contract.ts"
import { seeded } from "../../samples/seeded.ts"
import { SimulatedGroup } from "./group.ts"
import { Life, Scheduler } from "./scheduler.ts"

/** A member that does at once what it is told. */
function joined(group: SimulatedGroup, name: string) {
  const life = new Life(name)
  const member = group.memberOf(life)
  const told: SliceAdvice[] = []
  void member.run((advice) => {
    told.push(advice)
    member.hold(advice.run)
  })
  const held = () => [...(told.at(-1)?.run ?? [])].sort()
  return { life, member, held }
}

async function passTime(scheduler: Scheduler, milliseconds: number): Promise<void> {
  const until = scheduler.time + milliseconds
  while (scheduler.time < until && (await scheduler.step()));
}

test("when it is calm each slice is with one process, also after one has died, left, or was told what is not so", async () => {
  for (let seed = 0; seed < 30; seed++) {
    const scheduler = new Scheduler(seeded(seed))
    let isCalm = false
    const group = new SimulatedGroup(scheduler, 3, () => isCalm)
    const [a, b, c] = [joined(group, "a"), joined(group, "b"), joined(group, "c")]
    group.confusedUntil = scheduler.time + 1000
    await passTime(scheduler, 2000)
    a.life.dead = true
    await b.member.leave()
    await passTime(scheduler, 500)
    const d = joined(group, "d")
    isCalm = true
    await passTime(scheduler, 2000)
    expect([...c.held(), ...d.held()].sort()).toEqual([0, 1, 2])
  }
})

test("as long as it is not, slices are moved, and two processes may be told to run one", async () => {
  let moves = 0
  let both = 0
  for (let seed = 0; seed < 10; seed++) {
    const scheduler = new Scheduler(seeded(seed))
    const group = new SimulatedGroup(scheduler, 2, () => false)
    const [a, b] = [joined(group, "a"), joined(group, "b")]
    group.confusedUntil = scheduler.time + 1000
    let before = ""
    for (let at = 0; at < 60; at++) {
      await passTime(scheduler, 50)
      const now = a.held().join()
      if (now !== before) moves++
      before = now
      if (a.held().some((slice) => b.held().includes(slice))) both++
    }
  }
  expect(moves).toBeGreaterThan(10)
  expect(both).toBeGreaterThan(10)
})
