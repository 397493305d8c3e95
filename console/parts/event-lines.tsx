import { useState } from "preact/hooks"
import { clockNear } from "../format.ts"

export interface EventLine {
  readonly step: string
  /** ISO 8601; null: it is not known. */
  readonly at: string | null
  readonly event: unknown
}

export interface EventLinesProps {
  readonly events: readonly EventLine[]
  /** ISO 8601: times of its day stand without a date. */
  readonly near: string | null
}

/** So many are shown whole; of more the first and the last, until the others are asked for. */
const mostWhole = 6
const atEnds = 2

/** Events below each other. Of many those in the middle are left out, which is said, and can be undone. */
export function EventLines({ events, near }: EventLinesProps) {
  const [isWhole, setIsWhole] = useState(false)
  if (isWhole || events.length <= mostWhole) {
    return (
      <ul class="events">
        <Lines events={events} near={near} />
      </ul>
    )
  }
  const left = events.length - 2 * atEnds
  return (
    <ul class="events">
      <Lines events={events.slice(0, atEnds)} near={near} />
      <li>
        <button type="button" class="quiet" onClick={() => setIsWhole(true)}>
          Show the {left.toLocaleString("en")} events between
        </button>
      </li>
      <Lines events={events.slice(-atEnds)} near={near} />
    </ul>
  )
}

function Lines({ events, near }: EventLinesProps) {
  return events.map(({ step, at, event }, number) => (
    // equal events may stand beside each other
    <li key={number}>
      <span class="step">{step}</span>
      {at !== null && <span class="when">{clockNear(at, near)}</span>}
      <code>{JSON.stringify(event)}</code>
    </li>
  ))
}
