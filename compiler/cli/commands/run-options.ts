import process from "node:process"
import type { Manifest, ParamSchema } from "../../../runtime/abi/rule-set.ts"
import { CliError } from "../error.ts"

/** The options of `cep run`, as commander gives them. */
export interface RunOptions {
  readonly source?: readonly string[]
  readonly sink?: readonly string[]
  readonly table?: readonly string[]
  readonly param?: readonly string[]
  readonly deadLetter?: string
  readonly late?: string
  readonly strict?: boolean
  readonly atEnd: string
  readonly maxAhead: string
  readonly idleAfter: string
  readonly asyncTimeout?: string
  readonly asyncConcurrency?: string
  readonly quiet?: boolean
  readonly json?: boolean
  readonly log?: string
  readonly checkpointDir?: string
  readonly checkpointInterval?: string
  readonly job?: string
  readonly fromSavepoint?: string
  readonly fresh?: boolean
  readonly assumePublished?: readonly string[]
  readonly allowRepeats?: boolean
  readonly acceptLoss?: boolean
  readonly maxOutbox?: string
  readonly startTimeout?: string
  readonly member?: string
  /** true: without a number. */
  readonly repartition?: string | true
  readonly parallelism: string
  readonly state: string
  readonly stateMemory?: string
  readonly stateDir?: string
  readonly listen?: string
  readonly tokenFile?: string
  readonly audit?: string
  readonly keepRecent?: string
  readonly watch?: boolean
  readonly warmUp?: boolean
  readonly guard?: string
  readonly rules?: string
  readonly [later: string]: unknown
}

/** Throws `CliError` for an option that cannot be honoured. */
export function refuseUnusable(options: RunOptions): void {
  if (options.warmUp === true && options.watch !== true) {
    throw new CliError(
      "--warm-up is for rules that change while the job runs: give --watch, too, or ask with cep reload --warm-up; at a start with other rules than a checkpoint has it is not built yet",
    )
  }
  if (options.warmUp === true && options.state === "disk") {
    throw new CliError("--warm-up rebuilds state in memory: run without it, or without --state disk")
  }
  if (options.state !== "memory" && options.state !== "disk") {
    throw new CliError(`--state wants memory or disk, and got ${JSON.stringify(options.state)}`)
  }
  const lost = [["--state-memory", options.stateMemory] as const, ["--state-dir", options.stateDir] as const].find(
    ([, given]) => given !== undefined,
  )
  if (options.state === "memory" && lost !== undefined) {
    throw new CliError(`${lost[0]} is for state on disk: give --state disk, too`)
  }
  const { checkpointDir = "", stateDir } = options
  if (stateDir !== undefined && isUrl(stateDir)) {
    throw new CliError(
      `--state-dir is a folder of this machine, and not ${stateDir}: state on disk is read all the time`,
    )
  }
  if (options.state === "disk" && stateDir === undefined && isUrl(checkpointDir)) {
    throw new CliError(
      "--state disk: the checkpoints lie elsewhere, so say where the state is while the job runs: a folder of this machine, with --state-dir",
    )
  }
}

/** Whether it names a place beyond the files of this machine. */
export function isUrl(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]+:\/\//.test(text)
}

/** As many threads as keys fall into groups. */
const mostWorkers = 128

/** How many workers a job has. Throws `CliError`. */
export function readParallelism(text: string): number {
  const count = Number(text)
  if (!/^[1-9]\d*$/.test(text) || count > mostWorkers) {
    throw new CliError(`--parallelism wants a whole number from 1 to ${mostWorkers}, and got ${text}`)
  }
  return count
}

/** Options that mean nothing without checkpoints. */
const needsFolder: readonly (readonly [string, keyof RunOptions])[] = [
  ["--checkpoint-interval", "checkpointInterval"],
  ["--job", "job"],
  ["--from-savepoint", "fromSavepoint"],
  ["--fresh", "fresh"],
  ["--assume-published", "assumePublished"],
  ["--allow-repeats", "allowRepeats"],
  ["--accept-loss", "acceptLoss"],
  ["--max-outbox", "maxOutbox"],
  ["--member", "member"],
  ["--repartition", "repartition"],
  ["--rules", "rules"],
]

/** Throws `CliError` for an option that needs a folder for checkpoints where there is none. */
export function hasCheckpoints(options: RunOptions): options is RunOptions & { readonly checkpointDir: string } {
  if (options.checkpointDir !== undefined) return true
  const lost = needsFolder.find(([, name]) => options[name] !== undefined)
  if (lost === undefined) return false
  throw new CliError(`${lost[0]} is for jobs with checkpoints: give --checkpoint-dir, too`)
}

