/** Aggregates over past events: their events, keys, windows and types, and where they are taken. */
import { describe, expect, test } from "vitest"
import type { Expression } from "../../../lang/check/model.ts"
import { contains } from "../../../lang/check/rewrite.ts"
import { showType } from "../../../lang/check/show.ts"
import { checkedRule, checkText, show } from "./parsed.ts"

const events = `
event Payment {
  id: string, card: string, account: string?, merchant: string, device: string?, tags: string[]
  amount: number, price: decimal(2), parts: integer, spent: duration, coupon: string?, at: time
} timed by at
event Login { user: string, card: string, ok: boolean, at: time } timed by at
param limit = 100
param span = 10 minutes
let week = 7 days
`

type History = Expression & { kind: "history" }

function historiesIn(value: unknown): History[] {
  const found: History[] = []
  const visit = (part: Expression) => {
    if (part.kind === "history") found.push(part)
    return false
  }
  contains({ kind: "list", items: value as Expression[], type: { kind: "unknown" }, span } as Expression, visit)
  return found
}
const span = { path: "", start: 0, end: 0 }

function ruleOf(rest: string, declarations = "") {
  return checkedRule(`${events}${declarations} rule R { ${rest} }`)
}

/** The aggregates of a condition of one event. */
function inCondition(condition: string, { per = "per card", declarations = "" } = {}): History[] {
  const { trigger } = ruleOf(`when Payment as p where ${condition} ${per} alert`, declarations)
  return historiesIn([trigger.pattern.elements])
}

function inOutput(when: string, value: string, declarations = ""): History[] {
  const rule = ruleOf(`when ${when} per card alert { v: ${value} }`, declarations)
  return historiesIn(rule.outputs[0]!.data.map((field) => field.value))
}

function codesOf(rule: string): string[] {
  return checkText(`${events} ${rule}`).codes
}

describe("types", () => {
  test.each([
    ["count() over 1 day", "integer"],
    ["count() over previous 1 day", "integer"],
    ["count(coupon) over 1 day", "integer"],
    ["distinct(merchant where amount > 5) over 1 day", "integer"],
    ["sum(amount) over previous 1 day", "number"],
    ["sum(price) over 1 day", "decimal(2)"],
    ["sum(parts) over 1 day", "integer"],
    ["sum(spent) over 1 day", "duration"],
    ["avg(price) over 1 day", "number"],
    ["avg(price) over last 5 events", "number"],
    ["avg(price) over forever", "number"],
    ["avg(spent) over 1 day", "duration"],
    ["median(parts) over 1 day", "number"],
    ["percentile(amount, 0.95) over 1 day", "number"],
    ["min(price) over 1 day", "decimal(2)"],
    ["max(merchant) over 1 day", "string"],
    ["max(at) over 1 day", "time"],
    ["first(tags) over 1 day", "string[]"],
    ["list(coupon) over 1 day", "string[]"],
    // There may be none, or none with a value.
    ["stddev(amount) over 1 day", "number?"],
    ["avg(amount) over previous 1 day", "number?"],
    ["avg(amount) over previous 5 events", "number?"],
    ["avg(amount) over 28 days ending 7 days ago", "number?"],
    ["avg(amount where parts > 1) over 1 day", "number?"],
    ["last(coupon) over 1 day", "string?"],
    ["max(amount * limit) over 1 day", "number?"],
    ["max(amount / parts) over 1 day", "number?"],
    // Its own key may be missing; that of the rule is not.
    ["count() per device over 1 day", "integer?"],
    ["count() per merchant over 1 day", "integer"],
  ])("%s: %s", (text, type) => {
    const [found] = inCondition(`${text} is present`)
    expect(showType(found!.type)).toBe(type)
  })
  test("the key of a rule is never missing", () => {
    expect(showType(inCondition("count() over 1 day > 3", { per: "per account" })[0]!.type)).toBe("integer")
  })
})

