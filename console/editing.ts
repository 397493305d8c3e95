/** Rules that are being edited, and what the job said of them. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals"
import {
  type Api,
  ApiError,
  type DryRun,
  type ReloadDone,
  type ReloadPlan,
  type RuleFile,
  type RunningRules,
} from "./api.ts"
import { type Diagnostic, Language } from "./language.ts"

/** What came of the last thing that was asked for. */
export type Outcome =
  | { readonly kind: "dry-run"; readonly run: DryRun }
  | { readonly kind: "reload"; readonly done: ReloadDone }
  | { readonly kind: "errors"; readonly text: string }
  | { readonly kind: "refused"; readonly reasons: readonly string[]; readonly plan: ReloadPlan | undefined }
  | { readonly kind: "problem"; readonly message: string }

/** Files by path. */
export interface RulesConflict {
  /** What was changed in the job since the edits began. */
  readonly theirs: readonly string[]
  /** Of these what was edited here, too. */
  readonly both: readonly string[]
}

const checkAfterMs = 250

export class Editing {
  /** The rules that judge, as they were last asked for. */
  readonly running: Signal<RunningRules | undefined> = signal(undefined)
  /** The rules with which the edits began: a reload is refused where others judge by then. */
  readonly base: Signal<RunningRules | undefined> = signal(undefined)
  readonly files: Signal<readonly RuleFile[]> = signal([])
  readonly open: Signal<string> = signal("")
  /** Rises whenever all files are replaced. */
  readonly revision: Signal<number> = signal(0)
  readonly diagnostics: Signal<readonly Diagnostic[]> = signal([])
  readonly outcome: Signal<Outcome | undefined> = signal(undefined)
  /** What is under way, in words. */
  readonly busy: Signal<string | undefined> = signal(undefined)
  readonly problem: Signal<string | undefined> = signal(undefined)
  readonly note: Signal<string> = signal("")
  readonly refuseLoss: Signal<boolean> = signal(false)
  readonly language = new Language()
  readonly changed: ReadonlySignal<readonly string[]>
  /** The rules that judge are others than those with which the edits began; undefined: they are not. */
  readonly conflict: ReadonlySignal<RulesConflict | undefined>
  readonly #api: Api
  #timer = 0

  constructor(api: Api) {
    this.#api = api
    this.changed = computed(() => changedPaths(this.base.value?.files ?? [], this.files.value))
    this.conflict = computed(() => {
      const [base, running] = [this.base.value, this.running.value]
      if (base === undefined || running === undefined || base.version === running.version) return undefined
      const theirs = changedPaths(base.files, running.files)
      return { theirs, both: theirs.filter((path) => this.changed.value.includes(path)) }
    })
  }

  /** Gets the rules that judge. What was edited here stays; else they take its place. */
  async load(): Promise<void> {
    try {
      const running = await this.#ask()
      this.problem.value = undefined
      // What is written here may be what judges by now: a reload whose answer was lost.
      const isSame = changedPaths(this.files.value, running.files).length === 0
      if (this.changed.value.length === 0 || isSame) this.#begin(running)
    } catch (error) {
      this.problem.value = messageOf(error)
    }
  }

  async #ask(): Promise<RunningRules> {
    const running = unixLines(await this.#api.rules())
    this.running.value = running
    return running
  }

  /** Back to the rules that judge. */
  revert(): void {
    if (this.running.value !== undefined) this.#begin(this.running.value)
    this.outcome.value = undefined
  }

  /** Goes on from the rules that judge now: files that were edited here stay as they are here, all others are those of now. */
  keepMine(): void {
    const { value: running } = this.running
    if (running === undefined) return
    const mine = new Map(
      this.files.value.flatMap(({ path, text }): [string, string][] =>
        this.changed.value.includes(path) ? [[path, text]] : [],
      ),
    )
    const files = running.files.map(({ path, text }) => ({ path, text: mine.get(path) ?? text }))
    const kept = [...mine].flatMap(([path, text]) => (files.some((file) => file.path === path) ? [] : [{ path, text }]))
    this.#begin(running, [...files, ...kept])
    this.outcome.value = undefined
  }

