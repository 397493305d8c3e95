import process from "node:process"
import type { Manifest, RuleSet } from "../../runtime/abi/rule-set.ts"
import type { Sink } from "../../runtime/connectors/contract.ts"
import { connectors } from "../../runtime/connectors/index.ts"
import { createEngine } from "../../runtime/index.ts"
import { Job } from "../../runtime/job/job.ts"
import { type Opened, openJob } from "../../runtime/job/setup.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { elapsedMs, systemClock } from "../../runtime/platform/node.ts"
import { formerNames } from "../backtest/change.ts"
import { Labels } from "../backtest/labels.ts"
import type { Replayed } from "../backtest/rule-report.ts"
import { Tally } from "../backtest/tally.ts"
import { CliError } from "./error.ts"
import { type Limits, type LogForm, onLooseRejections, runShown, warnMissing } from "./job.ts"
import { withoutSinks } from "./without-sinks.ts"

/** A compiled version of the rules with its params. */
export interface Version {
  readonly files: readonly string[]
  readonly rules: RuleSet
  readonly params: Readonly<Record<string, unknown>>
}

/** What a replay needs beside the rules. */
export interface ReplayOptions {
  readonly sources: ReadonlyMap<string, string>
  readonly tables: ReadonlyMap<string, string>
  /** SPECs of what is written. Alerts go nowhere else. */
  readonly alerts?: string | undefined
  readonly deadLetters?: string | undefined
  readonly late?: string | undefined
  readonly limits: Limits
  readonly label?: string | undefined
  readonly labelClass?: string | undefined
  /** Keeps outputs for a comparison. */
  readonly keep: boolean
  /** The version under whose names rules are compared. */
  readonly namedAs?: Version
  readonly log: Log
  readonly form: LogForm
  readonly quiet: boolean
  readonly stop: AbortSignal
}

/** Takes what nobody wants to have. */
export const nowhere: Sink = { write: async () => {}, flush: async () => {}, close: async () => {} }

/** Runs a version over bounded sources and looks at what comes out; nothing is delivered. Throws as `cep run` does. */
export async function replay(version: Version, options: ReplayOptions): Promise<Replayed> {
  const { rules, files, params } = version
  const { label, labelClass, keep, namedAs, log, limits, stop } = options
  const opened = await openReplay(rules.manifest, options)
  const forgetRejections = onLooseRejections(rules, log)
  try {
    refuseLive(opened, "backtest")
    warnMissing(opened, rules, log)
    const labels = label === undefined ? undefined : new Labels(label, labelClass)
    const tally = new Tally(rules.manifest, { labels, keep, ...(namedAs && { renamed: formerNames(namedAs) }) })
    const sinks = { ...opened.sinks, standardOutput: nowhere }
    const settings = {
      inputs: opened.inputs,
      tables: opened.tables,
      models: opened.models,
      sinks,
      params,
      ...limits,
      clock: systemClock,
      log,
      stop,
      observer: tally,
    }
    const startedAt = elapsedMs()
    const result = await runShown(new Job(rules, createEngine, settings), log, options.form, options.quiet)
    const seconds = (elapsedMs() - startedAt) / 1000
    await opened.close()
    return { files, rules, params, tally, result, missing: opened.missing, seconds }
  } finally {
    await opened.close().catch(() => {})
    forgetRejections()
  }
}

/** Opens what a replay reads: the sinks of the rules are not opened. */
export function openReplay(
  manifest: Manifest,
  {
    sources,
    tables,
    alerts,
    deadLetters,
    late,
    log,
  }: Omit<ReplayOptions, "limits" | "keep" | "form" | "quiet" | "stop">,
): Promise<Opened> {
  const sinks = new Map(alerts === undefined ? [] : [["alerts", alerts] as const])
  const context = { folder: process.cwd(), log }
  return openJob(withoutSinks(manifest), { sources, tables, sinks, deadLetters, late, connectors, context })
}

/** Throws `CliError` where a source does not end. */
export function refuseLive({ inputs }: Opened, command: string): void {
  const live = inputs.find(({ source }) => !source.bounded)
  if (live === undefined) return
  throw new CliError(
    `cep ${command} replays history, and the source of ${live.name} is live: give one that ends, as in --source ${live.name === "*" ? "'*=file:events.jsonl'" : `${live.name}=file:events.jsonl`}`,
  )
}
