/**
 * `npm run bench:alerts`: what making and writing an alert costs. Each rule runs twice over the same file of card transactions, in turn: as it
 * stands, and with a `having` that is never true, so that the same matches are found and nothing is made of them. The difference in CPU
 * time, divided by the alerts, is what one costs from the match to the file, the collector's share included.
 *
 *   node bench/alerts.ts [events=1000000] [rounds=3]
 */
import { createReadStream, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { emptyFile, outputFile } from "./measure/cases.ts"
import { cepRun } from "./measure/cep.ts"
import { describeMachine, machineLine, root } from "./measure/machine.ts"
import type { Case } from "./measure/rounds.ts"
import { cache, streamOf, transactionFile } from "./streams/files.ts"

const [events = 1_000_000, rounds = 3] = process.argv.slice(2).map(Number)
const accounts = 10_000

interface Measured {
  readonly name: string
  /** With `HAVING` where the clause goes. */
  readonly rule: string
  /** Never true. */
  readonly having: string
}

const measured: readonly Measured[] = [
  {
    name: "each event, without events",
    rule: "when Transaction as t per account HAVING alert { id: t.id, amount: t.amount } without events",
    having: "having t.amount < 0",
  },
  {
    name: "each event, with it",
    rule: "when Transaction as t per account HAVING alert { id: t.id, amount: t.amount }",
    having: "having t.amount < 0",
  },
  {
    name: "six events, without events",
    rule: "when 6 Transaction as burst within 1 minute per account HAVING alert { first: first(burst).id, last: last(burst).id } without events",
    having: "having first(burst).amount < 0",
  },
  {
    name: "six events, with them",
    rule: "when 6 Transaction as burst within 1 minute per account HAVING alert { first: first(burst).id, last: last(burst).id }",
    having: "having first(burst).amount < 0",
  },
]

/** The rule as a file, with or without its `having`. */
function ruleFile({ name, rule, having }: Measured, silent: boolean): string {
  const folder = join(cache, "rules")
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `alerts-${name.replaceAll(/\W+/g, "-")}${silent ? "-silent" : ""}.cep`)
  const declaration = `event Transaction {
  id: number, account: string, card: string, merchant: string, device: string, country: string, amount: number, at: time
} timed by at, up to 5 seconds late
`
  writeFileSync(path, `${declaration}rule R { ${rule.replace("HAVING", silent ? having : "")} }\n`)
  return path
}

async function lineCount(path: string): Promise<number> {
  let lines = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (const byte of chunk) if (byte === 0x0a) lines++
  }
  return lines
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)]!
}

const input = await transactionFile(streamOf("dense"), events, accounts)
const output = outputFile()
const variant = cepRun("cepheus", root, 512)
const common = { workload: "alerts", stream: "dense", events, type: "Transaction", input, empty: emptyFile() }

console.log(machineLine(describeMachine()))
console.log(`${events.toLocaleString("en")} events, ${rounds} rounds\n`)
console.log("an alert for                    alerts   CPU ns an alert   of each round")
for (const each of measured) {
  const cpuSeconds = async (silent: boolean): Promise<number> => {
    const one: Case = { ...common, rules: ruleFile(each, silent) }
    return (await variant.run(one, input, output)).cpuSeconds
  }
  const differences: number[] = []
  let alerts = 0
  for (let round = 0; round < rounds; round++) {
    const silent = await cpuSeconds(true)
    const loud = await cpuSeconds(false)
    alerts = await lineCount(output)
    differences.push(((loud - silent) * 1e9) / alerts)
  }
  const all = differences.map((value) => Math.round(value).toLocaleString("en")).join(", ")
  const cost = Math.round(median(differences)).toLocaleString("en")
  console.log(`${each.name.padEnd(28)}${alerts.toLocaleString("en").padStart(10)}${cost.padStart(18)}   ${all}`)
}
