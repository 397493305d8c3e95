/**
 * The labelled card transactions and their lists of expected alerts, which stand outside the repository (their licence does
 * not allow them here), and how rules are run over them.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { gunzipSync, gzipSync } from "node:zlib"
import { compile } from "../../compiler/index.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { Sink } from "../../runtime/connectors/contract.ts"
import { connectors } from "../../runtime/connectors/index.ts"
import { createEngine } from "../../runtime/index.ts"
import type { JobResult } from "../../runtime/job/counts.ts"
import { Job, type JobSettings } from "../../runtime/job/job.ts"
import { openJob } from "../../runtime/job/setup.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { seeded } from "../../samples/seeded.ts"

const root = join(dirname(fileURLToPath(import.meta.url)), "../..")
const data = process.env.CARD_TRANSACTIONS ?? join(root, "..", "shared", "data", "card-transactions")
const rulesFolder = join(root, "samples", "payment-history")

/** Whether the data is here. */
export const present = existsSync(join(data, "expected"))

const unzip = (path: string): string => gunzipSync(readFileSync(path)).toString("utf8")

/** The day files in order of time, at most `days` of them. */
export function dayFiles(days: number): string[] {
  const files = readdirSync(data).filter((name) => name.endsWith(".csv.gz"))
  return files
    .sort()
    .slice(0, days)
    .map((name) => join(data, name))
}

/** An expected list: the names of its columns, and its lines. */
export function expectedList(name: string): { readonly columns: readonly string[]; readonly lines: string[] } {
  const [header, ...lines] = unzip(join(data, "expected", `${name}.csv.gz`))
    .trimEnd()
    .split("\n")
  return { columns: header!.split(","), lines }
}

/** One transaction as its row, with what decides its place. */
export interface Row {
  readonly text: string
  readonly at: number
}

/** The rows of day files, and their header. */
export function readRows(files: readonly string[]): { readonly header: string; readonly rows: Row[] } {
  let header = ""
  const rows = files.flatMap((file) => {
    const [first, ...lines] = unzip(file).trimEnd().split("\n")
    header = first!
    return lines.map((text) => ({ text, at: Number(text.split(",")[4]) }))
  })
  return { header, rows }
}

/** Writes rows as day files do, in `parts` files of a new folder; gives the pattern that names them. */
export function writeRows(folder: string, header: string, rows: readonly Row[], parts: number): string {
  mkdirSync(folder)
  const size = Math.ceil(rows.length / parts)
  for (let part = 0; part < parts; part++) {
    const lines = rows.slice(part * size, (part + 1) * size).map(({ text }) => text)
    const name = `part-${String(part).padStart(2, "0")}.csv.gz`
    writeFileSync(join(folder, name), gzipSync(`${[header, ...lines].join("\n")}\n`, { level: 1 }))
  }
  return join(folder, "*.csv.gz")
}

/** The rows in an order of arrival in which each is under way for less than `boundMs`; equal times keep their order. */
export function shuffleWithin(rows: readonly Row[], boundMs: number, seed: number): Row[] {
  const random = seeded(seed)
  let before = { at: Number.NEGATIVE_INFINITY, arrives: 0 }
  const arrivals = rows.map((row) => {
    const drawn = row.at + Math.floor(random() * boundMs)
    before = { at: row.at, arrives: row.at === before.at ? Math.max(drawn, before.arrives) : drawn }
    return { row, arrives: before.arrives }
  })
  return arrivals.sort((a, b) => a.arrives - b.arrives).map(({ row }) => row)
}

/** The sample's rules, or those of one of its files. `late`: how late its events may come (`10 minutes`), where not in time. */
export async function compileSample(entry = "rules.cep", late?: string): Promise<RuleSet> {
  const files = readdirSync(rulesFolder).filter((name) => name.endsWith(".cep"))
  const sources = files.map((path) => {
    const text = readFileSync(join(rulesFolder, path), "utf8")
    return { path, text: late === undefined ? text : text.replace("timed by at", `timed by at, up to ${late} late`) }
  })
  const { rules, diagnostics } = await compile(sources, { entries: [entry] })
  if (rules === undefined) throw new Error(diagnostics.map(({ text }) => text).join("\n"))
  return rules
}

/** What a job over files gave: for each rule its records, as a row of their values. */
export interface Ran {
  readonly result: JobResult
  readonly rowsOf: ReadonlyMap<string, readonly string[]>
}

/** Runs a job over a glob of CSV files of transactions. */
export async function runOver(rules: RuleSet, glob: string, atEnd: JobSettings["atEnd"]): Promise<Ran> {
  const { inputs, sinks, close } = await openJob(rules.manifest, {
    sources: new Map([["Transaction", `file:${glob}`]]),
    sinks: new Map(),
    connectors,
    context: { folder: root },
  })
  const rowsOf = new Map<string, string[]>()
  const keep = collector(rowsOf)
  const day = 86_400_000
  const job = new Job(rules, createEngine, {
    inputs,
    sinks: { ...sinks, standardOutput: keep, named: new Map([["alerts", keep]]) },
    params: {},
    strict: true,
    atEnd,
    maxAheadMs: day,
    idleAfterMs: day,
    clock: systemClock,
    log: () => {},
    stop: new AbortController().signal,
  })
  try {
    return { result: await job.run(), rowsOf }
  } finally {
    await close()
  }
}

function collector(rowsOf: Map<string, string[]>): Sink {
  return {
    async write(records) {
      for (const { rule, line } of records) {
        const rows = rowsOf.get(rule!)
        if (rows === undefined) rowsOf.set(rule!, [rowOf(line)])
        else rows.push(rowOf(line))
      }
    },
    async flush() {},
    async close() {},
  }
}

/** The values of an alert's record with the digits that it was written with; times as epoch milliseconds. */
function rowOf(line: string): string {
  const [, record] = /"data":\{([^}]*)\}/.exec(line)!
  const values = record!.matchAll(/"\w+":("[^"]*"|[^",]+)/g)
  return Array.from(values, ([, value]) => (value!.startsWith('"') ? Date.parse(JSON.parse(value!)) : value)).join(",")
}
