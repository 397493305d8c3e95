import type { JobProgress } from "../job/job.ts"
import type { Clock } from "../platform/clock.ts"
import type { Log } from "./log.ts"
import { isoTime, number } from "./numbers.ts"

const lineEveryMs = 200
const logEveryMs = 10_000

/** Shows how a job goes until the function it returns is called: one line on a terminal that is written over and over. */
export function showProgressLine(progress: () => JobProgress, write: (text: string) => void, clock: Clock): () => void {
  const startedAt = clock.now()
  let shown = false
  const end = clock.every(lineEveryMs, () => {
    const { read, alerts, watermark } = progress()
    const perSecond = (read / Math.max(clock.now() - startedAt, 1)) * 1000
    const time = isoTime(watermark)
    write(
      `\r\u001b[K${number(read)} events  ${number(Math.round(perSecond))}/s  ${number(alerts)} alerts${time === null ? "" : `  ${time}`}`,
    )
    shown = true
  })
  return () => {
    end()
    if (shown) write("\r\u001b[K")
  }
}

/** Logs how a job goes, every ten seconds, until the function it returns is called. */
export function logProgress(progress: () => JobProgress, log: Log, clock: Clock): () => void {
  let before = 0
  return clock.every(logEveryMs, () => {
    const { read, alerts, late, deadLetters, watermark } = progress()
    const eventsPerSecond = Math.round(((read - before) * 1000) / logEveryMs)
    before = read
    const lag = Number.isFinite(watermark) ? clock.now() - watermark : null
    const fields = {
      read,
      eventsPerSecond,
      alerts,
      late,
      deadLetters,
      watermark: isoTime(watermark),
      watermarkLagMs: lag,
    }
    log("info", `${number(read)} events, ${number(alerts)} alerts`, fields)
  })
}
