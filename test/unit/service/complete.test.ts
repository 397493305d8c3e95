import { describe, expect, test } from "vitest"
import { events, open } from "./texts.ts"

function labels(text: string): string[] {
  const { service, offset } = open(text)
  return service.complete("main.cep", offset).map(({ label }) => label)
}

const fields = ["card", "amount", "shop", "at"]

describe("completes", () => {
  test.each<[what: string, text: string, wanted: string[], unwanted: string[]]>([
    ["declarations in an empty file", "|", ["rule", "event", "import"], ["when", "Payment"]],
    ["declarations while the first word is written", "param a = 1\nru|", ["rule", "test"], ["when"]],
    ["event types after `when`", "rule A { when |", ["Payment", "Login", "no", "event"], ["limit", "within", "not"]],
    [
      "fields and functions in a condition",
      "rule A { when Payment where |",
      [...fields, "limit", "round", "count"],
      ["Payment", "within"],
    ],
    ["the same where a word has begun", "rule A { when Payment where am|\n per card alert }", fields, ["alert"]],
    [
      "what may follow a condition",
      "rule A { when Payment where amount > 2 |",
      ["and", "then", "within", "alert", "as"],
      ["between", "followed", "slip"].slice(0, 2),
    ],
    [
      "earlier steps, not later ones",
      "rule A { when Payment as first where amount > 2 then Login as second where | then Payment as third within 1 hour per card alert }",
      ["first", "second", "ok"],
      ["third"],
    ],
    [
      "fields after a dot",
      "rule A { when Payment as p then Login where card == p.| within 1 hour per card alert }",
      fields,
      ["ok", "limit", "and"],
    ],
    [
      "fields of a step that holds several",
      "rule A { when 3+ Payment as ps then Login as l where sum(ps.|",
      fields,
      ["ok"],
    ],
    ["fields of a record", "rule A { when Payment as p where shop.|", ["name", "country"], ["amount"]],
    ["names in a text", 'rule A { when Payment as p alert "{|}" }', ["p"], ["within"]],
    ["fields in a text", 'rule A { when Payment as p alert "paid {p.|}" }', fields, ["ok"]],
    ["units after a number", "rule A { when Payment then Login within 5 |", ["minutes", "seconds"], ["limit"]],
    ["durations", "rule A { when Payment then Login within |", ["wait", "forever"], ["limit", "Payment"]],
    ["keys", "rule A { when Payment then Login within 1 hour per |", ["card"], ["limit"]],
    [
      "an event in the brackets of a key",
      "rule A { when Payment then Login within 1 hour per card (|",
      ["Payment", "Login"],
      ["limit"],
    ],
    [
      "its fields behind the dot",
      "rule A { when Payment then Login within 1 hour per card (Login.|",
      ["ok"],
      ["amount"],
    ],
    ["severities", "rule A { when Payment alert |", ["high", "score"], ["Payment"]],
    ["types", "event Other { a: |", ["string", "decimal"], ["Payment"]],
    ["event types for parameters", "fn f(p: |", ["string", "Payment"], []],
    ["connectors of a source", "source Payment from |", ["file", "kafka"], ["onnx", "postgres"]],
    ["options of a connector", "source Payment from file(|", ["format", "live"], ["brokers"]],
    ["an option that is not given yet", 'source Payment from file("a", live: true, |', ["format"], ["live"]],
    ["events and orders of a test", 'test "a" { | }', ["Payment", "expect", "given"], ["rule"]],
    ["fields of a test's event", 'test "a" { Payment { | } }', fields, ["ok"]],
    ["rules to expect", 'rule A { when Payment alert }\ntest "a" { expect | }', ["A", "nothing", "no"], ["Payment"]],
    [
      "what a rule's output has",
      'rule A { when Payment as p alert { sum: p.amount } }\ntest "a" { expect A { | } }',
      ["sum"],
      ["amount"],
    ],
    ["params of a test", 'test "a" with |', ["limit", "wait"], []],
    ["aggregates of a window's events", "rule A { each 1 minute of Payment having |", ["count", "window"], []],
    [
      "the ends of a window",
      "rule A { each 1 minute of Payment alert { from: window.| } }",
      ["start", "end"],
      ["amount"],
    ],
    ["in a bracket that is not closed", "let a = round(|", ["limit", "abs"], []],
    ["files to import", 'import "|"', ["./events.cep"].slice(1), ["./main.cep"]],
  ])("%s", (_, text, wanted, unwanted) => {
    const found = labels(text)
    expect(found).toEqual(expect.arrayContaining(wanted))
    expect(found.filter((label) => unwanted.includes(label))).toEqual([])
    expect(new Set(found).size).toBe(found.length)
  })

  test.each([
    ["in a comment", "// wh|"],
    ["in a block comment", "/* wh|\n */"],
    ["in a plain text", 'let a = "wh|"'],
    ["in a number", "let a = 1|"],
  ])("nothing %s", (_, text) => expect(labels(text)).toEqual([]))
})

test("files that can be imported, as the import is written", () => {
  const { service, offset } = open('import "|"', { "rules/a.cep": "", "rules/main.ts": "" })
  expect(service.complete("main.cep", offset).map(({ insert }) => insert)).toEqual(["./rules/a.cep"])
})

test("a function brings its brackets, unless they are there", () => {
  const insertOf = (text: string) => {
    const { service, offset } = open(text)
    return service.complete("main.cep", offset).find(({ label }) => label === "round")?.insert
  }
  expect(insertOf("let a = rou|")).toBe("round($1)$0")
  expect(insertOf("let a = rou|(1)")).toBe("round")
})

test("it replaces the word around the cursor", () => {
  const { service, offset, textOf } = open("rule A { when Payment where amo|unt > 2 per card alert }")
  const [first] = service.complete("main.cep", offset)
  expect(textOf(first!.span)).toBe("amount")
})

test("a field has its type and its documentation", () => {
  const { service, offset } = open("rule A { when Payment where | }")
  const card = service.complete("main.cep", offset).find(({ label }) => label === "card")
  expect(card).toMatchObject({ kind: "field", detail: "string", doc: "Who pays." })
})

describe("the call around", () => {
  const signatureAt = (text: string) => {
    const { service, offset } = open(text)
    const found = service.signature("main.cep", offset)
    return found && { argument: found.argument, labels: found.ways.map(({ label }) => label) }
  }
  test("a built-in", () =>
    expect(signatureAt("let a = hour(2026-01-01, |")).toMatchObject({
      argument: 1,
      labels: ["hour(at: time, zone?: string): integer?"],
    }))
  test("a declared function, with a call in its brackets", () =>
    expect(signatureAt("fn f(a: number, b: string): number = a\nlet c = f(abs(1), |)")).toEqual({
      argument: 1,
      labels: ["f(a: number, b: string): number"],
    }))
  test("none outside of brackets", () => expect(signatureAt("let a = abs(1) |")).toBeUndefined())
  test("in a text", () => expect(signatureAt('rule A { when Payment as p alert "{round(|)}" }')?.argument).toBe(0))
  test("the places of its parameters", () => {
    const { service, offset } = open("let a = hour(|")
    const [way] = service.signature("main.cep", offset)!.ways
    expect(way!.parameters.map(({ start, end }) => way!.label.slice(start, end))).toEqual(["at: time", "zone?: string"])
  })
})

test("events.cep is completed although it imports nothing", () => {
  const { service } = open("rule A { when Payment alert }")
  const at = events.indexOf("limit") + 2
  expect(service.complete("events.cep", at)).toEqual([])
})
