import { type ChangeReport, differs, type RuleChange, sameWords } from "../change.ts"
import type { BacktestReport } from "../report.ts"
import type { Score } from "../score.ts"
import { cut, moment, share, whole } from "../words.ts"
import { html, type Markup, type Part } from "./markup.ts"
import { table } from "./rules.ts"

/** Characters of a message that are shown. */
const longest = 400

/** What the change adds and takes away: a table, then examples. */
export function changeSection(report: BacktestReport, change: ChangeReport): Markup {
  const { rules, all } = change
  const differing = rules.filter(differs)
  const same = sameWords(rules)
  const words = same === "" ? "" : ` ${same[0]!.toUpperCase()}${same.slice(1)}.`
  const intro = html`<h2>What the change does</h2><p class="note">Both versions saw the same events.${words}</p>`
  if (differing.length === 0) return intro
  return html`${intro}
${countTable(differing, rules.length > 1 ? all : undefined, report.label !== null)}
${scoreTable(report, change, differing)}
${differing.map((rule) => exampleTable(rule, report.label !== null))}`
}

type CountRow = ChangeReport["all"] & { readonly name: Part }

function countTable(rules: readonly RuleChange[], all: ChangeReport["all"] | undefined, labelled: boolean): Markup {
  const signed = (sign: string, colour: string, value: number) =>
    value === 0 ? "0" : html`<span class="${colour}">${sign}${whole(value)}</span>`
  const rows = rules.map((rule): CountRow => {
    const tag = rule.status === "both" ? null : html` <span class="tag">${rule.status}</span>`
    return { ...rule, name: html`${rule.rule}${tag}` }
  })
  return table<CountRow>(
    [
      { heading: "Rule", cell: ({ name }) => name, kind: "words" },
      { heading: "Before", cell: ({ before }) => whole(before) },
      { heading: "After", cell: ({ after }) => whole(after) },
      { heading: "Added", cell: ({ added }) => signed("+", "added", added) },
      ...(labelled ? [{ heading: "of them true", cell: (row: CountRow) => whole(row.addedPositives) }] : []),
      { heading: "Removed", cell: ({ removed }) => signed("−", "removed", removed) },
      ...(labelled ? [{ heading: "of them true", cell: (row: CountRow) => whole(row.removedPositives) }] : []),
      { heading: "Common", cell: ({ common }) => whole(common) },
      { heading: "Changed", cell: ({ changed }) => signed("", "changed", changed) },
    ],
    rows,
    all && { ...all, name: "All rules" },
  )
}

/** Precision and recall before and after; nothing without a label. */
function scoreTable(
  report: BacktestReport,
  { beforeRules, beforeAll, rules: both }: ChangeReport,
  rules: readonly RuleChange[],
): Part {
  if (report.label === null) return null
  type Row = { readonly name: string; readonly before: Score | null; readonly after: Score | null }
  const find = (list: BacktestReport["rules"], name: string) => list.find((rule) => rule.name === name)?.score ?? null
  const rows: Row[] = rules.map(({ rule }) => ({
    name: rule,
    before: find(beforeRules, rule),
    after: find(report.rules, rule),
  }))
  const pair = (name: string, value: (score: Score) => number | null) => [
    { heading: `${name} before`, cell: ({ before }: Row) => share(before && value(before)) },
    { heading: "after", cell: ({ after }: Row) => share(after && value(after)) },
  ]
  const total = both.length === 1 ? undefined : { name: "All rules", before: beforeAll.score, after: report.all.score }
  return html`<h3>Right and wrong, before and after</h3>${table<Row>(
    [
      { heading: "Rule", cell: ({ name }) => name, kind: "words" },
      ...pair("Precision", ({ precision }) => precision),
      ...pair("Recall", ({ recall }) => recall),
      ...pair("F1", ({ f1 }) => f1),
    ],
    rows,
    total,
  )}`
}

type ExampleRow = RuleChange["examples"]["added"][number] & {
  readonly what: "added" | "removed" | "changed"
  readonly before?: string
}

function exampleTable({ rule, examples, added, removed, changed }: RuleChange, labelled: boolean): Part {
  const rows: ExampleRow[] = [
    ...examples.added.map((each) => ({ ...each, what: "added" as const })),
    ...examples.removed.map((each) => ({ ...each, what: "removed" as const })),
    ...examples.changed.map((each) => ({ ...each, what: "changed" as const })),
  ]
  if (rows.length === 0) return null
  const all = added + removed + changed
  return html`<h3>${rule}</h3>
<p class="note">${rows.length < all ? `Examples: the first of each kind, ${whole(rows.length)} of ${whole(all)}.` : "All of them."}</p>
${table<ExampleRow>(
  [
    { heading: "", cell: ({ what }) => html`<span class="${what}">${what}</span>`, kind: "words" },
    { heading: "Time", cell: ({ at }) => moment(at), kind: "words" },
    { heading: "Key", cell: ({ key }) => html`<code>${cut(key, longest)}</code>`, kind: "words wide" },
    { heading: "What it says", cell: words, kind: "words wide" },
    ...(labelled
      ? [{ heading: "Label", cell: ({ label }: ExampleRow) => (label === null ? "–" : label ? "true" : "false") }]
      : []),
  ],
  rows,
)}`
}

function words({ text, before }: ExampleRow): Markup {
  return html`${cut(text, longest)}${before !== undefined && html`<small>before: ${cut(before, longest)}</small>`}`
}
