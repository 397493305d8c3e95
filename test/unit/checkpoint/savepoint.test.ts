import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { Checkpoints, type NamedPublisher } from "../../../runtime/checkpoint/coordinator.ts"
import { makeSavepoint } from "../../../runtime/checkpoint/savepoint.ts"
import { CheckpointStore } from "../../../runtime/checkpoint/store.ts"
import type { Publisher } from "../../../runtime/connectors/contract.ts"
import { fileConnector } from "../../../runtime/connectors/file/index.ts"
import type { Barrier } from "../../../runtime/job/checkpoints.ts"
import type { Clock } from "../../../runtime/platform/clock.ts"
import { systemClock } from "../../../runtime/platform/node.ts"
import { systemFiles } from "../../../runtime/platform/node-files.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cep-savepoint-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const storeIn = (name: string) => new CheckpointStore(systemFiles, join(folder, name))

/** On which all waiting is over at the next turn. */
const clock: Clock = {
  ...systemClock,
  after(_, act) {
    const turn = setTimeout(act, 1)
    return () => clearTimeout(turn)
  },
}

/** A sink that is away. */
const away: Publisher = {
  kind: "repeatable",
  form: "lines",
  claim: async () => undefined,
  publish: () => Promise.reject(new Error("away")),
  close: async () => {},
}

function open(store: CheckpointStore, publisher: Publisher, attempt: string, savepoint?: CheckpointStore) {
  const publishers: NamedPublisher[] = [{ name: "alerts", resource: "alerts", publisher }]
  return Checkpoints.open({
    store,
    job: "test",
    slice: "0",
    attempt,
    newLineage: `lineage ${attempt}`,
    intervalMs: 1e6,
    maxOutboxBytes: 1e9,
    publishers,
    rules: { format: 2, names: [] },
    params: {},
    fresh: false,
    allowRepeats: false,
    assumePublished: new Map(),
    savepoint,
    clock,
    log: () => {},
  })
}

function barrier(): Barrier {
  const pieces = [new Uint8Array([1, 2, 3])]
  return { cuts: [{ full: true, next: () => pieces.pop(), abandon: () => {} }], sources: [], watermarks: null }
}

const filePublisher = (name: string, attempt: string) =>
  fileConnector.openPublisher!([{ path: name }], { job: "test", slice: "0", attempt }, { folder })

/** A job of one interval with one output. Where it is stopped it does not wait for its sink. */
async function run(checkpoints: Checkpoints, line: string, stop = new AbortController().signal): Promise<void> {
  await checkpoints.sinkOf("alerts", 0).write([{ line, kind: "alert" }])
  await checkpoints.finish(async () => barrier(), stop)
  await checkpoints.close()
}

test("outputs that no sink had when a savepoint was made come with it, and once", async () => {
  const first = storeIn("first")
  for (const line of ["one", "two", "three"]) await run(await open(first, away, line), line, AbortSignal.abort())
  const saved = storeIn("saved")
  await makeSavepoint(first, saved)

  const lines = () => readFileSync(join(folder, "alerts.jsonl"), "utf8")
  const second = await open(storeIn("second"), await filePublisher("alerts.jsonl", "b"), "b", saved)
  expect(second.restored?.state).toEqual([[new Uint8Array([1, 2, 3])]])
  await run(second, "four")
  expect(lines()).toBe("one\ntwo\nthree\nfour\n")

  // Started again with the same option it goes on from its own checkpoints, which hold all that they name.
  await run(await open(storeIn("second"), await filePublisher("alerts.jsonl", "c"), "c", saved), "five")
  expect(lines()).toBe("one\ntwo\nthree\nfour\nfive\n")
})
