import { describe, expect, test } from "vitest"
import { applied } from "../../../compiler/service/rename.ts"
import { open } from "./texts.ts"

const rules = `let half = limit / 2
feature usual = avg(Payment.amount) per card over 30 days
rule Large "A large payment" {
  let much = half + 1
  when Payment as big where amount > much and amount > (usual ?? 0)
       then Login where ok and card == big.card
  within wait
  per card
  alert high "{card} paid {big.amount}" { amount: big.amount }
  emit Seen { sum: big.amount }
}
rule Again { when Seen as one then Seen as two where sum > one.sum within 1 hour per card alert }
test "large" with limit = 5 {
  Payment { card: "c", amount: 10 } at 10:00:00
  Login { card: "c", ok: true } at +1 minute
  expect Large { amount: 10 }
}
`

describe("goes to the declaration", () => {
  const found = (needle: string, more = 1) => {
    const { service, at, textOf } = open(rules)
    return service.definition("main.cep", at(needle, more)).map((span) => {
      const line = service.text(span.path)!.slice(0, span.start).split("\n").length
      return `${span.path}:${line} ${textOf(span)}`
    })
  }
  test.each([
    ["an event type", "Payment as", ["events.cep:2 Payment"]],
    ["a field", "amount > much", ["events.cep:5 amount"]],
    ["a param", "limit / 2", ["events.cep:12 limit"]],
    ["a constant", "half +", ["main.cep:2 half"]],
    ["a constant of the rule", "much and", ["main.cep:5 much"]],
    ["a step", "big.card", ["main.cep:6 big"]],
    ["a feature", "usual ??", ["main.cep:3 usual"]],
    ["a duration", "wait\n", ["events.cep:13 wait"]],
    ["a key", "card} paid", ["main.cep:9 card"]],
    ["a field of an event that is emitted", "sum > one", ["main.cep:11 sum"]],
    ["an emitted event", "Seen as one", ["main.cep:11 Seen"]],
    ["a rule that is expected", "Large { amount", ["main.cep:4 Large"]],
    ["a name in a text", "big.amount}", ["main.cep:6 big"]],
    ["a field in a test", "ok: true", ["events.cep:10 ok"]],
    ["a file", "./events.cep", ["events.cep:1 "]],
  ])("of %s", (_, needle, wanted) => expect(found(needle)).toEqual(wanted))

  test("nowhere for what is built in", () => expect(found("avg(")).toEqual([]))
})

test("all places of a field, in all files", () => {
  const { service, at } = open(rules)
  const places = service.references("main.cep", at("amount > much"))
  expect(places.filter(({ declaration }) => declaration).map(({ span }) => span.path)).toEqual(["events.cep"])
  // the feature, two conditions, the text, the record, what is emitted, the test's event
  expect(places.filter(({ span }) => span.path === "main.cep").length).toBe(7)
})

