import { Buffer } from "node:buffer"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import type { SliceAdvice } from "../../../../runtime/connectors/contract.ts"
import {
  type GroupJoin,
  type KafkaClient,
  KafkaFault,
  type KafkaGroup,
} from "../../../../runtime/connectors/kafka/client.ts"
import { KafkaGroupMember } from "../../../../runtime/connectors/kafka/group.ts"

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A group with one member that leads it, and that answers as it is told. */
function make(...first: string[]) {
  const joins: (GroupJoin & { readonly said: unknown })[] = []
  const faults: { readonly join: string[]; readonly beat: string[] } = { join: first, beat: [] }
  const others: { readonly member: string; readonly metadata: Buffer }[] = []
  let left: string | undefined
  let closed = false
  const failing = (codes: string[]) => {
    const code = codes.shift()
    if (code !== undefined) throw new KafkaFault(code, code)
  }
  const group: KafkaGroup = {
    async join(request) {
      joins.push({ ...request, said: JSON.parse(request.metadata.toString()) })
      failing(faults.join)
      const member = request.member === "" ? `m${joins.length}` : request.member
      const members = [{ member, metadata: request.metadata }, ...others]
      return { generation: joins.length, member, leader: member, members }
    },
    sync: async (member, _, assignments) => assignments.get(member)!,
    beat: async () => failing(faults.beat),
    async leave(member) {
      left = member
    },
  }
  const client = {
    group: () => group,
    close: async () => {
      closed = true
    },
  } as Partial<KafkaClient> as KafkaClient
  const logged: string[] = []
  const identity = { job: "fraud", slices: 3, store: "abc" }
  const member = new KafkaGroupMember(client, ["h:1"], identity, (_, message) => logged.push(message))
  const advised: { run: number[]; taken: number[] }[] = []
  const advise = ({ run, taken }: SliceAdvice) => {
    advised.push({ run: [...run], taken: [...taken] })
    member.hold(run)
  }
  const ran = member.run(advise)
  const pass = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds)
  return { member, ran, joins, advised, faults, others, logged, pass, end: () => ({ left, closed }) }
}

const all = { run: [0, 1, 2], taken: [] }

test("joins, beats, joins anew when others come, and leaves", async () => {
  const { member, ran, joins, advised, faults, others, pass, end } = make()
  await pass()
  expect(advised).toEqual([all])
  expect(joins[0]).toMatchObject({ member: "", protocol: "cep1-3-abc", said: { held: [], generation: -1 } })
  await pass(5000)
  expect(joins).toHaveLength(1)
  others.push({ member: "x", metadata: Buffer.from("no JSON") })
  faults.beat.push("REBALANCE_IN_PROGRESS")
  await pass(1000)
  expect(joins[1]).toMatchObject({ member: "m1", said: { held: [0, 1, 2], generation: 1 } })
  expect(advised[1]).toEqual({ run: [0, 1], taken: [] })
  await pass()
  await member.leave()
  await pass(1000)
  await ran
  expect(end()).toEqual({ left: "m1", closed: true })
})

test("what is let go of is given out anew at once", async () => {
  const { member, ran, joins, pass } = make()
  await pass()
  member.hold(new Set([0, 2]))
  await pass()
  expect(joins).toHaveLength(2)
  expect(joins[1]).toMatchObject({ said: { held: [0, 2] } })
  await member.leave()
  await pass(1000)
  await ran
})

test("who was thrown out says what it still holds, and hears what others have taken", async () => {
  const { member, ran, joins, advised, faults, others, pass } = make()
  await pass()
  others.push({ member: "heir", metadata: Buffer.from(JSON.stringify({ held: [1], generation: 7 })) })
  faults.beat.push("UNKNOWN_MEMBER_ID")
  await pass(1000)
  expect(joins[1]).toMatchObject({ member: "", said: { held: [0, 1, 2], generation: 1 } })
  expect(advised[1]).toEqual({ run: [0, 2], taken: [1] })
  await member.leave()
  await pass(1000)
  await ran
})

test("a broker that is away is waited for, and the slices go on meanwhile", async () => {
  const { member, ran, advised, faults, logged, pass } = make()
  await pass()
  faults.beat.push("CONNECTION")
  faults.join.push(...Array.from({ length: 5 }, () => "CONNECTION"))
  await pass(60_000)
  expect(advised).toEqual([all, all])
  expect(logged).toEqual([
    expect.stringMatching(/cannot be a member of the group cep\.fraud .*going on with the slices/),
    "the group cep.fraud can be reached again",
  ])
  await member.leave()
  await pass(1000)
  await ran
})

test.each([
  ["INCONSISTENT_GROUP_PROTOCOL", "usage", /another checkpoint directory or another number of slices than 3/],
  ["GROUP_AUTHORIZATION_FAILED", "failure", /needs Read on the group/],
])("cannot be a member after %s", async (code, kind, message) => {
  const { ran, pass, end } = make(code)
  const failed = expect(ran).rejects.toMatchObject({ kind, message })
  await pass(1000)
  await failed
  expect(end().closed).toBe(true)
})
