import type { Buffer } from "node:buffer"
import { type GroupJoin, type GroupJoined, KafkaFault, type KafkaGroup } from "./client.ts"
import { errorName } from "./error-names.ts"
import { errorAlone, type Request } from "./requests.ts"
import { WireReader, WireWriter } from "./wire.ts"

/** Ours among the kinds of groups: consumers of other programs cannot be members. */
const protocolType = "cep"

/** An answer, or why there is none. */
export interface Answered<T> {
  readonly error: string | undefined
  readonly value: T
}

/** What only the member itself can do something about: nothing is gained by asking again. */
const ofMembers: ReadonlySet<string> = new Set([
  "MEMBER_ID_REQUIRED",
  "UNKNOWN_MEMBER_ID",
  "ILLEGAL_GENERATION",
  "REBALANCE_IN_PROGRESS",
])

/** Whether an error is about this member, and not about the broker or the group. */
export function isOfMembers(error: string | undefined): boolean {
  return error !== undefined && ofMembers.has(error)
}

/** Version 4: the group names a member before it counts. */
export function joinRequest(group: string, join: GroupJoin): Request<Answered<GroupJoined>> {
  const { member, protocol, metadata, sessionMs, rebalanceMs } = join
  const body = new WireWriter().string(group).int32(sessionMs).int32(rebalanceMs).string(member).string(protocolType)
  body.list([protocol], () => body.string(protocol).data(metadata))
  const answer = (bytes: Buffer): Answered<GroupJoined> => {
    const read = new WireReader(bytes)
    read.int32() // throttled
    const error = errorName(read.int16())
    const generation = read.int32()
    read.string() // protocol
    const leader = read.string() ?? ""
    const own = read.string() ?? ""
    const members = read.list(() => ({ member: read.string() ?? "", metadata: read.data() }))
    return { error, value: { generation, member: own, leader, members } }
  }
  return { key: 11, version: 4, name: "JoinGroup", body: body.bytes, answer }
}

/** The answer is what the leader has decided for this member. */
export function syncRequest(
  group: string,
  member: string,
  generation: number,
  assignments: ReadonlyMap<string, Buffer>,
): Request<Answered<Buffer>> {
  const body = new WireWriter().string(group).int32(generation).string(member)
  body.list([...assignments], ([name, bytes]) => body.string(name).data(bytes))
  const answer = (bytes: Buffer): Answered<Buffer> => {
    const read = new WireReader(bytes)
    read.int32() // throttled
    const error = errorName(read.int16())
    return { error, value: read.data() }
  }
  return { key: 14, version: 2, name: "SyncGroup", body: body.bytes, answer }
}

/** That a member lives. */
export function beatRequest(group: string, member: string, generation: number): Request<Answered<undefined>> {
  const body = new WireWriter().string(group).int32(generation).string(member)
  return { key: 12, version: 2, name: "Heartbeat", body: body.bytes, answer: done }
}

/** That a member goes. */
export function leaveRequest(group: string, member: string): Request<Answered<undefined>> {
  const body = new WireWriter().string(group).string(member)
  return { key: 13, version: 2, name: "LeaveGroup", body: body.bytes, answer: done }
}

function done(bytes: Buffer): Answered<undefined> {
  return { error: errorAlone(bytes), value: undefined }
}

type Send = <T>(request: Request<Answered<T>>) => Promise<Answered<T>>

/** Speaks to a group through whoever finds the broker that looks after it. */
export function groupOf(name: string, send: Send): KafkaGroup {
  return {
    async join(join) {
      const first = await send(joinRequest(name, join))
      if (first.error !== "MEMBER_ID_REQUIRED") return answerOf(name, first)
      return answerOf(name, await send(joinRequest(name, { ...join, member: first.value.member })))
    },
    sync: async (member, generation, assignments) =>
      answerOf(name, await send(syncRequest(name, member, generation, assignments))),
    beat: async (member, generation) => answerOf(name, await send(beatRequest(name, member, generation))),
    leave: async (member) => answerOf(name, await send(leaveRequest(name, member))),
  }
}

function answerOf<T>(group: string, { error, value }: Answered<T>): T {
  if (error === undefined) return value
  throw new KafkaFault(error, `group ${group}: ${error}`)
}
