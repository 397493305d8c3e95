/** What simulations found, each once by itself. */
import { expect, test } from "vitest"
import { type CheckpointSettings, Checkpoints } from "../../../runtime/checkpoint/coordinator.ts"
import type { CheckpointManifest, StoredFile } from "../../../runtime/checkpoint/manifest.ts"
import { CheckpointStore } from "../../../runtime/checkpoint/store.ts"
import { ConnectorError, type Publisher } from "../../../runtime/connectors/contract.ts"
import type { Barrier } from "../../../runtime/job/checkpoints.ts"
import { seeded } from "../../../samples/seeded.ts"
import { SimulatedDisk } from "../../simulation/files.ts"
import { Scheduler } from "../../simulation/scheduler.ts"
import { settle, TestClock } from "../../support/job.ts"

const folder = "/checkpoints/job/0"

function disk(seed = 1): SimulatedDisk {
  return new SimulatedDisk(new Scheduler(seeded(seed)), { slowMs: 0 })
}

/** A sink without marks. */
function publisher(publish: Publisher["publish"]): Publisher {
  return { kind: "repeatable", form: "records", claim: async () => undefined, publish, close: async () => {} }
}

function open(store: CheckpointStore, to: Publisher, clock: TestClock, more: Partial<CheckpointSettings> = {}) {
  return Checkpoints.open({
    store,
    job: "job",
    slice: "0",
    attempt: "a",
    newLineage: "L",
    intervalMs: 1000,
    maxOutboxBytes: 1 << 20,
    publishers: [{ name: "alerts", resource: "alerts", publisher: to }],
    rules: { format: 1, names: [] },
    params: {},
    fresh: false,
    allowRepeats: false,
    assumePublished: new Map(),
    clock,
    log: () => {},
    ...more,
  })
}

const barrier: Barrier = {
  cuts: [{ full: true, next: async () => undefined, abandon: () => {} }],
  sources: [],
  watermarks: undefined,
}

function manifest(number: number): CheckpointManifest {
  const nothing = {
    sources: [],
    watermarks: undefined,
    state: [],
    outboxes: [],
    publishers: [],
    earlier: [],
    params: {},
  }
  const names = { job: "job", slice: "0", lineage: "L", attempt: `a${number}`, rules: { format: 1, names: [] } }
  return { ...nothing, ...names, number, madeAt: 0 }
}

test("who waits for room goes on when a checkpoint is due that makes it", async () => {
  const clock = new TestClock()
  const checkpoints = await open(
    new CheckpointStore(disk().filesFor(), folder),
    publisher(async () => {}),
    clock,
    {
      maxOutboxBytes: 1,
    },
  )
  await checkpoints.sinkOf("alerts", 0).write([{ line: "{}", kind: "alert" }])
  expect([checkpoints.full, checkpoints.due]).toEqual([true, false])
  const room = checkpoints.room(new AbortController().signal)
  clock.pass(1000)
  await room
  expect(checkpoints.due).toBe(true)
  await checkpoints.close()
})

test("a checkpoint is finished when every sink has what it and those before it hold", async () => {
  const ends: (() => void)[] = []
  const slow = publisher(() => new Promise((resolve) => ends.push(resolve)))
  const quick = publisher(async () => {})
  const publishers = [
    { name: "slow", resource: "slow", publisher: slow },
    { name: "quick", resource: "quick", publisher: quick },
  ]
  const store = new CheckpointStore(disk().filesFor(), folder)
  const checkpoints = await open(store, slow, new TestClock(), { publishers })
  let wakes = 0
  checkpoints.attach(() => wakes++)
  const take = async (offset: number, ...sinks: string[]) => {
    for (const name of sinks) await checkpoints.sinkOf(name, 0).write([{ line: "{}", kind: "alert" }])
    const made = new Promise<void>((resolve) => checkpoints.attach(resolve))
    checkpoints.take({ ...barrier, sources: [{ input: "E", partition: "p", position: { offset } }] })
    await made
    await settle()
    return checkpoints.finished?.[0]?.position.offset
  }
  expect(checkpoints.finished).toBeUndefined()
  expect(await take(10, "quick")).toBe(10)
  expect(await take(20, "slow", "quick")).toBe(10)
  // Nothing is in it, and yet it stands behind one that is not finished.
  expect(await take(30)).toBe(10)
  expect(await take(40, "slow")).toBe(10)
  checkpoints.attach(() => wakes++)
  ends.shift()!()
  await settle()
  expect(checkpoints.finished?.[0]?.position.offset).toBe(30)
  expect(wakes).toBeGreaterThan(0)
  ends.shift()!()
  await settle()
  expect(checkpoints.finished?.[0]?.position.offset).toBe(40)
  await checkpoints.close()
})

