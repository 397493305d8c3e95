import { describe, expect, test } from "vitest"
import { type RowDecision, RowRules } from "../../../compiler/4-optimize/rows.ts"
import { type CompileOptions, compile } from "../../../compiler/index.ts"

const declarations = `
use { look, sharp } from "./look.ts"
event A { id: string, k: string, g: string, n: integer, d: decimal(2), e: decimal(3), t: string?, w: "x" | "y", b: boolean, at: time } timed by at
event B { id: string, who: string, k: string, n: integer, at: time } timed by at
event Deep { k: string, n: integer, list: string[], more: { l: integer }?, at: time } timed by at
event Strange { k: string, \`constructor\`: string, at: time } timed by at
event Asked { k: string, n: integer, at: time } timed by at
event Scored { k: string, n: number, at: time } timed by at
param most = 3
param word = "x"
param share: decimal(2) = 1.00
fn label(a: A): string = "{a.id} {a.n}"
let twice = most * 2
let rounded = round(most / 2)
let size = length("{word}!")
param zone = "Europe/London"
fn half(x: number?): number = (x ?? rounded) / 2
fn isBig(x: number): boolean = half(x) > most
fn added(x: decimal(2)): decimal(2) = x + share
let one = "1"
let words = ["x", one]
let written = ["x", "y"]
table Names key k { k: string, name: string } from file("names.csv")
model fraud(n: number): number from onnx("fraud.onnx")
`
const look = {
  path: "look.ts",
  text: "export async function look(n: number): Promise<boolean> { return n > 1 }\nexport function sharp(n: number): boolean { return n > 1 }\n",
}

async function compiled(body: string, options: CompileOptions = {}) {
  const sources = [{ path: "a.cep", text: `${declarations}\n${body}` }, look]
  const result = await compile(sources, { entries: ["a.cep"], ...options })
  expect(result.diagnostics.filter(({ level }) => level === "error")).toEqual([])
  return result
}

async function decision(rule: string) {
  const { plan, rules } = await compiled(`rule R { ${rule} }`)
  const decided = new RowRules(plan!).decide(plan!.rules[0]!)
  expect(rules!.manifest.rules[0]!.rows !== undefined).toBe(decided.kind === "rows")
  return decided
}

test.each([
  "when A alert",
  "when A where n > 1 and d <= 2.50 and not b per k alert",
  "when A where n * 2 - 1 > most or n in 1..twice or n in [1, -2] alert",
  'when A where t == "x" or w != "y" or t not in written or t is missing or k == g alert',
  "when A where at - at > 1 second and (n if b else 2) == 2 per n, w alert",
  "when 3 A within 1 minute per k alert",
  'when A where isBig(n) or abs(n) > half(most) or hour(at, zone) < 6 or hour(at, "UTC") == 7 alert',
  "when 3+ A as a where n > 1 then B within 1 minute per k having count(a) > 1 once per 1 hour alert",
  "when A where d % 0.50 == 0.00 and d * 0.5 > 1 and share > d alert",
  "when A where sum(n) over 1 hour > 5 per k alert",
  "when A as a alert { m: sum(n) over 1 hour } without events",
  "when A where sum(d) over 1 hour > 5.00 per k alert",
  "when Deep as deep alert { all: deep.list }",
  "when 3 Deep where n > 1 within 1 minute per k alert",
  "when Deep as one then Deep as two where two.n > one.n within 1 minute per k alert",
  "when Deep where sum(n) over 1 minute > 3 per k alert",
])("over rows: %s", async (rule) => {
  expect((await decision(rule)).kind).toBe("rows")
})

