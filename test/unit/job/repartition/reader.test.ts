/** One reader by itself: what it says while nothing comes, when it is stopped, and when another process has its partition. */
import { expect, test } from "vitest"
import {
  type Batch,
  ConnectorError,
  type ExchangePlace,
  type ExchangeWriter,
  type Partition,
  type Position,
  type SourceRecord,
} from "../../../../runtime/connectors/contract.ts"
import { KeyRouter } from "../../../../runtime/engine/routes.ts"
import { RecordReader, type StreamPartition } from "../../../../runtime/job/inputs.ts"
import { readParcel } from "../../../../runtime/job/repartition/parcel.ts"
import { Pressure } from "../../../../runtime/job/repartition/pressure.ts"
import { PartitionReader } from "../../../../runtime/job/repartition/reader.ts"
import { compileRules, settle, TestClock } from "../../../support/job.ts"

const rules = await compileRules(`
event P { account: string, device: string, n: integer, at: time } timed by at, up to 10 ms late
rule One { when 2 P as p within 1 second per account alert }
rule Two { when 2 P as p within 1 second per device alert }
`)
const slices = 2
const start = 1_000_000

/** A partition that a test fills. */
class Queue implements Partition {
  readonly name = "p/0"
  readonly #batches: SourceRecord[][] = []
  #next = 0
  #wake = () => {}

  async read(): Promise<Batch> {
    while (this.#batches.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const records = this.#batches.shift()!
    this.#next += records.length
    return { records, values: "json" }
  }

  position(): Position {
    return { offset: this.#next }
  }

  async seek({ offset }: Position): Promise<void> {
    this.#next = Number(offset)
  }

  give(events: readonly object[]): void {
    const from = this.#next + this.#batches.flat().length
    const recordOf = (raw: object, at: number): SourceRecord => {
      return { raw, text: JSON.stringify(raw), position: { offset: from + at }, problem: undefined }
    }
    this.#batches.push(events.map(recordOf))
    this.#wake()
  }
}

/** Keeps what is sent and committed. */
class Kept implements ExchangeWriter {
  readonly commits: ExchangePlace[] = []
  failure: unknown
  #place: ExchangePlace | undefined
  #sent: { readonly partition: number; readonly text: string }[] = []

  constructor(place: ExchangePlace | undefined) {
    this.#place = place
  }

  async send(messages: readonly { readonly partition: number; readonly text: string }[]): Promise<void> {
    if (this.failure !== undefined) throw this.failure
    this.#sent.push(...messages)
  }

  async committed(): Promise<ExchangePlace | undefined> {
    return this.#place
  }

  async commit(place: ExchangePlace): Promise<void> {
    this.commits.push(place)
    this.#place = place
  }

  async close(): Promise<void> {}

  /** What was sent since. */
  taken() {
    return this.#sent.splice(0).map(({ partition: to, text }) => {
      const parcel = readParcel({ raw: JSON.parse(text), text, position: {}, problem: undefined })!
      const { source: _, partition: __, ...rest } = parcel
      return rest.kind === "event"
        ? { to, offset: rest.offset, text: rest.record.text }
        : { to, ...rest, kind: undefined }
    })
  }
}

const from: StreamPartition = {
  name: "P",
  typeField: "type",
  bounded: false,
  key: "k",
  latenessMs: 10,
  sourceRank: 0,
  partitionRank: 0,
  progress: 0,
  idle: false,
}

/** A reader on a clock that a test moves. */
async function make(committed?: ExchangePlace) {
  const clock = new TestClock(start)
  const partition = new Queue()
  const writer = new Kept(committed)
  const [stop, abandon] = [new AbortController(), new AbortController()]
  const logged: string[] = []
  let closed = 0
  const source = { partitions: [partition], bounded: false, close: async () => void closed++ }
  const reader = new PartitionReader({
    name: "the reader of p/0",
    partition: "p/0",
    from,
    slices,
    first: { position: { offset: 3 }, highest: null, exchange: "x" },
    open: async () => ({ source, writer }),
    isPassing: (error) => error instanceof ConnectorError && error.kind === "failure",
    records: new RecordReader(new Set(["P"])),
    router: new KeyRouter(rules.manifest, slices),
    pressure: new Pressure(),
    signals: { stop: stop.signal, abandon: abandon.signal },
    clock,
    log: (_, message) => void logged.push(message),
    maxAheadMs: 1000,
    idleAfterMs: 30_000,
    latenessMs: 10,
    markEveryMs: 200,
  })
  const ended = reader.run()
  ended.catch(() => {})
  await settle()
  const fail = (error: unknown) => {
    writer.failure = error
  }
  const give = async (...events: readonly object[]) => {
    partition.give(events)
    await settle()
  }
  const pass = async (milliseconds: number) => {
    clock.pass(milliseconds)
    await settle()
  }
  const taken = () => writer.taken()
  const status = () => reader.status()
  return {
    status,
    ended,
    commits: writer.commits,
    logged,
    stop,
    abandon,
    closed: () => closed,
    fail,
    taken,
    give,
    pass,
  }
}

