import type { WhyNow } from "../api.ts"
import { clockNear, keyText, shortNumber, time } from "../format.ts"
import { hashOf } from "../route.ts"
import { EventLines } from "./event-lines.tsx"

type Held = WhyNow["partialMatches"][number]

/** What a running job holds for a key of a rule at this moment. */
export function HeldNow({ report }: { report: WhyNow }) {
  const { rule, key, text, watermark, heldBackBy, partialMatches, partialMatchCount, windows, silences, replay } =
    report
  return (
    <article class="panel why now">
      <h2>
        <span class="verdict">Now</span> {rule} <bdi>{key.join(" · ")}</bdi>
      </h2>
      <p class="message" dir="auto">
        {text}
      </p>
      <p class="muted">
        {watermark === null ? "Time has not begun yet" : `Time has come to ${time(watermark)}`}
        {heldBackBy !== null && `, and waits for ${heldBackBy.source} ${heldBackBy.partition}`}.
      </p>
      {partialMatches.length > 0 && (
        <>
          <h3>
            {partialMatches.length === partialMatchCount
              ? "The partial matches that live"
              : `The ${partialMatches.length} of ${shortNumber(partialMatchCount)} living partial matches that are nearest to complete`}
          </h3>
          <ol class="stories">
            {partialMatches.map((partial, at) => (
              <Living key={`${partial.began} ${at}`} partial={partial} now={watermark} />
            ))}
          </ol>
        </>
      )}
      {windows.length > 0 && <h3>Open windows</h3>}
      <ul class="windows">
        {windows.map(({ start, end, events }) => (
          <li key={`${start} ${end}`}>
            from {time(start ?? "")} {end === null ? "until it is full" : `to ${time(end)}`}: {shortNumber(events)}{" "}
            events
          </li>
        ))}
        {silences.map(({ timeout, until, suppressed }) => (
          <li key={`${timeout} ${until}`}>
            <code>once per</code> keeps {timeout ? "timeouts" : "it"} silent until {time(until ?? "")}
            {suppressed > 0 && `, so far ${shortNumber(suppressed)}`}
          </li>
        ))}
      </ul>
      <LastAlerts alerts={report.alerts as readonly ShownAlert[]} />
      <details>
        <summary>What is over: the command that tells it from the events themselves</summary>
        <pre class="command">{replay}</pre>
      </details>
    </article>
  )
}

/** Times are those of the day on which it is `now`, where no date stands. */
function Living({ partial, now }: { partial: Held; now: string | null }) {
  const { began, last, ends, waitsFor, missing, events } = partial
  return (
    <li>
      <p>
        began <strong>{clockNear(began ?? "", now)}</strong>
        {last !== began && `, its last event came ${clockNear(last ?? "", now)}`};{" "}
        {waitsFor.length === 0 ? "only waits for time to pass" : `waits for ${waitsFor.join(" or ")}`}
        {missing > 0 && `, at least ${missing} more`}
        {ends !== null && `, until ${clockNear(ends, now)}`}
      </p>
      <EventLines
        near={now}
        events={events.map(({ step, at, event, fields }) => ({ step, at, event: event ?? fields }))}
      />
    </li>
  )
}

interface ShownAlert {
  readonly id: string
  readonly at: string
  readonly message?: string
  readonly key?: Readonly<Record<string, unknown>>
}

const shownAlerts = 5

function LastAlerts({ alerts }: { alerts: readonly ShownAlert[] }) {
  if (alerts.length === 0) return null
  return (
    <>
      <h3>Its last alerts</h3>
      <ul class="windows">
        {alerts.slice(-shownAlerts).map(({ id, at, message, key }) => (
          <li key={id}>
            <a href={hashOf("alerts", id)}>{time(at)}</a> <bdi>{message ?? keyText(key)}</bdi>
          </li>
        ))}
      </ul>
    </>
  )
}
