/**
 * `npm start`: makes a day of card payments, runs the card fraud rules on them through `cep run`, and says what came
 * out. Everything is written to `samples/card-fraud/out/`.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createWriteStream } from "node:fs"
import { mkdir, readFile } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import { finished } from "node:stream/promises"
import { fileURLToPath } from "node:url"
import { generate } from "./generate.ts"

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, "../..")
const out = join(here, "out")
const count = Number(process.argv[2] ?? 200_000)
const colour = process.stdout.isTTY && !process.env.NO_COLOR
const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)
const show = (path: string) => relative(process.cwd(), path)

interface Alert {
  rule: string
  severity: string
  at: string
  message?: string
}

async function writeEvents(path: string): Promise<void> {
  const file = createWriteStream(path)
  let chunk = ""
  for (const event of generate(count, 1)) {
    chunk += `${JSON.stringify(event)}\n`
    if (chunk.length < 1 << 18) continue
    if (!file.write(chunk)) await once(file, "drain")
    chunk = ""
  }
  file.end(chunk)
  await finished(file)
}

/** Runs `cep` with its progress and summary on this terminal; resolves with the exit code. */
function cep(...args: string[]): Promise<number> {
  const child = spawn(process.execPath, [join(root, "tools/cep.js"), ...args], { stdio: "inherit" })
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("exit", (code) => resolve(code ?? 1))
  })
}

/** One alert of each rule, the gravest first. */
function examples(alerts: readonly Alert[]): Alert[] {
  const grave = ["critical", "high", "medium", "low", "info"]
  const first = new Map<string, Alert>()
  for (const alert of alerts) if (!first.has(alert.rule)) first.set(alert.rule, alert)
  return [...first.values()].sort((a, b) => grave.indexOf(a.severity) - grave.indexOf(b.severity))
}

const severityColour: Readonly<Record<string, number>> = { critical: 35, high: 31, medium: 33, low: 36, info: 37 }

function printExamples(alerts: readonly Alert[]): void {
  const shown = examples(alerts)
  const width = Math.max(0, ...shown.map((a) => a.rule.length))
  console.log(`\n${paint(1, "One alert of each rule")}`)
  for (const { severity, at, rule, message = "" } of shown) {
    const label = paint(severityColour[severity] ?? 37, severity.padEnd(8))
    console.log(`  ${label} ${at.slice(11, 19)}  ${rule.padEnd(width)}  ${message}`)
  }
}

await mkdir(out, { recursive: true })
const events = join(out, "events.jsonl")
const alerts = join(out, "alerts.jsonl")
console.log(paint(1, `A day of card payments: ${count.toLocaleString("en")} events → ${show(events)}`))
await writeEvents(events)

const input = `*=file:${events}`
const code = await cep(
  "run",
  join(here, "rules.cep"),
  "--source",
  input,
  "--sink",
  `alerts=file:${alerts}`,
  "--log",
  "text",
)
if (code !== 0) process.exit(code)

const lines = (await readFile(alerts, "utf8")).split("\n").filter(Boolean)
printExamples(lines.map((line) => JSON.parse(line) as Alert))
console.log(`
${lines.length.toLocaleString("en")} alerts → ${show(alerts)}

${paint(1, "Now change a rule:")} open ${show(join(here, "rules.cep"))}, set drainAmount to 800, and run npm start again.
  npx cep test ${show(join(here, "rules.cep"))}               the tests that stand beside the rules
  npx cep explain ${show(join(here, "rules.cep"))} CardTesting   how a rule works and how much it remembers`)
