/** Compares the alerts of a rule on trial with those of another rule, one by one, as they come. Pure: time is an argument. */

/** Whose alert it is. */
export type Side = "rule" | "shadow"

export interface ComparedAlert {
  readonly side: Side
  /** Alerts of other keys are others. */
  readonly key: string
  /** Epoch milliseconds, in event time. */
  readonly at: number
  /** Its line, as its sink gets it. */
  readonly line: string
}

/** What was found so far. */
export interface ComparisonCounts {
  /** Both rules had the alert. */
  readonly both: number
  /** Of these, where the shadow rule had it earlier, and later, in event time. */
  readonly earlier: number
  readonly later: number
  /** Of these: by how many milliseconds the shadow rule was earlier, added up; negative: it was later. */
  readonly leadMs: number
  /** Alerts that one of them alone had. */
  readonly onlyRule: number
  readonly onlyShadow: number
  /** Alerts of which it is not known yet. */
  readonly waiting: number
  /** Of those that one alone had: it was said before their time, because too many waited. */
  readonly hurried: number
}

/** The last alerts of each kind, oldest first, as lines. */
export interface ComparisonExamples {
  readonly both: readonly { readonly rule: string; readonly shadow: string }[]
  readonly onlyRule: readonly string[]
  readonly onlyShadow: readonly string[]
}

export interface ComparisonLimits {
  /** So many alerts wait at most; of more the oldest are taken for alerts that one rule alone has. */
  readonly mostWaiting: number
  /** So many characters of lines are kept of alerts that wait; of others only what the comparison needs. */
  readonly mostText: number
}

/** So many examples of each kind are kept. */
export const keptExamples = 10
/** A longer line is no example. */
const longestLine = 8 << 10

interface Waiting {
  readonly alert: ComparedAlert
  met: boolean
}

/**
 * An alert of one rule and one of the other are the same where they have the same key and are at most a tolerance apart in event time; each is the same as one other at most. Alerts are looked at in the order of their times,
 * when no earlier ones can come; first those of the same moment are brought together, then each with the earliest that still waits. So what is found does not depend on the order in which outputs come.
 */