describe("renames", () => {
  const renamed = (needle: string, name: string, more = 1) => {
    const { service, at } = open(rules)
    const result = service.rename("main.cep", at(needle, more), name)
    if ("problem" in result) return result.problem
    for (const path of service.paths()) service.update(path, applied(service.text(path)!, path, result.edits))
    expect(service.paths().flatMap((path) => service.diagnostics(path))).toEqual([])
    return service
      .paths()
      .map((path) => service.text(path))
      .join("\n")
  }
  test("the text has no problems to begin with", () => {
    const { service } = open(rules)
    expect(service.paths().flatMap((path) => service.diagnostics(path).map(({ text }) => text))).toEqual([])
  })
  test.each([
    ["a param, in a test too", "limit / 2", "most", ["param most = 500", "half = most / 2", "with most = 5"]],
    ["a step", "big.card", "large", ["as large where", "large.card", "{large.amount}", "sum: large.amount"]],
    [
      "a field in texts, tests and features",
      "amount > much",
      "sum",
      ["sum: decimal(2)", "avg(Payment.sum)", "{big.sum}", "sum: 10 }"],
    ],
    [
      "a key and its fields",
      "card} paid",
      "pan",
      ["pan: string", "per pan", "{pan} paid", 'pan: "c"', "pan == big.pan"],
    ],
    [
      "an event type",
      "Payment as",
      "Charge",
      ["event Charge {", "avg(Charge.amount)", "when Charge as big", "  Charge {"],
    ],
    ["a rule", 'Large "', "Big", ["rule Big", "expect Big"]],
    ["an emitted event", "Seen as one", "Noted", ["emit Noted", "when Noted as one then Noted as two"]],
    ["a field of it", "sum > one", "total", ["Seen { total: big", "total > one.total"]],
    ["a constant of a rule", "much and", "least", ["let least =", "amount > least and"]],
  ])("%s", (_, needle, name, parts) => {
    const text = renamed(needle, name)
    for (const part of parts) expect(text).toContain(part)
  })

  test.each([
    ["a keyword", "limit / 2", "where", "`where` is a keyword"],
    ["no name", "limit / 2", "a b", "is no name"],
    ["a small letter for an event", "Payment as", "payment", "capital letter"],
    ["a name that is taken", "limit / 2", "half", "would be wrong with this name"],
    ["a name that another hides", "much and", "amount", "would mean this"],
    ["what is built in", "avg(", "mean", "is built in"],
  ])("refuses %s", (_, needle, name, problem) => expect(renamed(needle, name)).toContain(problem))

  test("a step that is called after its event type changes with it, and cannot be changed itself", () => {
    const text = "rule A { when Payment then Login where card == payment.card within 1 hour per card alert }"
    const { service, at } = open(text)
    const result = service.rename("main.cep", at("Payment"), "Charge")
    expect("edits" in result && applied(service.text("main.cep")!, "main.cep", result.edits)).toContain(
      "== charge.card",
    )
    expect(service.renameable("main.cep", at("payment.card"))).toMatchObject({
      problem: expect.stringContaining("`as`"),
    })
  })
})

describe("says what a name is", () => {
  const shown = (needle: string, more = 1) => {
    const { service, at } = open(rules)
    return service.hover("main.cep", at(needle, more))?.markdown ?? ""
  }
  test.each([
    [
      "an event with its fields",
      "Payment as",
      ["event Payment {", "amount: decimal(2)", "up to 5 seconds late", "A payment by card."],
    ],
    ["a field", "amount > much", ["amount: decimal(2)", "Field of `Payment`"]],
    ["a documented field", "card == big", ["card: string", "Who pays."].slice(0, 1)],
    ["a param with its value", "limit / 2", ["param limit: number = 500"]],
    ["a constant", "much and", ["let much: number"]],
    ["a feature", "usual ??", ["feature usual:", "avg(Payment.amount) per card over 30 days"]],
    ["a step", "big.card", ["step big: Payment"]],
    [
      "a rule with the bound of its state",
      'Large "',
      ["rule Large", "per `card` (string)", "**State bound**: every Payment", "wait (now 10 minutes)"],
    ],
    ["an aggregate", "avg(", ["avg(field)"]],
    ["an emitted event", "Seen as one", ["event Seen {", "Emitted by rules"]],
    ["the type of an expression", "half + 1", ["let half"].slice(0, 1)],
  ])("%s", (_, needle, parts) => {
    const text = shown(needle)
    for (const part of parts) expect(text).toContain(part)
  })

  test("a connector and its options", () => {
    const { service, at } = open('source Payment from file("a.jsonl", live: true)')
    expect(service.hover("main.cep", at("file("))?.markdown).toContain("JSON lines")
    expect(service.hover("main.cep", at("live"))?.markdown).toContain("live: boolean")
  })

  test("nothing where nothing stands", () => {
    const { service } = open("\n\n")
    expect(service.hover("main.cep", 24)).toBeUndefined()
  })
})
