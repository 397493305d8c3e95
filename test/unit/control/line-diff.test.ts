import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { array, assert, asyncProperty, constantFrom, property } from "fast-check"
import { expect, test } from "vitest"
import { diffFiles, diffLines } from "../../../runtime/control/line-diff.ts"

const lines = array(constantFrom("a\n", "b\n", "c\n", "d\n"), { maxLength: 25 })
const diff = (before: string, after: string) =>
  diffFiles([{ path: "f", text: before }], [{ path: "f", text: after }], 1 << 20)

test("both texts stand in what differs, and what was not changed is not said to be", () => {
  assert(
    property(lines, lines, (before, after) => {
      const found = diffLines(before, after)
      expect(found.filter(({ kind }) => kind !== "new").map(({ text }) => text)).toEqual(before)
      expect(found.filter(({ kind }) => kind !== "gone").map(({ text }) => text)).toEqual(after)
      if (before.join("") === after.join("")) expect(found.every(({ kind }) => kind === "both")).toBe(true)
    }),
  )
})

test("`patch` makes the new file of the old one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cepheus-diff-"))
  const path = join(folder, "f")
  try {
    await assert(
      asyncProperty(lines, lines, constantFrom("", "last"), constantFrom("", "last"), async (old, now, x, y) => {
        const before = old.join("") + x
        const after = now.join("") + y
        if (before === after) return
        writeFileSync(path, before)
        execFileSync("git", ["apply", "--unidiff-zero", "-p0"], { cwd: folder, input: diff(before, after) })
        expect(readFileSync(path, "utf8")).toBe(after)
      }),
      { numRuns: 40, seed: 7 },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test("files that are new, gone or equal", () => {
  const text = diffFiles(
    [
      { path: "a.cep", text: "one\n" },
      { path: "same.cep", text: "x\n" },
    ],
    [
      { path: "b.cep", text: "two" },
      { path: "same.cep", text: "x\n" },
    ],
    1000,
  )
  expect(text).toBe(
    "--- a.cep\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-one\n" +
      "--- /dev/null\n+++ b.cep\n@@ -0,0 +1,1 @@\n+two\n\\ No newline at end of file\n",
  )
})

test("changes that lie far from each other stand in hunks of their own", () => {
  const before = Array.from({ length: 30 }, (_, i) => `${i}\n`)
  const after = before.with(2, "x\n").with(25, "y\n")
  expect(diff(before.join(""), after.join("")).match(/^@@.*$/gm)).toEqual(["@@ -1,6 +1,6 @@", "@@ -23,7 +23,7 @@"])
})

test("a long diff is cut behind a line, and says how much is left out", () => {
  const text = diffFiles([], [{ path: "f", text: "abc\n".repeat(1000) }], 100)
  expect(text.length).toBeLessThan(160)
  expect(text).toMatch(/\+abc\n\(\d+ more characters are left out\)\n$/)
})

test("texts of many lines that have nothing in common are not compared line by line", () => {
  const many = (word: string) => `${word}\n`.repeat(200_000)
  const text = diff(many("a"), many("b"))
  expect(text).toContain("@@ -1,200000 +1,200000 @@")
})
