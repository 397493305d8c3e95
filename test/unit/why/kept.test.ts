/** Of very much that happened to a key `why` keeps a part: it names what it would name if it kept all, and its counts are whole. */
import { describe, expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { showReport, type WhyInput, type WhyReport, why } from "../../../compiler/why/index.ts"

const declarations = `event A { n: integer, at: time } timed by at
event B { n: integer, at: time } timed by at
`

type Step = readonly [type: string, n: number, after: number]

async function ask(rule: string, steps: readonly Step[]): Promise<WhyReport> {
  const sources = [{ path: "rules.cep", text: `${declarations}rule R { ${rule} alert }` }]
  const compiled = await compile(sources, { explains: true })
  expect(compiled.diagnostics.filter(({ level }) => level === "error")).toEqual([])
  let at = 1_000_000_000_000
  const events = steps.map(([type, n, after], number): WhyInput => {
    at += after
    return { type, event: { n, at }, place: `e:${number + 1}` }
  })
  return why(sources, compiled, events, { rule: "R", key: [] })
}

/** So many steps, every third of them an A that begins nothing, the others Bs; the one at `near` is nearly right. */
function passing(count: number, near: number): Step[] {
  return Array.from({ length: count }, (_, number) =>
    number === near ? ["B", 499, 1] : number % 3 === 0 ? ["A", 1, 1] : ["B", 1, 1],
  )
}

describe("events that a partial match passed over", () => {
  test.each([
    ["no answer depends on the match", "b.n > 500", "b.n is 499"],
    ["each answer does", "b.n > a.n", "b.n is 499, a.n is 501"],
  ])("%s", async (_, condition, values) => {
    const rule = `when A as a where n > 500 then B as b where ${condition} within 1 day`
    const report = await ask(rule, [["A", 501, 1], ...passing(601, 301), ["B", 2, 1]])
    expect(report.reason).toBe("condition")
    expect(report.text).toContain("the nearest of 401 Bs, at e:303, ")
    expect(report.text).toContain(`: ${condition}: ${values}`)
    const [partial] = report.partialMatches
    expect(partial).toMatchObject({ came: 1, of: 2, passedOverCount: 602 })
    // The last ones are told.
    expect(partial!.passedOver.map(({ event }) => event.place)).toEqual(["e:599", "e:600", "e:601", "e:602", "e:603"])
  })

  test("events with which nothing began", async () => {
    const near = passing(600, 301).map(([type, n, after]): Step => [type === "A" ? "B" : "A", n, after])
    const report = await ask("when A as a where n > 500 then B as b within 1 day", near)
    expect(report.text).toContain("none of 400 As is `a`; the nearest, at e:302, ")
    expect(report.text).toContain("n > 500: n is 499")
  })
})

describe("partial matches that are over", () => {
  const rule = "when A as a then B as b where n > 5 then B as c where n > 500 within 100 ms"
  const many = Array.from({ length: 4200 }, (): Step => ["A", 1, 20])
  const furthest: readonly Step[] = [
    ["A", 1, 1],
    ["B", 9, 1],
    ["B", 480, 1],
  ]

  test.each([
    ["at the beginning", [...furthest, ...many], "e:3"],
    ["in the middle", [...many.slice(0, 2000), ...furthest, ...many.slice(2000)], "e:2003"],
  ])("the one that came furthest, %s", async (_, steps, place) => {
    const report = await ask(rule, steps)
    expect(report.reason).toBe("condition")
    expect(report.text).toContain(`B at ${place}, `)
    expect(report.text).toContain("n > 500: n is 480")
    expect(report.partialMatches[0]).toMatchObject({ came: 2, of: 3 })
    const counted = report.onlyCounted.expired!
    expect(counted).toBeGreaterThan(500)
    expect(showReport(report)).toContain(
      `those that came least far were only counted: ${counted} ended with their window`,
    )
  })

  test("the counts are those of all", async () => {
    const rule = "when A as a then B as b where b.n > a.n within 50 ms"
    const steps = Array.from({ length: 4400 }, (_, number): Step => (number % 20 === 19 ? ["B", 5, 10] : ["A", 9, 10]))
    const report = await ask(rule, steps)
    expect(report.partialMatchCount).toBe(4180)
    expect(report.counts).toMatchObject({ events: 4400, partialMatches: 4180 })
    expect(Object.keys(report.onlyCounted)).toEqual(["expired"])
  })
})
