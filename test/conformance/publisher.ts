import { afterEach, describe, expect, test } from "vitest"
import type { OutboxRecord, Publisher, SliceIdentity } from "../../runtime/connectors/contract.ts"
import { PublishingJob, PublishingProcess, type Until } from "./publishing-job.ts"

/** A kind of sink, made ready for one test. */
export interface PublisherHarness {
  /** What a process opens. */
  open(identity: SliceIdentity): Promise<Publisher>
  /** The process is gone, and with it what the system takes back (locks, connections). Nothing is closed in good order. */
  kill(process: SliceIdentity): Promise<void>
  /** What a reader sees of a sink: the lines, parsed. */
  read(sink: number): Promise<unknown[]>
  remove(): Promise<void>
}

export interface PublisherKind {
  readonly name: string
  /** How many sinks its publisher has. */
  readonly sinks: number
  /** What comes of two processes of one slice: the older one is shut out, the younger one does not begin, or they do the same. */
  readonly rivals: "fenced" | "refused" | "harmless"
  /** A text as readers see it; default: as it is. */
  shown?(text: string): string
  make(): Promise<PublisherHarness>
}

/** What every publisher has to do. */
export function publisherSuite(kind: PublisherKind): void {
  describe(`publishing to ${kind.name}`, () => {
    let world: PublisherWorld | undefined
    const begin = async () => (world = new PublisherWorld(kind, await kind.make()))
    afterEach(async () => {
      await world?.remove()
      world = undefined
    })
    outputs(begin, kind)
    crashes(begin)
    doubts(begin)
    rivals(begin, kind)
  })
}

/** A sink with the job that publishes to it, and what must come of it. */
class PublisherWorld {
  readonly job = new PublishingJob("suite")
  readonly kind: PublisherKind
  readonly harness: PublisherHarness
  readonly #wanted: unknown[][]
  readonly #open: Publisher[] = []
  #made = 0

  constructor(kind: PublisherKind, harness: PublisherHarness) {
    this.kind = kind
    this.harness = harness
    this.#wanted = Array.from({ length: kind.sinks }, () => [])
  }

  async process(): Promise<PublishingProcess> {
    const identity = this.job.identity()
    const publisher = await this.harness.open(identity)
    this.#open.push(publisher)
    return new PublishingProcess(this.job, identity, publisher)
  }

  async start(): Promise<PublishingProcess> {
    return (await this.process()).start()
  }

  /** Outputs for all sinks in turn. */
  records(texts: readonly string[]): OutboxRecord[] {
    return texts.map((text, at) => {
      const id = `id${++this.#made}`
      return { line: JSON.stringify({ id, text }), kind: "alert", rule: "Rule", id, sink: at % this.kind.sinks }
    })
  }

  /** These must be out. */
  want(records: readonly OutboxRecord[]): void {
    for (const { line, sink } of records) {
      const { id, text } = JSON.parse(line)
      this.#wanted[sink]!.push({ id, text: this.kind.shown?.(text) ?? text })
    }
  }

