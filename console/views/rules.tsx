import { useEffect, useState } from "preact/hooks"
import type { RuleReport } from "../api.ts"
import { useShared } from "../context.ts"
import { bytes, shortNumber } from "../format.ts"
import { AlertList } from "../parts/alert-detail.tsx"
import { AutomatonView, Conditions } from "../parts/automaton.tsx"
import { RuleTable } from "../parts/rule-table.tsx"
import { Scroll } from "../parts/scroll.tsx"
import { hashOf, whyOf } from "../route.ts"
import { Panel } from "./overview.tsx"

/** All rules, or the one that is chosen. */
export function RulesView() {
  const { live, route } = useShared()
  const [filter, setFilter] = useState("")
  const name = route.of.value
  const rule = live.rules.value.find((each) => each.name === name)
  if (name !== undefined && rule !== undefined) return <Rule rule={rule} />
  return (
    <>
      <div class="title">
        <h1>Rules</h1>
        <label class="filter">
          <span class="unseen">Filter by name</span>
          <input
            data-filter
            type="search"
            placeholder="Filter by name"
            value={filter}
            onInput={({ currentTarget }) => setFilter(currentTarget.value)}
          />
        </label>
      </div>
      {name !== undefined && live.status.value !== undefined && <p class="bad">There is no rule {name} any more.</p>}
      {live.status.value === undefined ? (
        <p class="muted">Asking the job…</p>
      ) : (
        <section class="panel" aria-label="All rules">
          <RuleTable filter={filter} />
        </section>
      )}
    </>
  )
}

function Rule({ rule }: { rule: RuleReport }) {
  const { live, route } = useShared()
  const alerts = live.alerts.value.filter((alert) => alert.rule === rule.name)
  const counts = [
    ["outputs", rule.outputs],
    ["matches", rule.matches],
    ["timeouts", rule.timeouts],
    ["kept silent", rule.suppressed],
    ["partial matches", rule.partialMatches],
    ["keys", rule.keys],
    ["failed", rule.failed],
    ["dropped", rule.dropped],
  ] as const
  return (
    <>
      <p class="crumbs">
        <a href={hashOf("rules")}>Rules</a> / {rule.name}
      </p>
      <div class="title">
        <h1>
          {rule.name} {rule.shadow && <span class="chip">shadow</span>}
        </h1>
        <a href={hashOf("why", whyOf(rule.name, []))}>Why it fires for a key, or does not</a>
      </div>
      {rule.failed > 0 && (
        <p class="banner">
          A condition or an output failed for {shortNumber(rule.failed)} events: the dead letters of the job say which
          events, and why.
        </p>
      )}
      {rule.incomplete && (
        <p class="banner">
          {shortNumber(rule.dropped)} partial matches were dropped, since a key had too many: alerts may be missing.
        </p>
      )}
      <dl class="tiles">
        {counts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{shortNumber(value)}</dd>
          </div>
        ))}
        <div>
          <dt>state</dt>
          <dd>{bytes(rule.stateBytes)}</dd>
        </div>
      </dl>
      <Automaton rule={rule} />
      <Panel title="Its last alerts">
        {alerts.length === 0 ? (
          <p class="muted">
            {live.alerts.value.length === 0
              ? "None yet."
              : `None among the last ${live.alerts.value.length} of the job.`}
          </p>
        ) : (
          <AlertList alerts={alerts.slice(0, 20)} onSelect={({ id }) => route.go("alerts", id)} />
        )}
      </Panel>
      <Explained name={rule.name} />
    </>
  )
}

const inItsState = "each is counted in the state in which it took its last event"

/** What is counted in the states, in words. `held`: how many partial matches, or events, are held. */
function heldWords(form: string, held: string, states: readonly number[] | null): string {
  const sum = (states ?? []).reduce((all, one) => all + one, 0).toLocaleString("en")
  switch (form) {
    case "filter":
      return "One event is a match by itself: nothing is kept, so no state ever holds anything."
    case "windows":
      return `It has no states to wait in: it keeps running results for each window that is open, ${held} now.`
    case "ring":
      return `It is matched as a ring: the events of the window are kept once each, ${held} now, and each began a partial match that took all that came behind it; ${inItsState}.`
    case "combination":
      return `It is matched as a combination: by step the events of the window are kept once each, ${held} now. They stand for ${sum} partial matches; ${inItsState}.`
    default:
      return states === null
        ? `${held} partial matches live; the job does not say in which states.`
        : `In each state the number of partial matches that wait there now, ${held} in all.`
  }
}

function Automaton({ rule }: { rule: RuleReport }) {
  const { live, automata } = useShared()
  const automaton = automata.of(live.status.value?.version ?? "", rule.name)
  if (automaton === undefined) return <p class="muted">Asking for the automaton…</p>
  if (automaton === null) return <p class="muted">The job does not show the automaton of this rule.</p>
  return (
    <Panel title="Automaton">
      <p class="muted">{heldWords(automaton.form, rule.partialMatches.toLocaleString("en"), rule.states)}</p>
      <AutomatonView automaton={automaton} counts={rule.states ?? undefined} />
      <Conditions conditions={automaton.conditions} />
    </Panel>
  )
}

function Explained({ name }: { name: string }) {
  const { api, live } = useShared()
  const [text, setText] = useState<string>()
  const [isOpen, setOpen] = useState(false)
  const version = live.status.value?.version
  // another version explains it anew
  useEffect(() => {
    if (!isOpen) return
    setText(undefined)
    api.explain(name).then(setText, (error: unknown) => setText(error instanceof Error ? error.message : String(error)))
  }, [isOpen, name, version, api])
  return (
    <details class="panel" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        As <code>cep explain</code> shows it
      </summary>
      <Scroll label="Text">
        <pre>{text ?? "Asking…"}</pre>
      </Scroll>
    </details>
  )
}