test("who publishes to a sink without marks stops when another process has made checkpoints since", async () => {
  const clock = new TestClock()
  const store = new CheckpointStore(disk().filesFor(), folder)
  let failed = () => {}
  const failing = new Promise<void>((resolve) => {
    failed = resolve
  })
  const away = publisher(async () => {
    failed()
    throw new ConnectorError("failure", "the sink is away")
  })
  const checkpoints = await open(store, away, clock)
  await checkpoints.sinkOf("alerts", 0).write([{ line: "{}", kind: "alert" }])
  checkpoints.take(barrier)
  await failing
  await store.publish(manifest(2))
  await settle()
  clock.pass(1000)
  await settle()
  expect(() => checkpoints.check()).toThrow("another process has made checkpoints since")
})

test("a number whose checkpoint was removed is not made again", async () => {
  const store = new CheckpointStore(disk().filesFor(), folder)
  await store.prepare()
  for (const number of [1, 2, 3, 4]) expect(await store.publish(manifest(number))).toBe(true)
  await store.retain()
  expect((await store.list()).map(({ number }) => number)).toEqual([2, 3, 4])
  expect(await store.publish({ ...manifest(1), attempt: "late" })).toBe(false)
  expect((await store.list()).map(({ number }) => number)).toEqual([2, 3, 4])
})

test("the store's own folder outlives a loss of power", async () => {
  for (let seed = 0; seed < 50; seed++) {
    const one = disk(seed)
    const store = new CheckpointStore(one.filesFor(), folder)
    await store.prepare()
    await store.publish(manifest(1))
    one.losePower()
    expect((await store.list()).map(({ number }) => number)).toEqual([1])
  }
})

test("outputs and state that cannot be written both end the job with one reason", async () => {
  const files = disk().filesFor()
  const broken = {
    ...files,
    create: async () => {
      throw Object.assign(new Error("ENOSPC: no space"), { code: "ENOSPC" })
    },
  }
  const checkpoints = await open(
    new CheckpointStore(broken, folder),
    publisher(async () => {}),
    new TestClock(),
  )
  await checkpoints.sinkOf("alerts", 0).write([{ line: "{}", kind: "alert" }])
  const stopped = new Promise<void>((resolve) => checkpoints.attach(resolve))
  checkpoints.take(barrier)
  await stopped
  expect(() => checkpoints.check()).toThrow("checkpoint 1 cannot be written into /checkpoints/job/0: ENOSPC: no space")
})

test("a checkpoint that cannot be written because another process has gone on is no failure of the disk", async () => {
  const files = disk().filesFor()
  const checkpoints = await open(
    new CheckpointStore(
      {
        ...files,
        create: async () => {
          throw Object.assign(new Error("ENOENT: no such folder"), { code: "ENOENT" })
        },
      },
      folder,
    ),
    publisher(async () => {}),
    new TestClock(),
  )
  await new CheckpointStore(files, folder).publish(manifest(7))
  const stopped = new Promise<void>((resolve) => checkpoints.attach(resolve))
  checkpoints.take(barrier)
  await stopped
  let failure: unknown
  try {
    checkpoints.check()
  } catch (error) {
    failure = error
  }
  expect(failure).toMatchObject({
    kind: "fenced",
    message: /checkpoint 1 .*another process has made later checkpoints/,
  })
})

test("what a run begins with is held until it is taken over, and who is overtaken knows it", async () => {
  const store = new CheckpointStore(disk().filesFor(), folder)
  const to = publisher(async () => {})
  const told: string[] = []
  const begin = (attempt: string) =>
    open(store, to, new TestClock(), { attempt, begun: () => told.push(`${attempt} has made one`) })
  const make = async (checkpoints: Checkpoints) => {
    const made = new Promise<void>((resolve) => checkpoints.attach(resolve))
    const pieces = [new Uint8Array([1, 2, 3])]
    checkpoints.take({ ...barrier, cuts: [{ full: true, next: async () => pieces.shift(), abandon: () => {} }] })
    await made
    await settle()
  }
  const first = await begin("a")
  expect(first.restored).toBeUndefined()
  first.takenOver()
  expect(told).toEqual([])
  await make(first)
  expect([told, await first.overtaken()]).toEqual([["a has made one"], false])

  const second = await begin("b")
  const { restored } = second
  expect(restored?.state.map((pieces) => pieces.map((piece) => [...piece]))).toEqual([[[1, 2, 3]]])
  second.takenOver()
  expect(restored?.state).toEqual([[]])
  expect(await first.overtaken()).toBe(false)
  await make(second)
  await make(second)
  expect(told).toEqual(["a has made one", "b has made one"])
  expect([await first.overtaken(), await second.overtaken()]).toEqual([true, false])
  await first.close()
  await second.close()
})

/** Checkpoints that are made when they are taken, and what their manifests say of the rules. */
async function changing() {
  const clock = new TestClock()
  const files = disk().filesFor()
  const store = new CheckpointStore(files, folder)
  const rules = { format: 1, names: ["R"], version: "aa", base: "aa" }
  const checkpoints = await open(
    store,
    publisher(async () => {}),
    clock,
    { rules, params: { limit: 1 } },
  )
  const said = async () => (await store.list()).map(({ manifest }) => [manifest!.rules, manifest!.params])
  return { checkpoints, said, rules, store, files }
}

