import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { finish, makeFolder, startCep } from "./cep.ts"

const rules = `
event Payment { id: integer, card: string, shop: string?, amount: decimal(2), at: time } timed by at, up to 5 seconds late
event Login { card: string, device: string, at: time } timed by at, up to 5 seconds late
table Shops key shop { shop: string, risk: integer } from file("shops.csv")

rule Burst { when 3 Payment as p within 1 minute per card alert "{card} {sum(p.amount)}" }
rule Shop { when 2 Payment as p within 5 seconds per shop alert "{shop}" without events }
rule Both { when Login as l then Payment as p where p.amount > 400 within 1 minute per card alert "{l.device}" }
rule Large { when Payment as p where amount > 990 alert "{p.amount}" }
rule Usual { when Payment as p where amount > 5 * avg(amount) over previous 10 minutes per card alert "{p.amount}" }
rule Risky { when Payment as p where Shops[p.shop].risk > 1 and amount > 900 per card alert "{p.shop}" }
rule Minute {
  each 1 minute of Payment
  per shop
  having count() > 30
  alert "{count()} {sum(amount)}"
}
rule Silent { when 2 Payment as p where amount > 900 within 1 minute per card once per 5 minutes alert "{card}" }
rule Found { when 4 Payment as p within 1 minute per card emit Busy { card: card, n: count(p) } }
rule Again { when 2 Busy as b within 10 minutes per card alert "{card} again" }
rule Gone { when Login as l then no Payment for 30 seconds per card alert "{l.device}" }
`

/** Payments and logins with some that are late, broken or without their keys. */
function events(count: number): { mixed: string; csv: string } {
  let seed = 7
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    return seed % below
  }
  const mixed: string[] = []
  const csv: string[] = ["id,card,shop,amount,at"]
  for (let id = 0; id < count; id++) {
    const at = 1.7e12 + id * 40 - next(3000) - (next(500) === 0 ? 60_000 : 0)
    const card = `c${next(300)}`
    const shop = next(50) === 0 ? undefined : `s${next(40)}`
    const amount = next(100_000) / 100
    if (next(400) === 0) mixed.push(`{"type":"Payment","id":"odd ${id}"}`, "no json {")
    if (next(5) === 0) mixed.push(JSON.stringify({ type: "Login", card, device: `d${next(900)}`, at }))
    else mixed.push(JSON.stringify({ type: "Payment", id, card, shop, amount, at }))
    csv.push(`${id},${card},${shop ?? ""},${amount.toFixed(2)},${at}`)
  }
  return { mixed: `${mixed.join("\n")}\n`, csv: `${csv.join("\n")}\n` }
}

let place: ReturnType<typeof makeFolder>
beforeAll(() => {
  const { mixed, csv } = events(20_000)
  const shops = `shop,risk\n${Array.from({ length: 40 }, (_, i) => `s${i},${i % 3}`).join("\n")}\n`
  place = makeFolder({ "rules.cep": rules, "mixed.jsonl": mixed, "payments.csv": csv, "shops.csv": shops })
})
afterAll(() => place.remove())

const outputs = ["alerts", "dead", "late"]
const read = (name: string): string[] => {
  const path = join(place.folder, name)
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean).sort() : []
}
const results = (run: string) => outputs.map((output) => read(`${run}-${output}.jsonl`))

function start(run: string, source: string, parallelism: number, more: readonly string[] = []) {
  const sinks = [
    "--sink",
    `alerts=${run}-alerts.jsonl`,
    "--dead-letter",
    `${run}-dead.jsonl`,
    "--late",
    `${run}-late.jsonl`,
  ]
  const args = [
    "run",
    "rules.cep",
    "--source",
    source,
    ...sinks,
    "--parallelism",
    String(parallelism),
    "--json",
    ...more,
  ]
  const child = startCep(args, place.folder)
  return { child, ended: finish(child) }
}

/** Without what differs from run to run. */
function summaryOf(stderr: string): unknown {
  const { seconds, eventsPerSecond, cpuSeconds, peakMemoryBytes, tables, ...rest } = JSON.parse(
    stderr.trim().split("\n").at(-1)!,
  )
  return rest
}

