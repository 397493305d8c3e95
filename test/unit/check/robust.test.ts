import fc from "fast-check"
import { expect, test } from "vitest"
import { checkText } from "./parsed.ts"

const text = `
import "./other.cep"
use { f } from "./f.ts"
event Transaction { id: string, account: string, card: string?, amount: decimal(2), kind: "a" | "b", bin: { n: integer }, at: time } timed by at, up to 5 seconds late
event Login { user: string, bin: { n: number }, ok: boolean, at: time(seconds) } timed by at
source Transaction from kafka("tx", brokers: "k1:9092", partitioned by account)
sink alerts to file("out.jsonl")
param window = 10 minutes
let risky = ["NG", "RU"]
fn big(t: Transaction, limit: decimal(2)): boolean = t.amount > limit * 2 and t.kind in ["a"]
rule Testing was Old "Small probes" {
  let many = count(probes) > 3
  when 3+ consecutive Transaction as probes where amount < 2 and amount > previous.amount until kind == "b"
       then no Login as l where ok
       then 2 (Transaction as x where big(x, 5) then optional Transaction as y where y.amount > x.amount)
       then any Transaction as drain where amount > sum(probes.amount) + 1
  within window between events
  per account (Login.user), bin.n
  skip to last x
  having many and (drain.at - first(probes).at) < 5 minutes
  alert high "Card {account} {count(probes)} {drain.amount ?? 0}" to alerts { total: sum(probes.amount), k: probes[0].kind } without events
  on timeout emit Late { n: max(probes.amount) if many else missing }
}
feature habit = avg(Transaction.amount where kind == "a") per account over 30 days
feature fails = count(Login where not ok) per user, bin.n over last 100 events
fn spike(t: Transaction, k: number) = t.amount > k * percentile(amount, 0.95) over previous 30 days ending 1 day ago
rule Past {
  let often = count(where kind == p.kind) per account over window > 3
  when Transaction as p where (kind, card) is new per account over 90 days or spike(p, 3) and often
       then Login where fails > 3 and habit["x"] > 5 and ok is not new over forever
  within 1 hour
  per account (Login.user)
  alert score habit "{count() over 1 day} {sum(p.amount where amount > 2)}" { n: fails[account, 1] }
}
rule Then { when Late next event as e within 1 hour per account alert }
test "one" with window = 5 minutes {
  Transaction { amount: 1.00, at: 1970-01-01T10:00:00Z }
  Login { user: "u" } at +20 seconds
  expect 2 Testing { total: 1 }
  expect nothing
  until 11:00:00
}
`
const words = text.match(/\w+|\s+|"[^"]*"|[^\w\s]/g) ?? []

test("no text makes the checker throw", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: fc.nat(words.length - 1), from: fc.nat(words.length - 1), drop: fc.boolean() }), {
        minLength: 1,
        maxLength: 4,
      }),
      (edits) => {
        const changed: string[] = [...words]
        for (const { at, from, drop } of edits) changed[at] = drop ? "" : words[from]!
        const { diagnostics } = checkText(changed.join(""))
        for (const { text: said, hint } of diagnostics) {
          expect(`${said} ${hint ?? ""}`).not.toMatch(/undefined|\[object|NaN/)
        }
      },
    ),
    { numRuns: 100, seed: 7 },
  )
})

test("the text itself has only the problems of the files that are not there", () => {
  expect(checkText(text).codes).toEqual(["CEP5001", "CEP5010"])
})

test("very deep and very long expressions", () => {
  expect(checkText(`let a = ${"(".repeat(3000)}1${")".repeat(3000)}`).codes.length).toBeGreaterThan(0)
  expect(checkText(`let a = 1${" + 1".repeat(3000)}`).codes.length).toBeGreaterThan(0)
  expect(checkText(`let a = ${"not ".repeat(3000)}true`).codes.length).toBeGreaterThan(0)
})

test("long chains of functions and constants, in any order", () => {
  const chain = (name: string, first: string, step: (before: string) => string) =>
    Array.from({ length: 2000 }, (_, i) => (i === 0 ? `${name}0${first}` : `${name}${i}${step(`${name}${i - 1}`)}`))
  const lets = chain("let a", " = 1", (before) => ` = ${before.slice(4)} + 1`).toReversed()
  const functions = chain("fn f", "(x: number) = x", (before) => `(x: number) = ${before.slice(3)}(x) + 1`).toReversed()
  expect(checkText([...lets, ...functions].join("\n")).codes).toEqual([])
})

test("lets of a rule that use each other twice", () => {
  const lets = Array.from({ length: 40 }, (_, i) => `let a${i + 1} = a${i} + a${i}`).toReversed()
  const rule = `rule R { ${lets.join(" ")} let a0 = n when E where a40 > 1 per id alert }`
  const { codes } = checkText(`event E { id: string, n: number, at: time } timed by at ${rule}`)
  expect(new Set(codes)).toEqual(new Set(["CEP2180"]))
})

test("what a syntax error has taken away is not asked for again", () => {
  const rule = "rule R { when Payment as p where p.amount > 5 and p.count > 5 per card alert }"
  const { codes } = checkText(
    `event Payment { card: string, amount number, count: integer, at: time } timed by at ${rule}`,
  )
  expect(codes.filter((code) => !code.startsWith("CEP1"))).toEqual([])
})
