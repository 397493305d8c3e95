import { spawnSync } from "node:child_process"
import process from "node:process"
import { expect, test } from "vitest"
import type { JobProgress } from "../../../runtime/job/job.ts"
import { jsonLog } from "../../../runtime/observe/json-log.ts"
import { textLog } from "../../../runtime/observe/log.ts"
import { logProgress, showProgressLine } from "../../../runtime/observe/progress.ts"
import { TestClock } from "../../support/job.ts"

const progress: JobProgress = {
  read: 12_345,
  passedOver: 0,
  passedOverTypes: [],
  deadLetters: 1,
  deadLettersByCode: { "not-json": 1 },
  deadLettersOf: [{ source: "Payment", code: "not-json", count: 1 }],
  late: 2,
  alerts: 3,
  emitted: 0,
  shadow: 0,
  outputsByRule: {},
  watermark: 1_000,
}

test("a log is JSON lines, or words that steer no terminal", () => {
  const written: string[] = []
  const clock = new TestClock(0)
  const log = jsonLog({ write: (text) => void written.push(text) }, clock)
  log("warn", "bad\nline\u2028 \ud800", {
    code: "x",
    at: Number.NEGATIVE_INFINITY,
    note: "a\r\n\u0000b",
    none: undefined,
  })
  textLog((text) => written.push(text), false)("warn", "red \u001b[31m and \u202e")
  textLog((text) => written.push(text), true)("error", "no")
  expect(written).toEqual([
    `{"level":"warn","time":"1970-01-01T00:00:00.000Z","code":"x","at":null,"note":"a\\r\\n\\u0000b","message":"bad\\nline\u2028 \\ud800"}\n`,
    "warning: red \ufffd[31m and \ufffd\n",
    "\u001b[1;31merror: \u001b[0mno\n",
  ])
})

test("what cannot be written of a field is said, and the line is there", () => {
  const written: string[] = []
  const ring: { self?: unknown } = {}
  ring.self = ring
  const log = jsonLog({ write: (text) => void written.push(text) }, new TestClock(0))
  log("info", "odd", { ring, big: 2n ** 64n })
  expect(JSON.parse(written[0]!)).toMatchObject({ level: "info", message: "odd", big: 18_446_744_073_709_552_000 })
})

test("lines are there when a process dies, and where they cannot go ends none", () => {
  const module = new URL("../../../runtime/observe/json-log.ts", import.meta.url).href
  const code = `
    const { jsonLog, linesTo } = await import(${JSON.stringify(module)})
    const log = jsonLog(linesTo(1), { now: () => 0 })
    for (let i = 0; i < 5000; i++) log("info", "line " + i)
    process.kill(process.pid, "SIGKILL")
    for (;;) {}`
  const dead = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" })
  expect(dead.signal).toBe("SIGKILL")
  const lines = dead.stdout.trimEnd().split("\n")
  expect(lines).toHaveLength(5000)
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ message: "line 4999" })
  const full = code.replace("linesTo(1)", 'linesTo(openSync("/dev/full", "w"))').replace(/process\.kill[\s\S]*/, "")
  const other = spawnSync(process.execPath, [
    "--input-type=module",
    "-e",
    `import { openSync } from "node:fs"; ${full}`,
  ])
  expect(other.status).toBe(0)
})

test("a terminal sees one line that goes away, a log one entry a turn", () => {
  const clock = new TestClock(0)
  const shown: string[] = []
  const end = showProgressLine(
    () => progress,
    (text) => shown.push(text),
    clock,
  )
  clock.pass(1000)
  end()
  clock.pass(1000)
  expect(shown).toEqual(["\r\u001b[K12,345 events  12,345/s  3 alerts  1970-01-01T00:00:01.000Z", "\r\u001b[K"])

  const logged: unknown[] = []
  const stop = logProgress(
    () => progress,
    (level, message, fields) => logged.push({ level, message, ...fields }),
    clock,
  )
  clock.pass(10_000)
  stop()
  expect(logged).toMatchObject([
    {
      level: "info",
      message: "12,345 events, 3 alerts",
      eventsPerSecond: 1235,
      late: 2,
      deadLetters: 1,
      watermarkLagMs: 11_000,
    },
  ])
})
