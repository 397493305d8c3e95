import type { BacktestReport } from "../report.ts"
import type { RuleReport } from "../rule-report.ts"
import { callWords, tableWords } from "../text.ts"
import { moment, rate, whole } from "../words.ts"
import { html, type Markup } from "./markup.ts"

type Entry = readonly [name: string, text: string]

/** What was replayed, and how much of it could be used. */
export function inputSection({ input, seconds, eventsPerSecond, label }: BacktestReport): Markup {
  const dead = Object.entries(input.deadLettersByCode).map(([code, count]) => `${whole(count)} ${code}`)
  const span = input.first === null ? "" : `, from ${moment(input.first)} to ${moment(input.last)}`
  const entries: Entry[] = [
    ["Records read", `${whole(input.read)}, in ${rate(seconds)} s (${whole(eventsPerSecond)} a second)`],
    ["Events", `${whole(input.events)}${span}`],
    ["Late", input.late === 0 ? "none" : `${whole(input.late)}: behind the watermark, not judged`],
    ["Dead letters", dead.length === 0 ? "none" : dead.join(", ")],
  ]
  const add = (wanted: boolean, name: string, text: () => string) => {
    if (wanted) entries.push([name, text()])
  }
  add(
    input.passedOver > 0,
    "Passed over",
    () => `${whole(input.passedOver)} of types that no rule names: ${input.passedOverTypes.join(", ")}`,
  )
  add(input.missing.length > 0, "Not brought", () => `no source brought ${input.missing.join(", ")}`)
  add(input.waiting > 0, "Not judged", () => `${whole(input.waiting)}: the watermark had not reached them`)
  add(input.ending !== "end", "Ending", () => "stopped before the end of the input")
  for (const table of input.tables) entries.push([`Table ${table.name}`, tableWords(table)])
  add(input.calls !== null, "Asynchronous calls", () => callWords(input.calls!))
  add(
    (label?.unreadable ?? 0) > 0,
    "Labels not read",
    () => `${whole(label!.unreadable)}, the first says ${label!.firstUnreadable ?? ""}`,
  )
  return html`<h2>The input</h2>${list(entries)}`
}

/** What the words of the report mean: of those that stand in it. */
export function readingSection({ rules, label, change }: BacktestReport): Markup {
  const some = (value: (rule: RuleReport) => number) => rules.some((rule) => value(rule) > 0)
  const words: readonly (readonly [boolean, string, string])[] = [
    [true, "Keys", "how many different cards, accounts, devices, … a rule spoke about."],
    [some(({ filtered }) => filtered), "Filtered", "matches that a rule’s last condition (having) refused."],
    [
      some(({ suppressed }) => suppressed),
      "Suppressed",
      "matches that a rule kept to itself because it had spoken about the same key a short time before.",
    ],
    [
      some((rule) => (rule.saysTimeouts ? rule.timeouts : 0)),
      "Timeouts",
      "matches that had begun when their time ran out.",
    ],
    [some(({ failed }) => failed), "Failed", "events on which a rule’s code failed: the rule did not judge them."],
    [
      some(({ dropped }) => dropped),
      "Dropped",
      "partial matches over the limit of one key: the rule’s answers may be wrong.",
    ],
  ]
  const labelWords: Entry[] = [
    [
      "Right, wrong",
      `events that completed an alert, each counted once: those whose ${label?.field} is true, and those whose ${label?.field} is false.`,
    ],
    ["Precision", "of the events that a rule spoke about, the share that it was right about."],
    ["Recall", "of all events whose label is true, the share that the rule found."],
    ["F1", "one number for both: their harmonic mean. 1 is perfect."],
    [
      "–",
      "nothing can be said: windows and rules over events without the label have no single event that is right or wrong.",
    ],
  ]
  const changeWords: Entry[] = [
    [
      "Added, removed",
      "alerts that only the new rules give, and those that only the former ones gave. Alerts are the same if their ids are, else if rule, key and time are.",
    ],
    ["Changed", "the same alert, with another message, severity, score or data."],
  ]
  const shown = words.flatMap(([wanted, name, text]): Entry[] => (wanted ? [[name, text]] : []))
  return html`<h2>How to read this</h2>${list([...shown, ...(label ? labelWords : []), ...(change ? changeWords : [])])}`
}

function list(entries: readonly Entry[]): Markup {
  return html`<dl>${entries.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>`
}
