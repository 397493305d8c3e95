import { useState } from "preact/hooks"
import { diffFiles } from "../../runtime/control/line-diff.ts"
import type { DryRun, ReloadDone, ReloadPlan } from "../api.ts"
import { useShared } from "../context.ts"
import { duration, shortNumber, time } from "../format.ts"
import { AlertDetail, AlertList } from "./alert-detail.tsx"
import { Scroll } from "./scroll.tsx"

/** So few are seen at once. */
const openUpTo = 20

/** What the job said to the last thing that was asked for. */
export function OutcomeView() {
  const { editing } = useShared()
  const outcome = editing.outcome.value
  const busy = editing.busy.value
  return (
    <section class="outcome" aria-live="polite" aria-busy={busy !== undefined} aria-label="What came of it">
      {busy !== undefined && <p class="muted">Asked for {busy}…</p>}
      {outcome?.kind === "dry-run" && <DryRunView run={outcome.run} />}
      {outcome?.kind === "reload" && <Reloaded done={outcome.done} />}
      {outcome?.kind === "errors" && (
        <>
          <h2 class="bad">The rules have errors, and nothing was changed</h2>
          <Scroll label="Text">
            <pre>{outcome.text}</pre>
          </Scroll>
        </>
      )}
      {outcome?.kind === "refused" && (
        <>
          <h2 class="bad">Refused, and nothing was changed</h2>
          <ul>
            {outcome.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
          {outcome.plan !== undefined && <PlanView plan={outcome.plan} />}
        </>
      )}
      {outcome?.kind === "problem" && (
        <p class="bad" role="alert">
          {outcome.message}
        </p>
      )}
    </section>
  )
}

function Reloaded({ done: { outcome, version, plan, pauseSeconds } }: { done: ReloadDone }) {
  return (
    <>
      {outcome === "same" && <h2>The job runs these rules already</h2>}
      {outcome === "planned" && <h2>What a reload would do</h2>}
      {outcome === "applied" && (
        <h2 class="good" data-applied={version}>
          The job goes on with version {version}; no event was judged for {duration(pauseSeconds ?? 0)}
        </h2>
      )}
      {plan !== undefined && <PlanView plan={plan} />}
      {outcome === "planned" && <OwnChanges />}
    </>
  )
}

const longestShownDiff = 1 << 16

/** What was written here, line by line. */
function OwnChanges() {
  const { editing } = useShared()
  return (
    <details>
      <summary>Your changes</summary>
      <Scroll label="Your changes">
        <pre>{diffFiles(editing.base.value?.files ?? [], editing.files.value, longestShownDiff)}</pre>
      </Scroll>
    </details>
  )
}

/** The verdicts of a plan: what each rule keeps and loses, and why. */
export function PlanView({ plan }: { plan: ReloadPlan }) {
  const rules = plan.rules.filter(({ verdict }) => verdict !== "unchanged")
  const same = plan.rules.length - rules.length
  return (
    <div class="plan">
      {[...plan.refusals.map((text) => `Not possible: ${text}`), ...plan.warnings].map((text) => (
        <p class="banner" key={text}>
          {text}
        </p>
      ))}
      <ul class="verdicts">
        {rules.map(({ rule, verdict, why, loses, risk, aggregates }) => (
          <li key={rule}>
            <span class={`verdict ${verdict}`}>{verdict}</span> <strong>{rule}</strong> {why}
            {loses !== undefined && loses.partialMatches !== null && loses.partialMatches > 0 && (
              <span class="bad"> loses {shortNumber(loses.partialMatches)} partial matches</span>
            )}
            {risk !== undefined && <span class="bad"> {risk}</span>}
            {aggregates.map((each) => (
              <span class="aggregate" key={each.series}>
                <span class={`verdict ${each.verdict}`}>{each.verdict}</span> {each.series}: {each.why}
              </span>
            ))}
          </li>
        ))}
        {plan.params.map(({ name, change, why }) => (
          <li key={`param ${name}`}>
            <span class="verdict">param</span> <strong>{name}</strong> {change}: {why}
          </li>
        ))}
      </ul>
      {same > 0 && (
        <p class="muted">
          {same} {same === 1 ? "rule is" : "rules are"} unchanged.
        </p>
      )}
    </div>
  )
}

function DryRunView({ run }: { run: DryRun }) {
  const span = run.from === null || run.to === null ? 0 : (Date.parse(run.to) - Date.parse(run.from)) / 1000
  const busy = run.rules.filter(({ tooMany }) => tooMany)
  const times = `${run.alertCount} ${run.alertCount === 1 ? "time" : "times"}`
  return (
    <>
      <h2 data-would-have={run.alertCount}>
        Would have fired {times} in {duration(span)} of events
      </h2>
      <p class="muted">
        {shortNumber(run.events)} events{run.from !== null && ` from ${time(run.from)} to ${time(run.to!)}`}
        {run.late > 0 && `, ${shortNumber(run.late)} late`}; it took {duration(run.seconds)}.
      </p>
      <DeadLetters run={run} />
      {busy.length > 0 && (
        <p class="banner">
          {busy.map(({ rule, perMinute }) => `${rule} (${shortNumber(perMinute)} a minute)`).join(", ")} would fire more
          than once a minute: more than people can look at.
        </p>
      )}
      <Scroll label="Outputs by rule">
        <table>
          <thead>
            <tr>
              <th>rule</th>
              <th class="number">outputs</th>
              <th class="number">of the running rules</th>
              <th class="number">alerts a minute</th>
            </tr>
          </thead>
          <tbody>
            {run.rules.map(({ rule, outputs, running, perMinute, tooMany }) => (
              <tr key={rule} class={tooMany ? "warn" : outputs !== running ? "differs" : ""}>
                <td>{rule}</td>
                <td class="number">{outputs ?? "gone"}</td>
                <td class="number">{running ?? "new"}</td>
                <td class="number">{shortNumber(perMinute)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {run.notes.map((note) => (
        <p class="muted" key={note}>
          {note}
        </p>
      ))}
      {run.alerts.length > 0 && <DryAlerts run={run} />}
    </>
  )
}

/** What was refused or failed: a warning where it is more than with the running rules. */
function DeadLetters({ run: { deadLetters, runningDeadLetters: running } }: { run: DryRun }) {
  if (deadLetters === 0) return null
  return (
    <p class={running !== null && deadLetters <= running ? "muted" : "banner"}>
      {shortNumber(deadLetters)} dead letters
      {running !== null && `, ${shortNumber(running)} with the running rules`}: events that were refused, or on which a
      condition or an output failed.
    </p>
  )
}

/** The alerts that would have been, each with its events. */
function DryAlerts({ run }: { run: DryRun }) {
  const { live, automata } = useShared()
  const [chosen, setChosen] = useState<string>()
  const alert = run.alerts.find(({ id }) => id === chosen)
  const version = live.status.value?.version ?? ""
  // A rule that is new here has no automaton there: times stand in the fields where those of other rules have them.
  const rule = live.names.value.find((name) => name === alert?.rule) ?? live.names.value[0]
  const automaton = alert === undefined || rule === undefined ? undefined : automata.of(version, rule)
  return (
    <details open={run.alerts.length <= openUpTo}>
      <summary>{run.alerts.length === run.alertCount ? "The alerts" : `The last ${run.alerts.length} alerts`}</summary>
      <div class={alert === undefined ? "" : "split"}>
        <AlertList alerts={run.alerts.toReversed()} selected={chosen} onSelect={({ id }) => setChosen(id)} />
        {alert !== undefined && <AlertDetail alert={alert} timeFields={automaton?.timeFields ?? []} />}
      </div>
    </details>
  )
}
