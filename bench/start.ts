/**
 * `npm run bench:start`: how long `cep run` takes until it judges the first event, and what CPU time the whole process takes on that one event:
 * the start and the end of every run. docs/operate/benchmarks.md says what the figures mean.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { parseArgs } from "node:util"
import { run } from "./measure/child.ts"
import { commandOf, prepareCommand } from "./measure/command.ts"
import { describeMachine, machineLine, root } from "./measure/machine.ts"
import { alignColumns } from "./measure/report.ts"
import { median } from "./measure/rounds.ts"
import { start, wholeNumber } from "./options.ts"
import { workloadOf } from "./workloads/index.ts"
import { manySequences, manyWindows, tenRules } from "./workloads/many.ts"

const help = `npm run bench:start -- [options]

  --rounds N      how often each is measured (default: 9)
  --checkout DIR  the command of another checkout, installed there
`

/** What is started. */
interface Start {
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Done before each run, unmeasured. */
  readonly before?: () => void
}

/** One run, in milliseconds. */
interface Sample {
  /** From the start of the process to the first output. */
  readonly firstMs: number
  readonly cpuMs: number
}

const preload = new URL("./measure/usage.js", import.meta.url).href

/** A line that is no event: it is read and judged as the first one, and its dead letter is written at once. */
const firstEvent = '{"no event"\n'

async function measure(script: string, { args, env, before }: Start, folder: string): Promise<Sample> {
  before?.()
  const usage = join(folder, "usage.json")
  const began = performance.now()
  const child = spawn(process.execPath, ["--import", preload, script, ...args], {
    env: { ...process.env, ...env, CEP_BENCH_USAGE: usage },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let firstMs: number | undefined
  let said = ""
  child.stdout.on("data", () => {
    firstMs ??= performance.now() - began
  })
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text
  })
  const [code] = await once(child, "close")
  if (code !== 0 || firstMs === undefined) throw new Error(`${script} ${args.join(" ")} ended with ${code}: ${said}`)
  const { cpuSeconds } = JSON.parse(readFileSync(usage, "utf8")) as { cpuSeconds: number }
  return { firstMs, cpuMs: cpuSeconds * 1000 }
}

/** Writes rules, events and compiled forms into the folder; gives what is started on them. */
async function prepare(folder: string, command: string): Promise<[string, Start][]> {
  const input = join(folder, "events.jsonl")
  writeFileSync(input, firstEvent)
  const source = ["--source", `Transaction=file:${input}`, "--dead-letter", "-", "--quiet"]
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, `${name}.cep`), text)
    return join(folder, `${name}.cep`)
  }
  const compile = async (path: string, into: string, ...flags: string[]) => {
    await run(process.execPath, [command, "compile", path, "-o", join(folder, into), ...flags])
    return join(folder, into, "ten.js")
  }
  const ten = write("ten", tenRules)
  const starts = {
    "ten rules": ten,
    "W2, one rule": write("w2", workloadOf("W2").text),
    "ten rules, compiled": await compile(ten, "module"),
    "ten rules, bundle": await compile(ten, "bundle", "--bundle"),
    "filters, 1,000": write("filters", workloadOf("W9").text),
    "sequences, 1,000": write("sequences", manySequences(1000)),
    "windows, 1,000": write("windows", manyWindows(1000)),
    "windows, 2,000": write("windows2", manyWindows(2000)),
  }
  const cache = (name: string): NodeJS.ProcessEnv => ({ XDG_CACHE_HOME: join(folder, name) })
  const runOf = (path: string): Start => ({ args: ["run", path, ...source], env: cache("warm") })
  const empty = () => rmSync(join(folder, "cold"), { recursive: true, force: true })
  return [
    ...Object.entries(starts).map(([name, path]): [string, Start] => [
      name,
      { ...runOf(path), before: () => forgetRules(join(folder, "warm")) },
    ]),
    ["ten rules, again", { ...runOf(ten), env: cache("again") }],
    ["ten rules, the first time", { ...runOf(ten), env: cache("cold"), before: empty }],
  ]
}

/** Of what runs keep, the rules: the program's compiled code stays. */
function forgetRules(cache: string): void {
  const place = join(cache, "cepheus/code")
  if (!existsSync(place)) return
  for (const name of readdirSync(place)) if (name.startsWith("rules-")) rmSync(join(place, name))
}

interface Row {
  readonly name: string
  readonly script: string
  readonly start: Start
}

/** All rows take turns. A row that fails, since a revision cannot run it, says why on standard error and has no figures. */
async function measureRows(rows: readonly Row[], rounds: number, folder: string): Promise<string[][]> {
  const samples = new Map<Row, Sample[]>(rows.map((row) => [row, []]))
  // The first round fills caches, and does not count.
  for (let round = 0; round <= rounds; round++) {
    for (const [row, own] of samples) {
      try {
        const sample = await measure(row.script, row.start, folder)
        if (round > 0) own.push(sample)
      } catch (error) {
        process.stderr.write(`${row.name}: ${(error as Error).message}\n`)
        samples.delete(row)
      }
    }
  }
  return rows.map((row) => {
    const own = samples.get(row)
    if (own === undefined) return [row.name, "–", "–", "–"]
    const cpu = own.map(({ cpuMs }) => cpuMs)
    const figures = [median(own.map(({ firstMs }) => firstMs)), median(cpu), Math.min(...cpu)]
    return [row.name, ...figures.map((figure) => figure.toFixed(0))]
  })
}

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: "string", default: "9" }, checkout: { type: "string", default: root } },
  })
  const rounds = wholeNumber("--rounds", values.rounds)
  console.log(`${machineLine(describeMachine())}, command of ${values.checkout}`)
  await prepareCommand(values.checkout)
  const command = commandOf(values.checkout)
  const folder = mkdtempSync(join(tmpdir(), "cep-bench-start-"))
  try {
    const nothing = join(folder, "nothing.js")
    writeFileSync(nothing, "console.log()\n")
    const node: Row = { name: "Node alone", script: nothing, start: { args: [] } }
    const commands = (await prepare(folder, command)).map(([name, one]): Row => ({ name, script: command, start: one }))
    const figures = await measureRows([node, ...commands], rounds, folder)
    console.log(`${rounds} rounds, medians\n`)
    console.log(alignColumns([["", "first event ms", "CPU ms", "least CPU ms"], ...figures]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await start(help, main)
