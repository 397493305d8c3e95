/**
 * Pushes a number of keys, each seen once, through rules that keep state for a minute, and prints the most keys that
 * they held. Run as a process of its own, so that its heap can be limited.
 */
import { compile } from "../../compiler/index.ts"
import { createEngine } from "../../runtime/index.ts"

const count = Number(process.argv[2])
const gapMs = 100
const text = `
event Payment { account: string, at: time } timed by at
rule Burst { when 3 Payment within 1 minute per account alert }
rule Silent { when Payment as p then no Payment within 1 minute per account having p.account == "none" alert }
rule Once { when Payment where account == "none" once per 1 minute per account alert }
`
const { rules, diagnostics } = await compile([{ path: "keys.cep", text }])
if (rules === undefined) throw new Error(JSON.stringify(diagnostics))
const engine = createEngine(rules)
let most = 0
for (let i = 0; i < count; i++) {
  engine.push("Payment", { account: `account-${i}`, at: 1_700_000_000_000 + i * gapMs })
  if (i % 10_000 === 0) most = Math.max(most, ...engine.stats().rules.map((rule) => rule.keys))
}
engine.end()
const left = engine.stats().rules.map((rule) => rule.keys)
console.log(JSON.stringify({ events: engine.stats().events, most, left }))
