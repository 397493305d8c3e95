import type { WhyNow } from "../../../runtime/control/why-report.ts"
import { CliError } from "../error.ts"
import { finish, openRemote } from "../remote.ts"
import type { WhyOptions } from "./why.ts"

/** Options that only a replay has. */
const ofReplays = ["at", "source", "table", "param"] as const

/** `cep why URL`: what a running job holds for a key. */
export async function remoteWhy(url: string, options: WhyOptions): Promise<number> {
  const lost = ofReplays.find((name) => options[name] !== undefined)
  if (lost !== undefined) {
    throw new CliError(
      `--${lost} is for replays: a running job tells what it holds now; for what was, give the rules in place of ${url}`,
    )
  }
  const remote = await openRemote(url, options)
  const query = new URLSearchParams({ rule: options.rule, limit: options.limit })
  for (const part of options.key ?? []) query.append("key", part)
  const answer = await remote.ask("GET", `/why?${query}`)
  return finish(answer, options, (body) => showWhy(body as unknown as WhyNow))
}

/** For people. The first line says how it stands. */
export function showWhy(why: WhyNow): string {
  const { text, watermark, partialMatches, partialMatchCount, windows, silences, ofAllKeys, alerts } = why
  const hidden = partialMatchCount - partialMatches.length
  return [
    text,
    "",
    `the watermark stands at ${watermark ?? "no time yet"}`,
    ...partialMatches.flatMap((partial, at) => ["", ...partialLines(partial, at + 1)]),
    ...(hidden > 0 ? ["", `and ${hidden} more (--limit shows more)`] : []),
    ...windows.map(({ start, end, events }) => `window from ${start} to ${end ?? "when it is full"}: ${events} events`),
    ...silences.map(
      ({ timeout, until, suppressed }) =>
        `${timeout ? "timeouts are" : "matches are"} silent until ${until}; kept silent so far: ${suppressed}`,
    ),
    "",
    `of all keys: ${countsOf(ofAllKeys)}`,
    ...(alerts.length === 0 ? [] : ["", "its last alerts:", ...alerts.map((alert) => `  ${JSON.stringify(alert)}`)]),
    "",
    "A job keeps what is open. For what is over replay the events, where they can be read again:",
    `  ${why.replay}`,
    "",
  ].join("\n")
}

function countsOf(counts: WhyNow["ofAllKeys"]): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0)
  if (some.length === 0) return "no match yet, nothing late or refused"
  return some.map(([name, count]) => `${count} ${name === "deadLetters" ? "dead letters" : name}`).join(", ")
}

function partialLines({ began, ends, waitsFor, missing, events }: WhyNow["partialMatches"][number], number: number) {
  const waits = waitsFor.length === 0 ? "waits for time to pass" : `waits for ${waitsFor.join(" or ")}`
  const lacks = missing === 0 ? "" : `, at least ${missing} more`
  const end = ends === null ? "" : `, until ${ends}`
  return [
    `${number}. began ${began}: ${waits}${lacks}${end}`,
    ...events.map(({ step, type, at, event, fields }) => {
      const kept =
        event === undefined ? `${JSON.stringify(fields ?? {})} (all that is kept of it)` : JSON.stringify(event)
      return `   ${at ?? "at a time that is not kept"}  ${step}: ${type ?? "an event"} ${kept}`
    }),
  ]
}
