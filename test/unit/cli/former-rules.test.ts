import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeEach, expect, test } from "vitest"
import { formerRules, keptVersions } from "../../../compiler/cli/former-rules.ts"
import { compile } from "../../../compiler/index.ts"
import type { CheckpointRules } from "../../../runtime/checkpoint/manifest.ts"
import { CheckpointStore } from "../../../runtime/checkpoint/store.ts"
import { RuleVersions } from "../../../runtime/checkpoint/versions.ts"
import { systemFiles } from "../../../runtime/platform/node-files.ts"
import { checkpointWith } from "../../conformance/rule-versions.ts"

const root = mkdtempSync(join(tmpdir(), "cep-former-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folder: string
let said: string[]
beforeEach(() => {
  folder = mkdtempSync(join(root, "job-"))
  said = []
})

const place = () => ({ files: systemFiles, folder, isLocal: true })
const former = (running: string) => formerRules(place(), running, (_, message) => void said.push(message))

async function put(least: number, note?: string): Promise<string> {
  const text = `event E { a: integer, at: time } timed by at\nrule R { when E as e where a > ${least} alert "{e.a}" }\n`
  const files = [{ path: "rules.cep", text }]
  const { rules, module } = await compile(files)
  const { version, format } = rules!.manifest
  const stored = { version, madeAt: least, format, files, module: module!.code, ...(note !== undefined && { note }) }
  await new RuleVersions(systemFiles, folder).put(stored, "test")
  return version
}

async function checkpoint(slice: number, number: number, rules: Omit<CheckpointRules, "format" | "names">, madeAt = 0) {
  const store = new CheckpointStore(systemFiles, join(folder, String(slice)))
  await store.prepare()
  await store.publish({ ...checkpointWith(number, rules), madeAt })
}

test("a job returns to the rules before the last change, also after a restart", async () => {
  const [first, second] = [await put(1), await put(2)]
  expect(await former(second)).toBeUndefined()
  await checkpoint(0, 1, { version: first, next: second })
  await checkpoint(0, 2, { version: second })
  expect((await former(second))?.rules.manifest.version).toBe(first)
  // A person has changed the files since: these did not come while the job ran.
  expect(await former(first)).toBeUndefined()
  await checkpoint(0, 3, { version: first })
  expect(await former(first)).toBeUndefined()
})

test("of slices the newest change counts", async () => {
  const [first, second, third] = [await put(1), await put(2), await put(3)]
  await checkpoint(0, 1, { version: first, next: third }, 10)
  await checkpoint(1, 1, { version: second, next: third }, 20)
  expect((await former(third))?.rules.manifest.version).toBe(second)
})

test("where the rules before are not there any more it is said", async () => {
  const second = await put(2)
  await checkpoint(0, 1, { version: "gone", next: second })
  expect(await former(second)).toBeUndefined()
  expect(said).toEqual([
    expect.stringContaining("cannot return to the rules before these: the version gone of the rules cannot be read"),
  ])
})

test("each version that is kept is listed once, as it was asked for last", async () => {
  const [first, second] = [await put(1), await put(2, "why")]
  await put(1, "back")
  expect(await keptVersions(place(), second)).toEqual([
    { version: second, madeAt: 2, note: "why", running: true },
    { version: first, madeAt: 1, note: "back", running: false },
  ])
  expect(await keptVersions({ ...place(), folder: join(folder, "none") }, first)).toEqual([])
})
