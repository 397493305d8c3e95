/** How far back a rule looks, and of which rules past events say nothing. */
import { expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { reloadedParams } from "../../../runtime/engine/reload-params.ts"
import { planReload } from "../../../runtime/engine/reload-plan.ts"
import { planWarmUp } from "../../../runtime/engine/warm-up-plan.ts"

const declarations = `
event A { k: string, n: integer, at: time } timed by at
event B { k: string, n: integer, at: time } timed by at
event Now { k: string } timed by arrival
param wait = 7 seconds
`
const minute = 60_000
const hour = 60 * minute

/** What a warm-up would do for rules that come to a running job; by rule how far it looks back, or why it does not. */
async function planned(texts: readonly string[], before = "rule Before { when A where n > 1 alert }") {
  const [old, next] = await Promise.all(
    [[before], [before, ...texts]].map(async (rules) => {
      const found = await compile([{ path: "a.cep", text: `${declarations}${rules.join("\n")}` }])
      if (found.rules === undefined) throw new Error(found.diagnostics.map(({ text }) => text).join("\n"))
      return found.rules
    }),
  )
  const from = { params: {} }
  const { after } = reloadedParams(old!.manifest, next!.manifest, from)
  const { plan, judged } = planWarmUp(next!.manifest, planReload(old!, next!, from), after)
  return { ...plan, judged: [...judged] }
}

test.each<[string, string, number]>([
  ["the time of a match", "when A then B within 1 hour per k alert", hour],
  ["by a parameter", "when A then B within wait per k alert", 7000],
  ["and a wait behind it", "when A then no B for 5 minutes within 1 hour per k alert", hour + 5 * minute],
  ["a wait alone", "when no A for 10 minutes per k alert", 10 * minute],
  ["from event to event", "when A then B then A within 1 minute between events per k alert", 3 * minute],
  ["a window", "each 1 hour of A every 10 minutes per k alert { n: count() }", hour],
  ["a day of a calendar, which may be longer", 'each 1 day in "Europe/Amsterdam" of A per k alert', 26 * hour],
  ["an aggregate", "when A where sum(n) over 1 hour > 3 per k alert", hour],
  ["one of before", "when A where sum(n) over 1 hour > 3 then B within 5 minutes per k alert", hour + 5 * minute],
  ["a silence", "when A then B within 1 hour per k once per 2 hours alert", 3 * hour],
])("%s", async (_, rule, reachMs) => {
  expect(await planned([`rule New { ${rule} }`])).toMatchObject({ rules: [{ rule: "New", reachMs }], without: [] })
})

test("with those of the rules whose outputs it reads, but not of shadow rules", async () => {
  const found = await planned([
    "rule Reader { when 2 Pair within 1 hour per k alert { n: sum(pair.n) } }",
    "rule Maker { when 2 A as a within 5 minutes per k emit Pair { n: count(a) } }",
    "shadow rule Trial { when 3 A as a within 1 day per k emit Pair { n: count(a) } }",
  ])
  const reach = Object.fromEntries(found.rules.map(({ rule, reachMs }) => [rule, reachMs]))
  expect(reach).toEqual({ Reader: hour + 5 * minute, Maker: 5 * minute, Trial: 24 * hour })
  const alone = await planned(["rule Low { when 3 Alert within 1 hour alert }"])
  expect(alone.judged.sort()).toEqual(["Before", "Low"])
})

test.each<[string, string, RegExp]>([
  ["for ever", "when 3 A within forever per k skip past last alert", /its pattern in rule New has no end in time/],
  ["an aggregate for ever", "when A where sum(n) over forever > 3 per k alert", /has no window in time/],
  ["by number of events", "when A where sum(n) over last 5 events > 3 per k alert", /has no window in time/],
  ["a session", "each session of A gap 1 minute per k alert", /its window in rule New has no end in time/],
  ["so many events", "each 5 events of A per k alert", /its window in rule New has no end in time/],
  ["any number of waits", "when 2+ A then B within 1 minute between events per k alert", /has no end in time/],
  ["by arrival", "when 2 Now within 1 hour per k alert", /events of Now are timed by their arrival/],
])("nothing is rebuilt: %s", async (_, rule, why) => {
  const { rules, without, judged } = await planned([`rule New { ${rule} }`])
  expect(rules).toEqual([])
  expect(without).toEqual([{ rule: "New", why: expect.stringMatching(why) }])
  expect(judged).toEqual([])
})

test("a rule of single events holds nothing, and one that stays is left alone", async () => {
  const stays = "rule Stays { when 2 A within 1 hour per k alert }"
  const found = await planned(["rule New { when A where n > 2 alert }"], stays)
  expect(found).toEqual({ rules: [], without: [], judged: [] })
})