  async check(): Promise<void> {
    for (const [sink, wanted] of this.#wanted.entries()) expect(await this.harness.read(sink)).toEqual(wanted)
  }

  async remove(): Promise<void> {
    await Promise.allSettled(this.#open.map((publisher) => publisher.close()))
    await this.harness.remove()
  }
}

type Begin = () => Promise<PublisherWorld>

const texts = (count: number): string[] => Array.from({ length: count }, (_, at) => `text ${at}`)

function outputs(begin: Begin, kind: PublisherKind): void {
  test("brings each output once, in order", async () => {
    const world = await begin()
    const process = await world.start()
    for (const count of [3, 0, 1, 40]) {
      const records = world.records(texts(count))
      await process.checkpoint(records)
      world.want(records)
      await world.check()
    }
  })

  test("shows nothing of a checkpoint that was not made", async () => {
    const world = await begin()
    const process = await world.start()
    await process.checkpoint(world.records(texts(5)), "prepared")
    await world.check()
    await process.checkpoint(world.records(texts(5)), "made")
    await world.check()
  })

  test("brings many outputs, some at a time", async () => {
    const world = await begin()
    const records = world.records(texts(20_000))
    await (await world.start()).checkpoint(records, "confirmed", 1000)
    world.want(records)
    await world.check()
  })

  test("brings any text", async () => {
    const world = await begin()
    const odd = ["", "é 日本 🙂 \u2028", "\u0000 and \u0001", "\ud800 alone \udc00", `"'\\\n\t\\u0000;--$1{}`, "\uffff"]
    const records = world.records([...odd, "x".repeat(1 << 20), "🙂".repeat(1 << 18)])
    const process = await world.start()
    await process.checkpoint(records, "confirmed", 1 << 16)
    world.want(records)
    await world.check()
  })

  test("says up to where its outputs are out, if it is a sink that knows", async () => {
    const world = await begin()
    const process = await world.start()
    expect(process.mark).toBeUndefined()
    const marks = async () => (await process.publisher.claim())?.checkpoint
    await process.checkpoint(world.records(texts(2)))
    const first = await marks()
    await process.checkpoint([])
    const second = await marks()
    expect([process.publisher.kind, first, second]).toEqual(
      kind.rivals === "fenced" ? ["marked", 1, 2] : ["repeatable", undefined, undefined],
    )
    if (second !== undefined) expect(await process.publisher.claim()).toEqual({ lineage: "lineage-1", checkpoint: 2 })
  })

  test("can be closed at any time, and twice", async () => {
    const world = await begin()
    await (await world.process()).publisher.close()
    const claimed = await world.process()
    await claimed.publisher.claim()
    await claimed.publisher.close()
    const process = await world.start()
    await process.checkpoint(world.records(texts(2)), "made")
    await process.publisher.close()
    await process.publisher.close()
    world.want(world.job.made[0]!.records)
    await world.start()
    await world.check()
  })
}

function crashes(begin: Begin): void {
  const points: readonly Until[] = ["prepared", "made", "publishing", "published", "confirmed"]

  test.each(points)("is complete after a crash when a checkpoint was %s", async (until) => {
    const world = await begin()
    for (const count of [20, 40, 1]) {
      const process = await world.start()
      const before = world.records(texts(30))
      await process.checkpoint(before)
      const records = world.records(texts(count))
      await process.checkpoint(records, until)
      await world.harness.kill(process.identity)
      world.want(before)
      // A checkpoint that was not made never was: its events are read again.
      const next = await world.start()
      if (until === "prepared") await next.checkpoint(records)
      world.want(records)
      await world.check()
      await world.harness.kill(next.identity)
    }
  })

  test("is complete after a crash with several checkpoints under way, and one while they are made good", async () => {
    const world = await begin()
    const process = await world.start()
    for (const until of ["confirmed", "published", "published", "publishing", "made"] as const) {
      const records = world.records(texts(25))
      await process.checkpoint(records, until)
      world.want(records)
    }
    await world.harness.kill(process.identity)
    const second = await world.start()
    await world.check()
    await world.harness.kill(second.identity)
    const third = await world.start()
    await world.check()
    const records = world.records(texts(3))
    await third.checkpoint(records)
    world.want(records)
    await world.check()
  })
}

function doubts(begin: Begin): void {
  test("publishes again without a change", async () => {
    const world = await begin()
    const process = await world.start()
    for (const count of [9, 0, 2]) {
      const records = world.records(texts(count))
      await process.checkpoint(records)
      world.want(records)
    }
    for (const made of world.job.made) await process.publish(made)
    await world.check()
    await process.publisher.claim()
    for (const made of world.job.made) await process.publish(made)
    await world.check()
  })

  test("goes on after an error in the middle of the outputs", async () => {
    const world = await begin()
    const process = await world.start()
    const records = world.records(texts(50))
    await process.checkpoint(records, "made")
    const made = world.job.made[0]!
    const failing = {
      ...made,
      after: async (pieces: number) => {
        if (pieces === 3) throw new Error("the store is away")
      },
    }
    const failed = await process.publish(failing).catch((error: Error) => error.message)
    // A publisher that has prepared all reads nothing now.
    if (process.publisher.prepare === undefined) expect(failed).toContain("the store is away")
    await process.publisher.claim()
    await process.publish(made)
    world.want(records)
    await world.check()
  })
}

function rivals(begin: Begin, kind: PublisherKind): void {
  test(`has rivals of one slice ${kind.rivals}`, async () => {
    const world = await begin()
    const older = await world.start()
    const records = world.records(texts(10))
    await older.checkpoint(records, "made")
    const made = world.job.made[0]!
    world.want(records)
    const younger = await world.process()
    if (kind.rivals === "refused") {
      await expect(younger.start()).rejects.toMatchObject({ kind: "usage" })
      await older.publish(made)
      return world.check()
    }
    await younger.start()
    await world.check()
    const publishing = older.publish(made)
    if (kind.rivals === "fenced") {
      await expect(publishing).rejects.toMatchObject({ kind: "fenced" })
      await expect(older.publish(made)).rejects.toMatchObject({ kind: "fenced" })
    } else await publishing
    await world.check()
    const more = world.records(texts(4))
    await younger.checkpoint(more)
    world.want(more)
    await world.check()
  })
}
