import { describe, expect, test } from "vitest"
import { type Explained, explain, explainDot, explainSvg } from "../../../compiler/explain/index.ts"
import { layout } from "../../../compiler/explain/layout.ts"
import { automatonSvg } from "../../../compiler/explain/svg.ts"
import { compile } from "../../../compiler/index.ts"

const text = `event A { id: string, n: number, at: time } timed by at
rule First { when A as a where n > 1 per id alert high }
rule Second {
  when 2+ A as low where n < 5
       then A as top where n > max(low.n)
  within 1 hour
  per id
  alert "{top.n}"
}
`

async function explained(name: string): Promise<Explained> {
  const { plan, automata, module } = await compile([{ path: "a.cep", text }])
  const at = plan!.rules.findIndex((rule) => rule.name === name)
  return { plan: plan!, rule: plan!.rules[at]!, automaton: automata![at]!, code: module!.code }
}

describe("explain", () => {
  test("shows the bound, the automaton and the code of this rule alone", async () => {
    const second = explain(await explained("Second"))
    expect(second).toContain(
      "state   every A of the last 1 hour per id; for n of them at most about n^2 partial matches",
    )
    expect(second).toContain("c1 A where (event.n > max(low, each.n))  (reads the match)")
    expect(second).toMatch(/automaton\n {2}0 start at low\n {4}take {4}-> 1 {2}if c0/)
    expect(second).toContain("  function second_where_top(event, match) {")
    expect(second).not.toContain("first_where")
    const first = explain(await explained("First"))
    expect(first).toContain("state   none: each event is judged alone")
    expect(first).toContain("function first_where_a(event) {")
    expect(first).not.toContain("second_where")
  })

  test("shows what is kept for the aggregates of each condition and output", async () => {
    const text = `event A { id: string, n: number, at: time } timed by at
rule Habit {
  when A as a where n > 3 * avg(n) over previous 30 days
       then A as b where id is new over 1 day
  within 1 hour
  per id
  alert "{sum(n where n > 1) over 1 day}"
  on timeout alert "{sum(n) over last 5 events}"
}
`
    const { plan, automata, module } = await compile([{ path: "a.cep", text }])
    const shown = explain({ plan: plan!, rule: plan!.rules[0]!, automaton: automata![0]!, code: module!.code })
    expect(shown).toContain(
      [
        "  aggregates",
        "    c0 m0 avg over previous 30 days of s0 log: n of every A per id",
        "    c1 m1 new over previous 1 day of s1 recent: last of each id of A per id",
        "    output 0 m2 sum over 1 day of s2 log: n of every A where (each.n > 1) per id",
        "    output 1 m3 sum over last 5 events of s3 log: n of every A per id, by count",
      ].join("\n"),
    )
    expect(shown).toContain(
      "for its aggregates: n of every A of the last 30 days per id; last of each id of A of the last 1 day per id; " +
        "n of every A where (each.n > 1) of the last 1 day per id; n of every A of the last 5 events and 1 hour per id",
    )
  })

  test("shows whether aggregates are kept of rows, and else why not", async () => {
    const text = `event A { id: string, n: number, at: time } timed by at
rule Much { when A where sum(n) over 1 day > 5 and n > 1 per id alert }
rule Habit { when A where stddev(n) over 1 day > 5 per id alert }
rule Shared { when A where avg(n) over 1 hour > 5 per id alert }
`
    const runs = async (text: string) => {
      const { plan, automata, module } = await compile([{ path: "a.cep", text }])
      const { code } = module!
      return plan!.rules.map((rule, at) => {
        const shown = explain({ plan: plan!, rule, automaton: automata![at]!, code })
        return shown.split("\n").find((line) => line.startsWith("runs "))
      })
    }
    expect(await runs(text.replace(/rule Habit.*/, ""))).toEqual([
      "runs over rows of columns: id, n; its aggregates are kept of rows: m0",
      "runs over rows of columns: id; its aggregates are kept of rows: m1",
    ])
    expect(await runs(text)).toEqual(Array(3).fill("runs event by event: `stddev` wants every value"))
  })

  test("draws every state and edge, as dot and as svg", async () => {
    const second = await explained("Second")
    const edges = second.automaton.states.flatMap((state, from) =>
      state.edges.map(({ target }) => `${from} -> ${target}`),
    )
    const dot = explainDot(second)
    for (const edge of edges) expect(dot).toContain(edge)
    const svg = explainSvg(second)
    expect(svg.match(/<path d="M[^"]*" fill="none"/g)).toHaveLength(new Set(edges).size)
    for (const number of second.automaton.states.keys()) expect(svg).toContain(`text-anchor="middle">${number}</text>`)
    expect(svg).toContain("low")
  })
})

test("no two states stand at one place, and edges lead to the right unless they lead back", async () => {
  const { automaton } = await explained("Second")
  const cells = layout(automaton)
  expect(new Set(cells.map(({ column, row }) => `${column} ${row}`)).size).toBe(automaton.states.length)
  expect(cells[automaton.start]).toEqual({ column: 0, row: 0 })
  const final = automaton.states.findIndex((state) => state.kind === "final")
  expect(cells[final]!.column).toBe(Math.max(...cells.map(({ column }) => column)))
})

test("names in a picture are text", async () => {
  const { automaton } = await explained("First")
  const svg = automatonSvg(automaton, { step: () => `<b>&"\u0000`, condition: () => "]]>" })
  expect(svg).toContain("&#60;b&#62;&#38;&#34; ")
  expect(svg).not.toContain("<b>")
})