for (const [name, source] of [
  ["a stream of several types", "*=mixed.jsonl"],
  ["CSV", "Payment=payments.csv"],
] as const) {
  test(`${name} has the same outputs and counts for every number of workers`, async () => {
    const one = await start(`${name[0]}1`, source, 1).ended
    expect(one.code, one.stderr).toBe(0)
    const [alerts, dead, late] = results(`${name[0]}1`)
    expect(alerts!.length).toBeGreaterThan(1000)
    if (source.startsWith("*")) expect(Math.min(dead!.length, late!.length)).toBeGreaterThan(10)
    for (const parallelism of [2, 3]) {
      const several = await start(`${name[0]}${parallelism}`, source, parallelism).ended
      expect(several.code, several.stderr).toBe(0)
      expect(results(`${name[0]}${parallelism}`)).toEqual([alerts, dead, late])
      expect(summaryOf(several.stderr)).toEqual(summaryOf(one.stderr))
    }
  })
}

test("workers that are killed again and again go on from their checkpoints, as many of them or others", async () => {
  const whole = await start("whole", "*=mixed.jsonl", 1).ended
  expect(whole.code, whole.stderr).toBe(0)
  const options = ["--checkpoint-dir", "checkpoints", "--checkpoint-interval", "30ms"]
  const newest = (): number => {
    const folder = join(place.folder, "checkpoints/rules/0")
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d+$/.test(name)) : []
    return Math.max(0, ...names.filter((each) => existsSync(join(folder, each, "MANIFEST"))).map(Number))
  }
  let kills = 0
  for (const parallelism of [2, 2, 3, 1, 2]) {
    const before = newest()
    const { child, ended } = start("killed", "*=mixed.jsonl", parallelism, options)
    while (child.exitCode === null && newest() <= before) await new Promise((resolve) => setTimeout(resolve, 1))
    child.kill("SIGKILL")
    const { code, stderr } = await ended
    expect(code === null || code === 0, stderr).toBe(true)
    if (code === null) kills++
  }
  expect(kills).toBeGreaterThan(0)
  const last = await start("killed", "*=mixed.jsonl", 3, options).ended
  expect(last.code, last.stderr).toBe(0)
  expect(results("killed")).toEqual(results("whole"))
})

test("rules on trial are compared with others whatever judges them, and their alerts need no sink", async () => {
  const trial = `${rules}
shadow rule Burst2 of Burst { when 3 Payment as p where amount > 200 within 1 minute per card alert "{card}" }
shadow rule Large2 of Large { when Payment as p where amount > 995 alert "{p.amount}" }
`
  const own = makeFolder({ "rules.cep": trial, "shops.csv": "shop,risk\ns1,1\n" })
  try {
    const found = []
    for (const parallelism of ["1", "3"]) {
      const source = `*=${join(place.folder, "mixed.jsonl")}`
      const args = ["--sink", "alerts=alerts.jsonl", "--parallelism", parallelism, "--json"]
      const child = startCep(["run", "rules.cep", "--source", source, ...args], own.folder)
      const { code, stderr } = await finish(child)
      expect(code, stderr).toBe(0)
      const { shadows, rules: counted } = JSON.parse(stderr.trim().split("\n").at(-1)!)
      const outputs = (name: string) => counted.find((rule: { name: string }) => rule.name === name).outputs
      for (const { shadow, rule, both, onlyRule, onlyShadow, waiting } of shadows) {
        expect([both + onlyRule, both + onlyShadow, waiting]).toEqual([outputs(rule), outputs(shadow), 0])
      }
      found.push(shadows.map((each: object) => ({ ...each, since: "" })))
    }
    expect(found[1]).toEqual(found[0])
    expect(found[0]).toMatchObject([{ shadow: "Burst2" }, { shadow: "Large2", onlyShadow: 0, earlier: 0, later: 0 }])
    for (const { both, onlyRule } of found[0]) expect(Math.min(both, onlyRule)).toBeGreaterThan(10)
  } finally {
    own.remove()
  }
})
