import { describe, expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"

const events = `event A { id: string, card: string, n: number, m: number?, at: time } timed by at
event B { id: string, card: string, n: number, at: time } timed by at
param wait = 1 hour
param pause = 10 minutes
param limit = 3
let few = [1, 2]
fn big(n: number): boolean = n > limit and n not in few
`

async function planOf(body: string) {
  const { plan, diagnostics } = await compile([{ path: "a.cep", text: events + body }])
  expect(diagnostics.filter((one) => one.level === "error")).toEqual([])
  return plan!
}

async function names(body: string): Promise<readonly string[]> {
  return (await planOf(body)).series.map((one) => one.name)
}

function rule(name: string, where: string, rest = "per card"): string {
  return `rule ${name} { when A as a where ${where} ${rest} alert low }\n`
}

describe("what is kept", () => {
  const asks = [
    "sum(n) over 1 hour > 1 and avg(n) over previous wait > 2 and max(n where id != a.id) over 1 day > 3",
    "count() over 1 hour > 1 and count(m) over 1 hour > 1 and sum(n where n > 1) over 1 hour > 1",
    "id is new over 1 day and distinct(id) over 1 hour > 1 and sum(n) over forever > 1 and avg(n) over forever > 1",
    "sum(n) over last 5 events > 1 and sum(n) over last 10 events > 1 and sum(n) per id over 1 hour > 1",
  ]

  test("never depends on what other rules ask", async () => {
    const alone = await Promise.all(asks.map((where) => names(rule("R", where))))
    const together = await names(asks.map((where, at) => rule(`R${at}`, where)).join(""))
    expect([...together].sort()).toEqual([...new Set(alone.flat())].sort())
  })

  test("is shared by windows, rules and features, and by nothing that needs another", async () => {
    expect(await names(`feature f = avg(A.n) per card over 2 days\n${rule("R", `f > 1 and ${asks[0]}`)}`)).toEqual([
      "n of every A per card",
      "id, n of every A per card",
    ])
    expect(await names(rule("R", asks[1]!))).toEqual([
      "every A per card",
      "every A where (each.m is present) per card",
      "n of every A where (each.n > 1) per card",
    ])
    expect(await names(rule("R", asks[2]!))).toEqual([
      "last of each id of A per card",
      "total sum of n of every A per card",
    ])
    expect(await names(rule("R", asks[3]!))).toEqual(["n of every A per card, by count", "n of every A per id"])
  })

  test("is named with all that decides it", async () => {
    const plan = await planOf(
      rule("R", "count(where big(n)) over 1 hour > 1 and count(where n in few) over 1 hour > 1"),
    )
    expect(plan.series.map(({ name, params }) => [name, params])).toEqual([
      ["every A where big(each.n) per card with big(n) = ((n > limit) and (n not in few)); few = [1, 2]", ["limit"]],
      ["every A where (each.n in few) per card with few = [1, 2]", []],
    ])
  })

  test("begins anew with other TypeScript in it, and only then", async () => {
    const codes = async (value: number) => {
      const body = `use { large } from "./f.ts"\n${rule("R", "count(where large(n)) over 1 hour > 1 and count() over 1 hour > 1")}`
      const typescript = `export function large(n: number): boolean { return n > ${value} }\n`
      const sources = [
        { path: "a.cep", text: events + body },
        { path: "f.ts", text: typescript },
      ]
      return (await compile(sources)).rules!.manifest.series.map(({ name, code }) => [name, code])
    }
    const [[name, code], [, none]] = (await codes(1)) as [[string, string], [string, undefined]]
    expect(name).toBe("every A where large(each.n) per card with large = large of f.ts")
    expect(code).toMatch(/^[0-9a-f]{16}$/)
    expect(none).toBeUndefined()
    expect(await codes(1)).toEqual([
      [name, code],
      ["every A per card", undefined],
    ])
    expect(await codes(2)).not.toEqual(await codes(1))
  })

  test("has a name of its own where names of fields look like expressions", async () => {
    const odd = "event O { `a.b`: number, a: number, at: time } timed by at\n"
    const body = "rule R { when O where sum(`a.b`) over 1 hour > 1 and sum(a) over 1 hour > 1 alert low }"
    expect(await names(odd + body)).toEqual(["`a.b` of every O", "a of every O"])
  })
})

/** A rule's text after its name, and for how long after an event its aggregates may be asked as of it. */
const lookbacks: readonly (readonly [string, unknown])[] = [
  ['when A as a then B per card within wait alert "{sum(n) over 1 hour}"', null],
  ['when 1+ A as a then optional A as z per card within wait skip none alert "{sum(n) over 1 hour}"', null],
  ['when A then no B per card within wait alert "{sum(n) over 1 hour}"', ["wait"]],
  ['when A then no B for pause per card alert "{sum(n) over 1 hour}"', ["pause"]],
  [
    'when A then B as b then no A as x for pause per card within 1 hour alert "{sum(b.n)} {sum(n) over 1 hour}"',
    ["pause", 3_600_000],
  ],
  ['when A next no B per card within wait alert "{sum(n) over 1 hour}"', ["wait"]],
  ['when A then no B then optional A as z per card within wait alert "{count() over 1 hour}"', ["wait"]],
  ['when no A for pause per card alert "{sum(n) over 1 hour}"', ["pause"]],
  ['when A then B per card within wait alert low on timeout alert "{sum(n) over 1 hour}"', ["wait"]],
  [
    'when 2 A then A as z per card within wait between events skip past last alert "{sum(n) over 1 hour}"',
    ["wait", "wait", "wait"],
  ],
  ['when A as a then within pause A as b within wait per card skip to next alert "{sum(n) over 1 hour}"', ["wait"]],
]

describe("what is asked as of a past event", () => {
  test.each(lookbacks)("%s", async (body, expected) => {
    const { series } = await planOf(`rule R { ${body} }`)
    const [{ lookback }] = series as [(typeof series)[0]]
    expect(lookback?.map((one) => (one.kind === "param" ? one.name : one.ms)) ?? null).toEqual(expected)
  })

  test("is kept for as long as the rule that asks longest", async () => {
    const { series, rules } = await planOf(`
      rule Short { when A then no B within 10 minutes per card alert "{sum(n) over 1 hour}" }
      rule Long { when A then no B within 2 hours per card alert "{sum(n) over 1 hour}" }
      rule Open { when A then no B within wait per card alert "{sum(n) over 1 hour}" }
      rule Now { when A where sum(n) over 1 hour > 1 per card alert low }
    `)
    expect(series.map(({ lookback }) => lookback)).toEqual([
      [
        { kind: "param", name: "wait" },
        { kind: "fixed", ms: 7_200_000 },
      ],
    ])
    expect(rules.map(({ asks, asksLater }) => [asks, asksLater])).toEqual([
      [[0], true],
      [[0], true],
      [[0], true],
      [[0], false],
    ])
  })

  test("needs the values with their times, also where the newest would do now", async () => {
    expect(
      await names(
        'rule R { when A then no B within wait per card alert "{id is new over 1 day} {distinct(id) over 1 day}" }',
      ),
    ).toEqual(["id of every A per card"])
  })
})
