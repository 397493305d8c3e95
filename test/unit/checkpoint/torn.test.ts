import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import type { CheckpointManifest, StoredFile } from "../../../runtime/checkpoint/manifest.ts"
import { type Claimed, recover } from "../../../runtime/checkpoint/recover.ts"
import { CheckpointStore } from "../../../runtime/checkpoint/store.ts"
import type { Publisher } from "../../../runtime/connectors/contract.ts"
import { systemFiles } from "../../../runtime/platform/node-files.ts"

let folder: string
let store: CheckpointStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cep-torn-"))
  store = new CheckpointStore(systemFiles, folder)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const publisher: Publisher = {
  kind: "marked",
  form: "records",
  claim: async () => undefined,
  publish: async () => {},
  close: async () => {},
}

/** What a start finds, where the sink holds everything up to a checkpoint. */
function start(published: number) {
  const mark = published === 0 ? undefined : { lineage: "first", checkpoint: published }
  const claimed: Claimed[] = [{ name: "alerts", resource: "alerts", publisher, mark }]
  const options = { job: "test", newLineage: "other", fresh: false, allowRepeats: false, assumePublished: new Map() }
  return recover({ ...options, store, savepoint: undefined }, claimed)
}

async function write(number: number, name: string, text: string): Promise<StoredFile> {
  const writer = await store.create(number, name)
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

const pathOf = (number: number, name: string) => join(folder, String(number).padStart(10, "0"), name)

test("a checkpoint whose last write was cut anywhere leaves the one before", async () => {
  const first = await make(1, [])
  await make(2, first.state[0]!)
  const whole = readFileSync(pathOf(2, "MANIFEST"))
  rmSync(pathOf(2, "MANIFEST"))
  for (let cut = 0; cut <= whole.length; cut += 1) {
    // The manifest is written under another name, and has its own when it is whole.
    writeFileSync(pathOf(2, "manifest-a"), whole.subarray(0, cut))
    const { manifest, next } = await start(1)
    expect([manifest?.number, next]).toEqual([1, 2])
  }
  writeFileSync(pathOf(2, "MANIFEST"), whole)
  expect((await start(1)).manifest?.number).toBe(2)
})

test("a manifest that a disk has cut in spite of its promise counts as no checkpoint where nothing of it is out", async () => {
  const first = await make(1, [])
  await make(2, first.state[0]!)
  const whole = readFileSync(pathOf(2, "MANIFEST"))
  for (let cut = 0; cut < whole.length; cut += 1) {
    writeFileSync(pathOf(2, "MANIFEST"), whole.subarray(0, cut))
    const { manifest, next } = await start(1)
    // A number is never used twice.
    expect([manifest?.number, next]).toEqual([1, 3])
  }
  await expect(start(2)).rejects.toThrow(/checkpoint 2/)
})

for (const name of ["state-0-a", "outbox-0-a"]) {
  test(`a ${name.split("-")[0]} that was cut or changed is noticed at every byte`, async () => {
    const first = await make(1, [])
    await make(2, first.state[0]!)
    const path = pathOf(2, name)
    const whole = readFileSync(path)
    for (let at = 0; at < whole.length; at++) {
      writeFileSync(path, whole.subarray(0, at))
      expect((await start(1)).manifest?.number).toBe(1)
      const changed = Buffer.from(whole)
      changed[at]! ^= 1
      writeFileSync(path, changed)
      expect((await start(1)).manifest?.number).toBe(1)
    }
    rmSync(path)
    expect((await start(1)).manifest?.number).toBe(1)
    writeFileSync(path, whole)
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
  expect([1, 2, 3].map((number) => existsSync(pathOf(number, "state-0-a")))).toEqual([true, true, true])
  expect([1, 2, 3].map((number) => existsSync(pathOf(number, "outbox-0-a")))).toEqual([false, false, false])
  for (const { manifest } of await store.list()) expect(await store.damageOf(manifest!)).toBe(undefined)
})

test("of two processes one makes a checkpoint", async () => {
  const first = await make(1, [])
  const results = await Promise.all(
    ["b", "c"].map((attempt) => store.publish({ ...first, number: 2, attempt, state: [], outboxes: [] })),
  )
  expect(results.filter(Boolean)).toHaveLength(1)
})
