/**
 * `npm run bench:state`: state that is larger than the memory it may have. Each of many keys gets one event, and the job ends with a checkpoint; then a new process
 * restores it and some keys get their second event, which each must make one alert; with `--rules deadlines` all others must make one when their time has come. Both processes have
 * a heap of 1 GB.
 */
import { Buffer } from "node:buffer"
import {
  appendFileSync,
  closeSync,
  createReadStream,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { createInterface } from "node:readline"
import { parseArgs } from "node:util"
import { runNode } from "./measure/child.ts"
import { commandOf, prepareCommand } from "./measure/command.ts"
import { describeMachine, machineLine, root } from "./measure/machine.ts"
import { start, wholeNumber } from "./options.ts"

const help = `npm run bench:state -- [options]

  --keys N          keys with state (default: 2,000,000)
  --again N         keys that get a second event after the restart (default: a tenth)
  --rules KIND      counts: two events of a key (default); deadlines: no second event of a key within 30 days, and \`once per\`
  --memory SIZE     of state that stays in memory (default: 256MiB)
  --heap MIB        the most that the heap may take (default: 1024)
  --state BACKEND   memory or disk (default)
  --folder DIR      where files are made (default: among the temporary ones)
`

const declarations = "event Payment { account: string, amount: number, at: time } timed by at"
const kinds = {
  counts: "rule Twice { when 2 Payment as p within 30 days per account alert { sum: sum(p.amount) } without events }",
  deadlines: `rule Once {
  when Payment as p where amount >= 0 then no Payment as q where q.amount < 0 within 30 days per account
  once per 60 days
  alert { sum: p.amount } without events
}`,
} as const
const day = 86_400_000
const firstAt = Date.UTC(2026, 0, 1)
const linesAtOnce = 50_000

interface Payment {
  readonly account: number
  readonly amount: number
  readonly at: number
}

function append(path: string, count: number, payment: (number: number) => Payment): void {
  const file = openSync(path, "a")
  for (let from = 0; from < count; from += linesAtOnce) {
    const lines = Array.from({ length: Math.min(linesAtOnce, count - from) }, (_, i) => {
      const { account, amount, at } = payment(from + i)
      return `{"account":"account-${account}","amount":${amount},"at":${at}}\n`
    })
    writeSync(file, Buffer.from(lines.join("")))
  }
  closeSync(file)
}

function bytesBelow(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  // A file with two names counts once.
  const files = new Map<number, number>()
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const { ino, size } = statSync(join(entry.parentPath, entry.name))
    files.set(ino, size)
  }
  return [...files.values()].reduce((sum, size) => sum + size, 0)
}

await start(help, async (args) => {
  const text = { type: "string" } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      keys: { ...text, default: "2000000" },
      again: text,
      memory: { ...text, default: "256MiB" },
      heap: { ...text, default: "1024" },
      state: { ...text, default: "disk" },
      rules: { ...text, default: "counts" },
      folder: text,
    },
  })
  const keys = wholeNumber("--keys", values.keys)
  const again = values.again === undefined ? Math.ceil(keys / 10) : wholeNumber("--again", values.again)
  if (again > keys) throw new Error(`--again ${again}: there are ${keys} keys`)
  const kind = values.rules
  if (kind !== "counts" && kind !== "deadlines") throw new Error(`--rules ${kind}: counts or deadlines`)
  const heap = wholeNumber("--heap", values.heap)
  await prepareCommand(root)
  const folder = mkdtempSync(join(values.folder ?? tmpdir(), "cep-bench-state-"))
  const path = (name: string): string => join(folder, name)
  const run = async (what: string): Promise<void> => {
    const memory = values.state === "disk" ? ["--state-memory", values.memory] : []
    const source = ["--source", `Payment=file:${path("events.jsonl")}`, "--at-end", "stop"]
    const state = ["--state", values.state, ...memory, "--checkpoint-dir", path("checkpoints")]
    const sink = ["--sink", `alerts=file:${path("alerts.jsonl")}`]
    const all = ["run", path("state.cep"), ...source, ...state, ...sink, "--quiet"]
    const { usage } = await runNode(commandOf(root), all, [`--max-old-space-size=${heap}`])
    const { wallSeconds, cpuSeconds, peakBytes } = usage
    const disk = bytesBelow(path("checkpoints")) / 1e6
    console.log(
      `${what}: ${wallSeconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU), memory ${(peakBytes / 1e6).toFixed(0)} MB, checkpoints ${disk.toFixed(0)} MB`,
    )
  }
  try {
    console.log(machineLine(describeMachine()))
    console.log(`${keys.toLocaleString("en")} keys, --state ${values.state}, heap of ${heap} MiB`)
    writeFileSync(path("state.cep"), `${declarations}\n${kinds[kind]}\n`)
    append(path("events.jsonl"), keys, (number) => ({ account: number, amount: number % 97, at: firstAt + number }))
    await run("all keys")
    // Keys in another order than they came in: a step that has no factor in common with their number.
    let step = Math.floor(keys * 0.618) | 1
    while (greatestCommon(step, keys) > 1) step += 2
    append(path("events.jsonl"), again, (number) => ({
      account: Number((BigInt(number) * BigInt(step)) % BigInt(keys)),
      amount: kind === "counts" ? 1 : -1,
      at: firstAt + keys + number,
    }))
    // All of it is judged: the watermark is behind the last event, and behind all deadlines.
    const lastAt = firstAt + keys + again + (kind === "counts" ? 1 : 31 * day)
    appendFileSync(path("events.jsonl"), `{"account":"last","amount":-1,"at":${lastAt}}\n`)
    await run("restored")
    const more = kind === "counts" ? 1 : 0
    const alerts = kind === "counts" ? again : keys - again
    await checkAlerts(path("alerts.jsonl"), alerts, more)
    console.log(
      `${again.toLocaleString("en")} keys got their second event; ${alerts.toLocaleString("en")} keys made one alert each`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Throws where not so many keys have made one alert each, with the amount of their first event and `more`. */
async function checkAlerts(path: string, alerts: number, more: number): Promise<void> {
  const accounts = new Set<number>()
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const { key, data } = JSON.parse(line) as { key: { account: string }; data: { sum: number } }
    const account = Number(key.account.slice("account-".length))
    if (accounts.has(account) || data.sum !== (account % 97) + more) throw new Error(`a wrong alert: ${line}`)
    accounts.add(account)
  }
  if (accounts.size === alerts) return
  process.exitCode = 1
  throw new Error(`${alerts} keys were to make an alert, and ${accounts.size} did`)
}

function greatestCommon(a: number, b: number): number {
  return b === 0 ? a : greatestCommon(b, a % b)
}