describe("keys and windows", () => {
  test("the key is the rule's, or its own, or none", () => {
    const keys = (per: string, own: string) =>
      inCondition(`count() ${own} over 1 day > 1`, { per })[0]!.history.keys.map((key) => key.path.join("."))
    expect(keys("per card", "")).toEqual(["card"])
    expect(keys("per account, merchant", "")).toEqual(["account", "merchant"])
    expect(keys("per card", "per merchant, device")).toEqual(["merchant", "device"])
    expect(keys("", "")).toEqual([])
  })
  test("the key of the rule under another name", () => {
    const { trigger } = ruleOf(
      "when Payment as p then Login where count() over 1 day > 2 within 1 hour per account (Login.user) alert",
    )
    const [found] = historiesIn([trigger.pattern.elements])
    expect(found!.history).toMatchObject({ event: "Login", keys: [{ name: "account", path: ["user"] }] })
    expect(found!.keys.map(show)).toEqual(["(member candidate user)"])
  })
  test.each([
    ["over 1 day", { kind: "time", length: { ms: 86_400_000 }, previous: false }],
    ["over previous week", { kind: "time", length: { ms: 604_800_000 }, previous: true }],
    ["over span", { kind: "time", length: { kind: "param", name: "span" } }],
    ["over 28 days ending week ago", { previous: false, ending: { ms: 604_800_000 } }],
    ["over previous 28 days ending week ago", { previous: false, ending: { ms: 604_800_000 } }],
    ["over last 3 events", { kind: "count", count: 3, previous: false }],
    ["over previous 3 events", { kind: "count", count: 3, previous: true }],
    ["over forever", { kind: "forever" }],
  ])("%s", (window, expected) => {
    expect(inCondition(`count() ${window} > 1`)[0]!.history.window).toMatchObject(expected)
  })
})

describe("names in the brackets", () => {
  test("bare names are the past event's, the step's name is the event under test", () => {
    const [found] = inCondition("count(where merchant == p.merchant and amount > limit) over 1 hour > 3")
    expect(show(found!.history.filter)).toContain("(member element merchant) (member candidate merchant)")
  })
  test("of a step that takes several, too", () => {
    const { trigger } = ruleOf(
      "when 3 Payment as ps where count(where merchant == ps.merchant and amount > first(ps).amount) over 1 hour > 3 within 1 hour per card alert",
    )
    const [found] = historiesIn([trigger.pattern.elements])
    expect(show(found!.history.filter)).toContain("(member element merchant) (member candidate merchant)")
    expect(show(found!.history.filter)).toContain("(member (step 0 first) amount)")
  })
  test("a rule's `let` stands for its expression", () => {
    const rule = ruleOf(
      "let usual = avg(amount) over previous 30 days when Payment as p where amount > 3 * usual per card alert { v: usual }",
    )
    expect(historiesIn([rule.trigger.pattern.elements])[0]!.at.kind).toBe("candidate")
    expect(historiesIn(rule.outputs[0]!.data.map(({ value }) => value))[0]!.at.kind).toBe("previous")
  })
  test("`where` of an aggregate over a step", () => {
    const rule = ruleOf(
      'when 3 Payment as ps within 1 hour per card alert { n: count(ps where amount > limit), m: max(ps.amount where merchant == "a") }',
    )
    expect(rule.outputs[0]!.data.map(({ value }) => [show(value), showType(value.type)])).toEqual([
      ["(aggregate count 0 (compare > (member element amount) (param limit)))", "integer"],
      ["(aggregate max 0 (member element amount) (compare == (member element merchant) (literal a)))", "number?"],
    ])
  })
})

describe("the event at which it is taken", () => {
  test("in an output the last of the match", () => {
    const [found] = inOutput("Payment as a then Login as b within 1 hour", "count() over 1 day")
    expect(found).toMatchObject({ at: { kind: "previous" }, history: { event: "Login", keys: [{ path: ["card"] }] } })
  })
  test("of a match that timed out what came before the step that is missing", () => {
    const rule = ruleOf(
      "when Payment as a then (Login as b | Login as c) within 1 hour per card on timeout alert { v: count() over 1 day }",
    )
    expect(historiesIn(rule.outputs[0]!.data.map(({ value }) => value))[0]!.history.event).toBe("Payment")
  })
  test("before a final `no` the event before it", () => {
    const [found] = inOutput("Payment as a then no Login within 1 hour", "count() over 1 day")
    expect(found!.history.event).toBe("Payment")
  })
  test("in a silence the event that was seen", () => {
    const rule = checkedRule(`${events} rule R { when no Login for 1 hour per user alert "{count() over 1 day}" }`)
    expect(historiesIn([rule.outputs[0]!.message!])[0]).toMatchObject({ at: { kind: "previous" } })
  })
})

