import { type ChangeReport, differs, type RuleChange, sameWords } from "./change.ts"
import type { BacktestReport, LabelReport } from "./report.ts"
import type { RuleReport } from "./rule-report.ts"
import type { ClassScore, Score } from "./score.ts"
import { counted, cut, harmless, moment, period, rate, share, whole } from "./words.ts"

/** Paints text with terminal codes, or leaves it. */
type Paint = (codes: string, text: string) => string

/** One column of a table: its heading, the cell of a row, and the side of the text. */
interface Column<Row> {
  readonly heading: string
  readonly cell: (row: Row) => string
  readonly left?: boolean
}

const longestMessage = 100
const longestClass = 24

/** The report for a terminal. */
export function showReport(report: BacktestReport, paint: Paint): string {
  const strong = (text: string) => paint("1", text)
  const parts = [
    inputLines(report, strong),
    ruleTable(report, strong),
    ...(report.label === null ? [] : [labelLines(report, report.label, strong)]),
    ...(report.change === null ? [] : [changeLines(report, report.change, strong, paint)]),
  ]
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`
}

function inputLines({ input, seconds, eventsPerSecond }: BacktestReport, strong: (text: string) => string): string[] {
  const { read, events, first, last, late, deadLetters, deadLettersByCode, passedOver, passedOverTypes } = input
  const lines = [
    `${strong(counted(read, "record"))} replayed in ${rate(seconds)} s (${whole(eventsPerSecond)} a second): ${counted(events, "event")}`,
  ]
  if (first !== null) {
    lines.push(`  from ${moment(first).slice(0, 19)} to ${moment(last).slice(0, 19)} UTC, ${period(first, last)}`)
  }
  const codes = Object.entries(deadLettersByCode).map(([code, count]) => `${whole(count)} ${code}`)
  lines.push(
    `  ${whole(late)} late, ${counted(deadLetters, "dead letter")}${codes.length > 0 ? ` (${codes.join(", ")})` : ""}`,
  )
  if (passedOver > 0) {
    lines.push(
      `  ${whole(passedOver)} of types that no rule names (${harmless(passedOverTypes.slice(0, 3).join(", "))})`,
    )
  }
  for (const each of input.tables) lines.push(`  table ${each.name}: ${tableWords(each)}`)
  if (input.calls !== null) lines.push(`  asynchronous calls: ${callWords(input.calls)}`)
  if (input.waiting > 0) lines.push(`  ${whole(input.waiting)} not judged: the watermark had not reached them`)
  if (input.ending === "stopped") lines.push("  stopped before the end of the input")
  return lines
}

/** How a lookup table was read. */
export function tableWords({ rows, refused, repeated }: BacktestReport["input"]["tables"][number]): string {
  const left = refused > 0 ? `, ${whole(refused)} refused` : ""
  return `${counted(rows, "row")}${left}${repeated > 0 ? `, ${whole(repeated)} repeated` : ""}`
}

/** How asynchronous calls ended. */
export function callWords({
  made,
  timeouts,
  errors,
  wrongTypes,
}: NonNullable<BacktestReport["input"]["calls"]>): string {
  const failures = [
    timeouts > 0 ? `, ${counted(timeouts, "timeout")}` : "",
    errors > 0 ? `, ${counted(errors, "error")}` : "",
    wrongTypes > 0 ? `, ${whole(wrongTypes)} of another type` : "",
  ]
  return `${whole(made)} made${failures.join("")}`
}

function ruleTable({ rules, all }: BacktestReport, strong: (text: string) => string): string[] {
  const some = (value: (rule: RuleReport) => number) => rules.some((rule) => value(rule) > 0)
  const total: RuleReport = { ...emptyRule, ...all, name: "all rules" }
  const count = (heading: string, value: (row: RuleReport) => number): Column<RuleReport>[] =>
    some(value) ? [{ heading, cell: (row) => (row === total ? "" : whole(value(row))) }] : []
  const columns: Column<RuleReport>[] = [
    { heading: "rule", cell: ({ name, shadow }) => (shadow ? `${name} (shadow)` : name), left: true },
    { heading: "alerts", cell: ({ alerts }) => whole(alerts) },
    ...(some(({ emitted }) => emitted) ? [{ heading: "emitted", cell: (row: RuleReport) => whole(row.emitted) }] : []),
    { heading: "per day", cell: ({ perDay }) => rate(perDay) },
    { heading: "keys", cell: (row) => (row === total ? "" : `${row.keysAreMore ? "≥" : ""}${whole(row.keys)}`) },
    ...count("filtered", ({ filtered }) => filtered),
    ...count("suppressed", ({ suppressed }) => suppressed),
    ...count("timeouts", ({ timeouts, saysTimeouts }) => (saysTimeouts ? timeouts : 0)),
    ...count("failed", ({ failed }) => failed),
    ...count("dropped", ({ dropped }) => dropped),
    { heading: "first", cell: (row) => (row === total ? "" : moment(row.first)), left: true },
    { heading: "last", cell: (row) => (row === total ? "" : moment(row.last)), left: true },
  ]
  const rows = rules.length > 1 ? [...rules, total] : rules
  const notes = some(({ dropped }) => dropped)
    ? ["  dropped: partial matches over the limit of a key; the answers of these rules may be wrong"]
    : []
  return [...table(columns, rows, strong), ...notes, ...innerRules(rules).map((note) => `  ${note}`)]
}

/** Rules whose events go to other rules alone, and the like: without a word about them they look as if they never matched. */
export function innerRules(rules: readonly RuleReport[]): string[] {
  return rules.flatMap(({ name, alerts, emitted, matches, filtered, suppressed }) => {
    const passed = matches - filtered - suppressed
    if (alerts + emitted > 0 || passed <= 0) return []
    return [`${name}: ${counted(passed, "match", "matches")} without an output to a sink`]
  })
}

const emptyRule: RuleReport = {
  name: "",
  shadow: false,
  alerts: 0,
  emitted: 0,
  perDay: 0,
  keys: 0,
  keysAreMore: false,
  matches: 0,
  filtered: 0,
  suppressed: 0,
  timeouts: 0,
  saysTimeouts: false,
  late: 0,
  dropped: 0,
  failed: 0,
  first: null,
  last: null,
  counts: [],
  score: null,
}

function labelLines(
  { rules, all }: BacktestReport,
  { field, classField, types, unreadable, firstUnreadable }: LabelReport,
  strong: (text: string) => string,
): string[] {
  const of = types.map(
    ({ type, positives, negatives }) => `${whole(positives)} of ${whole(positives + negatives)} ${type}`,
  )
  const lines = [`${strong(`label ${harmless(field)}`)}: ${of.join(", ")}`]
  if (unreadable > 0) {
    lines.push(
      `  ${whole(unreadable)} labels are neither true, false, 1 nor 0 and count as none; the first is ${harmless(firstUnreadable ?? "")}`,
    )
  }
  type Row = { readonly name: string; readonly score: Score | null }
  const rows: Row[] = [...rules, ...(rules.length > 1 ? [{ name: "all rules", score: all.score }] : [])]
  const classes = allClasses(rows)
  const cell = (value: (score: Score) => string) => (row: Row) => (row.score === null ? "–" : value(row.score))
  const hit = (classes: readonly ClassScore[], name: string) => classes.find((each) => each.name === name)?.hit ?? 0
  const columns: Column<Row>[] = [
    { heading: "rule", cell: ({ name }) => name, left: true },
    { heading: "events", cell: cell(({ events }) => whole(events)) },
    { heading: "TP", cell: cell(({ truePositives }) => whole(truePositives)) },
    { heading: "FP", cell: cell(({ falsePositives }) => whole(falsePositives)) },
    { heading: "precision", cell: cell(({ precision }) => share(precision)) },
    { heading: "recall", cell: cell(({ recall }) => share(recall)) },
    { heading: "F1", cell: cell(({ f1 }) => share(f1)) },
    ...classes.map(({ name, of: inAll }) => ({
      heading: `${cut(harmless(name), longestClass)} (${whole(inAll)})`,
      cell: cell((score: Score) => whole(hit(score.classes, name))),
    })),
  ]
  lines.push("", ...table(columns, rows, strong))
  if (classes.length > 0) {
    lines.push(`  the last columns: what was hit, by ${harmless(classField ?? "")} (and how many there are)`)
  }
  return lines
}

/** The classes of all rows, with the greatest number of events there is for each. */
export function allClasses(rows: readonly { readonly score: Score | null }[]): { name: string; of: number }[] {
  const classes = new Map<string, number>()
  for (const { score } of rows) {
    for (const { name, of } of score?.classes ?? []) classes.set(name, Math.max(of, classes.get(name) ?? 0))
  }
  return [...classes].map(([name, of]) => ({ name, of }))
}

function changeLines(
  report: BacktestReport,
  { files, rules, all, beforeRules, beforeAll }: ChangeReport,
  strong: (text: string) => string,
  paint: Paint,
): string[] {
  type Row = Pick<RuleChange, keyof typeof all> & { readonly name: string; readonly scores: string }
  const score = (before: Score | null | undefined, after: Score | null | undefined) =>
    `${share(before?.precision ?? null)} → ${share(after?.precision ?? null)}, ${share(before?.recall ?? null)} → ${share(after?.recall ?? null)}`
  const rows: Row[] = rules.filter(differs).map((rule) => ({
    ...rule,
    name: rule.status === "both" ? rule.rule : `${rule.rule} (${rule.status})`,
    scores: score(scoreIn(beforeRules, rule.rule), scoreIn(report.rules, rule.rule)),
  }))
  if (rules.length > 1) rows.push({ ...all, name: "all rules", scores: score(beforeAll.score, report.all.score) })
  const signed = (sign: string, value: number) => (value === 0 ? "0" : `${sign}${whole(value)}`)
  const columns: Column<Row>[] = [
    { heading: "rule", cell: ({ name }) => name, left: true },
    { heading: "before", cell: ({ before }) => whole(before) },
    { heading: "after", cell: ({ after }) => whole(after) },
    { heading: "added", cell: ({ added }) => signed("+", added) },
    { heading: "removed", cell: ({ removed }) => signed("−", removed) },
    { heading: "common", cell: ({ common }) => whole(common) },
    { heading: "changed", cell: ({ changed }) => whole(changed) },
    ...(report.label === null
      ? []
      : [
          { heading: "added TP", cell: ({ addedPositives }: Row) => whole(addedPositives) },
          { heading: "removed TP", cell: ({ removedPositives }: Row) => whole(removedPositives) },
          { heading: "precision, recall", cell: ({ scores }: Row) => scores, left: true },
        ]),
  ]
  const same = sameWords(rules)
  const heading = `${strong("against")} ${files.map(harmless).join(", ")}`
  if (!rules.some(differs)) return [heading, `  ${same}`]
  const lines = [heading, "", ...table(columns, rows, strong), ...(same === "" ? [] : [`  ${same}`])]
  for (const rule of rules) lines.push(...exampleLines(rule, paint))
  return lines
}

function scoreIn(rules: readonly RuleReport[], name: string): Score | null | undefined {
  return rules.find((rule) => rule.name === name)?.score
}

function exampleLines({ rule, examples, added, removed, changed }: RuleChange, paint: Paint): string[] {
  const line = (sign: string, colour: string, { at, key, text, label }: RuleChange["examples"]["added"][number]) => {
    const marked = label === true ? "  (label: yes)" : label === false ? "  (label: no)" : ""
    return `  ${paint(colour, sign)} ${moment(at)}  ${cut(harmless(key), longestMessage)}  ${cut(harmless(text), longestMessage)}${marked}`
  }
  const more = (count: number, shown: number, what: string) =>
    count > shown && shown > 0 ? [`    … and ${whole(count - shown)} more ${what}`] : []
  const lines = [
    ...examples.added.map((each) => line("+", "32", each)),
    ...more(added, examples.added.length, "added"),
    ...examples.removed.map((each) => line("−", "31", each)),
    ...more(removed, examples.removed.length, "removed"),
    ...examples.changed.flatMap((each) => [
      line("~", "33", each),
      `      it said ${cut(harmless(each.before), longestMessage)}`,
    ]),
    ...more(changed, examples.changed.length, "changed"),
  ]
  return lines.length === 0 ? [] : ["", rule, ...lines]
}

/** A table whose columns are as wide as their longest cell. */
function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], strong: (text: string) => string): string[] {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)))
  const widths = columns.map(({ heading }, i) => Math.max(heading.length, ...cells.map((row) => row[i]!.length)))
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => (columns[i]!.left === true ? text.padEnd(widths[i]!) : text.padStart(widths[i]!)))
      .join("  ")
      .trimEnd()
  return [strong(line(columns.map(({ heading }) => heading))), ...cells.map(line)]
}