describe("patterns in the general form", () => {
  test("what they read of events, whatever their conditions", async () => {
    const { reads, conditions, registers } = (await decision(
      'when A as first where upper(k) == "X" then A where n > first.n then no B where k == first.k within 1 minute per k alert "{first.g}" without events',
    )) as Extract<RowDecision, { kind: "rows" }>
    const { plan } = await compiled("rule R { when A alert }")
    const names = reads!.map((read, event) => read?.fields.map((field) => plan!.events[event]!.fields[field]!.name))
    expect(names.slice(0, 2)).toEqual([expect.arrayContaining(["k", "n", "g"]), ["k"]])
    expect(names.slice(2).every((one) => one === undefined)).toBe(true)
    expect(conditions).toEqual([null, null, null])
    expect(registers).toBeUndefined()
  })

  test("of one event type: what partial matches must know", async () => {
    const { registers } = (await decision(
      "when A as first next 1+ consecutive A as more where n > previous.n within 1 minute per k alert { n: count(more), g: first.g } without events",
    )) as Extract<RowDecision, { kind: "rows" }>
    expect(registers!.counts).toEqual([1])
    expect(registers!.fields.map(({ of, step }) => [of, step])).toEqual([
      ["previous", -1],
      ["last", 0],
    ])
  })

  test("a sum over a step's events is more than registers say", async () => {
    const found = await decision(
      "when 1+ A as a then A within 1 minute per k skip none alert { s: sum(a.n) } without events",
    )
    expect(found).toMatchObject({ kind: "rows" })
    expect(found).not.toHaveProperty("registers")
  })
})

describe("event by event", () => {
  test.each([
    ["each 1 minute of A per k alert { n: count() }", "windows are made of events"],
    [
      "when A then A then A within 1 minute per k skip past last alert",
      "the steps matter in which the watermark moves",
    ],
    ["when Deep as deep alert { all: deep.list } without events", "field `list` of `Deep` is a list or a record"],
    [
      "when 2 Deep as deep within 1 minute per k alert { one: first(deep).more.l } without events",
      "field `more` of `Deep` is",
    ],
    ["when Deep where more is missing alert", "a condition reads more than numbers, texts and booleans"],
    [
      "when Deep as one then Deep as two where two.more.l > one.n within 1 minute per k alert",
      "field `more` of `Deep` is",
    ],
    [
      "when Deep where count(where more is missing) over 1 minute > 3 per k alert",
      "a condition reads more than numbers",
    ],
    ["when Strange alert", "`Strange` has a field `constructor`"],
    ["when Asked where look(n) alert", "an asynchronous function is called for `Asked`"],
    ["when Scored where fraud(n) > 1 alert", "a model is asked ahead for `Scored`"],
    ["when 3 (A | B) as a within 1 minute per k alert", "a step takes events of several types"],
    ["when A where size > sum(n) over 1 hour per k alert", "`size` is more than numbers and booleans"],
    ["when 2 A where sum(d) over 1 hour > 5.00 within 1 hour per k alert", "a sum of decimals is checked to be exact"],
    ["when A where sum(n) over last 5 events > 5 per k alert", "the window of an aggregate is a number of events"],
    ["when A where distinct(n) over 1 hour > 5 per k alert", "is about which values there were"],
    [
      "when A as a alert { m: count(where n == a.n) over 1 hour } without events",
      "hangs on the event at which it is asked",
    ],
    ["when A where k in Names alert", "it reads a table"],
    ["when A as a alert { x: Names[a.k].name } without events", "it reads a table"],
    ["when A where sharp(n) alert", "a condition calls `sharp`"],
    ["when A where length(k) > 1 alert", "a condition calls `length` with a text"],
    ['when A where upper("x") == k alert', "a condition compares a text with one that is made"],
    ["when A where added(d) > 1.00 alert", "`added` is more than numbers and booleans"],
    ["when A where t matches /x/ alert", "a condition tests a text with a pattern"],
    ['when A where k > "x" alert', "a condition asks for the order of texts"],
    ["when A where k == word alert", "a condition compares a text with a parameter"],
    ['when A where k == "{g}!" alert', "a condition compares a text with one that is made"],
    ['when A where (t ?? k) == "x" alert', "a condition compares texts that are no fields"],
    ['when A where (t ?? k) in ["x"] alert', "a condition looks for a text that is made"],
    ["when A where (t ?? k) is missing alert", "a condition reads more than the event's fields"],
    ['when A where k in "a".."c" alert', "a condition uses a text other than with"],
    ["when A where k in words alert", "a condition looks into a list that is no list of constants"],
    ["when A where n in [most] alert", "a condition looks into a list that is no list of constants"],
    ["when A where n > size alert", "`size` is more than numbers and booleans"],
    ["when A where d + 1.00 > 2.00 alert", "a condition adds up or multiplies decimals"],
    ["when A where d == e alert", "a condition makes decimals of numbers"],
    ["when A where d > n alert", "a condition makes decimals of numbers"],
  ])("%s: %s", async (rule, because) => {
    expect(await decision(rule)).toEqual({ kind: "events", because: expect.stringContaining(because) })
  })

  test("an event that rules make", async () => {
    const { plan, rules } = await compiled(`
      rule Makes { when A as a per k emit Made { n: a.n } }
      rule Reads { when Made where n > 1 alert }
    `)
    expect(new RowRules(plan!).decide(plan!.rules[1]!)).toMatchObject({ because: "`Made` is made by rules" })
    expect(rules!.manifest.rules.map(({ rows }) => rows !== undefined)).toEqual([true, false])
  })
})

