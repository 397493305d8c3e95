import { Component } from "preact"
import { useEffect, useLayoutEffect, useState } from "preact/hooks"
import { ApiError, type WhyNow, type WhyReport } from "../api.ts"
import { useShared } from "../context.ts"
import { duration } from "../format.ts"
import { HeldNow } from "../parts/held-now.tsx"
import { WhyReportView } from "../parts/why-report.tsx"
import { readWhy, whyOf } from "../route.ts"

type Answer<T> =
  | { readonly kind: "asked" }
  | { readonly kind: "told"; readonly report: T }
  | { readonly kind: "problem"; readonly message: string }

/** Asks what a rule holds for a key now, and why it fired or did not, as far as the kept events tell. */
export function WhyView() {
  const { live, route, automata } = useShared()
  const names = live.names.value
  const version = live.status.value?.version
  const question = route.of.value
  const asked = readWhy(question)
  const [chosen, setChosen] = useState<string>()
  const [parts, setParts] = useState<readonly string[]>(asked?.key ?? [])
  const [again, setAgain] = useState(0)
  const rule = chosen ?? asked?.rule ?? names[0]
  const automaton = rule === undefined || version === undefined ? undefined : automata.of(version, rule)
  const keys = automaton?.keys ?? []
  const kept = live.session.value?.keptSeconds
  // Another question is written into the fields: before anybody can write there, which a later effect would undo.
  useLayoutEffect(() => {
    const wanted = readWhy(question)
    if (wanted === undefined) return
    setChosen(wanted.rule)
    setParts(wanted.key)
  }, [question])
  const ask = () => {
    if (rule === undefined) return
    const next = whyOf(
      rule,
      keys.map((_, at) => parts[at] ?? ""),
    )
    // The same question again is asked of newer events.
    if (next === question) setAgain(again + 1)
    else route.go("why", next)
  }
  // A rule alone is chosen; the question is complete with a key, where the rule has one.
  const isComplete =
    asked !== undefined && (asked.key.length > 0 || (asked.rule === rule && automaton?.keys.length === 0))
  return (
    <>
      <h1>Why</h1>
      <p class="muted">
        What a rule holds for a key now, and why it fired for it, or did not
        {kept == null ? "." : `: for that the events of the last ${duration(kept)} go through the rules again.`} For
        what was before, <code>cep why</code> reads files and topics.
      </p>
      <Question
        names={names}
        rule={rule}
        keys={keys}
        parts={parts}
        canAsk={rule !== undefined && automaton != null}
        onRule={setChosen}
        onParts={setParts}
        onAsk={ask}
      />
      {automaton === null && rule !== undefined && (
        <p class="bad">The job does not tell the key of {rule}: choose another rule.</p>
      )}
      {isComplete && <Answers key={`${question} ${again}`} rule={asked.rule} of={asked.key} />}
    </>
  )
}

/** Both answers to a question. It is asked once. */
function Answers({ rule, of }: { rule: string; of: readonly string[] }) {
  const { api, live } = useShared()
  const kept = live.session.value?.keptSeconds
  const [now, setNow] = useState<Answer<WhyNow>>({ kind: "asked" })
  const [told, setTold] = useState<Answer<WhyReport>>({ kind: "asked" })
  // Whoever asks again is answered anew
  useEffect(() => {
    api.whyNow(rule, of).then((report) => setNow({ kind: "told", report }), problem(setNow))
  }, [])
  useEffect(() => {
    if (kept != null) api.why(rule, of).then((report) => setTold({ kind: "told", report }), problem(setTold))
  }, [kept == null])
  return (
    <div aria-live="polite" class="answers">
      <section aria-label="What it holds now">
        {now.kind === "asked" && <p class="muted">Asking what it holds…</p>}
        {now.kind === "problem" && <p class="bad">{now.message}</p>}
        {now.kind === "told" && <HeldNow report={now.report} />}
      </section>
      <section aria-label="What happened">
        {kept === null && (
          <p class="muted">
            The job keeps no events (<code>--keep-recent</code>), so it cannot tell what is over.
          </p>
        )}
        {kept != null && told.kind === "asked" && <p class="muted">The kept events go through the rules…</p>}
        {told.kind === "problem" && !(now.kind === "problem" && now.message === told.message) && (
          <p class="bad">{told.message}</p>
        )}
        {told.kind === "told" && <WhyReportView report={told.report} />}
      </section>
    </div>
  )
}

function problem(set: (answer: { readonly kind: "problem"; readonly message: string }) => void) {
  return (error: unknown) =>
    set({ kind: "problem", message: error instanceof ApiError ? error.message : String(error) })
}

interface QuestionProps {
  readonly names: readonly string[]
  readonly rule: string | undefined
  /** The names of the key's parts, and what is written for each. */
  readonly keys: readonly string[]
  readonly parts: readonly string[]
  readonly canAsk: boolean
  readonly onRule: (rule: string) => void
  readonly onParts: (parts: readonly string[]) => void
  readonly onAsk: () => void
}

/** More keys of alerts than these nobody looks through. */
const mostOffered = 50

function Question({ names, rule, keys, parts, canAsk, onRule, onParts, onAsk }: QuestionProps) {
  const { live } = useShared()
  const submit = (event: Event) => {
    event.preventDefault()
    onAsk()
  }
  const written = (place: number, text: string) => keys.map((_, at) => (at === place ? text : (parts[at] ?? "")))
  const known = live.alerts.value.filter((alert) => alert.rule === rule)
  const offered = (name: string) =>
    [...new Set(known.flatMap(({ key }) => (key?.[name] === undefined ? [] : [String(key[name])])))].slice(
      0,
      mostOffered,
    )
  return (
    <form class="ask panel" onSubmit={submit}>
      <label>
        Rule
        <select value={rule} onChange={({ currentTarget }) => onRule(currentTarget.value)}>
          <Options names={names} />
        </select>
      </label>
      {keys.map((name, at) => (
        <label key={name}>
          {name}
          <input
            type="text"
            dir="auto"
            autocomplete="off"
            list={`keys-${at}`}
            value={parts[at] ?? ""}
            onInput={({ currentTarget }) => onParts(written(at, currentTarget.value))}
          />
          <datalist id={`keys-${at}`}>
            {offered(name).map((value) => (
              <option key={value} value={value} />
            ))}
          </datalist>
        </label>
      ))}
      <button type="submit" class="primary" disabled={!canAsk}>
        Ask
      </button>
    </form>
  )
}

/** Made anew with other names only: there may be thousands. */
class Options extends Component<{ readonly names: readonly string[] }> {
  override shouldComponentUpdate({ names }: { readonly names: readonly string[] }): boolean {
    return names !== this.props.names
  }

  override render() {
    return this.props.names.map((name) => <option key={name}>{name}</option>)
  }
}
