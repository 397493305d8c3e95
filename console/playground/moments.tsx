import { useEffect, useState } from "preact/hooks"
import { timeOf } from "../format.ts"
import { AutomatonView, Conditions } from "../parts/automaton.tsx"
import type { Held } from "./held.ts"
import type { Work } from "./work.ts"

const playMs = 900
const mostShown = 50

/** The slider over event time, and where the partial matches are then. */
export function Moments({ work }: { work: Work }) {
  const { trial, place, frame, rule } = work
  const automaton = work.automaton()
  if (trial.value === undefined) {
    return <p class="muted">{work.isOld.value ? "The rules have errors." : "The rules are compiled…"}</p>
  }
  if (automaton === undefined) return <p class="muted">There is no rule: write one on the left.</p>
  const { instants, rules } = trial.value
  const at = place.value
  const last = instants[Math.min(at, instants.length) - 1]
  const words = at > instants.length ? "the end of time" : last === undefined ? "before all events" : timeOf(last.at)
  const { states, held = [] } = frame.value ?? {}
  const steps = rules.manifest.rules.find(({ name }) => name === rule.value)?.steps ?? []
  return (
    <section class="panel" aria-label="Partial matches over time">
      <div class="title">
        <label>
          <span class="unseen">Rule</span>
          <select value={rule.value} onChange={({ currentTarget }) => work.choose(currentTarget.value)}>
            {rules.manifest.rules.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <strong class="moment">{words}</strong>
        <span class="muted" data-alerts={frame.value?.alerts}>
          {frame.value?.alerts ?? 0} {frame.value?.alerts === 1 ? "alert" : "alerts"} so far
        </span>
      </div>
      <Slider work={work} words={words} last={instants.length + 1} />
      {last !== undefined && at <= instants.length && (
        <p class="muted events-now">{last.events.map(({ type, text }) => `${type} ${text}`).join("  ")}</p>
      )}
      {automaton.form === "windows" && (
        <p class="muted">A rule of windows has no states to wait in: it keeps running results for each open window.</p>
      )}
      <AutomatonView automaton={automaton} counts={states} />
      <Conditions conditions={automaton.conditions} />
      <ul class="held">
        {held.slice(0, mostShown).map((each) => (
          <HeldLine
            key={JSON.stringify(each)}
            held={each}
            steps={steps}
            onWhy={(key) => work.askFor(rule.value!, key)}
          />
        ))}
        {held.length > mostShown && <li class="muted">and {held.length - mostShown} more</li>}
      </ul>
    </section>
  )
}

interface HeldLineProps {
  readonly held: Held
  readonly steps: readonly { readonly name: string }[]
  readonly onWhy: (key: readonly unknown[]) => void
}

function HeldLine({ held: { key, state, events }, steps, onWhy }: HeldLineProps) {
  const name = key.map(String).join(" · ")
  return (
    <li>
      <strong>state {state}</strong>{" "}
      <bdi>
        <code>{name}</code>
      </bdi>{" "}
      {events.map(({ step, text }) => `${steps[step]?.name ?? ""} ${text}`).join(" → ")}{" "}
      <button type="button" class="quiet" aria-label={`Why ${name}?`} onClick={() => onWhy(key)}>
        why?
      </button>
    </li>
  )
}

/** Event time, moment by moment: with the pointer, arrows, Home and End, buttons, or by itself. */
function Slider({ work, words, last }: { work: Work; words: string; last: number }) {
  const { place } = work
  const [plays, setPlays] = useState(false)
  // Each moment is shown for a while.
  useEffect(() => {
    if (!plays) return
    const timer = setInterval(() => {
      if (place.value < last) work.move(place.value + 1)
      else setPlays(false)
    }, playMs)
    return () => clearInterval(timer)
  }, [plays, last, work])
  const step = (by: number) => {
    setPlays(false)
    work.move(Math.min(last, Math.max(0, place.value + by)))
  }
  const play = () => {
    if (!plays && place.value >= last) work.move(0)
    setPlays(!plays)
  }
  return (
    <div class="slider">
      <button type="button" aria-label="One moment back" disabled={place.value === 0} onClick={() => step(-1)}>
        ◂
      </button>
      <input
        type="range"
        aria-label="Event time"
        aria-valuetext={words}
        min={0}
        max={last}
        value={place.value}
        onInput={({ currentTarget }) => {
          setPlays(false)
          work.move(Number(currentTarget.value))
        }}
      />
      <button type="button" aria-label="One moment on" disabled={place.value === last} onClick={() => step(1)}>
        ▸
      </button>
      <button type="button" onClick={play}>
        {plays ? "Stop" : "Play"}
      </button>
    </div>
  )
}
