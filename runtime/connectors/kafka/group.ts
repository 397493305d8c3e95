import { Buffer } from "node:buffer"
import {
  type ConnectorContext,
  ConnectorError,
  type GroupIdentity,
  type GroupMember,
  type Settings,
  type SliceAdvice,
} from "../contract.ts"
import { assignKinds, type Claimant } from "./assignor.ts"
import type { GroupJoined, KafkaClient } from "./client.ts"
import { connectionOf } from "./connection.ts"
import { isPassing } from "./error-names.ts"
import { codeOf, kafkaFailure } from "./failure.ts"
import { isOfMembers } from "./group-requests.ts"
import { kafkaJsClient } from "./kafkajs-client.ts"
import { quickly } from "./kafkajs-connections.ts"
import { Pause } from "./pause.ts"

/** Who is silent for so long has died as far as the others know, and they take over what it had. */
const sessionMs = 10_000
/** How long the others wait for a member that is to join anew. */
const rebalanceMs = 10_000
const beatMs = 1000
const firstPauseMs = 200
const longestPauseMs = 5000
/** Failing attempts before the log says so. */
const quietAttempts = 3

/** Joins the processes of a job through the consumer group `cep.JOB`, on the cluster of a source. Throws `ConnectorError`. */
export async function joinKafkaGroup(
  settings: Settings,
  group: GroupIdentity,
  context: ConnectorContext,
): Promise<GroupMember> {
  const connection = await connectionOf(settings, context)
  // A connection of its own: while members wait for each other the broker answers nothing else on it.
  return new KafkaGroupMember(await kafkaJsClient(connection), connection.brokers, group, context.log ?? (() => {}))
}

/**
 * A member of a group by Kafka's classic protocol: the members join, the one that the broker names the leader decides for all, and each learns what it
 * is to do. What a member has is taken from it in two steps: it is told to end it, joins anew when it has, and only then somebody else gets it.
 */
export class KafkaGroupMember implements GroupMember {
  readonly #client: KafkaClient
  readonly #brokers: readonly string[]
  readonly #group: GroupIdentity
  readonly #name: string
  readonly #log: (level: "info" | "warn" | "error", message: string) => void
  #member = ""
  #generation = -1
  #held: ReadonlySet<number> = new Set()
  /** What the group takes this member to hold. */
  #known: ReadonlySet<number> = new Set()
  #left = false
  #saidAway = false
  readonly #pause = new Pause()

  constructor(
    client: KafkaClient,
    brokers: readonly string[],
    group: GroupIdentity,
    log: (level: "info" | "warn" | "error", message: string) => void,
  ) {
    this.#client = client
    this.#brokers = brokers
    this.#group = group
    this.#name = `cep.${group.job}`
    this.#log = log
  }

  async run(advise: (advice: SliceAdvice) => void): Promise<void> {
    let failed = 0
    try {
      while (!this.#left) {
        try {
          advise(await this.#join())
          if (this.#saidAway) this.#log("info", `the group ${this.#name} can be reached again`)
          this.#saidAway = false
          failed = 0
          await this.#stay()
        } catch (error) {
          await this.#failed(error, ++failed)
        }
      }
      if (this.#member !== "") await quickly(this.#client.group(this.#name).leave(this.#member))
    } finally {
      await this.#client.close()
    }
  }

  hold(slices: ReadonlySet<number>): void {
    this.#held = slices
    if (this.#lacks()) this.#pause.end()
  }

  async leave(): Promise<void> {
    this.#left = true
    this.#pause.end()
  }

  /** Something that the group takes this member to hold is free. */
  #lacks(): boolean {
    return [...this.#known].some((slice) => !this.#held.has(slice))
  }

  async #join(): Promise<SliceAdvice> {
    const group = this.#client.group(this.#name)
    const held = this.#held
    const metadata = encode({ held: [...held], generation: this.#generation })
    // Processes with another store, or another number of slices, have nothing in common with this one.
    const protocol = `cep1-${this.#group.slices}-${this.#group.store}`
    const joined = await group.join({ member: this.#member, protocol, metadata, sessionMs, rebalanceMs })
    this.#member = joined.member
    const assignments = joined.leader === joined.member ? this.#decide(joined) : new Map<string, Buffer>()
    const { run, taken } = decode(await group.sync(joined.member, joined.generation, assignments))
    this.#generation = joined.generation
    this.#known = new Set([...held, ...run])
    return { run: new Set(run), taken: new Set(taken) }
  }

  #decide({ members }: GroupJoined): Map<string, Buffer> {
    const claimants = members.map(({ member, metadata }): Claimant => ({ member, ...decode(metadata) }))
    const decided = assignKinds(this.#group.kinds ?? [this.#group.slices], claimants)
    return new Map([...decided].map(([member, assignment]) => [member, encode(assignment)]))
  }

  /** Resolves where the member should join anew, or leave. */
  async #stay(): Promise<void> {
    while (!this.#left && !this.#lacks()) {
      await this.#pause.for(beatMs)
      if (!this.#left && !this.#lacks()) await this.#client.group(this.#name).beat(this.#member, this.#generation)
    }
  }

  async #failed(error: unknown, attempt: number): Promise<void> {
    if (this.#left) return
    const code = codeOf(error)
    if (isOfMembers(code)) {
      if (code === "UNKNOWN_MEMBER_ID") this.#member = ""
      // A group that changes all the time must not be asked without a pause.
      if (attempt > quietAttempts) await this.#pause.for(firstPauseMs)
      return
    }
    if (code === "INCONSISTENT_GROUP_PROTOCOL") throw this.#inconsistent(error)
    const failure = kafkaFailure({ doing: `be a member of the group ${this.#name}`, brokers: this.#brokers }, error)
    if (!isPassing(code)) throw failure
    if (attempt >= quietAttempts && !this.#saidAway) {
      this.#saidAway = true
      this.#log("warn", `${failure.message}; waiting for it, and going on with the slices that are here`)
    }
    await this.#pause.for(Math.min(firstPauseMs * 2 ** attempt, longestPauseMs))
  }

  #inconsistent(error: unknown): ConnectorError {
    const { job, slices } = this.#group
    return new ConnectorError(
      "usage",
      `the group ${this.#name} has members that do not belong to this job, or that run the job ${job} with another checkpoint directory or another number of slices than ${slices}: all processes of a job need the same --checkpoint-dir, on storage that they share`,
      error,
    )
  }
}

/** What members tell each other. */
type Told = Record<"held" | "run" | "taken", number[]> & { readonly generation: number }

function encode(told: object): Buffer {
  return Buffer.from(JSON.stringify(told))
}

/** What is missing or none of it is empty. */
function decode(bytes: Buffer): Told {
  let told: Partial<Record<keyof Told, unknown>> = {}
  try {
    told = Object(JSON.parse(bytes.toString("utf8"))) as typeof told
  } catch {
    // Whoever says nothing that can be read holds nothing.
  }
  const numbers = (value: unknown) =>
    Array.isArray(value) ? value.filter((each): each is number => Number.isSafeInteger(each) && each >= 0) : []
  const generation = Number.isSafeInteger(told.generation) ? Number(told.generation) : -1
  return { held: numbers(told.held), run: numbers(told.run), taken: numbers(told.taken), generation }
}