export class Comparison {
  /** Milliseconds of event time. */
  tolerance: number
  readonly #limits: ComparisonLimits
  /** Alerts before which others may still come. */
  #fresh: ComparedAlert[] = []
  /** Alerts that have met no other one yet, by key and in the order of their times. */
  readonly #open = new Map<string, Waiting[]>()
  /** The same in the order of their times; those that have met one meanwhile are passed over. */
  #queue: Waiting[] = []
  #openCount = 0
  #text = 0
  #counts = { both: 0, earlier: 0, later: 0, leadMs: 0, onlyRule: 0, onlyShadow: 0, hurried: 0 }
  readonly #examples = {
    both: [] as { rule: string; shadow: string }[],
    onlyRule: [] as string[],
    onlyShadow: [] as string[],
  }

  constructor(tolerance: number, limits: ComparisonLimits) {
    this.tolerance = tolerance
    this.#limits = limits
  }

  get counts(): ComparisonCounts {
    return { ...this.#counts, waiting: this.#fresh.length + this.#openCount }
  }

  get examples(): ComparisonExamples {
    const { both, onlyRule, onlyShadow } = this.#examples
    return { both: [...both], onlyRule: [...onlyRule], onlyShadow: [...onlyShadow] }
  }

  add(alert: ComparedAlert): void {
    const isKept = alert.line.length <= longestLine && this.#text + alert.line.length <= this.#limits.mostText
    const kept = isKept ? alert : { ...alert, line: "" }
    this.#text += kept.line.length
    this.#fresh.push(kept)
    if (this.#fresh.length + this.#openCount > this.#limits.mostWaiting) this.#hurry()
  }

  /** Every alert up to this moment of event time has been added. */
  advance(time: number): void {
    if (this.#fresh.length > 0) this.#meetUpTo(time)
    this.#decideUpTo(time - this.tolerance)
  }

  #meetUpTo(time: number): void {
    const due = this.#fresh.filter(({ at }) => at <= time)
    if (due.length === 0) return
    this.#fresh = due.length === this.#fresh.length ? [] : this.#fresh.filter(({ at }) => at > time)
    // Of one moment and side they come in one order, whatever brought them.
    due.sort((a, b) => a.at - b.at || compareText(a.key, b.key) || compareText(a.side, b.side))
    for (let from = 0; from < due.length; ) {
      let to = from + 1
      while (to < due.length && due[to]!.at === due[from]!.at && due[to]!.key === due[from]!.key) to++
      this.#meetMoment(due.slice(from, to))
      from = to
    }
  }

  /** Alerts of one key at one moment, those of the rule first. */
  #meetMoment(alerts: readonly ComparedAlert[]): void {
    const rules = alerts.filter(({ side }) => side === "rule")
    const shadows = alerts.filter(({ side }) => side === "shadow")
    const same = Math.min(rules.length, shadows.length)
    for (let i = 0; i < same; i++) this.#pair(rules[i]!, shadows[i]!)
    for (const alert of [...rules.slice(same), ...shadows.slice(same)]) this.#meet(alert)
  }

  #meet(alert: ComparedAlert): void {
    const { key, at, side } = alert
    const open = this.#open.get(key) ?? []
    const place = open.findIndex(({ alert: other }) => other.side !== side && Math.abs(at - other.at) <= this.tolerance)
    const found = open[place]
    if (found === undefined) {
      const waiting = { alert, met: false }
      this.#open.set(key, open)
      open.push(waiting)
      this.#queue.push(waiting)
      this.#openCount++
      return
    }
    found.met = true
    this.#close(found, place)
    if (side === "rule") this.#pair(alert, found.alert)
    else this.#pair(found.alert, alert)
  }

  /** `place`: among those of its key. */
  #close({ alert: { key } }: Waiting, place: number): void {
    const open = this.#open.get(key)!
    open.splice(place, 1)
    if (open.length === 0) this.#open.delete(key)
    this.#openCount--
  }

  #pair(rule: ComparedAlert, shadow: ComparedAlert): void {
    const counts = this.#counts
    counts.both++
    counts.leadMs += rule.at - shadow.at
    if (shadow.at < rule.at) counts.earlier++
    if (shadow.at > rule.at) counts.later++
    this.#text -= rule.line.length + shadow.line.length
    if (rule.line !== "" && shadow.line !== "") keep(this.#examples.both, { rule: rule.line, shadow: shadow.line })
  }

  #decideUpTo(time: number): void {
    let decided = 0
    for (const waiting of this.#queue) {
      if (!waiting.met && !(waiting.alert.at <= time)) break
      decided++
      if (!waiting.met) this.#decide(waiting)
    }
    if (decided > 0) this.#queue = this.#queue.slice(decided)
  }

  #decide(waiting: Waiting): void {
    const { side, line, key } = waiting.alert
    this.#close(waiting, this.#open.get(key)!.indexOf(waiting))
    this.#text -= line.length
    const name = side === "rule" ? "onlyRule" : "onlyShadow"
    this.#counts[name]++
    if (line !== "") keep(this.#examples[name], line)
  }

  /** Too many wait: those that are there are looked at, and the older half is decided. */
  #hurry(): void {
    this.#meetUpTo(Number.POSITIVE_INFINITY)
    const most = Math.floor(this.#limits.mostWaiting / 2)
    for (const waiting of this.#queue) {
      if (this.#openCount <= most) break
      if (waiting.met) continue
      waiting.met = true
      this.#counts.hurried++
      this.#decide(waiting)
    }
    this.#queue = this.#queue.filter(({ met }) => !met)
  }
}

function keep<T>(examples: T[], example: T): void {
  examples.push(example)
  if (examples.length > keptExamples) examples.shift()
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
