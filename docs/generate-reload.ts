import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Generated } from "./generate.ts"

const page = "docs/operate/reload-verdicts.md"
const edits = "test/edits"
const verdictLine = /^(restarted|removed|migrated|restored|added|kept|unchanged) +([^:]+?)(?:: (.*))?$/

/** Makes the page of what edits of rules do to their state, from the edits that the tests run. */
export function generateReload(root: string): Generated {
  const names = readdirSync(join(root, edits), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
  const problems: string[] = []
  const rows = names.flatMap((name) => {
    const title = /^\/\/ (.+)$/m.exec(readText(join(root, edits, name, "after.cep")))?.[1]
    const expected = readText(join(root, edits, name, "expected.txt"))
    if (title !== undefined && expected !== "") return [rowOf(name, title, expected)]
    const lack =
      title === undefined
        ? "after.cep: its first line is a comment that says what is edited"
        : "expected.txt: run the tests with UPDATE=1"
    problems.push(`${edits}/${name}/${lack}`)
    return []
  })
  const table = ["| edit | verdict | why |", "|---|---|---|", ...rows].join("\n")
  return { files: new Map([[page, `${introduction}\n${table}\n`]]), problems }
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : ""
}

function rowOf(name: string, title: string, expected: string): string {
  const plan = expected.slice(0, expected.indexOf("\n---")).split("\n")
  const found = plan.flatMap((line, at): { verdict: string; rule: string; why: string }[] => {
    const [, verdict, rule, why] = verdictLine.exec(line) ?? []
    if (verdict === undefined || rule === undefined) return []
    const more = plan.slice(at + 1, nextLine(plan, at)).map((each) => each.trim())
    return [{ verdict, rule, why: [why ?? "", ...more].filter((text) => text !== "").join("; ") }]
  })
  const told = found.filter(({ why }) => why !== "")
  const params = plan.flatMap((line) => /^(?:param|warning) +(.*)$/.exec(line)?.[1] ?? [])
  const shown = told.length === 0 ? found.slice(0, 1) : told
  const verdicts = shown
    .map(({ verdict, rule, why }) => `${shown.length === 1 ? "" : `${rule}: `}${verdict}${aggregateVerdict(why)}`)
    .join("<br>")
  const why = [...shown.map(({ rule, why }) => (shown.length === 1 || why === "" ? why : `${rule}: ${why}`)), ...params]
  return `| [${title}](../../${edits}/${name}/expected.txt) | ${cell(verdicts)} | ${cell(why.filter((text) => text !== "").join("<br>"))} |`
}

function aggregateVerdict(why: string): string {
  const [, verdict] = /aggregate over `[^`]*` (\w+):/.exec(why) ?? []
  return verdict === undefined ? "" : `, aggregate ${verdict}`
}

/** Lines that go on begin with spaces. */
function nextLine(lines: readonly string[], at: number): number {
  const next = lines.findIndex((line, i) => i > at && !line.startsWith("  "))
  return next < 0 ? lines.length : next
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|")
}

const introduction = `<!-- Made by \`npm run generate\` from docs/generate-reload.ts and test/edits. Do not edit. -->

# What an edit keeps

When rules are changed while a job runs, or between a savepoint and the next start, each rule gets a verdict. It is found by handing the state over: what a restore says is what the plan says.

| verdict | means |
|---|---|
| unchanged | the rule is as it was |
| kept | it changed, and all that it holds stays |
| migrated | what it holds is taken over in another form, or lacks something for a while |
| restarted | it begins empty; what it held is lost |
| added | it begins with the events that come from now on |
| removed | the new rules do not have it; what it held is lost, without outputs |
| restored | the rules are those before again, and what it held when they went [comes back](#a-return-to-the-rules-before), all or some of it |

What decides: **the shape of the pattern** (its steps, how they follow, how many events each takes, the kind of its window) and **the key**. Conditions, thresholds, lengths of time, messages, severities and sinks may change freely. What is kept of past
events for **aggregates** is judged by itself: its filter, value, key and the parameters in them decide, its windows do not. \`once per\` belongs to the key alone, so silences outlast a change of the pattern. A new name keeps state with \`was\`, which has to stay.

**Events that are held are read again** by the new declarations. A rule that holds one which does not fit begins empty; an event that waits and does not fit becomes a dead letter (\`unreadable\`).

**Parameters.** A value that was set while the job runs, or given at its start, stays where the new rules have a parameter of that name which takes it. Else their default counts.

**What cannot change in a running job**: the event time and the lateness of an event, by what a source is partitioned and the type of that field, and sources, sinks, tables and models that the job has not open. Take a savepoint, stop the job, and start it from there with the new rules.

## A return to the rules before

What a change drops is kept until the next change: what removed rules held, and rules that began empty, and aggregates that nobody asked for any more. A return to the version before, by \`cep rollback\`, \`--guard\` or a reload of the same text, goes on with it; \`cep rollback URL --plan\` says what comes
back. What was kept all the time, also under the rules between, is not touched.

Where no event was judged in between, nothing has happened. Else there is a **gap**: events that a rule which comes back has not seen. The plan, the log and \`cep status\` say from when to when. No alert is to be wrong because of it:

| what was held | behind a gap |
|---|---|
| partial matches that say only that some events came in an order, within a time: steps, \`then\`, \`then any\`, a fixed number of them, alternatives | go on; those whose window has ended meanwhile are gone, without output |
| partial matches of a rule with \`no\`, \`next\`, \`consecutive\`, \`until\`, \`greedy\`, optional steps, steps repeated at will (\`1+\`, \`2..4\`) before others, or \`on timeout\` | end without output, also without \`on timeout\`: what the alert says did not come may have come meanwhile |
| windows of \`each\` | end without output |
| silences of \`once per\` | go on |
| aggregates | go on without the events of the gap: they are complete when their windows reach back to the return alone |

It is kept with the [checkpoints](checkpoints.md#versions-of-rules); a job without \`--checkpoint-dir\` keeps up to 64 MiB of it in memory, and warns where it would be more. Savepoints do not have it, and with \`--state disk\` it is not kept: then rules that come back begin empty.

## Edits

Each of these is run by a test: events under the old rules, the change, more events. What comes out is compared with rules that begin empty and with rules that were never changed.
`
