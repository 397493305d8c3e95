import { describe, expect, test } from "vitest"
import type { TestEventInfo } from "../../../lang/check/model.ts"
import { checkedRule, checkText, show } from "./parsed.ts"

const events = `
event Payment { id: string, card: string, country: string?, amount: number, price: decimal(2), parts: integer, at: time } timed by at
event Login { user: string, ok: boolean, at: time } timed by at
param limit = 100
param window = 10 minutes
`

function ruleOf(when: string, rest = "within 1 hour per card", output = "alert") {
  return checkedRule(`${events} rule R { when ${when} ${rest} ${output} }`)
}

function where(condition: string): string {
  const [element] = ruleOf(`Payment as p where ${condition}`).trigger.pattern.elements
  return element?.kind === "step" ? show(element.where) : "no step"
}

function output(when: string, expression: string, rest?: string) {
  const value = ruleOf(when, rest, `alert { v: ${expression} }`).outputs[0]!.data[0]!.value
  return { form: show(value), type: value.type }
}

describe("quantifiers", () => {
  test.each([
    ["Payment", { min: 1, max: 1, optional: false, inner: "relaxed", greedy: false }],
    ["3 Payment", { min: 3, max: 3, optional: false }],
    ["0+ Payment", { min: 1, max: null, optional: true }],
    ["0..3 Payment", { min: 1, max: 3, optional: true }],
    ["optional 2..4 consecutive Payment", { min: 2, max: 4, optional: true, inner: "consecutive" }],
    ["2+ any Payment", { min: 2, max: null, inner: "any" }],
    ["1+ Payment greedy", { min: 1, max: null, greedy: true }],
  ])("%s", (text, expected) => {
    expect(ruleOf(`Payment as a then ${text} then Payment as z`).trigger.pattern.elements[1]).toMatchObject({
      kind: "step",
      contiguity: "then",
      quantifier: expected,
    })
  })
})

test("a `let` that nothing uses is right where it is right in one place", () => {
  const lets = "let x = amount + 1 let y = amount > 1 and parts < 4 let z = p.amount * 2"
  expect(checkText(`${events} rule R { ${lets} when Payment as p per card alert }`).codes).toEqual([])
  expect(checkText(`${events} rule R { let x = amuont + 1 when Payment as p per card alert }`).codes).toEqual([
    "CEP2001",
  ])
})

describe("steps", () => {
  test("a step without `as` is called after its type; names are unique", () => {
    const { steps } = ruleOf("Payment then Payment then Payment as payment3 then Payment")
    expect(steps.map((step) => step.name)).toEqual(["payment", "payment2", "payment3", "payment4"])
  })
  test("steps of groups take over what the group is", () => {
    const { steps, trigger } = ruleOf("Payment as a then 2 (Payment as b then optional Payment as c) then Payment as d")
    expect(steps.map(({ name, several, maybeEmpty }) => ({ name, several, maybeEmpty }))).toEqual([
      { name: "a", several: false, maybeEmpty: false },
      { name: "b", several: true, maybeEmpty: false },
      { name: "c", several: true, maybeEmpty: true },
      { name: "d", several: false, maybeEmpty: false },
    ])
    expect(trigger.pattern.elements.map((element) => [element.kind, element.contiguity])).toEqual([
      ["step", "first"],
      ["group", "then"],
      ["step", "then"],
    ])
  })
  test("`no` steps are not shown", () => {
    const { steps } = ruleOf(
      "Payment as a then no Login where ok then Payment as b",
      "within 1 hour per card (Login.user)",
    )
    expect(steps.map((step) => step.shown)).toEqual([true, false, true])
  })
  test("`event` means any event of the input", () => {
    const { steps, inputs } = ruleOf(
      "Payment as a next event as b then Login as c",
      "within 1 hour per card (Login.user)",
    )
    expect(inputs).toEqual(["Payment", "Login"])
    expect(steps[1]!.events).toEqual(["Payment", "Login"])
  })
})

