import type { RuleAutomaton } from "../../runtime/abi/automaton-view.ts"
import type { AlertLine } from "../api.ts"
import { clock, clockNear, keyText, time, valueText } from "../format.ts"
import { eventsOf, Timeline } from "./timeline.tsx"

export interface AlertDetailProps {
  readonly alert: AlertLine
  readonly timeFields: RuleAutomaton["timeFields"]
  /** Asks why it fired; absent: nobody can be asked. */
  readonly onWhy?: (alert: AlertLine) => void
}

/** An alert with all that it says, and the events that made it. */
export function AlertDetail({ alert, timeFields, onWhy }: AlertDetailProps) {
  const events = eventsOf(alert, timeFields)
  const data = Object.entries(alert.data ?? {})
  return (
    <article class="detail" aria-label={`Alert of ${alert.rule ?? alert.event}`}>
      <h2>
        <Severity severity={alert.severity} /> {alert.rule ?? alert.event}
        {alert.timeout === true && <span class="chip">timeout</span>}
      </h2>
      {alert.message !== undefined && (
        <p class="message" dir="auto">
          {alert.message}
        </p>
      )}
      <dl class="facts">
        <div>
          <dt>time</dt>
          <dd>{time(alert.at)}</dd>
        </div>
        {Object.entries(alert.key ?? {}).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{valueText(value)}</dd>
          </div>
        ))}
        {data.map(([name, value]) => (
          <div key={`data ${name}`}>
            <dt>{name}</dt>
            <dd dir="auto">{valueText(value)}</dd>
          </div>
        ))}
        {alert.suppressed !== undefined && (
          <div>
            <dt>kept silent before</dt>
            <dd>{alert.suppressed}</dd>
          </div>
        )}
      </dl>
      <Timeline alert={alert} events={events} />
      {events.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable
        <ol class="events" tabIndex={0} aria-label="Its events">
          {events.map(({ step, event, at }, number) => (
            // equal events may stand beside each other
            <li key={number}>
              <span class="step">{step}</span>
              {at !== undefined && <span class="when">{clock(new Date(at).toISOString())}</span>}
              <code>{JSON.stringify(event)}</code>
            </li>
          ))}
        </ol>
      )}
      {onWhy !== undefined && alert.rule !== undefined && (
        <p>
          <button type="button" onClick={() => onWhy(alert)}>
            Why did it fire?
          </button>
        </p>
      )}
      <p class="muted id">id {alert.id}</p>
    </article>
  )
}

/** How bad it is: in words, and by colour. */
export function Severity({ severity = "info" }: { severity: AlertLine["severity"] }) {
  return <span class={`severity ${severity}`}>{severity}</span>
}

export interface AlertListProps {
  readonly alerts: readonly AlertLine[]
  readonly selected?: string | undefined
  readonly onSelect: (alert: AlertLine) => void
}

/** Alerts as rows that can be chosen, with the date where it is not that of the first. Tab goes to one of them and then behind the list; arrows, Home and End go from one to the next. */
export function AlertList({ alerts, selected, onSelect }: AlertListProps) {
  const reached = alerts.some(({ id }) => id === selected) ? selected : alerts[0]?.id
  return (
    <ul class="alerts" onKeyDown={moveByKeys}>
      {alerts.map((alert) => (
        <li key={alert.id}>
          <button
            type="button"
            tabIndex={alert.id === reached ? 0 : -1}
            aria-pressed={alert.id === selected}
            onClick={() => onSelect(alert)}
          >
            <span class="when">{clockNear(alert.at, alerts[0]!.at)}</span>
            <Severity severity={alert.severity} />
            <span class="rule">{alert.rule ?? alert.event}</span>
            <bdi class="key">{keyText(alert.key)}</bdi>
            <bdi class="text">{alert.message ?? ""}</bdi>
          </button>
        </li>
      ))}
    </ul>
  )
}

function moveByKeys(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement
  const buttons = [...list.querySelectorAll("button")]
  const at = buttons.indexOf(event.target as HTMLButtonElement)
  const wanted = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
  if (wanted === undefined) return
  event.preventDefault()
  buttons[Math.min(Math.max(wanted, 0), buttons.length - 1)]?.focus()
}
