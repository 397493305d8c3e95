import { expect, test } from "vitest"
import { losers, type ReloadPlan, type RuleVerdict } from "../../../runtime/abi/reload.ts"
import { showPlan, showWarmUp } from "../../../runtime/observe/reload-plan-text.ts"

const nothing: ReloadPlan = { from: "1", to: "2", rules: [], params: [], warnings: [], refusals: [] }
const rule = (name: string, verdict: RuleVerdict["verdict"], more: Partial<RuleVerdict> = {}): RuleVerdict => {
  return { rule: name, verdict, why: `why ${name} is ${verdict}`, aggregates: [], ...more }
}

test("losses stand first, then what changes, then what does not", () => {
  const rules = [
    rule("Same", "unchanged"),
    rule("Kept", "kept"),
    rule("Asking", "kept", {
      aggregates: [{ series: "every Payment per account", verdict: "restarted", why: "another filter" }],
    }),
    rule("New", "added"),
    rule("Renamed", "migrated", { was: "Old" }),
    rule("Silent", "migrated", { loses: { keys: 0, partialMatches: 0, silences: 3 } }),
    rule("AtRisk", "migrated", { risk: "if an event breaks it" }),
    rule("Reshaped", "restarted", { loses: { keys: 2, partialMatches: 5, silences: 1 } }),
    rule("Uncounted", "restarted", { loses: { keys: null, partialMatches: null, silences: null } }),
    rule("Idle", "restarted", { loses: { keys: 0, partialMatches: 0, silences: 0 } }),
    rule("Gone", "removed"),
  ]
  const params = [{ name: "least", change: "default", why: "from now on it is 7" } as const]
  expect(
    showPlan({ ...nothing, rules, params, warnings: ["event A: a field is gone"] }),
  ).toBe(`State is lost: 3 rules begin empty, 1 aggregate loses what it kept, 1 rule loses some of what it holds, 1 rule may begin empty.

restarted  Reshaped: why Reshaped is restarted
           loses 5 partial matches and 1 silence of 2 keys
restarted  Uncounted: why Uncounted is restarted
           loses all that it holds
restarted  Idle: why Idle is restarted
           loses nothing at present
removed    Gone: why Gone is removed
kept       Asking: why Asking is kept
           aggregate over \`every Payment per account\` restarted: another filter
migrated   Renamed (was Old): why Renamed is migrated
migrated   Silent: why Silent is migrated
           loses 3 silences
migrated   AtRisk: why AtRisk is migrated
           may lose: if an event breaks it
added      New: why New is added
kept       Kept: why Kept is kept
unchanged  Same

param      least: from now on it is 7

warning    event A: a field is gone
`)
})

test("what cannot be done is said before all else", () => {
  const shown = showPlan({ ...nothing, rules: [rule("Same", "unchanged")], refusals: ["no sink x: start anew"] })
  expect(shown).toBe(`A running job cannot change to these rules.

refused    no sink x: start anew

unchanged  Same
`)
})

test("nothing to say", () => {
  expect(showPlan(nothing)).toBe("All that the rules hold is kept.\n")
})

test("what is rebuilt from past events is not lost, and what came of it is said", () => {
  const loses = { keys: 2, partialMatches: 5, silences: 1 }
  const aggregates = [{ series: "every Payment", verdict: "restarted", why: "another filter" } as const]
  const rules = [rule("Asking", "kept", { aggregates }), rule("Reshaped", "restarted", { loses })]
  const reach = { reachMs: 600_000, reach: "10 minutes" }
  const warmUp = {
    rules: [
      { rule: "Asking", rebuilds: "aggregates", ...reach },
      { rule: "Reshaped", rebuilds: "all", ...reach },
    ] as const,
    without: [{ rule: "Endless", why: "it looks back for ever" }],
  }
  const shown = showPlan({ ...nothing, rules, warmUp })
  expect(shown).toContain("All that the rules hold is kept, or rebuilt from past events (2 rules).")
  expect(shown).toContain(`
warm-up    what aggregates of Asking keep is rebuilt from the last 10 minutes
warm-up    Reshaped is rebuilt from the last 10 minutes
no warm-up Endless begins without past events: it looks back for ever
`)
  const completeAfter = "2026-01-31T10:00:00.000Z"
  const done = { events: 1, outputs: 0, readAgain: ["Payment"], kept: [], completeAfter, isComplete: true, seconds: 2 }
  const read = showPlan({ ...nothing, rules, warmUp: { ...warmUp, done } })
  expect(read).toContain(`
warm-up    Reshaped was rebuilt from the last 10 minutes
           1 event judged, read again from the source of Payment, in 2 s
`)
  expect(showWarmUp({ rules: [], without: [] })).toBe("warm-up    no rule begins empty: nothing to rebuild")
  const lacking = { ...done, readAgain: [], kept: ["Payment"], outputs: 3, isComplete: false }
  expect(showPlan({ ...nothing, rules, warmUp: { ...warmUp, done: lacking } })).toContain(`
           1 event judged, kept by the job of Payment, in 2 s; 3 outputs of that time not sent
           events up to ${completeAfter} are gone there: what looks further back lacks them (the job keeps more with --keep-recent)
`)
})

test("what a rule loses that goes on with the rest stays lost, though its aggregates are rebuilt", () => {
  const loses = { keys: 1, partialMatches: 0, silences: 3 }
  const gone = [{ series: "every Payment", verdict: "removed", why: "nobody asks" } as const]
  const rules = [rule("Silent", "migrated", { loses }), rule("Other", "kept", { aggregates: gone })]
  const warmed = ({ rule: name }: RuleVerdict) => {
    return { rule: name, rebuilds: "aggregates", reachMs: 1, reach: "1 ms" } as const
  }
  const plan = { ...nothing, rules, warmUp: { rules: rules.map(warmed), without: [] } }
  expect(losers(plan)).toEqual(rules)
  expect(showPlan(plan)).toContain("State is lost: 1 aggregate loses what it kept, 1 rule loses some of what it holds.")
})