const marker = (to: number, offset: number, more: object) => ({ to, offset, kind: undefined, ...more })
const both = (offset: number, more: object) => [0, 1].map((to) => marker(to, offset, more))

test("shows how far it is, and that it has lost its topic", async () => {
  const { status, give, pass, fail } = await make()
  expect((await status()).notReady).toEqual([])
  await give({ account: "a", device: "a", n: 1, at: 5000 })
  const expected = { source: "P", partition: "p/0", read: 1, watermark: 4989, idle: false, ended: false }
  expect(await status()).toMatchObject({ reader: "the reader of p/0", watermark: 4989, partitions: [expected] })
  await pass(31_000)
  expect((await status()).partitions[0]!.idle).toBe(true)
  fail(new ConnectorError("failure", "away"))
  await give({ account: "a", device: "a", n: 2, at: 6000 })
  expect(await status()).toMatchObject({ notReady: ["the reader of p/0 has not got to its topic"] })
})

test("says at once where it is, then when it is somewhere else, at most every 200 ms", async () => {
  const { taken, give, pass, commits } = await make()
  expect(taken()).toEqual(both(2, { watermark: null }))
  const event = { account: "a", device: "a", n: 1, at: 5000 }
  await give(event)
  expect(taken().map(({ offset }) => offset)).toEqual([3])
  await pass(100)
  expect(taken()).toEqual([])
  await pass(100)
  expect(taken()).toEqual(both(3, { watermark: 4989 }))
  await pass(1000)
  expect(taken()).toEqual([])
  expect(commits.at(-1)).toMatchObject({ offset: 4, note: expect.stringContaining('"highest":5000') })
})

test("an event goes once to each slice that has a key of it, and what has none to one", async () => {
  const { taken, give } = await make()
  taken()
  // A key for each slice.
  const router = new KeyRouter(rules.manifest, slices)
  const routeOf = (account: string, device: string) =>
    router.route({ type: "P", raw: { account, device, n: 1, at: 1 }, text: "" })!.to
  const names = ["a", "b", "c", "d", "e", "f", "g"]
  const zero = names.find((name) => routeOf(name, name)[0] === 0)!
  const one = names.find((name) => routeOf(name, name)[0] === 1)!
  const of = (account: unknown, device: unknown, at: number) => ({ account, device, n: 1, at })
  await give(of(zero, zero, 1), of(zero, one, 2), of(one, one, 3), of(7, zero, 4))
  expect(taken().map(({ to, offset }) => [to, offset])).toEqual([
    [0, 3],
    [0, 4],
    [1, 4],
    [1, 5],
    [0, 6],
  ])
  // Dated too far ahead of the clock it goes to one, which says so, and moves no time.
  await give(of(zero, one, start + 1001))
  expect(taken().map(({ to, offset }) => [to, offset])).toEqual([[0, 7]])
})

test("a silent partition says so, and how far time would be, again and again", async () => {
  const { taken, pass, give } = await make()
  await pass(29_000)
  taken()
  await pass(1000)
  expect(taken()).toEqual(both(2, { watermark: null, idle: start - 11 }))
  await pass(4000)
  expect(taken()).toEqual([])
  await pass(1000)
  expect(taken()).toEqual(both(2, { watermark: null, idle: start + 5000 - 11 }))
  await give({ account: "a", device: "a", n: 1, at: 5000 })
  await pass(200)
  expect(taken().slice(1)).toEqual(both(3, { watermark: 4989 }))
})

test("goes on from the committed place, and begins there again after a failure to send", async () => {
  const place = { position: { offset: 8 }, highest: 700, exchange: "x" }
  const { taken, give, pass, fail, closed, logged } = await make({ offset: 8, note: JSON.stringify(place) })
  expect(taken()).toEqual(both(7, { watermark: 689 }))
  fail(new ConnectorError("failure", "the broker is away"))
  await give({ account: "a", device: "a", n: 1, at: 5000 })
  expect(closed()).toBe(1)
  for (let tries = 0; tries < 4; tries++) await pass(5000)
  expect(logged).toEqual(["the reader of p/0: the broker is away; waiting for it"])
  fail(undefined)
  await pass(5000)
  expect(taken().slice(0, 2)).toEqual(both(7, { watermark: 689 }))
})

test("commits when it is stopped, and does not when another process has its partition", async () => {
  const event = { account: "a", device: "a", n: 1, at: 5000 }
  const stopped = await make()
  await stopped.give(event)
  stopped.stop.abort()
  expect(await stopped.ended).toMatchObject({ ending: "stopped", read: 1, alerts: 0 })
  expect(stopped.commits.at(-1)).toMatchObject({ offset: 4 })
  const abandoned = await make()
  await abandoned.give(event)
  abandoned.abandon.abort()
  await expect(abandoned.ended).rejects.toMatchObject({ kind: "fenced" })
  expect(abandoned.commits).toEqual([])
})

test("what waiting cannot mend ends it", async () => {
  const { fail, give, ended } = await make()
  fail(new ConnectorError("usage", "no right to write"))
  await give({ account: "a", device: "a", n: 1, at: 5000 })
  await expect(ended).rejects.toThrow("no right to write")
})
