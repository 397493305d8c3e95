/** What is edited in the playground, and what came of it. */
import { type Signal, signal } from "@preact/signals"
import { automatonView } from "../../compiler/explain/automaton-view.ts"
import { type WhyReport, why } from "../../compiler/why/index.ts"
import type { RuleAutomaton } from "../../runtime/abi/automaton-view.ts"
import { type Diagnostic, Language } from "../language.ts"
import { type Frame, frameAt, type Trial, tryRules } from "./run.ts"
import { type PlaygroundSample, playgroundSamples } from "./samples.ts"
import { fragmentOf, longestLink, readFragment } from "./share.ts"

export const rulesPath = "rules.cep"
const runAfterMs = 300

export class Work {
  readonly language = new Language()
  /** What it began with; undefined: what a link brought. */
  readonly sample: Signal<PlaygroundSample | undefined> = signal(undefined)
  readonly rules: Signal<string> = signal("")
  /** Rises with each sample. */
  readonly revision: Signal<number> = signal(0)
  readonly events: Signal<string> = signal("")
  readonly diagnostics: Signal<readonly Diagnostic[]> = signal([])
  /** Of the last rules without errors. */
  readonly trial: Signal<Trial | undefined> = signal(undefined)
  readonly rule: Signal<string | undefined> = signal(undefined)
  /** Behind how many instants the slider stands; one more than there are: the end of time. */
  readonly place: Signal<number> = signal(0)
  readonly frame: Signal<Frame | undefined> = signal(undefined)
  /** The rules that are written have errors: what is shown is of the last ones without. */
  readonly isOld: Signal<boolean> = signal(false)
  /** The parts of the key that why is asked for. */
  readonly key: Signal<readonly string[]> = signal([])
  /** What came of the wish for a link. */
  readonly link: Signal<{ readonly address: string; readonly note: string } | undefined> = signal(undefined)
  readonly answer: Signal<WhyReport | string | undefined> = signal(undefined)
  /** What is wrong with the link that was opened. */
  readonly linkProblem: Signal<string | undefined> = signal(undefined)
  /** A mistake of ours, or events that cannot be run. */
  readonly problem: Signal<string | undefined> = signal(undefined)
  #timer = 0
  #runs = 0

  /** Begins with what stands in the address, else with the first sample. */
  constructor() {
    addEventListener("hashchange", () => void this.#open())
    void this.#open()
  }

  take(sample: PlaygroundSample): void {
    this.sample.value = sample
    this.#begin(sample.rules, sample.events)
  }

  #begin(rules: string, events: string): void {
    clearTimeout(this.#timer)
    // The editor knows line feeds alone, and its places are counted with them.
    this.rules.value = rules.replaceAll("\r\n", "\n")
    this.revision.value++
    this.events.value = events
    this.rule.value = undefined
    this.key.value = []
    this.link.value = undefined
    this.linkProblem.value = undefined
    void this.run()
  }

  async #open(): Promise<void> {
    try {
      const shared = await readFragment(location.hash)
      if (shared === undefined) {
        if (this.rules.value === "") this.take(playgroundSamples[0]!)
        return
      }
      this.sample.value = undefined
      this.#begin(shared.rules, shared.events)
    } catch (error) {
      // What was written before stays.
      if (this.rules.value === "") this.take(playgroundSamples[0]!)
      const { message: reason = "" } = error as Partial<Error>
      const why = reason === "" ? "" : ` (${reason})`
      this.linkProblem.value = `The link is damaged, so what stands here is not what it should bring: ask for it again as a whole${why}.`
    }
  }

  /** Makes a link to what is written; it goes into the clipboard where the browser allows it. */
  async share(): Promise<void> {
    const fragment = await fragmentOf({ rules: this.rules.value, events: this.events.value })
    const address = `${location.href.split("#")[0]}#${fragment}`
    const isCopied = await navigator.clipboard?.writeText(address).then(
      () => true,
      () => false,
    )
    const copied = isCopied === true ? "It was copied. " : ""
    const long = address.length > longestLink ? "It is long: mail and chats may cut it. " : ""
    const note = `${copied}${long}Rules and events stand in it, behind the #: no server gets them, and whoever has the link has them.`
    this.link.value = { address, note }
  }

  edit(what: "rules" | "events", text: string): void {
    if (this[what].value === text) return
    this[what].value = text
    this.link.value = undefined
    this.linkProblem.value = undefined
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.run(), runAfterMs)
  }

  async run(): Promise<void> {
    const files = [{ path: rulesPath, text: this.rules.value }]
    this.language.set(files)
    this.diagnostics.value = this.language.diagnostics()
    this.answer.value = undefined
    const run = ++this.#runs
    try {
      const trial = await tryRules(files, this.events.value)
      // Something newer was written meanwhile.
      if (run !== this.#runs) return
      this.isOld.value = trial === undefined
      if (trial === undefined) return
      this.trial.value = trial
      const names = trial.rules.manifest.rules.map(({ name }) => name)
      if (!names.includes(this.rule.value ?? "")) this.rule.value = names[0]
      this.problem.value = undefined
      this.move(trial.instants.length)
    } catch (error) {
      if (run === this.#runs) this.problem.value = error instanceof Error ? error.message : String(error)
    }
  }

  /** Puts the slider behind so many instants. */
  move(place: number): void {
    const { value: trial } = this.trial
    this.place.value = place
    const { value: rule } = this.rule
    this.frame.value = trial === undefined || rule === undefined ? undefined : frameAt(trial, rule, place)
  }

  choose(rule: string): void {
    this.rule.value = rule
    this.key.value = []
    this.answer.value = undefined
    this.move(this.place.value)
  }

  automaton(): RuleAutomaton | undefined {
    const manifest = this.trial.value?.rules.manifest
    const rule = manifest?.rules.find(({ name }) => name === this.rule.value)
    return manifest && rule && automatonView(rule, manifest)
  }

  /** Why for a key of a rule, whatever was asked before. */
  askFor(rule: string, key: readonly unknown[]): void {
    if (rule !== this.rule.value) this.choose(rule)
    this.key.value = key.map(String)
    void this.ask()
  }

  async ask(): Promise<void> {
    const key = (this.automaton()?.keys ?? []).map((_, at) => this.key.value[at] ?? "")
    const { value: trial } = this.trial
    const { value: rule } = this.rule
    if (trial === undefined || rule === undefined) return
    const inputs = trial.events.map(({ type, raw, position }) => ({ type, event: raw, place: `line ${position}` }))
    try {
      const files = [{ path: rulesPath, text: trial.text }]
      this.answer.value = await why(files, trial.compiled, inputs, { rule, key })
    } catch (error) {
      this.answer.value = error instanceof Error ? error.message : String(error)
    }
  }
}
