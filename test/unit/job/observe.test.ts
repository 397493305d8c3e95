import { expect, test } from "vitest"
import type { JobProgress } from "../../../runtime/job/job.ts"
import { jsonLog, textLog } from "../../../runtime/observe/log.ts"
import { logProgress, showProgressLine } from "../../../runtime/observe/progress.ts"
import { TestClock } from "../../support/job.ts"

const progress: JobProgress = {
  read: 12_345,
  passedOver: 0,
  passedOverTypes: [],
  deadLetters: 1,
  deadLettersByCode: { "not-json": 1 },
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
  jsonLog((text) => written.push(text), clock)("warn", "bad\nline", { code: "x" })
  textLog((text) => written.push(text), false)("warn", "red \u001b[31m and \u202e")
  textLog((text) => written.push(text), true)("error", "no")
  expect(written).toEqual([
    '{"time":"1970-01-01T00:00:00.000Z","level":"warn","message":"bad\\nline","code":"x"}\n',
    "warning: red \ufffd[31m and \ufffd\n",
    "\u001b[1;31merror: \u001b[0mno\n",
  ])
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
