import { Buffer } from "node:buffer"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import type { Output } from "../../../runtime/abi/engine.ts"
import { ConnectorError } from "../../../runtime/connectors/contract.ts"
import { createEngine } from "../../../runtime/index.ts"
import { coldOpener } from "../../../runtime/job/cold-state.ts"
import { systemSyncFiles } from "../../../runtime/platform/node-sync-files.ts"
import { compileRules } from "../../support/job.ts"

const random = (bytes: number) => Buffer.alloc(bytes)

test("a folder that cannot be made is a failure of the world outside, which says where and what to do", () => {
  const open = coldOpener({
    files: {
      ...systemSyncFiles,
      makeFolder: () => {
        throw new Error("EROFS: read-only file system")
      },
    },
    random,
  })
  const opening = () => open({ folder: "/state/0", memoryBytes: 1 }, { own: [] }, () => {})
  expect(opening).toThrow(ConnectorError)
  expect(opening).toThrow(/\/state\/0.*read-only.*--state-dir/)
})

test("without a folder and without files of a checkpoint nothing is opened", () => {
  expect(coldOpener({ files: systemSyncFiles, random })(undefined, { own: [] }, () => {})).toBeUndefined()
})

test("what several had on disk comes back into memory, and nothing is written for that", async () => {
  const rules = await compileRules(`
    event Payment { card: string, amount: number, at: time } timed by at
    rule Much { when Payment as p where sum(amount) over forever > 25 per card alert { total: sum(amount) over forever } }
  `)
  const folder = mkdtempSync(join(tmpdir(), "cep-cold-"))
  try {
    const cards = ["a", "b", "c", "d", "e", "f"]
    const outputs: string[] = []
    const onOutput = (output: Output) => void outputs.push(output.line())
    const on = coldOpener({ files: systemSyncFiles, random })({ folder, memoryBytes: 1 }, { own: [] }, () => {})!
    const before = createEngine(rules, { params: {}, cold: on.options, onOutput })
    for (const [at, card] of cards.entries()) before.push("Payment", { card, amount: 20, at: 1_700_000_000_000 + at })
    const cut = before.cut(true)
    const state: Uint8Array[] = []
    for (let piece = cut.next(); piece !== undefined; piece = cut.next()) state.push(piece.slice())
    expect(cut.cold!.length).toBeGreaterThan(0)
    const create = () => {
      throw new Error("there is no place for files")
    }
    const open = coldOpener({ files: { ...systemSyncFiles, create }, random })
    const back = open(undefined, { own: [], parts: [cut.cold!] }, () => {})!
    const after = createEngine(rules, { params: {}, cold: back.options, restoreParts: [state], onOutput })
    for (const card of cards) after.push("Payment", { card, amount: 10, at: 1_700_000_001_000 })
    after.end()
    expect(outputs).toHaveLength(6)
    back.close()
    on.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
