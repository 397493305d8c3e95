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

/** Declares the tests. */
export function testCheckpointStore(name: string, suite: StoreSuite): void {
  describe(`a store of checkpoints: ${name}`, () => {
    let files: Files
    let root: string
    let folder: string
    let store: CheckpointStore
    let remove: () => Promise<void>
    beforeEach(async () => {
      const opened = await suite.open()
      files = opened.files
      root = opened.folder
      folder = `${root}/job/0`
      remove = opened.remove
      store = new CheckpointStore(files, folder)
      await store.prepare()
    })
    afterEach(() => remove())

    /** What a start finds, where the sink holds everything up to a checkpoint. */
    function start(published: number) {
      const mark = published === 0 ? undefined : { lineage: "first", checkpoint: published }
      const claimed: Claimed[] = [{ name: "alerts", resource: "alerts", publisher, mark }]
      const options = {
        job: "test",
        newLineage: "other",
        fresh: false,
        allowRepeats: false,
        assumePublished: new Map(),
      }
      return recover({ ...options, store, savepoint: undefined }, claimed)
    }

    async function write(number: number, file: string, text: string): Promise<StoredFile> {
      const writer = await store.create(number, file)
      await writer.write(new TextEncoder().encode(text))
      return writer.finish()
    }

    /** Makes a checkpoint with some state and an outbox. */
    async function make(number: number, before: readonly StoredFile[]): Promise<CheckpointManifest> {
      const state = await write(number, "state-0-a", `state ${number} `.repeat(9))
      const contents = await write(number, "outbox-0-a", `outputs of ${number}\n`.repeat(5))
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
      expect(await store.publish(manifest)).toBe(true)
      return manifest
    }

    const pathOf = (number: number, file: string) => `${folder}/${String(number).padStart(10, "0")}/${file}`

    async function replace(path: string, bytes: Uint8Array): Promise<void> {
      await files.remove(path)
      await writeFile(files, path, bytes)
    }

    test("a checkpoint whose last write was cut anywhere leaves the one before", async () => {
      const first = await make(1, [])
      await make(2, first.state[0]!)
      const whole = (await files.read(pathOf(2, "MANIFEST")))!
      await files.remove(pathOf(2, "MANIFEST"))
      for (let cut = 0; cut <= whole.length; cut += suite.step) {
        // On disks the manifest is written under another name, and has its own when it is whole.
        await replace(pathOf(2, "manifest-a"), whole.subarray(0, cut))
        const { manifest, next } = await start(1)
        expect([manifest?.number, next]).toEqual([1, 2])
      }
      await replace(pathOf(2, "MANIFEST"), whole)
      expect((await start(1)).manifest?.number).toBe(2)
    })

    test("a manifest that was cut in spite of all promises counts as no checkpoint where nothing of it is out", async () => {
      const first = await make(1, [])
      await make(2, first.state[0]!)
      const whole = (await files.read(pathOf(2, "MANIFEST")))!
      for (let cut = 0; cut < whole.length; cut += suite.step) {
        await replace(pathOf(2, "MANIFEST"), whole.subarray(0, cut))
        const { manifest, next } = await start(1)
        // A number is never used twice.
        expect([manifest?.number, next]).toEqual([1, 3])
      }
      await expect(start(2)).rejects.toThrow(/checkpoint 2/)
    })

    for (const file of ["state-0-a", "outbox-0-a"]) {
      test(`a ${file.split("-")[0]} that was cut or changed anywhere is noticed`, async () => {
        const first = await make(1, [])
        await make(2, first.state[0]!)
        const path = pathOf(2, file)
        const whole = (await files.read(path))!
        for (let at = 0; at < whole.length; at += suite.step) {
          await replace(path, whole.subarray(0, at))
          expect((await start(1)).manifest?.number).toBe(1)
          const changed = Buffer.from(whole)
          changed[at]! ^= 1
          await replace(path, changed)
          expect((await start(1)).manifest?.number).toBe(1)
        }
        await files.remove(path)
        expect((await start(1)).manifest?.number).toBe(1)
        await replace(path, whole)
        expect((await start(1)).manifest?.number).toBe(2)
      })
    }

    test("the newest three stay, with what they refer to", async () => {
      let state: readonly StoredFile[] = []
      for (let number = 1; number <= 6; number++) {
        state = (await make(number, state)).state[0]!
        await store.retain()
      }
      expect((await store.list()).map(({ number }) => number)).toEqual([4, 5, 6])
      const isThere = async (number: number, file: string) => (await files.read(pathOf(number, file))) !== undefined
      expect(await Promise.all([1, 2, 3].map((number) => isThere(number, "state-0-a")))).toEqual([true, true, true])
      expect(await Promise.all([1, 2, 3].map((number) => isThere(number, "outbox-0-a")))).toEqual([false, false, false])
      for (const { manifest } of await store.list()) expect(await store.damageOf(manifest!)).toBe(undefined)
    })

    test("of two processes one makes a checkpoint", async () => {
      const first = await make(1, [])
      for (let number = 2; number < 2 + suite.races; number++) {
        const nothing = { ...first, number, state: [], outboxes: [] }
        const made = await Promise.all(["b", "c"].map((attempt) => store.publish({ ...nothing, attempt })))
        // Whoever has lost sees nothing above, and whoever has won is the one in the store.
        expect(made.filter(Boolean)).toHaveLength(1)
        const winner = (await store.list()).at(-1)?.manifest
        expect([winner?.number, winner?.attempt]).toEqual([number, made[0] === true ? "b" : "c"])
        if (number % 5 === 0) await store.retain()
      }
    })

    test("a number that is behind is not made any more, even where its checkpoint is gone", async () => {
      let last = await make(1, [])
      for (let number = 2; number <= 5; number++) {
        last = await make(number, [])
        await store.retain()
      }
      expect(await store.publish({ ...last, number: 1, attempt: "z", state: [], outboxes: [] })).toBe(false)
      expect((await store.list()).map(({ number }) => number)).toEqual([3, 4, 5])
    })

    test("several starts at once agree on the number of slices", async () => {
      const jobFolder = `${root}/divided`
      const newIds = ["aa", "bb", "cc"]
      const counts = await Promise.all(
        newIds.map((newId) => divide({ files, folder: jobFolder, job: "test", slices: 4, newId })),
      )
      expect(new Set(counts.map(({ id }) => id)).size).toBe(1)
      expect(await readSlices(files, jobFolder)).toEqual(counts[0])
      const other = divide({ files, folder: jobFolder, job: "test", slices: 6, newId: "dd" })
      await expect(other).rejects.toThrow(`begun with 4 (${files.show(`${jobFolder}/SLICES`)})`)
    })

    test("a savepoint is the newest whole checkpoint with all its files, once", async () => {
      const first = await make(1, [])
      const second = await make(2, first.state[0]!)
      const to = new CheckpointStore(files, `${root}/saved`)
      expect(await makeSavepoint(store, to)).toEqual(second)
      await store.clear()
      expect(await store.list()).toEqual([])
      expect((await to.list()).map(({ manifest }) => manifest)).toEqual([second])
      expect(await to.damageOf(second)).toBeUndefined()
      await expect(makeSavepoint(store, to)).rejects.toThrow(to.shown)
    })
  })
}
