import { type DestinationStream, destination, pino } from "pino"
import type { Clock } from "../platform/clock.ts"
import type { Log } from "./log.ts"

/** What is kept for a file descriptor that takes nothing; further lines are dropped. */
const mostBytes = 1 << 20

/** One JSON object a line: `level`, `time` (ISO 8601), the fields and `message`. Of a field that cannot be written its name and a reason are. */
export function jsonLog(to: DestinationStream, clock: Clock): Log {
  const logger = pino(
    {
      base: null,
      messageKey: "message",
      formatters: { level: (level) => ({ level }) },
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
    },
    to,
  )
  return (level, message, fields = {}) => logger[level](fields, message)
}

/**
 * Lines go to a file descriptor at once: what was said before a process ends or dies is there. One that takes nothing more (its reader went away, a
 * disk is full) ends no job.
 */
export function linesTo(descriptor: number): DestinationStream {
  const lines = destination({ dest: descriptor, sync: true, maxLength: mostBytes })
  lines.on("error", () => {})
  return lines
}