describe("names in conditions", () => {
  test("own fields, with and without the step's name", () => {
    expect(where("amount > limit")).toBe("(compare > (member candidate amount) (param limit))")
    expect(where("p.amount > 5")).toBe("(compare > (member candidate amount) (literal 5))")
  })
  test("in a step that holds several, its name means the events before", () => {
    const [element] = ruleOf("3+ Payment as a where count(a) < 5 and amount > sum(a.amount)").trigger.pattern.elements
    expect(element?.kind === "step" && show(element.where)).toBe(
      "(and (compare < (aggregate count 0) (literal 5)) (compare > (member candidate amount) (aggregate sum 0 (member element amount))))",
    )
  })
  test("previous is optional only where nothing may have come before", () => {
    const [first, second] = ruleOf("Payment as a then Payment as b where amount > previous.amount").trigger.pattern
      .elements
    expect(first).toBeDefined()
    expect(second?.kind === "step" && second.where?.kind === "compare" && second.where.right.type).toEqual({
      kind: "number",
    })
    const [loop] = ruleOf("3 Payment as a where amount > previous.amount").trigger.pattern.elements
    expect(loop?.kind === "step" && loop.where?.kind === "compare" && loop.where.right.type.kind).toBe("optional")
  })
  test("a rule's let is written out where it is used", () => {
    const rule = checkedRule(`${events} rule R { let big = amount > limit when Payment where big per card alert }`)
    const [element] = rule.trigger.pattern.elements
    expect(element?.kind === "step" && show(element.where)).toBe("(compare > (member candidate amount) (param limit))")
  })
  test("in a repeated group a step used as a record is this round's event", () => {
    const { codes } = checkText(
      `${events} rule R { when 2 (Payment as a then Payment as b where amount > a.amount) within 1 hour per card alert }`,
    )
    expect(codes).toEqual([])
  })
})

describe("outputs", () => {
  test.each([
    ["sum(b.amount)", "(aggregate sum 1 (member element amount))", "number"],
    ["sum(b.price)", "(aggregate sum 1 (member element price))", "decimal"],
    ["avg(b.price)", "(aggregate avg 1 (member element price))", "number"],
    ["first(b).amount", "(member (step 1 first) amount)", "number"],
    ["b[0].amount", "(member (step-index 1 (literal 0)) amount)", "number"],
    ["b[7].amount", "(member (step-index 1 (literal 7)) amount)", "optional"],
    ["a.amount", "(member (step 0 single) amount)", "number"],
    ["c.amount", "(member (step 2 single) amount)", "optional"],
    ["sum(c.amount)", "(aggregate sum 2 (member element amount))", "number"],
    ["avg(c.amount)", "(aggregate avg 2 (member element amount))", "optional"],
    ["card", "(key card)", "string"],
    ["distinct(b.country)", "(aggregate distinct 1 (member element country))", "integer"],
    ["max(a.amount, 5)", "(call builtin max [(member (step 0 single) amount) (literal 5)])", "number"],
    ['a.country ?? "none"', "(coalesce (member (step 0 single) country) (literal none))", "string"],
    [
      "sum(b.amount * a.amount)",
      "(aggregate sum 1 (arithmetic * (member element amount) (member (step 0 single) amount)))",
      "number",
    ],
  ])("%s", (text, form, kind) => {
    const found = output("Payment as a then 3 Payment as b then optional Payment as c then Payment as d", text)
    expect(found.form).toBe(form)
    expect(found.type.kind).toBe(kind)
  })

  test("on timeout only the first step is certain", () => {
    const rule = checkedRule(
      `${events} rule R { when Payment as a then Payment as b within 1 hour per card on timeout alert { x: a.amount, y: b.amount } }`,
    )
    expect(rule.outputs[0]!.data.map((field) => field.value.type.kind)).toEqual(["number", "optional"])
  })

  test("emit has the key's fields and makes an event type", () => {
    const { checked, diagnostics } = checkText(`${events}
      rule Second { when 2 Big as b where amount > 5 within 1 hour per card alert { n: sum(b.amount) } }
      rule First { when Payment as p per card emit Big { amount: p.amount } }`)
    expect(diagnostics).toEqual([])
    const big = checked.events.find((event) => event.name === "Big")
    expect(big).toMatchObject({ origin: "derived", timeField: "at" })
    expect(big?.fields.map((field) => field.name)).toEqual(["amount", "card", "at"])
    expect(checked.rules.map((rule) => rule.name)).toEqual(["Second", "First"])
    expect(checked.rules[1]!.outputs[0]!.data.map((field) => show(field.value))).toEqual([
      "(member (step 0 single) amount)",
      "(key card)",
    ])
  })

  test("what several rules emit is brought to one type", () => {
    const { checked, diagnostics } = checkText(`${events}
      rule First { when Payment as p per card emit Big { v: p.parts } }
      rule Second { when Payment as p per card emit Big { v: p.price } }`)
    expect(diagnostics).toEqual([])
    expect(checked.events.at(-1)?.fields[0]).toEqual({ name: "v", type: { kind: "decimal", scale: 2 } })
    expect(show(checked.rules[0]!.outputs[0]!.data[0]!.value)).toBe("(convert (member (step 0 single) parts))")
  })
})

