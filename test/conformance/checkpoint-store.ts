/** What a store of checkpoints must do, whatever files it is made of. */
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { CheckpointManifest, StoredFile } from "../../runtime/checkpoint/manifest.ts"
import { type Claimed, recover } from "../../runtime/checkpoint/recover.ts"
import { makeSavepoint } from "../../runtime/checkpoint/savepoint.ts"
import { divide, readSlices } from "../../runtime/checkpoint/slices.ts"
import { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import type { Publisher } from "../../runtime/connectors/contract.ts"
import type { Files } from "../../runtime/platform/files.ts"
import { type FilesUnderTest, writeFile } from "./checkpoint-files.ts"

export interface StoreSuite {
  /** Another folder each time. */
  open(): Promise<FilesUnderTest & { remove(): Promise<void> }>
  /** Files are cut and changed at each byte, or at each of so many. */
  readonly step: number
  /** So often two want to make a checkpoint of the same number. */
  readonly races: number
}

const publisher: Publisher = {
  kind: "marked",
  form: "records",
  claim: async () => undefined,
  publish: async () => {},
  close: async () => {},
}

/** What the tests of a suite share: another store for each. */
class Bench {
  readonly #open: StoreSuite["open"]
  #opened: Awaited<ReturnType<StoreSuite["open"]>> | undefined
  #store: CheckpointStore | undefined

  constructor(open: StoreSuite["open"]) {
    this.#open = open
  }

  async open(): Promise<void> {
    this.#opened = await this.#open()
    this.#store = new CheckpointStore(this.files, this.folder)
    await this.store.prepare()
  }

  remove(): Promise<void> {
    return this.#opened!.remove()
  }

  get files(): Files {
    return this.#opened!.files
  }

  get root(): string {
    return this.#opened!.folder
  }

  get folder(): string {
    return `${this.root}/job/0`
  }

  get store(): CheckpointStore {
    return this.#store!
  }

  /** What a start finds, where the sink holds everything up to a checkpoint. */
  start(published: number) {
    const mark = published === 0 ? undefined : { lineage: "first", checkpoint: published }
    const claimed: Claimed[] = [{ name: "alerts", resource: "alerts", publisher, mark }]
    const options = {
      job: "test",
      newLineage: "other",
      fresh: false,
      allowRepeats: false,
      assumePublished: new Map(),
    }
    return recover({ ...options, store: this.store, savepoint: undefined }, claimed)
  }

  async write(number: number, file: string, text: string): Promise<StoredFile> {
    const writer = await this.store.create(number, file)
    await writer.write(new TextEncoder().encode(text))
    return writer.finish()
  }

  /** Makes a checkpoint with some state and an outbox. */
  async make(number: number, before: readonly StoredFile[]): Promise<CheckpointManifest> {
    const state = await this.write(number, "state-0-a", `state ${number} `.repeat(9))
    const contents = await this.write(number, "outbox-0-a", `outputs of ${number}\n`.repeat(5))
    const facts = { publisher: "alerts", checkpoint: number, lineage: "first", attempt: "a", count: 5, offset: 0 }
    const manifest: CheckpointManifest = {
      job: "test",
      slice: "0",
      lineage: "first",
      earlier: [],
      number,
      attempt: "a",
      madeAt: 0,
      rules: { format: 2, names: [] },
      params: {},
      sources: [],
      watermarks: null,
      state: [[...before, state]],
      outboxes: [{ ...facts, form: "lines", contents }],
      publishers: [{ name: "alerts", resource: "alerts", confirmed: number - 1, confirmedAt: 0, total: 0 }],
    }
    expect(await this.store.publish(manifest)).toBe(true)
    return manifest
  }

  pathOf(number: number, file: string): string {
    return `${this.folder}/${String(number).padStart(10, "0")}/${file}`
  }

  async replace(path: string, bytes: Uint8Array): Promise<void> {
    await this.files.remove(path)
    await writeFile(this.files, path, bytes)
  }
}

/** Declares the tests. */
export function testCheckpointStore(name: string, suite: StoreSuite): void {
  describe(`a store of checkpoints: ${name}`, () => {
    const it = new Bench(suite.open)
    beforeEach(() => it.open())
    afterEach(() => it.remove())
    testTorn(it, suite)
    testKept(it)
    testMadeOnce(it, suite)
    testSavepoint(it)
  })
}

function testTorn(it: Bench, { step }: StoreSuite): void {
  test("a checkpoint whose last write was cut anywhere leaves the one before", async () => {
    const first = await it.make(1, [])
    await it.make(2, first.state[0]!)
    const whole = (await it.files.read(it.pathOf(2, "MANIFEST")))!
    await it.files.remove(it.pathOf(2, "MANIFEST"))
    for (let cut = 0; cut <= whole.length; cut += step) {
      // On disks the manifest is written under another name, and has its own when it is whole.
      await it.replace(it.pathOf(2, "manifest-a"), whole.subarray(0, cut))
      const { manifest, next } = await it.start(1)
      expect([manifest?.number, next]).toEqual([1, 2])
    }
    await it.replace(it.pathOf(2, "MANIFEST"), whole)
    expect((await it.start(1)).manifest?.number).toBe(2)
  })

  test("a manifest that was cut in spite of all promises counts as no checkpoint where nothing of it is out", async () => {
    const first = await it.make(1, [])
    await it.make(2, first.state[0]!)
    const whole = (await it.files.read(it.pathOf(2, "MANIFEST")))!
    for (let cut = 0; cut < whole.length; cut += step) {
      await it.replace(it.pathOf(2, "MANIFEST"), whole.subarray(0, cut))
      const { manifest, next } = await it.start(1)
      // A number is never used twice.
      expect([manifest?.number, next]).toEqual([1, 3])
    }
    await expect(it.start(2)).rejects.toThrow(/checkpoint 2/)
  })

  for (const file of ["state-0-a", "outbox-0-a"]) {
    test(`a ${file.split("-")[0]} that was cut or changed anywhere is noticed`, async () => {
      const first = await it.make(1, [])
      await it.make(2, first.state[0]!)
      const path = it.pathOf(2, file)
      const whole = (await it.files.read(path))!
      for (let at = 0; at < whole.length; at += step) {
        await it.replace(path, whole.subarray(0, at))
        expect((await it.start(1)).manifest?.number).toBe(1)
        const changed = Buffer.from(whole)
        changed[at]! ^= 1
        await it.replace(path, changed)
        expect((await it.start(1)).manifest?.number).toBe(1)
      }
      await it.files.remove(path)
      expect((await it.start(1)).manifest?.number).toBe(1)
      await it.replace(path, whole)
      expect((await it.start(1)).manifest?.number).toBe(2)
    })
  }
}

function testKept(it: Bench): void {
  test("the newest three stay, with what they refer to", async () => {
    let state: readonly StoredFile[] = []
    for (let number = 1; number <= 6; number++) {
      state = (await it.make(number, state)).state[0]!
      await it.store.retain()
    }
    expect((await it.store.list()).map(({ number }) => number)).toEqual([4, 5, 6])
    const isThere = async (number: number, file: string) => (await it.files.read(it.pathOf(number, file))) !== undefined
    expect(await Promise.all([1, 2, 3].map((number) => isThere(number, "state-0-a")))).toEqual([true, true, true])
    expect(await Promise.all([1, 2, 3].map((number) => isThere(number, "outbox-0-a")))).toEqual([false, false, false])
    for (const { manifest } of await it.store.list()) expect(await it.store.damageOf(manifest!)).toBe(undefined)
  })
}

function testMadeOnce(it: Bench, { races }: StoreSuite): void {
  test("of two processes one makes a checkpoint", async () => {
    const first = await it.make(1, [])
    for (let number = 2; number < 2 + races; number++) {
      const nothing = { ...first, number, state: [], outboxes: [] }
      const made = await Promise.all(["b", "c"].map((attempt) => it.store.publish({ ...nothing, attempt })))
      // Whoever has lost sees nothing above, and whoever has won is the one in the it.store.
      expect(made.filter(Boolean)).toHaveLength(1)
      const winner = (await it.store.list()).at(-1)?.manifest
      expect([winner?.number, winner?.attempt]).toEqual([number, made[0] === true ? "b" : "c"])
      if (number % 5 === 0) await it.store.retain()
    }
  })

  test("a number that is behind is not made any more, even where its checkpoint is gone", async () => {
    let last = await it.make(1, [])
    for (let number = 2; number <= 5; number++) {
      last = await it.make(number, [])
      await it.store.retain()
    }
    expect(await it.store.publish({ ...last, number: 1, attempt: "z", state: [], outboxes: [] })).toBe(false)
    expect((await it.store.list()).map(({ number }) => number)).toEqual([3, 4, 5])
  })

  test("a process that hangs behind making one, from which others go on, loses, and leaves it to them", async () => {
    const last = await it.make(1, [])
    const after = (number: number, attempt: string) => ({ ...last, number, attempt, state: [], outboxes: [] })
    const makeOnce: Files["makeOnce"] = async (path, bytes, by) => {
      const made = await it.files.makeOnce(path, bytes, by)
      expect(await it.store.publish(after(3, "other"))).toBe(true)
      return made
    }
    const files = new Proxy(it.files, {
      get(of, name) {
        if (name === "makeOnce") return makeOnce
        const own: unknown = Reflect.get(of, name)
        return typeof own === "function" ? own.bind(of) : own
      },
    })
    expect(await new CheckpointStore(files, it.folder).publish(after(2, "hung"))).toBe(false)
    expect((await it.store.list()).map(({ number, manifest }) => [number, manifest?.attempt])).toEqual([
      [1, last.attempt],
      [2, "hung"],
      [3, "other"],
    ])
  })

  test("several starts at once agree on the number of slices", async () => {
    const jobFolder = `${it.root}/divided`
    const newIds = ["aa", "bb", "cc"]
    const counts = await Promise.all(
      newIds.map((newId) => divide({ files: it.files, folder: jobFolder, job: "test", slices: 4, newId })),
    )
    expect(new Set(counts.map(({ id }) => id)).size).toBe(1)
    expect(await readSlices(it.files, jobFolder)).toEqual(counts[0])
    const other = divide({ files: it.files, folder: jobFolder, job: "test", slices: 6, newId: "dd" })
    await expect(other).rejects.toThrow(`begun with 4 (${it.files.show(`${jobFolder}/SLICES`)})`)
  })
}

function testSavepoint(it: Bench): void {
  test("a savepoint is the newest whole checkpoint with all its files, once", async () => {
    const first = await it.make(1, [])
    const second = await it.make(2, first.state[0]!)
    const to = new CheckpointStore(it.files, `${it.root}/saved`)
    expect(await makeSavepoint(it.store, to)).toEqual(second)
    await it.store.clear()
    expect(await it.store.list()).toEqual([])
    expect((await to.list()).map(({ manifest }) => manifest)).toEqual([second])
    expect(await to.damageOf(second)).toBeUndefined()
    await expect(makeSavepoint(it.store, to)).rejects.toThrow(to.shown)
  })
}
