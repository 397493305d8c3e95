import fc from "fast-check"
import { expect, test } from "vitest"
import {
  type Assignment,
  assignKinds,
  assignSlices,
  type Claimant,
} from "../../../../runtime/connectors/kafka/assignor.ts"

const claimant = (member: string, held: readonly number[] = [], generation = 1): Claimant => ({
  member,
  held,
  generation,
})

const runs = (assignments: ReadonlyMap<string, Assignment>) =>
  Object.fromEntries([...assignments].map(([member, { run }]) => [member, run]))

test("a member alone has everything, and one without slices waits", () => {
  expect(runs(assignSlices(3, [claimant("a")]))).toEqual({ a: [0, 1, 2] })
  expect(runs(assignSlices(1, [claimant("a", [0]), claimant("b")]))).toEqual({ a: [0], b: [] })
  expect(assignSlices(3, [])).toEqual(new Map())
})

test("a slice that moves is nobody's until its holder has let go of it", () => {
  expect(runs(assignSlices(4, [claimant("a", [0, 1, 2, 3]), claimant("b")]))).toEqual({ a: [0, 1], b: [] })
  // It is still ending slice 3.
  expect(runs(assignSlices(4, [claimant("a", [0, 1, 3], 2), claimant("b", [], 2)]))).toEqual({ a: [0, 1], b: [2] })
  expect(runs(assignSlices(4, [claimant("a", [0, 1], 3), claimant("b", [2], 3)]))).toEqual({ a: [0, 1], b: [2, 3] })
})

test("of two that hold a slice the one that got it later has it, and the other is told", () => {
  const decided = assignSlices(2, [claimant("zombie", [0, 1], 3), claimant("heir", [0], 5)])
  expect(decided.get("heir")).toEqual({ run: [0], taken: [] })
  expect(decided.get("zombie")).toEqual({ run: [1], taken: [0] })
})

test("what members say of slices that there are not is passed over", () => {
  expect(runs(assignSlices(2, [claimant("a", [7, -1, 0.5, 1]), claimant("b")]))).toEqual({ a: [1], b: [0] })
})

test("of several kinds each member gets as much as the others, whoever was there first", () => {
  expect(runs(assignKinds([4, 3], [claimant("a"), claimant("b")]))).toEqual({ a: [0, 2, 4, 5], b: [1, 3, 6] })
  const [first, second] = [claimant("a", [0, 1, 2, 3, 4, 5, 6]), claimant("b")]
  expect(runs(assignKinds([4, 3], [first, second]))).toEqual({ a: [0, 1, 4, 5], b: [] })
  const later = [claimant("a", [0, 1, 4, 5], 2), claimant("b", [], 2)]
  expect(runs(assignKinds([4, 3], later))).toEqual({ a: [0, 1, 4, 5], b: [2, 3, 6] })
  const woken = assignKinds([2, 2], [claimant("zombie", [0, 2, 3], 3), claimant("heir", [2], 5)])
  expect(woken.get("zombie")).toEqual({ run: [0, 3], taken: [2] })
  expect(woken.get("heir")).toEqual({ run: [1, 2], taken: [] })
})

/** Members that come and go: those that are there let go of what they are not to run, and the group decides again. */
const histories = fc.record({
  slices: fc.integer({ min: 1, max: 40 }),
  changes: fc.array(fc.record({ member: fc.constantFrom("a", "b", "c", "d", "e"), comes: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  }),
})

test("slices are shared evenly, none by two, and only so many move as must", () => {
  fc.assert(
    fc.property(histories, ({ slices, changes }) => {
      let members: Claimant[] = []
      let generation = 0
      for (const { member, comes } of changes) {
        members = members.filter((each) => each.member !== member)
        if (comes) members.push(claimant(member, [], generation))
        const before = new Map(members.map((each) => [each.member, each.held]))
        for (let round = 0; round < 2; round++) {
          const decided = assignSlices(slices, members)
          expectNoSliceOfTwo(decided, members)
          generation++
          members = members.map((each) => claimant(each.member, decided.get(each.member)!.run, generation))
        }
        if (members.length === 0) continue
        expectFair(slices, members)
        for (const { member: name, held } of members) {
          const kept = before.get(name)!.filter((slice) => held.includes(slice)).length
          expect(kept).toBe(Math.min(before.get(name)!.length, held.length))
        }
      }
    }),
    { seed: 20_261_122, numRuns: 500 },
  )
})

function expectNoSliceOfTwo(decided: ReadonlyMap<string, Assignment>, members: readonly Claimant[]): void {
  const all = [...decided.values()].flatMap(({ run }) => run)
  expect(new Set(all).size).toBe(all.length)
  for (const [member, { run }] of decided) {
    for (const other of members) {
      if (other.member !== member) expect(run.filter((slice) => other.held.includes(slice))).toEqual([])
    }
  }
}

function expectFair(slices: number, members: readonly Claimant[]): void {
  const counts = members.map(({ held }) => held.length)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(slices)
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
}
