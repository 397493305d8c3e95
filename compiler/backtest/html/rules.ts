import type { BacktestReport } from "../report.ts"
import type { RuleReport } from "../rule-report.ts"
import type { Score } from "../score.ts"
import { allClasses } from "../text.ts"
import { cut, moment, rate, share, whole } from "../words.ts"
import { shareBar } from "./charts.ts"
import { html, type Markup, type Part } from "./markup.ts"

const longestClass = 24

/** A row of cells; `words`: the numbers of those that hold text. */
interface Column<Row> {
  readonly heading: Part
  readonly cell: (row: Row) => Part
  readonly kind?: "words" | "words wide"
}

/** A table; the last row may be a total. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], total?: Row): Markup {
  const heads = columns.map(({ heading, kind }) => html`<th class="${kind ?? ""}" scope="col">${heading}</th>`)
  const line = (row: Row) => columns.map(({ cell, kind }) => html`<td class="${kind ?? ""}">${cell(row)}</td>`)
  const last = total === undefined ? null : html`<tr class="total">${line(total)}</tr>`
  return html`<div class="scroll"><table><thead><tr>${heads}</tr></thead><tbody>${rows.map((row) => html`<tr>${line(row)}</tr>`)}${last}</tbody></table></div>`
}

/** A rule's name and its title. */
export function ruleName({ name, title, shadow }: Pick<RuleReport, "name" | "title" | "shadow">): Markup {
  return html`${name}${shadow && html` <span class="tag">shadow</span>`}${title === undefined ? null : html`<small>${title}</small>`}`
}

/** What each rule did. Columns in which nothing stands are left out. */
export function ruleTable({ rules, all }: BacktestReport): Markup {
  type Row = Partial<RuleReport> & Pick<RuleReport, "name" | "shadow" | "alerts" | "emitted" | "perDay">
  const count = (heading: string, value: (row: Row) => number | undefined): Column<Row>[] =>
    rules.every((rule) => value(rule) === 0)
      ? []
      : [{ heading, cell: (row) => (value(row) === undefined ? "" : whole(value(row)!)) }]
  const columns: Column<Row>[] = [
    { heading: "Rule", cell: (row) => ruleName({ title: undefined, ...row } as RuleReport), kind: "words" },
    { heading: "Alerts", cell: ({ alerts }) => whole(alerts) },
    ...count("Derived events", ({ emitted }) => emitted),
    { heading: "A day", cell: ({ perDay }) => rate(perDay) },
    {
      heading: "Keys",
      cell: ({ keys, keysAreMore }) => (keys === undefined ? "" : `${keysAreMore === true ? "≥ " : ""}${whole(keys)}`),
    },
    ...count("Filtered", ({ filtered }) => filtered),
    ...count("Suppressed", ({ suppressed }) => suppressed),
    ...count("Timeouts", ({ timeouts, saysTimeouts }) => (saysTimeouts === false ? 0 : timeouts)),
    ...count("Failed", ({ failed }) => failed),
    ...count("Dropped", ({ dropped }) => dropped),
    { heading: "First", cell: ({ first }) => (first === undefined ? "" : moment(first)), kind: "words" },
    { heading: "Last", cell: ({ last }) => (last === undefined ? "" : moment(last)), kind: "words" },
  ]
  return table(
    columns,
    rules as readonly Row[],
    rules.length > 1 ? { name: "All rules", shadow: false, ...all } : undefined,
  )
}

/** How well each rule hits what the label marks. */
export function scoreSection({ rules, all, label }: BacktestReport): Part {
  if (label === null) return null
  type Row = Pick<RuleReport, "name" | "title" | "shadow" | "score">
  const classes = allClasses(rules)
  const cell = (value: (score: Score) => Part) => (row: Row) => (row.score === null ? "–" : value(row.score))
  const columns: Column<Row>[] = [
    { heading: "Rule", cell: (row) => ruleName({ ...row, title: undefined } as unknown as RuleReport), kind: "words" },
    { heading: "Right (TP)", cell: cell(({ truePositives }) => whole(truePositives)) },
    { heading: "Wrong (FP)", cell: cell(({ falsePositives }) => whole(falsePositives)) },
    { heading: "Precision", cell: cell(({ precision }) => html`${share(precision)}${shareBar(precision, "good")}`) },
    { heading: "Recall", cell: cell(({ recall }) => html`${share(recall)}${shareBar(recall, "accent")}`) },
    { heading: "F1", cell: cell(({ f1 }) => share(f1)) },
    ...classes.map(({ name, of }) => ({
      heading: html`${cut(label.classField ?? "", longestClass)} ${cut(name, longestClass)}<br>of ${whole(of)}`,
      cell: cell(({ classes: own }) => whole(own.find((each) => each.name === name)?.hit ?? 0)),
    })),
  ]
  const counts = label.types.map(
    ({ type, positives, negatives }) => `${whole(positives)} of ${whole(positives + negatives)} ${type} events`,
  )
  const total = rules.length > 1 ? { name: "All rules", title: undefined, shadow: false, score: all.score } : undefined
  return html`<h2>Right and wrong</h2>
<p class="note">The label <code>${label.field}</code> is true on ${counts.join(", ")}.${classes.length > 0 && ` The last columns show what was found by ${label.classField}.`}</p>
${table<Row>(columns, rules, total as Row | undefined)}`
}
