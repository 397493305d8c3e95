/** "My rule never fires" is nearly always time that stands still: says in the log who holds it back, why, and what to do. */
import type { Manifest } from "../abi/rule-set.ts"
import type { Log } from "../observe/log.ts"
import type { DeadLetterCount } from "./counts.ts"
import { type HeldBack, type PartitionStatus, slowestOf } from "./status.ts"

/** So long nothing is said: partitions start, and streams pause, without being in anyone's way. */
const patienceMs = 30_000

/** Sources may have little to say. */
const sourcePatienceMs = 60_000

/** What is looked at. Times are epoch milliseconds. */
export interface TimeSeen {
  readonly now: number
  readonly watermark: number
  readonly partitions: readonly PartitionStatus[]
  readonly deadLettersOf: readonly DeadLetterCount[]
}

export interface TimeWatchSettings {
  readonly log: Log
  readonly maxAheadMs: number
  readonly idleAfterMs: number
}

type Why = HeldBack["why"]

interface Holder {
  readonly partition: PartitionStatus
  readonly why: Why
}

/** How far a partition was when time last moved. */
interface Mark {
  readonly read: number
  readonly tooFarAhead: number
}

/** Looked at about once a second while the job runs. Says a state once, when it has lasted, and when it is over. */
export class TimeWatch {
  /** As `readersOf` says of the rules that judge. */
  readers: ReadonlyMap<string, readonly string[]>
  readonly #settings: TimeWatchSettings
  readonly #began: number
  #watermark = Number.NEGATIVE_INFINITY
  /** When time last moved, and what had been read by then. */
  #movedAt: number
  #marks: ReadonlyMap<PartitionStatus["partition"], Mark> = new Map()
  /** Who has been last since when. */
  #last = { name: "", since: 0 }
  /** What was said last and is not over. */
  #said: { readonly name: string; readonly at: number } | undefined
  /** Sources of which it was said that they brought nothing yet. */
  readonly #unheard = new Set<string>()
  #held: Why | undefined

  /** `now`: when the job begins. */
  constructor(settings: TimeWatchSettings, readers: ReadonlyMap<string, readonly string[]>, now: number) {
    this.#settings = settings
    this.readers = readers
    this.#began = now
    this.#movedAt = now
  }

  /** Why time has not gone on for long, as it was looked at last; undefined: it has. */
  get held(): Why | undefined {
    return this.#held
  }