  /** `files`: what is edited, where it is not the rules that judge. */
  #begin(rules: RunningRules, files: readonly RuleFile[] = rules.files): void {
    this.base.value = rules
    // The editor keeps its place where the texts are what they were.
    if (JSON.stringify(files) === JSON.stringify(this.files.value)) return
    this.files.value = files
    this.revision.value++
    if (!files.some(({ path }) => path === this.open.value)) this.open.value = files[0]?.path ?? ""
    this.#check()
    void this.#askTypes()
  }

  edit(path: string, text: string): void {
    if (this.files.value.find((file) => file.path === path)?.text === text) return
    this.files.value = this.files.value.map((file) => (file.path === path ? { path, text } : file))
    clearTimeout(this.#timer)
    // What can stand at a place is asked for at once.
    this.language.set(this.files.value)
    this.#timer = window.setTimeout(() => {
      this.#check()
      if (path.endsWith(".ts")) void this.#askTypes()
    }, checkAfterMs)
  }

  #check(): void {
    this.language.set(this.files.value)
    this.diagnostics.value = this.language.diagnostics()
  }

  /** Of TypeScript the job finds out the types; where it does not, what needs them is not looked at here. */
  async #askTypes(): Promise<void> {
    const files = this.files.value.filter(({ path }) => path.endsWith(".ts"))
    if (files.length === 0) return
    const types = await this.#api.types(files).catch(() => undefined)
    if (types === undefined) return
    this.language.setTypes(types)
    this.#check()
  }

  dryRun = () => this.#do("a dry run", async () => ({ kind: "dry-run", run: await this.#api.dryRun(this.files.value) }))

  plan = () => this.#do("a plan", async () => ({ kind: "reload", done: await this.#api.plan(this.files.value) }))

  reload = () =>
    this.#do("a reload", async () => {
      const note = this.note.value.trim()
      const { value: files } = this.files
      const more = {
        refuseLoss: this.refuseLoss.value,
        ifVersion: this.base.value!.version,
        ...(note !== "" && { note }),
      }
      const done = await this.#api.reload(files, more)
      const running = await this.#ask()
      // What was written meanwhile stays.
      this.#begin(running, this.files.value === files ? running.files : this.files.value)
      this.note.value = ""
      return { kind: "reload", done }
    })

  /** What is edited stays: then the rules that judge are others than those with which the edits began. */
  rollback = () =>
    this.#do("a rollback", async () => {
      const done = await this.#api.rollback()
      await this.load()
      return { kind: "reload", done }
    })

  async #do(what: string, act: () => Promise<Outcome>): Promise<void> {
    if (this.busy.value !== undefined) return
    this.busy.value = what
    this.outcome.value = undefined
    try {
      this.outcome.value = await act()
    } catch (error) {
      this.outcome.value = outcomeOf(error)
      // Whoever was faster is shown with what they changed.
      if (error instanceof ApiError && error.word === "other-version") await this.load()
    } finally {
      this.busy.value = undefined
    }
  }
}

/** The editor knows line feeds alone, and its places are counted with them. */
function unixLines(rules: RunningRules): RunningRules {
  return { ...rules, files: rules.files.map(({ path, text }) => ({ path, text: text.replaceAll("\r\n", "\n") })) }
}

/** Files that were changed, added or taken away. */
function changedPaths(before: readonly RuleFile[], now: readonly RuleFile[]): readonly string[] {
  const [old, texts] = [before, now].map((files) => new Map(files.map(({ path, text }) => [path, text]))) as [
    Map<string, string>,
    Map<string, string>,
  ]
  return [...new Set([...old.keys(), ...texts.keys()])].filter((path) => old.get(path) !== texts.get(path))
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof ApiError)) return { kind: "problem", message: messageOf(error) }
  const { word, body } = error
  if (word === "rules-have-errors") return { kind: "errors", text: String(body.text) }
  if (word === "refused") {
    return { kind: "refused", reasons: body.reasons as readonly string[], plan: body.plan as ReloadPlan | undefined }
  }
  return { kind: "problem", message: error.message }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
