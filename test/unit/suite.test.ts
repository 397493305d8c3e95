import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Kind, readFolder, runCase } from "../suite.ts"

const upper: Kind = {
  expectation: "expected.txt",
  run: ({ files }) => [...files].map(([path, text]) => `${path}=${text.toUpperCase()}`).join("\n"),
}

let root = ""
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "cepheus-suite-"))
  mkdirSync(join(root, "kind/case/sub"), { recursive: true })
  writeFileSync(join(root, "kind/case/input.txt"), "a")
  writeFileSync(join(root, "kind/case/sub/more.txt"), "b")
})
afterEach(() => rmSync(root, { recursive: true }))

const run = (update = false) => runCase(root, "kind/case", upper, update)
const expectation = () => join(root, "kind/case/expected.txt")

test("a case without an expectation fails and says how to get one", async () => {
  await expect(run()).rejects.toThrow("UPDATE=1 FILTER=kind/case")
})

test("a case without input fails", async () => {
  mkdirSync(join(root, "kind/empty"))
  writeFileSync(join(root, "kind/empty/expected.txt"), "")
  await expect(runCase(root, "kind/empty", upper, false)).rejects.toThrow("no input files")
})

test("updating writes the expectation, which is no input; then the case passes", async () => {
  await run(true)
  expect(readFileSync(expectation(), "utf8")).toBe("input.txt=A\nsub/more.txt=B")
  await run()
  await run(true)
  expect([...readFolder(join(root, "kind/case")).keys()]).toEqual(["expected.txt", "input.txt", "sub/more.txt"])
})

test("a difference fails, down to the last line break", async () => {
  writeFileSync(expectation(), "input.txt=A\nsub/more.txt=B\n")
  await expect(run()).rejects.toThrow("differs from kind/case/expected.txt")
})
