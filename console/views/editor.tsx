import { useEffect, useMemo, useRef } from "preact/hooks"
import { diffFiles } from "../../runtime/control/line-diff.ts"
import { useShared } from "../context.ts"
import type { Diagnostic } from "../language.ts"
import { CodeEditor } from "../parts/code-editor.tsx"
import { OutcomeView } from "../parts/outcome.tsx"
import { Scroll } from "../parts/scroll.tsx"

const longestShownDiff = 1 << 16
/** More at once nobody mends. */
const mostProblems = 100

/** The rules that judge, to be changed: tried on the last minutes, planned, and given to the job. */
export function EditorView() {
  const { editing, live } = useShared()
  const version = live.status.value?.version
  const answers = live.problem.value === undefined
  // another version has other rules; and a job that answers again may have others
  useEffect(() => {
    if (answers) void editing.load()
  }, [version, answers])
  const places = useRef(new Map<string, (offset: number) => void>())
  const wanted = useRef<{ readonly path: string; readonly offset: number } | undefined>(undefined)
  const files = editing.files.value
  const path = editing.open.value
  const file = files.find((each) => each.path === path)
  const diagnostics = editing.diagnostics.value
  const own = useMemo(() => diagnostics.filter(({ span }) => span.path === path), [diagnostics, path])
  const goTo = ({ span }: Diagnostic) => {
    if (span.path === path) return places.current.get(path)?.(span.start)
    wanted.current = { path: span.path, offset: span.start }
    editing.open.value = span.path
  }
  const onReady = (go: (offset: number) => void) => {
    places.current.set(path, go)
    if (wanted.current?.path === path) go(wanted.current.offset)
    wanted.current = undefined
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    event.stopPropagation()
    void editing.dryRun()
  }
  if (file === undefined) return <NoFiles />
  return (
    <div onKeyDownCapture={onKeyDown} class="editor">
      <h1 class="unseen">Editor</h1>
      <Conflict />
      <Files />
      <CodeEditor
        name={path}
        text={file.text}
        revision={editing.revision.value}
        diagnostics={own}
        onChange={(text) => editing.edit(path, text)}
        complete={(offset) => editing.language.complete(path, offset)}
        hover={(offset) => editing.language.hover(path, offset)}
        onReady={onReady}
      />
      <Problems onGo={goTo} />
      <Actions />
      <OutcomeView />
    </div>
  )
}

function NoFiles() {
  const { editing } = useShared()
  if (editing.problem.value !== undefined) return <p class="bad">{editing.problem.value}</p>
  if (editing.running.value === undefined) return <p class="muted">Asking for the rules…</p>
  return (
    <p class="muted">
      The job runs compiled rules, and their sources are not here: change them where they are written, compile them, and
      start the job with them or give them to it with <code>cep reload</code>.
    </p>
  )
}

function Files() {
  const { editing } = useShared()
  const changed = editing.changed.value
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that belong together are no fields
    <div class="files" role="group" aria-label="Files of rules">
      {editing.files.value.map(({ path }) => (
        <button
          key={path}
          type="button"
          aria-pressed={path === editing.open.value}
          onClick={() => {
            editing.open.value = path
          }}
        >
          {path}
          {changed.includes(path) && <span class="dot" role="img" aria-label="changed" />}
        </button>
      ))}
    </div>
  )
}

/** Two who change the rules at the same time, or a rollback while something is written: whoever is slower sees what was changed, and decides. */
function Conflict() {
  const { editing } = useShared()
  const conflict = editing.conflict.value
  const [base, running] = [editing.base.value, editing.running.value]
  if (conflict === undefined || base === undefined || running === undefined) return null
  const { theirs, both } = conflict
  return (
    <section class="banner" role="alert" aria-label="The rules of the job were changed">
      <p>
        Since you began, {theirs.length === 0 ? "the rules" : theirs.join(", ")} of the job changed: it runs version{" "}
        <code>{running.version}</code> now.{" "}
        {both.length === 0
          ? "You have changed other files, so both can stand."
          : `You have changed ${both.join(", ")}, too: to keep yours undoes what was changed there, unless you write it in.`}
      </p>
      <details>
        <summary>What was changed</summary>
        <Scroll label="What was changed">
          <pre>{diffFiles(base.files, running.files, longestShownDiff)}</pre>
        </Scroll>
      </details>
      <div class="buttons">
        <button type="button" onClick={() => editing.keepMine()}>
          Keep mine, on top of that
        </button>
        <button type="button" onClick={() => editing.revert()}>
          Take that, and lose mine
        </button>
      </div>
    </section>
  )
}

