import { useEffect, useRef, useState } from "preact/hooks"
import type { AlertLine } from "../api.ts"
import { AlertDetail, AlertList } from "../parts/alert-detail.tsx"
import { CodeEditor } from "../parts/code-editor.tsx"
import { WhyReportView } from "../parts/why-report.tsx"
import type { ThemeChoice } from "../theme.ts"
import type { EventProblem } from "./events.ts"
import { Moments } from "./moments.tsx"
import { playgroundSamples } from "./samples.ts"
import { rulesPath, type Work } from "./work.ts"

/** Rules and events side by side, and what comes of them. */
export function Playground({ work, theme }: { work: Work; theme: ThemeChoice }) {
  return (
    <>
      <header>
        <div class="job">
          <strong>Cepheus playground</strong>
          <span class="muted">compiler and engine run in this page; nothing leaves it</span>
        </div>
        <div class="tools">
          <button type="button" class="quiet" onClick={() => theme.next()}>
            Theme: {theme.theme.value}
          </button>
        </div>
      </header>
      <main class="playground">
        <h1 class="unseen">Playground</h1>
        <div>
          <Start work={work} />
          <Rules work={work} />
          <Events work={work} />
        </div>
        <div>
          {work.problem.value !== undefined && (
            <p class="banner" role="alert">
              {work.problem.value}
            </p>
          )}
          {work.isOld.value && work.trial.value !== undefined && (
            <p class="banner">The rules have errors: what stands below is of the last ones without.</p>
          )}
          <Moments work={work} />
          <Alerts work={work} />
          <Why work={work} />
        </div>
      </main>
    </>
  )
}

/** What it begins with, and the link to what it has become. */
function Start({ work }: { work: Work }) {
  const link = work.link.value
  return (
    <>
      <div class="start">
        <label class="sample">
          Begin with
          <select
            value={work.sample.value?.name ?? ""}
            onChange={({ currentTarget }) => {
              const chosen = playgroundSamples.find(({ name }) => name === currentTarget.value)
              if (chosen !== undefined) work.take(chosen)
            }}
          >
            {work.sample.value === undefined && <option value="">what the link brought</option>}
            {playgroundSamples.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => void work.share()}>
          Share as a link
        </button>
      </div>
      {work.linkProblem.value !== undefined && (
        <p class="banner" role="alert">
          {work.linkProblem.value}
        </p>
      )}
      <div aria-live="polite">
        {link !== undefined && (
          <label class="sample link">
            {link.note}
            <input type="text" readOnly value={link.address} onFocus={({ currentTarget }) => currentTarget.select()} />
          </label>
        )}
      </div>
    </>
  )
}

