/** What an engine takes over of another one that has judged past events, and what it does not. */
import { expect, test } from "vitest"
import type { Engine, EngineOptions } from "../../../runtime/abi/engine.ts"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import type { WarmedState } from "../../../runtime/abi/warmed.ts"
import { someRules } from "../../../runtime/engine/some-rules.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileText } from "../../support/compiled.ts"

const declarations = `
event A { k: string, n: integer, at: time } timed by at
event B { k: string, n: integer, at: time } timed by at
`

async function rulesOf(...texts: readonly string[]): Promise<RuleSet> {
  return (await compileText(`${declarations}${texts.join("\n")}`))!
}

/** An engine of some rules that has judged events of key `x`, as `[type, n, at]`, up to a time; nothing up to `beginsAfter` counts. */
function judged(rules: RuleSet, events: readonly (readonly ["A" | "B", number, number])[], options: EngineOptions) {
  const { beginsAfter } = options
  const engine = createEngine(rules, options)
  if (beginsAfter !== undefined) engine.advanceTo(beginsAfter)
  for (const [type, n, at] of events) engine.push(type, { k: "x", n, at })
  engine.advanceTo(100)
  return engine
}

function stateOf(engine: Engine): WarmedState {
  const cut = engine.cut(true)
  const state: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) state.push(piece.slice())
  return { state, withoutSeries: [] }
}

const readsB = "rule ReadsB { when B where n > 5 alert }"
const events = [
  ["A", 1, 20],
  ["A", 2, 40],
  ["B", 9, 50],
  ["A", 3, 60],
] as const

test("counters begin at nothing, and what is kept is known from when on", async () => {
  const added = "rule Added { when A where sum(n) over 90 ms > 1 per k alert }"
  const [former, next] = await Promise.all([rulesOf(readsB), rulesOf(readsB, added)])
  const past = judged(someRules(next, new Set(["Added"])), events, { beginsAfter: 30 })
  expect(past.stats().rules).toMatchObject([{ name: "Added", matches: 2, late: 1 }])
  const said: string[] = []
  const onAlert = ({ rule }: { readonly rule: string }) => void said.push(rule)
  const engine = createEngine(next, { former: judged(former, events, {}), warmed: stateOf(past), onAlert })
  const { rules, series } = engine.stats()
  expect(rules).toMatchObject([
    { name: "ReadsB", matches: 1 },
    { name: "Added", matches: 0, late: 0, failed: 0 },
  ])
  expect(series).toMatchObject([{ completeAfter: 30 }])
  engine.push("A", { k: "x", n: 0, at: 105 })
  engine.end()
  expect(said).toEqual(["Added"])
})

test("a rule goes on with its own state, whatever the past events say of it", async () => {
  const maker = "rule Maker { when 2 A as a within 80 ms per k emit Pair { n: sum(a.n) } }"
  const reader = "rule Reader { when Pair as p then B within 80 ms per k alert { n: p.n } }"
  const [former, next] = await Promise.all([rulesOf(maker), rulesOf(maker, reader)])
  // Of the past nothing is left but for the last event.
  const past = judged(someRules(next, new Set(["Maker", "Reader"])), [["A", 3, 95]], { beginsAfter: 90 })
  const own = [...events.slice(0, 2), ["A", 1, 70] as const, ["A", 3, 95] as const, ["A", 4, 96] as const]
  const said: unknown[] = []
  const engine = createEngine(next, {
    former: judged(former, own, {}),
    warmed: stateOf(past),
    onAlert: ({ data }) => void said.push(data),
  })
  engine.push("A", { k: "x", n: 10, at: 110 })
  engine.push("B", { k: "x", n: 0, at: 111 })
  engine.end()
  // Two pairs were found before; with the state of the past it would be 13.
  expect(said).toEqual([{ n: 14 }])
})

test("an aggregate as of an earlier event goes over past events and those that came since", async () => {
  const added = "rule Added { when A as a then no B for 5 ms per k alert { n: sum(n) over 90 ms } }"
  const [former, next] = await Promise.all([rulesOf(readsB), rulesOf(readsB, added)])
  const many = Array.from({ length: 30 }, (_, at) => ["A", 1, 30 + 2 * at] as const)
  const said: unknown[] = []
  const onAlert = ({ data }: { readonly data?: unknown }) => void said.push(data)
  const past = stateOf(judged(someRules(next, new Set(["Added"])), many, { beginsAfter: 0 }))
  const engine = createEngine(next, { former: judged(former, [], {}), warmed: past, onAlert })
  engine.push("A", { k: "x", n: 100, at: 105 })
  engine.advanceTo(120)
  // Those of more than 15 ms: in the window that ends with the event.
  expect(said).toEqual([{ n: 130 }])
})

test("what is of another moment is refused, and so is state that is not in memory", async () => {
  const [former, next] = await Promise.all([
    rulesOf(readsB),
    rulesOf(readsB, "rule Added { when 2 A within 9 ms alert }"),
  ])
  const warmed = stateOf(judged(next, events, {}))
  const before = createEngine(former)
  before.advanceTo(99)
  expect(() => createEngine(next, { former: before, warmed })).toThrow(
    "what was warmed up is of 100, and the state of 99",
  )
})
