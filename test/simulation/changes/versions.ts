/** Versions of the rules of a world: edits of all kinds, one that fails on events, and one that a running job refuses. */
import type { VersionOfRules } from "../../../compiler/cli/job-actions.ts"
import type { LoadedRules } from "../../../compiler/cli/rules.ts"
import { compile } from "../../../compiler/index.ts"
import { leavingText, rulesText } from "../workload.ts"

/** A version in the forms in which the command has it. */
export type WorldVersion = VersionOfRules & LoadedRules

/** Of each family of rules its versions. */
export interface VersionFamilies {
  readonly mixed: WorldVersions
  readonly leaving: WorldVersions
  readonly keyed: WorldVersions
}

export interface WorldVersions {
  /** The first one is that with which a job begins. All judge the same events, and all have the rule `Each` and the parameter `big`. */
  readonly all: readonly WorldVersion[]
  /** What the plan refuses. */
  readonly refused: WorldVersion
}

type Edit = readonly [from: string, to: string]

const param = "param big = 50\n"
const withParam: Edit = ["rule Each", `${param}rule Each`]
/** The events of one amount are with other workers than those of one card. */
const byAmount = `
rule Same {
  when Payment as one
       then Payment as two where card == one.card
  within 6 seconds
  per amount
  alert to audit { one: one.id, two: two.id }
}
`
/** What it computes is too large for most payments. */
const failing = `
rule Fragile {
  when Payment as payment where amount * 70000000000000 > 1
  per card
  alert to audit { fragile: payment.id }
}
`

/** By family: what each version changes of the first one. No silence of `once per` becomes longer: whether one that is over counts then depends on whether it was forgotten already. */
const mixedEdits: readonly (readonly Edit[])[] = [
  [],
  [
    ["2+ Payment as probes where amount < 5", "2+ Payment as probes where amount < 4"],
    ["each 15 seconds", "each 10 seconds"],
  ],
  [
    ["over previous 10 seconds }", "over previous 20 seconds }"],
    ["within 4 seconds", "within 8 seconds"],
    ["{ drain: drain.id }", "{ drain: drain.id, many: count(probes) }"],
  ],
  [["sink alerts", `${byAmount}sink alerts`]],
  [
    ["sink alerts", `${byAmount}sink alerts`],
    ["rule Strong", "rule Weak"],
    ["2 Suspicion as signs", "3 Suspicion as signs"],
  ],
  [["sink alerts", `${failing}sink alerts`]],
]

const leavingEdits: readonly (readonly Edit[])[] = [
  [],
  [
    ["Payment as one where amount > 50", "Payment as one where amount > 60"],
    ["within 15 seconds", "within 25 seconds"],
  ],
  [
    ["when 3 Payment as payments", "when 4 Payment as payments"],
    ["{ quiet: payment.id }", "{ quiet: payment.id, of: payment.amount }"],
  ],
  [
    ["sum(amount) over forever > 100", "sum(amount) over forever > 90"],
    ["sink alerts", `${byAmount}sink alerts`],
  ],
  [["sink alerts", `${failing}sink alerts`]],
]

const much = `rule Much {
  when Payment as payment where sum(amount) over forever > 100
  per card
  alert to audit { total: sum(amount) over forever }
}
`
/** An aggregate over all payments of a card, which one worker keeps for a rule without a key, or all for one with another key. */
const ofOne = `
rule Whole {
  when Payment as payment where sum(amount) per card over previous 20 seconds > 60
  alert to audit { whole: payment.id }
}
`
const ofAll = `
rule Parts {
  when Payment as payment where sum(amount) per card over previous 20 seconds > 70
  per amount
  alert to audit { parts: payment.id }
}
`

/** As those before, but without aggregates: so a worker has the events of its own keys alone, and other rules may need others. */
const keyedEdits: readonly (readonly Edit[])[] = [
  [],
  [["sink alerts", `${byAmount}sink alerts`]],
  [
    ["within 20 seconds\n  per card\n  alert to audit", "within 20 seconds\n  per amount\n  alert to audit"],
    ["rule Few {", "rule Fewer was Few {"],
  ],
  [["sink alerts", `${ofOne}sink alerts`]],
  [
    ["sink alerts", `${ofOne}${ofAll}sink alerts`],
    ["{ quiet: payment.id }", "{ quiet: payment.id, of: payment.amount }"],
  ],
  [["sink alerts", `${byAmount}${ofAll}sink alerts`]],
]

/** What a condition of each family becomes so that it reads the parameter. */
const mixedParam: Edit = [
  "rule Quiet {\n  when Payment as payment where amount > 50",
  "rule Quiet {\n  when Payment as payment where amount > big",
]
const refusing: Edit = [
  "sink alerts",
  'rule Lost { when Payment alert to lost }\nsink lost to file("lost.jsonl")\nsink alerts',
]

export async function compileVersions(): Promise<VersionFamilies> {
  return {
    mixed: await family(rulesText, mixedEdits),
    leaving: await family(leavingText, leavingEdits),
    keyed: await family(edited(leavingText, [[much, ""]]), keyedEdits),
  }
}

async function family(text: string, edits: readonly (readonly Edit[])[]): Promise<WorldVersions> {
  const first = edited(text, [mixedParam, withParam])
  const all: WorldVersion[] = []
  for (const each of edits) all.push(await versionOf(edited(first, each)))
  return { all, refused: await versionOf(edited(first, [refusing])) }
}

function edited(text: string, edits: readonly Edit[]): string {
  let now = text
  for (const [from, to] of edits) {
    if (!now.includes(from)) throw new Error(`there is no ${from} to be changed`)
    now = now.replace(from, to)
  }
  return now
}

async function versionOf(text: string): Promise<WorldVersion> {
  const files = [{ path: "rules.cep", text }]
  const { rules, diagnostics } = await compile(files)
  if (rules === undefined) throw new Error(diagnostics.map((each) => each.text).join("\n"))
  const { version } = rules.manifest
  // What the store has stands for the module: to make rules of its text anew at each change is what takes most time, and is tested elsewhere.
  return { rules, files, url: () => `rules:${version}`, module: async () => `the module of version ${version}` }
}
