import type { DeadLetter } from "../../runtime/abi/engine.ts"
import type { Manifest } from "../../runtime/abi/rule-set.ts"
import type { Sink } from "../../runtime/connectors/contract.ts"
import { createEngine } from "../../runtime/index.ts"
import { Job } from "../../runtime/job/job.ts"
import type { Opened } from "../../runtime/job/setup.ts"
import type { Log } from "../../runtime/observe/log.ts"
import type { Clock } from "../../runtime/platform/clock.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import type { Replay, ReplayWatch } from "../why/index.ts"
import { CliError, exitCodes } from "./error.ts"
import { type Limits, type LogForm, onLooseRejections, runShown, warnMissing } from "./job.ts"
import { nowhere, openReplay, refuseLive } from "./replay.ts"

/** What a watched replay needs. */
export interface WatchedReplay {
  readonly sources: ReadonlyMap<string, string>
  readonly tables: ReadonlyMap<string, string>
  readonly params: Readonly<Record<string, unknown>>
  readonly limits: Limits
  readonly log: Log
  readonly form: LogForm
  readonly quiet: boolean
  readonly stop: AbortSignal
  /** Opens what is read; default: the sources, which must end. */
  readonly open?: (manifest: Manifest) => Promise<Opened>
  /** Default: the machine's. */
  readonly clock?: Clock
}

/** Lets events of bounded sources go through a watched engine, read anew each time; nothing is delivered. Only the first time says what is odd. Throws as `cep run` does. */
export function replayWatched(options: WatchedReplay): Replay {
  let isFirst = true
  return async (rules, watched, watch) => {
    const log: Log = isFirst ? options.log : () => {}
    const quiet = options.quiet || !isFirst
    isFirst = false
    const { limits, form, stop, params, clock = systemClock } = options
    const opened = await (options.open?.(rules.manifest) ?? openReplay(rules.manifest, { ...options, log }))
    const forgetRejections = onLooseRejections(rules, log)
    try {
      refuseLive(opened, "why")
      warnMissing(opened, rules, log)
      const told = new Set<string>()
      const sinks = { named: new Map(), standardOutput: nowhere, deadLetters: deadLettersTo(watch, told) }
      const { inputs, tables, models } = opened
      const observer = {
        event: ({ type, raw, position }: { type: string; raw: unknown; position?: unknown }, at: number) =>
          watch.arrive(type, raw, at, position),
        output: () => {},
      }
      const settings = { inputs, tables, models, sinks, params, ...limits, clock, log, stop, observer }
      const open: typeof createEngine = (own, given = {}) =>
        createEngine(own, {
          ...given,
          ...watched,
          params,
          onDeadLetter: (letter) => {
            told.add(nameOf(letter.code, letter.position))
            watched.onDeadLetter?.(letter)
            given.onDeadLetter?.(letter)
          },
        })
      const result = await runShown(new Job(rules, open, settings), log, form, quiet)
      if (result.ending === "stopped")
        throw new CliError("stopped before all events were read: the answer could be wrong", exitCodes.failed)
      return { watermark: result.engine.watermark, otherTypes: result.passedOverTypes }
    } finally {
      await opened.close().catch(() => {})
      forgetRejections()
    }
  }
}

/** Records that are no events do not come to the engine: a job buries them itself. */
function deadLettersTo(watch: ReplayWatch, told: ReadonlySet<string>): Sink {
  return {
    ...nowhere,
    write: async (records) => {
      for (const { line } of records) {
        const { source, code, reason, position } = JSON.parse(line) as Record<"source" | "code" | "reason", string> &
          Pick<DeadLetter, "position">
        if (!told.has(nameOf(code, { position }))) watch.unreadable(source, code, reason, position)
      }
    },
  }
}

function nameOf(code: string, position: unknown): string {
  const { position: place } = (position ?? {}) as { readonly position?: unknown }
  return JSON.stringify([code, place])
}
