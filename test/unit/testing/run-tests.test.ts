import { expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { runTests } from "../../../compiler/testing/index.ts"
import { createEngine } from "../../../runtime/index.ts"

test("a parameter that makes no sense where it stands fails the test, not the command", async () => {
  const text = `
    event A { k: string, at: time } timed by at
    param wait = 10 minutes
    rule R { when A as a then A as b within wait per k alert }
    test "no time at all" with wait = 0 minutes {
      A { k: "a" } at 10:00:00
      expect nothing
    }
    test "as it is" {
      A { k: "a" } at 10:00:00
      expect nothing
    }`
  const { rules, checked } = await compile([{ path: "rules.cep", text }])
  const results = await runTests(rules!, checked.tests, createEngine)
  expect(results.map(({ failures }) => failures.map((failure) => failure.text))).toEqual([
    ["the test cannot begin: a length of time in rule R would make no sense: it is at least 1 ms"],
    [],
  ])
})

test("a feature that is given for one key is worked out for the others", async () => {
  const text = `
    event A { k: string, n: integer, at: time } timed by at
    feature total = sum(A.n) per k over 1 hour
    feature known = count(A) per k over 1 hour
    rule R { when A as a per k alert { t: total + 1, n: known } }
    test "one key" {
      given total["x"] = 100
      given known = 7
      given known["x"] = 5
      A { k: "x", n: 1 } at 10:00:00
      A { k: "y", n: 2 } at 10:00:01
      expect R { t: 101, n: 5 }
      expect R { t: 3, n: 7 }
    }`
  const { rules, checked } = await compile([{ path: "rules.cep", text }])
  const [result] = await runTests(rules!, checked.tests, createEngine)
  expect(result!.failures).toEqual([])
})
