import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { isLoopback, readTokenFile, watchTokenFile } from "../../../compiler/cli/tokens.ts"
import { TestClock } from "../../support/job.ts"

const folder = mkdtempSync(join(tmpdir(), "cepheus-tokens-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, "tokens")
const secret = "a-secret-of-20-signs"

test("tokens that are changed are read again; wrong ones are said, and the former ones hold", () => {
  const said: string[] = []
  const log = (level: string, message: string) => void said.push(`${level}: ${message}`)
  const clock = new TestClock()
  const taken: (readonly string[])[] = []
  writeFileSync(file, secret, { mode: 0o600 })
  const forget = watchTokenFile(file, clock, log, (tokens) => void taken.push(tokens.map(({ name }) => name)))
  clock.pass(2000)
  expect(taken).toEqual([])
  writeFileSync(file, `ann see ${secret}A\nbob change ${secret}B\n`)
  clock.pass(2000)
  clock.pass(2000)
  expect(taken).toEqual([["ann", "bob"]])
  writeFileSync(file, `ann root ${secret}`)
  clock.pass(2000)
  rmSync(file)
  clock.pass(2000)
  clock.pass(2000)
  expect(taken).toHaveLength(1)
  expect(said).toEqual([
    expect.stringContaining("info: "),
    expect.stringMatching(/^error: .*roles in line 1 .*the former tokens hold$/),
    expect.stringMatching(/^error: .*cannot be read: .*the former tokens hold$/),
  ])
  expect(said.join()).not.toContain(secret)
  forget()
  writeFileSync(file, secret, { mode: 0o600 })
  clock.pass(2000)
  expect(taken).toHaveLength(1)
})

test("a file that others can read is told of, one that is wrong or not there is refused", () => {
  const said: string[] = []
  const log = (_: string, message: string) => void said.push(message)
  writeFileSync(join(folder, "open"), secret, { mode: 0o644 })
  expect(readTokenFile(join(folder, "open"), log)).toHaveLength(1)
  if (process.platform !== "win32") expect(said).toEqual([expect.stringContaining("chmod 600")])
  expect(() => readTokenFile(join(folder, "none"), log)).toThrow(/--token-file .*none cannot be read/)
})

test.each([
  ["127.0.0.1", true],
  ["127.8.9.1", true],
  ["::1", true],
  ["localhost", true],
  ["0.0.0.0", false],
  ["127.0.0.1.example", false],
  ["jobs.example", false],
])("%s is reached from this machine alone: %s", (address, is) => {
  expect(isLoopback(address)).toBe(is)
})