describe("is new", () => {
  test("asks the event's value of those before it", () => {
    const [found] = inCondition("device is new over 90 days")
    expect(found!.history.window).toMatchObject({ kind: "time", previous: true })
    expect(found!.history.values.map(show)).toEqual(["(member element device)"])
    expect(found!.of!.map(show)).toEqual(["(member candidate device)"])
    expect(found!.type).toEqual({ kind: "boolean" })
  })
  test("several values, by the step's name, per another key", () => {
    const [found] = inCondition("(p.device, merchant) is new per account over forever")
    expect(found!.history).toMatchObject({ window: { kind: "forever" }, keys: [{ name: "account" }] })
    expect(found!.history.values.map(show)).toEqual(["(member element device)", "(member element merchant)"])
  })
  test("what is missing is never new, nor not new", () => {
    const { trigger } = ruleOf("when Payment as p where device is not new over 90 days per card alert")
    const [element] = trigger.pattern.elements
    const where = element?.kind === "step" ? element.where : undefined
    expect(where).toMatchObject({
      kind: "and",
      left: { kind: "is-missing", negated: true },
      right: { kind: "not", operand: { kind: "history" } },
    })
  })
  test("of the last events one is the event itself", () => {
    expect(inCondition("device is new over last 5 events")[0]!.history.window).toMatchObject({
      count: 4,
      previous: true,
    })
    expect(inCondition("device is new over last 1 events")).toEqual([])
  })
  test("in an output of a step that takes several, of its last event", () => {
    const [found] = inOutput("3 Payment as ps within 1 hour", "last(ps).device is new over 1 day")
    expect(found!.of!.map(show)).toEqual(["(member previous device)"])
    expect(
      codesOf("rule R { when 3 Payment as ps within 1 hour per card alert { v: first(ps).device is new over 1 day } }"),
    ).toEqual(["CEP2171"])
  })
  test("in an output of the last event, with its step's name or without", () => {
    for (const name of ["device", "p.device"]) {
      const [found] = inOutput("Login as l then Payment as p within 1 hour", `${name} is new over 1 day`)
      expect(found!.of!.map(show)).toEqual(["(member previous device)"])
    }
  })
})

describe("features", () => {
  const habit = "feature habit = avg(Payment.amount) per card over 30 days\n"
  test("take their key from the event", () => {
    const [found] = inCondition("amount > habit", { declarations: habit })
    expect(found).toMatchObject({ feature: "habit", at: { kind: "candidate" }, history: { event: "Payment" } })
    expect(found!.keys.map(show)).toEqual(["(member candidate card)"])
    expect(showType(found!.type)).toBe("number?")
  })
  test("or from the rule's key of that name", () => {
    const declarations = "feature seen = count(Payment) per account over 1 day\n"
    const rule = ruleOf("when Login as l where seen > 3 per account (Login.user) alert { v: seen }", declarations)
    expect(historiesIn([rule.trigger.pattern.elements])[0]!.keys.map(show)).toEqual(["(member candidate user)"])
    expect(historiesIn(rule.outputs[0]!.data.map(({ value }) => value))[0]!.keys.map(show)).toEqual([
      "(member previous user)",
    ])
  })
  test("or from square brackets", () => {
    const [found] = inOutput("Payment as p then Login as l within 1 hour", "habit[p.merchant]", habit)
    expect(found!.keys.map(show)).toEqual(["(member (step 0 single) merchant)"])
    expect(found!.at.kind).toBe("previous")
  })
  test("count events as a whole, filter by bare names, and have a name of their own for the key", () => {
    const declarations = "feature fails = count(Login where ok == false) per account (Login.user) over 1 day\n"
    const [found] = inCondition("fails > 3", { declarations, per: "per account" })
    expect(found!.history).toMatchObject({ values: [], keys: [{ name: "account", path: ["user"] }] })
    expect(show(found!.history.filter)).toBe("(compare == (member element ok) (literal false))")
  })
  test("of several event types in one step", () => {
    const rule = ruleOf("when (Payment | Login) as e where habit > 3 per card alert", habit)
    expect(historiesIn([rule.trigger.pattern.elements])[0]!.keys.map(show)).toEqual(["(member candidate card)"])
  })
  test("a field of the event hides a feature", () => {
    expect(inCondition("amount > 3", { declarations: "feature amount = count(Login) over 1 day\n" })).toEqual([])
  })
  test("of alerts: a rule that uses one never receives the alerts of its like", () => {
    const { checked, codes } = checkText(`${events}
      feature alarms = count(Alert) per card over 1 day
      fn quiet(p: Payment) = alarms < 3
      rule A { when Payment where amount > 5 per card alert }
      rule B { when Payment as p where quiet(p) per card alert }
      rule C { when Payment as p where amount > 5 per card emit Odd { n: alarms } }
      rule D { when Odd per card alert }
      rule E { let few = alarms < 2 when Payment having few per card alert }`)
    expect(codes).toEqual([])
    expect(checked.events.find(({ name }) => name === "Alert")?.alertsOf).toEqual(["A"])
  })
  test("of an event that the rule makes itself: a circle", () => {
    const feature = "feature made = count(Odd) per card over 1 day"
    const rule = "rule R { when Payment as p where made < 3 per card emit Odd { a: p.amount } }"
    expect(codesOf(`${feature} ${rule}`)).toEqual(["CEP3022"])
    expect(codesOf(`${feature} rule Q { when Login where made < 3 per card alert } ${rule}`)).toEqual(["CEP3022"])
  })
  test("of an event that only shadow rules make", () => {
    expect(
      codesOf(`feature made = count(Odd) per card over 1 day
        shadow rule R { when Payment as p per card emit Odd { a: p.amount } }`),
    ).toEqual(["CEP3061"])
  })
})

