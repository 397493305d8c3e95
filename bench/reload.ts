/**
 * `npm run bench:reload`: how long a stream stands still when rules change, with state for many keys. Twenty rules of five kinds have state for all keys; then they are edited again
 * and again (thresholds, rules that come and go, other names of fields, another order), and each time an engine of the new rules goes on with the state of the one before. Told are how long that takes, how long the
 * cut that follows takes to begin, and the first thousand events behind it; beside it the same by a cut of all state that is restored.
 */
import process from "node:process"
import { parseArgs } from "node:util"
import { compile } from "cepheus"
import { createEngine, type Engine, type RuleSet } from "cepheus/runtime"
import { describeMachine, machineLine } from "./measure/machine.ts"
import { alignColumns } from "./measure/report.ts"
import { start, wholeNumber } from "./options.ts"

const help = `npm run bench:reload -- [options]

  --keys N        accounts with state (default: 100,000)
  --reloads N     (default: 30)
`

const head = "event Tx { id: integer, account: string, merchant: string, amount: number, at: time } timed by at\n"
const kinds: readonly ((name: string, least: number) => string)[] = [
  (name, least) =>
    `rule ${name} { when 3 Tx as t where amount > ${least} within 2 hours per account alert { n: count(t) } }`,
  (name, least) =>
    `rule ${name} { when Tx as a where amount > ${least} then Tx as b where b.amount > a.amount within 1 hour per account alert { first: a.id, last: b.id } without events }`,
  (name, least) =>
    `rule ${name} { when Tx as t where amount > ${least} and count() over 2 hours > 4 per account once per 1 hour alert { id: t.id } without events }`,
  (name, least) =>
    `rule ${name} { when Tx as a where amount > ${least} then no Tx as b where b.merchant == a.merchant for 50 minutes per account alert { id: a.id } without events }`,
  (name, least) =>
    `rule ${name} { each 1 hour of Tx where amount > ${least} per account having count() > 9 alert { n: count(), sum: sum(amount) } }`,
]

function rulesOf(version: number): string {
  const rules = Array.from({ length: 20 }, (_, at) =>
    kinds[at % kinds.length]!(`R${at}`, 10 + Math.floor((version + at) / 20)),
  )
  if (version % 5 === 1) rules.push(kinds[0]!("Extra", 12))
  if (version % 5 === 2) rules.splice(7, 1)
  if (version % 5 === 3) rules.splice(1, 1, rules[1]!.replace("first: a.id", "begin: a.id"))
  if (version % 5 === 4) rules.reverse()
  return head + rules.join("\n")
}

async function compiled(version: number): Promise<RuleSet> {
  const { rules, diagnostics } = await compile([{ path: "bench.cep", text: rulesOf(version) }])
  if (rules === undefined) throw new Error(diagnostics.map(({ text }) => text).join("\n"))
  return rules
}

const firstAt = Date.UTC(2026, 0, 1)
let events = 0

/** So many events, one for each account in turn. */
function feed(engine: Engine, count: number, keys: number): void {
  const batch: unknown[] = []
  for (let i = 0; i < count; i++) {
    const at = new Date(firstAt + Math.floor(events / 200)).toISOString()
    batch.push({
      id: events,
      account: `a${events % keys}`,
      merchant: `m${events % 97}`,
      amount: 20 + ((events * 7919) % 1009) / 20,
      at,
    })
    events++
    if (batch.length < 1000 && i < count - 1) continue
    engine.pushAll("Tx", batch)
    batch.length = 0
  }
}

function milliseconds(run: () => void): number {
  const began = process.hrtime.bigint()
  run()
  return Number(process.hrtime.bigint() - began) / 1e6
}

function piecesOf(engine: Engine): Uint8Array[] {
  const cut = engine.cut(true)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece.slice())
  return pieces
}

function row(name: string, times: readonly number[]): string[] {
  const sorted = [...times].sort((one, other) => one - other)
  const shown = (value: number | undefined): string => (value === undefined ? "-" : value.toFixed(1))
  return [name, shown(sorted[sorted.length >> 1]), shown(sorted.at(-1))]
}

await start(help, async (args) => {
  const { values } = parseArgs({ args: [...args], options: { keys: { type: "string" }, reloads: { type: "string" } } })
  const keys = wholeNumber("keys", values.keys ?? "100000")
  const reloads = wholeNumber("reloads", values.reloads ?? "30")
  console.log(machineLine(describeMachine()))
  let engine = createEngine(await compiled(0))
  feed(engine, 2 * keys, keys)
  const taken: number[] = []
  const cuts: number[] = []
  const batches: number[] = []
  for (let version = 1; version <= reloads; version++) {
    const rules = await compiled(version)
    const former = engine
    taken.push(milliseconds(() => void (engine = createEngine(rules, { former }))))
    let cut: ReturnType<Engine["cut"]> | undefined
    cuts.push(milliseconds(() => void (cut = engine.cut(true))))
    batches.push(milliseconds(() => feed(engine, 1000, keys)))
    while (cut!.next() !== undefined);
    feed(engine, 5000, keys)
  }
  const rules = await compiled(reloads + 1)
  const restored = milliseconds(() => void (engine = createEngine(rules, { restoreCut: piecesOf(engine) })))
  const rows = [
    row("taken over", taken),
    row("cut begins", cuts),
    row("next 1000", batches),
    row("restored", [restored]),
  ]
  console.log(alignColumns([["ms", "median", "most"], ...rows]))
})
