import type { BacktestReport } from "../report.ts"
import { innerRules } from "../text.ts"
import { moment, period, rate, share, whole } from "../words.ts"
import { changeSection } from "./change.ts"
import { barChart } from "./charts.ts"
import { emittedSection } from "./emitted.ts"
import { html, Markup, type Part } from "./markup.ts"
import { inputSection, readingSection } from "./notes.ts"
import { ruleTable, scoreSection } from "./rules.ts"
import { style } from "./style.ts"

/** The report as a page of its own: no script, nothing that is loaded. */
export function reportPage(report: BacktestReport): string {
  const { files, change } = report
  const title = change === null ? "Backtest" : "Backtest of a change"
  const head = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}: ${files.join(", ")}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
`
  const body = [
    html`<h1>${title}</h1>`,
    ...origin(report),
    figures(report),
    html`<h2>Rules</h2>`,
    ruleTable(report),
    ...innerRules(report.rules).map((note) => html`<p class="note">${note}</p>`),
    timeSection(report),
    scoreSection(report),
    change === null ? null : changeSection(report, change),
    emittedSection(report),
    inputSection(report),
    readingSection(report),
  ]
  return html`${head}${body.map((part) => html`${part}\n`)}</main>
</body>
</html>
`.text
}

function origin({ files, change, madeAt, version, params }: BacktestReport): Part[] {
  const given = Object.entries(params).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  const against =
    change === null
      ? null
      : html`<p class="meta">Compared with ${codes(change.files)}, version <code>${change.version.slice(0, 12)}</code></p>`
  return [
    html`<p class="meta">Rules ${codes(files)}, version <code>${version.slice(0, 12)}</code></p>`,
    against,
    given.length === 0 ? null : html`<p class="meta">Params: ${codes(given)}</p>`,
    html`<p class="meta">Made ${moment(madeAt).slice(0, 19)} UTC. All times are UTC.</p>`,
  ]
}

function codes(texts: readonly string[]): Part[] {
  return texts.map((text, i) => html`${i === 0 ? "" : ", "}<code>${text}</code>`)
}

function figures({ input, all, rules, label, change }: BacktestReport): Markup {
  const silent = rules.filter(({ alerts, emitted }) => alerts + emitted === 0).length
  const tiles = [
    tile(whole(input.events), "events"),
    tile(period(input.first, input.last), days(input)),
    tile(whole(all.alerts), `alerts, ${rate(all.alerts / input.days)} a day`),
    all.emitted > 0 && tile(whole(all.emitted), "derived events"),
    tile(`${whole(rules.length - silent)} of ${whole(rules.length)}`, "rules gave an output"),
    label !== null && tile(share(all.score?.precision ?? null), "precision of all rules"),
    label !== null && tile(share(all.score?.recall ?? null), "recall of all rules"),
    change !== null && tile(signed("+", change.all.added), "added by the change", "added"),
    change !== null && tile(signed("−", change.all.removed), "removed by the change", "removed"),
  ]
  return html`<div class="figures">${tiles}</div>`
}

function days({ first, last }: BacktestReport["input"]): string {
  if (first === null || last === null) return ""
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)]
  return from === to ? `on ${from}` : `${from} – ${to}`
}

function signed(sign: string, value: number): string {
  return value === 0 ? "0" : `${sign}${whole(value)}`
}

function tile(value: string, name: string, colour = ""): Markup {
  return html`<div class="figure"><b class="${colour}">${value}</b><span>${name}</span></div>`
}

function timeSection({ rules, grid, change }: BacktestReport): Part {
  const before = new Map(change?.beforeRules.map((rule) => [rule.name, rule.counts]))
  const known = new Set(rules.map(({ name }) => name))
  const gone = change?.beforeRules.filter(({ name }) => !known.has(name)) ?? []
  const shown = [
    ...rules.map(({ name, counts }) => ({ name, counts, before: before.get(name) })),
    ...gone.map(({ name, counts }) => ({ name, counts: counts.map(() => 0), before: counts })),
  ].filter((each) => [...each.counts, ...(each.before ?? [])].some((count) => count > 0))
  if (grid === null || shown.length === 0) return null
  const charts = shown.map(({ name, counts, before: old }) => {
    const total = counts.reduce((sum, count) => sum + count, 0)
    return html`<figure><figcaption>${name}<span>${whole(total)}</span></figcaption>${barChart(grid, counts, old, name)}</figure>`
  })
  const legend =
    change === null
      ? null
      : html`<ul class="legend"><li><i class="bars"></i>these rules</li><li><i class="was"></i>before the change</li></ul>`
  return html`<h2>Over time</h2>
<p class="note">Outputs of each rule per ${grid.stepName}. Each plot has its own scale; point at a bar for its number.</p>
${legend}<div class="charts">${charts}</div>`
}