function Problems({ onGo }: { onGo: (diagnostic: Diagnostic) => void }) {
  const { editing } = useShared()
  const { files, diagnostics } = editing
  const { lacksTypes } = editing.language
  const texts = new Map(files.value.map(({ path, text }) => [path, text]))
  const lineOf = ({ span }: Diagnostic) => (texts.get(span.path) ?? "").slice(0, span.start).split("\n").length
  return (
    <section class="problems" aria-label="Problems">
      {diagnostics.value.length === 0 ? (
        <p class="good">
          No problems{lacksTypes ? " of grammar; the types of TypeScript are looked at by the job alone" : ""}.
        </p>
      ) : (
        <ul>
          {diagnostics.value.slice(0, mostProblems).map((diagnostic) => (
            <li key={JSON.stringify([diagnostic.code, diagnostic.span])}>
              <button type="button" class={diagnostic.level} onClick={() => onGo(diagnostic)}>
                <span class="place">
                  {diagnostic.span.path}:{lineOf(diagnostic)}
                </span>{" "}
                <strong>
                  {diagnostic.level} {diagnostic.code}
                </strong>{" "}
                {diagnostic.text}
                {diagnostic.hint !== undefined && <span class="hint">{diagnostic.hint}</span>}
              </button>
            </li>
          ))}
          {diagnostics.value.length > mostProblems && (
            <li class="muted">and {diagnostics.value.length - mostProblems} more</li>
          )}
        </ul>
      )}
    </section>
  )
}

function Actions() {
  const { editing } = useShared()
  const off = useReasons()
  const button = (name: keyof typeof off, act: () => unknown, words: string, primary = false) => (
    <button
      type="button"
      class={primary ? "primary" : ""}
      disabled={off[name] !== undefined}
      title={off[name]}
      onClick={() => void act()}
    >
      {words}
    </button>
  )
  const unsaid: readonly (string | undefined)[] = [undefined, notChanged, noBefore, busyWords(editing.busy.value)]
  const reasons = [...new Set(Object.values(off))].filter((reason) => !unsaid.includes(reason))
  return (
    <div class="actions">
      <div class="buttons">
        {button("dryRun", editing.dryRun, "Dry run")}
        {button("plan", editing.plan, "Plan")}
        {button("reload", editing.reload, "Reload", true)}
        {button("undo", () => editing.revert(), "Undo all")}
        {button("rollback", editing.rollback, "Roll back")}
      </div>
      <label class="note">
        Why, for the audit log
        <input
          type="text"
          maxLength={2000}
          value={editing.note.value}
          onInput={({ currentTarget }) => {
            editing.note.value = currentTarget.value
          }}
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={editing.refuseLoss.value}
          onChange={({ currentTarget }) => {
            editing.refuseLoss.value = currentTarget.checked
          }}
        />
        refuse what would lose something held
      </label>
      {reasons.map((reason) => (
        <p class="muted" key={reason}>
          {reason}
        </p>
      ))}
      <p class="muted">
        Runs version <code data-version>{editing.running.value?.version}</code>
        {editing.changed.value.length === 0 && ". Change the text to plan or reload."}
      </p>
    </div>
  )
}

const notChanged = "Nothing was changed."
const noBefore = "The job began with these rules: there is no version before."

const openCode =
  "These rules use TypeScript, which would run as the user of the job, and without a token everyone on its machine may ask: start the job with --token-file to change them here."

function busyWords(busy: string | undefined): string | undefined {
  return busy === undefined ? undefined : `The job was asked for ${busy}.`
}

/** Why each thing cannot be done now; undefined: it can. */
function useReasons() {
  const { editing, live } = useShared()
  const session = live.session.value
  const { value: busy } = editing.busy
  const mayChange = session?.roles.includes("change") === true
  const first = [
    live.problem.value !== undefined || session === undefined ? "The job does not answer now." : undefined,
    session !== undefined && !mayChange
      ? `The token of ${session.name} may look and ask why. To change rules it needs the role change: ask whoever writes the file of --token-file.`
      : undefined,
    busyWords(busy),
  ].find((reason) => reason !== undefined)
  const unchanged = editing.changed.value.length === 0 ? notChanged : undefined
  const hasCode = editing.files.value.some(({ path }) => !path.endsWith(".cep"))
  const code = session?.open === true && hasCode ? openCode : undefined
  const hasErrors = editing.diagnostics.value.some(({ level }) => level === "error")
  const errors = hasErrors ? "A reload needs rules without errors." : undefined
  const conflict =
    editing.conflict.value === undefined ? undefined : "First decide about what was changed in the job meanwhile."
  return {
    dryRun:
      first ??
      code ??
      (session?.keptSeconds == null ? "The job keeps no events for dry runs (--keep-recent)." : undefined),
    plan: first ?? code ?? unchanged,
    reload: first ?? code ?? unchanged ?? conflict ?? errors,
    undo: busyWords(busy) ?? unchanged,
    rollback: first ?? (editing.running.value?.before == null ? noBefore : undefined),
  }
}
