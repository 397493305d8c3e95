import type { Grid } from "./buckets.ts"
import { type Comparison, compare, type Kept, type Pair } from "./compare.ts"
import { iso, type Replayed, type RuleReport, ruleReports, type TotalReport, totalReport } from "./rule-report.ts"
import { counted } from "./words.ts"

/** What a version of the rules adds and takes away against another one. */
export interface ChangeReport {
  /** The version that it is compared with. */
  readonly files: readonly string[]
  readonly version: string
  readonly params: Readonly<Record<string, unknown>>
  /** Under the names of the new version, where that says what they were called. */
  readonly beforeRules: readonly RuleReport[]
  readonly beforeAll: TotalReport
  /** The rules of both, in the order of the new version; those that are gone come last. */
  readonly rules: readonly RuleChange[]
  readonly all: ChangeCounts
}

export interface ChangeCounts {
  /** Alerts and derived events. */
  readonly before: number
  readonly after: number
  readonly added: number
  readonly removed: number
  readonly common: number
  /** Of the common ones, those that say something else. */
  readonly changed: number
  /** Of the added and removed ones, those whose last event has a positive label. */
  readonly addedPositives: number
  readonly removedPositives: number
}

export interface RuleChange extends ChangeCounts {
  readonly rule: string
  readonly status: "both" | "new" | "gone"
  /** The first ones in event time. */
  readonly examples: {
    readonly added: readonly Example[]
    readonly removed: readonly Example[]
    readonly changed: readonly ChangedExample[]
  }
}

export interface Example {
  readonly id: string
  readonly at: string
  /** The key as JSON. */
  readonly key: string
  readonly text: string
  readonly label: boolean | null
}

export interface ChangedExample extends Example {
  /** What it said before. */
  readonly before: string
}

/** Compares two replays of the same input. */
export function changeReport(
  before: Replayed,
  after: Replayed,
  grid: Grid | null,
  days: number,
  examples: number,
): ChangeReport {
  const present = after.rules.manifest.rules.map(({ name }) => name)
  const renamed = formerNames(after)
  const old = before.rules.manifest.rules.map(({ name }) => renamed.get(name) ?? name)
  const names = [...new Set([...present, ...old])]
  const rules = compare(names, before.tally.kept, after.tally.kept).map((comparison): RuleChange => {
    const { rule } = comparison
    const status = !old.includes(rule) ? "new" : !present.includes(rule) ? "gone" : "both"
    return { rule, status, ...countsOf(comparison), examples: examplesOf(comparison, examples) }
  })
  return {
    files: before.files,
    version: before.rules.manifest.version,
    params: before.params,
    beforeRules: ruleReports(before, grid, days).map((each) => ({
      ...each,
      name: renamed.get(each.name) ?? each.name,
    })),
    beforeAll: totalReport(before, days),
    rules,
    all: rules.reduce<ChangeCounts>(sum, nothing),
  }
}

/** Whether a rule is new, is gone, or says something else than before. */
export function differs({ status, added, removed, changed }: RuleChange): boolean {
  return status !== "both" || added + removed + changed > 0
}

/** How many rules are as before, in words; empty where none is. */
export function sameWords(rules: readonly RuleChange[]): string {
  const same = rules.filter((rule) => !differs(rule)).length
  if (same === 0) return ""
  return same === rules.length ? "both versions say the same" : `${counted(same, "other rule")} as before`
}

/** The present names of rules by their former ones (`was`). */
export function formerNames({ rules }: Pick<Replayed, "rules">): Map<string, string> {
  return new Map(rules.manifest.rules.flatMap(({ was, name }) => (was === undefined ? [] : [[was, name]])))
}

const nothing: ChangeCounts = {
  before: 0,
  after: 0,
  added: 0,
  removed: 0,
  common: 0,
  changed: 0,
  addedPositives: 0,
  removedPositives: 0,
}

function sum(one: ChangeCounts, other: ChangeCounts): ChangeCounts {
  return {
    before: one.before + other.before,
    after: one.after + other.after,
    added: one.added + other.added,
    removed: one.removed + other.removed,
    common: one.common + other.common,
    changed: one.changed + other.changed,
    addedPositives: one.addedPositives + other.addedPositives,
    removedPositives: one.removedPositives + other.removedPositives,
  }
}

function countsOf({ before, after, added, removed, common, changed }: Comparison): ChangeCounts {
  const positives = (list: readonly Kept[]) => list.filter(({ label }) => label === true).length
  return {
    before,
    after,
    added: added.length,
    removed: removed.length,
    common,
    changed: changed.length,
    addedPositives: positives(added),
    removedPositives: positives(removed),
  }
}

function examplesOf({ added, removed, changed }: Comparison, most: number): RuleChange["examples"] {
  const first = (list: readonly Kept[]) => [...list].sort((a, b) => a.at - b.at).slice(0, most)
  return {
    added: first(added).map(exampleOf),
    removed: first(removed).map(exampleOf),
    changed: changed.slice(0, most).map(changedOf),
  }
}

function exampleOf({ id, at, key, text, label }: Kept): Example {
  return { id, at: iso(at), key, text, label: label ?? null }
}

/** Where only the severity, score or tags differ, the texts are the same: then all that it says is shown. */
function changedOf({ before, after }: Pair): ChangedExample {
  const same = before.text === after.text
  return {
    ...exampleOf(after),
    text: same ? after.content : after.text,
    before: same ? before.content : before.text,
  }
}
