import type { ComponentChildren } from "preact"
import type { SourceReport } from "../api.ts"
import { useShared } from "../context.ts"
import { behindClock, duration, shortNumber, time } from "../format.ts"
import { totalsOf } from "../live.ts"
import { AlertList } from "../parts/alert-detail.tsx"
import { Plot } from "../parts/plot.tsx"
import { RuleTable } from "../parts/rule-table.tsx"
import { Scroll } from "../parts/scroll.tsx"
import { hashOf } from "../route.ts"
import { NoAlerts } from "./alerts.tsx"

const plotHeight = 150
const shownAlerts = 8
const shownRules = 12
/** Clocks differ by less, mostly. */
const aheadSeconds = 5

/** Ahead of the clock it is less than nothing. */
function lag(seconds: number): string {
  return seconds < 0 ? `−${duration(-seconds)}` : duration(seconds)
}

/** How the job stands, on one screen. */
export function Overview() {
  const { live, theme, route } = useShared()
  const status = live.status.value
  if (status === undefined) return <p class="muted">Asking the job…</p>
  const moments = live.moments.value
  const times = moments.map(({ at }) => at)
  const dark = theme.dark.value
  const alerts = live.alerts.value
  const perSecond = (value: number) => shortNumber(value)
  return (
    <>
      <h1 class="unseen">Overview</h1>
      <Tiles />
      <div class="plots">
        <Plot
          title="Events a second"
          times={times}
          height={plotHeight}
          dark={dark}
          curve={{
            label: "events",
            color: "accent",
            values: moments.map((each) => each.eventsPerSecond),
            format: perSecond,
          }}
        />
        <Plot
          title="Event time behind the clock"
          times={times}
          height={plotHeight}
          dark={dark}
          curve={{ label: "lag", color: "warn", values: moments.map((each) => each.lagSeconds), format: lag }}
        />
        <Plot
          title="Alerts a minute"
          times={times}
          height={plotHeight}
          dark={dark}
          curve={{
            label: "alerts",
            color: "bad",
            values: moments.map((each) => each.alertsPerMinute),
            format: perSecond,
          }}
        />
      </div>
      <div class="columns">
        <div>
          <Panel title="Rules">
            <RuleTable most={shownRules} />
          </Panel>
          <Panel title="Sources">
            <Sources sources={status.parts.flatMap(({ sources }) => sources)} />
          </Panel>
        </div>
        <Panel title="Last alerts" more={<a href={hashOf("alerts")}>all</a>}>
          {alerts.length === 0 ? (
            <NoAlerts />
          ) : (
            <AlertList alerts={alerts.slice(0, shownAlerts)} onSelect={({ id }) => route.go("alerts", id)} />
          )}
        </Panel>
      </div>
    </>
  )
}

function Tiles() {
  const { live } = useShared()
  const { parts, notReady } = live.status.value!
  const totals = totalsOf(parts)
  const held = parts.flatMap(({ heldBackBy }) => heldBackBy ?? [])
  const isAhead = totals.lagSeconds !== null && totals.lagSeconds < -aheadSeconds
  const tiles = [
    ["events", shortNumber(totals.events)],
    ["alerts", shortNumber(totals.alerts)],
    ["wait for the watermark", shortNumber(totals.waiting)],
    ["late", shortNumber(totals.late)],
    ["dead letters", shortNumber(totals.deadLetters)],
  ] as const
  return (
    <>
      <dl class="tiles">
        {tiles.map(([name, value]) => (
          <div key={name} class={totals.deadLetters > 0 && name === "dead letters" ? "warn" : ""}>
            <dt>{name}</dt>
            <dd data-tile={name}>{value}</dd>
          </div>
        ))}
      </dl>
      {notReady.map((reason) => (
        <p class="banner" key={reason}>
          Not ready: {reason}
        </p>
      ))}
      {isAhead && (
        <p class="banner">
          Event time is {behindClock(totals.lagSeconds!)}: look at the clock of who writes the events, and at the unit
          of their times.
        </p>
      )}
      {held.map(({ source, partition, reason }) => (
        <p class="muted held" key={`${source} ${partition}`}>
          Time waits for {source} {partition}: {reason}
        </p>
      ))}
    </>
  )
}

export interface PanelProps {
  readonly title: string
  readonly more?: ComponentChildren
  readonly children: ComponentChildren
}

/** A part of a view with a heading. */
export function Panel({ title, more, children }: PanelProps) {
  return (
    <section class="panel" aria-label={title}>
      <h2>
        {title} {more !== undefined && <span class="more">{more}</span>}
      </h2>
      {children}
    </section>
  )
}

function Sources({ sources }: { sources: readonly SourceReport[] }) {
  if (sources.length === 0) return <p class="muted">This process reads none now.</p>
  return (
    <Scroll label="Sources with their times">
      <table>
        <thead>
          <tr>
            <th>source</th>
            <th class="number">read</th>
            <th class="number">to come</th>
            <th>event time</th>
            <th>state</th>
          </tr>
        </thead>
        <tbody>
          {sources.map(({ source, partition, read, behind, watermark, state }) => (
            <tr key={`${source} ${partition}`}>
              <td>
                {source} <span class="muted">{partition}</span>
              </td>
              <td class="number">{shortNumber(read)}</td>
              <td class="number">{behind === null ? "" : shortNumber(behind)}</td>
              <td>{watermark === null ? "none yet" : time(watermark)}</td>
              <td>{state}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
