/** What other rules do not take over is fetched while these judge, and is what it was when they began. */
import { expect, test, vi } from "vitest"
import type { Engine, EngineOptions } from "../../../runtime/abi/engine.ts"
import type { DroppedCut } from "../../../runtime/abi/frozen.ts"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { createEngine } from "../../../runtime/index.ts"
import { fetched } from "../../../runtime/state/cut.ts"
import { KeyedPart } from "../../../runtime/state/cut-parts.ts"
import { compileRules } from "../../support/job.ts"

const head = "event A { k: string, n: integer, at: time } timed by at\n"
const three = "rule Three { when 3 A as a within 1 hour per k alert { n: list(a.n) } without events }\n"
const two = "rule Two { when 2 A as a within 1 hour per k alert { n: list(a.n) } without events }\n"
const none = "rule None { when A where n > 99 per k alert }\n"

/** An engine of other rules goes on; `back`: one of the rules before goes on with that one, and with what was dropped. */
function change(former: Engine, next: RuleSet, options: EngineOptions = {}) {
  let dropped: DroppedCut | undefined
  const onFrozen = (each: DroppedCut): void => {
    dropped = each
  }
  const engine = createEngine(next, { ...options, former, onFrozen })
  const { cut, ...facts } = dropped!
  const back = (rules: RuleSet, options: EngineOptions): Engine =>
    createEngine(rules, { ...options, former: engine, thaws: { ...facts, cut: [...fetched(cut!)] } })
  return { engine, facts, cut: cut!, back }
}

let time = 0
const event = (k: string, n: number) => ({ k, n, at: ++time })
const judged = (engine: Engine): void => engine.advanceTo(time)

test("an engine takes over without a look at what its rules do not have", async () => {
  const [before, after] = await Promise.all([compileRules(head + three), compileRules(head + none)])
  const former = createEngine(before)
  for (let key = 0; key < 50; key++) former.push("A", event(`k${key}`, key))
  const written = vi.spyOn(KeyedPart.prototype, "more")
  const { cut } = change(former, after)
  expect(written).not.toHaveBeenCalled()
  expect([...fetched(cut)].length).toBeGreaterThan(0)
  expect(written).toHaveBeenCalled()
  written.mockRestore()
})

test("numbers of keys are not given to others before", async () => {
  const [before, after] = await Promise.all([compileRules(head + three), compileRules(head + none)])
  const former = createEngine(before)
  const some = (name: string) => Array.from({ length: 30_000 }, (_, key) => event(`${name}${key}`, 1))
  former.pushAll("A", some("a"))
  judged(former)
  const { engine, back } = change(former, after)
  for (const name of ["b", "c", "d", "e"]) engine.pushAll("A", some(name))
  const said: string[] = []
  const returned = back(before, { onAlert: ({ key }) => said.push(JSON.stringify(key)) })
  returned.pushAll("A", [event("a7", 2), event("e7", 2), event("e7", 2), event("a7", 3)])
  judged(returned)
  expect(said).toEqual(['{"k":"a7"}'])
})

test("events that it shares with a rule that stays are those of the change", async () => {
  const [before, after] = await Promise.all([compileRules(head + three + two), compileRules(head + two)])
  const said: string[] = []
  const options: EngineOptions = { onAlert: ({ rule, data }) => said.push(`${rule} ${JSON.stringify(data?.n)}`) }
  const former = createEngine(before, options)
  former.push("A", event("k", 1))
  judged(former)
  const { engine, back } = change(former, after)
  for (const n of [2, 3]) engine.push("A", event("k", n))
  judged(engine)
  const returned = back(before, options)
  said.length = 0
  for (const n of [4, 5]) returned.push("A", event("k", n))
  judged(returned)
  expect(said).toEqual(["Two [3,4]", "Three [1,4,5]"])
})

test("what others hold in another form is gone back to where they have judged nothing", async () => {
  const rule = (where: string) => `rule R { when 3 A as a where ${where} within 1 hour per k alert { n: list(a.n) } }\n`
  const texts = [rule("n > 0"), rule("n > 0 and n >= (first(a).n ?? 0)")].map((text) => compileRules(head + text))
  const [before, after] = await Promise.all([texts[0]!, texts[1]!])
  for (const isGap of [false, true]) {
    const said: string[] = []
    const options: EngineOptions = { onAlert: ({ data }) => said.push(JSON.stringify(data?.n)) }
    const former = createEngine(before, options)
    for (const n of [1, 2]) former.push("A", event("k", n))
    judged(former)
    const { engine, facts, back } = change(former, after, options)
    expect([facts.operators, facts.converted]).toEqual([[], ["ring R"]])
    if (isGap) {
      engine.push("A", event("k", 3))
      judged(engine)
    }
    const returned = back(before, options)
    returned.push("A", event("k", 4))
    judged(returned)
    expect(said).toEqual([isGap ? "[1,2,3]" : "[1,2,4]"])
  }
})

test("nothing goes on with an engine whose cut is not fetched or abandoned", async () => {
  const [before, after] = await Promise.all([compileRules(head + three), compileRules(head + none)])
  const former = createEngine(before)
  former.push("A", event("k", 1))
  const { engine, cut } = change(former, after)
  expect(() => createEngine(before, { former: engine })).toThrow("fetch it to its end")
  cut.abandon()
  expect(() => createEngine(before, { former: engine })).not.toThrow()
})
