import { printable } from "../../lang/text-width.ts"
import type { WhyCondition, WhyEvent, WhyPartial, WhyReport } from "./model.ts"
import { counted, moment } from "./words.ts"

/** Puts ANSI codes around a text, or does not. */
export type Paint = (codes: string, text: string) => string

const plain: Paint = (_, text) => text
/** Characters of an event that are shown. */
const mostOfEvent = 120

/** The report for a terminal: the reason in its first line, then where it stands, then the story of the partial matches. */
export function showReport(report: WhyReport, paint: Paint = plain): string {
  const parts = [
    paint("1", printable(report.text)),
    ...(report.confirmedBy === null ? [] : [`  checked: ${report.confirmedBy}`]),
    ...report.conditions.slice(0, 3).flatMap((condition) => conditionLines(condition, paint)),
    ...(report.conditions.length > 3 ? [`  and ${report.conditions.length - 3} more conditions`] : []),
    ...(report.events.length === 0 ? [] : ["", ...report.events.map((event) => `  ${eventLine(event)}`)]),
    "",
    countsLine(report),
    ...partialLines(report, paint),
  ]
  return `${parts.join("\n")}\n`
}

/** The place in the rules, as the compiler shows it. */
function conditionLines({ text, values, source }: WhyCondition, paint: Paint): readonly string[] {
  const { path, line, column } = source
  const gutter = " ".repeat(String(line).length)
  const before = source.text.slice(0, column - 1).replaceAll(/[^\t]/g, " ")
  const length = Math.max(1, Math.min(text.length, source.text.length - column + 1))
  const words = values.map((each) => `${each.text} is ${each.value}`).join(", ")
  return [
    `${gutter}${paint("36", "-->")} ${path}:${line}:${column}`,
    `${gutter} ${paint("36", "|")}`,
    `${line} ${paint("36", "|")} ${printable(source.text.trimEnd())}`,
    `${gutter} ${paint("36", "|")} ${before}${paint("1;33", "^".repeat(length))} ${printable(words)}`.trimEnd(),
  ]
}

function countsLine({ counts, watermark, partialMatchCount }: WhyReport): string {
  const { events, late, deadLetters } = counts
  const parts = [
    counted(events, "event"),
    ...(late > 0 ? [`${late} late`] : []),
    ...(deadLetters > 0 ? [counted(deadLetters, "dead letter")] : []),
    ...(partialMatchCount > 0 ? [counted(partialMatchCount, "partial match").replace(/matchs$/, "matches")] : []),
    ...(watermark === null ? [] : [`the watermark stands at ${moment(Date.parse(watermark))}`]),
  ]
  return `of this key: ${parts.join(", ")}`
}

const endWords: Readonly<Record<string, string>> = {
  reported: "matched",
  broken: "ended by an event that must not come",
  "no-way": "ended by an event that had to be another one",
  skipped: "dropped by the skip strategy after a match",
  dropped: "dropped at the limit of partial matches of one key",
  expired: "ended with their window",
}

function partialLines({ partialMatches, partialMatchCount, onlyCounted }: WhyReport, paint: Paint): readonly string[] {
  const lines = partialMatches.flatMap((partial, at) => ["", ...onePartial(partial, at + 1, paint)])
  const rest = partialMatchCount - partialMatches.length
  const more = rest > 0 ? [...lines, "", `and ${rest} more (--limit shows more)`] : lines
  const kinds = Object.entries(onlyCounted)
  if (kinds.length === 0) return more
  const words = kinds.map(([kind, count]) => `${count} ${endWords[kind] ?? kind}`).join(", ")
  return [...more, `those that came least far were only counted: ${words}`]
}

function onePartial(partial: WhyPartial, number: number, paint: Paint): readonly string[] {
  const { came, of, began, end, events, passedOver, passedOverCount, waitedFor } = partial
  const head = `${number}. began ${moment(Date.parse(began))}, ${came} of ${of === came ? came : `at least ${of}`} events: ${end}`
  const waited = waitedFor.length === 0 ? "" : `waited for ${waitedFor.join(" or ")}`
  const hidden = passedOverCount - passedOver.length
  const passed = passedOver.map(({ event, because }) => `     - ${place(event)}  ${printable(because)}`)
  const over =
    passedOverCount === 0
      ? waited
      : `${waited}${waited === "" ? "" : "; "}passed over ${counted(passedOverCount, "event")}`
  return [
    paint("1", head),
    ...events.flatMap((event, at) => [
      ...(at === events.length / 2 && came > events.length ? [`   … ${came - events.length} more …`] : []),
      `   ${eventLine(event)}`,
    ]),
    ...(over === ""
      ? []
      : [`   ${over}${hidden > 0 && passedOver.length > 0 ? `, the last ${passedOver.length}` : ""}`]),
    ...passed,
  ]
}

function eventLine(event: WhyEvent): string {
  const { step, type } = event
  return `${place(event)}  ${step === undefined ? "" : `${step}: `}${type} ${cut(JSON.stringify(event.event) ?? "")}`
}

function place({ at, place }: WhyEvent): string {
  const time = moment(Date.parse(at))
  return place === "" ? time : `${time}  ${place}`
}

function cut(text: string): string {
  const clean = printable(text)
  return clean.length <= mostOfEvent ? clean : `${clean.slice(0, mostOfEvent - 1)}…`
}
