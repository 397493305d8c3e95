import { useEffect, useRef, useState } from "preact/hooks"
import { useShared } from "./context.ts"
import { behindClock, time } from "./format.ts"
import { totalsOf } from "./live.ts"
import { Help } from "./parts/help.tsx"
import { hashOf, type View, views } from "./route.ts"
import { AlertsView } from "./views/alerts.tsx"
import { EditorView } from "./views/editor.tsx"
import { Login } from "./views/login.tsx"
import { Overview } from "./views/overview.tsx"
import { RulesView } from "./views/rules.tsx"
import { WhyView } from "./views/why.tsx"

const titles: Readonly<Record<View, string>> = {
  overview: "Overview",
  alerts: "Alerts",
  rules: "Rules",
  editor: "Editor",
  why: "Why",
}

/** The page: its head, the view that is chosen, and what is said to those who listen. */
export function App() {
  const { live, route } = useShared()
  const help = useRef<HTMLDialogElement>(null)
  useShortcuts(() => help.current?.showModal())
  useUnsaved()
  const problem = live.problem.value
  const isOut = problem?.status === 401
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("content")?.focus()}>
        To the content
      </button>
      <Head onHelp={() => help.current?.showModal()} />
      {problem !== undefined && !isOut && (
        <p class="banner" role="alert">
          {problem.message}. {live.status.value !== undefined && "What stands here is what it said last. "}
          The page asks again by itself.
        </p>
      )}
      <main id="content" tabIndex={-1}>
        {isOut ? <Login /> : <Chosen view={route.view.value} />}
      </main>
      <div class="said" aria-live="polite">
        {live.said.value}
      </div>
      <Help dialog={help} />
    </>
  )
}

function Chosen({ view }: { view: View }) {
  useEffect(() => {
    document.title = `${titles[view]} – Cepheus console`
  }, [view])
  if (view === "alerts") return <AlertsView />
  if (view === "rules") return <RulesView />
  if (view === "why") return <WhyView />
  if (view === "editor") return <EditorView />
  return <Overview />
}

function Head({ onHelp }: { onHelp: () => void }) {
  const { live, route, theme, api } = useShared()
  const status = live.status.value
  const session = live.session.value
  const totals = status && totalsOf(status.parts)
  const isGone = live.problem.value !== undefined
  return (
    <header>
      <div class="job">
        <strong>{status?.job ?? "Cepheus"}</strong>
        {status !== undefined && (
          <span class={`phase ${status.ready && !isGone ? "ready" : "waiting"}`} title={status.notReady.join("; ")}>
            {isGone ? "no answer" : status.ready ? status.phase : "not ready"}
          </span>
        )}
        {totals?.watermark != null && (
          <span class="muted watermark">
            event time {time(totals.watermark)}
            {totals.lagSeconds !== null && `, ${behindClock(totals.lagSeconds)}`}
          </span>
        )}
      </div>
      <nav aria-label="Views">
        {views.map((view, at) => (
          <a
            key={view}
            href={hashOf(view)}
            aria-current={route.view.value === view ? "page" : undefined}
            aria-keyshortcuts={String(at + 1)}
          >
            {titles[view]}
          </a>
        ))}
      </nav>
      <div class="tools">
        {session?.name != null && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              api.token = null
              live.again()
            }}
          >
            {session.name}: leave
          </button>
        )}
        <button type="button" class="quiet" onClick={() => theme.next()} aria-keyshortcuts="t">
          Theme: {theme.theme.value}
        </button>
        <button type="button" class="quiet" onClick={onHelp} aria-label="Keyboard shortcuts" aria-keyshortcuts="?">
          ?
        </button>
      </div>
    </header>
  )
}

/** Who leaves the page is asked whether what was written and not given to the job may go. */
function useUnsaved(): void {
  const { editing } = useShared()
  const isEdited = editing.changed.value.length > 0
  useEffect(() => {
    if (!isEdited) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener("beforeunload", ask)
    return () => removeEventListener("beforeunload", ask)
  }, [isEdited])
}

/** One key each, where nothing is being written. */
function useShortcuts(onHelp: () => void): void {
  const { route, theme } = useShared()
  const [showHelp] = useState(() => onHelp)
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      const isWriting = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
      if (isWriting || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return
      const view = views[Number(event.key) - 1]
      if (view !== undefined) route.go(view)
      else if (event.key === "t") theme.next()
      else if (event.key === "?") showHelp()
      else if (event.key === "/") document.querySelector<HTMLElement>("[data-filter]")?.focus()
      else return
      event.preventDefault()
    }
    addEventListener("keydown", act)
    return () => removeEventListener("keydown", act)
  }, [route, theme, showHelp])
}
