import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type AuditEntry, openAudit } from "../../../runtime/control/audit.ts"
import { TestClock } from "../../support/job.ts"

const who = { name: "ann", address: "127.0.0.1" }
let folder: string
let path: string
let said: string[]
let clock: TestClock

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cepheus-audit-"))
  path = join(folder, "job", "audit.jsonl")
  said = []
  clock = new TestClock(Date.UTC(2026, 0, 31, 12))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = () => openAudit(path, clock, (level, message) => said.push(`${level}: ${message}`))

function entries(): AuditEntry[] {
  const lines = readFileSync(path, "utf8").split("\n")
  expect(lines.pop()).toBe("")
  return lines.map((line) => JSON.parse(line) as AuditEntry)
}

test("what is begun stands there before it is done, and nobody else can read it", async () => {
  const audit = await open()
  const begun = await audit.begin(who, "reload", { version: "v1" })
  expect(entries()).toMatchObject([{ time: "2026-01-31T12:00:00.000Z", event: "begun", who, version: "v1" }])
  clock.pass(1000)
  await begun.done("applied", { version: "v2" })
  expect(entries()[1]).toMatchObject({ time: "2026-01-31T12:00:01.000Z", event: "done", outcome: "applied" })
  if (process.platform !== "win32") expect(statSync(path).mode & 0o077).toBe(0)
  expect(said).toEqual([])
})

test("entries that come at once stand one behind the other", async () => {
  const audit = await open()
  await Promise.all(Array.from({ length: 20 }, (_, i) => audit.begin(who, "reload", { i })))
  expect(entries().map(({ i }) => i)).toEqual(Array.from({ length: 20 }, (_, i) => i))
  expect((await audit.last(3))!.map(({ i }) => i)).toEqual([17, 18, 19])
})

test("a crash in the middle of a line, or of a change, is said, and the log goes on", async () => {
  const first = await open()
  const whole = await first.begin(who, "params", {})
  await whole.done("applied", {})
  await first.begin(who, "reload", {})
  appendFileSync(path, '{"time":"2026-01-31T12:00')
  const second = await open()
  expect(said).toEqual([
    expect.stringContaining("ends in the middle of a line"),
    expect.stringMatching(/reload by ann, begun at .* has no end/),
  ])
  expect(await second.last(10)).toHaveLength(3)
  await second.begin(who, "stop", {})
  expect((await second.last(10))!.map(({ action }) => action)).toEqual(["params", "params", "reload", "stop"])
})

test("a flood of refusals is counted", async () => {
  const audit = await open()
  for (let i = 0; i < 10_000; i++) await audit.refused(who, "GET /status", { code: 401 })
  expect(entries()).toHaveLength(30)
  clock.pass(60_000)
  await audit.refused(who, "GET /status", { code: 401 })
  expect(entries().slice(30)).toMatchObject([{ event: "uncounted", refusals: 9970 }, { event: "refused" }])
  for (let i = 0; i < 40; i++) await audit.refused(who, "GET /status", { code: 401 })
  await audit.close()
  await audit.close()
  expect(entries().at(-1)).toMatchObject({ event: "uncounted", refusals: 11 })
})

test("a log that is moved away is begun anew, and one that cannot be written refuses changes alone", async () => {
  const audit = await open()
  await audit.begin(who, "reload", {})
  renameSync(path, `${path}.1`)
  expect(await audit.last(10)).toEqual([])
  await audit.begin(who, "stop", {})
  expect(entries().map(({ action }) => action)).toEqual(["stop"])
  rmSync(join(folder, "job"), { recursive: true })
  await expect(audit.begin(who, "reload", {})).rejects.toThrow("ENOENT")
  await audit.refused(who, "GET /status", {})
  expect(said).toEqual([expect.stringContaining("error: a refusal could not be written")])
})

test("what is no entry is passed over, and of a long log the end is read", async () => {
  await (await open()).close()
  const line = (i: number) => `${JSON.stringify({ time: "t", event: "done", i, filler: "x".repeat(1000) })}\n`
  writeFileSync(path, `${Array.from({ length: 10_000 }, (_, i) => line(i)).join("")}null\n[]\n{"event":1}\n`)
  const last = await (await open()).last(9000)
  expect(last!.at(-1)).toMatchObject({ i: 9999 })
  expect(last!.length).toBeGreaterThan(3000)
  expect(last!.length).toBeLessThan(5000)
})