test("without rules that run over rows there are no columns", async () => {
  const { rules, module } = await compiled("rule R { when Strange alert }")
  expect(rules!.manifest.columns).toBeUndefined()
  expect(module!.code).not.toContain("selects")
})

/** Columns by the names of the fields, as `number 0`, `text 1` or `code 0 of 2`. */
async function columns(body: string) {
  const { manifest } = (await compiled(body)).rules!
  const schema = manifest.columns!
  const named = manifest.events.map(({ name, fields }, event) => {
    const own = schema.events[event]?.map(({ field, kind, place, domain }) => {
      return [fields[field]!.name, `${kind} ${place}${domain === undefined ? "" : ` of ${domain}`}`] as const
    })
    return [name, own && Object.fromEntries(own)] as const
  })
  const events = Object.fromEntries(named.filter(([, own]) => own !== undefined))
  const nameOf = (event: number, field: number) =>
    `${manifest.events[event]!.name}.${manifest.events[event]!.fields[field]!.name}`
  return {
    schema,
    events,
    spaces: schema.spaces.map(({ parts }) =>
      parts.flatMap((own, event) => (own === null ? [] : [own.map(({ field }) => nameOf(event, field)).join(" ")])),
    ),
    rules: manifest.rules.map(({ rows }) => rows),
  }
}

describe("columns", () => {
  test("are those of all fields that conditions, keys and captures read; types share places", async () => {
    const { events, schema } = await columns(
      `
      rule One { when A as a where n > 1 and b alert { id: a.id } without events }
      rule Two { when B where n > 1 per who alert without events }
      rule Three { when A where t is missing and at > 2026-01-01 alert without events }
    `,
    )
    expect(events).toEqual({
      A: { id: "text 0", n: "number 0", t: "text 1", b: "number 1", at: "number 2" },
      B: { who: "code 0 of 0", n: "number 0" },
    })
    expect(schema).toMatchObject({ numbers: 3, codes: 1, texts: 2 })
  })

  test("of a type without any: its rows are counted all the same", async () => {
    const { events, schema } = await columns("rule R { when B alert }")
    expect(events).toEqual({ B: {} })
    expect(schema.events.map((own) => own !== null)).toEqual([false, true, false, false, false, false])
  })
})

describe("domains", () => {
  const domainsOf = async (body: string) => (await columns(body)).schema.domains

  test("are closed where texts are only compared with constants", async () => {
    expect(await domainsOf('rule R { when A where t == "x" and k in ["y", "x"] or t != one alert }')).toEqual([
      { constants: ["y", "x"], open: false },
      { constants: ["x", "1"], open: false },
    ])
  })

  test("are open and one where fields are compared with one another, also over two others", async () => {
    expect(
      await domainsOf(`
        rule R { when A where t == k and k == "x" alert }
        rule S { when A where g != k or g == "y" alert }
      `),
    ).toEqual([{ constants: ["x", "y"], open: true }])
  })

  test("are open and one for a place of a key, whatever its field is called, and all spaces that it stands in", async () => {
    const { events, schema } = await columns(
      `
      rule R { when A then B within 1 minute per k (B.who) alert }
      rule S { when A where k == "x" per k, g alert }
    `,
    )
    expect(events).toEqual({ A: { k: "code 0 of 0", g: "code 1 of 1" }, B: { who: "code 0 of 0" } })
    expect(schema.domains).toEqual([
      { constants: ["x"], open: true },
      { constants: [], open: true },
    ])
  })

  test("are open where an output needs the text again", async () => {
    expect(await domainsOf('rule R { when A as a where t == "x" alert "{a.t}" without events }')).toEqual([
      { constants: ["x"], open: true },
    ])
  })
})

