import { useState } from "preact/hooks"
import type { AlertLine } from "../api.ts"
import { useShared } from "../context.ts"
import { keyText, shortNumber } from "../format.ts"
import { totalsOf } from "../live.ts"
import { AlertDetail, AlertList } from "../parts/alert-detail.tsx"
import { hashOf, whyOf } from "../route.ts"

/** Alerts as they come, and the one that is chosen with the events that made it. */
export function AlertsView() {
  const { live, route, automata } = useShared()
  const [filter, setFilter] = useState("")
  const alerts = live.alerts.value.filter((alert) => matches(alert, filter))
  const selected = alerts.find(({ id }) => id === route.of.value) ?? alerts[0]
  const isGone =
    route.of.value !== undefined &&
    live.alerts.value.length > 0 &&
    !live.alerts.value.some(({ id }) => id === route.of.value)
  const version = live.status.value?.version ?? ""
  const automaton = selected?.rule === undefined ? null : automata.of(version, selected.rule)
  return (
    <>
      <div class="title">
        <h1>Alerts</h1>
        <label class="filter">
          <span class="unseen">Filter by rule, key or message</span>
          <input
            data-filter
            type="search"
            placeholder="Filter by rule, key or message"
            value={filter}
            onInput={({ currentTarget }) => setFilter(currentTarget.value)}
          />
        </label>
        <span class="muted">
          {filter === "" ? "" : `${alerts.length} of `}the last {live.alerts.value.length} of this process
        </span>
      </div>
      {isGone && <p class="muted">The alert that was asked for is not among them any more.</p>}
      {alerts.length === 0 ? (
        live.alerts.value.length === 0 ? (
          <NoAlerts />
        ) : (
          <p class="muted">None that fits. Every word must stand in the rule, the key, the message or the severity.</p>
        )
      ) : (
        <div class="split">
          <AlertList alerts={alerts} selected={selected?.id} onSelect={({ id }) => route.go("alerts", id)} />
          {selected !== undefined && (
            <AlertDetail
              alert={selected}
              timeFields={automaton?.timeFields ?? []}
              onWhy={({ rule, key = {} }) => route.go("why", whyOf(rule!, Object.values(key).map(String)))}
            />
          )}
        </div>
      )}
    </>
  )
}

/** Why there are none, as far as that can be told. */
export function NoAlerts() {
  const { live } = useShared()
  const status = live.status.value
  if (status === undefined) return <p class="muted">Asking the job…</p>
  if (live.noAlerts.value !== undefined) return <p class="muted">{live.noAlerts.value}.</p>
  const { events, read, waiting } = totalsOf(status.parts)
  return (
    <p class="muted">
      None yet.{" "}
      {read === 0 && events === 0 ? (
        "No event has come yet: look at the sources of the overview, and at whoever writes there."
      ) : waiting > 0 && events === waiting ? (
        "Events have come, and all wait for the watermark: an event is judged when its source has brought a later one."
      ) : (
        <>
          {shortNumber(events)} events have come. <a href={hashOf("why")}>Why</a> tells for a rule and a key what is
          missing.
        </>
      )}
    </p>
  )
}

function matches({ rule, event, message, key, severity }: AlertLine, filter: string): boolean {
  const words = [rule, event, message, severity, keyText(key)].join(" ").toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word))
}
