import { expect, test } from "vitest"
import { checkFiles, checkText } from "./parsed.ts"

const transaction = `
event Transaction {
  id: string  account: string  card: string  device: string?  merchant: string  country: string  amount: number  at: time
} timed by at, up to 5 seconds late
event Transfer { id: string, account: string, amount: number, at: time } timed by at
event Confirmation { transfer: string, account: string, at: time } timed by at
param drainAmount = 500
`
const rules = `
rule CardTesting "Small probes, then one large charge" {
  when 3+ Transaction as probes where amount < 2
       then Transaction as drain where amount > drainAmount
  within 10 minutes
  per card
  alert high "Card {card} was probed {count(probes)} times, then charged {drain.amount}" {
    amount: drain.amount
    total:  sum(probes.amount) + drain.amount
  }
}
rule RapidFire {
  when 5 Transaction within 1 minute per account
  alert medium "{count(transaction)} transactions in a minute"
}
rule Unconfirmed {
  when Transfer as t where amount > 10000
       then no Confirmation where transfer == t.id
  within 30 minutes
  per account
  alert high
}
test "three probes and a drain" {
  Transaction { card: "c1", amount: 1.00 } at 10:00:00
  Transaction { card: "c1", amount: 1.20 } at +20 seconds
  Transaction { card: "c1", amount: 0.90 } at +20 seconds
  Transaction { card: "c1", amount: 900 }  at +1 minute
  expect CardTesting { total: 903.1 }
  expect no RapidFire
}
`

test("rules as an analyst would write them have no problem", () => {
  const { checked, diagnostics } = checkFiles({
    "main.cep": `import "./streams.cep"\n${rules}`,
    "streams.cep": transaction,
  })
  expect(diagnostics).toEqual([])
  expect(checked.rules.map((rule) => rule.name)).toEqual(["CardTesting", "RapidFire", "Unconfirmed"])
  expect(checked.rules.map((rule) => rule.steps.map((step) => step.name))).toEqual([
    ["probes", "drain"],
    ["transaction"],
    ["t", "confirmation"],
  ])
})

test("a rule with aggregates over windows is right", () => {
  const { codes } = checkText(`${transaction}
    rule UnusualSpend {
      when Transaction as t
           where amount > 3 * avg(amount) over previous 30 days
             and count() over previous 30 days >= 5
      per account
      alert low "{t.amount} is far above the account's habit"
    }`)
  expect(codes).toEqual([])
})
