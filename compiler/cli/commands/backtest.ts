import { mkdir, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import process from "node:process"
import { systemClock } from "../../../runtime/platform/node.ts"
import { formerNames } from "../../backtest/change.ts"
import { reportPage } from "../../backtest/html/page.ts"
import type { Labels } from "../../backtest/labels.ts"
import { type BacktestReport, makeReport } from "../../backtest/report.ts"
import type { Replayed } from "../../backtest/rule-report.ts"
import { showReport } from "../../backtest/text.ts"
import { compileLoaded } from "../compile.ts"
import { CliError, exitCodes } from "../error.ts"
import { commandLog, onSignals, readLimits } from "../job.ts"
import { findFiles, load } from "../load.ts"
import { type ReplayOptions, replay, type Version } from "../replay.ts"
import { painter, print, say } from "../terminal.ts"
import { logForm, readPairs, readParams } from "./run-options.ts"

/** The options of `cep backtest`, as commander gives them. */
export interface BacktestOptions {
  readonly source?: readonly string[]
  readonly table?: readonly string[]
  readonly against?: readonly string[]
  readonly label?: string
  readonly labelClass?: string
  readonly param?: readonly string[]
  readonly againstParam?: readonly string[]
  readonly examples: string
  readonly html?: string
  readonly alerts?: string
  readonly json?: boolean
  readonly failOnChange?: boolean
  readonly deadLetter?: string
  readonly late?: string
  readonly strict?: boolean
  readonly atEnd: string
  readonly asyncTimeout?: string
  readonly asyncConcurrency?: string
  readonly quiet?: boolean
  readonly log?: string
}

/** `cep backtest`: replays history through rules and reports what they would have done, against other rules and a label. */
export async function backtest(files: readonly string[], options: BacktestOptions): Promise<number> {
  const examples = readExamples(options)
  refuseNonsense(options)
  await prepare(options.html)
  const form = logForm(options.log)
  const log = await commandLog(form, options.quiet)
  const sources = readPairs("--source", options.source)
  const tables = readPairs("--table", options.table)
  // Live sources are refused: how far ahead and how idle they may be makes no difference.
  const limits = readLimits({ ...options, maxAhead: "1h", idleAfter: "30s" })
  const after = await compileVersion(files, "--param", options.param)
  const before = await compileAgainst(options)
  const stopper = new AbortController()
  const forget = onSignals(() => stopper.abort())
  try {
    const { label, labelClass, quiet = false } = options
    const shared = { sources, tables, limits, label, labelClass, log, form, quiet, stop: stopper.signal }
    const keep = before !== undefined
    const { deadLetter: deadLetters, late } = options
    const alerts = options.alerts === undefined ? undefined : `file:${options.alerts}`
    const present = await replay(after, { ...shared, keep, alerts, deadLetters, late })
    checkLabels(present.tally.labels)
    const former = before && (await replayFormer(before, after, { ...shared, keep }))
    if (former !== undefined) checkComparable(present, former)
    const report = makeReport(present, former, { madeAt: new Date(systemClock.now()).toISOString(), examples })
    await deliver(report, options)
    return options.failOnChange === true && hasChange(report) ? exitCodes.testsFailed : exitCodes.done
  } finally {
    forget()
  }
}

function readExamples({ examples }: BacktestOptions): number {
  if (!/^\d{1,6}$/.test(examples)) throw new CliError(`--examples wants a whole number, and got ${examples}`)
  return Number(examples)
}

function refuseNonsense({ against, label, labelClass, failOnChange, againstParam, source }: BacktestOptions): void {
  if (labelClass !== undefined && label === undefined)
    throw new CliError("--label-class says which kinds of labelled events there are: give the label too, with --label")
  if (against !== undefined) {
    const standardInput = source?.some((pair) => /=(file:)?-(\?|$)/.test(pair)) === true
    if (standardInput)
      throw new CliError(
        "--against replays the events twice, and standard input can be read once: write the events to a file",
      )
    return
  }
  if (failOnChange === true) throw new CliError("--fail-on-change compares two versions: give the other with --against")
  if (againstParam !== undefined)
    throw new CliError("--against-param is for the other version: give that with --against")
}

async function compileVersion(
  files: readonly string[],
  flag: string,
  params: readonly string[] | undefined,
): Promise<Version> {
  const { rules } = await compileLoaded(await load(files))
  return { files: await findFiles(files), rules, params: readParams(params, rules.manifest, flag) }
}

async function compileAgainst({ against, againstParam }: BacktestOptions): Promise<Version | undefined> {
  return against === undefined ? undefined : compileVersion(against, "--against-param", againstParam)
}

function replayFormer(before: Version, after: Version, options: ReplayOptions): Promise<Replayed> {
  const { log } = options
  log("info", `replaying ${before.files.join(", ")}`)
  const renamed = formerNames(after)
  for (const [was, name] of renamed)
    log("info", `rule ${was} is compared with ${name}, which says that it was called so`)
  const known = new Set(before.rules.manifest.events.map(({ name }) => name))
  const sources = [...options.sources].filter(([name]) => name === "*" || known.has(name))
  const tables = [...options.tables].filter(([name]) => before.rules.manifest.tables.some((each) => each.name === name))
  return replay(before, { ...options, sources: new Map(sources), tables: new Map(tables), namedAs: after })
}

function checkLabels(labels: Labels | undefined): void {
  if (labels === undefined) return
  if (labels.found) {
    checkClasses(labels)
    return
  }
  const { field, unreadable, firstUnreadable, fieldNames } = labels
  if (unreadable > 0) {
    throw new CliError(
      `--label ${field}: the field says neither true, false, 1 nor 0 on any event; the first says ${JSON.stringify(firstUnreadable)}`,
    )
  }
  const seen = fieldNames.size === 0 ? "no event came" : `the events have ${[...fieldNames].join(", ")}`
  throw new CliError(`--label ${field}: no event has a field ${field}; ${seen}`)
}

/** A class field that no event of interest has is misspelt; where no label is true, there is nothing to tell apart. */
function checkClasses({ field, classField, classFound, byType, fieldNames }: Labels): void {
  const positives = [...byType.values()].some((counts) => counts.positives > 0)
  if (classField === undefined || classFound || !positives) return
  const seen = `they have ${[...fieldNames].join(", ")}`
  throw new CliError(`--label-class ${classField}: no event whose ${field} is true has a field ${classField}; ${seen}`)
}

function checkComparable(...versions: readonly Replayed[]): void {
  for (const { result, tally } of versions) {
    if (result.ending === "stopped")
      throw new CliError(
        "stopped before both versions had seen all events: there is nothing to compare",
        exitCodes.failed,
      )
    if (tally.notKept > 0)
      throw new CliError(
        `${tally.kept.length.toLocaleString("en")} outputs of a version can be compared, and there are ${tally.notKept.toLocaleString("en")} more: compare fewer rules or a shorter time`,
        exitCodes.failed,
      )
  }
}

function hasChange({ change }: BacktestReport): boolean {
  return change !== null && change.all.added + change.all.removed + change.all.changed > 0
}

/** The report owns standard output; files are written first, so that what is said about them is true. */
async function deliver(report: BacktestReport, options: BacktestOptions): Promise<void> {
  if (options.html !== undefined) await writeReport(options.html, reportPage(report))
  if (options.json === true) await print(`${JSON.stringify(report)}\n`)
  else await print(showReport(report, painter(process.stdout)))
  if (options.quiet === true) return
  for (const path of [options.html, options.alerts]) if (path !== undefined) await say(`written: ${path}\n`)
}

/** Finds out before a long replay that the report cannot be written. Rules and events have other endings. */
async function prepare(path: string | undefined): Promise<void> {
  if (path === undefined) return
  if (!/\.html?$/i.test(path)) throw new CliError(`--html wants a file that ends in .html, and got ${path}`)
  try {
    await mkdir(dirname(path), { recursive: true })
  } catch (error) {
    throw new CliError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function writeReport(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (error) {
    throw new CliError(
      `cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`,
      exitCodes.failed,
    )
  }
}
