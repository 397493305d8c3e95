import type { DeadLetter, LateEvent } from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Manifest, RuleManifest } from "../abi/rule-set.ts"
import { hasKey } from "../aggregate/capture.ts"
import type { RuleCounts } from "../operator/contract.ts"
import { keyReader } from "../operator/key.ts"
import type { Share } from "../rows/key-groups.ts"
import { type RuleRoutes, routesOf } from "./routes.ts"
import type { StoredEvent } from "./stored-event.ts"

/** A rule, and where its late events are counted. */
export interface CountingRule {
  readonly manifest: RuleManifest
  readonly operator: { readonly counts: Pick<RuleCounts, "add"> }
}

type HasKey = (event: EventRecord) => boolean

/** Which rules and aggregates read the events of a type: worked out once, so that what is asked for each event does not go over all rules. */
export class EventReaders {
  /** Whether some rule or aggregate reads the type. */
  readonly areAny: boolean
  /** Names of the rules that read it, themselves or through an aggregate, in file order. */
  readonly names: readonly string[]
  private readonly rules: readonly CountingRule[]
  /** One for each key that some of them has; undefined: one of them reads events of any key. */
  private readonly keys: readonly HasKey[] | undefined
  private readonly missing: Pick<DeadLetter, "type" | "code" | "reason">
  /** Of an engine that is apart: where rules want the event. */
  private readonly routes: readonly RuleRoutes[] | undefined
  private readonly share: (Share & { readonly apart?: boolean }) | undefined
  /** Events that came in time, and those that rules made. */
  taken = 0
  /** Late events that the rules' counters do not know of yet. */
  private lateEvents = 0

  constructor(manifest: Manifest, type: number, rules: readonly CountingRule[], share?: EventReaders["share"]) {
    this.share = share
    this.routes = share?.apart === true ? routesOf(manifest, type, share.of) : undefined
    const { name } = manifest.events[type]!
    const judges = manifest.rules.filter(({ inputs }) => inputs.includes(type))
    const series = manifest.series.filter(({ event }) => event === type)
    this.areAny = judges.length > 0 || series.length > 0
    this.rules = rules.filter(({ manifest: { inputs, asks } }) => {
      return (
        inputs.includes(type) || asks?.some((one) => series.includes(manifest.series[manifest.measures[one]!.series]!))
      )
    })
    // Callbacks see it.
    this.names = Object.freeze(this.rules.map((rule) => rule.manifest.name))
    const ofAll = [...judges, ...series].some(({ keys }) => keys.length === 0)
    this.keys = ofAll ? undefined : keysOf(type, judges, series)
    const ofRules = judges.flatMap(({ keys }) => keys.map((key) => key.name))
    const ofSeries = series.flatMap(({ keys }) => keys.map(({ path }) => path.join(".")))
    const words = [...new Set([...ofRules, ...ofSeries])].map((key) => `\`${key}\``).join(", ")
    const reason = `no rule can use the event: it lacks the key of each (${words})`
    this.missing = { type: name, code: "missing-key", reason }
  }

  /** Whether some rule or aggregate can use an event of the type, because it has its key. */
  canUse(event: EventRecord): boolean {
    return this.keys === undefined || this.keys.some((has) => has(event))
  }

  /** The letter of an event that none can use. */
  missingKey(event: unknown, position: unknown): DeadLetter {
    return { ...this.missing, event, position }
  }

  /** A late event; it can be asked for at any time. `raw`: as it was handed over; undefined: it is made of its text. */
  late(event: StoredEvent, raw: unknown, watermark: number): LateEvent {
    event.settle()
    return {
      type: this.missing.type,
      get event() {
        return raw ?? event.raw
      },
      at: event.at,
      watermark,
      rules: this.namesFor(event),
      ...(event.position !== undefined && { position: event.position }),
    }
  }

  /** An engine that is apart speaks for rules that have a key of the event here: others do so elsewhere. */
  private namesFor(event: EventRecord): readonly string[] {
    const { routes, share } = this
    if (routes === undefined) return this.names
    const own = routes.filter((each) => each.routes.some((route) => route(event) === share!.worker))
    return own.map(({ rule }) => rule)
  }

  /** Counts a late event. */
  countLate(): void {
    this.lateEvents++
  }

  /** Tells the rules' counters of late events: before they are read or stored. */
  settle(): void {
    if (this.lateEvents === 0) return
    for (const { operator } of this.rules) operator.counts.add("late", this.lateEvents)
    this.lateEvents = 0
  }
}

function keysOf(type: number, judges: Manifest["rules"], series: Manifest["series"]): HasKey[] {
  const ofJudges = judges.map(({ keys }): [string, HasKey] => {
    const reader = keyReader(keys)
    return [JSON.stringify(keys.map(({ paths }) => paths[type])), (event) => reader.read(event) !== undefined]
  })
  const ofSeries = series.map((one): [string, HasKey] => {
    return [JSON.stringify(one.keys.map(({ path }) => path)), (event) => hasKey(one, event.fields)]
  })
  return [...new Map([...ofJudges, ...ofSeries]).values()]
}