describe("expressions", () => {
  test.each([
    ["price > 9.99", "(compare > (member candidate price) (literal 999))"],
    ["price > 0.005", "(compare > (convert (member candidate price)) (literal 5))"],
    ["price > amount", "(compare > (convert (member candidate price)) (member candidate amount))"],
    [
      "price + 1 > price * 2",
      "(compare > (arithmetic + (member candidate price) (literal 100)) (arithmetic * (member candidate price) (literal 2)))",
    ],
    ["price in 1..2.5", "(in-range false (member candidate price) (literal 100) (literal 250))"],
    ["price in [1, 2.5]", "(in-list false (member candidate price) (list [(literal 100) (literal 250)]))"],
    ["country is present", "(is-missing true (member candidate country))"],
    ["country is not missing", "(is-missing true (member candidate country))"],
    ["card not matches /^4/i", '(matches true (member candidate card) "^4" i)'],
    ["at + 5 minutes > at", "(compare > (arithmetic + (member candidate at) (literal 300000)) (member candidate at))"],
    ["amount > -5", "(compare > (member candidate amount) (literal -5))"],
  ])("%s", (text, form) => {
    expect(where(text)).toBe(form)
  })

  test.each([
    ["p.parts / 2", "number"],
    ["p.parts / p.parts", "optional"],
    ["p.parts % 2", "integer"],
    ["p.price * 2", "decimal"],
    ["p.price * 1.5", "number"],
    ["p.price / 2", "number"],
    ["p.price - p.parts", "decimal"],
    ["p.at - p.at", "duration"],
    ["(p.at - p.at) / 1 minute", "number"],
    ["2 * (p.at - p.at)", "duration"],
    ["length(p.country)", "optional"],
    ['p.country == "x"', "boolean"],
    ["1 if p.amount > 5 else 2.5", "number"],
    ["missing if p.amount > 5 else 2", "optional"],
  ])("%s is of type %s", (text, kind) => {
    expect(output("Payment as p", text, "per card").type.kind).toBe(kind)
  })
})

test("windows and skips", () => {
  expect(ruleOf("2 Payment", "within window per card").within).toEqual({
    kind: "whole",
    duration: { kind: "param", name: "window", ms: 600_000 },
  })
  expect(ruleOf("2 Payment", "within 5 seconds between events per card").within.kind).toBe("between-events")
  expect(ruleOf("2 Payment", "within forever per card").within).toEqual({ kind: "forever" })
  expect(ruleOf("Payment as a then Payment as b", "within 1 hour per card skip to last b").skip).toEqual({
    kind: "to-last",
    step: 1,
  })
})

test("keys with other names", () => {
  const rule = ruleOf("Login then Payment", "within 1 hour per card (Login.user)")
  expect(rule.keys).toMatchObject([
    { name: "card", type: { kind: "string" }, paths: { Login: ["user"], Payment: ["card"] } },
  ])
})

test("a circle of rules is found even where no field is read", () => {
  expect(checkText("rule A { when X emit Y } rule B { when Y emit X }").codes).toContain("CEP3022")
  expect(checkText("rule A { when X emit X }").codes).toContain("CEP3022")
})

test("names of an object's prototype are names like others", () => {
  const { codes, checked } = checkText(`
    event Odd { __proto__: string, constructor: number, toString: string, at: time } timed by at
    rule R { when 2 Odd as hasOwnProperty where constructor > 5 within 1 hour per __proto__ alert { __proto__: count(hasOwnProperty) } }
    test "t" { Odd { __proto__: "x", constructor: 6 } at 10:00:00 expect no R }`)
  expect(codes).toEqual([])
  expect(Object.keys((checked.tests[0]!.timeline[0] as TestEventInfo).record)).toEqual([
    "__proto__",
    "constructor",
    "toString",
    "at",
  ])
})
