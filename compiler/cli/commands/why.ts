import process from "node:process"
import { parseIso } from "../../../runtime/time/iso.ts"
import { showReport, WhyError, type WhyQuestion, whyOf } from "../../why/index.ts"
import { compileLoaded, type Success } from "../compile.ts"
import { CliError, exitCodes } from "../error.ts"
import { commandLog, onSignals, readLimits } from "../job.ts"
import { load } from "../load.ts"
import { replayWatched } from "../replay-watched.ts"
import { painter, print } from "../terminal.ts"
import { isUrl, logForm, readPairs, readParams } from "./run-options.ts"

/** The options of `cep why`, as commander gives them. */
export interface WhyOptions {
  readonly rule: string
  readonly key?: readonly string[]
  readonly at?: string
  readonly source?: readonly string[]
  readonly table?: readonly string[]
  readonly param?: readonly string[]
  readonly limit: string
  readonly json?: boolean
  readonly atEnd: string
  readonly asyncTimeout?: string
  readonly asyncConcurrency?: string
  readonly quiet?: boolean
  readonly log?: string
  readonly tokenFile?: string
  readonly timeout: string
}

/** `cep why`: replays events through the rules and says why one fired for a key, or did not; of a running job what it holds for the key. */
export async function whyCommand(files: readonly string[], options: WhyOptions): Promise<number> {
  const url = files.find((file) => isUrl(file) || isAddress(file))
  if (url !== undefined) {
    if (files.length > 1) throw new CliError(`${url} is a running job: ask it alone, without files`)
    return (await import("./remote-why.ts")).remoteWhy(url, options)
  }
  refuseStandardInput(options)
  const limit = readLimit(options.limit)
  const at = readTime(options.at)
  const form = logForm(options.log)
  const loaded = await load(files)
  const compiled = await compileLoaded(loaded, { explains: true })
  const question: WhyQuestion = { rule: options.rule, key: keyOf(compiled, options), ...(at !== undefined && { at }) }
  const stopper = new AbortController()
  const forget = onSignals(() => stopper.abort())
  try {
    const replay = replayWatched({
      sources: readPairs("--source", options.source),
      tables: readPairs("--table", options.table),
      params: readParams(options.param, compiled.rules.manifest, "--param"),
      // Live sources are refused: how far ahead and how idle they may be makes no difference.
      limits: readLimits({ ...options, maxAhead: "1h", idleAfter: "30s" }),
      log: await commandLog(form, options.quiet),
      form,
      quiet: options.quiet === true,
      stop: stopper.signal,
    })
    const report = await whyOf(loaded.sources, compiled, replay, question, { limit })
    await print(options.json === true ? `${JSON.stringify(report)}\n` : showReport(report, painter(process.stdout)))
    return exitCodes.done
  } catch (error) {
    if (error instanceof WhyError) throw new CliError(error.message)
    throw error
  } finally {
    forget()
  }
}

/** `localhost:8080`: no file is called so. */
function isAddress(text: string): boolean {
  return /^[A-Za-z0-9.-]+:\d{1,5}\/?$/.test(text)
}

function refuseStandardInput({ source }: WhyOptions): void {
  if (source?.some((pair) => /=(file:)?-(\?|$)/.test(pair)) !== true) return
  throw new CliError(
    "the events may be read several times, and standard input can be read once: write the events to a file",
  )
}

function readLimit(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new CliError(`--limit wants a whole number from 1, and got ${text}`)
  return Number(text)
}

function readTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const time = /^-?\d{1,16}$/.test(text) && text.length > 4 ? Number(text) : parseIso(text)
  if (time !== undefined) return time
  throw new CliError(`--at wants a time, as in 2026-01-31T10:00:04Z or epoch milliseconds, and got ${text}`)
}

/** `c1`, `card=c1`, or for several parts `a1,NL`: as the rule has them. What does not fit is refused where the rule is known. */
function keyOf({ plan }: Success, { rule, key = [] }: WhyOptions): readonly string[] {
  const names = plan.rules.find(({ name }) => name === rule)?.keys.map(({ name }) => name) ?? []
  const [only = ""] = key
  const parts = key.length === 1 && names.length > 1 ? only.split(",") : key
  const named = (name: string): string | undefined =>
    parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1)
  if (parts.length === names.length && names.every((name) => named(name) !== undefined)) {
    return names.map((name) => named(name)!)
  }
  return parts
}