/** Reads repeated `N=SPEC` options. A file or option may hold `=`, a name cannot. Throws `CliError`. */
export function readPairs(flag: string, given: readonly string[] = []): Map<string, string> {
  const pairs = new Map<string, string>()
  for (const text of given) {
    const at = text.indexOf("=")
    const name = text.slice(0, Math.max(at, 0)).trim()
    const value = text.slice(at + 1)
    if (name === "" || value === "")
      throw new CliError(`${flag} wants ${example(flag)}, and got ${JSON.stringify(text)}`)
    if (pairs.has(name)) throw new CliError(`${flag} ${name} is given twice: once is enough`)
    pairs.set(name, value)
  }
  return pairs
}

function example(flag: string): string {
  if (flag.endsWith("-param")) return "name=value"
  if (flag === "--table") return "TABLE=SPEC, as in Customers=file:customers.csv"
  return flag === "--sink"
    ? "NAME=SPEC, as in alerts=file:alerts.jsonl"
    : "EVENT=SPEC, as in Transaction=file:events.jsonl"
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  s: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  w: 604_800_000,
  week: 604_800_000,
}

/** Milliseconds of `10s`, `1h`, `5 minutes`; nothing where it is none. */
export function readDuration(text: string): number | undefined {
  const [, count, unit = ""] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text) ?? []
  const word = unit.toLowerCase()
  const size = units[word] ?? units[word.replace(/s$/, "")]
  return count === undefined || size === undefined ? undefined : Math.round(Number(count) * size)
}

const shownUnits = ["d", "h", "min", "s"] as const

/** Milliseconds as `readDuration` reads them: `10min`, `90s`. */
export function showDuration(milliseconds: number): string {
  const unit = milliseconds === 0 ? "s" : shownUnits.find((each) => milliseconds % units[each]! === 0)
  return unit === undefined ? `${milliseconds}ms` : `${milliseconds / units[unit]!}${unit}`
}

/** The duration that an option gives, in milliseconds. Throws `CliError`. */
export function durationOption(flag: string, text: string): number {
  const found = readDuration(text)
  if (found === undefined)
    throw new CliError(`${flag} wants a duration such as 30s, 10min or 1h, and got ${JSON.stringify(text)}`)
  return found
}

const sizes: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
}

/** The bytes that an option gives: `64MiB`, `1GiB`, `500kB`. Throws `CliError`. */
export function sizeOption(flag: string, text: string): number {
  const [, count, unit = ""] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text) ?? []
  const size = sizes[unit.toUpperCase()]
  if (count !== undefined && size !== undefined) return Math.round(Number(count) * size)
  throw new CliError(`${flag} wants a size such as 512MiB or 1GiB, and got ${JSON.stringify(text)}`)
}

/** The number that an option gives, a whole one above 0. Throws `CliError`. */
export function countOption(flag: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new CliError(`${flag} wants a whole number above 0, and got ${JSON.stringify(text)}`)
}

/** `--rules`. Throws `CliError`. */
export function readRulesOption(text: string | undefined): "given" | "stored" | undefined {
  if (text === undefined || text === "given" || text === "stored") return text
  throw new CliError(`--rules wants given or stored, and got ${JSON.stringify(text)}`)
}

/**
 * The values of `--param name=value` (or the option called so) in their JSON form, read by the parameters' types. `passOver`: whether one that there is not is left out.
 * Throws `CliError`.
 */
export function readParams(
  given: readonly string[] | undefined,
  { params }: Manifest,
  flag = "--param",
  passOver: (name: string) => boolean = () => false,
): Record<string, unknown> {
  const values: [string, unknown][] = []
  for (const [name, text] of readPairs(flag, given)) {
    const schema = params.find((param) => param.name === name)
    if (schema === undefined && passOver(name)) continue
    if (schema === undefined) {
      const known =
        params.length === 0 ? "the rules have no param" : `there are ${params.map((param) => param.name).join(", ")}`
      throw new CliError(`${flag} ${name}: no param is called ${name}; ${known}`)
    }
    values.push([name, readValue(schema, text, flag)])
  }
  return Object.fromEntries(values)
}

function readValue({ name, type }: ParamSchema, text: string, flag: string): unknown {
  const wrong = (wanted: string) => new CliError(`${flag} ${name} wants ${wanted}, and got ${JSON.stringify(text)}`)
  switch (type.kind) {
    case "string":
    case "enum":
      return text
    case "time":
      return /^-?\d+$/.test(text.trim()) ? Number(text) : text
    case "duration": {
      const found = readDuration(text)
      if (found === undefined) throw wrong('a duration such as "10 minutes"')
      return found
    }
    default:
      try {
        return JSON.parse(text.replaceAll("_", type.kind === "list" || type.kind === "record" ? "_" : ""))
      } catch {
        throw wrong(
          type.kind === "boolean"
            ? "true or false"
            : type.kind === "list"
              ? 'a list such as ["a","b"]'
              : `a ${type.kind}`,
        )
      }
  }
}

/** How messages are written: as asked for, else as fits a terminal or a file. Throws `CliError`. */
export function logForm(given: string | undefined): "text" | "json" {
  if (given === "text" || given === "json") return given
  if (given !== undefined) throw new CliError(`--log wants text or json, and got ${given}`)
  return process.stderr.isTTY === true ? "text" : "json"
}