  look(seen: TimeSeen): void {
    this.#lookForSources(seen)
    const { now, watermark, partitions } = seen
    if (watermark > this.#watermark) {
      this.#watermark = watermark
      this.#movedAt = now
      this.#marks = new Map(partitions.map((each) => [nameOf(each), markOf(each, seen)]))
    }
    const last = slowestOf(partitions)
    const name = last === undefined ? "" : nameOf(last)
    if (name !== this.#last.name) this.#last = { name, since: now }
    if (last === undefined || !this.#isHolding(last, seen)) {
      this.#held = undefined
      this.#over(seen)
      return
    }
    const holder = { partition: last, why: this.#whyOf(last, seen) }
    this.#held = holder.why
    const state = `${holder.why} ${name}`
    if (this.#said?.name === state) return
    // A partition that changes between two reasons is in the way all the time.
    if (this.#said !== undefined && now - this.#said.at < patienceMs) return
    this.#said = { name: state, at: now }
    this.#say(holder, seen)
  }

  /** Time has not moved for long though something was read, or others have waited for this partition for long. */
  #isHolding(last: PartitionStatus, { now, watermark, partitions }: TimeSeen): boolean {
    if (watermark === Number.POSITIVE_INFINITY) return false
    const isRead = partitions.some((each) => each.read > (this.#marks.get(nameOf(each))?.read ?? 0))
    if (isRead && now - this.#movedAt >= patienceMs) return true
    if (now - this.#last.since < patienceMs) return false
    const others = partitions.filter((each) => each !== last && !each.ended && !each.idle)
    const next = Math.min(...others.map((each) => each.watermark))
    return Number.isFinite(next) && next - last.watermark >= patienceMs
  }

  #whyOf(last: PartitionStatus, seen: TimeSeen): Why {
    const { now } = seen
    const before = this.#marks.get(nameOf(last)) ?? { read: 0, tooFarAhead: 0 }
    const after = markOf(last, seen)
    if (after.read > before.read && now - this.#movedAt >= patienceMs) {
      return after.tooFarAhead > before.tooFarAhead ? "future" : "refused"
    }
    if (last.watermark === Number.NEGATIVE_INFINITY) return "unheard"
    return now - last.heardAt >= patienceMs ? "silent" : "behind"
  }

  #say({ partition, why }: Holder, { now, watermark }: TimeSeen): void {
    const { log } = this.#settings
    const { source, partition: name, heardAt } = partition
    const stands = watermark === Number.NEGATIVE_INFINITY ? "time has not begun" : `time stands at ${iso(watermark)}`
    const words = `${stands}, and rules wait: all else waits for ${source} at ${name}`
    log("warn", `${words}. ${this.#reasonOf(why, partition, now)}`, {
      source,
      partition: name,
      why,
      watermark: iso(watermark),
      partitionWatermark: iso(partition.watermark),
      silentSeconds: Math.round((now - heardAt) / 1000),
    })
  }

  #reasonOf(why: Why, { heardAt }: PartitionStatus, now: number): string {
    const { idleAfterMs, maxAheadMs } = this.#settings
    switch (why) {
      case "unheard":
        return `It has not brought an event yet. Look whether anything is written there; one that is silent is waited for no longer after --idle-after (${seconds(idleAfterMs)} here)`
      case "silent":
        return `It has brought nothing for ${seconds(now - heardAt)}. After --idle-after (${seconds(idleAfterMs)} here) it holds time back no longer; a shorter one lets the others go on sooner, unless its server cannot be reached`
      case "behind":
        return "It is read, and its events are older than those of the others: time follows it until it has caught up. If it never does, its events are dated differently, or are later than the `up to … late` of their declaration should allow"
      case "future":
        return `Its events are dated too far after the clock and are refused (--max-ahead, ${seconds(maxAheadMs)} here). Look at the clock of who writes them, and at the unit of their times (milliseconds)`
      case "refused":
        return "It is read, and none of what it brings moves time: records that are no events of a rule's type, dead letters, or events older than those before. /status counts them"
    }
  }

  #over({ now, watermark }: TimeSeen): void {
    if (this.#said === undefined) return
    const waitedMs = now - this.#said.at
    this.#said = undefined
    this.#settings.log("info", `time goes on: it is at ${iso(watermark) ?? "its end"} now`, {
      watermark: iso(watermark),
      waitedSeconds: Math.round(waitedMs / 1000),
    })
  }

  /** Sources that bring nothing while others do: rules that read them see half of the world. */
  #lookForSources({ now, partitions }: TimeSeen): void {
    const { log } = this.#settings
    const heard = new Set(partitions.flatMap(({ source, read }) => (read > 0 ? source : [])))
    for (const source of [...this.#unheard]) {
      if (!heard.has(source)) continue
      this.#unheard.delete(source)
      log("info", `the first events of ${source} have come`, { source })
    }
    if (heard.size === 0 || now - this.#began < sourcePatienceMs) return
    for (const { source, ended } of partitions) {
      const rules = this.readers.get(source) ?? []
      if (ended || heard.has(source) || this.#unheard.has(source) || rules.length === 0) continue
      this.#unheard.add(source)
      const words = `no event of ${source} has come since the job began, and other sources bring some: ${listed(rules)} cannot see any`
      log("warn", `${words}. Look whether anything is written there, and where it is read from (--source)`, {
        source,
        rules,
      })
    }
  }
}

/** By name of a source the rules that read its events, or ask for aggregates of them. */
export function readersOf({ events, rules, series, measures }: Manifest): ReadonlyMap<string, readonly string[]> {
  return new Map(
    events.map(({ name }, type) => {
      const asks = (measure: number): boolean => series[measures[measure]!.series]!.event === type
      const readers = rules.filter((rule) => rule.inputs.includes(type) || (rule.asks ?? []).some(asks))
      return [name, readers.map((rule) => rule.name)]
    }),
  )
}

/** So many rules are named in a message. */
const mostNames = 5

function listed(names: readonly string[]): string {
  const more = names.length - mostNames
  return more > 0 ? `${names.slice(0, mostNames).join(", ")} and ${more} others` : names.join(", ")
}

function nameOf({ source, partition }: PartitionStatus): string {
  return JSON.stringify([source, partition])
}

function markOf({ read, source }: PartitionStatus, { deadLettersOf }: TimeSeen): Mark {
  const tooFarAhead = deadLettersOf.find((each) => each.source === source && each.code === "too-far-ahead")
  return { read, tooFarAhead: tooFarAhead?.count ?? 0 }
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`
}

function iso(time: number): string | null {
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null
}