function Rules({ work }: { work: Work }) {
  const { diagnostics } = work
  const goTo = useRef<(offset: number) => void>(() => {})
  const usesTypeScript = /\bfrom\s+"[^"]+\.ts"|import\s+"[^"]+\.ts"/.test(work.rules.value)
  const lineOf = (offset: number) => work.rules.value.slice(0, offset).split("\n").length
  return (
    <>
      <CodeEditor
        name={rulesPath}
        text={work.rules.value}
        revision={work.revision.value}
        diagnostics={diagnostics.value}
        onChange={(text) => work.edit("rules", text)}
        complete={(offset) => work.language.complete(rulesPath, offset)}
        hover={(offset) => work.language.hover(rulesPath, offset)}
        onReady={(go) => {
          goTo.current = go
        }}
      />
      <section class="problems" aria-label="Problems">
        {diagnostics.value.length === 0 && <p class="good">No problems.</p>}
        {usesTypeScript && (
          <p class="muted">
            This page takes no functions in TypeScript: it would have to load two compilers of some ten megabytes. In a
            job, and with <code>cep</code>, they can be used.
          </p>
        )}
        <ul>
          {diagnostics.value.map(({ code, level, text, hint, span }) => (
            <li key={`${code} ${span.start}`}>
              <button type="button" class={level} onClick={() => goTo.current(span.start)}>
                <span class="place">line {lineOf(span.start)}</span>{" "}
                <strong>
                  {level} {code}
                </strong>{" "}
                {text}
                {hint !== undefined && <span class="hint">{hint}</span>}
              </button>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

const mostProblems = 20

function Events({ work }: { work: Work }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const problems = work.trial.value?.problems ?? []
  const goTo = ({ line }: EventProblem) => {
    const area = field.current
    if (area === null || line === undefined) return
    const lines = area.value.split("\n")
    const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
    area.focus()
    area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0))
    area.scrollTop = (area.scrollHeight / lines.length) * Math.max(0, line - 3)
  }
  return (
    <>
      <label class="event-lines">
        Events: a line of JSON each, or CSV with a first line that names the columns
        <textarea
          ref={field}
          spellcheck={false}
          wrap="off"
          rows={12}
          value={work.events.value}
          onInput={({ currentTarget }) => work.edit("events", currentTarget.value)}
        />
      </label>
      <section class="problems" aria-label="Problems of the events" aria-live="polite">
        <ul>
          {problems.slice(0, mostProblems).map((problem) => (
            <li key={`${problem.line} ${problem.text}`}>
              <button type="button" class="warning" disabled={problem.line === undefined} onClick={() => goTo(problem)}>
                {problem.line !== undefined && <span class="place">line {problem.line} </span>}
                {problem.text}
              </button>
            </li>
          ))}
          {problems.length > mostProblems && <li class="muted">and {problems.length - mostProblems} more</li>}
        </ul>
      </section>
    </>
  )
}

function Alerts({ work }: { work: Work }) {
  const [chosen, setChosen] = useState<string>()
  const alerts = work.trial.value?.alerts ?? []
  const alert = alerts.find(({ id }) => id === chosen)
  const why = ({ rule, key = {} }: AlertLine) => work.askFor(rule!, Object.values(key))
  return (
    <section class="panel" aria-label="Alerts">
      <h2>
        {alerts.length} {alerts.length === 1 ? "alert" : "alerts"}
      </h2>
      {alerts.length === 0 && (
        <p class="muted">
          None. Move the slider to see how far partial matches came, or ask below why the rule did not fire for a key.
        </p>
      )}
      <AlertList alerts={alerts} selected={chosen} onSelect={({ id }) => setChosen(id)} />
      {alert !== undefined && <AlertDetail alert={alert} timeFields={work.automaton()?.timeFields ?? []} onWhy={why} />}
    </section>
  )
}

function Why({ work }: { work: Work }) {
  const place = useRef<HTMLElement>(null)
  const keys = work.automaton()?.keys ?? []
  const parts = work.key.value
  const answer = work.answer.value
  // Who asked elsewhere on the page is led here.
  useEffect(() => {
    if (answer !== undefined) place.current?.scrollIntoView({ block: "nearest" })
  }, [answer])
  const ask = (event: Event) => {
    event.preventDefault()
    void work.ask()
  }
  return (
    <section class="panel" aria-label="Why" ref={place}>
      <h2>Why did {work.rule.value ?? "a rule"} fire, or not?</h2>
      <form class="ask" onSubmit={ask}>
        {keys.map((name, at) => (
          <label key={name}>
            {name}
            <input
              type="text"
              dir="auto"
              autocomplete="off"
              value={parts[at] ?? ""}
              onInput={({ currentTarget }) => {
                work.key.value = keys.map((_, i) => (i === at ? currentTarget.value : (parts[i] ?? "")))
              }}
            />
          </label>
        ))}
        <button type="submit" class="primary" disabled={work.trial.value === undefined}>
          Ask
        </button>
      </form>
      <div aria-live="polite">
        {typeof answer === "string" && <p class="bad">{answer}</p>}
        {typeof answer === "object" && <WhyReportView report={answer} />}
      </div>
    </section>
  )
}
