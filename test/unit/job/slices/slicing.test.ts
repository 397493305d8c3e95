import { expect, test } from "vitest"
import { sharedKeys, whyNotSliced } from "../../../../runtime/job/slices/slicing.ts"
import { compileRules } from "../../../support/job.ts"

const events = `
  event Pay { account: string, card: string, at: time, n: integer } timed by at
  event Login { user: string, at: time } timed by at
`
const byAccount = { name: "Pay", partitionedBy: "account" }
const byUser = { name: "Login", partitionedBy: "user" }

async function reasons(rules: string, sources = [byAccount, byUser]): Promise<string[]> {
  return whyNotSliced((await compileRules(`${events}${rules}`)).manifest, sources)
}

const alert = "alert }"

test.each([
  ["one key", `rule R { when Pay as p per account ${alert}`],
  ["further keys", `rule R { when Pay as p per account, card ${alert}`],
  ["a key with two names", `rule R { when Login as l then Pay within 1 hour per account (Login.user) ${alert}`],
  ["windows", `rule R { each 1 hour of Pay per account having count() > 2 ${alert}`],
  ["aggregates by the rule's key", `rule R { when Pay as p where count() over 1 hour > 2 per account ${alert}`],
  [
    "aggregates by that and more",
    `rule R { when Pay as p where count() per account, card over 1 hour > 2 per account ${alert}`,
  ],
])("rules can be divided with %s", async (_, rules) => {
  expect(await reasons(rules)).toEqual([])
})

test.each([
  ["no key", `rule R { when Pay as p ${alert}`, /rule R has no key/],
  ["another key", `rule R { when Pay as p per card ${alert}`, /rule R has the key card, and .* \(Pay by account\)/],
  [
    "keys that are partitions of one event each",
    `rule R { when Login as l then Pay within 1 hour per card (Login.user) ${alert}`,
    /\(Login by user, Pay by account\)|\(Pay by account, Login by user\)/,
  ],
  [
    "aggregates by another key",
    `rule R { when Pay as p where count() per card over 1 hour > 2 per account ${alert}`,
    /rule R asks for aggregates of Pay by card/,
  ],
  [
    "aggregates of the same field with another value",
    `feature total = sum(Pay.n) per account over 1 day
     rule R { when Pay as p where total[p.card] > 2 per account ${alert}`,
    /rule R asks for aggregates of Pay of another account than that of its events/,
  ],
  [
    "what rules make",
    `rule Q { when Pay as p per account emit Big { account: p.account } } rule R { when Big as b per account ${alert}`,
    /rule R reads Big, which rules make/,
  ],
])("rules cannot be divided with %s", async (_, rules, message) => {
  const found = await reasons(rules)
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(message)
})

test("all sources must be partitioned; one stream of all types can be", async () => {
  const rules = `rule R { when Pay as p per account ${alert}`
  expect((await reasons(rules, [byAccount, { name: "Login", partitionedBy: undefined as never }]))[0]).toMatch(
    /the source of Login is not `partitioned by` a field, and that of Pay is \(account\)/,
  )
  expect(await reasons(rules, [{ name: "*", partitionedBy: "account" }])).toEqual([])
  expect(await reasons(rules, [{ name: "*", partitionedBy: "card" }])).toHaveLength(1)
})

test("sources that a rule joins have their keys in common", async () => {
  const joined = `rule R { when Login as l then Pay within 1 hour per account (Login.user) ${alert}`
  const apart = `rule R { when Pay as p per account ${alert} rule Q { when Login as l per user ${alert}`
  const spaces = async (rules: string) => {
    const shared = sharedKeys((await compileRules(`${events}${rules}`)).manifest, [byAccount, byUser])
    return [...new Set(shared.values())]
  }
  expect(await spaces(joined)).toEqual(["Login"])
  expect(await spaces(apart)).toEqual(["Pay", "Login"])
})
