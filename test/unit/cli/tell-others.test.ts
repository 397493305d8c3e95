/** What a process of a job in slices tells the others through the store, and how it takes that back. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { tellOthers } from "../../../compiler/cli/open-actions.ts"
import { RuleVersions } from "../../../runtime/checkpoint/versions.ts"
import { WantedRules } from "../../../runtime/checkpoint/wanted.ts"
import { systemFiles } from "../../../runtime/platform/node-files.ts"

let folder: string
let place: Parameters<typeof tellOthers>[0]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cepheus-tell-"))
  place = { files: systemFiles, folder }
})
afterEach(() => rmSync(folder, { recursive: true }))

const keep = (version: string) =>
  new RuleVersions(systemFiles, folder).put({ version, madeAt: 0, format: 1, files: [], module: "" }, "a")
const wanted = async () => (await new WantedRules(systemFiles, folder).last())?.version
const tell = async (version: string, running: string) => {
  const telling = await tellOthers(place, version, running)
  await telling.tell()
  return telling
}
const later = (...versions: string[]) => new RuleVersions(systemFiles, folder).lastOf(new Set(versions))

test("what is taken back counts no more, also where a slice runs it by now", async () => {
  await keep("a1")
  await keep("b2")
  const { takeBack } = await tell("b2", "a1")
  expect(await wanted()).toBe("b2")
  await takeBack()
  expect(await wanted()).toBe("a1")
  // A start that finds slices of both goes on with this one.
  expect(await later("a1", "b2")).toBe("a1")
})

test("a process that has not followed yet does not take back what others were asked for", async () => {
  await keep("a1")
  await keep("b2")
  await tell("b2", "a1")
  await keep("c3")
  const { takeBack } = await tell("c3", "a1")
  await takeBack()
  expect(await wanted()).toBe("b2")
})

test("what was asked for before the rules that run is over", async () => {
  await keep("a1")
  await tell("a1", "a1")
  await keep("b2")
  await keep("c3")
  const { takeBack } = await tell("c3", "b2")
  await takeBack()
  expect(await wanted()).toBe("b2")
})

test("what somebody else was told meanwhile stays", async () => {
  for (const version of ["a1", "b2"]) await keep(version)
  const { takeBack } = await tell("b2", "a1")
  await keep("c3")
  await tell("c3", "b2")
  await takeBack()
  expect(await wanted()).toBe("c3")
})
