import { expect, test } from "vitest"
import type { ReloadPlan, RuleVerdict } from "../../../runtime/abi/reload.ts"
import { showPlan } from "../../../runtime/observe/reload-plan-text.ts"

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