describe("functions", () => {
  const spike =
    "fn spike(t: Payment, k: number): boolean = t.amount > k * avg(amount where merchant == t.merchant) over previous 30 days\n"
  test("are put in the place of the call, with its event and the rule's key", () => {
    const { checked, codes } = checkText(
      `${events}${spike} rule R { when Payment as p where spike(p, 3) per merchant alert }`,
    )
    expect(codes).toEqual([])
    expect(checked.functions).toEqual([])
    const [found] = historiesIn([checked.rules[0]!.trigger.pattern.elements])
    expect(found).toMatchObject({ at: { kind: "candidate" }, history: { keys: [{ name: "merchant" }] } })
    expect(Object.keys(found!.history)).not.toContain("keyOfRule")
    expect(show(found!.history.filter)).toContain("(member candidate merchant)")
  })
  test("of an earlier step's event, through another function", () => {
    const declarations = `${spike} fn twice(t: Payment) = spike(t, 2) or spike(t, 4)\n`
    const rule = ruleOf("when Payment as a then Login as b where twice(a) within 1 hour per card alert", declarations)
    const found = historiesIn([rule.trigger.pattern.elements])
    expect(found.map(({ at }) => at.kind)).toEqual(["step", "step"])
    expect(found[0]!.keys.map(show)).toEqual(["(member (step 0 single) card)"])
  })
  test("of an event that may not be there: missing then", () => {
    const rule = ruleOf(
      "when Payment as a then optional Payment as b then Login within 1 hour per card alert { v: spike(b, 2) }",
      spike,
    )
    const { value } = rule.outputs[0]!.data[0]!
    expect(value).toMatchObject({ kind: "conditional", test: { kind: "is-missing" } })
    expect(showType(value.type)).toBe("boolean?")
  })
  test("with features, taken at the function's event", () => {
    const declarations = `feature habit = avg(Payment.amount) per card over 30 days
      fn unusual(t: Payment) = t.amount > 3 * habit\n`
    const [found] = inCondition("unusual(p)", { declarations })
    expect(found).toMatchObject({ feature: "habit", at: { kind: "candidate" } })
    expect(found!.keys.map(show)).toEqual(["(member candidate card)"])
  })
  test("a function about `is new`", () => {
    const [found] = inCondition("fresh(p)", { declarations: "fn fresh(t: Payment) = t.device is new over 1 day\n" })
    expect(found!.of!.map(show)).toEqual(["(member candidate device)"])
  })
})