const others = { format: 1, names: ["R", "S"], version: "bb" }

test("a checkpoint at whose barrier the rules change is of the rules before and names the others; later ones are of these", async () => {
  const { checkpoints, said, rules } = await changing()
  await checkpoints.take(barrier)
  expect(checkpoints.wantsFull).toBe(false)
  checkpoints.changeRules(others, { limit: 2 }, "former")
  expect(await checkpoints.take(barrier)).toBe(2)
  expect(checkpoints.wantsFull).toBe(true)
  await checkpoints.take(barrier)
  expect(await said()).toEqual([
    [rules, { limit: 1 }],
    [{ ...rules, next: "bb" }, { limit: 1 }],
    [{ ...others, base: "aa" }, { limit: 2 }],
  ])
  await checkpoints.close()
})

test("state of the rules before is no base for increments", async () => {
  const { checkpoints, store } = await changing()
  const cut = (full: boolean) => {
    const pieces: (Uint8Array | undefined)[] = [new Uint8Array(full ? 100 : 1), undefined]
    return { ...barrier, cuts: [{ full, next: () => pieces.shift(), abandon: () => {} }] }
  }
  const take = async () => {
    const { wantsFull } = checkpoints
    await checkpoints.take(cut(wantsFull))
    return wantsFull
  }
  expect([await take(), await take(), await take()]).toEqual([true, false, false])
  checkpoints.changeRules(others, {}, "former")
  expect([await take(), await take(), await take()]).toEqual([false, true, false])
  const files = (await store.list()).map(({ number, manifest }) => [number, manifest!.state[0]!.length])
  // What the one at the barrier needs is kept.
  expect(files).toEqual([
    [4, 4],
    [5, 1],
    [6, 2],
  ])
  await checkpoints.close()
})

const facts = { version: "aa", operators: ["ring R"], converted: [], after: Number.NEGATIVE_INFINITY }

/** What rules dropped, in one piece. */
function dropped(byte: number) {
  const pieces = [new Uint8Array([byte])]
  return { ...facts, parts: [{ next: () => pieces.shift(), abandon: () => {} }] }
}

test("what a change has dropped stays until the next one, also for a run that begins in between", async () => {
  const { checkpoints, store, files } = await changing()
  await checkpoints.take(barrier)
  expect(checkpoints.frozen).toBeUndefined()
  checkpoints.changeRules(others, {}, "next", dropped(7))
  await checkpoints.take(barrier)
  expect(checkpoints.frozen).toEqual(facts)
  // Nor does it matter whether that checkpoint itself can still be read.
  await files.remove(`${folder}/${String((await store.newest())!.number).padStart(10, "0")}/MANIFEST`)
  for (let more = 0; more < 5; more++) await checkpoints.take(barrier)
  expect((await checkpoints.thaw())!.parts).toEqual([[new Uint8Array([7])]])
  await checkpoints.close()
  const again = await open(
    store,
    publisher(async () => {}),
    new TestClock(),
    { rules: others, attempt: "b" },
  )
  expect(again.frozen).toEqual(facts)
  await again.take(barrier)
  const [{ file }] = (await store.newest())!.frozen!.files[0]! as [StoredFile]
  again.changeRules({ ...others, version: "cc" }, {}, "next", undefined)
  await again.take(barrier)
  expect([again.frozen, await again.thaw()]).toEqual([undefined, undefined])
  for (let more = 0; more < 4; more++) await again.take(barrier)
  // Nobody needs it any more.
  expect(await store.damageOfFile({ file, bytes: 5, crc32: 0 })).toContain(`${file} cannot be read`)
  await again.close()
})

test("a run of other rules does not go on with what those before them have dropped", async () => {
  const { checkpoints, store } = await changing()
  checkpoints.changeRules(others, {}, "next", dropped(7))
  await checkpoints.take(barrier)
  await checkpoints.close()
  const settings = { rules: { ...others, version: "dd" }, attempt: "b" }
  const again = await open(
    store,
    publisher(async () => {}),
    new TestClock(),
    settings,
  )
  expect(again.frozen).toBeUndefined()
  await again.close()
})

test("a damaged file of what was dropped hinders nobody but who wants it", async () => {
  const { checkpoints, store, files } = await changing()
  checkpoints.changeRules(others, {}, "next", dropped(7))
  await checkpoints.take(barrier)
  const newest = (await store.newest())!
  await files.remove(`${folder}/${newest.frozen!.files[0]![0]!.file}`)
  expect(await store.damageOf(newest)).toBeUndefined()
  await expect(checkpoints.thaw()).rejects.toThrow("cannot be read")
  await checkpoints.close()
})

test("where the state is that of the rules before, it has what was dropped", async () => {
  const { checkpoints, store } = await changing()
  checkpoints.changeRules(others, {}, "former", { ...dropped(7), after: 5 })
  await checkpoints.take(barrier)
  const { frozen, state } = (await store.newest())!
  expect(frozen).toEqual({ version: "aa", operators: ["ring R"], converted: [], after: 5, files: state })
  await checkpoints.close()
})