describe("key spaces", () => {
  test("are one for rules with the same parts, and those of fewer types", async () => {
    const { spaces, rules } = await columns(`
      rule One { when A per k alert }
      rule Two { when A then B within 1 minute per k alert }
      rule Three { when B per k alert }
      rule Four { when A per k, g alert }
      rule Five { when A per g, k alert }
      rule None { when A alert }
      rule Six { when B per who alert }
    `)
    expect(spaces).toEqual([["A.k", "B.k"], ["A.k A.g"], ["A.g A.k"], ["B.who"]])
    expect(rules.map((own) => own!.space)).toEqual([0, 0, 0, 1, 2, null, 3])
  })
})

describe("captures", () => {
  const capturesOf = async (rule: string) => {
    const { rules, events } = await columns(`rule R { ${rule} }`)
    return {
      captures: rules[0]!.captures.map((own) => own && (own.whole ? "whole" : own.columns.map(({ field }) => field))),
      events,
    }
  }

  test.each([
    ["when 3 A as a within 1 minute per k alert", ["whole"]],
    ["when 3 A as a within 1 minute per k alert without events", [null]],
    ["when 3 A as a within 1 minute per k alert { n: count(a) } without events", [null]],
    ["when 3 A as a within 1 minute per k alert { f: first(a).id, s: sum(a.n where b) } without events", [[0, 3, 8]]],
    ["when 3 A as a within 1 minute per k alert { x: a[1].id, y: a[count(a) - 1].g } without events", [[0, 2]]],
    ["when 3 A as a within 1 minute per k alert { x: last(a.n where n > 1) } without events", [[3]]],
    ["when 3 A as a within 1 minute per k alert { x: label(first(a)) } without events", ["whole"]],
    ["when 3 A as a within 1 minute per k alert { x: list(a.n) } without events", [[3]]],
    ["when 2+ A as a then B as z within 1 minute per k alert { z: z.id, n: max(a.n) } without events", [[3], [0]]],
    ["when 2+ A as a then B as z within 1 minute per k having z.n > 2 alert without events", [null, [3]]],
    ["when 2+ B as b then A as a within 1 minute per k alert without events emit Out { x: label(a) }", [null, "whole"]],
    ["when A as a per k alert { x: label(a), n: a.n } without events", ["whole"]],
    ['when A as a per k alert score a.n "{a.id} of {k}" without events', [[0, 3]]],
    ["when A as a per k emit Out { id: a.id }", [[0]]],
  ])("%s: %j", async (rule, wanted) => {
    expect((await capturesOf(rule)).captures).toEqual(wanted)
  })

  test("fields that are read beside whole events have columns", async () => {
    expect((await capturesOf("when 3 A as a within 1 minute per k alert { x: first(a).id }")).events).toEqual({
      A: { id: "text 0", k: "code 0 of 0" },
    })
  })
})

test("equal conditions of rules are one function", async () => {
  const { rules } = await compiled(`
    rule One { when A where n > 1 per k alert }
    rule Two { when A as first where n > 1 then A as second where n > 2 within 1 minute alert }
    rule Three { when B where n > 1 per k alert }
    rule Four { when 2 A where n > 2 within 1 minute alert }
  `)
  expect(rules!.manifest.rules.map(({ rows }) => rows!.selects)).toEqual([[0], [0, 1], [2], [1]])
})

test("what an output shows of a step is read of its events, also where another step has the same condition", async () => {
  const body = `when A as a then B as e where n >= a.n then A as z within 1 minute per k alert { x: z.id } without events`
  const { rules } = await compiled(`rule R { ${body} }`)
  const names = rules!.manifest.events[0]!.fields.map(({ name }) => name)
  const [read] = rules!.manifest.rules[0]!.rows!.reads!
  expect(read!.columns.map(({ field }) => names[field]).sort()).toEqual(["id", "n"])
})
