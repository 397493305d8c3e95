import type { WhyReport } from "../api.ts"
import { clockNear, keyText, time } from "../format.ts"
import { EventLines } from "./event-lines.tsx"

type WhyCondition = WhyReport["conditions"][number]

/** What `why` says: the reason in a sentence, what decided it, and the partial matches that lived. */
export function WhyReportView({ report }: { report: WhyReport }) {
  const { text, fired, events, conditions, confirmedBy, counts, partialMatches, partialMatchCount } = report
  return (
    <article class="panel why" data-reason={report.reason}>
      <h2>
        <span class={`verdict ${fired ? "added" : "restarted"}`}>{fired ? "It fired" : "It did not fire"}</span>{" "}
        {report.rule} {keyText(report.key)}
      </h2>
      <p class="message">{text}</p>
      {conditions.map((condition) => (
        <Condition key={condition.text} condition={condition} />
      ))}
      {events.length > 0 && <EventLines near={report.watermark} events={events.map(lineOf)} />}
      {confirmedBy !== null && <p class="muted">{confirmedBy}</p>}
      <p class="muted">
        {counts.events} events of the key, {counts.partialMatches} partial matches, {counts.late} late,{" "}
        {counts.deadLetters} dead letters
        {report.watermark !== null && `; time had come to ${time(report.watermark)}`}.
      </p>
      {partialMatches.length > 0 && (
        <h3>
          {partialMatches.length === partialMatchCount
            ? "Its partial matches"
            : `The ${partialMatches.length} of ${partialMatchCount} partial matches that came furthest`}
        </h3>
      )}
      <ol class="stories">
        {partialMatches.map((partial, at) => (
          <Partial key={`${partial.began} ${at}`} partial={partial} now={report.watermark} />
        ))}
      </ol>
    </article>
  )
}

/** Times are those of the day on which it is `now`, where no date stands. */
function Partial({ partial, now }: { partial: WhyReport["partialMatches"][number]; now: string | null }) {
  const { began, ended, came, of, end, events, waitedFor, passedOver, passedOverCount } = partial
  return (
    <li>
      <p>
        <strong>
          {came} of {of}
        </strong>{" "}
        from {clockNear(began, now)}
        {ended === null ? "" : ` to ${clockNear(ended, now)}`}: {end}
      </p>
      <EventLines near={now} events={events.map(lineOf)} />
      {passedOverCount > 0 && (
        <details>
          <summary>
            {passedOverCount} events came while it waited for {waitedFor.join(", ")}
          </summary>
          <ul>
            {passedOver.map(({ event, because, conditions }) => (
              <li key={`${event.at} ${event.place} ${because}`}>
                <span class="when">{clockNear(event.at, now)}</span> {because}
                {conditions.map((condition) => (
                  <Condition key={condition.text} condition={condition} />
                ))}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}

function lineOf({ step, type, at, event }: WhyReport["events"][number]) {
  return { step: step ?? type, at, event }
}

function Condition({ condition: { text, values, source } }: { condition: WhyCondition }) {
  return (
    <p class="condition">
      <code>{text}</code>
      {values.map((value) => (
        <span key={value.text}>
          {" "}
          <code>{value.text}</code> is <code>{value.value}</code>
        </span>
      ))}
      <span class="place">
        {" "}
        {source.path}:{source.line}
      </span>
    </p>
  )
}
