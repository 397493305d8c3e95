import type { Alert, Emitted, Ingest, Output, RuleStats } from "../../runtime/abi/engine.ts"
import type { Manifest, RuleManifest } from "../../runtime/abi/rule-set.ts"
import type { JobObserver } from "../../runtime/job/job.ts"
import type { Kept } from "./compare.ts"
import { type EmittedPlot, type EmittedPoints, emittedPoints, keyNames } from "./emitted.ts"
import type { LabelledEvent, Labels } from "./labels.ts"
import { Hits } from "./score.ts"

/** Keys of a rule that are told apart; with more, only so many are counted. */
export const maxKeys = 1_000_000
/** Outputs of a version that a comparison can hold. */
const maxKept = 4_000_000

/** What a rule did. */
export interface RuleTally {
  readonly rule: RuleManifest
  alerts: number
  emitted: number
  /** Event times of all outputs, epoch ms, in their order. */
  readonly times: number[]
  readonly keys: Set<string>
  readonly hits: Hits
}

export interface TallyOptions {
  readonly labels?: Labels | undefined
  /** Keeps all outputs, for a comparison. */
  readonly keep: boolean
  /** The names under which rules are compared, where they differ. */
  readonly renamed?: ReadonlyMap<string, string>
}

/** Looks at a job that replays history: counts what comes out, and holds it against the labels of what went in. */
export class Tally implements JobObserver {
  readonly rules: readonly RuleTally[]
  readonly labels: Labels | undefined
  /** Completing events of the alerts of all rules but shadow rules. */
  readonly hits = new Hits()
  readonly kept: Kept[] = []
  /** Outputs that a comparison had no room for. */
  notKept = 0
  /** Event times of the input, epoch ms; infinite where there was no event. */
  first = Number.POSITIVE_INFINITY
  last = Number.NEGATIVE_INFINITY
  readonly #options: TallyOptions
  readonly #byName: ReadonlyMap<string, RuleTally>
  readonly #points: ReadonlyMap<string, ReadonlyMap<string, EmittedPoints>>
  /** By the position of an event, which outputs hand back. */
  readonly #events = new WeakMap<object, LabelledEvent>()

  constructor(manifest: Manifest, options: TallyOptions) {
    this.#options = options
    this.labels = options.labels
    this.rules = manifest.rules.map((rule) => ({
      rule,
      alerts: 0,
      emitted: 0,
      times: [],
      keys: new Set<string>(),
      hits: new Hits(),
    }))
    this.#byName = new Map(this.rules.map((each) => [each.rule.name, each]))
    this.#points = emittedPoints(manifest)
  }

  event(event: Ingest, at: number): void {
    if (at < this.first) this.first = at
    if (at > this.last) this.last = at
    if (this.labels === undefined || typeof event.position !== "object" || event.position === null) return
    this.#events.set(event.position, this.labels.read(event))
  }

  output(output: Output): void {
    const tally = this.#byName.get(output.rule)!
    const { value, shadow } = output
    const at = Date.parse(value.at)
    tally.times.push(at)
    const key = JSON.stringify("rule" in value ? value.key : keyOf(tally.rule, value))
    if (tally.keys.size < maxKeys) tally.keys.add(key)
    if ("rule" in value) tally.alerts++
    else {
      tally.emitted++
      this.#points.get(output.rule)?.get(value.event)?.add(value.data, at)
    }
    // A window is about many events, whichever came last.
    const event = this.labels === undefined || tally.rule.window !== undefined ? undefined : this.#eventOf(output)
    if (this.labels !== undefined) {
      tally.hits.add(event)
      if ("rule" in value && !shadow) this.hits.add(event)
    }
    if (this.#options.keep) this.#keep(value, output.rule, key, at, event?.label)
  }

  /** Of the fields of events that rules emit; `rules`: what the engine counted. */
  plots(rules: readonly RuleStats[]): EmittedPlot[] {
    const complete = new Set(
      rules.filter((rule) => rule.filtered + rule.suppressed + rule.failed === 0).map(({ name }) => name),
    )
    return [...this.#points].flatMap(([rule, events]) =>
      [...events.values()].flatMap((points) => points.plots(complete.has(rule))),
    )
  }

  #eventOf({ lastEvent }: Output): LabelledEvent | undefined {
    const position = lastEvent?.position
    return typeof position === "object" && position !== null ? this.#events.get(position) : undefined
  }

  #keep(value: Alert | Emitted, name: string, key: string, at: number, label: boolean | undefined): void {
    if (this.kept.length >= maxKept) {
      this.notKept++
      return
    }
    const rule = this.#options.renamed?.get(name) ?? name
    this.kept.push({ rule, id: value.id, key, at, ...wordsOf(value), label })
  }
}

function wordsOf(value: Alert | Emitted): Pick<Kept, "text" | "content"> {
  const data = JSON.stringify(value.data)
  if (!("rule" in value)) return { text: `${value.event} ${data}`, content: data }
  const { severity, score, tags, message } = value
  return { text: message ?? data ?? severity, content: JSON.stringify([severity, score, tags, message, value.data]) }
}

function keyOf(rule: RuleManifest, { data }: Emitted): Record<string, unknown> {
  return Object.fromEntries(keyNames(rule).map((name) => [name, Object.hasOwn(data, name) ? data[name] : null]))
}
